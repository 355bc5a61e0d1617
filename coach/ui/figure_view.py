"""A pose drawn as a mannequin with volume, lying on a mat with its shadow."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pygame

from coach.core.figure_parts import Figure, Head, Part, figure_of, neck_of
from coach.core.pose import Pose
from coach.ui.layout import Box, fitted
from coach.ui.theme import Colour, Palette, mixed

Vector = npt.NDArray[np.float64]

_FINE: Final = 2
"""The body is drawn this many times larger and scaled down: smooth edges."""
_SHADES: Final = 9
_LIGHT: Final = np.array([-0.28, -0.46])
"""Where the light comes from, in radii of a part: up and a little left."""
_SHADOW_GRAIN: Final = 6
"""The shadow is worked out on every sixth pixel and scaled up: it is soft anyway."""


@dataclass(frozen=True, slots=True)
class Region:
    """The part of a pose's picture to show, and its floor, all in 0..1 of the picture's width and height (y down)."""

    x: float
    y: float
    w: float
    h: float
    floor: float


def region_of(poses: Sequence[Pose]) -> Region | None:
    """The region that holds every one of the poses with its mat, and the floor below the lowest.

    Work it out once for a whole demonstration: then neither the camera nor the floor moves. None where no pose has a
    body.
    """
    spans: list[tuple[float, float, float, float, float]] = []
    for pose in poses:
        figure = figure_of(pose, (0, 0), pose.size)
        if figure is not None:
            discs, room = figure.discs(), figure.trunk_px
            low, high = discs[:, :2] - discs[:, 2:], discs[:, :2] + discs[:, 2:]
            (left, top), (right, floor) = low.min(axis=0), high.max(axis=0)
            spans.append((left - 0.75 * room, top - 0.1 * room, right + 0.75 * room, floor + 0.45 * room, floor))
    if not spans:
        return None
    (width, height), (left, top, right, foot, floor) = poses[0].size, zip(*spans, strict=True)
    x, y = min(left) / width, min(top) / height
    return Region(x, y, max(right) / width - x, max(foot) / height - y, max(floor) / height)


class FigureView:
    """Draws poses; one for each place on a screen."""

    def __init__(self, palette: Palette) -> None:
        self._palette = palette

    def draw(
        self, surface: pygame.Surface, box: Box, pose: Pose, region: Region | None = None, curl: float = 0.0
    ) -> None:
        """Draw a pose into `box`: its region (by default what it fills itself), as large as fits.

        `curl` is by how many degrees its back is rounded (negative: sunk), see `coach.core.demo.Keyframe`.
        Nothing is drawn for a pose without shoulders and hips.
        """
        region = region or region_of([pose])
        if region is None:
            return
        place = _picture_place(box, pose.size, region)
        figure = figure_of(pose, (place.x - box.x, place.y - box.y), (place.w, place.h), curl)
        if figure is None:
            return
        floor = place.y - box.y + region.floor * place.h
        clip = surface.get_clip()
        surface.set_clip(clip.clip(pygame.Rect(box)))
        left = place.x - box.x + region.x * place.w
        self._ground(surface, box, (left, left + region.w * place.w, floor), figure)
        surface.blit(self._body(box, figure), (box.x, box.y))
        surface.set_clip(clip)

    def draw_body(self, surface: pygame.Surface, box: Box, figure: Figure) -> None:
        """Draw a body alone, without floor and shadow; its pixels count from the box's corner."""
        surface.blit(self._body(box, figure), (box.x, box.y))

    def _ground(self, surface: pygame.Surface, box: Box, span: tuple[float, float, float], figure: Figure) -> None:
        """Mat and shadow; `span` is the region's left and right edge and its floor, pixels in the box."""
        p, trunk, floor = self._palette, figure.trunk_px, span[2]
        left, right = span[0] + 0.25 * trunk, span[1] - 0.25 * trunk
        back, front, lean = floor - 0.16 * trunk, floor + 0.2 * trunk, 0.22 * trunk
        corners = [(left + lean, back), (right - lean, back), (right, front), (left, front)]
        placed = [(box.x + x, box.y + y) for x, y in corners]
        pygame.draw.polygon(surface, p.mat, placed)
        pygame.draw.aalines(surface, p.mat, True, placed)
        edge = [(x, y + 0.035 * trunk) for x, y in reversed(placed[2:])]
        pygame.draw.polygon(surface, mixed(p.mat, p.shadow, 0.45), [*placed[2:], *edge])
        surface.blit(_shadow(box, figure, floor, p.shadow), (box.x, box.y))

    def _body(self, box: Box, figure: Figure) -> pygame.Surface:
        layer = pygame.Surface((box.w * _FINE, box.h * _FINE), pygame.SRCALPHA, 32)
        layer.fill((*self._palette.body_shade, 0))
        neck = neck_of(figure)
        for part in figure.parts:
            if part.name == "torso" and neck is not None and figure.head is not None:
                self._part(layer, Part("head", neck, ((0, 1),), 0.0, far=False), darker=0.16)
                self._head(layer, figure.head)
            self._part(layer, part)
        return pygame.transform.smoothscale(layer, (box.w, box.h))

    def _tones(self, far: bool, darker: float) -> list[tuple[float, Colour]]:
        """(share 0..1 from the rim to the lightest spot, colour)."""
        p = self._palette
        base = mixed(p.body_far if far else p.body, p.body_shade, darker)
        rim, spot = mixed(base, p.body_shade, 0.5), mixed(base, (255, 255, 255), 0.1 if far else 0.26)
        shares = [step / (_SHADES - 1) for step in range(_SHADES)]
        return [(share, mixed(rim, spot, math.sin(share * math.pi / 2))) for share in shares]

    def _part(self, layer: pygame.Surface, part: Part, darker: float = 0.0) -> None:
        for share, colour in self._tones(part.far, darker):
            discs = _lit(part.discs, share) * _FINE
            if part.links:
                for a, b in part.links:
                    _capsule(layer, colour, discs[a], discs[b])
            else:
                pygame.draw.polygon(layer, colour, _hull(discs))

    def _head(self, layer: pygame.Surface, head: Head) -> None:
        turns = np.linspace(0, 2 * math.pi, 48, endpoint=False)[:, None]
        ring = np.cos(turns) * head.up * head.half[0] + np.sin(turns) * head.face * head.half[1]
        nose = np.array([*(head.centre + head.face * head.half[1] * 0.86 - head.up * head.half[0] * 0.12), 0.0])
        nose[2] = head.half[1] * 0.3
        for share, colour in self._tones(far=False, darker=0.0):
            x, y, radius = _lit(nose[None, :], share)[0] * _FINE
            pygame.draw.circle(layer, colour, (x, y), radius)
            middle = head.centre + _LIGHT * head.half[1] * share * 0.7
            pygame.draw.polygon(layer, colour, ((middle + ring * (1 - 0.8 * share)) * _FINE).tolist())


