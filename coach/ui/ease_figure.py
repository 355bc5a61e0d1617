"""Somebody in a position of ease, breathing calmly: the figure of the exercises among pillows."""

import math
from dataclasses import replace
from typing import Final

import numpy as np
import pygame

from coach.core import figure
from coach.core.body import Landmark
from coach.core.care.relief import Position, Prop
from coach.core.figure_parts import Figure, Part, figure_of
from coach.core.pose import Pose
from coach.ui.figure_view import FigureView
from coach.ui.layout import Box, fitted
from coach.ui.theme import Colour, Palette, mixed

SHEET: Final = (640, 360)
"""Pictures are drawn at this size, pixels, and kept; then scaled to where they are shown."""

BREATHS: Final = 16
"""So many pictures from breathed out to breathed in. More are smoother and take more memory, 0.7 MB each; looked at."""

RISE: Final = 0.13
"""By so much the belly grows with a breath, share of its radius. A little more than real, to be seen from three metres;
looked at."""

_BELLY: Final = (1, 2)
"""Discs of the trunk that breathe, of those down the spine: chest a little, belly most."""
_MARGIN: Final = 0.08
"""Room around figure and props, share of a body height."""
_FINE: Final = 3
_MAT: Final = Prop(kind="firm", at=(-0.02, -0.02), size=(1.2, 0.04))

Span = tuple[float, float, float, float]
"""Left, top, right, bottom."""


class EaseFigure:
    """Draws a position at any fullness of breath."""

    def __init__(self, position: Position, palette: Palette) -> None:
        self._position, self._palette = position, palette
        self._view = FigureView(palette)
        # A mat under whoever lies on the floor; where there is a bed or chair, that carries them.
        carried = any(prop.kind == "firm" for prop in position.props)
        self._props = position.props if carried else (_MAT, *position.props)
        self._kept: dict[int, pygame.Surface] = {}
        self._shown: tuple[tuple[int, tuple[int, int]], pygame.Surface] | None = None

    def draw(self, surface: pygame.Surface, box: Box, fullness: float) -> None:
        """Draw it as large as fits into a box; `fullness` of breath is 0 to 1."""
        number = round(max(0.0, min(1.0, fullness)) * (BREATHS - 1))
        place = fitted(SHEET, box)
        key = number, (place.w, place.h)
        if self._shown is None or self._shown[0] != key:
            self._shown = key, pygame.transform.smoothscale(self._picture(number), (place.w, place.h))
        surface.blit(self._shown[1], (place.x, place.y))

    def _picture(self, number: int) -> pygame.Surface:
        if number not in self._kept:
            self._kept[number] = self._made(number / (BREATHS - 1))
        return self._kept[number]

    def _made(self, fullness: float) -> pygame.Surface:
        demo = self._position.figure
        first, last = demo.keyframes[0].t, demo.keyframes[-1].t
        pose = figure.pose_at(demo, first + fullness * (last - first))
        # Room and place are those of the first picture: the bed does not breathe.
        still = figure.pose_at(demo, first)
        scale = figure.pixels_of_height(demo)
        hips = _hips(still, scale)
        zoom, shift = _placed(self._span(still, hips, scale))
        sheet = pygame.Surface((SHEET[0], SHEET[1]), pygame.SRCALPHA, 32)
        sheet.fill((*self._palette.background, 0))
        spot = hips[0] * zoom + shift[0], hips[1] * zoom + shift[1], scale * zoom
        for prop in self._props:
            self._prop(sheet, prop, spot)
        self._body(sheet, pose, zoom, shift, fullness)
        return sheet

    def _body(
        self, sheet: pygame.Surface, pose: Pose, zoom: float, shift: tuple[float, float], fullness: float
    ) -> None:
        width, height = pose.size
        place = (round(shift[0]), round(shift[1])), (round(width * zoom), round(height * zoom))
        body = figure_of(pose, *place)
        if body is not None:
            self._view.draw_body(sheet, Box(0, 0, *SHEET), _breathing(body, fullness))

    def _span(self, pose: Pose, hips: tuple[float, float], scale: float) -> Span:
        """What figure and props take up, in pixels of the pose's picture."""
        body = figure_of(pose, (0, 0), pose.size)
        spans: list[Span] = [_prop_span(prop, (*hips, scale)) for prop in self._props]
        if body is not None:
            discs = body.discs()
            low, high = (discs[:, :2] - discs[:, 2:]).min(axis=0), (discs[:, :2] + discs[:, 2:]).max(axis=0)
            spans.append((float(low[0]), float(low[1]), float(high[0]), float(high[1])))
        left, top, right, bottom = zip(*spans, strict=True)
        room = _MARGIN * scale
        return min(left) - room, min(top) - room, max(right) + room, max(bottom) + room

    def _prop(self, sheet: pygame.Surface, prop: Prop, spot: tuple[float, float, float]) -> None:
        p = self._palette
        fill = mixed(p.mat, p.text, 0.24 if prop.kind == "soft" else 0.06)
        corners = _corners(prop, spot)
        _rounded(sheet, fill, corners, 0.45 if prop.kind == "soft" else 0.2)


