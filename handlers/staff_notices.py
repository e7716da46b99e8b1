"""What staff are told in their channel: a post that waits for them, one that failed, an edited schedule. Who is in the
course has its words in `roster_notices`, how the bot itself is in `staff_lines`.

Each says what happened, what the bot does meanwhile and what they can do, with buttons where there is a choice.
Everything a button needs is in the button. Pure, like everything that is composed.
"""

from __future__ import annotations

import json
from datetime import date, datetime

from bot.conversation.reply import (
    Action,
    Block,
    Bold,
    Button,
    Buttons,
    Choice,
    Code,
    Line,
    Plain,
    Reply,
    Span,
    bullets,
    line,
    paragraph,
    small,
)
from bot.course.model import Course
from bot.course.notice import Facts, Notice, NoticeKind
from bot.course.wording import counted, day_words, listed
from bot.services import changes
from bot.services.ids import PAPER, REVIEW, bare
from handlers import retention
from handlers.roster_notices import first_roster, news_of_the_day
from handlers.staff_lines import no_backup, was_away, weekly_check
from handlers.wording import instant

HELD_VERB = "held"
"""Arguments: the delivery's id; send, there or drop."""

VANISHED_VERB = "vanished"
"""Arguments: the proposal's hash (its first characters do), the vanished id, renamed, removed or keep, the new id."""

CHOICE_LIMIT = 25


def compose(notice: Notice, facts: Facts) -> Reply:
    """The words for staff about a notice of one of the staff kinds."""
    words = {
        NoticeKind.HELD: held,
        NoticeKind.FAILED: failed,
        NoticeKind.SCHEDULE_BROKEN: schedule_broken,
        NoticeKind.SCHEDULE_APPLIED: schedule_applied,
        NoticeKind.SCHEDULE_HELD: schedule_held,
        NoticeKind.ROSTER: first_roster,
        NoticeKind.JOINED: news_of_the_day,
        NoticeKind.STAFF_CHECK: weekly_check,
        NoticeKind.AWAY: was_away,
        NoticeKind.BACKUP_FAILED: no_backup,
    }
    if notice.kind is NoticeKind.RETENTION:
        return Reply(retention.told(facts, notice.occurrence), private=False)
    return Reply(words[notice.kind](facts), private=False)


# --- one post -----------------------------------------------------------------------------------------------------


def held(facts: Facts) -> tuple[Block, ...]:
    """A post that waits: too many at once, or nobody can look whether it is there already."""
    details = facts.details
    channel, title = details.get("channel", ""), details.get("title", "")
    unsure = details.get("question") == "unsure"
    lead = line(Bold("A post is waiting for you: "), f"“{title}” for {channel}.")
    if unsure:
        why = (
            f"I cannot tell whether it reached {channel}, and I cannot read the channel's history: "
            f"{_sentence(details.get('reason', ''))} Please look there, then tell me."
        )
    else:
        why = f"I held it back because of {_because(details.get('reason', ''))}. Should it go out all the same?"
    blocks: list[Block] = [paragraph(*lead), paragraph(why)]
    useful = _useful_until(facts)
    if useful:
        blocks.append(small(*useful))
    blocks.append(held_buttons(facts.course.id, details.get("delivery", ""), unsure=unsure))
    return tuple(blocks)


def held_buttons(course: str, delivery: str, *, unsure: bool) -> Buttons:
    """Send it, it is there already, drop it. `unsure`: it may be there, so that sending it may be doing so again."""

    def settles(decision: str) -> Action:
        return Action(HELD_VERB, course, (delivery, decision))

    there, drop = Button("It is there", settles("there")), Button("Drop", settles("drop"), "danger")
    if unsure:
        return Buttons((there, Button("Send again", settles("send")), drop))
    return Buttons((Button("Send", settles("send"), "primary"), there, drop))


def _useful_until(facts: Facts) -> Line:
    until = facts.details.get("stale_after")
    return line("It is useful until ", instant(facts.course, datetime.fromisoformat(until)), ".") if until else ()


def _sentence(text: str) -> str:
    """The text as a sentence: a capital first, one full stop last."""
    text = text.strip() or "no reason was given"
    return text[0].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def _because(text: str) -> str:
    return text.strip().removesuffix(".") or "a doubt"


