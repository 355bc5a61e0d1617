"""Whether somebody lies in a position of ease, as far as a camera can tell: one thing at a time, silent when unsure."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from coach.core import geometry as geo
from coach.core.body import SIDES, Landmark, Side
from coach.core.care.phrases import AT_EASE, EASE_CUES
from coach.core.care.relief import Ask, Position
from coach.core.features import FEATURES
from coach.core.framing import view_name
from coach.core.pose import Mask, Pose
from coach.core.posture import Body, orient
from coach.core.report import Counts, Cue, Report

WAIT_S: Final = 1.5
"""So long the same thing must be wrong before it is said, seconds; estimated. Raise it when it speaks while somebody
is still settling."""

GOOD_S: Final = 2.0
"""So long everything must be right before that is said, seconds; estimated."""

REPEAT_S: Final = 15.0
"""What is still wrong is said again after this, seconds; estimated."""

MOST_SAID: Final = 3
"""And no more often than this: who is in pain may have reasons; estimated."""

GAP_S: Final = 3.0
"""Nothing is said sooner than this after something else, seconds: whoever fidgets is not talked at; estimated."""

UPRIGHT_DEG: Final = 45.0
"""A trunk within this of upright belongs to somebody who walks or sits: to lie down is shown to them, not said, for
they may only pass by; estimated."""

CALM_S: Final = 0.5
"""Time constant by which measures are calmed, seconds; estimated."""

FORGET_S: Final = 0.6
"""A measure unseen for longer is forgotten, seconds; estimated."""

MAX_STEP_S: Final = 0.5
"""A gap between two pictures counts as no more, seconds."""

FORESHORTENED: Final = 0.8
"""A trunk that points toward the camera by less than this share of its length is long enough in the picture to measure
by; estimated."""

SIDE_ON_DEG: Final = 50.0
"""Turned further from side-on than this, joint angles in the picture mean nothing, degrees; estimated."""

_LIE: Final = tuple(EASE_CUES[id_] for id_ in ("lie_on_back", "lie_on_side", "lie_down"))

NOBODY: Final = "I can't see you"
UNSEEN: Final = "I can't see your hips and knees"
TURNED: Final = "Turn side-on to the camera"


def _knee_reach(body: Body) -> float:
    """How far the knees lie from the hips, away from the head, in trunk lengths, from any view of a body that lies
    across the picture: about 0.85 with straight legs, 0.5 half bent, 0 and less when they are drawn up."""
    hip = body.mid("hip")
    trunk = hip - body.mid("shoulder")
    knees = [body.at("knee", side) for side in SIDES if not math.isnan(body.at("knee", side).real)]
    if not knees or trunk == 0:
        return geo.NAN
    reaches = [((knee - hip) * trunk.conjugate()).real / abs(trunk) ** 2 for knee in knees]
    return max(reaches)


MEASURES: Final[Mapping[str, Callable[[Body], float]]] = {
    **{name: feature.measure for name, feature in FEATURES.items()},
    "knee_reach": _knee_reach,
}
"""What a position may ask for: every feature of the exercises, and how far the knees are drawn up."""


@dataclass(frozen=True, slots=True)
class Calm:
    """A measure calmed, and when it was seen last."""

    value: float
    seen_s: float


@dataclass(frozen=True, slots=True, eq=False)
class EaseState:
    """What is remembered between two poses; begins as `EaseState()`. `wish` is what would be said now, since when;
    `shown` is what is said, when last, and how often."""

    t_s: float = -math.inf
    near: Side | None = None
    seen: Mask | None = None
    calm: Mapping[str, Calm] = field(default_factory=dict)
    wish: str = ""
    since_s: float = -math.inf
    shown: str = ""
    said_s: float = -math.inf
    times: int = 0


def unknown(position: Position) -> list[str]:
    """Measures of a position that there are not; empty when all is well."""
    return [ask.feature for ask in position.asks if ask.feature not in MEASURES]


def step(position: Position, state: EaseState, t_s: float, pose: Pose | None) -> tuple[EaseState, Report]:
    """Take in one pose (None: nobody found) at source time `t_s`, seconds. The report's cue is what to show; it is to
    be said where it is new. `armed` is True while all is right.

    Raises:
        ValueError: time did not rise.
    """
    if not t_s > state.t_s:
        raise ValueError(f"time must rise: {t_s} after {state.t_s}")
    if pose is None:
        state, cue, is_new = _speak(replace(state, seen=None, calm={}), t_s, NOBODY, silent=True)
        return replace(state, t_s=t_s), _report(t_s, None, {}, cue, is_new, None, math.nan)
    orientation = orient(pose.world, state.near)
    mask = pose.seen(state.seen)
    body = Body(pose, orientation, mask)
    calm = _calmed(state, t_s, body, position)
    values = {name: one.value for name, one in calm.items()}
    turned = position.needs_side and orientation.yaw_deg > SIDE_ON_DEG
    state = replace(state, near=orientation.near, seen=mask, calm=calm)
    wish = TURNED if turned else UNSEEN if _foreshortened(pose) else _wish(position.asks, values, state.shown)
    passing = orientation.trunk_tilt_deg < UPRIGHT_DEG and wish in _LIE
    state, cue, is_new = _speak(state, t_s, wish, silent=passing or wish in (UNSEEN, TURNED))
    return replace(state, t_s=t_s), _report(t_s, pose, values, cue, is_new, mask, orientation.yaw_deg)


def _foreshortened(pose: Pose) -> bool:
    marks = (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.LEFT_HIP, Landmark.RIGHT_HIP)
    left, right, left_hip, right_hip = (pose.world[mark] for mark in marks)
    trunk = [float(value) for value in left + right - left_hip - right_hip]
    return not abs(trunk[2]) < FORESHORTENED * (math.hypot(*trunk) or math.nan)


def _calmed(state: EaseState, t_s: float, body: Body, position: Position) -> dict[str, Calm]:
    gap_s = min(MAX_STEP_S, t_s - state.t_s) if math.isfinite(state.t_s) else 0.0
    share = 1.0 - math.exp(-gap_s / CALM_S)
    kept: dict[str, Calm] = {}
    for name in (ask.feature for ask in position.asks):
        value, before = MEASURES[name](body), state.calm.get(name)
        if math.isnan(value):
            if before is not None and t_s - before.seen_s <= FORGET_S:
                kept[name] = before
            continue
        kept[name] = Calm(value if before is None else before.value + share * (value - before.value), t_s)
    return kept


def _wish(asks: tuple[Ask, ...], values: Mapping[str, float], shown: str) -> str:
    """What is wrong first; "" when all is right, and the sentence for what is not seen where that is all."""
    for ask in asks:
        value = values.get(ask.feature, math.nan)
        slack = ask.slack if shown == AT_EASE else 0.0
        if ask.low is not None and value <= ask.low - slack:
            return EASE_CUES[ask.below]
        if ask.high is not None and value >= ask.high + slack:
            return EASE_CUES[ask.above]
    return UNSEEN if any(ask.feature not in values for ask in asks) else AT_EASE


def _speak(state: EaseState, t_s: float, wish: str, *, silent: bool) -> tuple[EaseState, str, bool]:
    """What to show now, and whether to say it: something new once it has lasted, what is still wrong again after a
    while. `silent`: it is shown and not said."""
    if wish != state.wish:
        state = replace(state, wish=wish, since_s=t_s)
    lasted_s = t_s - state.since_s
    since_said_s = t_s - state.said_s
    if wish != state.shown:
        if lasted_s < (GOOD_S if wish == AT_EASE else WAIT_S):
            return state, state.shown, False
        state = replace(state, shown=wish, times=0)
    most, gap_s = (1 if wish == AT_EASE else MOST_SAID), (REPEAT_S if state.times else GAP_S)
    if silent or state.times >= most or since_said_s < gap_s:
        return state, wish, False
    return replace(state, said_s=t_s, times=state.times + 1), wish, True


def _report(
    t_s: float,
    pose: Pose | None,
    values: Mapping[str, float],
    text: str,
    is_new: bool,
    mask: Mask | None,
    yaw_deg: float,
) -> Report:
    good = text == AT_EASE
    kind = "praise" if good else "fault" if text in EASE_CUES.values() else "framing"
    return Report(
        t_s=t_s,
        pose=pose,
        seen=tuple(mask.tolist()) if mask is not None else (),
        features=values,
        armed=good,
        phase="rest" if good else "get_ready" if pose is not None else "away",
        counts=Counts(),
        hold_s=0.0,
        rep_hold_s=0.0,
        side=None,
        faults=(),
        rule_joints={},
        gauge=None,
        cue=Cue(text, text, kind, t_s) if text else None,  # type: ignore[arg-type]
        cue_is_new=is_new,
        tracking=float(pose is not None),
        yaw_deg=yaw_deg,
        view=view_name(yaw_deg),
    )
