"""Form rules: a fault is a broken rule that lasts; it ends when the body is clearly back."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from coach.core.body import Side
from coach.core.gate import FRONT_ON_DEG, all_hold
from coach.core.report import Fault
from coach.core.spec import Rule

SIDE_ON_DEG: Final = 30.0
"""Form is judged up to this turn from side-on. Beyond it a bend seen in the picture's plane
is exaggerated: a true 170 degrees reads 168.5 at 30 degrees of turn, 166 at 45 (own computation)."""

MENDED_S: Final = 0.4
"""A fault ends after the rule was kept this long, seconds; estimated."""


@dataclass(frozen=True, slots=True)
class RuleState:
    """Attributes:
    broken_s: since when the rule has been broken without a break, nan when it is kept.
    fault: the fault that is on, or None. side: the working side when it was broken.
    """

    broken_s: float = math.nan
    side: Side | None = None
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class FormState:
    """One state a rule, in the exercise's order; empty before the first pose."""

    rules: tuple[RuleState, ...] = ()


@dataclass(frozen=True, slots=True)
class FormReport:
    """Attributes:
    broken: ids broken at this moment (no persistence asked). near: ids no further than their slack from it.
    active: faults that are on. ended: faults that ended now.
    judged: ids that could be judged at this moment.
    """

    broken: frozenset[str]
    near: frozenset[str]
    active: tuple[Fault, ...]
    ended: tuple[Fault, ...]
    judged: frozenset[str]


def _view_fits(rule: Rule, yaw_deg: float) -> bool:
    if rule.view == "side":
        return yaw_deg <= SIDE_ON_DEG
    return rule.view == "any" or yaw_deg >= FRONT_ON_DEG


def can_judge(rule: Rule, phase: str, features: Mapping[str, float]) -> bool:
    """Whether a rule can be judged now: right phase, right view, and what it asks for first holds."""
    return phase in rule.phases and _view_fits(rule, features.get("yaw_deg", 90.0)) and all_hold(rule.when, features)


def breaks(rule: Rule, features: Mapping[str, float], slack: float) -> bool:
    """Whether a rule is broken at this moment, by any of its bands widened by `slack`; nan breaks nothing."""
    return any(band.holds(features.get(band.feature, math.nan), slack) for band in rule.fault)


def _step_rule(
    rule: Rule, state: RuleState, t_s: float, broken: bool, side: Side | None
) -> tuple[RuleState, Fault | None]:
    """Move one rule on; gives the fault that ended now, if any."""
    if state.fault is not None:
        if broken:
            return replace(state, fault=replace(state.fault, end_s=t_s)), None
        if t_s - state.fault.end_s > MENDED_S:
            return RuleState(), state.fault
        return state, None
    if not broken:
        return RuleState(), None
    since_s = t_s if math.isnan(state.broken_s) else state.broken_s
    if t_s - since_s < rule.for_s:
        return RuleState(since_s, side), None
    return RuleState(since_s, side, Fault(rule.id, since_s, t_s, rule.severity, side)), None


def step(
    rules: Sequence[Rule], state: FormState, t_s: float, phase: str, features: Mapping[str, float], side: Side | None
) -> tuple[FormState, FormReport]:
    """Judge one pose. `phase` is the exercise's phase, or "" when counting is off: then nothing is judged."""
    before = state.rules or tuple(RuleState() for _ in rules)
    after: list[RuleState] = []
    broken: set[str] = set()
    near: set[str] = set()
    judged: set[str] = set()
    ended: list[Fault] = []
    for rule, rule_state in zip(rules, before, strict=True):
        judgeable = can_judge(rule, phase, features)
        is_near = judgeable and breaks(rule, features, rule.slack)
        is_broken = is_near and (rule_state.fault is not None or breaks(rule, features, 0.0))
        new, fault = _step_rule(rule, rule_state, t_s, is_broken, side)
        after.append(new)
        if judgeable:
            judged.add(rule.id)
        if is_near:
            near.add(rule.id)
        if is_broken:
            broken.add(rule.id)
        if fault:
            ended.append(fault)
    active = tuple(new.fault for new in after if new.fault is not None)
    return FormState(tuple(after)), FormReport(
        frozenset(broken), frozenset(near), active, tuple(ended), frozenset(judged)
    )


def close(state: FormState) -> tuple[Fault, ...]:
    """Faults still on when the recording ends."""
    return tuple(rule.fault for rule in state.rules if rule.fault is not None)
