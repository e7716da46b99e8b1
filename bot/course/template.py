"""A review as a Markdown file: a heading for each question, and below it what was written so far.

What the file says for itself stands in HTML comments, so that whatever else is in it was written by a person. Lines of
an answer that would be read as a heading of the file get a backslash in front, as Markdown has it; reading takes it
away. It never knows how a file comes or goes.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from rapidfuzz import fuzz, process

from bot.course.answers import Answers, digest, options
from bot.course.duties import FormField, ReviewForm
from bot.course.model import Course
from bot.course.reviews import Owed
from bot.course.search import words_of
from bot.course.vocabulary import Visibility
from bot.course.wording import counted, instant_words

TITLE = "Review:"
SAYS, ASKS = "coursebot says:", "coursebot asks:"
"""Begin the comments of the file itself; the one that names course and paper begins with the first word alone."""

SENDING = "Write below each question, then send this file to me in a direct message, or paste its text."

NAMED = re.compile(
    r"<!--[ \t]*coursebot:[ \t]*([a-z0-9-]{1,12})[ \t]+([a-z0-9-]{1,64})(?:[ \t]+(\d{1,9}))?"
    r"(?:[ \t]+form:([0-9a-f]{12}))?[ \t]*-->"
)
"""Course, paper, the version that the file was made of, and how the hash of its form begins."""

LIKE = 84.0
"""A heading is a question's, give or take a typing error (0 to 100)."""
CLEARLY = 4.0
"""Of two questions that are alike, none is meant unless it is so much more like it."""
LONGEST_HEADING = 400

_HEADING = re.compile(r" {0,3}(\\*)(#{1,6})(?:[ \t]+(.*))?")
_UNDERLINE = re.compile(r"( {0,3})(\\*)(=+|-+)[ \t]*")
_MARK = re.compile(r"<!--([ \t]*)(\\*)(?=coursebot)")
_ESCAPED = re.compile(r"( {0,3})\\(\\*(?:#{1,6}(?![^ \t])|#{1,6}[ \t]|(?:=+|-+)[ \t]*$))")

_READERS = {
    Visibility.STAFF: "Only staff can read this.",
    Visibility.PRESENTERS: "Only staff and those who present the paper can read this.",
}


def text(
    course: Course, one: Owed, form: ReviewForm, answers: Answers, *, due: datetime | None = None, base: int = 0
) -> str:
    """The file. `due`: by when it is due for the one who writes it, if not as for everybody. `base`: the version that
    the answers are of, 0 for none.
    """
    number = f" {base}" if base else ""
    head = [
        f"# {TITLE} {one.reading.title}",
        "",
        f"<!-- coursebot: {course.id} {one.paper}{number} form:{digest(form)[:12]} -->",
        f"<!-- {SAYS} {_uncommented(_how(course, one, due))} -->",
        "",
    ]
    sections = [part for field in form.fields for part in _section(form, field, answers.get(field.id, ""))]
    return "\n".join([*head, *sections])


def _section(form: ReviewForm, field: FormField, value: str) -> Iterator[str]:
    yield f"## {field.label}"
    if hint := asked(field):
        end = "-->" if hint.endswith("\n") else " -->"
        yield f"<!-- {ASKS} {hint}{end}"
    yield ""
    written = written_answer(form, field, value)
    yield from (written, "") if written else ("",)


def _how(course: Course, one: Owed, due: datetime | None) -> str:
    at = due or (one.review.due.at if one.review.due is not None else None)
    day = f"Due {instant_words(course, at)} {course.local(at):%Z}. " if at is not None else ""
    return f"{day}{SENDING}"


def asked(field: FormField) -> str:
    """What the file says below a question: what to write there, without the marks of a comment."""
    words = [" ".join(field.description.split())] if field.description else []
    match field.min_words, field.max_words:
        case int(least), int(most):
            words.append(f"{least} to {counted(most, 'word')}.")
        case int(least), None:
            words.append(f"At least {counted(least, 'word')}.")
        case None, int(most):
            words.append(f"At most {counted(most, 'word')}.")
    reader = _READERS.get(field.visibility, "")
    words += [reader] if reader and reader not in words else []
    words += [] if field.required else ["May stay empty."]
    match field.kind:
        case "file":
            words.append("This is a file: add it in the form. What you handed in stays.")
        case "yes_no":
            words.append("Write yes or no.")
        case "scale" | "choice":
            words.append("Write one of these, the number is enough:")
        case "choices":
            words.append("Write any of these, one a line, the numbers are enough:")
    listed = [f"{value} {label}" for value, label in choices(field)] if field.kind != "yes_no" else []
    return _uncommented("\n".join([" ".join(words), *listed, *([""] if listed else [])]).strip(" "))


