"""Plane geometry of joints. Points are complex numbers or arrays of them: x right, y down, any one unit."""

import cmath
import math
from typing import Final

import numpy as np
import numpy.typing as npt

ComplexArray = npt.NDArray[np.complex128]
FloatArray = npt.NDArray[np.float64]

NAN: Final = math.nan


def interior_angles_deg(a: ComplexArray, vertex: ComplexArray, c: ComplexArray) -> FloatArray:
    """Angles a-vertex-c in 0..180 degrees, elementwise; nan where a point is nan."""
    turn = (a - vertex) * np.conj(c - vertex)
    angles: FloatArray = np.degrees(np.abs(np.angle(turn)))
    return angles


def elevation_deg(start: complex, end: complex) -> float:
    """How far the line start-end points above the horizontal: 90 straight up, -90 straight down, nan where unseen."""
    line = end - start
    if cmath.isnan(line):
        return NAN
    return math.degrees(math.atan2(-line.imag, abs(line.real)))


def tilt_deg(start: complex, end: complex) -> float:
    """Angle 0..180 between the line start-end and straight up: 0 upright, 90 level, 180 upside down."""
    line = end - start
    if cmath.isnan(line):
        return NAN
    return math.degrees(math.atan2(abs(line.real), -line.imag))


def sag_ratio(start: complex, middle: complex, end: complex) -> float:
    """Signed distance of `middle` from the line start-end, divided by the line's length; positive toward the floor.

    nan where a point is unseen, the line has no length, or it stands so steeply that "toward the floor" means
    nothing (within 15 degrees of vertical).
    """
    line = end - start
    length = abs(line)
    if cmath.isnan(line) or cmath.isnan(middle) or length == 0 or abs(line.real) < math.sin(math.radians(15)) * length:
        return NAN
    across = (line.conjugate() * (middle - start)).imag
    return math.copysign(1.0, line.real) * across / length**2


def flexion_deg(head_end: complex, joint: complex, foot_end: complex, belly: complex) -> float:
    """Signed bend at a joint: 0 straight, positive folded toward the belly, negative arched, -180..180 degrees.

    `belly` is a unit vector in the picture that points out of the belly.
    """
    up = head_end - joint
    down = foot_end - joint
    if cmath.isnan(up) or cmath.isnan(down) or cmath.isnan(belly) or up == 0:
        return NAN
    axis = up / abs(up)
    along = -(down * axis.conjugate()).real
    toward_belly = (down * belly.conjugate()).real
    return math.degrees(math.atan2(toward_belly, along))
