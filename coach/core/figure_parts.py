"""A pose as a body with volume: which rounded parts it is made of, how thick, and which lies in front. Pure numbers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from coach.core.body import SIDES, Landmark, Side, joint, other
from coach.core.figure_lengths import chord_share
from coach.core.pose import Pose

Vector = npt.NDArray[np.float64]
PartName = Literal["arm", "leg", "torso", "head"]

# Radii as shares of the trunk (shoulders to hips, about 0.5 m); estimated from adult limb girths, then looked at.
_ARM: Final = (0.115, 0.085, 0.06, 0.045)
_LEG: Final = (0.185, 0.125, 0.08)
_FOOT: Final = (0.075, 0.05)
_TORSO: Final = (0.2, 0.225, 0.195, 0.205)
_TORSO_AT: Final = (0.04, 0.3, 0.66, 0.98)
_SPINE_AT: Final = (0.04, 0.2, 0.36, 0.52, 0.68, 0.84, 0.98)
_NECK: Final = 0.095
_HEAD: Final = (0.245, 0.195)
_THIGH_TO_TRUNK: Final = 1.15
"""Trunk over thigh, for poses that show the trunk foreshortened; estimated."""
_SIDE_ON: Final = 0.12
"""Shoulders' difference in depth, as a share of the trunk, from which one side counts as the near one; estimated."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One smooth body part: discs (x, y, radius) in pixels; each link joins two of them by number.

    Attributes:
        discs: (n, 3) x, y and radius.
        links: pairs of discs joined into a tapered limb; empty: the discs' common hull.
        depth: larger is farther. far: on the side turned away.
    """

    name: PartName
    discs: Vector
    links: tuple[tuple[int, int], ...]
    depth: float
    far: bool


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """The head: centre, half length and half width in pixels, unit vectors up the skull and toward the face."""

    centre: Vector
    half: tuple[float, float]
    up: Vector
    face: Vector


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A whole body: parts from the farthest to the nearest, and the trunk's length in pixels as its scale."""

    parts: tuple[Part, ...]
    head: Head | None
    trunk_px: float

    def discs(self) -> Vector:
        """(n, 3) every disc of every part, and one around the head."""
        head = [] if self.head is None else [[*self.head.centre, self.head.half[0]]]
        return np.vstack([*(part.discs for part in self.parts), *head])


def figure_of(pose: Pose, origin: tuple[int, int], scale: tuple[int, int], curl: float = 0.0) -> Figure | None:
    """Body parts of a pose drawn into a picture at `origin` of `scale` (width, height) pixels.

    `curl` is by how many degrees the back is rounded, negative sunk: landmarks do not tell.
    None without shoulders, hips or a size: there is nothing to build on.
    """
    xy = pose.points[:, :2] * scale + origin
    depth = pose.points[:, 2] * scale[0]
    shoulder, hip = _middle(xy, "shoulder"), _middle(xy, "hip")
    trunk = max(_length(shoulder - hip), _THIGH_TO_TRUNK * _thigh(xy))
    if not np.isfinite(trunk) or trunk < 1:
        return None
    body = _Body(xy, np.where(np.isfinite(depth), depth, 0.0), trunk, curl)
    limbs = [part for side in SIDES for part in (body.leg(side), body.arm(side)) if part is not None]
    parts = sorted([body.torso(), *limbs], key=lambda part: -part.depth)
    return Figure(tuple(parts), body.head(shoulder, hip), trunk)


def _middle(xy: Vector, name: str) -> Vector:
    middle: Vector = (xy[joint(name, "left")] + xy[joint(name, "right")]) / 2
    return middle


def _length(vector: Vector) -> float:
    return float(np.hypot(vector[0], vector[1]))


def _thigh(xy: Vector) -> float:
    lengths = [_length(xy[joint("hip", side)] - xy[joint("knee", side)]) for side in SIDES]
    finite = [length for length in lengths if np.isfinite(length)]
    return max(finite, default=0.0)


