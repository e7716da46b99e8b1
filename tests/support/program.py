"""Runs the text of a program that a test has written: `python -m tests.support.program TEXT …`.

It is a module of its own so that a zygote can run it, with the bot imported already. It knows nothing of the programs.
"""

from __future__ import annotations

import sys

if __name__ == "__main__":
    del sys.argv[0]
    exec(compile(sys.argv[0], "<program>", "exec"), {"__name__": "__main__"})
