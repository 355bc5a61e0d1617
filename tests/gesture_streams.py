"""Streams in which somebody raises an arm: the figure lying, a simple body upright, arms raised on recordings.

An arm is up `RISE_S` after a lift begins; a gesture is due 1.5 s later.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from streams import Sample, at

from coach.core import figure
from coach.core.body import LANDMARK_COUNT, SIDES, Landmark, Side, joint
from coach.core.demo import Demo, Keyframe
from coach.core.gestures import Gesture, GestureState, step
from coach.core.pose import Array, Pose

RISE_S: Final = 0.7
LATE_S: Final = 0.3
"""A gesture may come this much earlier or later than it is due, seconds."""

Posture = Literal["standing", "sitting", "kneeling"]
Made = list[tuple[float, Gesture]]


@dataclass(frozen=True, slots=True)
class Lift:
    """Arms go up at a time (s), stay, and come down. `spread_deg`: the arms lean apart, toward head and feet.

    `second_s`: the right arm begins so much later than the left. `elbow_deg`: angle of the elbows.
    """

    sides: tuple[Side, ...]
    starts_s: tuple[float, ...] = (0.5,)
    hold_s: float = 2.0
    spread_deg: float = 0.0
    second_s: float = 0.0
    elbow_deg: float = 172.0

    @property
    def end_s(self) -> float:
        """When everything is over, with a second to spare."""
        return self.starts_s[-1] + 2 * RISE_S + self.hold_s + self.second_s + 1.0

    def share(self, t_s: float, side: Side) -> float:
        """How far an arm is up, 0..1, eased."""
        late_s = self.second_s if side == "right" else 0.0
        shares = [0.0]
        for start_s in self.starts_s if side in self.sides else ():
            since_s = t_s - start_s - late_s
            shares.append(min(since_s / RISE_S, (2 * RISE_S + self.hold_s - since_s) / RISE_S, 1.0))
        share = max(shares)
        return share * share * (3 - 2 * share)

    def lean(self, side: Side) -> float:
        """Degrees by which the raised arm leans: the left one to one end, the right one to the other."""
        return self.spread_deg if side == "left" else -self.spread_deg


def gestures(samples: Iterable[Sample]) -> Made:
    """What is made of a stream: times and gestures."""
    state, made = GestureState(), []
    for t_s, pose in samples:
        state, gesture = step(state, t_s, pose)
        if gesture:
            made.append((t_s, gesture))
    return made


def due(lift: Lift, gesture: Gesture, made: Made) -> bool:
    """Whether every lift gave its gesture, at its time, and nothing else came."""
    at_s = [start_s + RISE_S + 1.5 for start_s in lift.starts_s]
    return len(made) == len(at_s) and all(
        name == gesture and abs(t_s - ready_s) <= LATE_S for (t_s, name), ready_s in zip(made, at_s, strict=True)
    )


def _times(lift: Lift, fps: float) -> list[float]:
    return [index / fps for index in range(int(lift.end_s * fps) + 1)]


def lying(lift: Lift, yaw_deg: float, fps: float) -> list[Sample]:
    """The figure on its back, knees bent, head to the right; its left side is nearer to the camera."""
    samples: list[Sample] = []
    for t_s in _times(lift, fps):
        shoulder = [5 + lift.share(t_s, side) * (85 + lift.lean(side)) for side in SIDES]
        still = {"hip": 128.0, "knee": 70.0, "elbow": lift.elbow_deg, "shoulder": (shoulder[0], shoulder[1])}
        frames = tuple(Keyframe(t=when, **still) for when in (0.0, 1.0))
        pose = figure.pose_at(Demo(lying="up", floor=("heel", "shoulder"), keyframes=frames), 0.5, yaw_deg)
        samples.append((t_s, at(pose, t_s)))
    return samples


_LEGS: Final[dict[Posture, tuple[tuple[float, float], tuple[float, float]]]] = {
    "standing": ((0.0, -0.42), (0.0, -0.84)),
    "sitting": ((0.42, -0.02), (0.42, -0.42)),
    "kneeling": ((0.36, -0.24), (-0.06, -0.30)),
}
"""Knee and ankle from the hip: forward and up, metres."""


def _upright(posture: Posture, lift: Lift, t_s: float) -> Array:
    """(33, 3) the person's left, forward, up, metres from the hips."""
    body = np.zeros((LANDMARK_COUNT, 3))
    body[: Landmark.LEFT_SHOULDER] = (0.0, 0.08, 0.68)
    for side, out in zip(SIDES, (1, -1), strict=True):
        body[joint("ear", side)] = (0.08 * out, 0.0, 0.68)
        body[joint("hip", side)] = (0.1 * out, 0.0, 0.0)
        for name, (forward, up) in zip(("knee", "ankle"), _LEGS[posture], strict=True):
            body[joint(name, side)] = (0.1 * out, forward, up)
        body[joint("heel", side)] = body[joint("ankle", side)] + (0.0, -0.04, -0.05)
        body[joint("foot_index", side)] = body[joint("ankle", side)] + (0.0, 0.18, -0.05)
        turn = math.radians(8 + lift.share(t_s, side) * (172 + lift.lean(side)))
        place = np.array((0.18 * out, 0.0, 0.5))
        body[joint("shoulder", side)] = place
        for name, bone, bend in (("elbow", 0.29, 0.0), ("wrist", 0.25, 180 - lift.elbow_deg), ("index", 0.08, 0.0)):
            turn += math.radians(bend)
            place = place + bone * np.array((0.06 * out, math.sin(turn), -math.cos(turn)))
            for finger in (name,) if name != "index" else ("index", "pinky", "thumb"):
                body[Landmark[f"{side}_{finger}".upper()]] = place
    return body


