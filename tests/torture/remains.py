"""What remains of a run: what stands on Slack, in the ledger and in the logs, as evidence and as files for people.

It collects and judges nothing.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tests.slack_server import Message
from tests.torture import seat_rows, stores
from tests.torture.evidence import Evidence, Seen
from tests.torture.plan import RATE
from tests.torture.staff_work import BULLETIN, NOTE
from tests.torture.work import MARK

if TYPE_CHECKING:
    from tests.torture.run import Run


def evidence(run: Run, live_at: datetime, end_at: datetime) -> Evidence:
    slack, steering = run.slack, run.steering
    for asked in run.students.asked:
        if asked.what == "home":
            asked.shown = asked.account in slack.screens.homes
    found = run.store.work()
    return Evidence(
        announcements=run.channel.id,
        staff=run.staff.id,
        bot=slack.bot_user_id,
        people={one.id: one.name for one in slack.accounts.values() if not one.bot},
        directs={one.id: one.direct for one in slack.channels.values() if one.direct},
        secrets=tuple(run.secrets),
        live_at=live_at,
        end_at=end_at,
        patience=timedelta(seconds=run.patience * RATE),
        expected=run.expected,
        seen=[seen(run, one) for one in slack.log],
        rows=run.store.rows(),
        asked=run.students.asked,
        disturbed=run.timeline.disturbed(steering),
        up=[
            (steering.instant(life.began), steering.instant(life.ended or time.monotonic())) for life in run.fleet.lives
        ],
        leaps=steering.leaps(),
        sessions=run.term.sessions,
        students={one.id: one.account.tz for one in run.students.people},
        persons={one["person"]: one["user_id"] for one in found["persons"]},
        course=run.term.id,
        zone=run.term.zone.key,
        handed=run.writers.handed,
        pleaded=run.writers.pleaded,
        ordered=run.assistant.ordered,
        versions=stores.versions(found),
        grants=stores.grants(found),
        pleas=stores.pleas(found),
        opened_at=seat_rows.opened_at(found),
        by_itself=run.plan.opens is not None,
        signed=run.presenters.signed,
        decided=run.chair.decided,
        changes=seat_rows.changes(found),
        held=seat_rows.held(found),
        covers=seat_rows.covers(found),
        swaps=seat_rows.swaps(found),
        fills=seat_rows.fills(found),
        worked=run.desk.worked,
        listed=run.class_list.lines(),
        marks=stores.marks(found),
        returned=stores.returned(found),
        presences=stores.presences(found),
        entries=stores.entries(found),
        ended=[*run.fleet.strange, *run.class_list.strange],
        logged=bad_lines(run),
    )


def seen(run: Run, message: Message) -> Seen:
    return Seen(
        channel=message.channel,
        ts=message.ts,
        at=datetime.fromtimestamp(float(message.ts), UTC),
        text=message.plain,
        by_bot=message.bot_id == run.slack.bot_id,
        key=mark(message),
        to=message.ephemeral_to or "",
        deleted=message.deleted,
    )


def mark(message: Message) -> str:
    """The bot's hidden mark; '' where there is none."""
    return str((message.metadata or {}).get("event_payload", {}).get("key", ""))


def bad_lines(run: Run) -> list[str]:
    """Lines of the processes' logs that tell of a bug, or that tell a secret."""
    slack = run.slack
    never = (
        "Traceback",
        slack.bot_token,
        slack.app_token,
        slack.signing_secret,
        "ticket-",
        MARK,
        NOTE,
        BULLETIN,
        *run.class_list.codes,
        *run.secrets,
    )
    return [
        f"{life.log.name}: {line}"
        for life in run.fleet.lives
        for line in life.log.read_text(encoding="utf-8", errors="replace").splitlines()
        if any(word in line for word in never)
    ]


def keep_log(run: Run) -> None:
    """What Slack was called with, and what disturbed, for whoever looks for a cause."""
    zero = run.steering.turns[0].real
    calls = [f"{call.at.isoformat()} {call.method} {str(call.arguments)[:300]}" for call in run.slack.calls]
    (run.folder / "calls.txt").write_text("\n".join(calls) + "\n", encoding="utf-8")
    spans = sorted(run.timeline.spans, key=lambda span: span.begin)
    lines = [
        f"{span.begin - zero:8.3f} {run.steering.instant(span.begin)} {span.what} until {span.end - zero:.3f} "
        f"process {span.pid}"
        for span in spans
    ]
    (run.folder / "timeline.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
