"""What to match, drawn thin over the picture: the body's outline at the target, or the line that a hold keeps to."""

import math
from typing import Final

import numpy as np
import pygame

from coach.core import ghost
from coach.core.body import Landmark, Side, joint
from coach.core.figure_parts import Figure, figure_of
from coach.core.ghost import Line
from coach.core.pose import Pose
from coach.core.report import Report
from coach.core.spec import Exercise
from coach.ui.gauge import SCALES
from coach.ui.layout import Box
from coach.ui.marks import stroke
from coach.ui.theme import Palette

FADE_S: Final = 0.2
"""The target comes and goes over this many seconds."""
MOVED: Final = 0.02
"""A person who shifts at rest by more than this, picture heights, takes the target along; estimated."""

_FILL: Final = 46
_RIM: Final = 225
"""Opacity 0..255 of the body's inside and of its outline. Looked at."""
_DASHES: Final = 18

_ANCHORS: Final = [
    int(mark) for mark in (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.LEFT_HIP, Landmark.RIGHT_HIP)
]


def helps(exercise: Exercise, report: Report) -> bool:
    """Whether a target helps now: counting, seen from the side, and not there yet."""
    if not report.armed or report.view != "side" or report.pose is None or report.gauge is None:
        return False
    progress = report.gauge.progress
    if exercise.kind == "paced" or math.isnan(progress) or SCALES[exercise.kind].within(progress):
        return False
    return exercise.kind == "hold" or report.phase in ("rest", "out")


class GhostDrawing:
    """The target of one set. `take` every new report, `pass_time` every frame, then `draw`."""

    def __init__(self, palette: Palette, exercise: Exercise, only: Side | None) -> None:
        self._palette, self._exercise, self._only = palette, exercise, only
        self._rest: Pose | None = None
        self._shape: Pose | None = None
        self._line: Line | None = None
        self._made_for: tuple[Pose | None, Side | None] = (None, None)
        self._wanted = False
        self._strength = 0.0
        self._sheet: tuple[tuple[object, Box], pygame.Surface, tuple[int, int]] | None = None

    @property
    def strength(self) -> float:
        """How visible it is, 0..1."""
        return self._strength

    def take(self, report: Report) -> None:
        """Take in a report. Where the target stands is settled at rest: in a repetition it does not move along."""
        self._wanted = helps(self._exercise, report)
        if report.pose is None or not report.armed:
            return
        if self._exercise.kind == "hold":
            self._line = ghost.line(self._exercise, report.pose, report.seen)
            return
        if report.phase == "rest" and self._shifted(report.pose):
            self._rest = report.pose
        side = ghost.side_of(self._exercise, self._only, report.side)
        if self._rest is not None and self._made_for != (self._rest, side):
            self._made_for = self._rest, side
            self._shape = ghost.placed(self._exercise, self._rest, side)

    def _shifted(self, pose: Pose) -> bool:
        if self._rest is None:
            return True
        gap = pose.plane()[_ANCHORS] - self._rest.plane()[_ANCHORS]
        return not bool(np.max(np.abs(gap)) <= MOVED)

    def pass_time(self, dt_s: float) -> None:
        """Fade in and out."""
        there = self._wanted and (self._shape is not None or self._line is not None)
        step = dt_s / FADE_S
        self._strength = min(1.0, self._strength + step) if there else max(0.0, self._strength - step)

    def draw(self, surface: pygame.Surface, picture: Box) -> None:
        """Draw into the box of the picture."""
        if self._strength <= 0:
            return
        clip = surface.get_clip()
        surface.set_clip(clip.clip(pygame.Rect(picture)))
        key = (self._shape or self._line, picture)
        if self._sheet is None or self._sheet[0] != key:
            made = self._made(picture)
            self._sheet = (key, *made) if made else None
        if self._sheet is not None:
            _, sheet, at = self._sheet
            sheet.set_alpha(round(255 * self._strength))
            surface.blit(sheet, at)
        surface.set_clip(clip)

    def _made(self, picture: Box) -> tuple[pygame.Surface, tuple[int, int]] | None:
        if self._line is not None:
            return _line_sheet(self._line, picture, self._palette)
        if self._shape is None:
            return None
        figure = figure_of(self._shape, (0, 0), (picture.w, picture.h))
        return None if figure is None else _outline(figure, picture, self._palette)


