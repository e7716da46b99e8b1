"""`coursebot export gradebook`: what would change in Canvas's gradebook, and the file that Canvas imports.

What it says of people goes to the standard error, or with `--diff` to the standard output; the file never holds it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from bot.cli_course import Desk, at_desk, course_options
from bot.cli_file import hand_out, out_option, place
from bot.cli_output import complain, say
from bot.course.grading import COMPONENTS
from bot.errors import Misconfigured


@click.command()
@course_options
@click.option("--create", is_flag=True, help="New columns for what the schedule names no column of Canvas for.")
@click.option("--final", is_flag=True, help="What is missing counts 0; otherwise it stays blank.")
@click.option("--per-review", is_flag=True, help="A column for each review, in place of their total.")
@click.option("--component", "components", multiple=True, type=click.Choice(COMPONENTS), help="Only this; repeatable.")
@click.option("--diff", "only_diff", is_flag=True, help="Only say what would change, person by person.")
@out_option
@click.option("--bom", is_flag=True, help="Begin with a byte order mark, for old spreadsheets. Canvas needs none.")
def gradebook(
    database_url: str | None,
    course_id: str | None,
    components: tuple[str, ...],
    out: Path | None,
    *,
    create: bool,
    final: bool,
    per_review: bool,
    only_diff: bool,
    force: bool,
    bom: bool,
) -> None:
    """The scores for Canvas: the columns of its gradebook that change, as a CSV that it imports.

    It begins with the list that was imported from Canvas (coursebot roster import): lines, ids and columns are those of
    that file. Which column holds what is in the schedule (grading.reviews.column …). Without such a list it is a plain
    table.
    """
    from bot.export import canvas  # noqa: PLC0415 - `--help` has no use for all this
    from bot.services import gradebook as service  # noqa: PLC0415
    from bot.services.graded_work import Wanted  # noqa: PLC0415
    from handlers import gradebook_words as words  # noqa: PLC0415

    asked = tuple(name for name in COMPONENTS if name in components) or COMPONENTS
    wanted = Wanted(components=asked, create=create, final=final, per_review=per_review)

    async def work(desk: Desk) -> None:
        made: service.Gradebook = await desk.database.run.read(service.gradebook, desk.course, wanted, now=desk.now)
        tell: Callable[[str], None] = say if only_diff else complain
        for sentence in (f"{words.headline(made)}.", *words.remarks(made), words.source(desk.course, made)):
            tell(sentence)
        if only_diff:
            for change in words.changes(made):
                say(change)
        elif made.sheet is not None and not made.targets and made.homeless:
            raise Misconfigured(
                f"There is nothing to write: no column is named for {words.homeless(made)}; see --create."
            )
        elif made.sheet is not None and not made.filled.changes:
            complain("Canvas has all of this already: nothing was written.")
        else:
            target = None if out is None else place(out, service.file_name(desk.course))
            content = canvas.content(made.filled, as_it_stood=made.sheet is not None, bom=bom)
            noting = partial(desk.database.run, service.note, desk.course, made, person=None, now=desk.now)
            await hand_out(content, target, force=force, noting=noting)
            if target is not None:
                complain(f"Wrote {target}.")

    at_desk(database_url, course_id, work)
