"""Plane geometry, by tables. Points are x + y j with y down, as in a picture."""

import cmath
import math

import numpy as np
import pytest

from coach.core import geometry as geo

NOWHERE = complex(math.nan, math.nan)
TO_RIGHT, TO_LEFT = 1 + 0j, -1 + 0j
UP, DOWN = -1j, 1j


@pytest.mark.parametrize(
    ("a", "vertex", "c", "expected"),
    [
        (TO_LEFT, 0, TO_RIGHT, 180),
        (UP, 0, TO_RIGHT, 90),
        (TO_RIGHT, 0, UP, 90),
        (TO_RIGHT, 0, TO_RIGHT, 0),
        (TO_RIGHT, 0, cmath.rect(1, math.radians(30)), 30),
        (3 + 4j, 2 + 4j, 2 + 9j, 90),
        (NOWHERE, 0, UP, math.nan),
        (UP, NOWHERE, UP, math.nan),
        (UP, 0, NOWHERE, math.nan),
    ],
)
def test_interior_angles(a: complex, vertex: complex, c: complex, expected: float) -> None:
    angles = geo.interior_angles_deg(*(np.array([point], dtype=np.complex128) for point in (a, vertex, c)))
    assert angles.tolist() == pytest.approx([expected], nan_ok=True)


@pytest.mark.parametrize("turn_deg", [0, 37, 180, 300])
@pytest.mark.parametrize("scale", [0.01, 1, 50])
def test_interior_angles_do_not_depend_on_place_turn_or_size(turn_deg: float, scale: float) -> None:
    turn = cmath.rect(scale, math.radians(turn_deg))
    a, vertex, c = (np.array([5 - 2j + turn * point]) for point in (2 + 0j, 0j, cmath.rect(1, math.radians(140))))
    assert geo.interior_angles_deg(a, vertex, c)[0] == pytest.approx(140)


@pytest.mark.parametrize(
    ("end", "elevation", "tilt"),
    [
        (UP, 90, 0),
        (DOWN, -90, 180),
        (TO_RIGHT, 0, 90),
        (TO_LEFT, 0, 90),
        (1 - 1j, 45, 45),
        (-1 + 1j, -45, 135),
        (NOWHERE, math.nan, math.nan),
    ],
)
def test_elevation_and_tilt(end: complex, elevation: float, tilt: float) -> None:
    start = 3 + 7j
    assert geo.elevation_deg(start, start + end) == pytest.approx(elevation, nan_ok=True)
    assert geo.tilt_deg(start, start + end) == pytest.approx(tilt, nan_ok=True)


@pytest.mark.parametrize("facing", [1, -1])
@pytest.mark.parametrize(
    ("hip", "expected"),
    [(1 + 0.1j, 0.05), (1 - 0.1j, -0.05), (1 + 0j, 0.0), (0.3 + 0.2j, 0.1), (1 + NOWHERE, math.nan)],
)
def test_sag_is_positive_toward_the_floor_whichever_way_the_body_faces(
    hip: complex, expected: float, facing: int
) -> None:
    shoulder, middle, ankle = (complex(facing * point.real, point.imag) for point in (0j, hip, 2 + 0j))
    assert geo.sag_ratio(shoulder, middle, ankle) == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize("facing", [1, -1])
def test_sag_and_pike_are_told_apart_at_one_unsigned_angle(facing: int) -> None:
    shoulder, ankle = 0j, complex(2 * facing)
    sagged, piked = complex(facing, 0.2), complex(facing, -0.2)
    unsigned = [
        geo.interior_angles_deg(np.array([shoulder]), np.array([hip]), np.array([ankle]))[0] for hip in (sagged, piked)
    ]
    assert unsigned[0] == pytest.approx(unsigned[1])
    assert geo.sag_ratio(shoulder, sagged, ankle) == pytest.approx(-geo.sag_ratio(shoulder, piked, ankle))


@pytest.mark.parametrize("slope_deg", [-60, -20, 0, 20, 60])
def test_sag_is_measured_across_a_sloping_line(slope_deg: float) -> None:
    turn = cmath.rect(1, math.radians(slope_deg))
    assert geo.sag_ratio(0j, turn * (1 + 0.1j), turn * 2) == pytest.approx(0.05)


@pytest.mark.parametrize(
    ("steep_deg", "judged"), [(70, True), (76, False), (90, False), (-76, False), (104, False), (110, True)]
)
def test_sag_means_nothing_within_15_degrees_of_upright(steep_deg: float, judged: bool) -> None:
    line = cmath.rect(2, math.radians(steep_deg))
    assert math.isnan(geo.sag_ratio(0j, line / 2 + 0.1, line)) != judged


@pytest.mark.parametrize("points", [(NOWHERE, 1, 2), (0, NOWHERE, 2), (0, 1, NOWHERE), (1, 1, 1)])
def test_sag_of_unseen_points_or_no_line_is_nan(points: tuple[complex, complex, complex]) -> None:
    assert math.isnan(geo.sag_ratio(*points))


@pytest.mark.parametrize("turn_deg", [0, 50, 170, 260])
@pytest.mark.parametrize("bend_deg", [0, 20, 90, 150, -15])
@pytest.mark.parametrize("mirror", [False, True])
def test_flexion_is_positive_toward_the_belly(bend_deg: float, turn_deg: float, mirror: bool) -> None:
    """A body on its back, head to the left, belly up; then turned, and seen from its other side."""
    foot = cmath.rect(1.3, -math.radians(bend_deg))
    turn = cmath.rect(1, math.radians(turn_deg))
    points = [turn * point for point in (TO_LEFT, 0j, foot, UP)]
    if mirror:
        points = [point.conjugate() for point in points]
    assert geo.flexion_deg(*points) == pytest.approx(bend_deg, abs=1e-9)


@pytest.mark.parametrize("hidden", range(4))
def test_flexion_of_unseen_points_is_nan(hidden: int) -> None:
    points = [TO_LEFT, 0j, TO_RIGHT, UP]
    points[hidden] = NOWHERE
    assert math.isnan(geo.flexion_deg(*points))


def test_flexion_of_no_trunk_is_nan() -> None:
    assert math.isnan(geo.flexion_deg(1 + 1j, 1 + 1j, 2 + 1j, UP))
