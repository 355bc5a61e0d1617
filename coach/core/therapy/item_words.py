"""What a therapist asks of one exercise, in plain words: how far, how slowly, what is left unjudged. Pure."""

from typing import Final

from coach.core.routine import Item
from coach.core.spec import Exercise

NEARLY_DEG: Final = 155.0
STRAIGHT_DEG: Final = 174.0
PAST_DEG: Final = 186.0
"""From these angles on a hip is called nearly straight, straight, and past it. Estimated: an angle may be off
by 10 degrees."""

LEVEL_DEG: Final = 5.0
"""Nearer to level than this is called level; as in the session's own words."""

_HIPS: Final = frozenset({"hip_angle_deg", "stance_hip_angle_deg"})
_REACHED: Final = {
    "drawn_hip_angle_deg": "your hip is bent to about {:.0f} degrees (less is nearer to your chest)",
    "trunk_forward_deg": "you lean forward about {:.0f} degrees",
    "trunk_lean_deg": "you lean back about {:.0f} degrees",
    "leg_split_deg": "one leg is about {:.0f} degrees straighter than the other",
    "neck_bend_deg": "your head is bent about {:.0f} degrees",
    "arms_up_deg": "your arms are about {:.0f} degrees above level",
}
"""What is reached, by the exercise's main measure."""


def target_words(exercise: Exercise, item: Item) -> str:
    """How far a repetition is to go: "until your hips are nearly straight: about 163 degrees"; "" where the exercise's
    own target stands."""
    return "" if item.target is None else f"until {_reached(exercise, item.target)}"


def limit_words(exercise: Exercise, item: Item) -> str:
    """How far it must not go: "no further than ..."; "" without a limit."""
    return "" if item.limit is None else f"stop before {_reached(exercise, item.limit)}"


def tempo_words(tempo_s: tuple[float, float] | None) -> str:
    """ "3 s up, 3 s down" is not every exercise's way: "3 s out, 3 s back"; "" without a tempo."""
    return "" if tempo_s is None else f"{tempo_s[0]:g} s out, {tempo_s[1]:g} s back"


def tempo_of(exercise: Exercise, tempo_s: tuple[float, float] | None) -> str:
    """Tempo in the exercise's own words of its phases: "3 s lift, 3 s lower"; "" without a tempo."""
    words = exercise.rep.words if exercise.rep else None
    if tempo_s is None or words is None or not (words.out and words.back):
        return tempo_words(tempo_s)
    return f"{words.out} {tempo_s[0]:g} s, {words.back.lower()} {tempo_s[1]:g} s"


def off_words(exercise: Exercise, item: Item) -> str:
    """Form rules that are not judged: "Not judged: back arched at the top"; "" where all are."""
    names = [rule.name for rule in exercise.rules if rule.id in item.rules_off]
    said = ", ".join(name[:1].lower() + name[1:] for name in names)
    return f"Not judged: {said}" if said else ""


def _reached(exercise: Exercise, value: float) -> str:
    feature = exercise.rep.measures[0].feature if exercise.rep else ""
    if feature in _HIPS:
        return f"your {'hip is' if feature.startswith('stance') else 'hips are'} {_opened(value)}"
    if "elevation" in feature:
        return f"your leg is {_height(value)}"
    made = _REACHED.get(feature)
    if made is not None:
        return made.format(value)
    name = feature.removesuffix("_deg").replace("_", " ") or "the movement"
    return f"{name} is about {value:g}{' degrees' if feature.endswith('_deg') else ''}"


def _opened(value_deg: float) -> str:
    if value_deg > PAST_DEG:
        how = "a little past straight"
    elif value_deg >= STRAIGHT_DEG:
        how = "straight"
    elif value_deg >= NEARLY_DEG:
        how = "nearly straight"
    else:
        return f"open to about {value_deg:.0f} degrees (180 is straight)"
    return f"{how}: about {value_deg:.0f} degrees"


def _height(value_deg: float) -> str:
    if abs(value_deg) < LEVEL_DEG:
        return "level"
    return f"about {abs(value_deg):.0f} degrees {'above' if value_deg > 0 else 'below'} level"
