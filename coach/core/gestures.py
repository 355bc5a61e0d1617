"""Hands-free control: one straight arm to the ceiling is "pause" (pause or go on), both arms are "next".

Measured with the real model: an arm near the camera is nearly always found. The far arm of a body seen side-on mostly
is a guess, and beside a raised near arm it is raised as well: a copy, as visible as 0.65. So both arms count only where
they lie apart in the picture, as from the front or in a V; otherwise they are one: "pause" is the harmless mistake.
"""

import cmath
import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from coach.core.body import JOINTS, SIDES, Side, joint
from coach.core.pose import FRAME_MARGIN, KEPT_VISIBILITY, MIN_VISIBILITY, Pose

Gesture = Literal["pause", "next"]
Held = Literal["up", "between", "low", "unseen"]
ALL: Final[frozenset[Gesture]] = frozenset({"pause", "next"})

HOLD_S: Final = 1.5
"""How long an arm is held up, seconds. Source: the issue "A guided session that works from the floor"."""
GRACE_S: Final = 0.5
"""How much later than the first the second arm may come, seconds; estimated."""
DOUBT_S: Final = 1.0
"""How long "pause" waits for a second arm badly seen, seconds; estimated. Lower it when "pause" comes late."""
GAP_S: Final = 0.45
"""Not being seen up for no longer ends nothing, seconds: 0.3 s lost at 10 pictures a second is 0.4 s between two."""
LOWERED_S: Final = 0.3
"""How long the arms must be down before anything fires again, seconds; estimated."""
AWAY_S: Final = 2.0
"""An arm out of sight for so long counts as lowered, seconds; estimated."""
SHOWN_S: Final = 0.3
"""From here on a gesture is shown forming, seconds; estimated. Raise it when rings flash up in daily movements."""
UP_DEG: Final = 25.0
"""So near to the picture's vertical an arm points to the ceiling; estimated. Lower it when gestures fire unasked."""
KEPT_DEG: Final = 5.0
"""Once up, an arm stays up so much further, or with an elbow bent by twice that; 3 times further is low; estimated."""
STRAIGHT_DEG: Final = 145.0
"""A straight elbow: raised arms read 150-178, hands on a knee 80-115 (measured)."""
LEAST_LENGTH: Final = 0.6
"""Least length of a raised arm in the picture, trunk lengths: 0.79-1.17 measured; one that reaches forward is short."""
LEAST_RISE: Final = 0.5
"""Least height of a raised arm by its length in space: 0.68-1 measured; one that points to the camera has less."""
LEG_REACH: Final = 0.35
"""A hand this near to a shin, trunk lengths, holds the leg: 0-0.2 measured, with a raised arm 0.9 and more."""
STEADY_DEG: Final = 15.0
"""An arm held still stays within this of where it began; estimated. Lower it when slow sweeps fire."""
SETTLED_DEG: Final = 5.0
"""The same while it still comes up, before `SHOWN_S`; estimated. Lower it when gestures fire too soon."""
CALM_S: Final = 0.1
"""Time constant with which its tilt is calmed before that, seconds; estimated: one wild picture does no harm."""
STEADY_SHARE: Final = 0.3
"""A body that holds still keeps its shoulder within this, trunk lengths; estimated."""
APART: Final = 0.13
"""Arms further aside than this, arm lengths, are two if both are well seen: such copies read under 0.07 (measured)."""
FAR_APART: Final = 0.32
"""Arms further aside than this are two, elbows seen or not: copies read at most 0.31. Raise it if one arm is "next"."""
HIDDEN_ELBOW: Final = 0.2
"""Least visibility of an elbow for its arm to be followed: a second one behind the head read 0.22 (measured)."""
CLEAR_OF: Final = 0.4
"""A hand so far above its shoulder, arm lengths, may be the second arm's; estimated."""

