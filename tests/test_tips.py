"""The cards: one a day at most, some only on their occasion, plain words with a source, and nothing promised."""

import re
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from week_samples import MONDAY, session_on

from coach import paths
from coach.adapters.library import load_tips
from coach.core.care.tips import Tip, Tips
from coach.ports import CareError

FILE = paths.assets_dir() / "care" / "tips.toml"
TIPS = load_tips(FILE)
LONG = session_on(MONDAY, "bird_dog", minutes=61)
FORBIDDEN = re.compile(
    r"(?i)\b(treat\w*|cure[sd]?|diagnos\w*|heal(s|ed|ing)?|reliev\w+ (your )?pain|clinical\w*|proven|safe|guarantee\w*|"
    r"must|should have|ibuprofen|paracetamol|\d+ ?(mg|ml|litres?|kg))\b"
)


def test_each_day_has_one_and_the_next_day_another() -> None:
    days = [TIPS.of_day(MONDAY + timedelta(days=n)) for n in range(60)]
    assert all(days)
    assert all(a != b for a, b in pairwise(days))
    assert {tip.id for tip in days if tip} == {tip.id for tip in TIPS.tips if tip.when == "any"}


@pytest.mark.parametrize(
    ("minutes", "later", "shows"), [(61, 0, True), (61, 1, True), (61, 2, False), (60, 0, False), (90, -1, False)]
)
def test_drinks_with_minerals_are_named_only_after_a_long_session(minutes: float, later: int, shows: bool) -> None:
    sessions, day = [session_on(MONDAY, "bird_dog", minutes=minutes)], MONDAY + timedelta(days=later)
    tip = TIPS.of_day(day, sessions)
    assert tip is not None
    assert (tip.id == "after_sweat", "after_sweat" in {one.id for one in TIPS.on(day, sessions)}) == (shows, shows)


def test_level_ground_is_said_beside_walks() -> None:
    tip = TIPS.beside("walking")
    assert tip is not None
    assert "level ground" in tip.title
    assert Tips().beside("walking") is None
    assert Tips().of_day(MONDAY) is None


@pytest.mark.parametrize("tip", TIPS.tips, ids=lambda tip: tip.id)
def test_a_card_is_short_and_promises_nothing(tip: Tip) -> None:
    said = (tip.title, *tip.lines)
    assert [line for line in said if FORBIDDEN.search(line)] == []
    assert max(len(sentence.split()) for line in tip.lines for sentence in re.split(r"[.:?!]", line)) <= 14


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[tips]]\nid = "a"\ntitle = "A"\nlines = ["x", "y"]\n', "source: is missing"),
        ('[[tips]]\nid = "a"\ntitle = "A"\nlines = ["x"]\nsource = "s"\n', "two to 4 lines"),
        ('[[tips]]\nid = "a"\ntitle = " "\nlines = ["x", "y"]\nsource = "s"\n', "needs a title"),
        ('[[tips]]\nid = "a"\ntitle = "A"\nlines = ["x", "y"]\nsource = "s"\nwhen = "night"\n', "when"),
        ('[[tips]]\nid = "a"\ntitle = "A"\nlines = ["x", "y"]\nsource = "s"\n' * 2, "an id stands twice"),
        (f'[[tips]]\nid = "a"\ntitle = "A"\nlines = ["x", "{"y" * 121}"]\nsource = "s"\n', "characters"),
        ("tips = [", "not valid TOML"),
    ],
)
def test_a_file_that_is_wrong_says_where(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "tips.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CareError, match=said):
        load_tips(tmp_path / "tips.toml")


def test_a_long_session_is_longer_than_an_hour() -> None:
    assert TIPS.of_day(MONDAY, [LONG]) != TIPS.of_day(MONDAY)
