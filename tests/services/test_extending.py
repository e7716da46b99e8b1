"""More time and excuses as rows: what they do to what one person owes, and to nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.course.model import CourseRole
from bot.course.reviews import State
from bot.errors import Refused
from bot.services import extending, granted, owing, pleading, reviewing
from bot.services.extending import Wish
from bot.services.naming import Work
from bot.services.reviewing import Sent
from bot.store import audit, grants, people
from bot.store import courses as course_states
from bot.store.records import Plea
from bot.store.tables import delivery
from tests.support.courses import course, reading, review, session

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SEMINAR = course(
    session("first", date(2022, 1, 31), start=time(13), owes=True, readings=(reading("rdd"), reading("dryad"))),
    session("second", date(2022, 2, 7), start=time(13), owes=True, readings=(reading("zero"),)),
    session("spring", date(2022, 3, 12), start=time(13), owes=True, readings=(reading("dst"),)),
    session("someday", owes=False, readings=(reading("tbd"),)),
)
DUE = SEMINAR.sessions[0].starts_at
NOW = DUE - 3 * DAY


@pytest.fixture
def crowd(connection):
    course_states.ensure_course(connection, "seminar", now=NOW - 30 * DAY)
    return {name: enter(connection, name) for name in ("ada", "ben", "eve")} | {
        "tia": enter(connection, "tia", CourseRole.TA)
    }


def enter(connection, name, role=CourseRole.STUDENT):
    person = people.ensure_account(connection, platform="slack", workspace="W", user_id=name, name=name, now=NOW)
    people.set_membership(connection, course="seminar", person_id=person, role=role, now=NOW - 30 * DAY)
    return person


def wish(person, *, session="first", paper="rdd", kind="extension", **when):
    return Wish(person=person, work=Work(session, paper), kind=kind, **when)


def extend(connection, wanted, *, now=NOW, by=None):
    return extending.grant(connection, SEMINAR, wanted, now=now, by=by)


def standing(connection, person, paper="rdd", now=NOW):
    duties = owing.duties_of(connection, SEMINAR, person, now=now)
    return next(one for duty in duties for one in duty.standings if one.owed.paper == paper)


def due(connection, person, paper="rdd"):
    return standing(connection, person, paper).window.due


def send(connection, person, paper, now):
    sent = Sent(
        person=person, paper=paper, window="aaaaaa", base=0, answers={"summary": "It works."}, submit=True,
        platform="slack", account="ada",
    )  # fmt: skip
    return reviewing.save(connection, SEMINAR, sent, now=now)


def test_a_length_is_counted_from_the_due_time_and_moves_the_late_window_along(connection, crowd):
    found = extend(connection, wish(crowd["ada"], by=2 * DAY))
    (change,) = found.changes
    assert (change.before.window.due, change.after.window.due) == (DUE, DUE + 2 * DAY)
    assert change.after.window.closes_at == DUE + 3 * DAY
    assert due(connection, crowd["ada"]) == DUE + 2 * DAY
    assert due(connection, crowd["ada"], "dryad") == DUE


def test_days_keep_the_hour_over_the_change_to_summer_time(connection, crowd):
    extend(connection, wish(crowd["ada"], session="spring", paper="dst", by=48 * HOUR))
    before = SEMINAR.sessions[2].starts_at
    assert due(connection, crowd["ada"], "dst") == before + 47 * HOUR
    assert SEMINAR.local(due(connection, crowd["ada"], "dst")).hour == 13


def test_the_newest_word_counts_and_taking_it_back_brings_the_one_before(connection, crowd):
    extend(connection, wish(crowd["ada"], by=4 * DAY))
    second = extend(connection, wish(crowd["ada"], until=DUE + DAY))
    assert due(connection, crowd["ada"]) == DUE + DAY
    extending.undo(connection, SEMINAR, second.id, now=NOW, by=None)
    assert due(connection, crowd["ada"]) == DUE + 4 * DAY


def test_the_same_twice_is_one_grant(connection, crowd):
    first = extend(connection, wish(crowd["ada"], by=2 * DAY))
    again = extend(connection, wish(crowd["ada"], by=2 * DAY))
    assert (first.fresh, again.fresh, again.id) == (True, False, first.id)
    assert len(grants.of_person(connection, "seminar", crowd["ada"])) == 1


def test_a_session_is_all_its_papers_and_everything_is_all(connection, crowd):
    extend(connection, wish(crowd["ada"], paper="", by=DAY))
    assert {due(connection, crowd["ada"], paper) for paper in ("rdd", "dryad")} == {DUE + DAY}
    extend(connection, Wish(person=crowd["ben"], work=Work(), kind="extension", by=2 * DAY))
    assert [due(connection, crowd["ben"], paper) - DUE for paper in ("rdd", "zero")] == [2 * DAY, 9 * DAY]


def test_a_late_review_becomes_on_time_after_the_fact_and_late_again_when_that_is_taken_back(connection, crowd):
    send(connection, crowd["ada"], "rdd", DUE + 5 * HOUR)
    assert standing(connection, crowd["ada"]).state is State.LATE
    found = extend(connection, wish(crowd["ada"], by=DAY), now=DUE + 3 * DAY)
    assert [change.on_time_now for change in found.changes] == [True]
    assert standing(connection, crowd["ada"]).state is State.SUBMITTED
    extending.undo(connection, SEMINAR, found.id, now=DUE + 3 * DAY, by=None)
    assert standing(connection, crowd["ada"]).state is State.LATE


def test_an_excuse_is_for_what_did_not_come_in(connection, crowd):
    send(connection, crowd["ada"], "rdd", NOW)
    extend(connection, wish(crowd["ada"], paper="", kind="excuse"))
    states = {paper: standing(connection, crowd["ada"], paper).state for paper in ("rdd", "dryad")}
    assert states == {"rdd": State.SUBMITTED, "dryad": State.EXCUSED}


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"until": DUE}, "is due Mon 31 Jan, 1:00 PM for everybody"),
        ({"until": DUE - DAY}, "is not later than that"),
        ({"until": DUE + 400 * DAY}, "more than 200 days"),
        ({"by": 201 * DAY}, "Say a shorter time"),
        ({"session": "", "paper": "", "until": DUE + DAY}, "For everything say how much longer"),
        ({"session": "", "paper": "", "kind": "excuse"}, "/course roster"),
        ({"session": "someday", "paper": "tbd", "by": DAY}, "does not owe that"),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_would(connection, crowd, wanted, words):
    with pytest.raises(Refused, match=words):
        extend(connection, wish(crowd["ada"], **wanted))
    assert not grants.of_course(connection, "seminar")


def test_who_owes_nothing_gets_nothing(connection, crowd):
    with pytest.raises(Refused, match="no student"):
        extend(connection, wish(crowd["tia"], by=DAY))
    people.set_membership(
        connection, course="seminar", person_id=crowd["ben"], role=CourseRole.STUDENT, now=NOW, active=False
    )
    with pytest.raises(Refused, match="not in the course"):
        extend(connection, wish(crowd["ben"], by=DAY))


def test_all_of_it_is_in_the_audit_without_the_reason(connection, crowd):
    wanted = wish(crowd["ada"], by=2 * DAY, reason="a secret")
    found = extend(connection, wanted, by=crowd["tia"])
    extending.undo(connection, SEMINAR, found.id, now=NOW, by=crowd["tia"])
    seen = audit.entries(connection, "seminar")
    assert [(one.action, one.person, one.item) for one in seen] == [
        ("grant_revoked", crowd["tia"], str(crowd["ada"])),
        ("grant_extension", crowd["tia"], str(crowd["ada"])),
    ]
    assert "secret" not in str(seen)


def test_a_grant_answers_the_plea_and_taking_it_back_opens_it_again(connection, crowd):
    plea = Plea(course="seminar", person=crowd["ada"], session="first", paper="rdd", reason="ill", made_at=NOW)
    number = grants.add_plea(connection, plea)
    other = extend(connection, wish(crowd["ada"], session="second", paper="zero", by=DAY))
    assert len(grants.open_pleas(connection, "seminar")) == 1, "that was about something else"
    found = extend(connection, wish(crowd["ada"], paper="", by=DAY))
    assert grants.get_plea(connection, number).outcome == f"extension.{found.id}"
    extending.undo(connection, SEMINAR, other.id, now=NOW, by=None)
    assert not grants.open_pleas(connection, "seminar")
    extending.undo(connection, SEMINAR, found.id, now=NOW, by=None)
    assert [one.id for one in grants.open_pleas(connection, "seminar")] == [number]


def test_more_time_for_one_paper_does_not_answer_for_the_whole_class(connection, crowd):
    grants.add_plea(connection, Plea(course="seminar", person=crowd["ada"], session="first", reason="ill", made_at=NOW))
    extend(connection, wish(crowd["ada"], by=DAY))
    assert len(grants.open_pleas(connection, "seminar")) == 1


def test_what_holds_is_listed_without_what_was_replaced_or_taken_back(connection, crowd):
    replaced = extend(connection, wish(crowd["ada"], by=DAY))
    newest = extend(connection, wish(crowd["ada"], by=2 * DAY))
    excused = extend(connection, wish(crowd["ada"], session="second", paper="", kind="excuse"))
    alone = extend(connection, Wish(person=crowd["ada"], work=Work(), kind="extension", by=DAY))
    gone = extend(connection, wish(crowd["ada"], paper="dryad", by=DAY))
    extending.undo(connection, SEMINAR, gone.id, now=NOW, by=None)
    mine = granted.of(connection, SEMINAR, crowd["ada"])
    assert [one.grant.id for one in mine] == [newest.id, excused.id, alone.id]
    assert [one.due for one in mine] == [DUE + 2 * DAY, None, None]
    assert replaced.id not in [one.grant.id for one in granted.listing(connection, SEMINAR).extensions]


WORKS = st.sampled_from([Work(), Work("first"), Work("first", "rdd"), Work("first", "dryad"), Work("second", "zero")])
DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("by"), WORKS, st.integers(1, 96)),
        st.tuples(st.just("until"), WORKS, st.integers(1, 96)),
        st.tuples(st.just("excuse"), WORKS, st.just(0)),
        st.tuples(st.just("undo"), WORKS, st.integers(0, 5)),
    ),
    max_size=6,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS)
def test_whatever_one_person_is_granted_nobody_else_owes_otherwise(connection, crowd, deeds):
    with connection.begin_nested() as savepoint:
        send(connection, crowd["ben"], "rdd", DUE + 5 * HOUR)
        before = owing.everyone(connection, SEMINAR, now=DUE + 6 * HOUR)
        given_ids = []
        for what, work, number in deeds:
            when = {"by": number * HOUR} if what == "by" else {"until": DUE + number * HOUR} if what == "until" else {}
            kind = "excuse" if what == "excuse" else "extension"
            try:
                if what == "undo" and given_ids:
                    extending.undo(connection, SEMINAR, given_ids[number % len(given_ids)], now=NOW, by=None)
                elif what != "undo":
                    wanted = Wish(person=crowd["ada"], work=work, kind=kind, **when)
                    given_ids.append(extend(connection, wanted).id)
            except Refused:
                continue
        after = owing.everyone(connection, SEMINAR, now=DUE + 6 * HOUR)
        assert {one: after[one] for one in after if one != crowd["ada"]} == {
            one: before[one] for one in before if one != crowd["ada"]
        }
        for extension in granted.of(connection, SEMINAR, crowd["ada"]):
            for one in extension.owed:
                stands = next(
                    other for duty in after[crowd["ada"]] for other in duty.standings if other.owed.paper == one.paper
                )
                assert extension.grant.kind == "excuse" or stands.window.due >= one.review.due.until
        savepoint.rollback()


def told(connection, name):
    query = sa.select(delivery.c.id).where(delivery.c.kind == "extension", delivery.c.recipient == str(name))
    return len(connection.scalars(query).all())


def test_the_person_is_told_only_where_something_changes_for_them(connection, crowd):
    maya = crowd["ada"]
    assert extend(connection, Wish(person=maya, work=Work(), kind="extension", by=2 * DAY)).changed
    again = extend(connection, wish(maya, by=DAY))
    assert (again.changed, told(connection, maya)) == (True, 2), "the first was not sent yet, and may never be"
    connection.execute(delivery.update().values(state="sent"))
    unchanged = extend(connection, wish(maya, session="second", paper="zero", by=DAY))
    assert (unchanged.changed, unchanged.told, told(connection, maya)) == (False, False, 2)
    assert extend(connection, wish(maya, session="second", paper="zero", by=3 * DAY)).changed
    assert told(connection, maya) == 3


def test_an_excuse_from_one_paper_of_a_choice_leaves_the_rest_to_choose_from(connection, crowd):
    of = course(
        session("first", date(2022, 1, 31), start=time(13), readings=tuple(reading(one) for one in ("a", "b", "c")))
    )
    of = replace(
        of, sessions=(replace(of.sessions[0], review=review(of.sessions[0], (date(2022, 1, 31), time(13)), choose=1)),)
    )
    found = extending.grant(connection, of, wish(crowd["ada"], paper="b", kind="excuse"), now=NOW, by=None)
    assert found.others == 2
    (duty,) = owing.duties_of(connection, of, crowd["ada"], now=NOW)
    assert (duty.left, duty.excused) == (1, 0)
    assert [one.left for one in owing.everyone(connection, of, now=NOW)[crowd["ada"]]] == [1]
    extending.grant(connection, of, wish(crowd["ada"], paper="", kind="excuse"), now=NOW, by=None)
    assert [one.left for one in owing.everyone(connection, of, now=NOW)[crowd["ada"]]] == [0]


def test_a_request_that_is_answered_long_after_the_due_time_gives_time_from_now(connection, crowd):
    asked = Plea(course="seminar", person=crowd["ada"], session="first", paper="rdd", reason="ill", made_at=NOW)
    late = DUE + 30 * HOUR + timedelta(minutes=3, seconds=20)
    pleading.decide(connection, SEMINAR, grants.add_plea(connection, asked), "24", now=late, by=None)
    assert due(connection, crowd["ada"]) == DUE + 54 * HOUR + timedelta(minutes=15)
    again = grants.add_plea(connection, replace(asked, made_at=late))
    pleading.decide(connection, SEMINAR, again, "24", now=late + timedelta(minutes=1), by=None)
    assert due(connection, crowd["ada"]) == DUE + 78 * HOUR + timedelta(minutes=15), (
        "a second request, not a repetition"
    )


def test_whatever_is_added_is_never_less_and_never_over_already(connection, crowd):
    """At any time, after any earlier word, for a paper or all of the class."""
    for first in (None, {"until": DUE + 4 * DAY}, {"by": 2 * DAY}):
        for now in (NOW, DUE, DUE + 3 * DAY, DUE + 9 * DAY):
            for paper in ("rdd", ""):
                with connection.begin_nested() as savepoint:
                    if first:
                        extend(connection, wish(crowd["ada"], **first))
                    before = due(connection, crowd["ada"])
                    found = extend(connection, wish(crowd["ada"], paper=paper, span=12 * HOUR), now=now)
                    assert due(connection, crowd["ada"]) == max(before, now) + 12 * HOUR, (first, now, paper)
                    if not paper:
                        assert due(connection, crowd["ada"], "dryad") == max(DUE, now) + 12 * HOUR, "from its own time"
                    assert found.fresh
                    savepoint.rollback()


def test_the_same_length_at_once_again_is_one_also_where_it_made_a_late_review_on_time(connection, crowd):
    send(connection, crowd["ada"], "rdd", DUE + HOUR)
    first = extend(connection, wish(crowd["ada"], span=DAY), now=DUE + 2 * HOUR)
    again = extend(connection, wish(crowd["ada"], span=DAY), now=DUE + 2 * HOUR + timedelta(seconds=20))
    assert (first.fresh, again.fresh, again.id) == (True, False, first.id)
    assert due(connection, crowd["ada"]) == DUE + DAY
    another = extend(connection, wish(crowd["ada"], span=DAY, sure=True), now=DUE + 3 * HOUR)
    assert (another.fresh, due(connection, crowd["ada"])) == (True, DUE + 2 * DAY)
