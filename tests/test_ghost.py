"""The target to match: where it lies on a person, and when it is shown."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pygame
import pytest
from guide_fake import replayed, touched
from streams import demo_samples, exercise
from ui_samples import THEME, pose_of, report_of

from coach.core import figure, ghost
from coach.core.body import Side, joint
from coach.core.pose import Pose
from coach.core.report import Gauge, Report
from coach.ui.ghost import GhostDrawing, helps
from coach.ui.layout import Box

SIDED = {"bird_dog", "knee_to_chest"}
PICTURE = Box(40, 20, 960, 540)


def moved(pose: Pose, scale: float, shift: tuple[float, float], turn_deg: float = 0.0, *, mirror: bool = False) -> Pose:
    """The same body elsewhere in the picture, smaller or larger, its picture turned."""
    pose = pose.mirrored() if mirror else pose
    turn = complex(math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg)))
    plane = pose.plane()
    places = scale * turn * (plane[:, 0] + 1j * plane[:, 1]) + complex(*shift)
    points = np.array(pose.points)
    points[:, 0], points[:, 1] = places.real * pose.size[1] / pose.size[0], places.imag
    return Pose(pose.t_s, points, pose.world, pose.size)


@pytest.mark.parametrize("mirror", [False, True], ids=["head right", "head left"])
@pytest.mark.parametrize("id_", ["glute_bridge", "bird_dog", "knee_to_chest", "double_knee_to_chest"])
def test_the_target_of_a_body_like_the_demonstration_is_its_own_top(id_: str, mirror: bool) -> None:
    spec = exercise(id_)
    sides: tuple[Side | None, ...] = ("left", "right") if id_ in SIDED else (None,)
    for side in sides:
        target = next(each for each in ghost.targets(spec) if each.side == side)
        asked: Side | None = side if not mirror or side is None else ("right" if side == "left" else "left")
        placing = {"scale": 0.7, "shift": (0.2, 0.25), "turn_deg": 6.0, "mirror": mirror}
        found = ghost.placed(spec, moved(target.rest, **placing), asked)  # type: ignore[arg-type]

        assert found is not None
        expected = moved(target.top, **placing)  # type: ignore[arg-type]
        assert np.allclose(found.plane(), expected.plane(), atol=0.01)


@pytest.mark.parametrize(
    ("turn_deg", "scale", "side"), [(60.0, 1.0, None), (0.0, 0.1, None)], ids=["another posture", "far too small"]
)
def test_no_target_where_it_would_not_fit(turn_deg: float, scale: float, side: Side | None) -> None:
    rest = figure.pose_at(exercise("glute_bridge").demo, 0.0)

    assert ghost.placed(exercise("glute_bridge"), moved(rest, scale, (0.0, 0.0), turn_deg), side) is None


def test_no_target_for_a_leg_not_known_yet_nor_for_a_hold() -> None:
    assert ghost.placed(exercise("bird_dog"), figure.pose_at(exercise("bird_dog").demo, 0.0), None) is None
    assert ghost.targets(exercise("plank")) == ()


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_person_with_shorter_shins_keeps_them(side: Side) -> None:
    spec = exercise("glute_bridge")
    rest = figure.pose_at(spec.demo, 0.0)
    points = np.array(rest.points)
    knee, ankle = joint("knee", "left"), joint("ankle", "left")
    points[ankle, :2] = points[knee, :2] + 0.8 * (points[ankle, :2] - points[knee, :2])
    found = ghost.placed(spec, Pose(0.0, points, rest.world, rest.size), None)

    def shin(pose: Pose) -> float:
        plane = pose.plane()
        return float(np.hypot(*(plane[joint("knee", side)] - plane[joint("ankle", side)])))

    assert found is not None
    assert shin(found) == pytest.approx(0.8 * shin(ghost.targets(spec)[0].top), rel=0.03)


def test_the_line_of_a_hold_runs_from_shoulder_to_ankle() -> None:
    report = replayed("plank", 5.0)
    assert report.pose is not None
    found = ghost.line(exercise("plank"), report.pose, report.seen)

    assert found is not None
    assert found.start == pytest.approx(tuple(report.pose.points[joint("shoulder", "right"), :2]))
    assert found.end == pytest.approx(tuple(report.pose.points[joint("ankle", "right"), :2]))
    assert found.end[0] < found.hip[0] < found.start[0]
    assert ghost.line(exercise("plank"), report.pose, (False,) * 33) is None
    assert ghost.line(exercise("glute_bridge"), report.pose, report.seen) is None


def rising(progress: float, **changes: object) -> Report:
    gauge = Gauge("hip_angle_deg", 140.0, 128.0, 163.0, progress)
    values: dict[str, Any] = {"pose": pose_of(), "phase": "out", "gauge": gauge}
    return report_of(**(values | changes))


@pytest.mark.parametrize(
    ("report", "shown"),
    [
        (rising(0.4), True),
        (rising(0.1, phase="rest"), True),
        (rising(1.05), False),
        (rising(0.4, phase="back"), False),
        (rising(0.4, armed=False), False),
        (rising(0.4, view="three-quarter"), False),
        (rising(math.nan), False),
        (rising(0.4, gauge=None), False),
    ],
    ids=["on the way", "at rest", "there", "coming back", "not counting", "from askew", "unseen", "no measure"],
)
def test_it_is_shown_only_while_it_helps(report: Report, shown: bool) -> None:
    assert helps(exercise("glute_bridge"), report) is shown


def test_a_hold_shows_its_line_only_off_it() -> None:
    base = replayed("plank", 5.0)
    assert base.gauge is not None
    off = replace(base, gauge=replace(base.gauge, progress=1.4))

    assert not helps(exercise("plank"), replace(base, gauge=replace(base.gauge, progress=0.5)))
    assert helps(exercise("plank"), off)


@pytest.mark.parametrize("id_", ["glute_bridge", "plank"])
def test_it_fades_in_and_stays_in_the_picture(id_: str) -> None:
    report = replayed(id_, 0.9)
    assert report.gauge is not None
    progress = 1.5 if id_ == "plank" else 0.1
    report = replace(report, gauge=replace(report.gauge, progress=progress), view="side", armed=True)
    drawing = GhostDrawing(THEME.palette, exercise(id_), None)
    drawing.take(report)
    strengths = [0.0]
    for _ in range(3):
        drawing.pass_time(0.1)
        strengths.append(drawing.strength)
    surface = pygame.Surface((1100, 700), 0, 32)
    drawing.draw(surface, PICTURE)

    assert strengths == pytest.approx([0.0, 0.5, 1.0, 1.0])
    assert pygame.Rect(PICTURE).contains(touched(surface))
    assert touched(surface).w > 100


def test_it_stands_still_while_the_body_moves() -> None:
    """In a repetition the target stays where it was settled at rest; what wobbles a little at rest does not move it."""
    spec = exercise("glute_bridge")
    drawing = GhostDrawing(THEME.palette, spec, None)
    rest = figure.pose_at(spec.demo, 0.0)
    drawing.take(rising(0.0, pose=rest, phase="rest"))
    settled = drawing._shape
    for pose, phase in ((moved(rest, 1.0, (0.01, 0.0)), "rest"), (demo_samples(spec.demo, 10)[25][1], "out")):
        drawing.take(rising(0.4, pose=pose, phase=phase))
        assert drawing._shape is settled
    drawing.take(rising(0.0, pose=moved(rest, 1.0, (0.1, 0.0)), phase="rest"))
    assert drawing._shape is not settled
