"""The pages around a session: laid out at every size, and nothing said that must not be."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pygame
import pytest
from around_pages import PAGE_CASES, words
from desk_fake import TODAY
from desk_walk import paint
from page_check import SCALES, SIZES, drawn, problems

from coach.ui.app import Move
from coach.ui.screens.breathing import IN_S, OUT_S, breath
from coach.ui.screens.home_words import ago
from coach.ui.screens.scale import ScalePage

SMALL = (640, 360)


@pytest.mark.parametrize("name", PAGE_CASES)
def test_everything_fits_at_every_size(name: str) -> None:
    for scale in SCALES:
        page = PAGE_CASES[name](paint(scale))
        assert {size: found for size in SIZES if (found := problems(page, size))} == {}, f"type at {scale}"


@pytest.mark.parametrize("name", PAGE_CASES)
def test_it_draws_in_dark_and_light(name: str) -> None:
    dark, light = (drawn(PAGE_CASES[name](paint(light=light)), SMALL) for light in (False, True))
    assert dark.get_at((2, 2)) != light.get_at((2, 2))


FORBIDDEN = re.compile(
    r"(?i)\b(treat\w*|cure[sd]?|diagnos\w*|heal(s|ed|ing)?|reliev\w+ (your )?pain|clinical\w*|proven|safe|guarantee\w*|"
    r"ibuprofen|paracetamol|acetaminophen|aspirin|naproxen)\b"
)


@pytest.mark.parametrize("name", PAGE_CASES)
def test_words_promise_nothing(name: str) -> None:
    assert [text for text in words(PAGE_CASES[name](paint())) if FORBIDDEN.search(text)] == []


def test_the_forbidden_words_are_found() -> None:
    said = ("This treats your back", "It is safe", "clinically proven", "relieves pain", "safety questions")
    assert [bool(FORBIDDEN.search(text)) for text in said] == [True] * 4 + [False]


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "today"), (-1, "today"), (1, "yesterday"), (3, "3 days ago"), (13, "13 days ago"), (20, "2 weeks ago"),
     (75, "2 months ago")],
)  # fmt: skip
def test_when_it_was_done(days: int, said: str) -> None:
    assert ago(TODAY - timedelta(days=days), TODAY) == said
    assert ago(None, date.min) == "not done yet"


@pytest.mark.parametrize(
    ("t_s", "said", "fullness"),
    [
        (0, "Breathe in", 0),
        (2, "Breathe in", 0.5),
        (4, "Breathe out", 1),
        (7, "Breathe out", 0.5),
        (10, "Breathe in", 0),
    ],
)
def test_breath_is_paced(t_s: float, said: str, fullness: float) -> None:
    assert breath(t_s) == (said, pytest.approx(fullness))


def test_the_circle_never_jumps() -> None:
    sizes = [breath(n / 60)[1] for n in range(round(60 * 2 * (IN_S + OUT_S)))]
    assert max(abs(a - b) for a, b in pairwise(sizes)) < 0.015


class Asked:
    """A question, and what was answered."""

    def __init__(self) -> None:
        self.told: list[int | str] = []
        self.page = ScalePage(paint(), "How is the pain now?", self._tell, skip=self._skip)

    def _tell(self, score: int) -> Move:
        self.told.append(score)
        return Move("stay")

    def _skip(self) -> Move:
        self.told.append("skip")
        return Move("stay")


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        *(((pygame.K_0 + n,), [n]) for n in range(10)),
        ((pygame.K_KP7,), [7]),
        ((pygame.K_RIGHT, pygame.K_RETURN), [0]),
        ((pygame.K_RIGHT,) * 11 + (pygame.K_RETURN,), [10]),
        ((pygame.K_RIGHT,) * 3 + (pygame.K_LEFT, pygame.K_SPACE), [1]),
        ((pygame.K_RIGHT, pygame.K_DOWN, pygame.K_RETURN), ["skip"]),
        ((pygame.K_a, pygame.K_RETURN), []),
    ],
)
def test_the_scale_is_answered_by_keys(keys: tuple[int, ...], told: list[int | str]) -> None:
    asked = Asked()
    for key in keys:
        asked.page.handle(pygame.event.Event(pygame.KEYDOWN, key=key, mod=0))
    assert asked.told == told
