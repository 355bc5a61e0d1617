"""A sitter made of a few points in metres, looked at by a webcam: what tests need that no footage shows.

Axes: x to the picture's right (the person's own left), y up, z toward the screen; the hips are the origin.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from coach.core.body import Landmark
from coach.core.pose import Array, Pose
from coach.core.sitting.look import Look, Sample, View
from coach.core.sitting.watch import WatchSpec, WatchState, step

SIZE = (640, 480)
FOCAL = 1.07
"""In picture heights: 50 degrees from top to bottom."""

HEAD = {
    Landmark.LEFT_EAR: (0.075, 0.0, 0.0),
    Landmark.RIGHT_EAR: (-0.075, 0.0, 0.0),
    Landmark.LEFT_EYE: (0.032, 0.03, 0.08),
    Landmark.RIGHT_EYE: (-0.032, 0.03, 0.08),
    Landmark.NOSE: (0.0, -0.02, 0.11),
    Landmark.MOUTH_LEFT: (0.025, -0.065, 0.08),
    Landmark.MOUTH_RIGHT: (-0.025, -0.065, 0.08),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitter:
    """How somebody sits, and how the camera looks.

    Angles in degrees, lengths in metres: `slump` bends the trunk forward and lets it sink, `forward` pushes the head
    toward the screen, `nod` is positive down, `turn` and `tilt` and `lean` to the person's left.
    """

    slump: float = 0.0
    forward: float = 0.0
    nod: float = 0.0
    turn: float = 0.0
    tilt: float = 0.0
    lean: float = 0.0
    closer: float = 0.0
    aside: float = 0.0
    up: float = 0.0
    hand_up: bool = False
    camera: tuple[float, float, float] = (0.0, 0.60, 0.75)
    camera_down: float = 0.0
    size: float = 1.0


def _turned(axis: str, degrees: float) -> Array:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    rows = {
        "x": ((1, 0, 0), (0, c, -s), (0, s, c)),
        "y": ((c, 0, s), (0, 1, 0), (-s, 0, c)),
        "z": ((c, -s, 0), (s, c, 0), (0, 0, 1)),
    }
    return np.array(rows[axis], dtype=np.float64)


def _body(sitter: Sitter) -> dict[Landmark, Array]:
    trunk = _turned("z", -sitter.lean) @ _turned("x", 0.45 * sitter.slump)
    sunk = 0.0012 * sitter.slump
    found = {
        Landmark.LEFT_SHOULDER: trunk @ np.array((0.18, 0.45 - sunk, 0.0)),
        Landmark.RIGHT_SHOULDER: trunk @ np.array((-0.18, 0.45 - sunk, 0.0)),
    }
    # In a slump the head comes forward and down with the spine, and is tipped back only in part.
    neck = _turned("x", 1.3 * sitter.slump)
    head = trunk @ np.array((0.0, 0.46 - sunk, 0.0)) + neck @ _turned("z", -sitter.lean) @ np.array((0.0, 0.17, 0.03))
    head = head + np.array((0.0, -0.55 * sitter.forward, sitter.forward))
    face = _turned("z", -sitter.lean - sitter.tilt) @ _turned("y", sitter.turn)
    face = face @ _turned("x", sitter.nod + 0.4 * sitter.slump)
    pivot = np.array((0.0, -0.06, -0.02))
    for mark, place in HEAD.items():
        found[mark] = head + pivot + face @ (np.array(place) - pivot)
    moved = np.array((sitter.aside, sitter.up, sitter.closer))
    return {mark: place * sitter.size + moved for mark, place in found.items()}


def pose(sitter: Sitter, t_s: float = 0.0, noise: float = 0.0, seed: int = 0) -> Pose:
    """The sitter as the webcam sees them. `noise` is the wavering of each point, picture heights."""
    rng = np.random.default_rng((seed, round(t_s * 1000)))
    points = np.zeros((33, 4))
    points[:, :2] = 2.0
    look = _turned("x", -sitter.camera_down)
    for mark, place in _body(sitter).items():
        x, y, z = look @ (place - np.array(sitter.camera))
        points[mark, :2] = 0.5 + FOCAL * x / -z / SIZE[0] * SIZE[1], 0.5 - FOCAL * y / -z
        points[mark, :2] += rng.normal(0, noise, 2) * (SIZE[1] / SIZE[0], 1)
        points[mark, 3] = 0.99
    if sitter.hand_up:
        points[Landmark.RIGHT_WRIST] = (*(points[Landmark.NOSE, :2] + (-0.02, 0.05)), 0.0, 0.9)
    return Pose(t_s, points, np.zeros((33, 3)), SIZE)


def samples(
    parts: Iterable[tuple[float, Sitter | None]], gap_s: float = 0.25, noise: float = 0.001, start_s: float = 0.0
) -> Iterator[Sample]:
    """Each part for so many seconds; None is an empty chair."""
    t_s = start_s
    for seconds, sitter in parts:
        for _ in range(round(seconds / gap_s)):
            yield Sample(t_s, None if sitter is None else pose(sitter, t_s, noise), 0.5)
            t_s += gap_s


def looks(
    spec: WatchSpec, coming: Iterable[Sample], change: Callable[[Sample], Sample] = lambda sample: sample
) -> list[Look]:
    """What posture watch makes of samples."""
    state, found = WatchState(), []
    for sample in coming:
        state, look = step(spec, state, change(sample))
        found.append(look)
    return found


def states(found: Iterable[Look]) -> list[str]:
    """The states in turn, each once."""
    named: list[str] = []
    for look in found:
        if not named or named[-1] != look.state:
            named.append(look.state)
    return named


def stranger(sample: Sample, at: tuple[float, float] = (0.7, 0.3)) -> Sample:
    """The sample with somebody small, far behind, in place of the sitter."""
    assert sample.pose is not None
    points = sample.pose.points.copy()
    points[:, :2] = (points[:, :2] - 0.5) * 0.3 + at
    return replace(sample, pose=Pose(sample.t_s, points, sample.pose.world, SIZE))


FRONT: View = "front"
