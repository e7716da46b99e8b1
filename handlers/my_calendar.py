"""`/mywork calendar`: a person's own calendar as a file, and as an address that stays up to date where the bot has one.

The address is a secret: whoever has it reads what its person owes. It is shown once and can be taken back.
"""

from __future__ import annotations

from datetime import datetime

from bot.conversation.commands import Audience, Row, Run
from bot.conversation.reply import (
    Action,
    Attachment,
    Block,
    Button,
    Buttons,
    Code,
    Instant,
    Reply,
    paragraph,
    small,
)
from bot.conversation.request import Request
from bot.errors import Refused
from bot.export.calendars import calendar_file
from bot.services import calendars
from handlers.calendar_entries import of_person
from handlers.reminder_settings import person_of

CALENDAR, NEW_LINK, REVOKE = "mycal", "callink", "calgone"

FILE = "my-courses.ics"
PATH = "/calendar/{secret}.ics"
"""Where a person's calendar is, on the bot's own port."""

NO_PAGES = "I have no public address here, so I can give you your calendar as a file only."


async def show(request: Request, run: Run) -> Reply:
    """The file, and what there is beside it."""
    person = person_of(request)
    found = await run.read(calendars.mine, request.courses, person, now=request.now)
    entries = of_person(found)
    if not entries:
        return Reply((paragraph("There is nothing with a date yet, so there is nothing for your calendar."),))
    several = len(found) > 1
    lead = f"Here {'are your courses' if several else 'is your course'} for your calendar: open the file with it. "
    has = "Classes, what is due, and the seats that you hold." if any(one.seats for one in found) else ""
    blocks: list[Block] = [paragraph(lead, has or "Classes and what is due.")]
    if request.public_url:
        since: datetime | None = await run.read(calendars.link_since, person)
        zone = request.courses[0].timezone.key
        blocks += _link_blocks(since, zone)
    else:
        blocks.append(small("The file says how things stand now: ask again when the schedule has changed."))
    content = calendar_file(entries, now=request.now)
    return Reply(tuple(blocks), files=(Attachment(FILE, content, "For your calendar"),), files_follow=True)


def _link_blocks(since: datetime | None, zone: str) -> list[Block]:
    if since is None:
        words = "The file says how things stand now. A link that your calendar program looks up stays up to date."
        return [paragraph(words), Buttons((Button("Get a link", Action(NEW_LINK)),))]
    buttons = (Button("Make a new link", Action(NEW_LINK)), Button("Switch it off", Action(REVOKE), "danger"))
    return [
        paragraph("You have a link that stays up to date, made on ", Instant(since, zone), ". "),
        small("I cannot show it again. A new one takes its place: the one before is good for nothing then."),
        Buttons(buttons),
    ]


async def new_link(request: Request, run: Run) -> Reply:
    """The secret address, once."""
    if not request.public_url:
        raise Refused(NO_PAGES)
    secret = await run(calendars.make_link, person_of(request), now=request.now)
    url = f"{request.public_url}{PATH.format(secret=secret)}"
    return Reply(
        (
            paragraph("Add this address to your calendar program (“subscribe” or “from URL”):"),
            paragraph(Code(url)),
            paragraph("Keep it to yourself: whoever has it can read what you owe and when you present."),
            Buttons((Button("Switch it off", Action(REVOKE), "danger"),)),
        )
    )


async def switch_off(request: Request, run: Run) -> Reply:
    """The address is good for nothing any more."""
    was = await run(calendars.revoke_link, person_of(request), now=request.now)
    words = "Done: the link shows nothing any more." if was else "There is no link of yours that is good."
    again = Button("Make a new link", Action(NEW_LINK))
    return Reply((paragraph(words), *((Buttons((again,)),) if request.public_url else ())))


ROWS: tuple[Row, ...] = (
    Row(
        name="calendar",
        verb=CALENDAR,
        summary="Classes, deadlines and your seats for your own calendar",
        function=show,
        audience=Audience.STUDENT,
    ),
    Row(
        name="calendar-link",
        verb=NEW_LINK,
        summary="A link to your calendar",
        function=new_link,
        audience=Audience.STUDENT,
        listed=False,
    ),
    Row(
        name="calendar-off",
        verb=REVOKE,
        summary="Switch the link off",
        function=switch_off,
        audience=Audience.STUDENT,
        listed=False,
    ),
)
