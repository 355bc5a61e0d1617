"""The range gauge: how far the movement is now, and the zone it should reach."""

import math
from dataclasses import dataclass
from typing import Final, Literal

import pygame

from coach.core.report import Gauge
from coach.ui.layout import Box, em_px
from coach.ui.marks import Marks
from coach.ui.reach import is_elevation
from coach.ui.text import Fonts, TextStyle
from coach.ui.theme import Theme, mixed


@dataclass(frozen=True, slots=True)
class Scale:
    """Progress (0 rest, 1 target) at the foot and the head of the gauge, and the target zone between."""

    low: float
    high: float
    zone: tuple[float, float]

    def share(self, progress: float) -> float:
        """Height on the gauge, 0 foot to 1 head; what passes an end stays at it. nan stays nan."""
        if math.isnan(progress):
            return math.nan
        return min(1.0, max(0.0, (progress - self.low) / (self.high - self.low)))

    def within(self, progress: float) -> bool:
        """Whether the target zone is reached; nan is not."""
        return self.zone[0] <= progress <= self.zone[1]


SCALES: Final[dict[Literal["reps", "hold"], Scale]] = {
    "reps": Scale(-0.1, 1.3, (1.0, math.inf)),
    "hold": Scale(-0.75, 1.75, (0.0, 1.0)),
}
"""A repetition goes from rest up into the zone; a hold stays in a band with room to leave it on both sides."""


class GaugeDrawing:
    """Draws a gauge into a box."""

    def __init__(self, theme: Theme, fonts: Fonts, marks: Marks) -> None:
        self._theme = theme
        self._fonts = fonts
        self._marks = marks

    def draw(self, surface: pygame.Surface, box: Box, gauge: Gauge, kind: Literal["reps", "hold"], *, on: bool) -> None:
        """Draw the gauge on its plate; greyed while `on` is False (nothing is counted)."""
        pad = max(3, box.w // 8)
        self._marks.plate(surface, box, pad * 2)
        scale, inner = SCALES[kind], box.inset(pad)
        if gauge.feature.endswith("_deg") and not is_elevation(gauge.feature):
            inner = self._value(surface, inner, gauge.value)
        lane = max(6, inner.w // 3)
        radius = max(5, round(inner.w * 0.3))
        track = Box(inner.x + (inner.w - lane) // 2, inner.y + radius, lane, inner.h - 2 * radius)
        self._track(surface, track, scale, on=on)
        height = scale.share(gauge.progress)
        if math.isfinite(height):
            reached = on and scale.within(gauge.progress)
            at = (track.x + track.w / 2, track.bottom - height * track.h)
            self._marks.joint(surface, "good" if reached else "idle", at, radius)

    def _value(self, surface: pygame.Surface, inner: Box, value: float) -> Box:
        p = self._theme.palette
        em = em_px(self._theme.type.label, surface.get_size())
        row = min(round(em * 1.4), inner.h // 4)
        text = f"{value:.0f}\u00b0" if math.isfinite(value) else "\u2013"
        style = TextStyle(em, p.text, align="centre")
        self._fonts.draw(surface, text, Box(inner.x, inner.bottom - row, inner.w, row), style)
        return Box(inner.x, inner.y, inner.w, inner.h - row)

    def _track(self, surface: pygame.Surface, track: Box, scale: Scale, *, on: bool) -> None:
        p = self._theme.palette
        good = p.good if on else mixed(p.track, p.muted, 0.4)
        pygame.draw.rect(surface, p.track, track, border_radius=track.w // 2)
        head, foot = scale.share(scale.zone[1]), scale.share(scale.zone[0])
        top = round(track.bottom - head * track.h)
        zone = Box(track.x, top, track.w, round(track.bottom - foot * track.h) - top)
        pygame.draw.rect(surface, good, zone, border_radius=track.w // 2)
        # A bar across each inner edge: the zone is told by shape too.
        reach, thick = track.w // 2, max(2, track.w // 6)
        for share in (head, foot):
            if 0 < share < 1:
                y = round(track.bottom - share * track.h)
                bar = (track.x - reach, y - thick // 2, track.w + 2 * reach, thick)
                pygame.draw.rect(surface, good, bar, border_radius=thick // 2)
