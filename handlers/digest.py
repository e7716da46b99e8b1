"""The digest of a session's reviews in words: how many are in, how their scores are spread, what was written.

Only staff read it. One message holds the figures and the beginning, so that it can be kept up to date in place; what
does not fit goes along as a file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from bot.conversation import codec
from bot.conversation.plain import block_lines
from bot.conversation.reply import (
    NOTHING,
    Attachment,
    Block,
    Bold,
    Bullets,
    Heading,
    Reply,
    SmallPrint,
    bullets,
    line,
    paragraph,
    small,
)
from bot.course import digest
from bot.course.digest import Entry, PaperDigest, Said, Scores, SessionDigest
from bot.course.model import Course, CourseRole
from bot.course.notice import Facts, Notice
from bot.course.wording import counted, listed
from bot.services.digesting import AS_OF, DETAIL
from handlers.digest_file import complete, how_many
from handlers.late_words import costing
from handlers.papers import short
from handlers.wording import instant

BAR = "█"
WIDTH = 12
"""Marks of the longest bar: it fits a phone."""

CHARACTERS, SIZE = 3200, 8000
"""What one message of every platform holds, with room for what stands around it: characters as they are read, and as
they are sent with their structure.
"""

FIGURES = 0.7
"""The part of a message that figures may take; papers after that have one line each."""

BEGINNING = 280
"""Characters of a text that are worth showing where the whole does not fit."""

YOUR = "Your "
"""How a form asks its writer for something of theirs; whoever reads the figures is not the one."""


def digest_notice(notice: Notice, facts: Facts) -> Reply:
    """The post in the staff channel."""
    text = facts.details.get(DETAIL)
    if not text or facts.course.session(notice.item) is None:
        return NOTHING
    found = digest.decode(text)
    as_of = facts.details.get(AS_OF)
    reply = words(facts.course, found)
    end = _kept_up(facts.course, found, datetime.fromisoformat(as_of) if as_of else facts.now)
    return Reply((*reply.blocks, end), private=False, files=reply.files)


def _kept_up(course: Course, found: SessionDigest, as_of: datetime) -> SmallPrint:
    if found.until is None:
        return small("As of ", instant(course, as_of, "time"), ".")
    if found.until <= as_of:
        now = f"/{course.command_prefix}review digest shows what came later."
        return small("Final, as of ", instant(course, as_of, "time"), f". {now}")
    same = course.local(as_of).date() == course.local(found.until).date()
    until = instant(course, found.until, "time" if same else "full")
    return small("As of ", instant(course, as_of, "time"), ". I keep it up to date until ", until, ".")


def words(course: Course, found: SessionDigest) -> Reply:
    """All of it in one message, with a file where it does not fit and a picture where the course asks for one."""
    sheet = Sheet(CHARACTERS, SIZE)
    sheet.put(*_head(course, found))
    titles = _titles(course, found)
    whole = _figures(sheet, found, titles)
    whole &= _texts(sheet, found, titles)
    files: list[Attachment] = []
    if not whole:
        files.append(complete(course, found))
        sheet.blocks.append(small(f"The complete text of {_all(found)} is in the file {files[0].name}."))
    if found.picture and any(_main(found, one) is not None for one in found.reviewed):
        from handlers.digest_picture import picture  # noqa: PLC0415 - drawing is loaded where it is asked for

        files.append(picture(course, found))
    return Reply(tuple(sheet.blocks), files=tuple(files))


def _all(found: SessionDigest) -> str:
    number = sum(len(one.entries) for one in found.papers)
    return "the review" if number == 1 else f"all {number} reviews"


def _titles(course: Course, found: SessionDigest) -> dict[str, str]:
    session = course.session(found.session)
    known = {one.id: one.title for one in session.readings} if session is not None else {}
    return {one.paper: known.get(one.paper, one.paper) for one in found.papers}


# --- what fits ----------------------------------------------------------------------------------------------------


class Sheet:
    """Blocks of one message, and how much more it holds."""

    def __init__(self, characters: int, size: int) -> None:
        self.blocks: list[Block] = []
        self._characters, self._size = characters, size

    def put(self, *blocks: Block) -> None:
        """Put them there whatever they take."""
        characters, size = _cost(blocks)
        self._characters, self._size = self._characters - characters, self._size - size
        self.blocks += blocks

    def takes(self, *blocks: Block, part: float = 1.0) -> bool:
        """Put them there if they fit, into a part of the message."""
        characters, size = _cost(blocks)
        spare = 1 - part
        if characters > self._characters - CHARACTERS * spare or size > self._size - SIZE * spare:
            return False
        self.put(*blocks)
        return True

    @property
    def room(self) -> int:
        """Characters of text for which there surely is room."""
        return min(self._characters, self._size // 6)


def _cost(blocks: Iterable[Block]) -> tuple[int, int]:
    found = list(blocks)
    read = sum(len(text) + 3 for block in found for text in block_lines(block))
    return read, len(json.dumps(json.loads(codec.encode(Reply(tuple(found))))["blocks"]))


# --- figures ------------------------------------------------------------------------------------------------------


def _head(course: Course, found: SessionDigest) -> Iterator[Block]:
    session = course.session(found.session)
    name = session.name if session is not None else found.session
    yield Heading(f"Reviews: {short(name, 100)}")
    if found.expected:
        number = counted(found.done, "review") if found.done else "No reviews"
        yield paragraph(Bold(f"{number} in"), f"{how_many(found)}.")
    else:
        presenting = found.presenting
        verb = "presents" if presenting == 1 else "present"
        present = f" {counted(presenting, 'student')} {verb} in this class." if presenting else ""
        yield paragraph(Bold("No student owes a review."), present)
    scale = digest.main_scale(found.form)
    differ = any(digest.spread(one.entries, found.form) is not None for one in found.reviewed)
    if scale is not None and differ and len(found.reviewed) > 1:
        yield small(f"Ordered by disagreement: the standard deviation of “{scale.label}”, the largest first.")


def _figures(sheet: Sheet, found: SessionDigest, titles: dict[str, str]) -> bool:
    """Whether each paper has all its figures there."""
    whole = True
    for number, one in enumerate(found.reviewed):
        head = paragraph(Bold(short(titles[one.paper], 120)), f": {_count(one)}{_disagreement(found, one)}")
        if sheet.takes(head, *_distributions(found, one), part=FIGURES):
            continue
        whole = False
        if not sheet.takes(head, part=FIGURES):
            sheet.put(paragraph(f"And {counted(len(found.reviewed) - number, 'paper')} more."))
            break
    missing = found.unreviewed
    if missing:
        shown = [f"“{short(titles[one.paper])}”" for one in missing[:8]]
        more = [f"{len(missing) - 8} more"] if len(missing) > 8 else []
        sheet.put(paragraph(Bold("No reviews yet: "), f"{listed([*shown, *more])}."))
    return whole


def _count(one: PaperDigest) -> str:
    owing = sum(entry.role is CourseRole.STUDENT for entry in one.entries)
    number = counted(owing, "review") if one.expected is None else f"{owing} of {counted(one.expected, 'review')}"
    late = sum(entry.late_by is not None for entry in one.entries)
    others = len(one.entries) - owing
    extra = [f"{late} late"] * bool(late) + [f"{others} from others"] * bool(others)
    return ", ".join(extra if not owing and one.expected == 0 else [number, *extra])


def _disagreement(found: SessionDigest, one: PaperDigest) -> str:
    spread = digest.spread(one.entries, found.form)
    return "" if spread is None else f", disagreement {spread:.1f}"


def _main(found: SessionDigest, one: PaperDigest) -> Scores | None:
    return next((scale for scale in digest.scores(one.entries, found.form) if scale.total), None)


def _distributions(found: SessionDigest, one: PaperDigest) -> Iterator[Block]:
    """The main scale as bars, the others in a line each."""
    main = _main(found, one)
    for scale in digest.scores(one.entries, found.form):
        if scale == main:
            yield paragraph(mean_words(scale))
            yield bars(scale)
        elif scale.total:
            yield paragraph(mean_words(scale))


def mean_words(scale: Scores) -> str:
    """`Overall merit: 3.4 on average`."""
    earlier = " (as an earlier form asked it)" if scale.earlier else ""
    mean = "" if scale.mean is None else f": {scale.mean:.1f} on average".replace("-", "−")
    label = scale.field.label
    if label.startswith(YOUR):
        label = f"Reviewers’ {label.removeprefix(YOUR)}"
    return f"{label}{earlier}{mean}"


def bars(scale: Scores) -> Bullets:
    """`5 ███ 3 · Strong accept`, the best score first."""
    rows = digest.best_first(scale)
    lengths = digest.bars([count for _, _, count in rows], WIDTH)
    return bullets(
        *(
            line(f"{_number(score)} {f'{BAR * length} {count}' if count else '–'} · {short(label, 40)}")
            for (score, label, count), length in zip(rows, lengths, strict=True)
        )
    )


def _number(score: int) -> str:
    return f"−{-score}" if score < 0 else str(score)


# --- texts --------------------------------------------------------------------------------------------------------


def _texts(sheet: Sheet, found: SessionDigest, titles: dict[str, str]) -> bool:
    """What was written, as much as there is room for; whether that is all."""
    several = len(found.reviewed) > 1
    for one in found.reviewed:
        groups = digest.said(one.entries, found.form)
        if groups and several and not sheet.takes(Heading(short(titles[one.paper], 120))):
            return False
        if not all(_group(sheet, group) for group in groups):
            return False
    return True


def _group(sheet: Sheet, group: Said) -> bool:
    lead = paragraph(Bold(question(group)))
    for number, (entry, text) in enumerate(group.entries):
        item = bullets(line(Bold(writer(entry)), f": {text}"))
        blocks: Sequence[Block] = (item,) if number else (lead, item)
        if sheet.takes(*blocks):
            continue
        room = sheet.room - len(writer(entry)) - len(question(group)) - 40
        if room >= BEGINNING:
            beginning = bullets(line(Bold(writer(entry)), f": {text[:room].rstrip()} …"))
            sheet.takes(beginning) if number else sheet.takes(lead, beginning)
        return False
    return True


def question(group: Said) -> str:
    """The question as it was asked."""
    return f"{group.field.label} (an earlier form)" if group.earlier else group.field.label


def writer(entry: Entry) -> str:
    """`Ada Okafor, late 3 h 12 min (−20 %)`."""
    role = "" if entry.role is CourseRole.STUDENT else f" ({entry.role.value})"
    late = "" if entry.late_by is None else f", late {costing(entry.late_by, entry.late_cost)}"
    return f"{entry.writer}{role}{late}"
