"""Charts as SVG, made on the server: no script, no style of their own but classes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from markupsafe import Markup, escape

from coach.core.therapy.adherence import Week
from coach.core.therapy.results import SessionDone
from coach.core.therapy.trends import ExerciseTrend

WIDE, TALL = 380, 170
LEFT, RIGHT, TOP, FOOT = 34, 10, 12, 26
"""Size of a chart and its margins, in its own units."""


@dataclass(frozen=True, slots=True)
class Field:
    """Where times and values lie in a chart."""

    first: datetime
    last: datetime
    low: float
    high: float

    def x(self, at: datetime) -> float:
        """A time's place."""
        span = (self.last - self.first).total_seconds() or 1.0
        return round(LEFT + 8 + (WIDE - LEFT - RIGHT - 16) * (at - self.first).total_seconds() / span, 1)

    def y(self, value: float) -> float:
        """A value's place."""
        share = (value - self.low) / ((self.high - self.low) or 1.0)
        return round(TALL - FOOT - (TALL - FOOT - TOP) * share, 1)


def _chart(title: str, inner: Sequence[str], tall: int = TALL) -> Markup:
    label = escape(title)
    return Markup(
        f'<svg class="chart" viewBox="0 0 {WIDE} {tall}" role="img" aria-label="{label}">{"".join(inner)}</svg>'
    )


def _text(x: float, y: float, words: str, css: str = "", anchor: str = "middle") -> str:
    return f'<text class="{css or "tick"}" x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(words)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, css: str) -> str:
    return f'<line class="{css}" x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}"/>'


def _grid(field: Field, values: Sequence[float], unit: str = "") -> list[str]:
    parts = []
    for value in values:
        y = field.y(value)
        parts += [_line(LEFT, y, WIDE - RIGHT, y, "grid"), _text(LEFT - 6, y + 4, f"{value:g}{unit}", anchor="end")]
    return parts


def _days(field: Field) -> list[str]:
    """The first, the middle and the last day below the chart."""
    span = field.last - field.first
    moments = [field.first] if span < timedelta(days=1) else [field.first, field.last]
    if span >= timedelta(days=10):
        moments.insert(1, field.first + span / 2)
    anchors = {1: ["middle"], 2: ["start", "end"], 3: ["start", "middle", "end"]}[len(moments)]
    places = [LEFT if anchor == "start" else WIDE - RIGHT if anchor == "end" else field.x(moment)
              for moment, anchor in zip(moments, anchors, strict=True)]  # fmt: skip
    return [
        _text(x, TALL - 8, f"{moment.day} {moment:%b}", anchor=anchor)
        for x, moment, anchor in zip(places, moments, anchors, strict=True)
    ]


Series = Sequence[tuple[datetime, float]]

_MARKS: Final = {
    "before": '<circle class="mark before" cx="{x:g}" cy="{y:g}" r="3.6"/>',
    "after": '<circle class="mark after" cx="{x:g}" cy="{y:g}" r="3.6"/>',
    "next": '<path class="mark next" d="M{x:g} {up:g}l4.4 4.4l-4.4 4.4l-4.4 -4.4z"/>',
    "best": '<circle class="mark after" cx="{x:g}" cy="{y:g}" r="3.4"/>',
    "median": '<circle class="mark before" cx="{x:g}" cy="{y:g}" r="3.4"/>',
}
"""Marks by series: told apart by shape or filling, never by colour alone."""


def _series(field: Field, points: Series, css: str, *, joined: bool = True) -> list[str]:
    places = [(field.x(at), field.y(value)) for at, value in points]
    parts = []
    if joined and len(places) > 1:
        path = " ".join(f"{x:g},{y:g}" for x, y in places)
        parts.append(f'<polyline class="run {css}" points="{path}"/>')
    return [*parts, *(_MARKS[css].format(x=x, y=y, up=y - 4.4) for x, y in places)]


def pain(sessions: Sequence[SessionDone], ceiling: int | None) -> Markup | None:
    """Pain before, after and the next day, 0 to 10; None where none was told."""
    before = [(one.at, float(one.pain_before)) for one in sessions if one.pain_before is not None]
    after = [(one.at, float(one.pain_after)) for one in sessions if one.pain_after is not None]
    later = [
        (one.at + timedelta(days=1), float(one.pain_next_day)) for one in sessions if one.pain_next_day is not None
    ]
    times = [at for at, _ in (*before, *after, *later)]
    if not times:
        return None
    field = Field(min(times), max(times), 0, 10)
    parts = [*_grid(field, (0, 2, 4, 6, 8, 10)), *_days(field)]
    if ceiling is not None:
        y = field.y(ceiling)
        parts.append(_line(LEFT, y, WIDE - RIGHT, y, "ceiling"))
    parts += _series(field, before, "before", joined=False)
    parts += _series(field, after, "after")
    parts += _series(field, later, "next", joined=False)
    return _chart("Pain before, after and the morning after each session, 0 to 10.", parts)


