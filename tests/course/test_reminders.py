"""When a person is reminded: instants, names, nights, and what is left to say. Pure rules, no database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.course.calendar import instant
from bot.course.model import Course, Session
from bot.course.reminders import NEAR, Part, Reminder, quiet, reminders, snoozed_until, still
from bot.course.reviews import Duty, Grant, Mine, Version, duties
from tests.support.courses import LOS_ANGELES, course, reading, review, session

BERLIN, TOKYO, KIRITIMATI = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo"), ZoneInfo("Pacific/Kiritimati")
MONDAY = date(2022, 1, 31)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def a_class(name: str, day: date = MONDAY, at: time = time(13), papers: int = 1, **fields: object) -> Session:
    """A class of three hours; a review of each paper is due as it begins, and taken for a day."""
    readings = tuple(reading(f"{name}-{number}") for number in range(1, papers + 1))
    record = session(name, day, start=at, end=time(min(at.hour + 3, 23), 59), readings=readings)
    return replace(record, review=review(record, (day, at), **fields))


def owed(of: Course, mine: Mine | None = None, now: datetime = datetime(2022, 1, 1, tzinfo=UTC)) -> tuple[Duty, ...]:
    return duties(of, mine or Mine(), now)


def told(of: Course, zone: ZoneInfo = LOS_ANGELES, mine: Mine | None = None) -> list[tuple[str, str]]:
    """`Sun 30 13:00`, `first/P1D+second/P1D`."""
    found = reminders(owed(of, mine), zone)
    return [(f"{one.at.astimezone(zone):%a %d %H:%M}", names(one)) for one in found]


def names(one: Reminder) -> str:
    return "+".join(f"{item}/{occurrence}" for item, occurrence in (one.names, *one.also))


# --- when -------------------------------------------------------------------------------------------------------------


def test_a_day_and_three_hours_before_and_the_morning_after_class():
    assert told(course(a_class("first"))) == [
        ("Sun 30 13:00", "first/P1D"),
        ("Mon 31 10:00", "first/PT3H"),
        ("Tue 01 09:00", "first/late"),
    ]


def test_what_would_come_in_the_night_comes_the_evening_before_by_the_persons_own_clock():
    """Due 22:00 in Berlin: three hours before is evening; in Tokyo it is six in the morning, so all of it moves."""
    assert told(course(a_class("first")), BERLIN)[:2] == [("Sun 30 21:30", "first/P1D"), ("Mon 31 19:00", "first/PT3H")]
    assert told(course(a_class("first")), TOKYO)[:2] == [("Sun 30 21:30", "first/P1D"), ("Mon 31 21:30", "first/PT3H")]


def test_late_ones_are_reminded_of_only_while_they_are_taken_and_once_class_is_over():
    of = course(a_class("first", closes_at=instant(MONDAY, time(20), LOS_ANGELES)))
    assert [name for _, name in told(of)] == ["first/P1D", "first/PT3H"]
    strict = course(a_class("first", closes_at=None))
    assert [name for _, name in told(strict)] == ["first/P1D", "first/PT3H"]
    early = course(
        a_class("first", at=time(7))
    )  # class is over after that morning's nine, and next morning's is too late
    assert [name for _, name in told(early)] == ["first/P1D", "first/PT3H"]


def test_papers_and_sessions_that_are_due_at_one_instant_are_one_message():
    of = course(a_class("first", papers=3), a_class("second"))
    assert [name for _, name in told(of)] == [
        "first/P1D+second/P1D",
        "first/PT3H+second/PT3H",
        "first/late+second/late",
    ]
    assert [part.papers for part in reminders(owed(of), LOS_ANGELES)[0].parts] == [
        ("first-1", "first-2", "first-3"),
        ("second-1",),
    ]


def test_what_moved_joins_a_message_that_is_near_and_is_never_said_later_than_planned():
    """Tuesday's reminder of a day before falls on Monday night, one of Monday's is said at seven that evening."""
    of = course(
        a_class("first", MONDAY, time(22), remind=(3 * HOUR,)), a_class("second", MONDAY + DAY, time(23), remind=(DAY,))
    )
    assert told(of)[:1] == [("Mon 31 19:00", "first/PT3H+second/P1D")]
    apart = course(
        a_class("first", MONDAY, time(20), remind=(3 * HOUR,)), a_class("second", MONDAY + DAY, time(23), remind=(DAY,))
    )
    assert [at for at, _ in told(apart)][:2] == ["Mon 31 17:00", "Mon 31 21:30"]


def test_two_that_nobody_moved_stay_two():
    of = course(a_class("first"), a_class("second", at=time(15)))
    assert [name for _, name in told(of)][:4] == ["first/P1D", "second/P1D", "first/PT3H", "second/PT3H"]


def test_of_two_spans_that_move_together_the_shorter_names_it():
    of = course(a_class("first", at=time(9), remind=(6 * HOUR, 3 * HOUR)))
    assert told(of)[0] == ("Sun 30 21:30", "first/PT3H+first/PT6H")


def test_a_day_before_is_the_same_hour_across_a_change_of_the_clocks():
    spring = course(a_class("spring", date(2022, 3, 13)))  # at two that morning
    assert told(spring)[:2] == [("Sat 12 13:00", "spring/P1D"), ("Sun 13 10:00", "spring/PT3H")]
    first, _ = reminders(owed(spring), LOS_ANGELES)[:2]
    assert first.parts[0].due - first.at == 23 * HOUR
    night = course(a_class("night", date(2022, 11, 6), time(4), remind=(3 * HOUR,)))  # 1:00 comes twice
    assert told(night)[:1] == [("Sat 05 21:30", "night/PT3H")]


# --- names ------------------------------------------------------------------------------------------------------------


def test_the_names_stay_when_a_due_time_moves():
    before, after = course(a_class("first")), course(a_class("first", MONDAY + DAY, time(15)))
    assert [name for _, name in told(before)] == [name for _, name in told(after)]


def test_an_extension_has_reminders_of_its_own():
    longer = Mine(grants=(Grant(id=7, kind="extension", session="first", by=2 * DAY),))
    assert told(course(a_class("first")), mine=longer) == [
        ("Tue 01 13:00", "first/P1D.x7"),
        ("Wed 02 10:00", "first/PT3H.x7"),
        ("Thu 03 09:00", "first/late.x7"),
    ]


def test_one_paper_that_has_more_time_is_told_of_apart():
    longer = Mine(grants=(Grant(id=7, kind="extension", session="first", paper="first-1", by=DAY),))
    found = reminders(owed(course(a_class("first", papers=2)), longer), LOS_ANGELES)
    assert [(names(one), one.parts[0].papers) for one in found] == [
        ("first/P1D", ("first-2",)),
        ("first/PT3H", ("first-2",)),
        ("first/P1D.x7", ("first-1",)),
        ("first/late", ("first-2",)),
        ("first/PT3H.x7", ("first-1",)),
        ("first/late.x7", ("first-1",)),
    ]


def test_who_may_choose_and_has_more_time_for_one_paper_is_told_of_its_due_time_alone():
    longer = Mine(grants=(Grant(id=7, kind="extension", session="first", paper="first-2", by=DAY),))
    of = course(a_class("first", papers=3, choose=1))
    assert {name.rpartition(".")[2] for _, name in told(of, mine=longer)} == {"x7"}


def test_a_reminder_is_of_use_until_the_next_one_or_the_deadline():
    day, hours, late = reminders(owed(course(a_class("first"))), LOS_ANGELES)
    assert (day.stale_after, hours.stale_after) == (hours.at, hours.parts[0].due)
    assert late.stale_after == late.parts[0].closes_at


def test_settings_choose_among_the_parts():
    day, hours, late = reminders(owed(course(a_class("first"))), LOS_ANGELES)
    assert [bool(one.for_setting("normal")) for one in (day, hours, late)] == [True, True, True]
    assert [bool(one.for_setting("last")) for one in (day, hours, late)] == [False, True, False]
    assert [bool(one.for_setting("off")) for one in (day, hours, late)] == [False, False, False]


# --- what is left to say ------------------------------------------------------------------------------------------------


def left(of: Course, mine: Mine, number: int) -> list[str]:
    """The papers that the session's reminder of that number still names at its own time."""
    one = reminders(owed(of, mine), LOS_ANGELES)[number]
    found = {duty.session.id: duty for duty in duties(of, mine, one.at)}
    return [standing.owed.paper for part in one.parts for standing in still(found[part.session], part, one.at)]


