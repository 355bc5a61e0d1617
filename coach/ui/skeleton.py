"""The skeleton over a picture: what was seen is drawn firm, what is guessed only hinted at."""

import math
from typing import Final

import numpy as np
import pygame

from coach.core.body import BONES, SIDES, Landmark, joint
from coach.core.report import Report
from coach.ui.layout import Box
from coach.ui.marks import Marks
from coach.ui.theme import Colour, Palette, State

MARKED: Final[tuple[Landmark, ...]] = tuple(
    joint(name, side) for name in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle") for side in SIDES
)
"""Joints that get a mark; the face, hands and feet are lines only, or the picture gets crowded."""

_FARTHEST: Final = 1.0
"""Points farther than this many picture widths outside the picture are left out: they are nonsense."""

_UNDRAWN: Final = {Landmark.NOSE, Landmark.LEFT_HEEL, Landmark.RIGHT_HEEL}
_LINES: Final = tuple(bone for bone in BONES if not _UNDRAWN.intersection(bone))
"""Bones drawn: without the face and heels, whose short strokes only blur the picture from three metres."""

Point = tuple[float, float]


def joint_states(report: Report) -> dict[int, State]:
    """The state to draw each marked joint in: a rule's own where it was seen, and "unseen" wherever it was not.

    Nothing is good or faulty before counting is on.
    """
    states: dict[int, State] = {}
    for index in {*map(int, MARKED), *report.rule_joints}:
        seen = index < len(report.seen) and report.seen[index]
        told: State = report.rule_joints.get(index, "idle") if report.armed else "idle"
        states[index] = told if seen else "unseen"
    return states


class SkeletonDrawing:
    """Draws a report's pose."""

    def __init__(self, palette: Palette, marks: Marks) -> None:
        self._palette = palette
        self._marks = marks

    def draw(self, surface: pygame.Surface, picture: Box, report: Report) -> None:
        """Draw into the box of the picture the pose was found in; nothing without a pose."""
        if report.pose is None:
            return
        places = _places(report, picture)
        body = _body_px(report, picture)
        states = joint_states(report)
        clip = surface.get_clip()
        surface.set_clip(clip.clip(pygame.Rect(picture)))
        self._bones(surface, places, report.seen, max(2, round(body * 0.03)))
        for order in ("unseen", "idle", "good", "fault"):
            for index, state in states.items():
                if state == order and index in places:
                    self._marks.joint(surface, state, places[index], _radius(state, body))
        surface.set_clip(clip)

    def _bones(self, surface: pygame.Surface, places: dict[int, Point], seen: tuple[bool, ...], width: int) -> None:
        p = self._palette
        firm: list[tuple[Point, Point]] = []
        for a, b in _LINES:
            if a not in places or b not in places:
                continue
            if seen[a] and seen[b]:
                firm.append((places[a], places[b]))
            else:
                _dashes(surface, p.mark_unseen, (places[a], places[b]), width)
        for colour, thick in ((p.mark_edge, width + max(2, width // 2)), (p.mark_idle, width)):
            for start, end in firm:
                pygame.draw.aaline(surface, colour, start, end, thick)
                pygame.draw.aacircle(surface, colour, end, thick / 2)


def _places(report: Report, picture: Box) -> dict[int, Point]:
    assert report.pose is not None
    xy = report.pose.points[:, :2]
    with np.errstate(invalid="ignore"):
        sane = np.all((xy > -_FARTHEST) & (xy < 1 + _FARTHEST), axis=1)
    usable = sane if report.seen else np.zeros_like(sane)
    return {
        int(i): (picture.x + float(xy[i, 0]) * picture.w, picture.y + float(xy[i, 1]) * picture.h)
        for i in np.flatnonzero(usable)
    }


def _body_px(report: Report, picture: Box) -> float:
    """Trunk length on the screen, for mark sizes; held within limits, for bodies that are far or foreshortened."""
    assert report.pose is not None
    corners = report.pose.plane()[[joint(name, side) for name in ("shoulder", "hip") for side in SIDES]]
    length = 0.0
    if np.all(np.isfinite(corners)):
        across, down = corners[:2].mean(axis=0) - corners[2:].mean(axis=0)
        length = math.hypot(across, down) * picture.h
    return min(max(length, 0.22 * picture.h), 0.4 * picture.h)


def _radius(state: State, body: float) -> int:
    share = {"good": 0.06, "fault": 0.07, "idle": 0.042, "unseen": 0.04}[state]
    return max(3, round(body * share))


def _dashes(surface: pygame.Surface, colour: Colour, ends: tuple[Point, Point], width: int) -> None:
    """A thin broken line, a third as wide as a firm bone of `width`."""
    a, b = ends
    count = min(40, int(math.dist(a, b) / (4.4 * width)) + 1)
    for number in range(count):
        start, end = number / count, (number + 0.5) / count
        at = (a[0] + (b[0] - a[0]) * start, a[1] + (b[1] - a[1]) * start)
        to = (a[0] + (b[0] - a[0]) * end, a[1] + (b[1] - a[1]) * end)
        pygame.draw.aaline(surface, colour, at, to, max(1, width // 3))
