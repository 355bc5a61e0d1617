"""The clock for sitting: when it speaks, how often, what a break and a closed lid do to it."""

import pytest
from desk_fake import desk_of
from page_check import SCALES, SIZES, painter, problems
from ui_samples import FONTS

from coach.core.phrases import TIME_TO_MOVE
from coach.ui.screens.sitting import AWAY_S, MOVE_EVERY_S, REMIND_S, SittingPage
from tests.session_fakes import FakeClock


def page(clock: FakeClock, scale: float = 1.0, *, light: bool = False) -> SittingPage:
    return SittingPage(painter(FONTS, scale, light=light), desk_of(), clock.now_s)


def sit(shown: SittingPage, clock: FakeClock, seconds: float) -> int:
    """Sit for so long; how often it spoke."""
    said = shown._desk.sound.said  # type: ignore[attr-defined]
    before = len(said)
    for _ in range(round(seconds)):
        clock.t_s += 1.0
        shown.update(1.0)
    assert set(said[before:]) <= {TIME_TO_MOVE}
    return len(said) - before


@pytest.mark.parametrize(("seconds", "times"), [(MOVE_EVERY_S - 1, 0), (MOVE_EVERY_S, 1), (MOVE_EVERY_S + REMIND_S, 2)])
def test_it_speaks_after_half_an_hour_and_now_and_then_until_one_moved(seconds: float, times: int) -> None:
    clock = FakeClock()
    assert sit(page(clock), clock, seconds) == times


def test_moving_begins_the_half_hour_anew() -> None:
    clock = FakeClock()
    shown = page(clock)
    assert sit(shown, clock, MOVE_EVERY_S) == 1
    shown.press("moved")
    assert shown.left_s == MOVE_EVERY_S
    assert sit(shown, clock, MOVE_EVERY_S - 1) == 0


def test_a_closed_lid_was_no_sitting() -> None:
    clock = FakeClock()
    shown = page(clock)
    sit(shown, clock, 900)
    clock.t_s += AWAY_S + 3600
    shown.update(0.25)
    assert shown.left_s == MOVE_EVERY_S


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("gone_s", [0, 100, MOVE_EVERY_S])
def test_nothing_is_cut_or_covered(size: tuple[int, int], scale: float, gone_s: float) -> None:
    clock = FakeClock()
    shown = page(clock, scale)
    sit(shown, clock, gone_s)
    assert problems(shown, size) == []
