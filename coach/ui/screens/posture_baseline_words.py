"""What was seen while somebody sat tall, in plain words. Pure."""

import math
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from coach.core.sitting.baseline import PostureBaseline
from coach.core.sitting.words import plural

FINE_DEG: Final = 10.0
"""A head tilt or shoulder slope within this is usual, degrees. Source: EN 1005-4 (clinical.md 3.1); most healthy people
are a little uneven."""
BACK_FINE_DEG: Final = 20.0
"""ISO 11226 limits no time with the trunk within this (clinical.md 3.1)."""
NECK_FINE_DEG: Final = 35.0
"""Ear over shoulder upright reads 3-31 degrees (measured, `coach.core.sitting.judging`)."""
AHEAD: Final = 0.25
"""Nose beside the ears' middle, ear distances, up to which somebody faces the camera; 0.35 and more looking aside
(measured, `coach.core.sitting.judging`)."""
THERE: Final = "I count from there"
CALM_DEG: Final = 3.0
"""Spread below which somebody sat still, degrees; estimated."""
LEVEL_DEG: Final = 1.0
"""Less is called level, degrees: the estimate is no finer."""


Line = tuple[str, bool]
"""What was seen, and whether it is as usual."""


def baseline_words(taken: PostureBaseline) -> tuple[Line, ...]:
    """What was seen, a short line each; what was not seen is left out."""
    lines = _front(taken) if taken.view == "front" else _side(taken)
    return tuple(line for line in lines if line is not None)


def _front(taken: PostureBaseline) -> Sequence[Line | None]:
    m = taken.medians
    head = "Head level", "Head {} to the left", "Head {} to the right"
    shoulders = "Shoulders level", "Left shoulder {} lower", "Right shoulder {} lower"
    return (
        _leaning(head, m.get("roll_deg", math.nan)),
        _leaning(shoulders, m.get("slope_deg", math.nan)),
        _turned(m.get("turn", math.nan)),
        _steadiness(taken, ("roll_deg", "slope_deg")),
    )


def _side(taken: PostureBaseline) -> Sequence[Line | None]:
    m = taken.medians
    back = "Back upright", "Back {} forward", "Back leaned back {}"
    head = "Head over the shoulders", "Head {} forward of the shoulders", "Head {} behind the shoulders"
    return (
        _leaning(back, m.get("trunk_deg", math.nan), BACK_FINE_DEG),
        _leaning(head, m.get("neck_deg", math.nan), NECK_FINE_DEG),
        _plain("Hips bent to {}", m.get("hip_deg", math.nan)),
        _plain("Knees bent to {}", m.get("knee_deg", math.nan)),
        _steadiness(taken, ("trunk_deg", "neck_deg")),
    )


def _leaning(says: tuple[str, str, str], value_deg: float, fine_deg: float = FINE_DEG) -> Line | None:
    """`says`: words for level, for a positive and for a negative value."""
    if math.isnan(value_deg):
        return None
    if abs(value_deg) < LEVEL_DEG:
        return says[0], True
    fine = abs(value_deg) <= fine_deg
    words = says[1 if value_deg > 0 else 2].format(plural(round(abs(value_deg)), "degree", "degrees"))
    return f"{words} \u2013 {'fine' if fine else THERE}", fine


def _plain(words: str, value_deg: float) -> Line | None:
    return None if math.isnan(value_deg) else (words.format(plural(round(value_deg), "degree", "degrees")), True)


def _turned(turn: float) -> Line | None:
    """`turn`: nose beside the ears, in ear distances."""
    if math.isnan(turn):
        return None
    return ("Facing the screen", True) if abs(turn) < AHEAD else (f"Facing a little aside \u2013 {THERE}", False)


def _steadiness(taken: PostureBaseline, names: Sequence[str]) -> Line | None:
    spreads = [taken.spreads[name] for name in names if math.isfinite(taken.spreads.get(name, math.nan))]
    if not spreads:
        return None
    still = max(spreads) < CALM_DEG
    return ("You kept still", True) if still else ("You moved a little; once more makes it steadier", False)


def age_words(taken: PostureBaseline, at: datetime) -> str:
    """When a baseline was taken: "today", "yesterday", "12 days ago", or ""."""
    if taken.at is None:
        return ""
    days = (at.date() - taken.at.astimezone(at.tzinfo).date()).days
    if days <= 1:
        return "measured today" if days <= 0 else "measured yesterday"
    return f"measured {days} days ago"
