"""The JSON Schema of what is exported as JSON: `python -m bot.services.export_schema > docs/export.schema.json`.

It knows the columns that every export has; those of papers and of questions are a course's own.
"""

from __future__ import annotations

import json
from typing import Any

from bot.export import json_file
from bot.services import exporting_reviews, exporting_tables

SHEETS = {
    "reviews": (exporting_reviews.COLUMNS, "One a review, or with --versions one a version."),
    "signups": (exporting_tables.SIGNUPS, "One a seat that somebody has."),
    "status": (exporting_tables.STATUS, "One a student."),
    "deliveries": (exporting_tables.DELIVERIES, "One a part of what was said, or is to be said, unasked."),
    "audit": (exporting_tables.AUDIT, "One a thing that staff did."),
}
MORE = {
    "reviews": "The answer to a question of the review form, by the question's id.",
    "status": "How the review of a paper stands, by the paper's id.",
}


def schema() -> dict[str, Any]:
    return json_file.schema(SHEETS, more=MORE)


if __name__ == "__main__":
    print(json.dumps(schema(), indent=2))  # noqa: T201 - that is what it is for
