"""The board is posted again where somebody deleted it or it is far up in the channel: asked first, then done once.

It knows no word of the board itself.
"""

from __future__ import annotations

from bot.conversation.commands import Answer, Cost, Row, Run
from bot.conversation.reply import Action, Button, Buttons, Reply, paragraph
from bot.conversation.request import Request
from bot.services import seat_board
from handlers.staff_course import behind_a_button, only_course
from handlers.wording import channel_words

ANEW = "newboard"
"""Arguments: nothing to be asked; the number of the board that is to be posted."""


async def anew(request: Request, run: Run) -> Answer:
    """Ask, or do it."""
    course, number = only_course(request), request.arguments[:1]
    where = channel_words(course, seat_board.PURPOSE)
    following: int | None = await run.read(seat_board.next_number, course)
    if following is None:
        return Reply((paragraph("There is no board yet: I post it when sign-up opens."),))
    if not number:
        button = Button("Post it anew", Action(ANEW, course.id, (str(following),)), "primary")
        lead = paragraph(f"I post the board again at the end of {where}, and take the old one away if it still stands.")
        return Reply((lead, Buttons((button,))))
    done = number == (str(following),) and await run(
        seat_board.post_anew, course, following, now=request.now, by=request.someone.person
    )
    return Reply((paragraph(f"The board comes anew in {where}." if done else "That is done already."),))


ROWS: tuple[Row, ...] = (behind_a_button("new-board", ANEW, "Post the board of seats anew", anew, cost=Cost.HEAVY),)
