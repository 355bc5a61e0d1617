"""What the camera must see for an exercise, and the one sentence that mends the picture."""

import math
from dataclasses import dataclass
from typing import Final

from coach.core.body import Side, joint
from coach.core.form import SIDE_ON_DEG
from coach.core.gate import FRONT_ON_DEG
from coach.core.posture import Body
from coach.core.report import ViewName
from coach.core.spec import Framing

WAIT_S: Final = 2.0
"""A wish about the picture must last this long before it is voiced, seconds; estimated."""

SMALL: Final = 0.09
"""Trunk shorter than this share of the picture's height is too far to judge well; estimated."""

_PARTS: Final = {
    "ear": "head",
    "shoulder": "shoulders",
    "elbow": "elbows",
    "wrist": "hands",
    "hip": "hips",
    "knee": "knees",
    "ankle": "feet",
    "heel": "feet",
    "foot_index": "feet",
}


@dataclass(frozen=True, slots=True)
class FramingState:
    """The wish that stands and since when (s); "" when the picture is fine."""

    wish: str = ""
    since_s: float = math.nan


def view_name(yaw_deg: float) -> ViewName:
    """Name of the view from the yaw."""
    if math.isnan(yaw_deg):
        return "unknown"
    if yaw_deg <= SIDE_ON_DEG:
        return "side"
    return "front" if yaw_deg >= FRONT_ON_DEG else "three-quarter"


def tracking(spec: Framing, body: Body) -> float:
    """Share 0..1 of the needed joints of the near side that are seen."""
    seen = [not math.isnan(body.at(name, body.near).real) for name in spec.joints]
    return sum(seen) / len(seen) if seen else 1.0


def _unseen(spec: Framing, body: Body, side: Side) -> list[str]:
    return [name for name in spec.joints if math.isnan(body.p[joint(name, side)].real)]


def wish(spec: Framing, body: Body | None) -> str:
    """What to say about the picture now, or ""."""
    if body is None:
        return "I can't see you"
    hidden = _unseen(spec, body, body.near)
    if hidden:
        return f"I can't see your {_PARTS[hidden[-1]]}"
    if spec.view == "side" and body.orientation.yaw_deg > SIDE_ON_DEG:
        return "Turn side-on to the camera"
    if spec.view == "front" and body.orientation.yaw_deg < FRONT_ON_DEG:
        return "Face the camera"
    return "Come closer to the camera" if body.trunk < SMALL else ""


def step(spec: Framing, state: FramingState, t_s: float, body: Body | None) -> tuple[FramingState, str]:
    """Gives the wish once it has lasted."""
    now = wish(spec, body)
    if now != state.wish:
        state = FramingState(now, t_s)
    return state, state.wish if now and t_s - state.since_s >= WAIT_S else ""
