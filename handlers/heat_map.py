"""The overview as pictures: students down the left, sessions along the top, of each pair what became of the review.

Every state has a colour and a sign of its own, so that it is read without telling colours apart. It is drawn on its own
light ground, which reads alike in light and in dark windows. Loaded where it is asked for.
"""

from __future__ import annotations

import io
import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from PIL import Image, ImageDraw, ImageFont
from PIL.ImageFont import FreeTypeFont
from PIL.ImageFont import ImageFont as BitmapFont

from bot.conversation.reply import Attachment
from bot.course.model import Course
from bot.course.wording import counted, day_words, instant_words
from bot.services.overview import NOT_IN, Column, Overview, Student
from bot.services.tallying import Lot

SCALE = 2
"""Pixels to a point: sharp on screens of today."""

ROWS, PAGES = 50, 10
"""Students of a picture, and pictures, at most."""

WIDE, NARROW, SESSIONS_WIDTH = 17, 11, 680
"""Points of a cell: the usual, the least, and how wide all of a row may get before cells are made narrower."""

MARGIN, ROW, NAME, COUNT, HEADER, TITLE, KEY = 16, 17, 150, 40, 128, 50, 20
LEAST_WIDTH = 470
COLOURS = 128
GROUND, BAND, INK, FAINT, GRID = "#ffffff", "#f1f2f6", "#1d1c1d", "#5c5b66", "#c9cbd3"
WHITE = "#ffffff"

Font = FreeTypeFont | BitmapFont


@dataclass(frozen=True, slots=True)
class Look:
    """How a state is shown: its ground (from a palette that colour-blind people tell apart), its sign, the sign's ink,
    and what the key says.
    """

    ground: str
    sign: str
    ink: str
    words: str


LOOKS = {
    Lot.IN: Look("#0072b2", "tick", WHITE, "in"),
    Lot.LATE: Look("#e69f00", "L", INK, "in, late"),
    Lot.PARTLY: Look("#56b4e9", "/", INK, "some are in"),
    Lot.DRAFT: Look("#d8dbe4", "d", INK, "draft only"),
    Lot.MISSING: Look("#c23b00", "cross", WHITE, "missing"),
    Lot.MORE_TIME: Look("#f0e442", "+", INK, "more time"),
    Lot.EXCUSED: Look("#eceef3", "e", FAINT, "excused"),
    Lot.PRESENTING: Look("#cc79a7", "P", INK, "presenting"),
}
NOT_YET = "not due yet"

