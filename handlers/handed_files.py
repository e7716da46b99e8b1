"""Files that come with a form: fetched when it is sent in, looked at, and kept. One that cannot be taken is said at its
field, and all else that was filled in stays.

It knows what a field takes; where a file comes from only the platform knows.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.conversation.commands import Run
from bot.conversation.form import NO_FILE, Invalid
from bot.conversation.port import RateLimited
from bot.conversation.request import Fetched, Request
from bot.course.duties import FormField, ReviewForm
from bot.course.file_types import USUAL, is_what_it_says, type_of
from bot.course.model import Course, Visibility
from bot.errors import CoursebotError, Refused, Unreachable
from bot.services import handing_in

log = logging.getLogger(__name__)

LARGEST = 10_000_000
"""Bytes of one file."""
LARGEST_WORDS = "10 MB"
MOST = 5
"""Files of one field."""
NAME = 120
"""Characters of a file's name that are kept."""

UNNAMED = "Classmates never see its name; what is in it stays as it is."
NOT_NOW = "I could not get that file just now. Please try again in a moment."


async def taken(
    request: Request, run: Run, course: Course, form: ReviewForm, values: Mapping[str, str]
) -> dict[str, str] | Invalid:
    """The values, with the ids under which files are kept in place of the platform's. A file input that was left empty
    is left out, so that what was handed in before stays; one that is to be taken out is empty. Nothing is kept unless
    all of it can be.
    """
    fields = {field.id: field for field in form.fields if field.kind == "file"}
    told = {name: value for name, value in values.items() if name not in fields}
    gone = {name: "" for name in fields if values.get(name, "").strip() == NO_FILE}
    sent = {name: ids for name in fields if name not in gone and (ids := _ids(values.get(name, "")))}
    if not sent:
        return told | gone
    if request.someone.person is None:
        raise Refused("I do not know you in this course yet. Please ask its staff to add you.")
    files: dict[str, list[Fetched]] = {}
    errors: dict[str, str] = {}
    for name, ids in sent.items():
        found = await _fetched(request, fields[name], ids)
        if isinstance(found, _Wrong):
            errors[name] = found.sentence
        else:
            files[name] = found
    if errors:
        return Invalid(errors)
    kept: dict[str, str] = await run(handing_in.hand_in, course, request.someone.person, files, now=request.now)
    return told | gone | kept


@dataclass(frozen=True, slots=True)
class _Wrong:
    sentence: str


def _ids(value: str) -> list[str]:
    return list(dict.fromkeys(one for one in (part.strip() for part in value.split(",")) if one))


async def _fetched(request: Request, field: FormField, ids: list[str]) -> list[Fetched] | _Wrong:
    """The field's files, or what is wrong with one of them."""
    fetch = request.inbound.fetch
    if fetch is None:
        return _Wrong("I cannot take files here.")
    if len(ids) > MOST:
        return _Wrong(f"At most {MOST} files fit here, and these are {len(ids)}.")
    try:
        files = await asyncio.gather(*(fetch(one, LARGEST) for one in ids))
    except (Unreachable, RateLimited) as trouble:
        log.warning("action=file_unavailable platform=%s reason=%s", request.inbound.platform, type(trouble).__name__)
        return _Wrong(NOT_NOW)
    except CoursebotError as refusal:
        return _Wrong(str(refusal))
    named = [_named(one) for one in files]
    wrong = next(filter(None, (_wrong(field, one) for one in named)), "")
    return _Wrong(wrong) if wrong else named


def _named(one: Fetched) -> Fetched:
    """Under a name that leads nowhere and fits on a line."""
    last = one.file.name.replace("\\", "/").rpartition("/")[2]
    shown = " ".join("".join(letter if letter.isprintable() else " " for letter in last).split())
    name = shown if len(shown) <= NAME else f"{shown[: NAME - 9]}….{type_of(shown)[:7]}"
    return replace(one, file=replace(one.file, name=name or "file"))


def _wrong(field: FormField, one: Fetched) -> str:
    """Why the file cannot be taken, '' where it can."""
    name, kind = one.file.name, type_of(one.file.name)
    if not one.content:
        return f"{name} is empty. Please choose another file."
    if len(one.content) > LARGEST:
        return f"{name} is larger than {LARGEST_WORDS}. Please make it smaller."
    if kind not in types(field):
        return f"{name} is of another type than is taken here: {type_words(field)}."
    if not is_what_it_says(name, one.content):
        return f"{name} is called a {kind} file, but that is not what is in it. Please save it again as {kind}."
    return ""


def types(field: FormField) -> tuple[str, ...]:
    return field.types or USUAL


def type_words(field: FormField) -> str:
    """`pdf, png or jpg`."""
    *others, last = types(field)
    return f"{', '.join(others)} or {last}" if others else last


def hint(field: FormField) -> str:
    """What may be handed in and who sees its name, for the small print below the question."""
    name = "" if field.visibility is not Visibility.PEERS else f" {UNNAMED}"
    return f"A file of type {type_words(field)}, at most {LARGEST_WORDS}.{name}"
