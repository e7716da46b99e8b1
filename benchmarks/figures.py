"""The figures of a run as a file: what the report and the plots are made of, kept so that one benchmark can be run
anew without the others. It knows names and numbers, and measures nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.measure import Growth, Result


@dataclass(frozen=True, slots=True)
class Figures:
    """`machine`: what → which. `results`: by benchmark."""

    machine: Mapping[str, str]
    results: Mapping[str, tuple[Result, ...]]

    def all(self) -> tuple[Result, ...]:
        return tuple(result for results in self.results.values() for result in results)

    def named(self, name: str) -> Result:
        """Raises KeyError."""
        found = {result.name: result for result in self.all() if result.name}
        return found[name]


def load(path: Path) -> Figures | None:
    """None where there is no such file yet."""
    if not path.exists():
        return None
    found = json.loads(path.read_text(encoding="utf-8"))
    results = {name: tuple(_result(one) for one in results) for name, results in found["results"].items()}
    return Figures(found["machine"], results)


def save(figures: Figures, path: Path) -> None:
    results = {name: [_shape(one) for one in results] for name, results in figures.results.items()}
    found = {"machine": dict(figures.machine), "results": results}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _shape(result: Result) -> dict[str, Any]:
    """What is not empty, with as many digits as mean something."""
    found = {name: value for name, value in asdict(result).items() if value not in (None, "", ())}
    found["unit"] = result.unit
    for name in ("value", "ratio"):
        if name in found:
            found[name] = _rounded(found[name])
    if result.spread:
        found["spread"] = " ".join(str(_rounded(one)) for one in result.spread)
    return found


def _rounded(number: float) -> float:
    return float(f"{number:.4g}")


def _result(shape: dict[str, Any]) -> Result:
    growth = shape.pop("growth", None)
    spread = tuple(float(one) for one in shape.pop("spread", "").split())
    return Result(**shape, growth=Growth(**growth) if growth else None, spread=spread)
