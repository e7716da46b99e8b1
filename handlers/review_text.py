"""A review in words: its text question by question, as a message or as a file, and what it still lacks.

Whatever a person wrote is data in spans and whole, however long. It never knows who is reading, nor why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.conversation.reply import Attachment, Block, Bold, paragraph, small
from bot.course import answers
from bot.course.answers import Answers, Lack
from bot.course.duties import FormField, ReviewForm
from bot.course.forms import BOX, WORDS_IN_A_BOX
from bot.course.vocabulary import Visibility
from bot.course.wording import counted, listed

LONG = 8_000
"""Characters of a review that is rather read as a file than as so many messages."""

NO_ANSWER = "(no answer)"

FileNames = Mapping[str, str]
"""Id of a file that was handed in → its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A review's whole text: as blocks of a message, or as a file beside them."""

    blocks: tuple[Block, ...]
    files: tuple[Attachment, ...] = ()


def told(form: ReviewForm, given: Answers, *, title: str, names: FileNames | None = None) -> Told:
    """The full text. `title` heads the file, where it is too long for a message."""
    if sum(map(len, given.values())) <= LONG:
        return Told(blocks=tuple(block for field in form.fields for block in _answered(field, given, names)))
    name = f"{slug(title)}.md"
    file = Attachment(name, markdown(form, given, title=title, names=names).encode(), title)
    return Told(blocks=(small(f"It is long, so all of it is in the file {name}."),), files=(file,))


def _answered(field: FormField, given: Answers, names: FileNames | None) -> Iterable[Block]:
    words = answer_words(field, given.get(field.id, ""), names)
    if field.kind == "text" and words:
        yield paragraph(Bold(field.label))
        yield from (paragraph(part) for part in paragraphs(words))
    else:
        yield paragraph(Bold(f"{field.label}: "), words or NO_ANSWER)


def answer_words(field: FormField, value: str, names: FileNames | None = None) -> str:
    """The answer as a person reads it; of files their names."""
    if field.kind != "file":
        return answers.shown(field, value)
    ids = [one for one in value.split(",") if one]
    return listed([(names or {}).get(one) or "a file" for one in ids])


def paragraphs(text: str) -> list[str]:
    """The text at its empty lines; nothing else of it is lost."""
    parts = re.split(r"\n[^\S\n]*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return [part.strip("\n") for part in parts if part.strip()]


def markdown(form: ReviewForm, given: Answers, *, title: str, names: FileNames | None = None) -> str:
    """The review as a text file, each question above its answer."""
    sections = [
        f"## {field.label}\n\n{answer_words(field, given.get(field.id, ''), names) or NO_ANSWER}\n"
        for field in form.fields
    ]
    return "\n".join([f"# {title}\n", *sections])


def slug(title: str) -> str:
    """A file's name of the title: letters, digits and dashes."""
    words = "-".join(re.findall(r"[a-z0-9]+", title.lower()))
    return words[:60].strip("-") or "review"


# --- what is missing ----------------------------------------------------------------------------------------------


def missing(lacks: Sequence[Lack]) -> str:
    """`Strengths and Questions are empty; Summary has 12 of at least 50 words`."""
    empty = [lack.field.label for lack in lacks if lack.why == "empty" and lack.field.kind == "text"]
    said = [f"{listed(empty)} {'is' if len(empty) == 1 else 'are'} empty"] if empty else []
    open_ = [lack.field.label for lack in lacks if lack.why == "empty" and lack.field.kind not in ("text", "file")]
    said += [f"{listed(open_)} {'is' if len(open_) == 1 else 'are'} not chosen yet"] if open_ else []
    return "; ".join([*said, *(_missing(lack) for lack in lacks if not _is_said(lack))])


def _is_said(lack: Lack) -> bool:
    return lack.why == "empty" and lack.field.kind != "file"


def _missing(lack: Lack) -> str:
    label = lack.field.label
    match lack.why:
        case "too_short":
            return f"{label} has {lack.words} of at least {counted(lack.wanted, 'word')}"
        case "too_long":
            return f"{label} has {counted(lack.words, 'word')}, and at most {lack.wanted} fit"
        case "no_option":
            return f"choose {_offered(lack.field)} for {label}"
        case _:
            return f"{label} has no file yet"


def _offered(field: FormField) -> str:
    """`one of 1–5`."""
    if field.kind == "scale":
        last = field.start + len(field.options) - 1
        return f"one of {field.start}{'–' if field.start >= 0 else ' to '}{last}".replace("-", "−")
    return "yes or no" if field.kind == "yes_no" else "one of its options"


def hint(field: FormField) -> str:
    """What an answer should be like and who can read it, for the small print below a question."""
    words = [field.description.strip()] if field.description else []
    match field.min_words, field.max_words:
        case int(least), int(most):
            words.append(f"{least} to {counted(most, 'word')}.")
        case int(least), None:
            words.append(f"At least {counted(least, 'word')}.")
        case None, int(most):
            words.append(f"At most {counted(most, 'word')}.")
    if field.kind == "text" and max(field.min_words or 0, field.max_words or 0) > WORDS_IN_A_BOX:
        words.append(LONGER)
    if not field.required:
        words.append("May stay empty.")
    reader = READERS.get(field.visibility, "")
    if reader and reader not in words:
        words.append(reader)
    return " ".join(words)


LONGER = (
    f"{BOX:,} characters fit here. For more, press Template, write it in the file that I send you, and send it back."
)
READERS = {
    Visibility.STAFF: "Only staff can read this.",
    Visibility.PRESENTERS: "Only staff and those who present the paper can read this.",
}
"""What everybody who may read the review can read has no words of its own."""
