"""The charts of the history: where points, words and cells stand."""

import math
from collections.abc import Callable
from datetime import date, timedelta
from itertools import combinations, pairwise

import history_samples as samples
import pytest
from history_samples import TODAY, desk
from hypothesis import given, strategies as st
from page_check import drawn, painter
from ui_samples import FONTS

from coach.core.progress import Day, calendar
from coach.ui import charts
from coach.ui.charts import Chart, Scale, Series, Target
from coach.ui.elements import Drawing
from coach.ui.layout import Box
from coach.ui.screens.history import HistoryPage
from coach.ui.screens.history_heat import lay_out_heat, step_of_day
from coach.ui.screens.history_words import session_day

PAINTER = painter(FONTS)
WIDE = (1280, 720)
SMALL_BOX = Box(40, 30, 420, 260)


def series(*values: float) -> Series:
    points = tuple((TODAY + timedelta(days=n), value) for n, value in enumerate(values))
    return Series(name="Furthest in a session", points=points, colour=(9, 200, 9))


@pytest.mark.parametrize(
    ("values", "least", "expected"),
    [
        ((0, 10), 1, (0, 5, 10)),
        ((0,), 1, (0, 1)),
        ((163,), 10, (160, 170)),
        ((160, 160), 10, (160, 170)),
        ((152, 170, 163), 10, (150, 160, 170)),
        ((-87, -21), 10, (-100, -50, 0)),
        ((0, 61), 5, (0, 50, 100)),
        ((0, 60), 5, (0, 20, 40, 60)),
        ((0, 7), 1, (0, 5, 10)),
        ((0, 1234.5), 1, (0, 500, 1000, 1500)),
    ],
)
def test_ticks_are_round_and_few(values: tuple[float, ...], least: float, expected: tuple[float, ...]) -> None:
    assert charts.ticks(values, least=least) == pytest.approx(expected)


@given(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=9), st.sampled_from([1.0, 5.0, 10.0]), st.integers(3, 7))
def test_ticks_hold_every_value(values: list[float], least: float, most: int) -> None:
    found = charts.ticks(values, most, least)
    assert 2 <= len(found) <= most
    assert found[0] <= min(values) + 1e-5
    assert found[-1] >= max(values) - 1e-5
    assert len({round(b - a, 6) for a, b in pairwise(found)}) == 1


@pytest.mark.parametrize(
    ("make", "words_in_it"),
    [
        (lambda: charts.ticks(()), "need a value"),
        (lambda: charts.ticks((1,), most=2), "room for three"),
        (lambda: Scale(3, 3, 0, 1), "smaller to a larger"),
    ],
)
def test_what_has_no_scale_is_refused(make: Callable[[], object], words_in_it: str) -> None:
    with pytest.raises(ValueError, match=words_in_it):
        make()


@pytest.mark.parametrize(
    ("days", "most", "expected"),
    [(0, 4, (0,)), (1, 4, (0, 1)), (9, 4, (0, 3, 6, 9)), (300, 3, (0, 150, 300)), (30, 1, (30,))],
)
def test_days_under_an_axis(days: int, most: int, expected: tuple[int, ...]) -> None:
    first = date(2025, 1, 31)
    found = charts.day_ticks(first, first + timedelta(days=days), most)
    assert [(day - first).days for day in found] == list(expected)


@given(
    st.lists(st.floats(-500, 500), min_size=1, max_size=60),
    st.builds(Box, st.integers(0, 900), st.integers(0, 900), st.integers(260, 3000), st.integers(200, 1500)),
    st.sampled_from([14, 24, 70]),
)
def test_points_stay_inside_and_rising_values_rise(values: list[float], box: Box, em: int) -> None:
    shown = series(*sorted(values))
    layout = charts.lay_out(Chart(series=(shown,)), box, PAINTER.fonts, em)
    spots = layout.spots(shown)
    assert all(box.x <= x <= box.right and box.y <= y <= box.bottom for x, y in spots)
    for (before, low), (after, high), (a, b) in zip(spots, spots[1:], pairwise(sorted(values)), strict=False):
        assert after > before
        assert high < low if b - a > 1e-6 else high <= low + 1e-6