def in_at(at: datetime, *, complete: bool = True) -> tuple[Version, ...]:
    return (Version(number=1, complete=complete, received_at=at),)


SATURDAY = instant(MONDAY - 2 * DAY, time(12), LOS_ANGELES)


def test_what_is_in_is_not_named_and_drafts_are():
    of = course(a_class("first", papers=3))
    mine = Mine(versions={"first-1": in_at(SATURDAY), "first-2": in_at(SATURDAY, complete=False)})
    assert left(of, mine, 0) == ["first-2", "first-3"]
    assert left(of, mine, 2) == ["first-2", "first-3"]
    everything = Mine(versions={f"first-{number}": in_at(SATURDAY) for number in (1, 2, 3)})
    assert [left(of, everything, number) for number in (0, 1, 2)] == [[], [], []]


def test_who_has_chosen_enough_hears_nothing():
    of = course(a_class("first", papers=3, choose=1))
    assert left(of, Mine(), 0) == ["first-1", "first-2", "first-3"]
    assert left(of, Mine(versions={"first-3": in_at(SATURDAY)}), 0) == []


def test_an_excuse_silences():
    of = course(a_class("first"), a_class("second"))
    assert left(of, Mine(grants=(Grant(id=1, kind="excuse", session="first"),)), 0) == ["second-1"]


