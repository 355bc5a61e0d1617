"""How long and how wide the parts of the demonstration figure are, shares of body height.

Source: Drillis and Contini, in Winter, Biomechanics and Motor Control of Human Movement.
"""

import math
from typing import Final

from coach.core.body import Landmark

THIGH: Final = 0.245
SHANK: Final = 0.246
FOOT: Final = 0.11
HEEL: Final = 0.045
TRUNK: Final = 0.288
NECK: Final = 0.12
UPPER_ARM: Final = 0.186
FOREARM: Final = 0.146
HAND: Final = 0.06
HALF_HIPS: Final = 0.055
HALF_SHOULDERS: Final = 0.1
HALF_HEAD: Final = 0.035

PADDING: Final = {
    "shoulder": 0.06,
    "hip": 0.06,
    "elbow": 0.02,
    "wrist": 0.02,
    "knee": 0.03,
    "heel": 0.01,
    "foot_index": 0.01,
}
"""How far the middle of a part lies above the floor it rests on, shares of body height; estimated."""

FREE_ANKLE_DEG: Final = 115.0
"""Angle of a foot that hangs free; estimated."""

FINGERS: Final = (("index", 1.0), ("pinky", 0.9), ("thumb", 0.6))
"""Fingers, and how far each reaches, in hands."""

FACE: Final = (("EYE_INNER", 0.055, 0.02), ("EYE", 0.05, 0.02), ("EYE_OUTER", 0.04, 0.02), ("MOUTH", 0.05, -0.025))
"""Parts of the face of one side: in front of the ear, and above it."""

NOSE: Final = 0.06
"""How far the nose lies in front of the ears."""

Points = dict[Landmark, complex]
"""Places in one plane, shares of body height."""


def half_width(landmark: Landmark) -> float:
    """How far a landmark lies from the middle of the body, sideways."""
    if landmark is Landmark.NOSE:
        return 0.0
    if landmark < Landmark.LEFT_SHOULDER:
        return HALF_HEAD
    return HALF_SHOULDERS if landmark < Landmark.LEFT_HIP else HALF_HIPS


def chord_share(curl_deg: float) -> float:
    """Hips to shoulders in a straight line, share of the trunk's length, for a back bent evenly by so many degrees."""
    half = abs(math.radians(curl_deg)) / 2
    return math.sin(half) / half if half > 0 else 1.0