SPELLED = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ı": "i", "ß": "ss", "æ": "ae"}
    | {
        "Æ": "AE",
        "œ": "oe",
        "Œ": "OE",
        "þ": "th",
        "Þ": "Th",
        "–": "-",
        "—": "-",
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
    }
)
"""Latin letters that are no other letter with an accent, as they are written without them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheets:
    """The pictures. `unwritable`: the names that stand there as a number, with it. `left_out`: students, and sessions
    of long ago, for whom there was no room.
    """

    files: tuple[Attachment, ...]
    unwritable: tuple[tuple[int, str], ...] = ()
    left_out: int = 0
    sessions_left_out: int = 0


def draw(course: Course, found: Overview, now: datetime) -> Sheets:
    """As many as it takes, of students by name."""
    shown = drawn_columns(found)
    columns = shown[-(SESSIONS_WIDTH // NARROW) :]
    students = found.students[: ROWS * PAGES]
    number = math.ceil(len(students) / ROWS)
    rows = math.ceil(len(students) / number)
    files = []
    for page in range(number):
        mine = students[page * rows : (page + 1) * rows]
        sheet = _Sheet(course, columns, mine, first=page * rows + 1)
        whole = f", page {page + 1} of {number}" if number > 1 else ""
        content = sheet.drawn(f"{counted(len(found.students), 'student')}, as of {instant_words(course, now)}{whole}")
        name = f"overview-{course.local(now).date().isoformat()}{f'-{page + 1}' if number > 1 else ''}.png"
        files.append(Attachment(name, content, _in_words(course, mine, columns)))
    return Sheets(
        files=tuple(files),
        unwritable=tuple((at, one.name) for at, one in enumerate(students, 1) if not _letters(one.name)),
        left_out=len(found.students) - len(students),
        sessions_left_out=len(shown) - len(columns),
    )


def drawn_columns(found: Overview) -> list[Column]:
    """What was due, and what somebody has something in for already."""
    return [
        one
        for one in found.columns
        if one.over or any(found.counts[one.session.id][lot] for lot in LOOKS if lot is not Lot.MISSING)
    ]


def _in_words(course: Course, students: Sequence[Student], columns: Sequence[Column]) -> str:
    """For who cannot see it."""
    missing = sum(_missing(one, columns) for one in students)
    return (
        f"Reviews in {course.title} as a picture: {students[0].name} to {students[-1].name}, {missing} missing in "
        f"{counted(len(columns), 'session')}. /{course.command_prefix}course overview says it in words."
    )


def _missing(student: Student, columns: Sequence[Column]) -> int:
    return sum(one.over and student.lots.get(one.session.id) in NOT_IN for one in columns)


# --- a picture ------------------------------------------------------------------------------------------------------


class _Sheet:
    """One picture: where its parts are, in pixels."""

    def __init__(self, course: Course, columns: Sequence[Column], students: Sequence[Student], *, first: int) -> None:
        self._course, self._columns, self._students, self._first = course, columns, students, first
        cell = max(NARROW, min(WIDE, SESSIONS_WIDTH // max(len(columns), 1)))
        self._cell, self._row = cell * SCALE, ROW * SCALE
        self._left = (MARGIN + NAME) * SCALE
        self._width = max(self._left + len(columns) * self._cell + (COUNT + MARGIN) * SCALE, LEAST_WIDTH * SCALE)
        self._key = self._key_places()
        self._top = (MARGIN + TITLE + HEADER) * SCALE + self._key[-1][1]
        height = self._top + len(students) * self._row + MARGIN * SCALE
        self._image = Image.new("RGB", (self._width, height), GROUND)
        self._draw = ImageDraw.Draw(self._image)
        self._tiles = {lot: _tile(look, self._cell, self._row) for lot, look in LOOKS.items()}

    def drawn(self, caption: str) -> bytes:
        """The PNG."""
        left, width = MARGIN * SCALE, self._width - 2 * MARGIN * SCALE
        title = _writable(f"Reviews: {self._course.title}, {self._course.term}", "Reviews")
        self._draw.text((left, MARGIN * SCALE), _cut(self._draw, title, _font(15), width), INK, _font(15))
        said = _writable(caption, caption)
        self._draw.text((left, (MARGIN + 22) * SCALE), _cut(self._draw, said, _font(11), width), FAINT, _font(11))
        self._draw_key()
        self._draw_students()
        self._draw_heads()
        content = io.BytesIO()
        self._image.quantize(COLOURS, method=Image.Quantize.FASTOCTREE).save(content, "PNG")
        return content.getvalue()

    def _key_places(self) -> list[tuple[int, int]]:
        """Where each entry of the key stands, left and below the title; the last is how high it is in all."""
        pen = ImageDraw.Draw(Image.new("RGB", (1, 1)))
        x, y, places = MARGIN * SCALE, 0, list[tuple[int, int]]()
        for words in (*(look.words for look in LOOKS.values()), NOT_YET):
            wide = round(pen.textlength(words, _font(11))) + (WIDE + 5 + 14) * SCALE
            if x + wide > self._width - MARGIN * SCALE and places:
                x, y = MARGIN * SCALE, y + KEY * SCALE
            places.append((x, y))
            x += wide
        return [*places, (0, y + KEY * SCALE)]

    def _draw_key(self) -> None:
        top, size = (MARGIN + TITLE - 8) * SCALE, WIDE * SCALE
        for (x, y), look in zip(self._key, (*LOOKS.values(), None), strict=False):
            middle = top + y + size // 2
            if look is None:
                _dot(self._draw, x + size // 2, middle)
            else:
                self._image.paste(_tile(look, size, size), (x, top + y))
            words = NOT_YET if look is None else look.words
            self._draw.text((x + size + 5 * SCALE, middle), words, INK, _font(11), anchor="lm")

    def _draw_students(self) -> None:
        small, right = _font(11), self._left + len(self._columns) * self._cell
        for place, student in enumerate(self._students):
            top = self._top + place * self._row
            middle = top + self._row // 2
            if place % 2:
                self._draw.rectangle((MARGIN * SCALE, top, right + COUNT * SCALE, top + self._row - 1), BAND)
            name = _writable(student.name, f"({self._first + place})")
            room = (NAME - 8) * SCALE
            self._draw.text((MARGIN * SCALE + 4, middle), _cut(self._draw, name, small, room), INK, small, anchor="lm")
            for at, column in enumerate(self._columns):
                self._put(student.lots.get(column.session.id), column, self._left + at * self._cell, top)
            missing = _missing(student, self._columns)
            if missing:
                self._draw.text((right + (COUNT - 8) * SCALE, middle), str(missing), INK, small, anchor="rm")

    def _put(self, lot: Lot | None, column: Column, x: int, top: int) -> None:
        if lot is None:
            return
        if not column.over and lot is Lot.MISSING:
            _dot(self._draw, x + self._cell // 2, top + self._row // 2)
            return
        self._image.paste(self._tiles[lot], (x, top))

    def _draw_heads(self) -> None:
        """The sessions, written upwards, and what the last column counts."""
        long, font = (HEADER - 10) * SCALE, _font(11)
        for at, column in enumerate(self._columns):
            day = "" if column.due is None else day_words(self._course.local(column.due).date()).partition(" ")[2]
            words = " ".join(filter(None, (day, _writable(column.session.name, ""))))
            strip = Image.new("RGB", (long, self._cell), GROUND)
            pen = ImageDraw.Draw(strip)
            pen.text((0, self._cell // 2), _cut(pen, words, font, long), INK, font, anchor="lm")
            self._image.paste(
                strip.rotate(90, expand=True), (self._left + at * self._cell, self._top - long - 4 * SCALE)
            )
        right = self._left + len(self._columns) * self._cell + (COUNT - 8) * SCALE
        self._draw.text((right, self._top - 4 * SCALE), "not in", FAINT, font, anchor="rb")


# --- small things ---------------------------------------------------------------------------------------------------


def _tile(look: Look, width: int, height: int) -> Image.Image:
    """A cell with its sign."""
    tile = Image.new("RGB", (width, height), GROUND)
    pen = ImageDraw.Draw(tile)
    pen.rounded_rectangle((1, 1, width - 2, height - 2), 3 * SCALE, look.ground)
    x, y, part = width / 2, height / 2, min(width, height) / 2
    if look.sign == "tick":
        corners = ((x - part * 0.48, y), (x - part * 0.12, y + part * 0.38), (x + part * 0.5, y - part * 0.42))
        pen.line(corners, look.ink, 2 * SCALE - 1, joint="curve")
    elif look.sign == "cross":
        reach = part * 0.42
        for slope in (1, -1):
            pen.line((x - reach, y - slope * reach, x + reach, y + slope * reach), look.ink, 2 * SCALE - 1)
    else:
        pen.text((x, y), look.sign, look.ink, _font(10), anchor="mm")
    return tile


def _dot(pen: ImageDraw.ImageDraw, x: int, y: int) -> None:
    pen.ellipse((x - SCALE, y - SCALE, x + SCALE, y + SCALE), GRID)


@cache
def _font(points: int) -> Font:
    return ImageFont.load_default(points * SCALE)


def _cut(draw: ImageDraw.ImageDraw, text: str, font: Font, width: float) -> str:
    """As much of the text as is not wider."""
    if draw.textlength(text, font) <= width:
        return text
    text = text[: round(len(text) * width / draw.textlength(text, font)) + 2]  # near it; then letter by letter
    while text and draw.textlength(f"{text}…", font) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _letters(text: str) -> str:
    """The text in letters that the built-in font has; '' where that would be less than half of it."""
    plain = unicodedata.normalize("NFKD", text.translate(SPELLED))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    shown = "".join(letter for letter in bare if " " <= letter <= "~")
    letters = [one for one in bare if one.isalnum()]
    kept = [one for one in shown if one.isalnum()]
    return " ".join(shown.split()) if letters and len(kept) * 2 > len(letters) else ""


def _writable(text: str, instead: str) -> str:
    return _letters(text) or instead
