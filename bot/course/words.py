"""The kinds of words that stand in a schedule: a title, a link, a day, a length of time … and what each may be.

These are types for the document models. How a word is read is in `scalars.py` and `durations.py`; which key takes which
kind is in `document.py`.
"""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.course import durations, keeping, scalars
from bot.course.durations import Stamp, Unknown
from bot.course.fields import Reads, Several, SeveralOrOff, choice, found
from bot.course.source import quote

_DAY = r"^\d{4}-\d{2}-\d{2}$"
_UNKNOWN_DAY = {"anyOf": [{"type": "string", "pattern": _DAY}, {"enum": ["TBD"]}], "type": "string"}
_WALL = {"type": "string", "examples": ["13:00", "1:00 PM"]}
SPAN_SCHEMA = {"type": ["string", "integer"], "examples": ["10m", "24h", "7d"]}
LATENESS_SCHEMA = {"type": ["string", "integer", "boolean"], "examples": ["24h", "no"]}
STAMP_SCHEMA = {"type": "string", "examples": ["2022-01-25", "2022-01-25 09:00"]}
ID_SCHEMA = {"type": "string", "pattern": "^[a-z0-9-]+$"}
_URL = {"type": "string", "pattern": "^https?://", "maxLength": scalars.URL_LIMIT}


def _owe(written: Any) -> int | Literal["each", "none"]:
    advice = 'write "each required", {choose: N} or none'
    if isinstance(written, dict) and set(written) == {"choose"} and isinstance(written["choose"], str):
        return scalars.whole(1, 50)(written["choose"])
    if isinstance(written, dict) and (other := next((key for key in written if key != "choose"), None)) is not None:
        meant = "did you mean choose?" if scalars.nearest(other, ("choose",)) else advice
        raise ValueError(f"unknown key {quote(other)}: {meant}")
    if isinstance(written, str):
        word = " ".join(written.casefold().replace("_", " ").split())
        if word in ("each required", "each", "all required"):
            return "each"
        if word == "none":
            return "none"
    raise ValueError(f"{found(written)} does not say what students owe: {advice}")


class ReadsOwe(Reads):
    """`owe` is the one field that is either a word or a small mapping."""

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> Any:
        from pydantic_core import core_schema  # noqa: PLC0415 (part of pydantic, used only here)

        return core_schema.no_info_plain_validator_function(_owe)


def one_of(kind: type[Any]) -> Reads:
    return choice({member.value: member for member in kind})


_DAY_SCHEMA = {"type": "string", "pattern": _DAY}
Title = Annotated[str, Reads(scalars.title, {"maxLength": scalars.TITLE_LIMIT})]
Word = Annotated[str, Reads(scalars.word, {"maxLength": scalars.WORD_LIMIT})]
Note = Annotated[str, Reads(scalars.note, {"maxLength": scalars.NOTE_LIMIT})]
Url = Annotated[str, Reads(scalars.url, _URL)]
ItemId = Annotated[str, Reads(scalars.identifier(scalars.ITEM_ID), {**ID_SCHEMA, "maxLength": scalars.ITEM_ID})]
Day = Annotated[date, Reads(durations.day, _DAY_SCHEMA)]
DayOrUnknown = Annotated[date | Unknown, Reads(durations.day_or_unknown, _UNKNOWN_DAY)]
Wall = Annotated[time, Reads(durations.wall, _WALL)]
WallOrUnknown = Annotated[time | Unknown, Reads(durations.wall_or_unknown, _WALL)]
StampOrUnknown = Annotated[Stamp | Unknown, Reads(durations.stamp_or_unknown, STAMP_SCHEMA)]
Span = Annotated[timedelta, Reads(durations.span, SPAN_SCHEMA)]
Retention = Annotated[
    timedelta | None,
    Reads(keeping.retention, {"type": "string", "examples": ["1 year", "90 days", "forever"]}),
]
OneSpan = Annotated[timedelta, Reads(durations.one_of_several, SPAN_SCHEMA)]
Spans = Annotated[tuple[OneSpan, ...], Several(), Field(max_length=10)]
Ahead = Annotated[timedelta, Reads(durations.ahead, SPAN_SCHEMA)]
Aheads = Annotated[tuple[Ahead, ...], Several(), Field(max_length=10)]
Remind = Annotated[Aheads, SeveralOrOff(Aheads, "[24h, 3h]")]
YesNo = Annotated[bool, Reads(scalars.yes_no, {"type": ["boolean", "string"]})]
Weekday = Annotated[int, Reads(durations.weekday, {"type": "string", "examples": ["mon", "friday"]})]
DaysAhead = Annotated[int, Reads(durations.whole_days, SPAN_SCHEMA)]
Percent = Annotated[float, Reads(scalars.number(100), {"type": ["number", "string"]})]
Count = Annotated[int, Reads(scalars.whole(1, 100), {"type": "integer", "minimum": 1, "maximum": 100})]
Owe = Annotated[
    int | Literal["each", "none"],
    ReadsOwe(
        str,
        {
            "type": ["string", "object"],
            "anyOf": [
                {"enum": ["each required", "none"]},
                {
                    "type": "object",
                    "properties": {"choose": {"type": "integer", "minimum": 1}},
                    "required": ["choose"],
                    "additionalProperties": False,
                },
            ],
        },
    ),
]


class Entry(BaseModel):
    """Keys and values of which every one is known. A key with nothing behind it counts as left out."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _left_out(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {key: value for key, value in data.items() if value is not None or key not in cls.model_fields}
