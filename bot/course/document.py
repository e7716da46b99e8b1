"""What can be written in a schedule file: one model per kind of entry. They also make the JSON Schema.

Each model checks one entry by itself and leaves out nothing that was written. What entries mean together is settled in
`resolve.py`. Nothing here knows a position, a platform's limits apart from lengths, or what time it is.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from bot.course import keeping, scalars
from bot.course.fields import Entries, OrWord, Reads, Several, choice
from bot.course.grading_rules import GradingDoc
from bot.course.model import DeadlineKind, MaterialKind, Medium, SessionKind, Tier
from bot.course.rules import PresentingDoc, ReviewDoc, ReviewsDoc
from bot.course.source import Node
from bot.course.words import (
    ID_SCHEMA,
    Day,
    DayOrUnknown,
    DaysAhead,
    Entry,
    ItemId,
    Note,
    Remind,
    Retention,
    Spans,
    StampOrUnknown,
    Title,
    Url,
    Wall,
    WallOrUnknown,
    Weekday,
    Word,
    YesNo,
    one_of,
)

SCHEMA_FILE = "schedule.schema.json"


class LinkDoc(Entry):
    title: Title
    url: Url


class SpeakerDoc(Entry):
    name: Title
    affiliation: Title | None = None
    url: Url | None = None


class ReadingDoc(Entry):
    id: ItemId | None = None
    title: Title | None = None
    url: Url | None = None
    tier: Annotated[Tier, one_of(Tier)] | None = None
    locator: Title | None = None
    venue: Title | None = None
    authors: Annotated[tuple[Title, ...], Several(), Field(max_length=100)] = ()
    links: Annotated[tuple[LinkDoc, ...], Entries(), Field(max_length=20)] = ()
    choose_one: Word | None = None
    medium: Annotated[Medium, one_of(Medium)] | None = None


class MaterialDoc(Entry):
    kind: Annotated[MaterialKind, one_of(MaterialKind)]
    title: Title
    url: Url


class RangeDoc(Entry):
    # `from` is a word of Python, so the field cannot have that name.
    first: Day = Field(alias="from")
    last: Day = Field(alias="to")


class SessionDoc(Entry):
    id: ItemId | None = None
    title: Title | None = None
    date: DayOrUnknown | None = None
    dates: Annotated[tuple[Day, ...], Several(), Field(min_length=1, max_length=50)] | None = None
    range: RangeDoc | None = None
    week_of: Day | None = None
    start: WallOrUnknown | None = None
    end: WallOrUnknown | None = None
    place: Title | None = None
    week: Word | None = None
    unit: Title | None = None
    kind: Annotated[SessionKind, one_of(SessionKind)] = SessionKind.LECTURE
    speakers: Annotated[tuple[SpeakerDoc, ...], Entries(), Field(max_length=20)] = ()
    note: Note | None = None
    readings: Annotated[tuple[ReadingDoc, ...], Entries(), Field(max_length=60)] = ()
    materials: Annotated[tuple[MaterialDoc, ...], Entries(), Field(max_length=60)] = ()
    review: (
        Annotated[
            ReviewDoc | Literal["none"],
            OrWord(
                ReviewDoc,
                dict.fromkeys(("none", "off", "no", "false"), "none"),
                "none, or keys such as due: and owe:",
                ("none",),
            ),
        ]
        | None
    ) = None
    presenting: YesNo | None = None


class DeadlineDoc(Entry):
    id: ItemId | None = None
    title: Title
    kind: Annotated[DeadlineKind, one_of(DeadlineKind)]
    out: StampOrUnknown | None = None
    due: StampOrUnknown | None = None
    submit_to: Url | None = None
    details: Note | None = None
    points: Annotated[float, Reads(scalars.number(100_000), {"type": "number", "minimum": 0})] | None = None
    place: Title | None = None
    per: Annotated[Literal["person", "team"], choice({"person": "person", "team": "team"})] = "person"
    links: Annotated[tuple[LinkDoc, ...], Entries(), Field(max_length=20)] = ()
    remind: Remind | None = None


class StaffDoc(Entry):
    name: Title
    role: Annotated[
        Literal["instructor", "ta"],
        choice({"instructor": "instructor", "ta": "ta"}, also={"professor": "instructor", "teaching assistant": "ta"}),
    ] = "instructor"
    email: Annotated[str, Reads(scalars.email, {"type": "string", "format": "email"})] | None = None
    url: Url | None = None
    slack: Annotated[str, Reads(scalars.slack_id)] | None = None
    slack_group: Annotated[str, Reads(scalars.slack_group)] | None = None
    discord: Annotated[str, Reads(scalars.discord_id)] | None = None


class MeetsDoc(Entry):
    days: Annotated[tuple[Weekday, ...], Several(), Field(max_length=7)] = ()
    start: WallOrUnknown | None = None
    end: WallOrUnknown | None = None
    place: Title | None = None


Purposes = Annotated[dict[str, Word], Field(max_length=20)]


class ChannelsDoc(Entry):
    slack: Purposes = Field(default_factory=dict)
    discord: Purposes = Field(default_factory=dict)
    console: Purposes = Field(default_factory=dict)


class CourseDoc(Entry):
    id: Annotated[str, Reads(scalars.identifier(scalars.COURSE_ID), {**ID_SCHEMA, "maxLength": scalars.COURSE_ID})]
    title: Title
    term: Word
    timezone: Annotated[ZoneInfo, Reads(scalars.zone, {"type": "string", "examples": ["America/Los_Angeles"]})]
    meets: MeetsDoc = Field(default_factory=MeetsDoc)
    staff: Annotated[tuple[StaffDoc, ...], Entries(), Field(max_length=100)] = ()
    links: Annotated[tuple[LinkDoc, ...], Entries(), Field(max_length=50)] = ()
    channels: ChannelsDoc = Field(default_factory=ChannelsDoc)
    command_prefix: Annotated[str, Reads(scalars.command_prefix, {"type": "string", "maxLength": 23})] = ""
    retention: Retention = keeping.YEAR


class PostDoc(Entry):
    channel: Word | None = None


class TimedPostDoc(PostDoc):
    at: Wall | None = None


class WeeklyDoc(TimedPostDoc):
    on: Weekday | None = None
    before_review: DaysAhead | None = None
    first: DaysAhead | None = None


class ReminderDoc(TimedPostDoc):
    before: Spans | None = None


class StaffCheckDoc(Entry):
    on: Weekday | None = None
    at: Wall | None = None


def _or_off(model: type[Entry], such_as: str = "channel:") -> OrWord:
    return OrWord(
        model, {"off": "off", "none": "off", "no": "off", "false": "off"}, f"off, or keys such as {such_as}", ("off",)
    )


class AnnouncementsDoc(Entry):
    weekly: Annotated[WeeklyDoc | Literal["off"], _or_off(WeeklyDoc)] = Field(default_factory=WeeklyDoc)
    day_of: Annotated[TimedPostDoc | Literal["off"], _or_off(TimedPostDoc)] = Field(default_factory=TimedPostDoc)
    review_due: Annotated[ReminderDoc | Literal["off"], _or_off(ReminderDoc)] = Field(default_factory=ReminderDoc)
    materials: Annotated[PostDoc | Literal["off"], _or_off(PostDoc)] = Field(default_factory=PostDoc)
    out: Annotated[TimedPostDoc | Literal["off"], _or_off(TimedPostDoc)] = Field(default_factory=TimedPostDoc)
    assignment: Annotated[ReminderDoc | Literal["off"], _or_off(ReminderDoc)] = Field(default_factory=ReminderDoc)
    project: Annotated[ReminderDoc | Literal["off"], _or_off(ReminderDoc)] = Field(default_factory=ReminderDoc)
    exam: Annotated[ReminderDoc | Literal["off"], _or_off(ReminderDoc)] = Field(default_factory=ReminderDoc)
    form: Annotated[ReminderDoc | Literal["off"], _or_off(ReminderDoc)] = Field(default_factory=ReminderDoc)
    welcome: YesNo = True
    staff_check: Annotated[StaffCheckDoc | Literal["off"], _or_off(StaffCheckDoc, "at:")] = Field(
        default_factory=StaffCheckDoc
    )


class Document(Entry):
    """A whole schedule file."""

    course: CourseDoc
    announcements: AnnouncementsDoc = Field(default_factory=AnnouncementsDoc)
    reviews: ReviewsDoc | None = None
    presenting: PresentingDoc | None = None
    grading: GradingDoc | None = None
    sessions: Annotated[tuple[SessionDoc, ...], Entries(), Field(max_length=1000)] = ()
    deadlines: Annotated[tuple[DeadlineDoc, ...], Entries(), Field(max_length=1000)] = ()

    @model_validator(mode="before")
    @classmethod
    def _left_out(cls, data: Any) -> Any:
        """An empty `reviews:` is a section that was begun: it is asked what students owe."""
        begun = ("reviews", "presenting")
        if not isinstance(data, dict):
            return data
        kept = {key: value for key, value in data.items() if value is not None or key not in cls.model_fields}
        return {**kept, **{key: {} for key in begun if key in data and data[key] is None}}


@cache
def known_keys() -> dict[str, frozenset[str]]:
    """Which keys may stand where: `sessions[].readings[]` → {id, title, …}. Purposes of channels are free."""
    schema = Document.model_json_schema()
    keys: dict[str, frozenset[str]] = {}

    def walk(part: dict[str, Any], place: str) -> None:
        if reference := part.get("$ref"):
            walk(schema["$defs"][reference.rpartition("/")[2]], place)
        ways = part.get("anyOf", ())
        for either in [way for way in ways if "items" in way] or ways:
            walk(either, place)
        if isinstance(items := part.get("items"), dict):
            walk(items, place + "[]")
        if properties := part.get("properties"):
            keys[place] = keys.get(place, frozenset()) | frozenset(properties)
            for key, value in properties.items():
                walk(value, f"{place}.{key}" if place else key)

    walk(schema, "")
    return keys


@cache
def _lists_of_entries() -> frozenset[str]:
    """The names of all keys that take a list of entries."""
    models = list(Entry.__subclasses__())
    for model in models:
        models += model.__subclasses__()
    fields = [field for model in models for field in model.model_fields.items()]
    return frozenset(name for name, field in fields if any(isinstance(one, Entries) for one in field.metadata))


def _one_may_stand_alone(node: Node) -> bool:
    if isinstance(node.value, list):
        return any(_one_may_stand_alone(entry) for entry in node.value)
    if not isinstance(node.value, dict):
        return False
    return any(
        (key in _lists_of_entries() and isinstance(child.value, dict)) or _one_may_stand_alone(child)
        for key, child in node.value.items()
    )


def one_entry_lists(root: Node) -> None:
    """Where a list of entries belongs and one entry stands alone, a list of it takes its place in the tree."""
    if not _one_may_stand_alone(root):  # which keys stand where costs more than parsing a whole term
        return
    known = known_keys()

    def walk(node: Node, place: str) -> None:
        if isinstance(node.value, list):
            for entry in node.value:
                walk(entry, place + "[]")
        elif isinstance(node.value, dict) and place in known:
            for key, child in node.value.items():
                inner = f"{place}.{key}" if place else key
                if isinstance(child.value, dict) and known.get(inner + "[]", frozenset()) & child.value.keys():
                    node.value[key] = Node(child.start, [child], size=child.size)
                walk(node.value[key], inner)

    walk(root, "")


def json_schema() -> str:
    """The JSON Schema of the file, as committed beside it: editors complete and check from it."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Document.model_json_schema(),
        "title": "coursebot schedule",
        "description": "A course, its sessions with readings, its deadlines, and what the bot does for them.",
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
