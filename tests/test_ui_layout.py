"""Boxes hold at every size: nothing overlaps, nothing is clipped, what matters is large."""

import itertools

import pytest
from hypothesis import given, strategies as st
from ui_samples import FONTS, PICTURES, THEME, WINDOWS

from coach.ui.captions import CountWords
from coach.ui.count_panel import CountPanel
from coach.ui.layout import Box, em_px, fit_text, fitted, live_layout, over_picture, summary_layout
from coach.ui.text import Fonts, figure_height

SPACING, TYPE = THEME.spacing, THEME.type
LONG = (
    "Lower your hips until knees, hips and shoulders make one straight line from the side",
    "Donaudampfschifffahrtsgesellschaftskapitaensmuetze",
    "Rumpf gerade halten und nicht ins Hohlkreuz fallen lassen, bitte",
    "A",
)


def plain_measure(text: str, size: int) -> int:
    return round(len(text) * size * 0.6)


@pytest.mark.parametrize(
    ("size", "outer", "expected"),
    [
        ((640, 480), Box(0, 0, 1280, 720), Box(160, 0, 960, 720)),
        ((1280, 720), Box(0, 0, 1280, 720), Box(0, 0, 1280, 720)),
        ((1280, 720), Box(10, 20, 640, 640), Box(10, 160, 640, 360)),
        ((1, 1000), Box(0, 0, 100, 100), Box(49, 0, 1, 100)),
    ],
)
def test_picture_keeps_its_proportions(size: tuple[int, int], outer: Box, expected: Box) -> None:
    assert fitted(size, outer) == expected


@pytest.mark.parametrize("picture", PICTURES)
@pytest.mark.parametrize("window", WINDOWS)
def test_live_boxes_stay_inside_and_apart(window: tuple[int, int], picture: tuple[int, int]) -> None:
    for layout in (live_layout(window, picture, SPACING), over_picture(window, SPACING)):
        assert layout.window.holds(layout.picture)
        for box in layout.panels():
            assert layout.window.holds(box)
            assert min(box.w, box.h) > 0
        for one, other in itertools.combinations(layout.panels(), 2):
            assert not one.overlaps(other), (one, other)


@given(width=st.integers(240, 4000), height=st.integers(240, 4000))
def test_live_boxes_stay_apart_in_any_window(width: int, height: int) -> None:
    if not 0.4 <= width / height <= 2.6:
        return
    layout = live_layout((width, height), (640, 480), SPACING)

    assert all(layout.window.holds(box) for box in (*layout.panels(), layout.picture))
    assert not any(one.overlaps(other) for one, other in itertools.combinations(layout.panels(), 2))


@pytest.mark.parametrize("picture", PICTURES)
def test_panels_leave_the_picture_free_in_a_tall_window(picture: tuple[int, int]) -> None:
    layout = live_layout((800, 1280), picture, SPACING)

    assert not any(box.overlaps(layout.picture) for box in layout.panels())


@pytest.mark.parametrize(
    "words",
    [
        CountWords("5", "", "/ 10"),
        CountWords("10", "", "/ 12", "+2 partial"),
        CountWords("12", ".4", "/ 30 s"),
        CountWords("102", "", "/ 120 s"),
    ],
    ids=lambda words: words.number,
)
@pytest.mark.parametrize("window", [(640, 360), (1280, 720), (1920, 1080), (3840, 2160), (800, 1280)])
def test_the_number_stands_18_percent_of_the_height(window: tuple[int, int], words: CountWords) -> None:
    box = live_layout(window, (640, 480), SPACING).count
    panel = CountPanel(window, box, (THEME, Fonts(FONTS)), ("Glute bridge", words))

    assert panel.figures_px >= 0.18 * window[1]
    assert box.holds(panel.box)


@pytest.mark.parametrize(
    "words",
    [
        CountWords("1000", "", "/ 1000", "+100 partial"),
        CountWords("88", ".8", "/ 3600 s", "+12 partial"),
    ],
    ids=["many reps", "long hold"],
)
@pytest.mark.parametrize("window", WINDOWS)
def test_a_long_number_shrinks_and_stays_in_its_box(window: tuple[int, int], words: CountWords) -> None:
    box = live_layout(window, (640, 480), SPACING).count
    panel = CountPanel(window, box, (THEME, Fonts(FONTS)), ("Single-leg glute bridge, feet raised, slow", words))

    assert box.holds(panel.box)


@pytest.mark.parametrize("cue", ["Lower your hips a little", "Knees in line with your feet", "Turn side-on"])
@pytest.mark.parametrize("window", [(640, 360), (1280, 720), (1920, 1080), (3840, 2160), (800, 1280)])
def test_a_cue_of_six_words_is_set_at_5_percent_or_more(window: tuple[int, int], cue: str) -> None:
    box = live_layout(window, (640, 480), SPACING).cue
    fit = Fonts(FONTS).fit(cue, "heavy", (round(box.w * 0.85), round(box.h * 0.75)), em_px(TYPE.cue, window))

    assert fit.size_px >= 0.05 * window[1]
    assert figure_height(fit.size_px) >= 0.035 * window[1]


@pytest.mark.parametrize("text", LONG)
@pytest.mark.parametrize("room", [(900, 120), (300, 200), (120, 40), (60, 500)])
def test_text_always_fits_its_room(text: str, room: tuple[int, int]) -> None:
    fonts = Fonts(FONTS)
    fit = fonts.fit(text, "heavy", room, 60)

    assert fit.height <= max(room[1], fit.size_px * 1.3)
    assert all(fonts.width(line, "heavy", fit.size_px) <= room[0] for line in fit.lines)


@pytest.mark.parametrize(
    ("text", "room", "lines", "size"),
    [
        ("Hips up", (600, 100), ("Hips up",), 50),
        ("Lower your hips a little", (300, 120), ("Lower your", "hips a little"), 38),
        ("Esc:\u00a0end now", (120, 200), ("Esc:\u00a0end", "now"), 24),
        ("", (100, 100), ("",), 50),
    ],
)
def test_text_is_wrapped_evenly_before_it_gets_small(
    text: str, room: tuple[int, int], lines: tuple[str, ...], size: int
) -> None:
    fit = fit_text(text, room, 50, plain_measure)

    assert fit.lines == lines
    assert fit.size_px == size


def test_text_without_any_room_ends_in_an_ellipsis() -> None:
    fit = fit_text("many words " * 40, (100, 20), 50, plain_measure)

    assert fit.lines[-1].endswith("\u2026")
    assert all(plain_measure(line, fit.size_px) <= 100 for line in fit.lines)


@pytest.mark.parametrize("tiles", range(9))
@pytest.mark.parametrize("window", WINDOWS)
def test_summary_boxes_stay_inside_and_apart(window: tuple[int, int], tiles: int) -> None:
    layout = summary_layout(window, tiles, SPACING)
    boxes = (layout.title, *layout.tiles, layout.sentences, layout.hint)

    assert len(layout.tiles) == tiles
    assert all(layout.window.holds(box) and min(box.w, box.h) > 0 for box in boxes)
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))
