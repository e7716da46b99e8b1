"""Handing a review in: a page, a draft, what is typed meanwhile, and the writer's word on which version counts.

Nothing that somebody sent is refused here: what cannot count is kept as a draft and said to be one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.conversation.commands import Answer, Audience, Cost, Handler, Row, Run, Submitter
from bot.conversation.form import Form, FormAnswer, Invalid, Kept, Next, Saved
from bot.conversation.reply import Buttons, Reply, line, paragraph
from bot.conversation.request import Request
from bot.course import answers, reviews
from bot.course.file_types import sized
from bot.course.model import Course, ReviewForm
from bot.course.reviews import Standing
from bot.errors import CoursebotError, Refused
from bot.services import reviewing
from bot.services.reviewing import Opened, Outcome, Sent, Written
from bot.store import blobs
from bot.store.faults import StoreBusy
from handlers import form_changed, handed_files, review_form, review_outcomes
from handlers.form_changed import Sound
from handlers.late_words import how_late
from handlers.review_form import Place, number
from handlers.review_outcomes import KEEP, Writer, late_button, on_time_button
from handlers.review_text import FileNames

NOT_ASKED = "No review of that paper is asked for here (any more). Copy what you wrote if you want to keep it."
NOT_HERE = "I do not know you in this course yet. Please ask its staff to add you."


# --- the form -----------------------------------------------------------------------------------------------------


async def submitted(request: Request, run: Run) -> FormAnswer:
    """A page: kept as a draft and followed by the next one, or the last one, which hands the review in."""
    course, place = only_course(request), Place.of(request)
    found = _sound(request, course, place)
    outcome = await save_page(request, run, course, place, submit=place.is_last and not found.look_again)
    if isinstance(outcome, Invalid):
        return outcome
    if not place.is_last:
        return await _turned(request, run, course, _saved(place, outcome), by=1)
    written, names = None, None
    if outcome.kind == "too_late":
        written = await version(run, course, person(request), place.paper, outcome.number)
    if written is not None:
        names = await file_names(run, course, written.form, written.answers)
    reply = review_outcomes.answer(writer(request, course), outcome, written, names)
    return Saved(form_changed.said_first(reply, found))


async def back(request: Request, run: Run) -> FormAnswer:
    """The page before, once what stands in this one is kept."""
    course, place = only_course(request), Place.of(request)
    outcome = await save_page(request, run, course, place, submit=False)
    if isinstance(outcome, Invalid):
        return outcome
    return await _turned(request, run, course, _saved(place, outcome), by=-1)


def _saved(place: Place, outcome: Outcome) -> Place:
    """The same opening, once a page of it was saved: what it showed is in a version, of its own or of another window
    that says the same.
    """
    return replace(place, typed=False, base=outcome.number if outcome.kind == "unchanged" else place.base)


async def _turned(request: Request, run: Run, course: Course, place: Place, *, by: int) -> FormAnswer:
    """Another page; the same one again where its questions are not those any more that were answered."""
    found = _sound(request, course, place)
    if found.homeless:
        return Invalid(dict.fromkeys(found.homeless, form_changed.TAKEN_OUT))
    opened = await opened_for(request, run, course, place.paper)
    if found.look_again:
        again = await form(run, request, course, opened, place)
        return Next(replace(again, intro=line(found.look_again, *again.intro)))
    return Next(await form(run, request, course, opened, replace(place, page=max(place.page + by, 1))))


async def drafted(request: Request, run: Run) -> FormAnswer:
    """Save draft: the form stays open, with a line above it."""
    course, place = only_course(request), Place.of(request)
    outcome = await save_page(request, run, course, place, submit=False)
    if isinstance(outcome, Invalid):
        return outcome
    kept = await opened_for(request, run, course, place.paper)
    lacks = answers.lacks(kept.owed.review.form, kept.answers)
    note = review_outcomes.draft_note(writer(request, course), outcome, lacks)
    return Kept(line(*note, form_changed.beside_a_draft(_sound(request, course, place))))


async def typed(request: Request, run: Run) -> FormAnswer:
    """What stands in an open form. Nobody asked for an answer, so nothing is said, whatever happens."""
    try:
        course, place = only_course(request), Place.of(request)
        files = _file_fields(course, place.paper)  # taken when they are handed in
        found = _sound(request, course, place).values
        values = {name: value for name, value in found.items() if name not in files}
        sent = _sent(request, place, values, submit=False)
        await run(reviewing.note_typing, course, sent, now=request.now)
    except (CoursebotError, StoreBusy):
        return Invalid({})  # it is not kept, and there is nothing that the person should do about it
    return Kept()


async def remember_unseen(request: Request, run: Run, course: Course, opened: Opened, place: Place) -> None:
    """What the first page of an earlier version does not show is that version's too, and not the newest one's."""
    fields = opened.owed.review.form.fields
    if opened.source == "earlier" and len(fields) > min(len(review_form.fields_shown(opened)), review_form.PER_PAGE):
        values = {field.id: opened.answers.get(field.id, "") for field in fields}
        await run(reviewing.note_typing, course, _sent(request, place, values, submit=False), now=request.now)


async def stale(request: Request, run: Run) -> Answer:  # noqa: ARG001 - every row has this shape
    """The button of a form, pressed where there is none."""
    raise Refused("That button belongs to an open form. Please open the review again.")


async def save_page(request: Request, run: Run, course: Course, place: Place, *, submit: bool) -> Outcome | Invalid:
    """Keep what was sent of a page. Invalid: a file of it cannot be taken, and the page stays as it is; what was typed
    beside it is remembered.
    """
    one = reviews.find(course, place.paper)
    if one is None:
        raise Refused(NOT_ASKED)
    found = _sound(request, course, place).values
    values = await handed_files.taken(request, run, course, one.review.form, found)
    if isinstance(values, Invalid):
        await typed(request, run)
        return values
    outcome: Outcome = await run(reviewing.save, course, _sent(request, place, values, submit=submit), now=request.now)
    return outcome


def _sound(request: Request, course: Course, place: Place) -> Sound:
    """What of the page still means what its writer saw."""
    one = reviews.find(course, place.paper)
    if one is None:
        return Sound(values=dict(request.values), homeless={})
    return form_changed.sound(one.review.form, request.values, place.mark)


def _file_fields(course: Course, paper: str) -> frozenset[str]:
    one = reviews.find(course, paper)
    return frozenset() if one is None else frozenset(f.id for f in one.review.form.fields if f.kind == "file")


def _sent(request: Request, place: Place, values: Mapping[str, str], *, submit: bool) -> Sent:
    return Sent(
        person=person(request),
        paper=place.paper,
        window=place.window,
        base=place.base,
        answers=values,
        submit=submit,
        platform=request.inbound.platform,
        account=request.inbound.account,
        typed=place.typed,
    )


# --- which version counts -----------------------------------------------------------------------------------------


async def used(request: Request, run: Run) -> Reply:
    """Of two windows: this one counts, or the other does, and the answer says which."""
    course, me = only_course(request), person(request)
    paper, which, keep = (*request.arguments, "", "", "")[:3]
    if keep == KEEP:
        return await _kept_other(request, run, paper, number(which))
    outcome = await run(reviewing.use, course, me, paper, number(which), by=me, now=request.now)
    return review_outcomes.answer(writer(request, course), outcome)


async def _kept_other(request: Request, run: Run, paper: str, which: int) -> Reply:
    """Nothing changes: what counted goes on counting, and the form can be opened with it again."""
    course = only_course(request)
    opened = await opened_for(request, run, course, paper)
    said = f"All right: version {which} stays. The other one is kept among your versions."
    if opened.standing.counts is None:
        said = f"All right, go on with version {which}. Neither of them is submitted yet."
    buttons = review_outcomes.versions_buttons(course, opened.standing, which)
    return Reply((paragraph(said), Buttons(buttons)))


async def counted(request: Request, run: Run) -> Reply:
    """A late version is to count in place of the one on time, or no longer."""
    course, me = only_course(request), person(request)
    paper, which = (*request.arguments, "", "")[:2]
    chosen = number(which) or None
    standing: Standing = await run(reviewing.count_late, course, me, paper, chosen, now=request.now)
    if chosen is None:
        blocks = [paragraph("Your version on time counts again. The later one is kept too.")]
        late = standing.newest_late
        buttons = () if late is None else (late_button(course, standing, late.number),)
    else:
        by = how_late(standing.owed.review.late_rule, standing.late_by) if standing.late_by is not None else ""
        late_words = f", late by {by}" if by else ""
        blocks = [paragraph(f"Your version {chosen} counts now{late_words}. You can take that back.")]
        buttons = (on_time_button(course, standing),)
    return Reply((*blocks, *([Buttons(buttons)] if buttons else [])))


# --- what all of them need ----------------------------------------------------------------------------------------


def only_course(request: Request) -> Course:
    """The one course that a button or a form names."""
    if len(request.courses) != 1:
        raise Refused("I cannot tell which course that is about. Please ask again.")
    return request.courses[0]


def person(request: Request) -> int:
    """Who asks, by id. Raises Refused for a stranger."""
    if request.someone.person is None:
        raise Refused(NOT_HERE)
    return request.someone.person


def writer(request: Request, course: Course) -> Writer:
    return Writer(course=course, person=person(request), now=request.now)


async def opened_for(request: Request, run: Run, course: Course, paper: str) -> Opened:
    """What the form of the paper opens with for whoever asks. Raises Refused where no review of it is asked for."""
    opened: Opened = await run.read(reviewing.open_review, course, person(request), paper, now=request.now)
    return opened


async def form(run: Run, request: Request, course: Course, opened: Opened, place: Place) -> Form:
    names = await file_names(run, course, opened.owed.review.form, opened.answers)
    return review_form.build(course, opened, place, now=request.now, names=names)


async def version(run: Run, course: Course, whose: int, paper: str, which: int) -> Written | None:
    """One version with its text."""
    versions: tuple[Written, ...] = await run.read(reviewing.written, course, whose, paper)
    return next((one for one in versions if one.version.number == which), None)


async def file_names(run: Run, course: Course, of: ReviewForm, given: Mapping[str, str]) -> FileNames:
    """The names of the files that the answers hold."""
    ids = [one for field in of.fields if field.kind == "file" for one in given.get(field.id, "").split(",") if one]
    if not ids:
        return {}
    known = await run.read(blobs.describe, course.id, ids)
    return {one: sized(blob.name, blob.size) for one, blob in known.items()}


def _in_the_form(name: str, verb: str, summary: str, submit: Submitter, *, cost: Cost = Cost.FREE) -> Row:
    """A row behind a button of the form."""
    return Row(
        name=name,
        verb=verb,
        summary=summary,
        function=stale,
        submit=submit,
        audience=Audience.STUDENT,
        cost=cost,
        listed=False,
    )


def _on_a_button(name: str, verb: str, summary: str, function: Handler) -> Row:
    return Row(name=name, verb=verb, summary=summary, function=function, audience=Audience.STUDENT, listed=False)


ROWS = (
    _in_the_form("draft", review_form.DRAFT, "Save what the form holds as a draft", drafted),
    _in_the_form("back", review_form.BACK, "Keep the page and go to the one before", back),
    _in_the_form("typed", review_form.TYPED, "Remember what stands in an open form", typed),
    _on_a_button("use", review_outcomes.USE, "Say which of two versions counts", used),
    _on_a_button("late", review_outcomes.LATE, "Let a late version count, or the one on time", counted),
)
