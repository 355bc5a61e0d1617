"""Landmarks as no body gives them: holes, jumps, points at infinity, clocks that stand still or run back."""

import math
from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
import numpy.typing as npt

from coach.core import camera_check, ghost, still
from coach.core.pose import Pose
from tests.fuzz import reports, samples
from tests.fuzz.draws import Draws
from tests.fuzz.target import Target, finite, must

Array = npt.NDArray[np.float64]
Disturb = Callable[[Draws, Array, Array], None]

MOST: Final = 40
"""Samples of one input."""

GAPS_S: Final = (
    1 / 30, 1 / 10, 1 / 4, 1 / 60, 0.5, 1.0, 3.0, 20.0, 400.0, 1e5, 1e-3, 1e-6, 1e-9, 0.0, -0.1, -30.0, math.nan,
)  # fmt: skip
"""From one time to the next. What comes in is finite: streams are refused otherwise, and clocks give nothing else."""

PLACES: Final = (0.0, 0.5, 1.0, -1.0, 1.5, 40.0, -3e4, 65504.0, 3e38, -3e38, 1e-38, 1e-8, math.nan, math.inf, -math.inf)
"""Of a landmark: whatever a number of 32 bits can say, for such the detector gives."""

SIZES: Final = ((640, 480), (480, 640), (1, 1), (1, 100_000), (100_000, 1), (1920, 1080))


def _plain(draws: Draws, points: Array, world: Array) -> None:
    """As it is."""


def _point(draws: Draws, points: Array, world: Array) -> None:
    points[draws.below(33), draws.below(4)] = draws.pick(PLACES)


def _lost(draws: Draws, points: Array, world: Array) -> None:
    """Some landmarks are gone altogether."""
    rows = [draws.below(33) for _ in range(draws.below(20))]
    points[rows], world[rows] = math.nan, math.nan


def _hidden(draws: Draws, points: Array, world: Array) -> None:
    points[:, 3] = [draws.pick((1.0, 0.9, 0.49, 0.3, 0.0, -1.0, 2.0, math.nan)) for _ in range(33)]


def _teleported(draws: Draws, points: Array, world: Array) -> None:
    points[:, :2] += (draws.share() * 4 - 2, draws.share() * 4 - 2)


def _folded(draws: Draws, points: Array, world: Array) -> None:
    """All in one place, in the picture or in the room or both."""
    which = draws.below(3)
    if which != 1:
        points[:, :3] = draws.pick((0.0, 0.5, 1.0))
    if which != 0:
        world[:] = draws.pick((0.0, 1e-30, 5.0))


def _scaled(draws: Draws, points: Array, world: Array) -> None:
    by = draws.pick((0.0, 1e-12, 0.1, 0.5, 2.0, -1.0, 1e4, 1e30))
    points[:, :3] *= by
    world *= draws.pick((1.0, by))


def _same_place(draws: Draws, points: Array, world: Array) -> None:
    """One landmark lies on another."""
    one, other = draws.below(33), draws.below(33)
    points[one], world[one] = points[other], world[other]


def _turned(draws: Draws, points: Array, world: Array) -> None:
    points[:, :2] = points[:, 1::-1].copy() if draws.below(2) else 1 - points[:, :2]
    world[:, draws.below(3)] *= -1


def _room(draws: Draws, points: Array, world: Array) -> None:
    world[draws.below(33), draws.below(3)] = draws.pick(PLACES)


def _noise(draws: Draws, points: Array, world: Array) -> None:
    values = np.frombuffer(draws.take(66), np.uint8).reshape(33, 2) / 255
    points[:, :2] = values * 1.2 - 0.1


DISTURBED: Final[tuple[Disturb, ...]] = (
    _plain, _plain, _plain, _point, _lost, _hidden, _teleported, _folded, _scaled, _same_place, _turned, _room, _noise,
)  # fmt: skip


def sequence(draws: Draws, poses: tuple[Pose, ...]) -> Iterator[tuple[float, Pose | None]]:
    """Times and poses: stretches of a demonstration, each disturbed in its own way."""
    t_s, at, number = draws.pick((0.0, -5.0, 1e6, -1e8)), 0, 0
    while draws.left > 0 and number < MOST:
        disturb, gap_s = draws.pick(DISTURBED), draws.pick(GAPS_S)
        length, at = 1 + draws.below(12), at if draws.below(4) else draws.below(len(poses))
        nobody = draws.below(10) == 0
        size = draws.pick(SIZES) if draws.below(8) == 0 else poses[0].size
        for _ in range(length):
            base = poses[at % len(poses)]
            at, number, now_s = at + 1, number + 1, t_s + gap_s
            t_s = now_s if now_s > t_s else t_s
            points, world = base.points.copy(), base.world.copy()
            disturb(draws, points, world)
            yield now_s, None if nobody else Pose(now_s, points, world, size)


def run(data: bytes) -> None:
    """One exercise's engine, and what else looks at each pose while it is done."""
    draws = Draws(data)
    id_ = draws.pick(tuple(samples.exercises()))
    exercise = samples.exercises()[id_]
    story = list(sequence(draws, samples.poses(id_)))
    reports.taken(exercise, story)
    looked, last_s = camera_check.CheckState(), -math.inf
    for number, (t_s, pose) in enumerate(story):
        if not t_s > last_s:
            continue
        last_s = t_s
        looked, check = camera_check.step(looked, exercise, t_s, pose, draws.pick((None, 0.0, 0.5, 1.0)))
        must(check.good_s >= 0, "a good picture for less than no time")
        if number % 5 == 0 and pose is not None:
            shown = still.judge(exercise, pose)
            finite(shown.features, "still")
            must(0 <= shown.seen <= 1, "seen outside 0..1")
            _drawn(ghost.placed(exercise, pose, draws.pick((None, "left", "right"))))
            ghost.line(exercise, pose, tuple(pose.seen().tolist()))


def _drawn(target: Pose | None) -> None:
    if target is not None:
        must(bool(np.isfinite(target.points[:, :2]).all()), "a target that can't be drawn")


def _seeds() -> Iterator[bytes]:
    for number in range(len(samples.exercises())):
        # A whole demonstration, a quarter of a second from picture to picture, and a disturbed one.
        yield bytes([number, 0]) + bytes((0, 2, 11, 1, 1, 1)) * 5
        yield bytes([number, 0]) + samples.CHOICES[number % 8] * 2


TARGET = Target(
    "landmarks", "landmark sequences: engine, still, target to match, camera check", run, _seeds,
    ("coach.core.engine", "coach.core.sight", "coach.core.phases", "coach.core.holds", "coach.core.form",
     "coach.core.gate", "coach.core.legs", "coach.core.smooth", "coach.core.posture", "coach.core.features",
     "coach.core.features_floor", "coach.core.features_line", "coach.core.features_hinge",
     "coach.core.features_upright", "coach.core.framing", "coach.core.still", "coach.core.ghost",
     "coach.core.camera_check", "coach.core.cues", "coach.core.baseline"),
)  # fmt: skip
