"""A review as a file in the terminal, with the whole bot behind it: kept from a form, filled in, sent back, submitted."""

from __future__ import annotations

import io
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.demo import replay

AT = datetime(2022, 1, 30, 10, tzinfo=ZoneInfo("America/Los_Angeles"))


async def test_a_template_is_saved_from_an_open_form_and_sent_back_filled_in(new_url, tmp_path):
    saved, filled = tmp_path / "saved.md", tmp_path / "filled.md"
    questions = ("Summary", "Strengths", "Weaknesses", "Questions for discussion")
    body = "".join(f"## {one}\n\nWhat I think of it.\n\n" for one in questions)
    filled.write_text(f"# Review: lakehouse\n\n{body}## Overall merit\n\n4\n\n## Your expertise\n\nexpert\n")
    script = [
        *("review write lakehouse", "One copy of the data.", "", "", "", "<enter>", "<enter>", "<enter>"),
        *("t", "cancel", f"save {saved}", f"send {filled}", "1", f"send {tmp_path}", "quit"),
    ]
    stream = io.StringIO()
    text = "\n".join(line or "<enter>" for line in script)
    await replay(text, at=AT, stream=stream, new_database=new_url)
    seen = stream.getvalue()
    assert "You left the form. This page was not submitted; what you typed is kept." in seen
    assert "cs294" in saved.read_text()
    assert "\n\nOne copy of the data.\n" in saved.read_text()
    assert "→ filled.md (" in seen
    assert "┊ Kept as a draft, version 2: NOT submitted yet." in seen
    assert "┊ • Your expertise: 4 Expert" in seen
    assert "┊ Submitted. " in seen
    assert "is a folder: name a file in it." in seen.replace("\n", " ")
