"""Ready-made review forms and presenting roles, by the word that a schedule names them with.

Field and role ids are stored with every review and seat: they never change. The words are our own and may be improved.
"""

from __future__ import annotations

from bot.course.model import FormField, ReviewForm, Role, Visibility

MERIT = ("Reject", "Weak reject", "Borderline", "Weak accept", "Strong accept")
EXPERTISE = ("No familiarity", "Some familiarity", "Knowledgeable", "Expert")


def _text(field_id: str, label: str, description: str | None = None) -> FormField:
    return FormField(id=field_id, kind="text", label=label, description=description)


_SYSTEMS = (
    _text("summary", "Summary", "What the paper does, in your own words: the problem, the idea, the evidence."),
    _text("strengths", "Strengths", "What convinced you, and why."),
    _text("weaknesses", "Weaknesses", "What did not, and what would."),
    _text("questions", "Questions for discussion", "What you would ask the authors, or the class."),
    FormField(id="merit", kind="scale", label="Overall merit", options=MERIT, long=False),
    FormField(id="expertise", kind="scale", label="Your expertise", options=EXPERTISE, long=False),
    FormField(
        id="comment_to_staff",
        kind="text",
        label="Comment to staff",
        description="Only staff can read this.",
        visibility=Visibility.STAFF,
        required=False,
    ),
)
_SIX_QUESTIONS = (
    _text("problem", "Problem", "What problem is solved, and for whom?"),
    _text("metrics", "Metrics of success", "How would one know that it is solved?"),
    _text("innovations", "Innovations over prior work", "What is new here?"),
    _text("results", "Key results", "What was measured, and what came out?"),
    _text("limitations", "Limitations and improvement", "Where does it fall short, and how could it be better?"),
    _text("impact", "Long-term impact", "What of it will matter in ten years?"),
)
_SHORT = (
    FormField(
        id="sentences",
        kind="text",
        label="Three sentences",
        description="The paper in three sentences: the problem, the idea, your verdict.",
        max_words=120,
    ),
    FormField(id="question", kind="text", label="One question", description="One question for the discussion."),
)
_SUMMARY = (_text("summary", "Summary", "What the paper says and what you take from it."),)

FORMS: dict[str, ReviewForm] = {
    name: ReviewForm(name=name, fields=fields)
    for name, fields in {
        "systems": _SYSTEMS,
        "six-questions": _SIX_QUESTIONS,
        "short": _SHORT,
        "summary": _SUMMARY,
    }.items()
}

_NEUTRAL = ("summary", "problem", "results", "sentences")
_FOR = ("strengths", "innovations", "results", "impact")
_AGAINST = ("weaknesses", "limitations")
"""What presenters are given to read, of whichever form has it. Who leads, takes notes or judges the whole reads all."""

PRESENTING: dict[str, tuple[Role, ...]] = {
    "pc-meeting": (
        Role(
            id="neutral",
            title="Neutral Presenter",
            duties="Presents the paper fairly and without judging it: problem, approach, results.",
            reads=_NEUTRAL,
        ),
        Role(
            id="advocate",
            title="Advocate",
            duties="Argues for accepting the paper and defends it against the critic.",
            reads=_FOR,
        ),
        Role(
            id="critic",
            title="Critic",
            duties="Argues against accepting the paper: gaps, doubts, missing comparisons.",
            reads=_AGAINST,
        ),
        Role(
            id="backup",
            title="Backup/Scribe",
            duties="Takes notes of the discussion, and steps in for another role when someone cannot come.",
            backup=True,
        ),
    ),
    "role-playing": (
        Role(id="reviewer", title="Scientific Reviewer", duties="Reviews the paper as for a conference, with a score."),
        Role(
            id="archaeol",
            title="Archaeologist",
            duties="Finds an older paper it builds on and a newer one that cites it.",
            reads=("innovations", *_NEUTRAL),
        ),
        Role(
            id="academic",
            title="Academic Researcher",
            duties="Proposes a follow-up project that this paper makes possible.",
            reads=_AGAINST,
        ),
        Role(
            id="industry",
            title="Industry Practitioner",
            duties="Pitches a product or feature built on the paper.",
            reads=_FOR,
        ),
        Role(
            id="hacker",
            title="Hacker",
            duties="Implements a small part of the paper and shows what happens.",
            reads=_NEUTRAL,
        ),
        Role(
            id="detectiv",
            title="Private Investigator",
            duties="Looks into one author: path, earlier work, motives.",
            reads=_NEUTRAL,
        ),
        Role(
            id="impact",
            title="Social Impact Assessor",
            duties="Judges what the work may do to people, good and bad.",
            reads=("impact", *_AGAINST),
        ),
    ),
    "scribe": (Role(id="scribe", title="Scribe", duties="Writes the notes of the lecture for everyone."),),
    "lead": (Role(id="lead", title="Discussion Lead", duties="Opens the paper and leads the discussion of it."),),
}
