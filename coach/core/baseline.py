"""The person's own normal: taken at rest, or in the first seconds of a hold, so that rules can ask for a change."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

CHANGE: Final = "_change"
"""Suffix of a feature's difference from the baseline."""

HOLD_S: Final = 2.0
"""A hold's baseline is the mean of this many first seconds in good form. estimated."""

REST_S: Final = 1.0
"""Time constant with which the baseline follows the resting body, seconds; estimated."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """Mean of each watched feature, and how many seconds (of `HOLD_S` at most) went into it."""

    values: Mapping[str, float] = field(default_factory=dict)
    weight_s: float = 0.0


def watched(features: frozenset[str]) -> tuple[str, ...]:
    """The features an exercise wants the change of, from the names it uses."""
    return tuple(sorted(name.removesuffix(CHANGE) for name in features if name.endswith(CHANGE)))


def _mixed(
    before: Mapping[str, float], names: tuple[str, ...], features: Mapping[str, float], share: float
) -> Baseline:
    values = dict(before)
    for name in names:
        value = features[name]
        if not math.isnan(value):
            values[name] = values[name] + share * (value - values[name]) if name in values else value
    return Baseline(values)


def learn_rest(state: Baseline, names: tuple[str, ...], features: Mapping[str, float], dt_s: float) -> Baseline:
    """Follow the body at rest."""
    return _mixed(state.values, names, features, 1 - math.exp(-dt_s / REST_S))


def learn_hold(state: Baseline, names: tuple[str, ...], features: Mapping[str, float], dt_s: float) -> Baseline:
    """Take in one moment of a hold's first seconds; later ones change nothing."""
    if state.weight_s >= HOLD_S:
        return state
    weight_s = state.weight_s + dt_s
    mixed = _mixed(state.values, names, features, dt_s / weight_s if weight_s > 0 else 1.0)
    return Baseline(mixed.values, weight_s)


def changes(state: Baseline, names: tuple[str, ...], features: Mapping[str, float]) -> dict[str, float]:
    """ "<name>_change" for each watched feature; nan while there is no baseline."""
    return {name + CHANGE: features[name] - state.values.get(name, math.nan) for name in names}
