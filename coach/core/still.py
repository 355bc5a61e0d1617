"""What a single picture shows of an exercise: the phase the body is in, and rules it breaks. No counting, no time."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from coach.core import features, form, phases
from coach.core.framing import tracking
from coach.core.gate import all_hold
from coach.core.pose import Pose
from coach.core.posture import Body, orient
from coach.core.spec import Exercise, Rule

_NEAR_REST = 0.35
"""Within this share of the way from rest a body counts as resting; estimated."""


@dataclass(frozen=True, slots=True)
class Still:
    """Attributes:
    phase: name of the phase ("hold", "rest", "out", "top", "paced"), None when the body is not in the exercise's
        posture.
    faults: ids of rules broken. seen: share 0..1 of needed joints seen. yaw_deg: turn away from side-on.
    features: every measure by name.
    """

    phase: str | None
    faults: tuple[str, ...]
    seen: float
    yaw_deg: float
    features: Mapping[str, float]


NOBODY = Still(None, (), 0.0, math.nan, {})
"""What a picture without a person shows."""


def judge(exercise: Exercise, pose: Pose | None) -> Still:
    """Judge one picture. Rules about changes or speed can't be judged and stay silent."""
    if pose is None:
        return NOBODY
    orientation = orient(pose.world, None)
    body = Body(pose, orientation)
    values = features.measure(body)
    seen = tracking(exercise.framing, body)
    phase = _phase(exercise, values)
    broken = tuple(rule.id for rule in exercise.rules if phase and _breaks(rule, phase, values))
    return Still(phase, broken, seen, orientation.yaw_deg, values)


def _breaks(rule: Rule, phase: str, values: Mapping[str, float]) -> bool:
    return form.can_judge(rule, phase, values) and form.breaks(rule, values, 0.0)


def _phase(exercise: Exercise, values: Mapping[str, float]) -> str | None:
    if not all_hold(exercise.gate.keep, values):
        return None
    if exercise.rep is None:
        return "hold" if exercise.hold else "paced"
    main = exercise.rep.measures[0]
    reached = [phases.progress(m, m.rest, values.get(m.feature, math.nan)) for m in exercise.rep.measures]
    on_target = all(
        share >= 1 or (math.isnan(share) and m.unseen == "pass")
        for share, m in zip(reached, exercise.rep.measures, strict=True)
    )
    if on_target and all_hold(exercise.rep.also, values):
        return "top"
    share = phases.progress(main, main.rest, values.get(main.feature, math.nan))
    if math.isnan(share):
        return None
    return "rest" if share < _NEAR_REST else "out"
