"""What people see on Slack turned back into Replies and Forms, so that a terminal can show it.

It reads blocks with its eyes: a header is a Heading, a bold word with a colon begins a fact, small grey text is small
print. Only what a click carries (a button's action) is read as the bot's own code reads it. It never sees the Reply
that was sent.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.conversation.form import CheckboxesInput, ChoiceInput, FileInput, Form, Input, TextInput
from bot.conversation.reply import (
    Action,
    Block,
    Bold,
    Bullets,
    Button,
    Buttons,
    Choice,
    Code,
    Facts,
    Heading,
    Instant,
    Line,
    Paragraph,
    Plain,
    Reply,
    SmallPrint,
    Span,
    WebLink,
)
from bot.platforms.slack import inputs, views
from bot.platforms.slack.pressing import option_value, pressed
from tests.slack_server.shown import options

Json = dict[str, Any]

FORMS = {
    "{date_long_pretty} at {time}": "full",
    "{date_long_pretty}": "day",
    "{time}": "time",
    "{ago}": "relative",
}
"""What a date's format says about its form. A reader's Slack writes the date; a transcript writes the course's."""


def reply(blocks: Sequence[Json], *, zone: str, private: bool = True) -> Reply:
    """The blocks of one answer or post, of all of its messages together. `zone` is the course's."""
    found: list[Block] = []
    for block in blocks:
        found += _block(block, zone)
    return Reply(tuple(_joined(found)), private=private)


def _joined(blocks: Sequence[Block]) -> Iterator[Block]:
    """A list that was cut between two blocks or messages, as one."""
    kept: Block | None = None
    for block in blocks:
        if isinstance(kept, Bullets) and isinstance(block, Bullets):
            kept = Bullets(kept.items + block.items)
        elif isinstance(kept, Facts) and isinstance(block, Facts):
            kept = Facts(kept.rows + block.rows)
        else:
            if kept is not None:
                yield kept
            kept = block
    if kept is not None:
        yield kept


def _block(block: Json, zone: str) -> list[Block]:
    match block["type"]:
        case "header":
            return [Heading(block["text"]["text"])]
        case "rich_text":
            return [one for part in block["elements"] for one in _part(part, zone)]
        case "section":
            return [Paragraph(_text(block["text"], zone))]
        case "context":
            return [SmallPrint(_text(one, zone)) for one in block["elements"]]
        case "actions":
            return list(_actions(block["elements"]))
        case _:
            return []


def _part(part: Json, zone: str) -> list[Block]:
    if part["type"] == "rich_text_list":
        return [Bullets(tuple(_line(item["elements"], zone) for item in part["elements"]))]
    return list(_paragraphs(_lines(_line(part["elements"], zone))))


def _paragraphs(lines: Sequence[Line]) -> Iterator[Block]:
    """Lines that stand together: facts, and paragraphs. Prose of several lines is one paragraph, because two would
    stand apart.
    """
    prose: list[Line] = []
    for one in lines:
        fact = _fact(one)
        if fact is None and all(isinstance(span, Plain) for span in one):
            prose.append(one)
            continue
        yield from _prose(prose)
        prose = []
        yield Paragraph(one) if fact is None else Facts((fact,))
    yield from _prose(prose)


def _prose(lines: Sequence[Line]) -> Iterator[Paragraph]:
    if lines:
        yield Paragraph(
            (Plain("\n".join("".join(span.text for span in one if isinstance(span, Plain)) for one in lines)),)
        )


def _fact(one: Line) -> tuple[str, Line] | None:
    match one:
        case (Bold(label), *rest) if label.endswith(":"):
            value = list(rest)
            if value and isinstance(value[0], Plain):
                value[0] = Plain(value[0].text.removeprefix(" "))
            return label.removesuffix(":"), tuple(span for span in value if span != Plain(""))
        case _:
            return None


def _lines(spans: Line) -> list[Line]:
    """The line cut where its text breaks."""
    found: list[list[Span]] = [[]]
    for span in spans:
        first, *rest = span.text.split("\n") if isinstance(span, Plain) else [None]
        found[-1].append(span if first is None else Plain(first))
        found += [[Plain(more)] for more in rest if more is not None]
    return [tuple(span for span in one if span != Plain("")) for one in found]


# --- forms --------------------------------------------------------------------------------------------------------

PAGE = re.compile(r"Page (\d+) of (\d+)")


def form(view: Json, *, zone: str) -> Form:
    """A modal with a button that hands it in. What its submission asks the bot is read as the bot reads it."""
    apart = ("input", "actions")
    said = reply([one for one in view["blocks"] if one["type"] not in apart and not _is_note(one)], zone=zone)
    pressed_inside = reply([one for one in view["blocks"] if one["type"] == "actions"], zone=zone)
    sent = views.read(view)
    pages = [
        found for one in said.blocks if isinstance(one, SmallPrint) and (found := PAGE.fullmatch(_words(one.line)))
    ]
    page, count = (int(pages[0][1]), int(pages[0][2])) if pages else (1, 1)
    intro = [one.line for one in said.blocks if isinstance(one, Paragraph)]
    shown = [one for one in view["blocks"] if one["type"] == "input" and not one["block_id"].endswith(inputs.OUT)]
    asked = tuple(_input(one) for one in shown)
    return Form(
        action=sent.action,
        title=view["title"]["text"],
        inputs=asked,
        intro=tuple(span for number, line in enumerate(intro) for span in ((Plain("\n"),) if number else ()) + line),
        page=page,
        pages=count,
        submit=view["submit"]["text"],
        buttons=tuple(button for one in pressed_inside.blocks if isinstance(one, Buttons) for button in one.buttons),
        typing=sent.typing,
        whole=_is_whole(asked),
    )


