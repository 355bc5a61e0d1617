"""The day as a ribbon, and somebody as a silhouette."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
import sitter
import watch_fake as fake
from posture_pages import WIDE, look

from coach.core.sitting.day import Day, Piece
from coach.core.sitting.look import STATES
from coach.core.sitting.record import BreakKept
from coach.ui.elements import Drawing
from coach.ui.layout import Box
from coach.ui.ribbon import put_ribbon, ribbon_height, ribbon_of
from coach.ui.room import Room
from coach.ui.silhouette import Blob, Oval, body_shapes, bust_of, bust_shapes
from coach.ui.theme import DARK, LIGHT, contrast, state_colour


def a_day(*pieces: tuple[datetime, float, Any], **more: Any) -> Day:
    made = tuple(Piece(start=at, end=at + timedelta(minutes=long), state=state) for at, long, state in pieces)
    return Day(date=date(2026, 3, 12), pieces=made, seconds={one.state: 600.0 for one in made}, **more)


def a_room(width: int = 900) -> Room:
    painted = look()
    return Room(WIDE, sitter_box(width), painted.theme, painted.fonts)


def sitter_box(width: int) -> Box:
    return Box(20, 20, width, 300)


def test_the_ribbon_stands_where_its_time_is() -> None:
    eight = datetime(2026, 3, 12, 8, 0, tzinfo=UTC)
    room = a_room(1200)
    shown = ribbon_of(
        a_day((eight, 60, "upright"), (eight + timedelta(hours=2), 60, "away")), sitter_box(1200), (room.fonts, 20)
    )
    assert [(one.x - 20, one.w, one.state) for one in shown.stretches] == [(0, 400, "upright"), (800, 400, "away")]
    assert [text.text for text in shown.labels] == ["08:00", "09:00", "10:00", "11:00"]
    assert [chip.words.text for chip in shown.chips] == ["Sitting tall", "Away"]


def test_minutes_narrower_than_a_pixel_are_told_by_what_took_most() -> None:
    start = datetime(2026, 3, 12, 6, 0, tzinfo=UTC)
    pieces = [(start + timedelta(minutes=n), 1.0, "slump" if n % 5 == 0 else "upright") for n in range(840)]
    shown = ribbon_of(a_day(*pieces), sitter_box(100), (look().fonts, 16))
    assert [one.state for one in shown.stretches] == ["upright"]


def test_the_hour_that_comes_twice_is_an_hour() -> None:
    summer, winter = timezone(timedelta(hours=2)), timezone(timedelta(hours=1))
    day = a_day(
        (datetime(2026, 10, 25, 1, 0, tzinfo=summer), 120, "upright"),
        (datetime(2026, 10, 25, 2, 0, tzinfo=winter), 60, "standing"),
    )
    shown = ribbon_of(day, sitter_box(900), (look().fonts, 16))
    assert [(one.x - 20, one.w) for one in shown.stretches] == [(0, 600), (600, 300)]


def test_breaks_and_now_are_marked_and_little_data_is_no_wide_band() -> None:
    at = datetime(2026, 3, 12, 9, 10, tzinfo=UTC)
    breaks = tuple(BreakKept(asked=at, start=None, end=None, how=how) for how in ("missed", "said"))
    shown = ribbon_of(
        a_day((at, 3, "slump"), breaks=breaks), sitter_box(1200), (look().fonts, 20), now=at + timedelta(minutes=5)
    )
    assert [taken for _, taken in shown.breaks] == [False, True]
    assert shown.stretches[0].w < 40
    assert shown.now is not None
    assert [chip.words.text for chip in shown.chips] == ["Slumped", "Break", "Break not taken"]


@pytest.mark.parametrize("lines", [0, 1, 4])
@pytest.mark.parametrize("width", [300, 900])
def test_the_legend_keeps_to_its_lines(lines: int, width: int) -> None:
    room = a_room(width)
    high = ribbon_height(room, fake.day(), legend=lines)
    put_ribbon(room, fake.day(), height=high, legend=lines)
    drawing = room.elements[-1]
    assert isinstance(drawing, Drawing)
    assert all(drawing.box.holds(text.box) for text in drawing.texts)
    rows = {text.box.y for text in drawing.texts if ":" not in text.text}
    assert len(rows) <= lines


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
def test_states_stand_out_from_their_panel(palette: Any) -> None:
    seen = [state for state in STATES if state not in ("away", "unknown")]
    assert min(contrast(state_colour(palette, state), palette.panel) for state in seen) >= 4.5
    assert len({state_colour(palette, state) for state in STATES}) == len(STATES)


def head_of(shapes: Any) -> Oval:
    return next(shape for shape in shapes if isinstance(shape, Oval))


def test_the_silhouette_is_a_mirror() -> None:
    size = (640, 480)
    tall = bust_shapes(sitter.pose(sitter.Sitter()), size)
    left = bust_shapes(sitter.pose(sitter.Sitter(lean=14)), size)
    tilted = bust_shapes(sitter.pose(sitter.Sitter(tilt=16)), size)
    close = bust_shapes(sitter.pose(sitter.Sitter(closer=0.25)), size)
    assert head_of(left).centre[0] < head_of(tall).centre[0] - 20, "the person's left is on the left"
    assert head_of(tilted).turned < -0.15 < head_of(tall).turned
    assert head_of(close).half[0] > head_of(tall).half[0] * 1.2
    assert body_shapes(sitter.pose(sitter.Sitter()), size) == (), "hips are hidden by the desk"


def test_the_preview_shows_what_was_measured() -> None:
    level = {"slope_deg": 0.0, "roll_deg": 0.0, "neck_ratio": 0.55, "offset": 0.0}
    still = head_of(bust_of(level, (400, 300)))
    tilted = head_of(bust_of({**level, "roll_deg": 12.0}, (400, 300)))
    assert tilted.turned < still.turned == 0
    low = bust_of({**level, "slope_deg": 8.0}, (400, 300))
    trunk = next(shape for shape in low if isinstance(shape, Blob) and len(shape.discs) > 2)
    assert trunk.discs[0][1] > trunk.discs[1][1], "the left shoulder is lower"
    assert bust_of({"slope_deg": 1.0}, (400, 300)) == ()
