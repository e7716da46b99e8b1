"""How readings are grouped wherever they are listed."""

from bot.course.model import Tier
from handlers.wording import by_tier, readings_by_label
from tests.support.courses import reading

LISTED = (
    reading("extra", Tier.OPTIONAL),
    reading("a", choose_one="storage"),
    reading("unmarked", None),
    reading("must"),
    reading("x", choose_one="networks"),
    reading("b", choose_one="storage"),
)


def test_what_matters_most_comes_first_and_each_choice_stands_by_itself():
    groups = [(tier, choose_one, [one.id for one in group]) for tier, choose_one, group in by_tier(LISTED)]
    assert groups == [
        (Tier.REQUIRED, False, ["must"]),
        (Tier.REQUIRED, True, ["a", "b"]),
        (Tier.REQUIRED, True, ["x"]),
        (None, False, ["unmarked"]),
        (Tier.OPTIONAL, False, ["extra"]),
    ]
    labels = [label for label, _ in readings_by_label(LISTED)]
    assert labels == ["Read", "Read one of these", "Read one of these", "On the list", "Optional"]
