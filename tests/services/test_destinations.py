"""Which channels a course may name: staff have one of their own, and no two courses share any, however it is spelled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.conversation.port import Use
from bot.course.schedule import parse
from bot.services.destinations import contested, unusable, uses
from tests.support.seminar import THREE_CLASSES

SEMINAR = parse(THREE_CLASSES, "schedule.yaml").course
SAME = ["#seminar", "seminar", "#Seminar", "SEMINAR"]


def course(name, **channels):
    return replace(SEMINAR, id=name, channels={"slack": channels})


@pytest.mark.parametrize("spelled", SAME)
def test_staff_have_no_class_channel_however_it_is_spelled(spelled):
    (problem,) = unusable(course("a", announcements="#seminar", staff=spelled))
    assert problem.startswith(f"{spelled} on slack is the staff channel and the channel for announcements")


def test_a_staff_channel_of_their_own_is_fine():
    assert unusable(course("a", announcements="#seminar", staff="#seminar-staff")) == ()
    assert unusable(course("a", announcements="#seminar", materials="#seminar")) == ()


@pytest.mark.parametrize("spelled", SAME)
@pytest.mark.parametrize("purpose", ["staff", "announcements"])
def test_a_channel_belongs_to_one_course_however_it_is_spelled(spelled, purpose):
    first, second = course("a", announcements="#seminar", staff="#a-staff"), course("b", **{purpose: spelled})
    assert contested([first, second]) == (
        f"{spelled} on slack belongs to a and to b; give each course channels of its own",
    )


def test_one_course_may_use_a_channel_twice_and_another_platforms_channel_is_another():
    first = course("a", announcements="#seminar", materials="seminar")
    second = replace(first, id="b", channels={"console": {"announcements": "#seminar"}})
    assert contested([first, second]) == ()


def test_each_spelling_is_known_with_what_it_is_for():
    first = course("a", announcements="#seminar", materials="#seminar", staff="C0STAFF01")
    second = course("b", staff="C0STAFF01")
    assert uses([first, second], "slack") == {
        "#seminar": {Use("a", "announcements"), Use("a", "materials")},
        "C0STAFF01": {Use("a", "staff"), Use("b", "staff")},
    }
    assert uses([first, second], "console") == {}
