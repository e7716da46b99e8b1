from datetime import UTC, datetime

import pytest

from bot.conversation import codec
from bot.conversation.reply import (
    Action,
    Attachment,
    Bold,
    Button,
    Buttons,
    Choice,
    Code,
    Facts,
    Heading,
    Instant,
    PersonName,
    Reply,
    WebLink,
    bullets,
    line,
    paragraph,
    small,
)

EVERYTHING = Reply(
    (
        Heading("Übersicht <!channel> \u202e"),
        paragraph("a ", Bold("b"), Code("c"), WebLink("d", "https://example.org/?q=|"), PersonName("Maya", "U1")),
        bullets(line(Instant(datetime(2022, 3, 14, 20, tzinfo=UTC), "America/Los_Angeles", "day")), line("x")),
        Facts((("Due", line("Mon")),)),
        Buttons((Button("Go", Action("golive", "cs", ("a", "b")), "primary"),)),
        Choice("Which?", Action("pick", "cs"), (("1", "one"), ("2", "two"))),
        small("done"),
    ),
    private=False,
    files=(Attachment("a.bin", b"\x00\xff", "A"),),
)


def test_a_reply_survives_the_ledger_to_the_letter():
    assert codec.decode(codec.encode(EVERYTHING)) == EVERYTHING


@pytest.mark.parametrize("text", ["{}", '{"is":"Plain","text":"x"}', '{"is":"os.system"}', "[]"])
def test_anything_else_is_no_reply(text):
    with pytest.raises(ValueError):
        codec.decode(text)
