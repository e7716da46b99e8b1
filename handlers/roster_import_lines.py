"""A class list in words: what is wrong with a file, what importing it would change, what was changed.

Pure. The command line prints the same words.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.reply import Block, Bold, Code, Facts, Heading, Line, Reply, bullets, line, paragraph, small
from bot.course.class_list_text import BadClassList
from bot.course.model import Course
from bot.course.roster_file import ClassList
from bot.course.wording import counted, listed
from bot.services.roster_import import Imported, Preview, Standing
from bot.services.roster_plan import Conflict, Plan
from handlers.roster_notices import ROLE_WORDS
from handlers.seat_leaving import freed_lines
from handlers.wording import instant

SHOWN = 20
FAULTS_SHOWN = 20
FORMATS = {"canvas": "Canvas gradebook", "plain": "CSV"}


def file_name(name: str) -> str:
    words = " ".join(name.split())
    return words if len(words) <= 60 else f"{words[:40]}…{words[-18:]}"


def broken(bad: BadClassList) -> Reply:
    """All that is wrong, as far as it can be read at once."""
    number = len(bad.faults)
    lead = paragraph(
        Bold(f"“{file_name(bad.file)}” cannot be the class list"),
        f": {counted(number, 'problem')}. Nothing was changed.",
    )
    blocks: list[Block] = [lead, bullets(*(line(str(fault)) for fault in bad.faults[:FAULTS_SHOWN]))]
    if number > FAULTS_SHOWN:
        blocks.append(small(f"And {number - FAULTS_SHOWN} more; ", Code("coursebot roster import"), " shows them all."))
    return Reply(tuple(blocks))


# --- before -----------------------------------------------------------------------------------------------------------


def previewed(course: Course, found: Preview) -> tuple[Block, ...]:
    """What would change, without buttons."""
    sheet, what = found.sheet, found.plan
    if found.changes_nothing and found.again is not None:
        already = f"“{file_name(sheet.file)}” is the class list of {course.title} already, since "
        return (paragraph(already, instant(course, found.again.imported_at), ". There is nothing to change."),)
    kind = "" if sheet.kind == "plain" else f" ({FORMATS[sheet.kind]})"
    lead = f" “{file_name(sheet.file)}”{kind} has {counted(len(sheet.lines), 'student')}."
    blocks: list[Block] = [
        Heading(f"Class list of {course.title}"),
        paragraph(Bold("Nothing is changed yet."), lead),
        *(paragraph(Bold("Please look twice: "), words) for words in _doubts(sheet, what)),
        Facts(tuple(_rows(what))),
    ]
    if what.conflicts:
        blocks.append(paragraph(Bold("These lines I leave out until it is clear whom they mean:")))
        blocks.append(bullets(*(_conflict(one) for one in what.conflicts[:SHOWN])))
    blocks += [small(words) for words in _remarks(sheet, what)]
    return tuple(blocks)


def _doubts(sheet: ClassList, what: Plan) -> list[str]:
    found: list[str] = []
    if what.unmatched and not what.matches and not what.staff:
        found.append("I know nobody on this list. Is it the list of this course?")
    elif what.misses_many:
        here = len(what.unmatched) + len(what.matches)
        found.append(f"{len(what.unmatched)} of the {here} students here are not on it. Is it the list of this course?")
    if what.removes_many:
        gone = f"{len(what.removed)} of {counted(what.before, 'student')}"
        found.append(f"it takes {gone} off the list. Is it the whole list?")
    if not any(one.email for one in sheet.lines):
        found.append("it has no e-mail addresses. People will have to tell me their id, or use a claim code.")
    return found


def _rows(what: Plan) -> list[tuple[str, Line]]:
    renamed = [f"{one.was} → {one.line.name}" for one in what.changed if one.renamed]
    addresses = [f"{one.line.name} ({one.line.email})" for one in what.changed if one.readdressed]
    sections = [f"{one.line.name} ({one.line.section})" for one in what.matches if one.moved]
    becoming = [one for one in what.matches if one.person in what.roles]
    becomes = [f"{one.line.name} ({ROLE_WORDS[what.roles[one.person]]} now)" for one in becoming]
    lots: list[tuple[str, list[str]]] = [
        ("New", [one.name for one in what.added]),
        ("Here already", [one.line.name for one in what.recognised]),
        ("Back", [one.line.name for one in what.back]),
        ("As before", [one.line.name for one in what.listed]),
        ("New name", renamed),
        ("New e-mail", addresses),
        ("New section", sections),
        ("Become students", becomes),
        ("Off the list", [one.name for one in what.removed]),
        ("Here, not on it", [one.name for one in what.unmatched]),
        ("Stay staff", [one.line.name for one in what.staff]),
        ("Stay as you said", [one.line.name for one in what.kept]),
    ]
    quiet = ("Here already", "As before")
    return [
        (label, line(str(len(names)) if label in quiet else f"{len(names)}: {some(names)}"))
        for label, names in lots
        if names
    ]


def some(names: Sequence[str], shown: int = SHOWN) -> str:
    """`Ada, Ben and 60 more`."""
    return listed([one if len(one) <= 80 else f"{one[:79]}…" for one in names], shown)


def _conflict(one: Conflict) -> Line:
    who = f"Line {one.line.line}, {one.line.name}: "
    if len(one.names) > 1:
        return line(who, f"its e-mail is that of {one.names[0]}, its id that of {one.names[1]}.")
    if one.other_line:
        return line(who, f"line {one.other_line} fits {one.names[0]} as well.")
    return line(who, f"it fits {one.names[0]}, and so does another line.")


def _remarks(sheet: ClassList, what: Plan) -> list[str]:
    found: list[str] = []
    if what.removed:
        found.append(
            "Who is off the list is not in the course any more. Their work stays, their seats in classes to come are "
            "free, and you are told which."
        )
    if what.unmatched:
        found.append(
            "Who is here and not on it stays, and is asked once, in private, for their id or e-mail, once we are live."
        )
    if sheet.guessed:
        found.append("The file is in no Unicode encoding: I read it as Latin-1. Are é, ü and ñ right above?")
    if sheet.left_out:
        which = listed([str(number) for number, _ in sheet.left_out[:SHOWN]])
        word = "line" if len(sheet.left_out) == 1 else "lines"
        found.append(f"Left out: {sheet.left_out[0][1]}, Canvas’s own test student ({word} {which}).")
    return found


# --- after ------------------------------------------------------------------------------------------------------------


def done(course: Course, outcome: Imported, standing: Standing) -> tuple[Block, ...]:
    """What is the case now."""
    what = outcome.preview.plan
    changes = [
        f"{len(lot)} {word}"
        for lot, word in ((what.added, "new"), (what.back, "back"), (what.removed, "off the list"))
        if lot
    ]
    told = ": ".join(filter(None, (counted(standing.number, "student"), ", ".join(changes))))
    blocks: list[Block] = [paragraph(Bold("Done: this is the class list now. "), f"It has {told}.")]
    for name, freed in outcome.freed:
        if lines := freed_lines(course, freed):
            blocks += [paragraph(Bold(name)), *lines]
    return (*blocks, *unclaimed_lines(standing))


def unclaimed_lines(standing: Standing) -> tuple[Block, ...]:
    """How many of the list have no account here, and how they get one."""
    number = len(standing.unclaimed)
    if not number:
        return ()
    whose = "1 of them has" if number == 1 else f"{number} of them have"
    how = " I know them when they join with the e-mail of the list, or by a claim code: "
    return (small(f"{whose} no account here yet.", how, Code("coursebot roster codes"), "."),)


def source(course: Course, standing: Standing) -> Line:
    """Where the list comes from."""
    by = f" by {standing.by}" if standing.by else ""
    return line(
        f"Class list: “{file_name(standing.sheet.name)}” with {counted(standing.number, 'student')}, imported{by} on ",
        instant(course, standing.sheet.imported_at),
        f". {len(standing.unclaimed)} unclaimed." if standing.unclaimed else ". All have an account here.",
    )
