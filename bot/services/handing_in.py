"""Files that belong to a review: kept under their writer's name, once each; and the forms that files of questions were
made of, so that they can be read by them when the form is another one by then.

It keeps what it is given; whether a file may be handed in was decided before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.conversation.request import Fetched
from bot.course.answers import digest, document, form_of
from bot.course.duties import ReviewForm
from bot.course.model import Course
from bot.course.template_reading import Made
from bot.store import blobs, reviews
from bot.store.database import Connection


def hand_in(
    connection: Connection, course: Course, person: int, files: Mapping[str, Sequence[Fetched]], *, now: datetime
) -> dict[str, str]:
    """Field id → the ids under which its files are kept now, as answers hold them."""
    return {
        name: ",".join(_kept(connection, course, person, one, now=now) for one in several)
        for name, several in files.items()
    }


def _kept(connection: Connection, course: Course, person: int, one: Fetched, *, now: datetime) -> str:
    described = (one.file.name, one.file.media_type)
    return blobs.put(connection, course.id, person, one.content, file=described, now=now)


def remember_form(connection: Connection, course: Course, form: ReviewForm, *, now: datetime) -> None:
    """A file with the questions of this form goes out."""
    reviews.keep_form(connection, course.id, digest(form), document(form), now=now)


def form_of_file(connection: Connection, course: Course, person: int, made: Made) -> ReviewForm | None:
    """The form that a file was made of: the one that it names, else its version's. None where nobody knows."""
    if made.form:
        named = reviews.form_beginning(connection, course.id, made.form)
        if named is not None:
            return form_of(named)
    versions = reviews.of_review(connection, course.id, person, made.paper) if made.base else ()
    used = next((one.form for one in versions if one.number == made.base), "")
    stored = reviews.forms(connection, course.id, {used}) if used else {}
    return form_of(stored[used]) if used in stored else None
