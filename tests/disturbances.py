"""Recordings made worse: pure functions from samples to samples, the same for the same seed.

Lengths are shares of the person's own trunk, times seconds. `coach.evaluation` has the gentle ones: thinned, mirrored.
"""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from coach.core import follow
from coach.core.body import SIDES, Side, joint
from coach.core.pose import Pose
from coach.evaluation import Samples, thinned

Array = npt.NDArray[np.float64]

TRUNK_M: Final = 0.5
"""Length of a trunk in the world landmarks, metres: 0.288 of the stature (segment lengths)."""

LIMBS: Final = {
    "arm": ("elbow", "wrist", "pinky", "index", "thumb"),
    "leg": ("knee", "ankle", "heel", "foot_index"),
    "feet": ("ankle", "heel", "foot_index"),
    "head": ("ear", "eye", "eye_inner", "eye_outer"),
}
"""Joints of what is hidden together."""

HIDDEN: Final = 0.1
"""Visibility of a hidden joint; below what counts as even faintly seen."""


def trunk(pose: Pose) -> float:
    """Length of the trunk in picture heights."""
    plane = pose.plane()
    shoulders, hips = (plane[[joint(name, side) for side in SIDES]].mean(axis=0) for name in ("shoulder", "hip"))
    return float(math.hypot(*(shoulders - hips)))


def _with(pose: Pose, t_s: float, points: Array, world: Array | None = None) -> Pose:
    return Pose(t_s, points, pose.world if world is None else world, pose.size, pose.others)


def noisy(samples: Samples, share: float, seed: int = 0) -> Samples:
    """Every landmark off by chance, anew in each picture: standard deviation as a share of the trunk, depth too."""
    rng = np.random.default_rng(seed)

    def shaken(pose: Pose) -> Pose:
        size = share * trunk(pose)
        points = pose.points.copy()
        width, height = pose.size
        points[:, :3] += rng.normal(0, size, (33, 3)) * (height / width, 1.0, height / width)
        return _with(pose, pose.t_s, points, pose.world + rng.normal(0, share * TRUNK_M, (33, 3)))

    return [(t_s, pose and shaken(pose)) for t_s, pose in samples]


def dropped(samples: Samples, share: float, seed: int = 0) -> Samples:
    """Single pictures missing by chance; the first stays."""
    rng = np.random.default_rng(seed)
    return [sample for index, sample in enumerate(samples) if index == 0 or rng.random() >= share]


def _windows(samples: Samples, share: float, length_s: float, rng: np.random.Generator) -> list[tuple[float, float]]:
    """Spans of some length that cover about a share of a recording, by chance; none overlap."""
    begin_s, end_s = samples[0][0], samples[-1][0]
    count = round(share * (end_s - begin_s) / length_s)
    spare_s = max(end_s - begin_s - count * length_s, 0.0)
    starts = np.sort(rng.uniform(0, spare_s, count)) + np.arange(count) * length_s + begin_s
    return [(float(at), float(at) + length_s) for at in starts]


def _in(windows: Sequence[tuple[float, float]], t_s: float) -> int | None:
    return next((index for index, (begin, end) in enumerate(windows) if begin <= t_s < end), None)


def frozen(samples: Samples, share: float, burst_s: float = 0.5, seed: int = 0) -> Samples:
    """Pictures missing in bursts, as of a camera that stalls."""
    windows = _windows(samples, share, burst_s, np.random.default_rng(seed))
    return [sample for index, sample in enumerate(samples) if index == 0 or _in(windows, sample[0]) is None]


def _between(before: Pose | None, after: Pose | None, t_s: float, share: float) -> Pose | None:
    if before is None or after is None:
        return before if share < 0.5 else after
    points = before.points + share * (after.points - before.points)
    return Pose(t_s, points, before.world + share * (after.world - before.world), before.size)


HALF: Final = 0.7
"""Below this share of a recording's own rate pictures are left out rather than made between two; estimated."""


