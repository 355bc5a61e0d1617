"""A measure's value in words: degrees where it is an angle, and how much of the usual movement it is."""

from coach.core.features import FEATURES
from coach.core.spec import Exercise, Measure

SHORTER, FURTHER = 0.85, 1.1
"""Shares of the usual movement between which a target is called the usual; estimated."""


def main(exercise: Exercise) -> Measure | None:
    """The measure that a target can be set of, None where there is none."""
    return exercise.rep.measures[0] if exercise.rep else None


def unit_of(measure: Measure) -> str:
    """ "deg" or "ratio"."""
    known = FEATURES.get(measure.feature) or FEATURES.get(measure.feature.removesuffix("_change"))
    return known.unit if known else "ratio"


def step_of(measure: Measure) -> float:
    """The step of a slider."""
    return 1.0 if unit_of(measure) == "deg" else 0.001


def share_of(measure: Measure, value: float) -> float:
    """How much of the usual movement a value is: 0 at rest, 1 at the usual target."""
    return (value - measure.rest) / (measure.target - measure.rest)


def in_words(measure: Measure, value: float) -> str:
    """Such as "155°, a smaller movement than usual (79 %)"."""
    share = share_of(measure, value)
    usual = "a smaller movement than usual" if share < SHORTER else "a larger movement than usual"
    words = "the usual movement" if SHORTER <= share <= FURTHER else usual
    return f"{number(measure, value)}{words} ({100 * share:.0f} %)"


def number(measure: Measure, value: float) -> str:
    """The number before the words: degrees of an angle, nothing else says anything to anybody."""
    return f"{value:.0f}°, " if unit_of(measure) == "deg" else ""


def shown(value: float | None, unit: str) -> str:
    """A value with its unit, as it stands in a table."""
    if value is None:
        return "not seen"
    return f"{value:.0f}°" if unit in ("deg", "°") else f"{value:.2f}"