def stand(posture: Posture, lift: Lift, yaw_deg: float, t_s: float) -> Pose:
    """A simple body at a time (s), seen from the front (0), three-quarter, the left side (90) or the right (-90)."""
    yaw = math.radians(yaw_deg)
    left, forward, up = _upright(posture, lift, t_s).T
    right, near = left * math.cos(yaw) + forward * math.sin(yaw), forward * math.cos(yaw) - left * math.sin(yaw)
    world = np.column_stack((right, -up, -near))
    places = (0.5 + 0.36 * right * 9 / 16, 0.55 - 0.36 * up, -0.36 * near * 9 / 16, np.ones(LANDMARK_COUNT))
    return Pose(t_s, np.column_stack(places), world, (1280, 720))


def upright(posture: Posture, lift: Lift, yaw_deg: float, fps: float) -> list[Sample]:
    """The same body for as long as the lift takes."""
    return [(t_s, stand(posture, lift, yaw_deg, t_s)) for t_s in _times(lift, fps)]


# --- What happens to a stream. ---


def rolled(samples: Iterable[Sample], degrees: float) -> list[Sample]:
    """As seen by a camera that is not level."""
    turn = np.exp(1j * math.radians(degrees))
    turned: list[Sample] = []
    for t_s, pose in samples:
        assert pose
        middle = 0.5 * pose.size[0] / pose.size[1] + 0.5j
        place = (pose.plane() @ (1, 1j) - middle) * turn + middle
        flat = (pose.world[:, :2] @ (1, 1j)) * turn
        points, world = pose.points.copy(), pose.world.copy()
        points[:, 0], points[:, 1] = place.real * pose.size[1] / pose.size[0], place.imag
        world[:, 0], world[:, 1] = flat.real, flat.imag
        turned.append((t_s, at(pose, t_s, points, world)))
    return turned


def noisy(samples: Iterable[Sample], heights: float, seed: int = 0) -> list[Sample]:
    """Every point trembles, picture heights."""
    rng = np.random.default_rng(seed)
    shaken: list[Sample] = []
    for t_s, pose in samples:
        assert pose
        points = pose.points.copy()
        points[:, :2] += rng.normal(0, heights, (LANDMARK_COUNT, 2)) * (pose.size[1] / pose.size[0], 1.0)
        shaken.append((t_s, at(pose, t_s, points)))
    return shaken


def dimmed(
    samples: Iterable[Sample], sides: Sequence[Side], visibility: float, joints: Sequence[str] = ("elbow", "wrist")
) -> list[Sample]:
    """Joints of these sides are seen only so well."""
    rows = [int(joint(name, side)) for side in sides for name in joints]
    dim: list[Sample] = []
    for t_s, pose in samples:
        assert pose
        points = pose.points.copy()
        points[rows, 3] = visibility
        dim.append((t_s, at(pose, t_s, points)))
    return dim


# --- Arms raised on recordings. ---