_ROWS: Final = np.array([int(joint(name, side)) for side in SIDES for name in JOINTS[1:7]])  # shoulder to ankle
_ENDS: Final = np.array([int(joint(name, side)) for side in SIDES for name in ("shoulder", "wrist")])
_NOWHERE: Final = complex(math.nan, math.nan)


@dataclass(frozen=True, slots=True)
class Forming:
    """A gesture on its way: the share 0..1 of its time, and the arms that make it."""

    gesture: Gesture
    share: float
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Arm:
    """One arm's past.

    Attributes:
        held_s: seconds held up. up_s: when it was last up, -inf when it is not being raised.
        last_s: when it was last seen, up or not. tilt_deg: its tilt, calmed.
        began_deg, began: tilt and shoulder with which it began; a held arm stays there.
    """

    held_s: float = 0.0
    up_s: float = -math.inf
    last_s: float = -math.inf
    tilt_deg: float = math.nan
    began_deg: float = math.nan
    began: complex = _NOWHERE

    @property
    def running(self) -> bool:
        """Whether it is being held up; it may be lost for a moment."""
        return self.up_s > -math.inf


@dataclass(frozen=True, slots=True)
class GestureState:
    """t_s: time of the last step, seconds. left, right: the person's arms.
    paired: both have been up for long enough to be meant. forming: what to draw, or None.
    waiting: arms of the last gesture, until both were down for a while. lowered_s: for how long they have been.
    """

    t_s: float = -math.inf
    left: Arm = Arm()
    right: Arm = Arm()
    paired: bool = False
    forming: Forming | None = None
    waiting: tuple[Side, ...] = ()
    lowered_s: float = 0.0


@dataclass(frozen=True, slots=True)
class _Look:
    """One arm now. `trust`: least visibility of its joints, `hand`: of its wrist. Places in picture heights."""

    held: Held = "unseen"
    trust: float = 0.0
    hand: float = 0.0
    tilt_deg: float = math.nan
    shoulder: complex = _NOWHERE
    elbow: complex = _NOWHERE
    wrist: complex = _NOWHERE


_UNSEEN: Final = _Look()
_Looks = tuple[_Look, _Look]


def _off_line(place: complex, start: complex, end: complex) -> float:
    """Distance of a place from the line between two others, which ends at them."""
    line = end - start
    share = ((place - start) * line.conjugate()).real / abs(line) ** 2 if line else 0.0
    return abs(place - start - min(1.0, max(0.0, share)) * line)


def _held(places: list[complex], legs: list[complex], trunk: float, rise: float, kept: bool) -> tuple[Held, float]:
    """Whether an arm (shoulder, elbow, wrist) is up, and its tilt from the vertical in degrees. nan is never up."""
    shoulder, elbow, wrist = places
    line = wrist - shoulder
    tilt = math.degrees(cmath.phase(line * 1j))
    straight = 180.0 - abs(math.degrees(cmath.phase((wrist - elbow) * (elbow - shoulder).conjugate())))
    if abs(tilt) > UP_DEG + 3 * KEPT_DEG:
        return "low", tilt
    slack = KEPT_DEG if kept else 0.0
    upright = abs(tilt) <= UP_DEG + slack and straight >= STRAIGHT_DEG - 2 * slack
    if not (upright and abs(line) >= LEAST_LENGTH * trunk and rise >= LEAST_RISE):
        return "between", tilt
    off_leg = min(_off_line(wrist, legs[0], legs[1]), _off_line(wrist, legs[2], legs[3]))
    return ("between" if off_leg < LEG_REACH * trunk else "up"), tilt


