"""Of every column that can hold words of people or about them: what becomes of it when somebody is erased.

A list of all of them and nothing else; a test compares it with the tables, so that none is forgotten. Numbers, instants
and words of the program's own stay, so that totals and history stay sound.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

WORDS: Mapping[str, Mapping[str, Any]] = {
    "review_version": {"answers": {}},
    "review_grant": {"reason": ""},
    "review_plea": {"note": ""},
    "review_return": {"note": ""},
    "seat": {"reason": ""},
    "seat_change": {"reason": ""},
    "roster_entry": {
        "name": "",
        "email": "",
        "student_id": "",
        "canvas_id": "",
        "login": "",
        "section": "",
        "cells": [],
    },
    "roster_question": {"answer": ""},
}
"""Emptied in the rows that are about a person: table → column → what stands there then."""

DELETED = ("blob", "review_typing", "claim_code", "calendar_link", "account")
"""Rows that are nothing without what they hold: deleted where they are a person's."""

NAMING: Mapping[str, tuple[str, ...]] = {
    "delivery": ("snapshot", "details", "title", "failure", "channel", "reference"),
    "audit": ("item", "details"),
    "course_state": ("paused_reason",),
    "roster_look": ("unfound",),
    "person": ("name", "email", "timezone"),
}
"""Rows of a person's own and of others in which a person may be named: looked through one by one."""

NOBODYS: Mapping[str, tuple[str, ...]] = {
    "delivery": ("batch",),
    "schedule_version": ("file", "text"),
    "schedule_proposal": ("file", "text", "problems", "vanished"),
    "review_form": ("form",),
    "review_plea": ("outcome",),
    "roster_sheet": ("name", "header", "points"),
    "seat": ("broken",),
    "seat_change": ("broken",),
    "seat_cover": ("tried",),
    "seat_swap": ("wanted",),
    "seat_preference": ("wanted",),
    "seat_fill": ("proposal",),
}
"""What the schedule says, questions, heads of columns, and lists of ids: nothing that anybody wrote of themselves."""
