"""People before a camera that is being checked, made up for the tests: lying, standing, hidden, seen askew."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from streams import Sample, at, exercise

from coach.core import figure
from coach.core.body import JOINTS, joint
from coach.core.camera_check import CameraCheck, CheckState, step
from coach.core.pose import Pose
from coach.core.spec import Exercise

BRIDGE = exercise("glute_bridge")
NAN = math.nan


def moved(pose: Pose, scale: float = 1.0, shift: tuple[float, float] = (0.0, 0.0), roll_deg: float = 0.0) -> Pose:
    """The pose nearer or further, elsewhere in the picture, or seen by a tilted camera."""
    points = pose.points.copy()
    xy = pose.plane() - (pose.size[0] / pose.size[1] / 2, 0.5)
    turn = np.exp(1j * math.radians(roll_deg))
    turned = (xy[:, 0] + 1j * xy[:, 1]) * turn * scale
    points[:, 0] = turned.real * pose.size[1] / pose.size[0] + 0.5 + shift[0]
    points[:, 1] = turned.imag + 0.5 + shift[1]
    return Pose(pose.t_s, points, pose.world, pose.size)


def hidden(pose: Pose, *names: str) -> Pose:
    """The pose with joints of both sides covered."""
    points = pose.points.copy()
    for name in names:
        points[[joint(name, "left"), joint(name, "right")], 3] = 0.0
    return Pose(pose.t_s, points, pose.world, pose.size)


def lying(yaw_deg: float = 0.0) -> Pose:
    """Somebody ready for a bridge."""
    return figure.pose_at(BRIDGE.demo, 0.0, yaw_deg)


def standing(trunk: float = 0.2, size: tuple[int, int] = (640, 480), foot: float = 0.9) -> Pose:
    """Somebody who stands and faces the camera; `trunk` in picture heights, `foot` the height of the ankles."""
    rise = {"ankle": 0.0, "heel": -0.05, "foot_index": -0.1, "knee": 0.85, "hip": 1.7, "wrist": 1.6, "elbow": 2.15}
    rise |= {"shoulder": 2.7, "ear": 3.2}
    points, world = np.full((33, 4), 0.5), np.zeros((33, 3))
    points[:, 3] = 1.0
    for name in JOINTS:
        for side, sign in (("left", 1), ("right", -1)):
            index = joint(name, side)
            points[index, :2] = 0.5 + sign * 0.2 * trunk * size[1] / size[0], foot - rise[name] * trunk
            world[index] = sign * 0.15, -rise[name] * 0.5, 0.0
    points[0, :2] = 0.5, foot - 3.2 * trunk
    return Pose(0.0, points, world, size)


def steady(pose: Pose | None, seconds: float = 4.0, fps: float = 15.0, start_s: float = 0.0) -> list[Sample]:
    """The same pose for a while."""
    times = [start_s + n / fps for n in range(int(seconds * fps) + 1)]
    return [(t_s, pose and at(pose, t_s)) for t_s in times]


@dataclass(frozen=True, slots=True, eq=False)
class Checked:
    """What a check came to: the last of it, when it was first ready (s), and what was said when."""

    state: CheckState
    last: CameraCheck
    ready_s: float
    said: tuple[tuple[float, str], ...]

    def item(self, id_: str) -> str:
        return next((item.state for item in self.last.items if item.id == id_), "none")


def check(
    samples: Iterable[Sample],
    spec: Exercise | None = BRIDGE,
    brightness: float | None = 0.4,
    camera_fps: float | None = None,
    state: CheckState | None = None,
) -> Checked:
    """Run a check to the end of a recording."""
    state, ready_s, said, last = state or CheckState(), NAN, [], None
    for t_s, pose in samples:
        state, last = step(state, spec, t_s, pose, brightness, camera_fps)
        if last.say:
            said.append((t_s, last.say))
        if last.ready and math.isnan(ready_s):
            ready_s = t_s
    assert last is not None
    return Checked(state, last, ready_s, tuple(said))
