"""A whole course as one readable page, and the page that each writer gets: headings, words and their order.

Pure: what was written comes in, pieces of a page go out. Whatever a person wrote is data and whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from bot.course.model import Course, Session
from bot.course.wording import clock_words, counted, day_words
from bot.export import page as html
from bot.export.page import Markup
from bot.services.books import Book, Chapter, Member, Presenter, Version, Written
from handlers.papers import lateness
from handlers.review_text import NO_ANSWER, answer_words

OUTCOMES = {"presented": "presented", "no_show": "was not there", "": ""}


def whole(book: Book) -> Iterator[str]:
    """Everything, for staff."""
    course = book.course
    title = f"{course.title}, {course.term}" if course.term else course.title
    return html.page(title, _whole(book, title))


def _whole(book: Book, title: str) -> Iterator[Markup]:
    course, ended = book.course, book.state.closed_at
    yield html.heading(1, title)
    until = f"It ended {_when(course, ended)}." if ended is not None else "It is still running."
    yield html.paragraph(f"All that was written, presented and marked in this course. {until}")
    yield html.small(f"For staff: it names everybody. Times are those of {course.timezone.key}.")
    yield _contents(course)
    yield html.heading(2, "People", anchor="people")
    yield from _people(book.members)
    for chapter in book.chapters:
        yield from _chapter(course, chapter)


def _contents(course: Course) -> Markup:
    named = [(one.name, f"session-{one.id}") for one in course.sessions]
    entries = [html.jump("People", "people"), *(html.jump(name, anchor) for name, anchor in named)]
    return html.element("nav", html.bullets(entries))


def _people(members: Sequence[Member]) -> Iterator[Markup]:
    if not members:
        yield html.paragraph("Nobody was in the course.")
        return
    rows = [(one.name, one.role if one.active else f"{one.role}, left the course", one.email) for one in members]
    yield html.table(("Name", "Role", "E-mail"), rows)


def _chapter(course: Course, chapter: Chapter) -> Iterator[Markup]:
    session = chapter.session
    if session is None:
        yield html.heading(2, "Papers that are in no session any more", anchor="no-session")
    else:
        yield html.heading(2, session.name, anchor=f"session-{session.id}")
        yield html.small(_about(course, session))
        yield from _session(session, chapter.presenters)
    for paper, reviews in chapter.papers.items():
        yield html.heading(3, _paper(course, paper), anchor=f"paper-{paper}")
        yield html.small(counted(len(reviews), "review"))
        for one in reviews:
            yield _review(course, one, heading=one.name or "(no name)")


def _about(course: Course, session: Session) -> str:
    days = [day_words(one.day) for one in session.meetings]
    when = f"{days[0]} to {days[-1]}" if len(days) > 1 else "".join(days) or "No date"
    if session.starts_at is not None and len(days) == 1:
        when = _when(course, session.starts_at)
    guests = [one.name for one in session.speakers]
    return " · ".join([when, *([session.place] if session.place else []), *guests])


def _session(session: Session, presenters: Sequence[Presenter]) -> Iterator[Markup]:
    if session.note:
        yield html.paragraph(session.note)
    if session.readings:
        yield html.bullets(html.link(one.title, one.url) for one in session.readings)
    if presenters:
        rows = [(one.seat.role.title, one.name, _outcome(one)) for one in presenters]
        yield html.table(("Role", "Who", "What became of it"), rows)


def _outcome(one: Presenter) -> str:
    if one.outcome == "stood_in":
        return f"{one.stand_in} stood in"
    return OUTCOMES.get(one.outcome, one.outcome) or "not marked"


def _paper(course: Course, paper: str) -> str:
    found = next((reading for _, reading in course.readings() if reading.id == paper), None)
    return html.link(found.title, found.url) if found is not None else paper


# --- a review -------------------------------------------------------------------------------------------------------


def _review(course: Course, one: Written, *, heading: str) -> Markup:
    """The version that counts; the others folded below it."""
    shown = one.shown
    others = [each for each in one.versions if each.number != shown.number]
    earlier = [html.folded(_of_version(course, each), *_answers(each)) for each in others]
    return html.element(
        "article", html.heading(4, heading), html.small(_state(course, one)), *_answers(shown), *earlier
    )


def _state(course: Course, one: Written) -> str:
    shown = one.shown
    words = [f"Came in {_when(course, shown.received_at)}"]
    if not shown.whole:
        words = [f"A draft of {_when(course, shown.received_at)}, never handed in"]
    elif one.late_by:
        words.append(f"late by {lateness(one.late_by)}")
    if one.mark:
        words.append(f"marked {one.mark}")
    return ", ".join(words)


def _of_version(course: Course, one: Version) -> str:
    what = f"Version {one.number}" if one.whole else f"Draft {one.number}"
    return f"{what}, {_when(course, one.received_at)}"


def _answers(one: Version) -> Iterable[Markup]:
    for field in one.form.fields:
        words = answer_words(field, one.answers.get(field.id, ""), one.files)
        if field.kind == "text":
            yield html.heading(5, field.label)
            yield html.prose(words) if words.strip() else html.small(NO_ANSWER)
        else:
            yield html.paragraph(html.element("strong", f"{field.label}: "), words or NO_ANSWER)


def _when(course: Course, at: datetime) -> str:
    local = course.local(at)
    return f"{day_words(local.date())} {local.year}, {clock_words(local)}"


# --- one person's own -------------------------------------------------------------------------------------------------


def own(course: Course, mine: Sequence[Written]) -> Iterator[str]:
    """All that one person wrote, for that person."""
    title = f"Your reviews in {course.title}, {course.term}" if course.term else f"Your reviews in {course.title}"
    return html.page(title, _own(course, mine, title))


def _own(course: Course, mine: Sequence[Written], title: str) -> Iterator[Markup]:
    yield html.heading(1, title)
    who = next((one.name for one in mine if one.name), "")
    yield html.paragraph(f"{who}: " if who else "", f"all that you wrote, {counted(len(mine), 'review')}.")
    yield html.small(f"Times are those of {course.timezone.key}.")
    for one in mine:
        yield html.heading(2, _paper(course, one.paper))
        yield _review(course, one, heading="Your review")