def _is_whole(asked: Sequence[Input]) -> bool:
    """As it looks: something is there, and what is empty may stay so; or there are boxes only, to be ticked or not."""
    if asked and all(isinstance(one, CheckboxesInput) for one in asked):
        return True
    empty = [one for one in asked if not getattr(one, "value", "") and not getattr(one, "handed_in", False)]
    return len(empty) < len(asked) and all("May stay empty." in one.hint for one in empty)


def note(view: Json, *, zone: str) -> Line:
    """What is said in a form of what was pressed in it."""
    said = reply([one for one in view["blocks"] if _is_note(one)], zone=zone)
    lines = [one.line for one in said.blocks if isinstance(one, Paragraph)]
    return tuple(span for number, line in enumerate(lines) for span in ((Plain("\n"),) if number else ()) + line)


def _is_note(block: Json) -> bool:
    return block.get("block_id") == "note"


def input_id(block_id: str) -> str:
    """A page's input blocks are named after the page and the input."""
    return block_id.partition(".")[2]


def _input(block: Json) -> Input:
    element, name, label = block["element"], input_id(block["block_id"]), block["label"]["text"]
    hint = block.get("hint", {}).get("text", "")
    value = inputs.initial(block)
    match element["type"]:
        case "plain_text_input":
            return TextInput(
                id=name, label=label, hint=hint, value=value, long=element["multiline"], limit=element["max_length"]
            )
        case "file_input":
            return FileInput(id=name, label=label, hint=hint, handed_in=hint.startswith("You handed in "))
        case "checkboxes" | "multi_static_select":
            return CheckboxesInput(id=name, label=label, hint=hint, options=_offered(element), value=value)
        case _:
            return ChoiceInput(id=name, label=label, hint=hint, options=_offered(element), value=value)


def _offered(element: Json) -> tuple[tuple[str, str], ...]:
    return tuple((option_value(one["value"]), one["text"]["text"]) for one in options(element))


def _words(line: Line) -> str:
    return "".join(span.text for span in line if isinstance(span, Plain))


# --- lines --------------------------------------------------------------------------------------------------------


def _line(spans: Sequence[Json], zone: str) -> Line:
    return tuple(_span(span, zone) for span in spans)


def _span(span: Json, zone: str) -> Span:
    match span["type"]:
        case "link":
            return WebLink(span.get("text") or span["url"], span["url"])
        case "date":
            return _instant(span["timestamp"], span["format"], zone)
        case "text" if span.get("style", {}).get("bold"):
            return Bold(span["text"])
        case "text" if span.get("style", {}).get("code"):
            return Code(span["text"])
        case "text":
            return Plain(span["text"])
        case other:
            return Plain(f"({other})")


def _instant(timestamp: int, template: str, zone: str) -> Span:
    form = FORMS[template]
    return Instant(datetime.fromtimestamp(timestamp, UTC), zone, form)  # type: ignore[arg-type]


def _text(one: Json, zone: str) -> Line:
    return (Plain(one["text"]),) if one["type"] == "plain_text" else tuple(_marked(one["text"], zone))


_MARKED = re.compile(r"<!date\^(\d+)\^([^|>^]+)\|[^>]*>|<(https?://[^|>]+)(?:\|([^>]*))?>|\*([^*\n]+)\*|`([^`\n]+)`")
_LOOK_ALIKES = str.maketrans("∗＿∼ˋ", "*_~`", "⁠")
"""Characters that look like Slack's marks and stand for them; to an eye they are the same."""


def _marked(text: str, zone: str) -> Iterator[Span]:
    """Slack's markup as spans."""
    end = 0
    for found in _MARKED.finditer(text):
        if found.start() > end:
            yield Plain(_seen(text[end : found.start()]))
        at, template, url, label, bold, code = found.groups()
        if at:
            yield _instant(int(at), template, zone)
        elif url:
            yield WebLink(_seen(label or url), html.unescape(url))
        else:
            yield Bold(_seen(bold)) if bold else Code(_seen(code))
        end = found.end()
    if end < len(text):
        yield Plain(_seen(text[end:]))


def _seen(text: str) -> str:
    return html.unescape(text).translate(_LOOK_ALIKES)


# --- buttons and menus --------------------------------------------------------------------------------------------


def _actions(elements: Sequence[Json]) -> Iterator[Block]:
    buttons = tuple(_button(one) for one in elements if one["type"] == "button")
    if buttons:
        yield Buttons(buttons)
    for one in elements:
        if one["type"] == "static_select":
            yield _choice(one)


def _button(element: Json) -> Button:
    return Button(element["text"]["text"], meaning(element), element.get("style", "plain"))


def _choice(element: Json) -> Choice:
    chosen = meaning(element)
    action = Action(chosen.verb, chosen.course, chosen.arguments[:-1])
    return Choice(element.get("placeholder", {}).get("text", ""), action, _offered(element))


def meaning(element: Mapping[str, Any]) -> Action:
    """What a click on the element, or on the first option of a menu, asks the bot."""
    meant = pressed({**element, "selected_option": element["options"][0]} if "options" in element else element)
    # Slack's own page buttons belong to answers of more than three messages, which no story has.
    assert isinstance(meant, Action)
    return meant