def failed(facts: Facts) -> tuple[Block, ...]:
    """A refusal that staff can mend while it is retried, of a post or of taking one back; or a post given up."""
    details = facts.details
    channel, title = details.get("channel", ""), details.get("title", "")
    platform = _platform(details.get("platform", ""))
    reason = _sentence(details.get("reason", ""))
    if details.get("question") == "retract":
        lead = paragraph(Bold("I cannot take a post back: "), f"“{title}” in {channel} on {platform}.")
        after = "I keep trying, so once this is mended it goes by itself. You can also delete it there yourselves."
        return (lead, paragraph(reason), small(after))
    if details.get("question") == "refused":
        lead = paragraph(Bold("I cannot post yet: "), f"“{title}” for {channel} on {platform}.")
        blocks: list[Block] = [lead, paragraph(reason)]
        useful = _useful_until(facts)
        after = " There is nothing to press: once this is mended it goes out by itself."
        return (*blocks, small("I keep trying.", after, *((" ",) if useful else ()), *useful))
    lead = paragraph(Bold("A post did not go out: "), f"“{title}” for {channel} on {platform}.")
    if details.get("question") == "over":
        return (
            lead,
            paragraph(reason),
            paragraph("By now it is over. If people still need to know, tell them yourselves."),
        )
    meanwhile = "I have given up on it. If people still need it, send it again or tell them yourselves."
    again = Buttons(
        (
            Button("Send again", Action(HELD_VERB, facts.course.id, (details.get("delivery", ""), "send")), "primary"),
            Button("Drop", Action(HELD_VERB, facts.course.id, (details.get("delivery", ""), "drop"))),
        )
    )
    return (lead, paragraph(reason), paragraph(meanwhile), again)


def _platform(name: str) -> str:
    return {"console": "the terminal", "slack": "Slack", "discord": "Discord"}.get(name, name or "the platform")


# --- the schedule -------------------------------------------------------------------------------------------------


def schedule_broken(facts: Facts) -> tuple[Block, ...]:
    """The lines of a broken edit. The version in force stays."""
    details = facts.details
    path = details.get("file", "")
    file = path.replace("\\", "/").rpartition("/")[2]
    lines = details.get("problems", "").splitlines()
    problems = [_without_folder(one, path) for one in lines if one.strip()]
    more = int(details.get("more", "0") or 0)
    number = len(problems) + more
    what = "a problem" if number == 1 else f"{number} problems"
    blocks: list[Block] = [
        paragraph(Bold("The schedule was edited and has "), Bold(what), Bold(".")),
        paragraph("Nothing has changed: the version before the edit stays in force until the file is right again."),
    ]
    if problems:
        blocks.append(bullets(*(line(Code(one)) for one in problems)))
    if more > 0:
        blocks.append(small(f"{more} more; ", Code(f"coursebot check {file}"), " lists all."))
    return tuple(blocks)


CHANGES_SHOWN = 8


def schedule_applied(facts: Facts) -> tuple[Block, ...]:
    """What a new version changed, by name, and what looks odd in it."""
    details = facts.details
    version = f" (version {details['version']})" if details.get("version") else ""
    blocks: list[Block] = [paragraph(Bold("The new schedule is in force"), f"{version}.")]
    found = changes.decode(details.get("changes", "[]"))
    if found:
        blocks.append(bullets(*(_change_line(facts.course, change) for change in found[:CHANGES_SHOWN])))
    else:
        blocks.append(paragraph("No session and no deadline changed."))
    if len(found) > CHANGES_SHOWN:
        blocks.append(small(f"And {len(found) - CHANGES_SHOWN} more."))
    path = details.get("file", "")
    odd = [_without_folder(one, path) for one in details.get("warnings", "").splitlines() if one.strip()]
    if odd:
        blocks.append(paragraph("Is this meant?" if len(odd) == 1 else "Are these meant?"))
        blocks.append(bullets(*(line(Code(one)) for one in odd)))
    return tuple(blocks)


def _change_line(course: Course, change: changes.Change) -> Line:
    match change.what:
        case "added":
            return line(Bold(change.name), " is new")
        case "removed":
            return line(Bold(change.name), " is gone")
        case "renamed":
            return line(Bold(change.name), " is called ", Code(change.new), " now, before it was ", Code(change.old))
        case "moved":
            return line(Bold(change.name), ": ", _when(course, change.old), " → ", _when(course, change.new))
        case "changed":
            return line(Bold(change.name), " was edited")
        case "form":
            return _form_line(change)


def _form_line(change: changes.Change) -> Line:
    """`The review form changed (questions: + Novelty, − Score); …`."""
    signed = [f"+ {label}" for label in change.new.splitlines()] + [f"− {label}" for label in change.old.splitlines()]
    questions = f" (questions: {', '.join(signed)})" if signed else ""
    whose = line(" of ", Bold(change.name)) if change.name else ()
    return line("The review form", *whose, f" changed{questions}; reviews that are here stay as they were written")