def test_an_excuse_from_one_paper_of_a_choice_leaves_the_reminders_of_the_others():
    one_of_three = course(a_class("first", papers=3, choose=1))
    excused = Grant(id=1, kind="excuse", paper="first-1")
    assert told(one_of_three, mine=Mine(grants=(excused,))) == told(one_of_three)
    assert left(one_of_three, Mine(grants=(excused,)), 0) == ["first-2", "first-3"]
    two_of_three = course(a_class("first", papers=3, choose=2))
    more_time = Grant(id=2, kind="extension", paper="first-2", by=2 * DAY)
    found = told(two_of_three, mine=Mine(grants=(excused, more_time)))
    assert ("Sun 30 13:00", "first/P1D") in found, "the third paper is due as before"
    assert ("Tue 01 13:00", "first/P1D.x2") in found


# --- putting off ----------------------------------------------------------------------------------------------------------


def la(day: int, hour: int, minute: int = 0) -> datetime:
    return instant(date(2022, 1, day), time(hour, minute), LOS_ANGELES)


def test_two_hours_later_but_not_at_night_and_in_time():
    due = la(31, 13)
    assert snoozed_until(la(30, 13), due, LOS_ANGELES, late=False) == la(30, 15)
    assert snoozed_until(la(30, 20, 30), due, LOS_ANGELES, late=False) == la(30, 21, 30)
    assert snoozed_until(la(30, 21, 20), due, LOS_ANGELES, late=False) is None
    assert snoozed_until(la(31, 11, 30), due, LOS_ANGELES, late=False) == la(31, 12, 30)
    assert snoozed_until(la(31, 12, 20), due, LOS_ANGELES, late=False) is None
    assert snoozed_until(la(30, 21), due, LOS_ANGELES, late=True) == la(31, 8)
    assert snoozed_until(la(30, 21), la(31, 8, 20), LOS_ANGELES, late=True) is None


# --- properties -----------------------------------------------------------------------------------------------------------

ZONES = st.sampled_from(
    [
        LOS_ANGELES,
        BERLIN,
        TOKYO,
        KIRITIMATI,
        *(
            ZoneInfo(name)
            for name in (
                "UTC",
                "Asia/Kathmandu",
                "Australia/Lord_Howe",
                "America/St_Johns",
                "Pacific/Apia",
                "Africa/Cairo",
            )
        ),
    ]
)
SPANS = st.sets(st.integers(1, 80), min_size=1, max_size=4).map(
    lambda hours: tuple(sorted((timedelta(hours=one) for one in hours), reverse=True))
)
DAYS = st.one_of(
    st.dates(date(2022, 3, 8), date(2022, 4, 5)),  # clocks change in America, then in Europe and Australia
    st.dates(date(2011, 12, 27), date(2012, 1, 2)),  # Apia had no 30 December
    st.dates(date(2022, 10, 28), date(2022, 11, 10)),
)


