"""The one message with which the bot makes itself known to a person: what it does, how to ask, where help is.

It knows the commands by their verbs only. A course that has turned it off has nothing to say here.
"""

from __future__ import annotations

from bot.conversation.reply import NOTHING, Block, Bold, Buttons, Code, Line, Reply, line, paragraph
from bot.course.model import Course
from bot.course.notice import Facts, Notice
from bot.course.reviews import owed
from bot.course.signups import seats
from bot.services.destinations import destinations
from bot.services.welcoming import STAFF_DETAIL
from handlers.help import everyday
from handlers.wording import channel_words


def welcome(notice: Notice, facts: Facts) -> Reply:  # noqa: ARG001 - every saying takes the notice
    """A few short lines, and the buttons of the menu."""
    course = facts.course
    if not course.announcements.welcome.on:
        return NOTHING
    collects = bool(owed(course))
    is_staff = bool(facts.details.get(STAFF_DETAIL))
    presents = bool(seats(course)) and not is_staff
    reviews = (_typed(course, "review"), " which reviews you owe and lets you write them, ") if collects else ()
    signup = (_typed(course, "signup"), " which seats to present are open to you, ") if presents else ()
    blocks: list[Block] = [
        paragraph("Hello! I am the bot of ", Bold(course.title), f". {_what_i_do(course)}"),
        paragraph(
            _typed(course, "readings"),
            " shows what to read next, ",
            *reviews,
            *signup,
            _typed(course, "deadlines"),
            " what is due.",
        ),
        paragraph(
            "You can also write to me here, for example ",
            Code("readings week 3"),
            ", or ",
            Code("readings"),
            " and some words of a paper’s title.",
        ),
        paragraph("Only you see my answers. Everything that I understand: ", _typed(course, "course help"), "."),
    ]
    if is_staff:
        blocks.append(paragraph(*_for_staff(course)))
    return Reply((*blocks, Buttons(everyday(course.id, reviews=collects, seats=presents))), private=False)


def _what_i_do(course: Course) -> str:
    if not destinations(course, "announcements"):
        return "I keep track of what to read, and what is due when."
    where = channel_words(course, "announcements")
    return f"In {where} I post what to read and what is due, and I answer when you ask."


def _typed(course: Course, words: str) -> Code:
    return Code(f"/{course.command_prefix}{words}")


def _for_staff(course: Course) -> Line:
    return line("You are staff: ", _typed(course, "course"), " also announces, pauses me, and shows what I will post.")
