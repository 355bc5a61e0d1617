"""Somebody as a soft silhouette, without a picture: head and shoulders before a webcam, a whole body where it is seen.

It is a mirror: the person's left is on the left.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pygame

from coach.core.body import SIDES, Landmark, joint
from coach.core.figure_parts import figure_of, neck_of
from coach.core.pose import Pose
from coach.ui.layout import Box, fitted
from coach.ui.theme import Colour, Palette, mixed

Vector = npt.NDArray[np.float64]
Point = tuple[float, float]

FINE: Final = 2
"""Drawn so many times larger and scaled down: soft edges."""
_LARGEST_PX: Final = 480
"""The silhouette is drawn at most so high and scaled up: it is soft anyway, and a large window costs no more."""

# Shares of the shoulders' width; looked at beside real people.
_SHOULDER: Final = 0.13
_NECK: Final = 0.15
_ARM: Final = (0.13, 0.1, 0.08)
_SLOPE: Final = 0.13
"""How far above the shoulders their slope meets the neck."""
_HEAD_LEAST: Final = 0.21
_EARS: Final = 0.52
"""Half the head's width as a share of the distance between the ears."""
_HEAD_LONG: Final = 1.3
"""Length of a head over its width."""
_HEAD_RISE: Final = 0.12
"""The ears lie below the head's middle, by this share of its length."""


@dataclass(frozen=True, slots=True)
class Blob:
    """A limb (two discs joined), or with more discs their common hull. Discs are (x, y, radius) in pixels."""

    discs: tuple[tuple[float, float, float], ...]
    far: bool = False


@dataclass(frozen=True, slots=True)
class Oval:
    """A head: centre, half length and half width in pixels, turned by so many radians clockwise."""

    centre: Point
    half: tuple[float, float]
    turned: float


Shape = Blob | Oval