def _picture_place(box: Box, size: tuple[int, int], region: Region) -> Box:
    """Where the whole picture lies when its region is fitted into the box."""
    shown = fitted((max(1, round(region.w * size[0])), max(1, round(region.h * size[1]))), box)
    width, height = shown.w / region.w, shown.h / region.h
    return Box(round(shown.x - region.x * width), round(shown.y - region.y * height), round(width), round(height))


def _lit(discs: Vector, share: float) -> Vector:
    """Discs shrunk toward their lit spot: share 0 is the outline, 1 the lightest patch."""
    moved = discs.copy()
    moved[:, :2] += _LIGHT * discs[:, 2:] * share * 0.8
    moved[:, 2] *= 1 - 0.82 * share
    return moved


def _capsule(layer: pygame.Surface, colour: Colour, a: Vector, b: Vector) -> None:
    """Two discs (x, y, radius) and the sides that touch both."""
    (ax, ay, ar), (bx, by, br) = a.tolist(), b.tolist()
    length = math.hypot(bx - ax, by - ay)
    if length > abs(ar - br):
        # The sides touch each disc not at right angles to the limb, but leaning toward the thinner end.
        lean, along = math.acos((ar - br) / length), math.atan2(by - ay, bx - ax)
        corners = []
        for x, y, radius, turn in ((ax, ay, ar, lean), (bx, by, br, lean), (bx, by, br, -lean), (ax, ay, ar, -lean)):
            corners.append((x + radius * math.cos(along + turn), y + radius * math.sin(along + turn)))
        pygame.draw.polygon(layer, colour, corners)
    pygame.draw.circle(layer, colour, (ax, ay), ar)
    pygame.draw.circle(layer, colour, (bx, by), br)


def _hull(discs: Vector) -> list[tuple[float, float]]:
    """Outline around discs (n, 3), as a convex polygon."""
    turns = np.linspace(0, 2 * math.pi, 28, endpoint=False)
    rings = discs[:, None, :2] + discs[:, None, 2:] * np.column_stack([np.cos(turns), np.sin(turns)])[None]
    points = sorted(map(tuple, rings.reshape(-1, 2).tolist()))
    return _half_hull(points)[:-1] + _half_hull(points[::-1])[:-1]


def _half_hull(points: list[tuple[float, ...]]) -> list[tuple[float, float]]:
    chain: list[tuple[float, float]] = []
    for x, y in points:
        while len(chain) > 1 and _turn(chain[-2], chain[-1], (x, y)) <= 0:
            chain.pop()
        chain.append((x, y))
    return chain


def _turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _shadow(box: Box, figure: Figure, floor: float, colour: Colour) -> pygame.Surface:
    """A soft shadow: the nearer a part is to the floor, the darker and sharper."""
    trunk = figure.trunk_px
    wide, high = max(2, box.w // _SHADOW_GRAIN), max(2, box.h // _SHADOW_GRAIN)
    xs = (np.arange(wide) + 0.5) * box.w / wide
    ys = (np.arange(high) + 0.5) * box.h / high
    light = np.ones(wide)
    for x, y, radius in figure.discs():
        above = max(0.0, floor - (y + radius))
        spread = radius + 0.3 * above + 0.05 * trunk
        light *= 1 - 0.62 * math.exp(-above / (0.35 * trunk)) * np.exp(-(((xs - x) / spread) ** 2))
    fall = np.exp(-(((ys - floor + 0.02 * trunk) / (0.07 * trunk)) ** 2))
    small = pygame.Surface((wide, high), pygame.SRCALPHA, 32)
    small.fill((*colour, 0))
    alpha = pygame.surfarray.pixels_alpha(small)
    alpha[:] = np.rint(235 * np.outer(1 - light, fall)).astype(np.uint8)
    del alpha  # the surface stays locked while the view lives
    return pygame.transform.smoothscale(small, (box.w, box.h))
