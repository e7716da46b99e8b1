"""What presenters are given of a class's reviews: which answers belong to a role, paper by paper, and nobody's name.

Pure: answers that its reader may see come in, already without their writers. It never decides which reviews count, and
says nothing in sentences.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.course import answers
from bot.course.digest import Scores
from bot.course.duties import FormField, Review, ReviewForm, Role
from bot.course.signups import SeatKey
from bot.course.vocabulary import PeersRead, Visibility

FOR_THE_CLASS = ("questions", "question")
"""Fields that everybody who presents reads: what the class wants to talk about."""

FOR_PRESENTERS = frozenset({Visibility.PEERS, Visibility.PRESENTERS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What was written under one question, in no order that tells whose it is. `earlier`: the form does not ask it so
    any more.
    """

    label: str
    texts: tuple[str, ...] = field(repr=False)
    earlier: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketFile:
    """A file that was handed in with a review. Its name tells only which question it answers."""

    token: str
    name: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPacket:
    """Of one paper: `reviews` are in, beside the reader's own. `few`: too few for their scores to be shown. `waits`:
    the reader owes a review of it and is to hand that in first.
    """

    paper: str
    reviews: int
    scores: tuple[Scores, ...] = ()
    answered: tuple[Answered, ...] = ()
    files: tuple[PacketFile, ...] = ()
    few: bool = False
    waits: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """What one person who presents in a class gets of its reviews, for the seats that they have there."""

    session: str
    seats: tuple[SeatKey, ...]
    papers: tuple[PaperPacket, ...]

    @property
    def reviews(self) -> int:
        return sum(one.reviews for one in self.papers)


# --- which answers --------------------------------------------------------------------------------------------------


def readable(written: ReviewForm, review: Review, closed: Collection[str] = ()) -> ReviewForm:
    """The questions of a review, as it was written, whose answers presenters may read: those that are not for staff
    only, neither now nor when they were answered (`closed`). Where classmates read nothing of the reviews, presenters
    read what is said to be for them, and nothing else.
    """
    now = {one.id: one.visibility for one in review.form.fields}

    def is_open(one: FormField) -> bool:
        if review.peers_read is PeersRead.NEVER:
            return now.get(one.id) is Visibility.PRESENTERS
        return now.get(one.id) is not Visibility.STAFF

    fields = (
        one for one in written.fields if one.visibility in FOR_PRESENTERS and one.id not in closed and is_open(one)
    )
    return replace(written, fields=tuple(fields))


def wanted(role: Role, form: ReviewForm) -> frozenset[str] | None:
    """The ids of the fields that the role reads beside the scores and what is for the class; None: all of them. `form`
    has what presenters may read.
    """
    mine = frozenset(role.reads) & {one.id for one in form.fields}
    return mine or None


def for_roles(roles: Iterable[Role], form: ReviewForm, current: ReviewForm) -> ReviewForm:
    """The form without what none of the roles reads. `current` is the form in force, as presenters may read it."""
    read = [wanted(role, current) for role in roles]
    if None in read:
        return form
    ids = frozenset(FOR_THE_CLASS).union(*(one for one in read if one is not None))
    return replace(form, fields=tuple(one for one in form.fields if one.kind == "scale" or one.id in ids))


# --- as text --------------------------------------------------------------------------------------------------------


def encode(found: Packet) -> str:
    """As the details of a notice hold it."""
    return json.dumps(
        {
            "session": found.session,
            "seats": [list(key) for key in found.seats],
            "papers": [_paper(one) for one in found.papers],
        },
        ensure_ascii=False,
    )


def _paper(one: PaperPacket) -> dict[str, Any]:
    return {
        "paper": one.paper,
        "reviews": one.reviews,
        "scores": [[_field(each.field), list(each.counts), each.earlier] for each in one.scores],
        "answered": [[each.label, list(each.texts), each.earlier] for each in one.answered],
        "files": [[each.token, each.name, each.size] for each in one.files],
        "few": one.few,
        "waits": one.waits,
    }


def _field(one: FormField) -> Mapping[str, Any]:
    return answers.document(ReviewForm(name="", fields=(one,)))


def decode(text: str) -> Packet:
    """The inverse of `encode`."""
    known = json.loads(text)
    return Packet(
        session=known["session"],
        seats=tuple(SeatKey(*key) for key in known["seats"]),
        papers=tuple(map(_paper_of, known["papers"])),
    )


def _paper_of(known: Mapping[str, Any]) -> PaperPacket:
    return PaperPacket(
        paper=known["paper"],
        reviews=known["reviews"],
        scores=tuple(
            Scores(field=answers.form_of(form).fields[0], counts=tuple(counts), earlier=earlier)
            for form, counts, earlier in known["scores"]
        ),
        answered=tuple(
            Answered(label=label, texts=tuple(texts), earlier=earlier) for label, texts, earlier in known["answered"]
        ),
        files=tuple(PacketFile(token=token, name=name, size=size) for token, name, size in known["files"]),
        few=known["few"],
        waits=known["waits"],
    )
