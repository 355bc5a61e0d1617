"""What is said: nothing that promises a cure, and words that a child of twelve reads with ease."""

import re
from collections import defaultdict
from functools import cache
from typing import Final

import pytest
from reading import grade, sentences, syllables
from shown_words import Shown, from_code, from_files, from_pages

CLAIMS: Final = re.compile(
    r"\b(treat(s|ed|ing|ment|ments)?|cur(e|es|ed|ing|ative)|diagnos\w*|heal(s|ed|ing)?|clinically|medical[- ]grade"
    r"|proven|guarantee\w*|(pain|spasm)[- ](relief|killer|free)|reliev\w+ (your |the |back )*(pain|spasms?)"
    r"|(safe|unsafe) (to|for) (exercise|you|your)|you are safe|you have (a|an) (slipped|herniat|disc|condition)\w*"
    r"|(fewer|prevents?|no more) (flare-ups?|spasms?|back pain)"
    r"|replaces? (a |your )?(doctor|therap\w+|physical therapy)|dos(e|es|age) of|\d+ ?mg)\b",
    re.IGNORECASE,
)
"""What is never said, of a wellness tool; wording after the general wellness guidance of 2026 and its European like."""

PLAIN: Final = {
    ("coach/core/fit.py", "clinically"),
}
"""Place and word that are no claim."""

GRADE: Final = 6.0
"""Of a data file's texts together: read with ease at about 11 to 12."""

LONGEST: Final = 25
"""Words of a sentence in what people read in the app."""


@cache
def shown() -> tuple[Shown, ...]:
    return (*from_files(), *from_code(), *from_pages())


@cache
def by_file() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for one in from_files():
        found[one.place].append(one.text)
    return dict(found)


def test_nothing_is_claimed() -> None:
    found = [(one.place, hit.group(0), one.text) for one in shown() for hit in CLAIMS.finditer(one.text)]
    assert [hit for hit in found if hit[:2] not in PLAIN] == []


@pytest.mark.parametrize(
    "claim",
    [
        "This treats your back.", "A cure for spasms", "We diagnose", "relieves back pain", "clinically proven",
        "You are safe to exercise", "It is safe to exercise now", "Take 400 mg", "pain-free in a week",
        "Replaces physical therapy", "medical-grade", "Fewer flare-ups from sitting", "helps the disc heal",
    ],
)  # fmt: skip
def test_a_claim_is_found(claim: str) -> None:
    assert CLAIMS.search(claim)


@pytest.mark.parametrize(
    "plain", ["Relief", "For a sore back now", "safely down", "Ask a doctor", "a healthy weight", "the dose", "secure"]
)
def test_plain_words_are_no_claim(plain: str) -> None:
    assert not CLAIMS.search(plain)


@pytest.mark.parametrize("place", sorted(by_file()))
def test_a_file_is_read_with_ease(place: str) -> None:
    texts = by_file()[place]
    assert grade(texts) <= GRADE, f"{grade(texts):.1f}"
    assert [text for text in texts for words in sentences(text) if len(words) > LONGEST] == []


def test_the_words_of_the_screens_are_short() -> None:
    screens = [one for one in from_code() if one.place.startswith(("coach/ui", "coach/core"))]
    assert [(one.place, one.text) for one in screens for words in sentences(one.text) if len(words) > LONGEST] == []
    assert grade(one.text for one in screens) <= GRADE


@pytest.mark.parametrize(
    ("word", "count"),
    [("plank", 1), ("moved", 1), ("rested", 2), ("table", 2), ("exercise", 3), ("shoulder", 2), ("the", 1), ("bee", 1),
     ("breathe", 1), ("physiotherapist", 5), ("knees", 1), ("presses", 2), ("I'm", 1)],
)  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert abs(syllables(word) - count) <= 1 if count > 3 else syllables(word) == count


def test_a_hard_text_is_told_from_an_easy_one() -> None:
    easy = ["Lie on your back. Bend your knees. Breathe out as you lift."]
    hard = ["Persistent lumbopelvic dysfunction necessitates an interdisciplinary physiotherapeutic evaluation."]
    assert grade(easy) < 2
    assert grade(hard) > 15
