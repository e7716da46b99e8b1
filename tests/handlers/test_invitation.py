"""A seat as a calendar's entry: valid by RFC 5545, and true.

It is read back by the library's strict reading, and by a reader of a few lines that follows the RFC alone.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from icalendar import Calendar

from bot.course.duties import Presenting
from bot.course.model import Course, DateForm, Session
from bot.course.presets import PRESENTING
from bot.course.signups import Seat, seats
from handlers.invitation import invitation, invitations
from tests.support.courses import course, reading, session, week_of

NOW = datetime(2022, 1, 20, 17, 5, tzinfo=UTC)
NASTY = "Ze\u0301RO, “memory”; a\\b 数据 🦉 " + "long " * 20


def with_roles(*sessions: Session, per: str = "session") -> Course:
    rules = Presenting(per=per, roles=PRESENTING["pc-meeting"])  # type: ignore[arg-type]
    taught = (replace(one, presenting=True, place="Soda 405") for one in sessions)
    return course(*taught, presenting=rules, title="CS294", command_prefix="ml-")


def zero() -> Session:
    papers = (reading("zero", title="ZeRO: Memory, Optimizations"), reading("extra", tier=None))
    return session("zero", date(2022, 3, 7), start=time(13), end=time(16), title="ZeRO", readings=papers)


def critic(of: Course) -> Seat:
    return next(one for one in seats(of) if one.role.id == "critic")


def content_of(of: Course, seat: Seat | None = None, now: datetime = NOW) -> bytes:
    found = invitation(of, seat or critic(of), now)
    assert found is not None
    return found.content


def read(content: bytes) -> list[dict[str, str]]:
    """The events: RFC 5545, 3.1 (lines end in CRLF, have 75 octets at most and go on after a blank) and 3.3.11."""
    text = content.decode()
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text) is None
    events: list[dict[str, str]] = []
    lines = re.sub(r"\r\n[ \t]", "", text).removesuffix("\r\n").split("\r\n")
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert {"VERSION:2.0", "PRODID:-//coursebot//course calendar//EN"} <= set(lines)
    for line in lines:
        name, value = line.split(":", 1)
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events and name not in ("END", "BEGIN"):
            assert name not in events[-1], f"{name} stands once"
            unescaped = value.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
            events[-1][name] = unescaped
    assert all({"UID", "DTSTAMP", "SUMMARY"} <= set(one) for one in events)
    assert len(Calendar.from_ical(content).walk("VEVENT")) == len(events)
    return events


def test_it_says_what_is_asked_when_and_where_and_gives_the_papers_with_their_links() -> None:
    of = with_roles(zero())
    (event,) = read(content_of(of))
    assert event == {
        "UID": "seminar/zero//critic/1@coursebot",
        "DTSTAMP": "20220120T170500Z",
        "SEQUENCE": event["SEQUENCE"],
        "SUMMARY": "Critic: ZeRO, CS294",
        "DTSTART": "20220307T210000Z",
        "DTEND": "20220308T000000Z",
        "LOCATION": "Soda 405",
        "DESCRIPTION": "Argues against accepting the paper: gaps, doubts, missing comparisons.\n\nTo read:\n"
        "ZeRO: Memory, Optimizations\nhttps://papers.example/zero\n\n"
        "If you cannot come, tell me in time: /ml-signup drop",
    }
    found = invitation(of, critic(of), NOW)
    assert found is not None
    assert found.name == "critic-zero.ics"


def test_summer_time_is_kept_and_another_reader_gets_the_same_instants() -> None:
    """One o’clock is 21:00 UTC on 7 March and 20:00 on the 14th."""
    later = with_roles(session("dst", date(2022, 3, 14), start=time(13)))
    event = Calendar.from_ical(content_of(later)).walk("VEVENT")[0]
    assert event.decoded("dtstart") == datetime(2022, 3, 14, 20, tzinfo=UTC)
    assert "dtend" not in event, "no end is made up"


def test_without_an_hour_it_takes_the_whole_day_or_week_and_nobodys_time() -> None:
    (day,) = read(content_of(with_roles(session("zero", date(2022, 3, 7)))))
    assert (day["DTSTART;VALUE=DATE"], day["DTEND;VALUE=DATE"]) == ("20220307", "20220308")
    assert day["TRANSP"] == "TRANSPARENT"
    (week,) = read(content_of(with_roles(week_of("zero", date(2022, 3, 9)))))
    assert (week["DTSTART;VALUE=DATE"], week["DTEND;VALUE=DATE"]) == ("20220307", "20220314")
    assert week["DESCRIPTION"].startswith("The schedule knows the week and not yet the day.")


def test_without_a_date_there_is_no_file() -> None:
    of = with_roles(session("agents"), zero())
    undated = next(one for one in seats(of) if one.key.session == "agents")
    assert invitation(of, undated, NOW) is None
    assert invitations(of, (undated,), NOW) is None
    both = invitations(of, (undated, critic(of)), NOW)
    assert both is not None
    assert len(read(both.content)) == 1


def test_whatever_a_title_holds_it_is_text() -> None:
    evil = f"{NASTY}\r\nEND:VEVENT\r\nBEGIN:VEVENT\nSUMMARY:x\rATTENDEE:y\x07"
    of = with_roles(session("zero", date(2022, 3, 7), start=time(13), title=evil))
    of = replace(of, title=evil, sessions=(replace(of.sessions[0], place=evil),))
    (event,) = read(content_of(of))
    assert "Ze\u0301RO, “memory”; a" in event["SUMMARY"]
    assert "ATTENDEE:y" in event["LOCATION"]


@pytest.mark.parametrize("per", ["session", "paper"])
def test_several_seats_are_one_file_and_each_has_a_uid_of_its_own(per: str) -> None:
    of = with_roles(zero(), session("dst", date(2022, 3, 14), start=time(13), readings=(reading("spanner"),)), per=per)
    found = invitations(of, seats(of), NOW)
    assert found is not None
    events = read(found.content)
    assert len({one["UID"] for one in events}) == len(events) == len(seats(of)) == 8


def test_a_class_that_moved_is_the_same_entry_and_says_that_it_is_newer() -> None:
    before = with_roles(zero())
    moved = with_roles(session("zero", date(2022, 3, 9), start=time(13), end=time(16), title="ZeRO"))
    (old,), (new,) = read(content_of(before)), read(content_of(moved, now=NOW + timedelta(hours=1)))
    assert (old["UID"], old["DTSTART"]) == (new["UID"], "20220307T210000Z")
    assert new["DTSTART"] == "20220309T210000Z"
    assert int(new["SEQUENCE"]) > int(old["SEQUENCE"])


def test_a_class_of_several_days_names_the_others() -> None:
    of = with_roles(session("zero", date(2022, 3, 7), date(2022, 3, 9), start=time(13), form=DateForm.DAYS))
    (event,) = read(content_of(of))
    assert event["DESCRIPTION"].startswith("The class goes on: Wed 9 Mar.\n")