@pytest.mark.parametrize("count", [1, 2, 40, 200])
@pytest.mark.parametrize("box", [SMALL_BOX, Box(0, 0, 1200, 500), Box(7, 9, 300, 900)])
def test_the_words_of_a_chart_have_a_place_each(count: int, box: Box) -> None:
    shown = series(*(150 + n % 20 for n in range(count)))
    chart = Chart(series=(shown,), unit="°", target=Target(name="Target", value=163))
    layout = charts.lay_out(chart, box, PAINTER.fonts, 20)
    assert all(box.holds(label.box) for label in layout.labels)
    assert [(a.text, b.text) for a, b in combinations(layout.labels, 2) if a.box.overlaps(b.box)] == []
    assert sum(label.text[0].isdigit() and not label.text.endswith("°") for label in layout.labels) <= charts.MOST_DAYS


@pytest.mark.parametrize(
    ("count", "pitch", "marked", "radius"), [(1, 0, 1, 6), (5, 40, 5, 6), (9, 10, 9, 10 / 2.6), (200, 2, 1, 6)]
)
def test_marks_shrink_before_they_crowd(count: int, pitch: float, marked: int, radius: float) -> None:
    spots = [(n * pitch, 5.0) for n in range(count)]
    found, size = charts.sparse(spots, 6)
    assert (len(found), size) == (marked, pytest.approx(radius))
    assert found[-1] == spots[-1]


@pytest.mark.parametrize(("ink", "gap", "length"), [(10, 10, 100), (10, 0, 200), (30, 10, 150)])
def test_dashes_go_on_around_corners(ink: float, gap: float, length: float) -> None:
    cut = charts.dashes([(0, 0), (75, 0), (75, 125)], ink, gap)
    assert sum(math.dist(a, b) for a, b in cut) == pytest.approx(length, abs=1e-6)


# --- The calendar. ---


@pytest.mark.parametrize(
    ("sessions", "minutes", "step"), [(0, 0, 0), (1, 0, 1), (1, 9.9, 1), (1, 10, 2), (2, 20, 3), (1, 30, 4), (3, 99, 4)]
)
def test_a_day_has_four_steps_and_rest(sessions: int, minutes: float, step: int) -> None:
    assert step_of_day(Day(TODAY, sessions, sessions, minutes)) == step


@pytest.mark.parametrize("box", [Box(10, 20, 640, 420), Box(0, 0, 300, 300), Box(5, 5, 900, 300)])
@pytest.mark.parametrize("today", [TODAY, date(2025, 9, 1), date(2026, 2, 1), date(2024, 2, 29)])
def test_the_calendar_stands_by_weeks(box: Box, today: date) -> None:
    days = calendar((), today)
    layout = lay_out_heat(days, box, PAINTER, 16)
    cells = [layout.cell(number) for number in range(len(days))]
    assert all(box.holds(cell) for cell in cells)
    assert (cells[0].y, cells[7].y, cells[7].x) == (cells[0].y, cells[0].y, cells[0].x + layout.pitch)
    assert (cells[-1].y - cells[0].y) // layout.pitch == today.weekday()
    boxes = [*(label.box for label in layout.labels), *layout.legend]
    assert all(box.holds(each) for each in boxes)
    assert [(a, b) for a, b in combinations([*boxes, *cells], 2) if a.overlaps(b)] == []


def test_longer_days_are_larger_not_only_brighter() -> None:
    """Told apart without colour: the lit area grows with the step."""
    sessions = [samples.usual(date(2025, 11, 10) + timedelta(days=n), n) for n in range(4)]
    page = HistoryPage(PAINTER, desk(kept=sessions))
    heat = next(element for element in page.elements(WIDE) if isinstance(element, Drawing))
    layout = lay_out_heat(calendar(sessions, TODAY), heat.box, PAINTER, heat.texts[0].size_px)
    surface = drawn(page, WIDE)
    first = calendar((), TODAY)[0].day
    lit = []
    for session in sessions:
        cell = surface.subsurface(layout.cell((session_day(session) - first).days))
        background = cell.get_at((0, 0))
        lit.append(sum(cell.get_at((x, cell.get_height() // 2)) != background for x in range(cell.get_width())))
    assert lit == sorted(set(lit))
