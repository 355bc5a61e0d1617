"""An exercise as a therapist set it: another target, a limit, rules that are not judged."""

from dataclasses import replace
from functools import lru_cache
from typing import Final, Protocol

from coach.core import phrases
from coach.core.band import Band
from coach.core.demo import SpecError
from coach.core.report import Severity
from coach.core.spec import Exercise, Measure, Rep, Rule
from coach.core.therapy import along

PAST_LIMIT: Final = "past_limit"
"""Id of the rule that a limit makes."""
PAST_LIMIT_NAME: Final = "Went past the limit"
PAST_LIMIT_SEVERITY: Final[Severity] = "major"


def rule_name(exercise: Exercise | None, id_: str) -> str:
    """What is said of a fault afterwards. An exercise as it is without a therapist's routine knows no limit, and a
    newer file may know a rule no more: such a fault is named all the same."""
    known = {rule.id: rule.name for rule in exercise.rules} if exercise else {}
    return {PAST_LIMIT: PAST_LIMIT_NAME, **known}.get(id_) or id_.replace("_", " ").capitalize()


def rule_severity(exercise: Exercise | None, id_: str) -> Severity:
    """How grave a fault is; minor where the exercise does not know it."""
    known = {rule.id: rule.severity for rule in exercise.rules} if exercise else {}
    return {PAST_LIMIT: PAST_LIMIT_SEVERITY, **known}.get(id_, "minor")


LIMIT_SLACK: Final = 0.06
"""Hysteresis of a limit, share of the way from rest to it: 3 degrees of 50; estimated."""

LIMIT_FOR_S: Final = 0.3
"""So long the limit must be passed to be a fault, seconds; estimated, shorter than other rules: it is there to be
heeded. Raise it when a quick swing past it is told that nobody felt."""

LEAST_ATTEMPT: Final = 0.3
"""An attempt stays this share of the way to the target at least, or jitter would be one; estimated."""

RISE: Final = "rise_s"


class Asked(Protocol):
    """What of an item of a routine changes its exercise."""

    @property
    def target(self) -> float | None: ...

    @property
    def limit(self) -> float | None: ...

    @property
    def rules_off(self) -> tuple[str, ...]: ...


def adapt(exercise: Exercise, item: Asked) -> Exercise:
    """The exercise as an item of a routine asks for it; the same object where it changes nothing, and for the same
    wishes the same object again.

    Raises:
        SpecError: a target or limit that the exercise can't have, or a rule that it does not have.
    """
    if item.target is None and item.limit is None and not item.rules_off:
        return exercise
    return _adapted(exercise, item.target, item.limit, item.rules_off)


@lru_cache(maxsize=128)
def _adapted(exercise: Exercise, target: float | None, limit: float | None, rules_off: tuple[str, ...]) -> Exercise:
    unknown = set(rules_off) - {rule.id for rule in exercise.rules}
    if unknown:
        raise SpecError(f"{exercise.id}: has no rule '{min(unknown)}'")
    rules = tuple(rule for rule in exercise.rules if rule.id not in rules_off)
    if target is None and limit is None:
        return replace(exercise, rules=rules)
    if exercise.rep is None:
        raise SpecError(f"{exercise.id}: has no measure that a target or a limit could be set for")
    own = exercise.rep.measures[0]
    main = own if target is None else _aimed(exercise.id, own, target)
    rep = exercise.rep
    if target is not None:
        rep = _followed_rep(exercise, rep, main)
        rules = tuple(_followed(exercise, rule, own, main) for rule in rules)
    if limit is not None:
        rules = (_past_limit(exercise, main, limit), *rules)
    return replace(exercise, rep=rep, rules=rules, demo=along.demo_to(exercise, main, limit))


def _aimed(id_: str, own: Measure, target: float) -> Measure:
    """The main measure with another target; an attempt is one at the same share of the way."""
    way = own.direction * (target - own.rest)
    if not way > 0:
        raise SpecError(f"{id_}: target lies on the way from {own.rest:g} toward {own.target:g}, or beyond")
    share = way / abs(own.target - own.rest)
    attempt = min(own.attempt, max(own.attempt * share, LEAST_ATTEMPT * way))
    return replace(own, target=target, attempt=min(attempt, 0.9 * way), source=f"set by the therapist; {own.source}")


def _followed_rep(exercise: Exercise, rep: Rep, main: Measure) -> Rep:
    """What must hold at the target holds at the new one as well."""
    also = tuple(_loosened(exercise, band, main, None) if _goes_along(exercise, band) else band for band in rep.also)
    return replace(rep, measures=(main, *rep.measures[1:]), also=also)


def _goes_along(exercise: Exercise, band: Band) -> bool:
    return exercise.limits is not None and band.feature in exercise.limits.along


def _loosened(exercise: Exercise, band: Band, main: Measure, slack: float | None) -> Band:
    """A band that whoever just reaches the target lies in; never narrower than it was.

    Args:
        slack: room to leave, for a rule (whose band is what must not be); None for a band that must hold.
    """
    values = along.values_at(exercise, band.feature, main)
    above, below = band.above, band.below
    if slack is None:
        above = None if above is None else min(above, *values)
        below = None if below is None else max(below, *values)
    else:
        above = None if above is None else max(above, *(value + slack for value in values))
        below = None if below is None else min(below, *(value - slack for value in values))
    return replace(band, above=above, below=below)


def _followed(exercise: Exercise, rule: Rule, own: Measure, main: Measure) -> Rule:
    """A rule that does not call wrong what was asked for: reaching the target, and no farther, is no fault; a shorter
    way takes less time."""
    share = min(1.0, abs(main.target - main.rest) / abs(own.target - own.rest))
    fault = tuple(_followed_band(exercise, rule, band, main, share) for band in rule.fault)
    return rule if fault == rule.fault else replace(rule, fault=fault)


def _followed_band(exercise: Exercise, rule: Rule, band: Band, main: Measure, share: float) -> Band:
    if band.feature == RISE and band.below is not None:
        return replace(band, below=band.below * share)
    if _goes_along(exercise, band) or band.feature == main.feature:
        return _loosened(exercise, band, main, rule.slack)
    return band


def _past_limit(exercise: Exercise, main: Measure, limit: float) -> Rule:
    if not main.direction * (limit - main.target) > 0:
        raise SpecError(f"{exercise.id}: limit lies beyond the target of {main.target:g}")
    above, below = (limit, None) if main.direction > 0 else (None, limit)
    return Rule(
        id=PAST_LIMIT,
        name=PAST_LIMIT_NAME,
        fault=(Band(feature=main.feature, above=above, below=below, source="set by the therapist"),),
        slack=LIMIT_SLACK * abs(limit - main.rest),
        for_s=LIMIT_FOR_S,
        severity=PAST_LIMIT_SEVERITY,
        phases=("out", "top", "back"),
        view=main.view,
        cue=phrases.NOT_SO_FAR,
        praise=phrases.NOT_PAST,
        joints=_joints(main.feature),
        wrong=exercise.demo,
    )


def _joints(feature: str) -> tuple[str, ...]:
    """What is coloured past the limit."""
    if "arm" in feature:
        return ("shoulder", "elbow")
    return ("shoulder", "hip") if "trunk" in feature else ("hip", "knee")