@dataclass(frozen=True, slots=True, eq=False)
class Graft:
    """A place in a recording where an arm can be raised: the poses around it, and the person's own arm lengths.

    Attributes:
        samples: from half a second before `start_s`. near: the arm better seen.
        bones: upper arm and forearm, picture heights.
        tremble: (N, 2) how elbow and wrist tremble in the recording, picture heights, complex.
    """

    samples: tuple[Sample, ...]
    start_s: float
    near: Side
    bones: tuple[float, float]
    tremble: Array

    def raised(self, lift: Lift, visibility: float = 0.95, copy: bool = False) -> list[Sample]:
        """The recording with arms raised; `copy`: the far arm is guessed to lie beside the near one, however it is."""
        raised: list[Sample] = []
        for (t_s, pose), tremble in zip(self.samples, self.tremble, strict=True):
            assert pose
            points, world = pose.points.copy(), pose.world.copy()
            for side in lift.sides:
                self._raise(points, world, pose, side, lift, visibility, tremble)
            if copy:
                far, near = ([int(joint(name, s)) for name in ("elbow", "wrist")] for s in (self._far, self.near))
                points[far], world[far] = points[near] + (0.005, 0.005, 0.1, 0.0), world[near]
                points[far, 3] = 0.65
            raised.append((t_s, at(pose, t_s, points, world)))
        return raised

    @property
    def _far(self) -> Side:
        return "right" if self.near == "left" else "left"

    def _raise(
        self, points: Array, world: Array, pose: Pose, side: Side, lift: Lift, visibility: float, tremble: Array
    ) -> None:
        share = lift.share(pose.t_s, side)
        if share == 0:
            return
        shoulder, wrist = (complex(*pose.plane()[joint(name, side)]) for name in ("shoulder", "wrist"))
        own = np.angle((wrist - shoulder) * 1j)
        line = np.exp(1j * ((1 - share) * own + share * math.radians(lift.lean(side)))) * -1j
        scale = pose.size[1] / pose.size[0]
        reach = 0.0
        for name, bone, shake, metres in zip(("elbow", "wrist"), self.bones, tremble, (0.28, 0.52), strict=True):
            reach += bone
            row = joint(name, side)
            place = shoulder + reach * line + shake
            points[row] = (place.real * scale, place.imag, points[row, 2], visibility)
            world[row] = world[joint("shoulder", side)] + metres * np.array((line.real, line.imag, 0.0))


def grafts(samples: Sequence[Sample], most: int = 2) -> list[Graft]:
    """Places in a recording where somebody is in the picture, still, with room above for an arm; far apart in time."""
    found, busy_s = list[Graft](), -math.inf
    for index in range(0, len(samples), 8):
        if samples[index][0] < busy_s or len(found) == most:
            continue
        start_s = samples[index][0] + 0.5
        window = tuple(sample for sample in samples[index:] if sample[0] < start_s + 2 * RISE_S + 2.5)
        if window[-1][0] < start_s + 2 * RISE_S + 2.3 or any(pose is None for _, pose in window):
            continue
        graft = _graft(window, start_s)
        if graft:
            found.append(graft)
            busy_s = start_s + 12.0
    return found


def _graft(window: tuple[Sample, ...], start_s: float) -> Graft | None:
    poses = [pose for _, pose in window if pose]
    plane = np.stack([pose.plane() for pose in poses]) @ (1, 1j)
    trust = np.stack([pose.points[:, 3] for pose in poses])
    near: Side = max(SIDES, key=lambda side: float(trust[:, joint("elbow", side)].mean()))
    shoulder, elbow, wrist, hip = (plane[:, joint(name, near)] for name in ("shoulder", "elbow", "wrist", "hip"))
    trunk = float(np.median(np.abs(shoulder - hip)))
    bones = (max(0.5 * trunk, float(np.quantile(np.abs(elbow - shoulder), 0.9))),) * 2
    still = np.abs(shoulder - shoulder.mean()).max() < 0.12 * trunk
    hands, shoulders = ([int(joint(name, side)) for side in SIDES] for name in ("wrist", "shoulder"))
    beside = np.minimum(plane[:, shoulders].real, poses[0].size[0] / poses[0].size[1] - plane[:, shoulders].real)
    room = plane[:, shoulders].imag.min() > sum(bones) + 0.03 and beside.min() > 0.5 * sum(bones)
    seen = trust[:, shoulders].min() > 0.7
    down = (plane[:, hands].imag > plane[:, shoulders].imag - 0.3 * trunk).all()
    kernel = np.ones(7) / 7
    moved = [place - np.convolve(np.pad(place, 3, mode="edge"), kernel, mode="valid") for place in (elbow, wrist)]
    trembling = np.abs(moved).max() < 0.2 * bones[0]
    if not (seen and still and room and down and trembling):
        return None
    return Graft(window, start_s, near, bones, np.column_stack(moved))