def _when(course: Course, iso: str) -> Span:
    if not iso:
        return Plain("no date yet")
    return instant(course, datetime.fromisoformat(iso)) if "T" in iso else Plain(day_words(date.fromisoformat(iso)))


def _without_folder(located: str, path: str) -> str:
    """A problem's line with the name of the file only: nobody in a chat needs to know the server's folders."""
    if not path or not located.startswith(path):
        return located
    return path.replace("\\", "/").rpartition("/")[2] + located.removeprefix(path)


def schedule_held(facts: Facts) -> tuple[Block, ...]:
    """Ids that vanished from the file while something hangs on them: staff say what became of each."""
    details = facts.details
    vanished = [one for one in details.get("vanished", "").split(",") if one]
    fresh = [one for one in details.get("new", "").split(",") if one]
    waits = Bold("The edited schedule is waiting for you.")
    blocks: list[Block] = [paragraph(waits, f"{_missing(vanished)} Until you answer, the old version stays in force.")]
    for one in vanished:
        blocks += _vanished(facts, one, [name for name in fresh if name.startswith(PAPER) == one.startswith(PAPER)])
    keep = Action(VANISHED_VERB, facts.course.id, (details.get("hash", ""), "", "keep"))
    blocks.append(Buttons((Button("Keep the old version", keep),)))
    return tuple(blocks)


def _missing(vanished: list[str]) -> str:
    """`I cannot find one paper and 2 entries in it any more, …`, and of which papers it asks for no review."""
    papers = sum(one.startswith(PAPER) for one in vanished)
    unasked = sum(one.startswith(REVIEW) for one in vanished)
    others = len(vanished) - papers - unasked
    parts = [counted(papers, "paper")] if papers else []
    parts += [counted(others, "session or deadline", "sessions or deadlines")] if others else []
    found = ""
    if parts:
        them = "it" if papers + others == 1 else "them"
        found = (
            f" I cannot find {listed(parts)} in it any more, though I have already posted about {them} or keep what "
        )
        found += f"people wrote for {them}."
    if unasked:
        them = "it" if unasked == 1 else "them"
        found += f" It asks for no review of {counted(unasked, 'paper')} any more, though reviews of {them} are here."
    return found


def _vanished(facts: Facts, item: str, fresh: list[str]) -> list[Block]:
    course, text_hash = facts.course, facts.details.get("hash", "")
    removed = Action(VANISHED_VERB, course.id, (text_hash, item, "removed"))
    if item.startswith(REVIEW):
        said = "? What is here is kept, but nobody sees or counts it until a review is asked for again."
        shown = line("Is no review to be asked for any more of ", *_what(facts, item), said)
        return [paragraph(*shown), Buttons((Button("No longer asked for", removed),))]
    blocks: list[Block] = [paragraph("What became of ", *_what(facts, item), "?")]
    if fresh:
        options = tuple((one, bare(one)) for one in _most_alike(item, fresh))
        blocks.append(Choice("Renamed to", Action(VANISHED_VERB, course.id, (text_hash, item, "renamed")), options))
    blocks.append(Buttons((Button("Removed", removed),)))
    return blocks


def _what(facts: Facts, item: str) -> Line:
    name = _name(facts.course, item)
    if not item.startswith((PAPER, REVIEW)):
        return (Bold(name), *((" (", Code(item), ")") if name != item else ()))
    paper = bare(item)
    written = json.loads(facts.details.get("reviews") or "{}").get(paper, 0)
    here = f", of which {counted(written, 'review')} {'is' if written == 1 else 'are'} here" if written else ""
    return line("the paper ", Bold(f"“{name}”"), " (id ", Code(paper), ")", here)


def _name(course: Course, item: str) -> str:
    if item.startswith((PAPER, REVIEW)):
        paper = bare(item)
        return next((reading.title for _, reading in course.readings() if reading.id == paper), paper)
    session, deadline = course.session(item), course.deadline(item)
    if session is not None:
        return session.title or item
    return deadline.title if deadline is not None else item


def _most_alike(item: str, fresh: list[str]) -> list[str]:
    """The likeliest new names first; a menu holds 25."""
    from rapidfuzz.fuzz import ratio  # noqa: PLC0415 - needed once in a term

    return sorted(fresh, key=lambda one: (-ratio(item, one), one))[:CHOICE_LIMIT]
