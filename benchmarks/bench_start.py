"""Starting: what `--help` and `check` cost beside importing what they cannot do without and parsing the file's YAML."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from functools import partial

from benchmarks.measure import Result, seconds
from bot.data import bundled

ROUNDS = 9

FLOOR = """
import sys, click, yaml
from pydantic import BaseModel
class Anything(BaseModel):
    number: int
Anything(number=1)
yaml.load(open(sys.argv[1]), Loader=yaml.CSafeLoader)
"""
"""The least that `check` can do: import click and pydantic so that it can validate (a bare `import pydantic` loads
nothing, it fills itself at the first use), and parse the YAML."""

BARE = "import pydantic, click, yaml, sys; yaml.load(open(sys.argv[1]), Loader=yaml.CSafeLoader)"


def measure() -> list[Result]:
    schedule = str(bundled("schedule.yaml"))
    with tempfile.TemporaryDirectory() as folder:
        run = partial(subprocess.run, check=True, capture_output=True, cwd=folder)
        bare = seconds(lambda: run([sys.executable, "-c", "pass"]), rounds=ROUNDS)
        unfilled = seconds(lambda: run([sys.executable, "-c", BARE, schedule]), rounds=ROUNDS)
        floor = seconds(lambda: run([sys.executable, "-c", FLOOR, schedule]), rounds=ROUNDS)
        helped = seconds(lambda: run([sys.executable, "-m", "bot", "--help"]), rounds=ROUNDS)
        checked = seconds(lambda: run([sys.executable, "-m", "bot", "check", schedule]), rounds=ROUNDS)
    beside = "its floor"
    return [
        Result("python -c pass", bare),
        Result("import pydantic, click; parse the shipped YAML", unfilled),
        Result("the same, with one pydantic model used: the floor", floor),
        Result("coursebot --help", helped, helped / floor, beside),
        Result("coursebot check schedule.yaml", checked, checked / floor, beside, "< 2 x"),
    ]