class Silhouette:
    """Draws poses in one colour; the last one is kept, so that a still page draws nothing anew."""

    def __init__(self, palette: Palette) -> None:
        self._palette = palette
        self._kept: tuple[tuple[object, ...], pygame.Surface] | None = None

    def draw(self, surface: pygame.Surface, box: Box, pose: Pose | None, colour: Colour, *, whole: bool = False) -> Box:
        """Draw a pose's picture area as large as fits into the box, and the pose in it. Returns that area.

        Args:
            pose: None leaves the area empty.
            whole: the whole body, where hips and shoulders were found; else head and shoulders.
        """
        area = fitted(pose.size if pose is not None else (4, 3), box)
        key = (pose, area.w, area.h, colour, whole, self._palette.floor)
        if self._kept is None or self._kept[0] != key:
            self._kept = key, self._sheet(pose, area, colour, whole=whole)
        surface.blit(self._kept[1], (area.x, area.y))
        return area

    def _sheet(self, pose: Pose | None, area: Box, colour: Colour, *, whole: bool) -> pygame.Surface:
        """The area with rounded corners, and who is in it."""
        scale = min(1.0, _LARGEST_PX / area.h)
        small = max(8, round(area.w * scale)), max(8, round(area.h * scale))
        fine = small[0] * FINE, small[1] * FINE
        floor = self._palette.floor
        sheet = pygame.Surface(fine, 0, 32)
        sheet.fill(floor)
        if pose is not None:
            shapes = (body_shapes(pose, fine) if whole else ()) or bust_shapes(pose, fine)
            self._paint(sheet, shapes, colour)
        soft = pygame.transform.smoothscale(sheet, (area.w, area.h))
        return _rounded(soft, max(4, min(area.w, area.h) // 24))

    def _paint(self, sheet: pygame.Surface, shapes: Iterable[Shape], colour: Colour) -> None:
        body, far = mixed(colour, self._palette.floor, 0.3), mixed(colour, self._palette.floor, 0.55)
        for shape in shapes:
            if isinstance(shape, Oval):
                # A rim of the ground's colour parts the head from what lies behind it.
                pygame.draw.polygon(sheet, self._palette.floor, oval(shape, 1.07))
                pygame.draw.polygon(sheet, colour, oval(shape))
            else:
                _blob(sheet, far if shape.far else body, shape)


def bust_shapes(pose: Pose, size: tuple[int, int]) -> tuple[Shape, ...]:
    """Head, neck, shoulders, trunk and the arms that are seen, in a picture of `size` pixels; () without shoulders."""
    seen = pose.seen()
    xy = _mirrored(pose, size)
    left, right = xy[Landmark.LEFT_SHOULDER], xy[Landmark.RIGHT_SHOULDER]
    wide = math.dist(left, right)
    if not wide > 0:
        return ()
    trunk = _trunk(xy, seen, size[1])
    arms = [blob for side in SIDES for blob in _arm(xy, seen, side, wide)]
    head = _head(xy, wide)
    middle: Point = (float(left[0] + right[0]) / 2, float(left[1] + right[1]) / 2)
    if head is None:
        return (trunk, *arms)
    neck = Blob(((*middle, 1.2 * _NECK * wide), (*head.centre, _NECK * wide)))
    return (neck, trunk, *arms, head)


def body_shapes(pose: Pose, size: tuple[int, int]) -> tuple[Shape, ...]:
    """A whole body in a picture of `size` pixels, limbs that are seen only; () without shoulders and hips."""
    seen = pose.seen().copy()
    for name in ("shoulder", "hip"):
        seen[[joint(name, side) for side in SIDES]] |= any(seen[joint(name, side)] for side in SIDES)
    points = pose.points.copy()
    points[~seen, :3] = np.nan
    figure = figure_of(Pose(pose.t_s, points, pose.world, pose.size).mirrored(), (0, 0), size)
    if figure is None:
        return ()
    shapes: list[Shape] = []
    for part in figure.parts:
        discs = [(float(x), float(y), float(radius)) for x, y, radius in part.discs]
        if part.links:
            shapes += [Blob((discs[a], discs[b]), part.far) for a, b in part.links]
        else:
            shapes.append(Blob(tuple(discs), part.far))
    neck = neck_of(figure)
    if neck is not None and figure.head is not None:
        (ax, ay, ar), (bx, by, br) = neck.tolist()
        shapes.insert(0, Blob(((ax, ay, ar), (bx, by, br))))
        up, (x, y) = figure.head.up, figure.head.centre.tolist()
        shapes.append(Oval((x, y), figure.head.half, math.atan2(float(up[0]), -float(up[1]))))
    return tuple(shapes)


def bust_of(measures: Mapping[str, float], size: tuple[int, int]) -> tuple[Shape, ...]:
    """Head and shoulders drawn from the measures of a front view alone (`coach.core.sitting.measures.FRONT`), as large
    as fills a picture of `size` pixels; () where the shoulders' slope and the head's place are not known."""
    wide, high = size
    span = min(0.5 * wide, 0.62 * high)
    slope, roll = (math.radians(measures.get(name, math.nan)) for name in ("slope_deg", "roll_deg"))
    up, aside = measures.get("neck_ratio", math.nan), measures.get("offset", math.nan)
    if any(map(math.isnan, (slope, roll, up, aside))):
        return ()
    x, y = wide / 2, high * 0.68
    # In the mirror the person's own left is on the left; a lower left shoulder turns the line counterclockwise.
    dx, dy = span / 2 * math.cos(slope), span / 2 * math.sin(slope)
    left, right = (x - dx, y + dy), (x + dx, y - dy)
    half = 0.21 * span
    rise = half * _HEAD_LONG * _HEAD_RISE
    ears = (x - aside * span, y - up * span)
    head = Oval((ears[0] - rise * math.sin(roll), ears[1] - rise * math.cos(roll)), (half * _HEAD_LONG, half), -roll)
    neck = Blob(((x, y, 1.2 * _NECK * span), (*head.centre, _NECK * span)))
    corners = (left, right, (left[0], high * 1.1), (right[0], high * 1.1))
    trunk = Blob((*((px, py, _SHOULDER * span) for px, py in corners), (x, y - _SLOPE * span, _NECK * span)))
    return (neck, trunk, head)


def paint_shapes(surface: pygame.Surface, box: Box, shapes: Sequence[Shape], colour: Colour, palette: Palette) -> None:
    """Draw shapes laid out for (box.w, box.h) times `FINE` into a box."""
    sheet = pygame.Surface((box.w * FINE, box.h * FINE), 0, 32)
    sheet.fill(palette.floor)
    Silhouette(palette)._paint(sheet, shapes, colour)
    surface.blit(
        _rounded(pygame.transform.smoothscale(sheet, (box.w, box.h)), max(4, min(box.w, box.h) // 24)), box[:2]
    )


def _mirrored(pose: Pose, size: tuple[int, int]) -> Vector:
    xy = pose.points[:, :2] * size
    xy[:, 0] = size[0] - xy[:, 0]
    return xy


def _trunk(xy: Vector, seen: npt.NDArray[np.bool_], floor: float) -> Blob:
    """From the shoulders down to the hips where they are seen, else out of the picture."""
    left, right = xy[Landmark.LEFT_SHOULDER], xy[Landmark.RIGHT_SHOULDER]
    wide = math.dist(left, right)
    ends = []
    for shoulder, hip in ((left, Landmark.LEFT_HIP), (right, Landmark.RIGHT_HIP)):
        inward = (left[0] + right[0]) / 2 - shoulder[0]
        low = (shoulder[0] + 0.16 * inward, max(floor, shoulder[1]) + wide)
        ends.append((float(xy[hip][0]), float(xy[hip][1])) if seen[hip] else low)
    discs = [(float(x), float(y), _SHOULDER * wide) for x, y in (left, right)]
    (dx, dy), (x, y) = (right - left).tolist(), ((left + right) / 2).tolist()
    discs.append((x + _SLOPE * dy, y - _SLOPE * abs(dx), _NECK * wide))
    return Blob((*discs, *((float(x), float(y), 0.9 * _SHOULDER * wide) for x, y in ends)))


def _arm(xy: Vector, seen: npt.NDArray[np.bool_], side: str, wide: float) -> list[Blob]:
    names = (f"{side}_shoulder", f"{side}_elbow", f"{side}_wrist")
    marks = [Landmark[name.upper()] for name in names]
    discs = [(float(xy[mark][0]), float(xy[mark][1]), _ARM[n] * wide) for n, mark in enumerate(marks)]
    return [Blob((discs[n], discs[n + 1])) for n in (0, 1) if seen[marks[n + 1]] and (n == 0 or seen[marks[n]])]


def _head(xy: Vector, wide: float) -> Oval | None:
    left, right, nose = xy[Landmark.LEFT_EAR], xy[Landmark.RIGHT_EAR], xy[Landmark.NOSE]
    if not np.all(np.isfinite([left, right, nose])):
        return None
    # Turning the head narrows the ears' distance, but no head.
    half = max(_EARS * math.dist(left, right), _HEAD_LEAST * wide)
    roll = math.atan2(float(right[1] - left[1]), float(right[0] - left[0])) if right[0] > left[0] else 0.0
    rise = half * _HEAD_LONG * _HEAD_RISE
    x, y = (left + right) / 2 * 0.8 + nose * 0.2
    centre = float(x) + rise * math.sin(roll), float(y) - rise * math.cos(roll)
    return Oval(centre, (half * _HEAD_LONG, half), roll)


def oval(head: Oval, larger: float = 1.0) -> list[Point]:
    """Its outline."""
    along, across = head.half[0] * larger, head.half[1] * larger
    sin, cos = math.sin(head.turned), math.cos(head.turned)
    points = []
    for step in range(48):
        turn = step / 48 * 2 * math.pi
        x, y = across * math.cos(turn), along * math.sin(turn)
        points.append((head.centre[0] + x * cos - y * sin, head.centre[1] + x * sin + y * cos))
    return points


def _blob(sheet: pygame.Surface, colour: Colour, blob: Blob) -> None:
    for x, y, radius in blob.discs:
        pygame.draw.circle(sheet, colour, (x, y), radius)
    pygame.draw.polygon(sheet, colour, outline(blob.discs))


def outline(discs: Sequence[tuple[float, float, float]]) -> list[Point]:
    """Convex outline around discs."""
    turns = [step / 28 * 2 * math.pi for step in range(28)]
    ring = {(x + r * math.cos(turn), y + r * math.sin(turn)) for x, y, r in discs for turn in turns}
    points = sorted(ring)
    return _chain(points)[:-1] + _chain(points[::-1])[:-1]


def _chain(points: Sequence[Point]) -> list[Point]:
    chain: list[Point] = []
    for x, y in points:
        while len(chain) > 1 and _turn(chain[-2], chain[-1], (x, y)) <= 0:
            chain.pop()
        chain.append((x, y))
    return chain


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _rounded(sheet: pygame.Surface, radius: int) -> pygame.Surface:
    """With clear, round corners."""
    mask = pygame.Surface(sheet.get_size(), pygame.SRCALPHA, 32)
    pygame.draw.rect(mask, (255, 255, 255), mask.get_rect(), border_radius=radius)
    mask.blit(sheet, (0, 0), special_flags=pygame.BLEND_RGB_MULT)
    return mask