def week_bars(weeks: Sequence[Week]) -> Markup:
    """Sessions done a week, before an outline of those due."""
    most = max(1, *(max(week.done, week.due) for week in weeks))
    high, room = most + (most > 1), (WIDE - LEFT - RIGHT) / len(weeks)
    field = Field(datetime.min, datetime.min, 0, high)
    parts = _grid(field, [value for value in range(high + 1) if most < 6 or value % 2 == 0])
    foot = field.y(0)
    for number, week in enumerate(weeks):
        x, wide = LEFT + room * number + 0.18 * room, 0.64 * room
        parts.append(_bar(x, field.y(week.done), wide, foot - field.y(week.done), "done"))
        if week.due:
            parts.append(_bar(x - 2, field.y(week.due), wide + 4, foot - field.y(week.due), "due"))
        if number % max(1, math.ceil(len(weeks) / 6)) == 0:
            parts.append(_text(x + wide / 2, TALL - 8, f"{week.monday.day} {week.monday:%b}"))
    told = ", ".join(f"{week.monday.day} {week.monday:%b}: {week.done} of {week.due}" for week in weeks)
    return _chart(f"Sessions done of those due, by week. {told}", parts)


def _bar(x: float, y: float, wide: float, tall: float, css: str) -> str:
    return f'<rect class="{css}" x="{x:.1f}" y="{y:.1f}" width="{max(0, wide):.1f}" height="{max(0, tall):.1f}"/>'


def reach(trend: ExerciseTrend) -> Markup | None:
    """Best and median range of each session, with the target asked for; None where none was measured."""
    best = [(point.at, point.done.best) for point in trend.measured if point.done.best is not None]
    median = [(point.at, point.done.median) for point in trend.measured if point.done.median is not None]
    targets = [(point.at, point.done.target) for point in trend.measured if point.done.target is not None]
    if not best:
        return None
    values = [value for _, value in (*best, *median, *targets)]
    low, high, step = _nice(min(values), max(values))
    field = Field(trend.measured[0].at, trend.measured[-1].at, low, high)
    unit = "°" if trend.unit in ("deg", "°") else ""
    ticks = [low + step * number for number in range(round((high - low) / step) + 1)]
    parts = [*_grid(field, [round(tick, 3) for tick in ticks], unit), *_days(field), *_target(field, targets)]
    parts += [*_series(field, median, "median", joined=False), *_series(field, best, "best")]
    return _chart(f"{trend.name}: best and median range of each session, and the target.", parts)


def _target(field: Field, targets: Series) -> list[str]:
    """The target as a stepped line over the whole width."""
    if not targets:
        return []
    path, y = [f"M{LEFT} {field.y(targets[0][1]):g}"], field.y(targets[0][1])
    for at, value in targets[1:]:
        if field.y(value) != y:
            y = field.y(value)
            path.append(f"H{field.x(at):g}V{y:g}")
    return [f'<path class="target" d="{"".join(path)}H{WIDE - RIGHT}"/>']


def _nice(low: float, high: float) -> tuple[float, float, float]:
    """A span of values that begins and ends on a round number, and a round step in it."""
    span = max(high - low, 0.02 if high < 5 else 10)
    power = 10.0 ** math.floor(math.log10(span / 3))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor * 4 >= span)
    return math.floor(low / step) * step, math.ceil((high + 1e-9) / step) * step, step


def holds(trend: ExerciseTrend) -> Markup | None:
    """Seconds held in good form of those asked for, a bar a session."""
    points = [point for point in trend.points if point.done.hold_asked_s or point.done.hold_s][-14:]
    if not points:
        return None
    most = max(max(point.done.hold_s, point.done.hold_asked_s) for point in points)
    _, high, step = _nice(0, most)
    field = Field(points[0].at, points[-1].at, 0, high)
    parts = _grid(field, [step * number for number in range(round(high / step) + 1)])
    room, foot = (WIDE - LEFT - RIGHT) / max(len(points), 4), field.y(0)
    for number, point in enumerate(points):
        x, wide, y = LEFT + room * number + 0.2 * room, 0.6 * room, field.y(point.done.hold_s)
        parts.append(_bar(x, y, wide, foot - y, "done"))
        asked = field.y(point.done.hold_asked_s)
        parts.append(_bar(x - 2, asked, wide + 4, foot - asked, "due"))
        if number % max(1, math.ceil(len(points) / 5)) == 0:
            parts.append(_text(x + wide / 2, TALL - 8, f"{point.at.day} {point.at:%b}"))
    return _chart(f"{trend.name}: seconds held in good form of those asked for, by session.", parts)


def split_bar(correct: int, faulty: int, partial: int, asked: int) -> Markup:
    """Repetitions of an exercise as one bar: in form, with a fault, turned back before the target, not done."""
    total = max(asked, correct + faulty + partial, 1)
    x, parts = 0.0, []
    for number, css in ((correct, "correct"), (faulty, "faulty"), (partial, "partial")):
        wide = 200 * number / total
        parts.append(f'<rect class="{css}" x="{x:.1f}" y="1" width="{wide:.1f}" height="12"/>')
        x += wide
    told = f"{correct} in form, {faulty} with a fault, {partial} partial, of {asked} asked for"
    return Markup(
        f'<svg class="split" viewBox="0 0 200 14" preserveAspectRatio="none" role="img" aria-label="{told}">'
        f'<rect class="empty" x="0" y="1" width="200" height="12"/>{"".join(parts)}</svg>'
    )