def _look(pose: Pose, kept: tuple[bool, bool]) -> tuple[_Looks, float]:
    """Both arms now, and the trunk's length in picture heights. Guessed hips and legs only ever speak against."""
    wide, low, high = pose.size[0] / pose.size[1], -FRAME_MARGIN, 1.0 + FRAME_MARGIN
    rows: list[list[float]] = pose.points[_ROWS].tolist()
    places = [complex(row[0] * wide, row[1]) for row in rows]
    trunk = (abs(places[0] - places[3]) + abs(places[6] - places[9])) / 2
    ends: list[list[float]] = pose.world[_ENDS].tolist()
    legs, looks = [*places[4:6], *places[10:12]], []
    for index, first in enumerate((0, 6)):
        arm, held, tilt = places[first : first + 3], _UNSEEN.held, math.nan
        seen = [row[3] if low <= row[0] <= high and low <= row[1] <= high else 0.0 for row in rows[first : first + 3]]
        if trunk > 0 and min(seen[0], seen[2]) >= KEPT_VISIBILITY and seen[1] >= HIDDEN_ELBOW:
            shoulder, wrist = ends[2 * index : 2 * index + 2]
            rise = (shoulder[1] - wrist[1]) / (math.dist(shoulder, wrist) or math.nan)
            held, tilt = _held(arm, legs, trunk, rise, kept[index])
        looks.append(_Look(held, min(seen), seen[2], tilt, *arm))
    return _told_apart(looks[0], looks[1]), trunk


def _aside(one: _Look, other: _Look) -> float:
    """How far another arm lies aside from one, arm lengths: at the hand or the elbow, whichever is further."""
    line = one.wrist - one.shoulder
    return max(abs(((other.wrist - one.wrist) / line).imag), abs(((other.elbow - one.elbow) / line).imag))


def _told_apart(left: _Look, right: _Look) -> _Looks:
    """Of two raised arms that lie together the less trusted one may be a copy: it counts as not seen."""
    if left.held != "up" or right.held != "up" or _aside(left, right) >= APART:
        return left, right
    return (left, _UNSEEN) if left.trust >= right.trust else (_UNSEEN, right)


def _moved_on(arm: Arm, t_s: float, look: _Look, trunk: float) -> Arm:
    """An arm's past with one more look: moments seen otherwise are taken off, moments not seen are passed over."""
    lost = t_s - arm.up_s > GAP_S
    if look.held == "up":
        tilt = look.tilt_deg + (arm.tilt_deg - look.tilt_deg) * math.exp((arm.up_s - t_s) / CALM_S)
        steady_deg = SETTLED_DEG if arm.held_s < SHOWN_S else STEADY_DEG
        moved = abs(tilt - arm.began_deg) > steady_deg or abs(look.shoulder - arm.began) > STEADY_SHARE * trunk
        if lost or moved:
            return Arm(0.0, t_s, t_s, look.tilt_deg, look.tilt_deg, look.shoulder)
        return Arm(arm.held_s + t_s - arm.last_s, t_s, t_s, tilt, arm.began_deg, arm.began)
    if lost:
        return Arm()
    if look.held == "unseen":
        return arm
    return replace(arm, held_s=max(0.0, arm.held_s + arm.last_s - t_s), last_s=t_s)


def _raised(state: GestureState, t_s: float, looks: _Looks, trunk: float) -> GestureState:
    """Both arms moved on. Where both were up and one comes down, a gesture is being called off: begin anew."""
    left = _moved_on(state.left, t_s, looks[0], trunk)
    right = _moved_on(state.right, t_s, looks[1], trunk)
    paired = state.paired or min(left.held_s, right.held_s) >= SHOWN_S
    since_s = [t_s - arm.up_s for look, arm in zip(looks, (left, right), strict=True) if look.held == "low"]
    if (paired and since_s and max(since_s) > LOWERED_S) or not (left.running or right.running):
        return GestureState(t_s)
    return GestureState(t_s, left, right, paired)