def _uncommented(words: str) -> str:
    """Without what would end the comment that it stands in."""
    return re.sub(r"--+(?=>)|--+$", "–", words.replace("<!--", "<!–"))


def choices(field: FormField) -> tuple[tuple[str, str], ...]:
    """What can be chosen, as (value, words), without the numbers of a scale."""
    if field.kind == "scale":
        return tuple((value, words) for (value, _), words in zip(options(field), field.options, strict=True))
    return options(field)


# --- what people wrote --------------------------------------------------------------------------------------------


def plain_text(written: str) -> str:
    """As it is carried: line ends of one kind, no empty lines around it."""
    unified = written.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"\A(?:[^\S\n]*\n)+", "", unified).rstrip()


def written_answer(form: ReviewForm, field: FormField, value: str) -> str:
    """The answer as it stands in the file."""
    labels = dict(choices(field))
    match field.kind:
        case "text":
            return escaped(form, plain_text(value))
        case "file":
            return ""
        case "yes_no" if value in labels:
            return value
        case "choices" if value and all(one in labels for one in value.split(",")):
            return "\n".join(f"{one} {labels[one]}" for one in value.split(","))
        case _:
            return f"{value} {labels[value]}" if value in labels else escaped(form, plain_text(value))


def escaped(form: ReviewForm, written: str) -> str:
    """With a backslash before all that the reader of the file would take for a part of the file itself."""
    lines: list[str] = []
    for line in _MARK.sub(r"<!--\1\2\\", written).split("\n"):
        before = lines[-1] if lines else ""
        lines.append(_escaped(form, line, after_text=bool(before.strip(" \t"))))
    return "\n".join(lines)


def _escaped(form: ReviewForm, line: str, *, after_text: bool) -> str:
    heading, underline = _HEADING.fullmatch(line), _UNDERLINE.fullmatch(line)
    if heading and (heading[1] or len(heading[2]) <= 2 or meant(form, heading_text(heading[3] or ""))):
        indent = line[: len(line) - len(line.lstrip(" "))]
        return f"{indent}\\{line.lstrip(' ')}"
    if underline and (underline[2] or after_text):
        return f"{underline[1]}\\{line.lstrip(' ')}"
    return line


def unescaped(written: str) -> str:
    """The inverse of `escaped`."""
    lines = [_ESCAPED.sub(r"\1\2", line) if _ESCAPED.match(line) else line for line in written.split("\n")]
    return re.sub(r"<!--([ \t]*)\\(\\*)(?=coursebot)", r"<!--\1\2", "\n".join(lines))


# --- whose heading it is ------------------------------------------------------------------------------------------


def heading_text(written: str) -> str:
    """A heading as it is compared: blanks are one, and a closing row of # is none of it."""
    return re.sub(r"(?:^|\s)#+$", "", " ".join(written.split())).strip()


def meant(form: ReviewForm, heading: str, taken: Sequence[str] = ()) -> FormField | None:
    """The question that a heading is of, typing errors included. Of several with one name: the first not `taken`."""
    if not heading:
        return None
    heading = heading[:LONGEST_HEADING]
    for same in (_raw, _normal):
        found = [field for field in form.fields if same(field.label) == same(heading) != ""]
        if found:
            return next((field for field in found if field.id not in taken), found[-1])
    wanted = _normal(heading)
    near = process.extract(
        wanted, {field.id: _normal(field.label) for field in form.fields}, scorer=fuzz.ratio, score_cutoff=LIKE, limit=2
    )
    if not near or (len(near) > 1 and near[0][1] - near[1][1] < CLEARLY):
        return None
    return next(field for field in form.fields if field.id == near[0][2])


@functools.lru_cache(maxsize=1024)
def _raw(label: str) -> str:
    return heading_text(label)


@functools.lru_cache(maxsize=1024)
def _normal(label: str) -> str:
    """Its words without a number in front (`2. Strengths`) and without `(optional)`."""
    words = words_of(label)
    while len(words) > 1 and words[0].isdigit():
        words = words[1:]
    return " ".join(words[:-1] if len(words) > 1 and words[-1] == "optional" else words)
