"""Which answers presenters may read, and which of them a role is given."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.course.model import FormField, PeersRead, Review, ReviewForm, Role, Visibility
from bot.course.packet import for_roles, readable
from tests.support.courses import review, session

PEERS, PRESENTERS, STAFF = Visibility.PEERS, Visibility.PRESENTERS, Visibility.STAFF


def form(**visible: Visibility) -> ReviewForm:
    fields = (FormField(id=name, kind="text", label=name.title(), visibility=who) for name, who in visible.items())
    return ReviewForm(name="custom", fields=tuple(fields))


def asked(now: ReviewForm, peers_read: PeersRead = PeersRead.AFTER_DEADLINE) -> Review:
    return replace(review(session("first", date(2022, 1, 31)), None), form=now, peers_read=peers_read)


@pytest.mark.parametrize("then", Visibility)
@pytest.mark.parametrize("now", Visibility)
def test_they_read_what_was_for_their_eyes_when_it_was_written_and_is_now(then: Visibility, now: Visibility) -> None:
    found = readable(form(why=then), asked(form(why=now)))
    assert bool(found.fields) == (STAFF not in (then, now))
    alone = readable(form(why=then), asked(form(why=now), PeersRead.NEVER))
    assert bool(alone.fields) == (then is not STAFF and now is PRESENTERS), "where classmates read nothing"


def test_a_question_of_an_earlier_form_is_read_unless_classmates_never_read() -> None:
    assert readable(form(old=PEERS), asked(form(new=PEERS))).fields
    assert not readable(form(old=PEERS), asked(form(new=PRESENTERS), PeersRead.NEVER)).fields
    assert not readable(form(old=PEERS), asked(form(new=PEERS)), {"old"}).fields


def test_a_role_gets_its_fields_the_questions_and_the_scores_and_two_roles_what_either_reads() -> None:
    scale = FormField(id="merit", kind="scale", label="Merit", options=("Bad", "Good"))
    here = form(summary=PEERS, strengths=PEERS, weaknesses=PEERS, questions=PEERS)
    here = replace(here, fields=(*here.fields, scale))
    critic, advocate = (Role(id=name, title=name, reads=(name,)) for name in ("weaknesses", "strengths"))
    stranger, backup = Role(id="s", title="S", reads=("nothing",)), Role(id="b", title="B")

    def given(*roles: Role) -> list[str]:
        return [field.id for field in for_roles(roles, here, here).fields]

    assert given(critic) == ["weaknesses", "questions", "merit"]
    assert given(critic, advocate) == ["strengths", "weaknesses", "questions", "merit"]
    assert given(stranger) == given(backup) == given(critic, backup) == [field.id for field in here.fields]