def _lowered(state: GestureState, t_s: float, looks: _Looks) -> GestureState:
    """After a gesture: nothing more until the arms that made it were down for a while, and no other is up."""
    dt_s = min(t_s - state.t_s, GAP_S)
    made = {look.held for look, side in zip(looks, SIDES, strict=True) if side in state.waiting}
    lowered_s = state.lowered_s
    if any(look.held == "up" for look in looks):
        lowered_s = 0.0
    elif made == {"low"}:
        lowered_s += dt_s
    elif "between" not in made:
        lowered_s += dt_s * LOWERED_S / AWAY_S
    return GestureState(t_s, waiting=() if lowered_s >= LOWERED_S else state.waiting, lowered_s=lowered_s)


def _may_come(second: _Look, first: _Look) -> bool:
    """Whether the second arm, badly seen, may be up or coming: its hand is high, and not where the first one is."""
    length = abs(first.wrist - first.shoulder)
    hand_up = second.hand >= KEPT_VISIBILITY and second.shoulder.imag - second.wrist.imag > CLEAR_OF * length
    return hand_up and abs(second.wrist - first.wrist) > FAR_APART * length


def _made(arms: tuple[Arm, Arm], looks: _Looks) -> Gesture | None:
    """The gesture made now, if any; the arm that was held longer stands first."""
    if arms[0].held_s < HOLD_S - 1e-6 or looks[0].held != "up" or looks[0].trust < MIN_VISIBILITY:
        return None
    doubtful = arms[0].held_s < HOLD_S + DOUBT_S
    if not arms[1].running:
        return None if doubtful and _may_come(looks[1], looks[0]) else "pause"
    trusted = looks[1].trust >= MIN_VISIBILITY or _aside(*looks) >= FAR_APART
    if looks[1].held == "up" and looks[1].hand >= MIN_VISIBILITY and trusted:
        return "next" if arms[1].held_s >= HOLD_S - GRACE_S else None
    return None if doubtful else "pause"


def _forming(arms: tuple[Arm, Arm], sides: tuple[Side, Side]) -> Forming | None:
    share = min(1.0, arms[0].held_s / HOLD_S)
    if arms[0].held_s < SHOWN_S:
        return None
    if arms[1].running:
        return Forming("next", min(share, (arms[1].held_s + GRACE_S) / HOLD_S), sides)
    return Forming("pause", share, sides[:1])


def step(
    state: GestureState, t_s: float, pose: Pose | None, allowed: frozenset[Gesture] = ALL
) -> tuple[GestureState, Gesture | None]:
    """Take in one pose, or None when nobody was found.

    What is not `allowed` is neither shown nor given, yet made: it needs lowered arms before anything else can follow.

    Returns:
        The new state, whose `forming` is what to draw, and the gesture made just now or None.

    Raises:
        ValueError: time did not rise.
    """
    if not t_s > state.t_s:
        raise ValueError(f"time must rise: {t_s} after {state.t_s}")
    looks, trunk = _look(pose, (state.left.running, state.right.running)) if pose else ((_UNSEEN, _UNSEEN), math.nan)
    if state.waiting:
        return _lowered(state, t_s, looks), None
    now = _raised(state, t_s, looks, trunk)
    if not (now.left.running or now.right.running):
        return now, None
    arms, sides = (now.left, now.right), SIDES
    if now.left.held_s < now.right.held_s:
        arms, looks, sides = arms[::-1], looks[::-1], SIDES[::-1]
    made = _made(arms, looks) or _made(arms[::-1], looks[::-1])
    if made:
        return GestureState(t_s, waiting=sides if made == "next" else sides[:1]), made if made in allowed else None
    forming = _forming(arms, sides)
    return replace(now, forming=forming if forming and forming.gesture in allowed else None), None


def natural(poses: Iterable[Pose]) -> frozenset[Gesture]:
    """Gestures that a movement, such as an exercise's demonstration, comes half way to by itself: not for that one."""
    state, found = GestureState(), set[Gesture]()
    for pose in poses:
        state, _ = step(state, pose.t_s, pose)
        if state.forming and state.forming.share >= 0.5:
            found.add(state.forming.gesture)
    return ALL if "next" in found else frozenset(found)
