"""A form whose questions staff changed while somebody had it open: what of it still means what its writer saw.

It compares what the page was made of with the form in force, so that no answer is taken for another one and no text
goes without a word. What is kept of the rest is decided elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.conversation.reply import Block, Bold, Reply, paragraph
from bot.course import answers
from bot.course.duties import ReviewForm
from bot.course.vocabulary import Visibility
from handlers.review_text import paragraphs

CHOOSE_AGAIN = "The choices of this form were changed while you had it open, so please choose again there. "
NEW_READERS = (
    "Staff changed who may read the answers while you had this form open, so it is not handed in yet. Look at what "
    "stands under each question, then send it. "
)
TAKEN_OUT = (
    "This question was taken out of the form while you wrote. All else here is saved. Copy this text if you want to "
    "keep it, then empty the field to go on."
)

MARK = 8
"""Characters of each half of a mark."""

_NO_TEXT = re.compile(r"[\d,\s]*|yes|no")
"""What a choice answers with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """What can be taken of a page. `choose_again`: what was chosen there may mean something else by now. `new_readers`:
    others may read it than its writer was told. `homeless`: texts, by the id of a question that is not asked any more.
    """

    values: dict[str, str]
    choose_again: bool = False
    new_readers: bool = False
    homeless: Mapping[str, str]

    @property
    def look_again(self) -> str:
        """What the writer is to look at before it is handed in; '' for nothing."""
        return (NEW_READERS if self.new_readers else "") + (CHOOSE_AGAIN if self.choose_again else "")


def mark_of(form: ReviewForm) -> str:
    """Of what can be chosen in a form, and of whom its answers are for: by forms with one mark the same answer means
    the same, and the same people read it.
    """
    asked = [[one.id, one.kind, answers.options(one)] for one in form.fields if answers.options(one)]
    closed = [[one.id, one.visibility] for one in form.fields if one.visibility is not Visibility.PEERS]
    return "".join(hashlib.sha256(json.dumps(one).encode()).hexdigest()[:MARK] for one in (asked, closed))


def sound(form: ReviewForm, values: Mapping[str, str], mark: str) -> Sound:
    """`mark` is that of the form that was filled in, '' where it is not known."""
    fields = {one.id: one for one in form.fields}
    (choices, readers), now = (mark[:MARK], mark[MARK:]), mark_of(form)
    changed = bool(choices) and choices != now[:MARK]
    chosen = {name for name in values if name in fields and answers.options(fields[name])} if changed else set()
    homeless = {
        name: value
        for name, value in values.items()
        if (name not in fields or name in chosen) and not answers.is_blank(value) and not _NO_TEXT.fullmatch(value)
    }
    return Sound(
        values={name: value for name, value in values.items() if name in fields and name not in chosen},
        choose_again=any(values[name] for name in chosen),
        new_readers=bool(readers) and readers != now[MARK:],
        homeless=homeless,
    )


def beside_a_draft(found: Sound) -> str:
    """What follows after `Draft saved`, while the form is still open as it was."""
    again = " The choices of this form were changed meanwhile: open it again to choose there."
    readers = " Staff changed meanwhile who may read the answers: open it again to see who."
    gone = " A question was taken out of it meanwhile: copy what you wrote there, it is not kept."
    said = ((again, found.choose_again), (readers, found.new_readers), (gone, found.homeless))
    return "".join(words for words, holds in said if holds)


def said_first(reply: Reply, found: Sound) -> Reply:
    """The answer to a form, below what of it could not be taken as it was sent."""
    blocks: list[Block] = [paragraph(found.look_again.strip())] if found.look_again else []
    for text in found.homeless.values():
        lead = "A question was taken out of this form while you wrote. What you wrote there is in no review:"
        blocks += [paragraph(Bold(lead)), *(paragraph(part) for part in paragraphs(text))]
    return Reply((*blocks, *reply.blocks), private=reply.private, files=reply.files) if blocks else reply