def _outline(figure: Figure, picture: Box, palette: Palette) -> tuple[pygame.Surface, tuple[int, int]]:
    """The body's outline with a faint inside, as large as it is, and where it goes."""
    discs = figure.discs()
    low = np.floor((discs[:, :2] - discs[:, 2:]).min(axis=0)).astype(int) - 4
    high = np.ceil((discs[:, :2] + discs[:, 2:]).max(axis=0)).astype(int) + 4
    # What lies far outside the picture is not drawn: a body half out of it would need a huge sheet.
    low = np.clip(low, (-picture.w, -picture.h), (picture.w, picture.h))
    high = np.clip(high, low + 1, (2 * picture.w, 2 * picture.h))
    size = int(high[0] - low[0]), int(high[1] - low[1])
    flat = pygame.Surface(size, pygame.SRCALPHA, 32)
    for part in figure.parts:
        links = part.links or ((0, 1), (1, 2), (2, 3))
        for a, b in links:
            first, second = part.discs[a], part.discs[b]
            ends = (first[:2] - low).tolist(), (second[:2] - low).tolist()
            stroke(flat, (255, 255, 255), tuple(ends[0]), tuple(ends[1]), float(first[2] + second[2]) * 0.86)
    if figure.head is not None:
        pygame.draw.circle(flat, (255, 255, 255), (figure.head.centre - low).tolist(), figure.head.half[1])
    mask = pygame.mask.from_surface(flat)
    colour = palette.mark_good
    sheet = mask.to_surface(setcolor=(*colour, _FILL), unsetcolor=(*colour, 0))
    width = max(2, round(figure.trunk_px * 0.022))
    for piece in mask.connected_components(minimum=64):
        rim = [(float(x), float(y)) for x, y in piece.outline(2)]
        if len(rim) > 2:
            pygame.draw.lines(sheet, (*palette.mark_edge, _FILL * 2), True, rim, width + 2)
            pygame.draw.lines(sheet, (*colour, _RIM), True, rim, width)
    return sheet, (picture.x + int(low[0]), picture.y + int(low[1]))


def _line_sheet(line: Line, picture: Box, palette: Palette) -> tuple[pygame.Surface, tuple[int, int]]:
    """A dashed line between the ends, and a ring where the hip belongs."""
    width = max(2, round(picture.h * 0.006))
    ends = [(x * picture.w, y * picture.h) for x, y in (line.start, line.end, line.hip)]
    pad = 8 * width
    left, top = (min(point[axis] for point in ends) - pad for axis in (0, 1))
    size = tuple(round(max(point[axis] for point in ends) + pad - low) for axis, low in ((0, left), (1, top)))
    sheet = pygame.Surface(size, pygame.SRCALPHA, 32)
    (ax, ay), (bx, by), hip = ((x - left, y - top) for x, y in ends)
    for number in range(_DASHES):
        share = [(number + part) / _DASHES for part in (0.15, 0.75)]
        start, end = ((ax + (bx - ax) * each, ay + (by - ay) * each) for each in share)
        stroke(sheet, palette.mark_edge, start, end, width * 2.0)
        stroke(sheet, palette.mark_good, start, end, width)
    pygame.draw.aacircle(sheet, palette.mark_edge, hip, 3.6 * width, round(1.8 * width))
    pygame.draw.aacircle(sheet, palette.mark_good, hip, 3.2 * width, width)
    return sheet, (picture.x + round(left), picture.y + round(top))


def raised_wrist(pose: Pose, side: Side, picture: Box) -> tuple[float, float]:
    """Where a wrist lies on the screen, pixels."""
    x, y = pose.points[joint("wrist", side), :2].tolist()
    return picture.x + x * picture.w, picture.y + y * picture.h