def resampled(samples: Samples, fps: float) -> Samples:
    """As a camera of so many pictures a second gives it: some are left out, or lie on straight lines between two."""
    usual_s = float(np.median(np.diff([t_s for t_s, _ in samples]))) if len(samples) > 1 else 1 / fps
    if fps * usual_s < HALF:
        return thinned(samples, fps)
    found: list[tuple[float, Pose | None]] = []
    next_s = samples[0][0]
    for (t_s, pose), (end_s, then) in pairwise(samples):
        while next_s < end_s - 1e-9:
            share = max(next_s - t_s, 0.0) / (end_s - t_s)
            made = _between(pose, then, next_s, share)
            found.append((next_s, made and _with(made, next_s, made.points, made.world)))
            next_s += 1 / fps
    return found


def jittered(samples: Samples, share: float, seed: int = 0) -> Samples:
    """Times off by chance, up to a share (below 1) of the way to the next picture; they still rise."""
    rng = np.random.default_rng(seed)
    times = [t_s for t_s, _ in samples]
    ways = [after - before for before, after in pairwise(times)] + [0.0]
    return [
        (at, pose and _with(pose, at, pose.points))
        for (t_s, pose), way_s in zip(samples, ways, strict=True)
        for at in (t_s + share * way_s * float(rng.random()),)
    ]


def hidden(samples: Samples, limb: str, share: float, for_s: float = 1.0, seed: int = 0) -> Samples:
    """One limb, of one side or both by chance, hidden now and then: its visibility falls and its points wander off by
    up to half a trunk and back."""
    rng = np.random.default_rng(seed)
    windows = _windows(samples, share, for_s, rng)
    choices: tuple[tuple[Side, ...], ...] = (("left",), ("right",), SIDES)
    picked = [[joint(name, side) for side in choices[rng.integers(3)] for name in LIMBS[limb]] for _ in windows]
    ways = [rng.normal(0, 0.25, 2) for _ in windows]

    def hide(t_s: float, pose: Pose) -> Pose:
        index = _in(windows, t_s)
        if index is None:
            return pose
        swing = math.sin(math.pi * (t_s - windows[index][0]) / for_s) * trunk(pose)
        points = pose.points.copy()
        width, height = pose.size
        points[picked[index], :2] += ways[index] * swing * (height / width, 1.0)
        points[picked[index], 3] = HIDDEN
        return _with(pose, t_s, points)

    return [(t_s, pose and hide(t_s, pose)) for t_s, pose in samples]


def visited(samples: Samples, guest: Samples, share: float, for_s: float = 0.4, seed: int = 0) -> Samples:
    """A second person walks in: for short whiles the pose found is theirs, from another recording."""
    windows = _windows(samples, share, for_s, np.random.default_rng(seed))
    poses = [pose for _, pose in guest if pose]
    if not poses:
        return samples
    found: list[tuple[float, Pose | None]] = []
    for index, (t_s, pose) in enumerate(samples):
        other = poses[index % len(poses)]
        inside = _in(windows, t_s) is not None
        found.append((t_s, _with(other, t_s, other.points) if inside else pose))
    return found


def followed(found: Samples, alone: Samples) -> Samples:
    """What the detector's following of one person leaves of a recording with visits.

    `found` is what a tracker holds, `alone` the person all the time. Every pose goes through `coach.core.follow` as the
    tracked body; a survey finds both people, and puts the tracker on the one it chooses until the visit is over.
    """
    state, held = follow.FollowState(), False
    kept: list[tuple[float, Pose | None]] = []
    for (t_s, tracked), (_, person) in zip(found, alone, strict=True):
        held = held and tracked is not person
        present = [pose for pose in ((person,) if held else (tracked, person)) if pose]
        present = present[:1] if tracked is person else present
        placed = [(pose, place) for pose in present if (place := follow.candidate(pose))]
        state, choice = follow.step(state, [place for _, place in placed[:1]], t_s)
        if state.survey_due:
            state, choice = follow.step(state, [place for _, place in placed], t_s, everybody=True)
        chosen = None if choice is None else placed[choice][0]
        held = held or (chosen is person and tracked is not person and chosen is not None)
        kept.append((t_s, chosen))
    return kept
