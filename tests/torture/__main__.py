"""`python -m tests.torture --seed N --minutes M [--database sqlite|postgresql]`: terms, their audits, and a table.

Exit code 0 where every count is 0, else 1; then the folder with the evidence is kept and named.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.torture import plan as planning
from tests.torture import term as reading
from tests.torture.audit import audit
from tests.torture.evidence import Evidence
from tests.torture.findings import Finding, table
from tests.torture.plan import Plan
from tests.torture.run import Run
from tests.torture.stores import Postgresql, Sqlite, Store

ROOT = Path(__file__).resolve().parent.parent.parent
DATABASES = ("sqlite", "postgresql")
SHOWN = 20
"""Findings that are printed; all are in the folder."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--seed", type=int, default=None, help="the same seed plans the same blows")
    parser.add_argument("--minutes", type=float, default=5.0, help="for all terms together; default 5")
    parser.add_argument("--database", choices=DATABASES, help="default: one after the other")
    parser.add_argument("--keep", action="store_true", help="keep the evidence, though nothing was found")
    given = parser.parse_args(arguments)
    seed = random.SystemRandom().randrange(10**6) if given.seed is None else given.seed
    databases = (given.database,) if given.database else DATABASES
    seconds = given.minutes * 60 / len(databases)
    say(f"The seed is {seed}. To repeat it: make term SEED={seed} MINUTES={given.minutes:g}")
    good = [
        one_term(seed + number, database, scale, keep=given.keep)
        for database in databases
        for number, scale in enumerate(planning.scales(seconds))
    ]
    return 0 if all(good) else 1


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def one_term(seed: int, database: str, scale: planning.Scale, *, keep: bool = False) -> bool:
    """Play it, audit it, print the table; whether every count is 0."""
    schedule = reading.of_a_run((ROOT / "schedule.yaml").read_text(encoding="utf-8"))
    plan = planning.plan(seed, database, reading.read(schedule), scale)
    folder = Path(tempfile.mkdtemp(prefix=f"coursebot-torture-{seed}-{database}-"))
    say(f"\n{database}: {planning.counted(plan.windows)}. The plan is {folder / 'plan.txt'}")
    begun = time.monotonic()
    try:
        evidence = played(plan, schedule, folder)
    except BaseException:
        say(f"The run did not come to its end. What there is lies in {folder}")
        raise
    findings = audit(evidence)
    say(f"\n{database}, seed {seed}, {time.monotonic() - begun:.0f} s:")
    for line in table(findings, facts(evidence)):
        say(line)
    return report(findings, folder, keep=keep)


def played(plan: Plan, schedule: str, folder: Path) -> Evidence:
    store: Store = Postgresql() if plan.database == "postgresql" else Sqlite(folder)
    try:
        return asyncio.run(Run(plan, schedule, folder, store, say).play())
    finally:
        store.close()


def facts(evidence: Evidence) -> list[tuple[str, int]]:
    """How much there was to look at, so that a run in which nothing happened is seen."""
    kinds = Counter(one.what.rpartition(" ")[2] for one in evidence.disturbed)
    disturbed = ("kill", "freeze", "away", "down", "drop", "refresh", "lock", "cut")
    return [
        ("announcements asked for by the schedule", sum(one.due < evidence.end_at for one in evidence.expected)),
        ("messages", len(evidence.seen)),
        ("… that the bot deleted, since they stood there twice", sum(one.deleted for one in evidence.seen)),
        ("questions", len(evidence.asked)),
        ("rows of the ledger", len(evidence.rows)),
        ("texts that were handed in", len(evidence.handed)),
        ("… confirmed", sum(one.confirmed for one in evidence.handed)),
        ("… not at once", sum(one.tries > 1 for one in evidence.handed)),
        ("versions", len(evidence.versions)),
        *((f"… {what} by staff", n) for what, n in sorted(Counter(one.how for one in evidence.worked).items())),
        ("marks, returns", len(evidence.marks) + len(evidence.returned)),
        ("lines of the class list", len(evidence.entries)),
        ("reminders", sum(row.kind == "reminder" and row.state == "sent" for row in evidence.rows)),
        ("pleas, and grants", len(evidence.pleas) + len(evidence.grants)),
        ("deeds of students about seats", len(evidence.signed)),
        ("… several at once the same seat", sum(one.rivals > 0 for one in evidence.signed)),
        ("… that cost a process its life", sum(one.killed for one in evidence.signed)),
        ("deeds of staff about seats", sum(bool(one.words) for one in evidence.decided)),
        ("lines of the history of seats", len(evidence.changes)),
        *((f"… {what}", number) for what, number in sorted(Counter(one.change for one in evidence.changes).items())),
        ("covers, swaps, fillings", len(evidence.covers) + len(evidence.swaps) + len(evidence.fills)),
        (
            "reminders to presenters, and packets",
            sum(row.kind in ("presenter", "packet") and row.state == "sent" for row in evidence.rows),
        ),
        *((f"… {what}", kinds[what]) for what in disturbed if kinds[what]),
        ("calls of Slack that went wrong", sum(" " in one.what for one in evidence.disturbed)),
        ("moments in which the machine had no time for us", kinds["stall"] + kinds["starved"]),
    ]


def report(findings: list[Finding], folder: Path, *, keep: bool) -> bool:
    wrong = [one for one in findings if not one.excused]
    lines = [f"{one.count}{' (we did that)' if one.excused else ''}: {one.words}" for one in findings]
    (folder / "findings.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    if wrong:
        say(f"\n{len(wrong)} findings:")
        for one in wrong[:SHOWN]:
            say(f"  {one.count}: {one.words}")
    if wrong or keep:
        say(f"The evidence (plan, timeline, calls, logs, database, findings) is kept in {folder}")
    else:
        shutil.rmtree(folder)
    return not wrong


if __name__ == "__main__":
    os.chdir(ROOT)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # the processes that we started end with us
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("Stopped.")