@st.composite
def terms(draw: st.DrawFn) -> tuple[Course, Mine]:
    """A few classes near each other, some of them one at the hour of another, and somebody's extensions."""
    first = draw(DAYS)
    sessions: list[Session] = []
    for number in range(draw(st.integers(1, 4))):
        day = first + timedelta(days=draw(st.integers(0, 2)))
        hour = time(draw(st.integers(0, 23)), draw(st.sampled_from([0, 0, 30, 59])))
        papers = draw(st.integers(1, 3))
        choose = draw(st.sampled_from([None, 1, 2]))
        sessions.append(a_class(f"s{number}", day, hour, papers, remind=draw(SPANS), choose=choose))
    grants = draw(
        st.lists(
            st.builds(
                Grant,
                id=st.integers(1, 99),
                kind=st.sampled_from(["extension", "extension", "excuse"]),
                session=st.sampled_from([one.id for one in sessions] + [""]),
                paper=st.sampled_from(["", "", *(reading.id for one in sessions for reading in one.readings)]),
                by=st.integers(1, 60).map(lambda hours: timedelta(hours=hours)),
            ),
            max_size=2,
            unique_by=lambda grant: grant.id,
        )
    )
    return course(*sessions), Mine(grants=tuple(grants))


@given(terms(), ZONES)
def test_nobody_is_woken_nothing_comes_late_and_one_instant_has_one_message(term, zone):
    of, mine = term
    found = reminders(owed(of, mine), zone)
    parts = [part for one in found for part in one.parts]
    assert all(not quiet(one.at, zone) for one in found)
    assert len({one.at for one in found}) == len(found)
    assert all(part.at <= part.planned_at < part.due for part in parts if not part.late)
    assert all(part.due < part.at < part.closes_at for part in parts if part.late)
    assert all(one.at < one.stale_after for one in found)
    said = [name for one in found for name in (one.names, *one.also)]
    assert len(said) == len(set(said)), "one name is said once"
    _are_apart(parts, found)


def _are_apart(parts: list[Part], found: tuple[Reminder, ...]) -> None:
    """A message that was moved stands alone, or has joined what is near."""
    before = [one for one in found if not any(part.late for part in one.parts)]
    for one in before:
        alone = all(part.at == one.at and part.moved for part in one.parts)
        near = [other for other in before if other is not one and abs(other.at - one.at) <= NEAR]
        assert not (alone and near), (one, near)


@given(terms(), ZONES)
def test_whoever_owes_something_is_reminded_of_when_it_is_due(term, zone):
    of, mine = term
    parts = [part for one in reminders(owed(of, mine), zone) for part in one.parts]
    for duty in owed(of, mine):
        if duty.left and duty.review.remind:
            assert duty.due in {part.due for part in parts if part.session == duty.session.id}


@given(terms(), ZONES, st.data())
def test_after_it_is_done_nothing_is_said(term, zone, data):
    of, mine = term
    for one in reminders(owed(of, mine), zone):
        handed_in = data.draw(st.sampled_from([timedelta(minutes=1), 3 * HOUR, 3 * DAY]))
        papers = {reading.id for session in of.sessions for reading in session.readings}
        done = replace(
            mine, versions={paper: in_at(min(one.at, *(p.due for p in one.parts)) - handed_in) for paper in papers}
        )
        now = {duty.session.id: duty for duty in duties(of, done, one.at)}
        assert [still(now[part.session], part, one.at) for part in one.parts] == [() for _ in one.parts]


@given(terms(), ZONES)
def test_what_is_written_meanwhile_changes_no_instant_and_no_name(term, zone):
    of, mine = term
    some = {
        reading.id: in_at(datetime(2011, 1, 1, tzinfo=UTC))
        for session in of.sessions
        for reading in session.readings[:1]
    }
    excused = {grant.kind for grant in mine.grants} & {"excuse"}
    if not excused:  # a review that is in stands beside an excuse
        assert reminders(owed(of, replace(mine, versions=some)), zone) == reminders(owed(of, mine), zone)
