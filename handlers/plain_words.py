"""What a sentence asks for that names no command: `I’m sick`, `can I get an extension?`, `what should I read`.

Pure: it knows phrases and which row answers each; rapidfuzz decides which words are alike. A wrong guess is harmless,
since those rows only show and offer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

UNABLE, OWED, READ, SIGNUP, DROP, BOARD = "unable", "owed", "read", "signup", "drop", "board"

ABOUT_SEATS = frozenset({SIGNUP, DROP, BOARD})
"""Rows that find in the sentence which seats are meant."""

OWN_WORDS = "…"
"""The first argument of these, before the sentence."""

SENTENCE = 60
"""Words of a sentence that are looked at."""

GAP = 3
"""Words that may stand between two of a phrase: `I am really very ill`."""

SAME = 80.0
SHORT = 4
"""A word of fewer letters is meant only where it stands just so."""

FULL = {
    "im": "i am",
    "i'm": "i am",
    "ive": "i have",
    "i've": "i have",
    "i'll": "i will",
    "can't": "cannot",
    "cant": "cannot",
    "can not": "cannot",
    "couldn't": "cannot",
    "could not": "cannot",
    "won't": "will not",
    "wont": "will not",
    "don't": "do not",
    "dont": "do not",
    "didn't": "did not",
    "what's": "what is",
    "whats": "what is",
    "when's": "when is",
    "where's": "where is",
}
_FULL = re.compile(rf"\b({'|'.join(sorted(FULL, key=len, reverse=True))})\b")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Sense:
    """The verb of the row that answers it, and a word for that row where it may answer in different ways."""

    verb: str
    about: str = ""


PHRASES: Mapping[Sense, str] = {
    Sense(DROP): """
        drop/return/cancel my/the/this seat/slot/role/presentation; drop/return seat/slot;
        give my/the/this seat/slot/role back/up; give back/up my/the/this seat/slot/role; cannot present; not present
    """,
    Sense(BOARD): """
        who present/presents/presented/presenting/presenter; who is/are/was/will/has present/presenting/presenter;
        who has/have/took/holds/got seat/seats/slot/slots/role; who signed up; who is signed;
        who is/are/does critic/critics/advocate/advocates/reviewer/backup/scribe/hacker/lead/leads
    """,
    Sense(UNABLE, "ill"): """
        i am ill/sick/unwell/hospitalized; i feel ill/sick/unwell/bad/awful/terrible; feeling ill/sick/unwell; not well;
        got/fell/been/being/was/so ill/sick; i have fever/flu/covid/migraine/cold; in hospital; to doctor;
        an/family/my emergency; emergency came/come; died; passed away; funeral
    """,
    Sense(UNABLE, "time"): """
        an/need/get/have/want/ask/grant/request/any/possible extension; extension please/possible;
        need/get/have/give/want/ask/grant/request/some/any/bit more/extra time/days/hours; need longer;
        another/one/few/two/couple more day/days/hours; extend deadline/date/it/my; move/postpone/push deadline;
        submit/hand/turn late; be excused; excuse me from
    """,
    Sense(UNABLE, "cannot"): """
        cannot make it/this/that/today/tomorrow/deadline/class/review; cannot do it/this/that/review/today;
        cannot finish/submit/complete/write/manage/attend/come/hand; will not make/finish/manage/attend;
        will not be able; not able to; unable to; will be late; running late; will miss; going to miss
    """,
    Sense(OWED): """
        when/until review/reviews/assignment due; when/until due review/assignment; when submit; when hand in;
        when turn in; am i late; is it/my/review late; is too late; how late am/is; still submit;
        did/have i submit/submitted; is my review in/submitted/received; did you get/receive review;
        how much/long/many do i have; time left; what do/must/should i owe/write/submit/review; what review/reviews;
        have to write/submit/review; need to write/submit/review; what is due; do i owe
    """,
    Sense(READ): """
        what/which do/must/should/shall/can i read; what to read; what is to read; have to read; need to read;
        which/what paper/papers is/are/for/do/next/now/today/tomorrow;
        which/what reading/readings; when/where/what is class/lecture/seminar;
        when/where do/does we/class meet; is there class/lecture; is class today/tomorrow/on; next class/lecture/week
    """,
    Sense(SIGNUP): """
        sign up/me/for; signup; which/what/any/free/open/empty seats/slots;
        seat/seats/slot/slots free/open/left/available; my seat/seats/slot/slots/role/roles; take seat/slot/role;
        be critic/advocate/reviewer/backup/scribe/hacker/lead/presenter; present
    """,
}
"""Phrases: words in this order, of which `/` parts what may stand in the same place. The first that fit count."""


def sense(words: Sequence[str]) -> Sense | None:
    """What the sentence asks for; None where it is none of these."""
    text = " ".join(words[:SENTENCE]).casefold().replace("’", "'").replace("‘", "'")
    said = _WORD.findall(_FULL.sub(lambda found: FULL[found[1]], text))
    return next((known for known, phrases in _PHRASES if any(_holds(said, one) for one in phrases)), None)


def _parsed(text: str) -> list[list[frozenset[str]]]:
    return [[frozenset(place.split("/")) for place in phrase.split()] for phrase in text.split(";")]


_PHRASES = [(known, _parsed(text)) for known, text in PHRASES.items()]


def _holds(said: Sequence[str], phrase: Sequence[frozenset[str]]) -> bool:
    """Whether the phrase's words stand in the sentence, one after the other and near each other."""
    starts = [number + 1 for number, word in enumerate(said) if _is_one(word, phrase[0])]
    for place in phrase[1:]:
        reached = {at for start in starts for at in range(start, min(start + GAP + 1, len(said)))}
        starts = [at + 1 for at in sorted(reached) if _is_one(said[at], place)]
    return bool(starts)


def _is_one(word: str, of: frozenset[str]) -> bool:
    return word in of or any(min(len(word), len(one)) >= SHORT and fuzz.ratio(word, one) >= SAME for one in of)
