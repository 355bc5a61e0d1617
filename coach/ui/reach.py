"""How far a movement went, in the words of whoever made it: an angle alone means nothing to them. Pure."""

from typing import Final

from coach.core.spec import Exercise

LEVEL_DEG: Final = 5.0
"""Nearer to level than this is called level; half of what the estimate may be off. Larger: finer differences unsaid."""

_MADE: Final = {
    "hip_angle_deg": "Hips opened to {}",
    "drawn_hip_angle_deg": "Hip bent to {}",
    "raised_thigh_elevation_deg": "Leg height: {}",
}
"""Words by the exercise's main measure; a measure that is not named here is "Reached"."""


def is_elevation(feature: str) -> bool:
    """Whether a measure is the slope of a limb; its bare number, below zero for most of the way, tells nobody much."""
    return "elevation" in feature


def angle_words(exercise: Exercise, value_deg: float) -> str:
    """The main measure's value: "168°", or for a raised limb "level", "12° below level"."""
    feature = _feature(exercise)
    if not is_elevation(feature):
        return f"{round(value_deg)}\u00b0".replace("-", "\u2212")
    if abs(value_deg) < LEVEL_DEG:
        return "level"
    return f"{abs(value_deg):.0f}\u00b0 {'above' if value_deg > 0 else 'below'} level"


def reach_words(exercise: Exercise, best_deg: float, before_deg: float | None = None) -> str:
    """ "Hips opened to 172°, last time 169°"."""
    made = _MADE.get(_feature(exercise), "Reached {}").format(angle_words(exercise, best_deg))
    return made if before_deg is None else f"{made}, last time {angle_words(exercise, before_deg)}"


def _feature(exercise: Exercise) -> str:
    return exercise.rep.measures[0].feature if exercise.rep else ""
