"""The body as the pose model names it: 33 landmarks, their twins and the bones between them."""

import itertools
from enum import IntEnum
from typing import Final, Literal

Side = Literal["left", "right"]
SIDES: Final[tuple[Side, Side]] = ("left", "right")


class Landmark(IntEnum):
    """MediaPipe's BlazePose topology; left and right are the person's own."""

    NOSE = 0
    LEFT_EYE_INNER = 1
    LEFT_EYE = 2
    LEFT_EYE_OUTER = 3
    RIGHT_EYE_INNER = 4
    RIGHT_EYE = 5
    RIGHT_EYE_OUTER = 6
    LEFT_EAR = 7
    RIGHT_EAR = 8
    MOUTH_LEFT = 9
    MOUTH_RIGHT = 10
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_ELBOW = 13
    RIGHT_ELBOW = 14
    LEFT_WRIST = 15
    RIGHT_WRIST = 16
    LEFT_PINKY = 17
    RIGHT_PINKY = 18
    LEFT_INDEX = 19
    RIGHT_INDEX = 20
    LEFT_THUMB = 21
    RIGHT_THUMB = 22
    LEFT_HIP = 23
    RIGHT_HIP = 24
    LEFT_KNEE = 25
    RIGHT_KNEE = 26
    LEFT_ANKLE = 27
    RIGHT_ANKLE = 28
    LEFT_HEEL = 29
    RIGHT_HEEL = 30
    LEFT_FOOT_INDEX = 31
    RIGHT_FOOT_INDEX = 32


LANDMARK_COUNT: Final = len(Landmark)

JOINTS: Final = ("ear", "shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "foot_index")


_NAMED: Final = {
    (mark.name.removeprefix(f"{side.upper()}_").lower(), side): mark
    for side in SIDES
    for mark in Landmark
    if mark.name.startswith(side.upper())
}


def joint(name: str, side: Side) -> Landmark:
    """Landmark of a joint ("knee") on one of the person's sides.

    Raises:
        KeyError: there is no such joint.
    """
    return _NAMED[name, side]


def other(side: Side) -> Side:
    """The opposite of the person's side."""
    return "right" if side == "left" else "left"


def _twin(landmark: Landmark) -> Landmark:
    name = landmark.name
    if "LEFT" in name:
        return Landmark[name.replace("LEFT", "RIGHT")]
    return Landmark[name.replace("RIGHT", "LEFT")]


TWIN: Final[tuple[int, ...]] = tuple(int(_twin(landmark)) for landmark in Landmark)
"""Index of each landmark's counterpart on the other side; the nose is its own."""

_SIDE_CHAINS: Final = (
    ("shoulder", "elbow", "wrist", "index"),
    ("shoulder", "hip", "knee", "ankle", "heel", "foot_index"),
    ("ankle", "foot_index"),
)


def _bones() -> tuple[tuple[Landmark, Landmark], ...]:
    pairs: list[tuple[Landmark, Landmark]] = [
        (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER),
        (Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
    ]
    for side in SIDES:
        pairs.append((Landmark.NOSE, joint("ear", side)))
        for chain in _SIDE_CHAINS:
            pairs.extend((joint(a, side), joint(b, side)) for a, b in itertools.pairwise(chain))
    return tuple(pairs)


BONES: Final[tuple[tuple[Landmark, Landmark], ...]] = _bones()
"""Pairs of landmarks joined by a line when a skeleton is drawn."""