def _hips(pose: Pose, scale: float) -> tuple[float, float]:
    """Where the props are measured from: below the hips, on what the figure lies on; pixels of the pose's picture."""
    width, height = pose.size
    left, right = (pose.points[mark, 0] for mark in (Landmark.LEFT_HIP, Landmark.RIGHT_HIP))
    return float(left + right) / 2 * width, figure.FLOOR * height


def _placed(span: Span) -> tuple[float, tuple[float, float]]:
    """How much larger the picture becomes, and where its corner lies, so that a span fills the sheet."""
    left, top, right, bottom = span
    zoom = min(SHEET[0] / (right - left), SHEET[1] / (bottom - top))
    return zoom, (SHEET[0] / 2 - zoom * (left + right) / 2, SHEET[1] / 2 - zoom * (top + bottom) / 2)


def _corners(prop: Prop, spot: tuple[float, float, float]) -> list[tuple[float, float]]:
    """The four corners in pixels; `spot` is the hips' place, x and y, and the pixels of a body height."""
    x, y, scale = spot
    turn = math.radians(prop.turn)
    (ax, ay), (w, h) = prop.at, prop.size
    found = []
    for across, up in ((-w / 2, -h / 2), (w / 2, -h / 2), (w / 2, h / 2), (-w / 2, h / 2)):
        dx = ax + across * math.cos(turn) - up * math.sin(turn)
        dy = ay + across * math.sin(turn) + up * math.cos(turn)
        found.append((x + dx * scale, y - dy * scale))
    return found


def _prop_span(prop: Prop, spot: tuple[float, float, float]) -> Span:
    xs, ys = zip(*_corners(prop, spot), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _rounded(sheet: pygame.Surface, fill: Colour, corners: list[tuple[float, float]], share: float) -> None:
    """A turned rectangle with round corners, smooth: drawn larger and scaled down."""
    points = np.array(corners)
    low = np.floor(points.min(axis=0)).astype(int)
    width, height = (int(side) for side in np.ceil(points.max(axis=0)).astype(int) - low + 1)
    layer = pygame.Surface((width * _FINE, height * _FINE), pygame.SRCALPHA, 32)
    layer.fill((*fill, 0))
    a, b, c, d = (points - low) * _FINE
    wide, high = float(np.hypot(*(b - a))), float(np.hypot(*(d - a)))
    radius = share * min(wide, high)
    along, up = (b - a) / wide * radius, (d - a) / high * radius
    for middle in (a + along + up, b - along + up, c - along - up, d + along - up):
        pygame.draw.circle(layer, fill, middle, radius)
    for outline in ((a + along, b - along, c - along, d + along), (a + up, b + up, c - up, d - up)):
        pygame.draw.polygon(layer, fill, outline)
    sheet.blit(pygame.transform.smoothscale(layer, (width, height)), (int(low[0]), int(low[1])))


def _breathing(body: Figure, fullness: float) -> Figure:
    """The body with its belly out by so much of a breath."""
    parts = []
    for part in body.parts:
        if part.name == "torso":
            discs = part.discs.copy()
            chest, belly = _BELLY
            discs[belly, 2] *= 1 + RISE * fullness
            discs[chest, 2] *= 1 + 0.4 * RISE * fullness
            part = Part(part.name, discs, part.links, part.depth, part.far)  # noqa: PLW2901 - the same part, fuller
        parts.append(part)
    return replace(body, parts=tuple(parts))
