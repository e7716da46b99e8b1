"""Which paper each listed reading is: one id, one paper, whichever sessions list it.

A reading may be given in full once and by its id elsewhere; what one listing leaves out another one supplies. Tier,
locator and choose-one group belong to the listing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bot.course.document import ReadingDoc, SessionDoc
from bot.course.model import Link, Medium, Reading, Tier
from bot.course.scalars import nearest, slug
from bot.course.source import Path, Report, quote


@dataclass(frozen=True, slots=True)
class _Listing:
    """One reading of one session; the path says where."""

    id: str
    doc: ReadingDoc
    path: Path

    @property
    def derived(self) -> bool:
        return self.doc.id is None


def readings(
    report: Report, sessions: Iterable[tuple[int, SessionDoc]], *, complete: bool
) -> dict[int, tuple[Reading, ...]]:
    """The readings of each session by its number. `complete`: no session is unread that might hold a full entry."""
    listings: dict[int, list[_Listing]] = {}
    papers: defaultdict[str, list[_Listing]] = defaultdict(list)
    for number, session in sessions:
        listings[number] = _listed(report, number, session)
        for listing in listings[number]:
            papers[listing.id].append(listing)
    known = [paper for paper, listed in papers.items() if any(listing.doc.title for listing in listed)]
    for paper, listed in papers.items():
        if paper in known:
            _check_one_paper(report, paper, listed)
        elif complete:
            near = nearest(paper, known)
            advice = (
                f", did you mean {near}?" if near else ": write its title here, or in one of the sessions that list it"
            )
            for listing in listed:
                report.error((*listing.path, "id"), f"no reading with the id {quote(paper)} is given in full{advice}")
    return {number: tuple(_filled(entry, papers[entry.id]) for entry in listed) for number, listed in listings.items()}


def _listed(report: Report, number: int, session: SessionDoc) -> list[_Listing]:
    found: list[_Listing] = []
    for place, doc in enumerate(session.readings):
        path: Path = ("sessions", number, "readings", place)
        paper = doc.id or slug(doc.title or "")
        if not paper and doc.title:
            report.error((*path, "id"), "no id can be made from this title: write an id such as attention")
        elif not paper:
            report.error((*path, "title"), "a reading needs a title, or the id of one that is given in full elsewhere")
        elif any(other.id == paper for other in found):
            report.error(
                (*path, "id" if doc.id else "title"),
                f"the reading {quote(paper)} is in this session already: remove one",
            )
        else:
            found.append(_Listing(paper, doc, path))
    groups = Counter(listing.doc.choose_one for listing in found if listing.doc.choose_one)
    for listing in found:
        group = listing.doc.choose_one
        if group and groups[group] == 1:
            message = (
                f"{quote(group)} has one reading only, so there is nothing to choose: give another one the same group"
            )
            report.error((*listing.path, "choose_one"), message)
    return found


def _check_one_paper(report: Report, paper: str, listed: list[_Listing]) -> None:
    for key in ("title", "url"):
        stated = [(listing, value) for listing in listed if (value := getattr(listing.doc, key))]
        for listing, value in stated[1:]:
            first, agreed = stated[0]
            if _same(value, agreed):
                continue
            line, _column = report.position((*first.path, key))
            if listing.derived or first.derived:
                message = (
                    f"this reading and the one on line {line} would both get the id {quote(paper)}: write id: in both"
                )
            else:
                message = (
                    f"the reading {quote(paper)} has another {key} on line {line}: one id is one paper, write it alike"
                )
            report.error((*listing.path, key), message)


def _same(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def _filled(listing: _Listing, listed: list[_Listing]) -> Reading:
    own = listing.doc
    docs = [own, *(other.doc for other in listed if other is not listing)]
    return Reading(
        id=listing.id,
        title=next((doc.title for doc in docs if doc.title), listing.id),
        url=next((doc.url for doc in docs if doc.url), None),
        tier=own.tier,
        locator=own.locator,
        venue=next((doc.venue for doc in docs if doc.venue), None),
        authors=next((doc.authors for doc in docs if doc.authors), ()),
        links=next((tuple(Link(link.title, link.url) for link in doc.links) for doc in docs if doc.links), ()),
        choose_one=own.choose_one,
        medium=next((doc.medium for doc in docs if doc.medium), Medium.PAPER),
    )


def required(listed: Iterable[Reading]) -> tuple[Reading, ...]:
    return tuple(reading for reading in listed if reading.tier is Tier.REQUIRED)


def to_choose_from(listed: Iterable[Reading]) -> int:
    """How many papers a person reads of these: a choose-one group counts once."""
    return len({reading.choose_one or f"/{reading.id}" for reading in listed})