class _Body:
    def __init__(self, xy: Vector, depth: Vector, trunk: float, curl: float) -> None:
        self._xy, self._depth, self._trunk, self._curl = xy, depth, trunk, curl
        gap = {side: depth[joint("shoulder", side)] + depth[joint("hip", side)] for side in SIDES}
        self._near: Side = "left" if gap["left"] <= gap["right"] else "right"
        self._side_on = (gap[other(self._near)] - gap[self._near]) / 2 > _SIDE_ON * trunk
        corners = [joint(name, side) for name in ("shoulder", "hip") for side in SIDES]
        self._middle_depth = float(np.mean(depth[corners]))

    def leg(self, side: Side) -> Part | None:
        names = ("hip", "knee", "ankle", "heel", "foot_index")
        links = ((0, 1), (1, 2), (2, 3), (3, 4), (2, 4))
        return self._limb("leg", side, names, (*_LEG, *_FOOT), links)

    def arm(self, side: Side) -> Part | None:
        return self._limb("arm", side, ("shoulder", "elbow", "wrist", "index"), _ARM, ((0, 1), (1, 2), (2, 3)))

    def _limb(
        self,
        name: PartName,
        side: Side,
        joints: Sequence[str],
        radii: Sequence[float],
        links: tuple[tuple[int, int], ...],
    ) -> Part | None:
        indices = [joint(each, side) for each in joints]
        discs = np.column_stack([self._xy[indices], np.array(radii) * self._trunk])
        known = np.all(np.isfinite(discs), axis=1)
        usable = tuple((a, b) for a, b in links if known[a] and known[b])
        if not usable:
            return None
        order = {int(old): new for new, old in enumerate(np.flatnonzero(known))}
        usable = tuple((order[a], order[b]) for a, b in usable)
        far = self._side_on and side != self._near
        return Part(name, discs[known], usable, self._placed(float(np.mean(self._depth[indices])), side, name), far)

    def _placed(self, depth: float, side: Side, name: PartName) -> float:
        """Side-on, a near limb lies before the trunk and a far one behind it, whatever noise says."""
        if not self._side_on:
            return depth
        step = (2 if name == "arm" else 1) * self._trunk
        return self._middle_depth + (step if side != self._near else -step)

    def torso(self) -> Part:
        """Trunk: discs down the spine, and around each shoulder and hip, for a body seen from the front."""
        shoulder, hip = _middle(self._xy, "shoulder"), _middle(self._xy, "hip")
        spine = [shoulder + (hip - shoulder) * at for at in _TORSO_AT]
        corners = [self._xy[joint(name, side)] for name in ("shoulder", "hip") for side in SIDES]
        if self._curl and self._side_on:
            return self._bent_torso(shoulder, hip, corners)
        radii = np.array([*_TORSO, 0.13, 0.13, 0.18, 0.18]) * self._trunk
        discs = np.column_stack([np.array([*spine, *corners]), radii])
        return Part("torso", discs, (), self._middle_depth, far=False)

    def _bent_torso(self, shoulder: Vector, hip: Vector, corners: Sequence[Vector]) -> Part:
        """The trunk along an arc from shoulders to hips, through the back when rounded, the belly when sunk."""
        half = abs(math.radians(self._curl)) / 2
        chord = hip - shoulder
        radius = _length(chord) / chord_share(self._curl) / (2 * half)
        along = chord / max(_length(chord), 1.0)
        turn = 1.0 if (self._near == "left") != (self._curl > 0) else -1.0
        across = turn * np.array([-along[1], along[0]])
        turns = [half * (2 * at - 1) for at in _SPINE_AT]
        middle = (shoulder + hip) / 2 - across * radius * math.cos(half)
        spine = [middle + radius * (math.sin(angle) * along + math.cos(angle) * across) for angle in turns]
        radii = np.array([*np.interp(_SPINE_AT, _TORSO_AT, _TORSO), 0.13, 0.13, 0.18, 0.18]) * self._trunk
        last = len(_SPINE_AT)
        ends = ((0, last), (0, last + 1), (last - 1, last + 2), (last - 1, last + 3))
        links = (*((index, index + 1) for index in range(last - 1)), *ends)
        discs = np.column_stack([np.array([*spine, *corners]), radii])
        return Part("torso", discs, links, self._middle_depth, far=False)

    def head(self, shoulder: Vector, hip: Vector) -> Head | None:
        """The head from ears and nose; only from the trunk's direction where the face is not known."""
        ears, nose = _middle(self._xy, "ear"), self._xy[Landmark.NOSE]
        up = (shoulder - hip) / max(_length(shoulder - hip), 1.0)
        if not np.all(np.isfinite(ears)):
            return None
        ahead = nose - ears if np.all(np.isfinite(nose)) else np.array([up[1], -up[0]])
        face = ahead / max(_length(ahead), 1.0)
        turned = np.array([face[1], -face[0]])
        # The skull's long axis lies across the line of sight, on the side away from the neck.
        skull = turned if float(turned @ (ears - shoulder)) >= 0 else -turned
        half = _HEAD[0] * self._trunk, _HEAD[1] * self._trunk
        return Head(ears + face * 0.04 * self._trunk + skull * 0.05 * self._trunk, half, skull, face)


def neck_of(figure: Figure) -> Vector | None:
    """(2, 3) discs at both ends of the neck, or None without a head."""
    if figure.head is None:
        return None
    torso = next(part for part in figure.parts if part.name == "torso")
    radius = _NECK * figure.trunk_px
    return np.array([[*torso.discs[0, :2], radius * 1.25], [*figure.head.centre, radius]])
