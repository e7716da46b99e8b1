"""The scores of a session as a picture: a histogram for each paper, with the same in words for who cannot see it.

It is drawn on its own light ground, so that it reads alike in light and in dark windows. Loaded where it is asked for.
"""

from __future__ import annotations

import io
import math
import unicodedata

from PIL import Image, ImageDraw, ImageFont
from PIL.ImageFont import FreeTypeFont
from PIL.ImageFont import ImageFont as BitmapFont

from bot.conversation.reply import Attachment
from bot.course import digest
from bot.course.digest import PaperDigest, Scores, SessionDigest
from bot.course.model import Course
from bot.course.wording import counted

MOST = 12
"""Papers in one picture."""

SCALE = 2
"""Pixels to a point: sharp on screens of today."""

CELL, HEIGHT, MARGIN, HEAD, FOOT = 300, 190, 16, 48, 40
GROUND, INK, FAINT, BAR, EMPTY = "#f8f8fa", "#1d1c1d", "#5c5b66", "#2667b5", "#c9cbd3"
ALT_LIMIT = 1900

Font = FreeTypeFont | BitmapFont


def picture(course: Course, found: SessionDigest) -> Attachment:
    """A PNG; its title says the same."""
    session = course.session(found.session)
    titles = {one.id: one.title for one in session.readings} if session is not None else {}
    drawn = [(titles.get(one.paper, one.paper), one, scale) for one in found.reviewed if (scale := _main(found, one))]
    shown = drawn[:MOST]
    columns = min(2, len(shown))
    rows = math.ceil(len(shown) / columns)
    size = (columns * CELL * SCALE, rows * HEIGHT * SCALE)
    image = Image.new("RGB", size, GROUND)
    draw = ImageDraw.Draw(image)
    for number, (title, one, scale) in enumerate(shown):
        corner = ((number % columns) * CELL * SCALE, (number // columns) * HEIGHT * SCALE)
        _histogram(draw, corner, _drawable(title, number), _caption(found, one, scale), scale)
    content = io.BytesIO()
    image.quantize(64).save(content, "PNG", optimize=True)
    return Attachment(f"scores-{found.session}.png", content.getvalue(), _in_words(drawn))


def _main(found: SessionDigest, one: PaperDigest) -> Scores | None:
    return next((scale for scale in digest.scores(one.entries, found.form) if scale.total), None)


def _caption(found: SessionDigest, one: PaperDigest, scale: Scores) -> str:
    spread = digest.spread(one.entries, found.form)
    apart = "" if spread is None else f" · disagreement {spread:.1f}"
    return f"{scale.mean:.1f} on average · {counted(scale.total, 'score')}{apart}"


def _in_words(drawn: list[tuple[str, PaperDigest, Scores]]) -> str:
    """`Scores. Eyeriss, Overall merit: 5 given 3 times, 4 given once`."""
    parts: list[str] = []
    for title, _, scale in drawn:
        given = [
            f"{number} given {'once' if count == 1 else f'{count} times'}"
            for number, _, count in digest.best_first(scale)
            if count
        ]
        parts.append(f"{title}, {scale.field.label}: {', '.join(given)}")
    text = f"Scores as a picture. {'. '.join(parts)}."
    return text if len(text) <= ALT_LIMIT else f"{text[: ALT_LIMIT - 1]}…"


# --- drawing --------------------------------------------------------------------------------------------------------


def _histogram(draw: ImageDraw.ImageDraw, corner: tuple[int, int], title: str, caption: str, scale: Scores) -> None:
    """Title, bars from the lowest score to the highest, and a line below."""
    left, top = corner[0] + MARGIN * SCALE, corner[1] + MARGIN * SCALE
    width = (CELL - 2 * MARGIN) * SCALE
    draw.text((left, top), _cut(draw, title, _font(15), width), INK, _font(15))
    draw.text((left, top + 20 * SCALE), _cut(draw, caption, _font(11), width), FAINT, _font(11))
    floor = corner[1] + (HEIGHT - FOOT) * SCALE
    ceiling = corner[1] + (MARGIN + HEAD + 12) * SCALE
    step = width / len(scale.counts)
    most = max(scale.counts)
    small = _font(11)
    every = math.ceil(26 * SCALE / step)
    for place, count in enumerate(scale.counts):
        middle = left + (place + 0.5) * step
        half = max(min(step * 0.36, 22 * SCALE), 1)
        high = round((floor - ceiling) * count / most)
        if count:
            draw.rectangle((middle - half, floor - high, middle + half, floor), BAR)
            if step >= 14 * SCALE:
                draw.text((middle, floor - high - 2 * SCALE), str(count), INK, small, anchor="ms")
        if place % every == 0:
            number = str(scale.field.start + place).replace("-", "−")
            draw.text((middle, floor + 5 * SCALE), number, INK, small, anchor="mt")
    draw.line((left, floor, left + width, floor), EMPTY, SCALE)
    name = _cut(draw, _drawable(scale.field.label, 0), small, width)
    draw.text((left + width / 2, floor + 19 * SCALE), name, FAINT, small, anchor="mt")


def _font(points: int) -> Font:
    return ImageFont.load_default(points * SCALE)


def _cut(draw: ImageDraw.ImageDraw, text: str, font: Font, width: float) -> str:
    """As much of the text as is not wider."""
    if draw.textlength(text, font) <= width:
        return text
    while text and draw.textlength(f"{text}…", font) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _drawable(text: str, number: int) -> str:
    """The text in letters that the built-in font has: without accents, and a number in place of another script."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    plain = plain.replace("–", "-").replace("—", "-").replace("’", "'").replace("“", '"').replace("”", '"')
    shown = "".join(letter for letter in plain if " " <= letter <= "~")
    return shown if len(shown) * 2 > len(plain) else f"Paper {number + 1}"
