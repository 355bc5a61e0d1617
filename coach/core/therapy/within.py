"""Within what a therapist may set a routine: in words for whoever writes one, and what lies outside. Pure."""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, Protocol

from coach.core.body import Side
from coach.core.spec import Exercise
from coach.core.therapy.adapt import Asked

ID: Final = r"[a-z][a-z0-9_]{0,60}"
"""What the id of a routine looks like; it names a file as well."""

UNITS: Final = {"_deg": "degrees", "_s": "seconds"}


class Outside(NamedTuple):
    """A key of an item that lies outside, and what is allowed."""

    key: str
    said: str


class AskedOf(Asked, Protocol):
    """What an item of a routine asks of its exercise."""

    @property
    def sets(self) -> int | None: ...

    @property
    def reps(self) -> int | None: ...

    @property
    def hold_s(self) -> float | None: ...

    @property
    def pyramid(self) -> tuple[int, ...]: ...

    @property
    def side(self) -> Side | None: ...


def outside(exercise: Exercise, item: AskedOf) -> Iterator[Outside]:
    """What an item asks that its exercise does not allow, one sentence each."""
    if item.side is not None and exercise.sides == "both":
        yield Outside("side", f"{exercise.id} works both sides at once; leave it out")
    if item.hold_s is not None and exercise.kind == "paced":
        yield Outside("hold_s", f"{exercise.id} is paced by its own steps; leave it out")
    known = [rule.id for rule in exercise.rules]
    for name in (name for name in item.rules_off if name not in known):
        yield Outside("rules_off", f"{exercise.id} has no rule '{name}'; {_rules(known)}")
    yield from _doses(exercise, item)
    yield from _range(exercise, item)


def _rules(known: Sequence[str]) -> str:
    return f"known: {', '.join(known)}" if known else "it has none"


def _doses(exercise: Exercise, item: AskedOf) -> Iterator[Outside]:
    limits = exercise.limits
    if limits is None:
        return
    yield from _between(exercise, "sets", limits.sets, item.sets)
    yield from _between(exercise, "reps", limits.reps, item.reps)
    yield from _between(exercise, "pyramid", limits.reps, *item.pyramid)
    if len(item.pyramid) > limits.sets[1]:
        yield Outside("pyramid", f"{exercise.id}: has {len(item.pyramid)} sets; allowed: at most {limits.sets[1]}")
    yield from _between(exercise, "hold_s", limits.hold_s, item.hold_s)


def _range(exercise: Exercise, item: AskedOf) -> Iterator[Outside]:
    limits = exercise.limits
    for key, span, value in (
        ("target", limits and limits.target, item.target),
        ("limit", limits and limits.limit, item.limit),
    ):
        if value is not None and not span:
            yield Outside(key, f"{exercise.id} can have no {key}; leave it out")
        elif span:
            yield from _between(exercise, key, span, value)
    if item.limit is None or exercise.rep is None:
        return
    main = exercise.rep.measures[0]
    target = main.target if item.target is None else item.target
    if not main.direction * (item.limit - target) > 0:
        side = "above" if main.direction > 0 else "below"
        yield Outside("limit", f"{exercise.id}: is {item.limit:g}; allowed: {side} the target of {target:g}")


def _between(
    exercise: Exercise, key: str, span: tuple[float, float] | None, *values: float | None
) -> Iterator[Outside]:
    for value in values:
        if span is not None and value is not None and not span[0] <= value <= span[1]:
            yield Outside(key, f"{exercise.id}: is {_short(value)}; allowed: {span[0]:g} to {span[1]:g}")


def _short(value: float) -> str:
    """A number, and be it of a thousand digits, in a few letters."""
    return f"{value:g}" if abs(value) < 1e15 else "far too large"


def unit_of(feature: str) -> str:
    """The unit of a measure in a word, "" for a ratio."""
    return next((word for end, word in UNITS.items() if feature.removesuffix("_change").endswith(end)), "")


# --- Texts. ---

_BREAKS: Final = frozenset("\u2028\u2029")

_BLANK: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters that look like nothing at all, though they count as letters."""

_JOINERS: Final = frozenset("\u200c\u200d")
"""What holds letters together or apart in some scripts; allowed in texts, but a name is the same without them."""


def is_plain(text: str, *, lines: bool) -> bool:
    """Whether a text holds nothing but what can be read: no control codes, no letters that hide others or are hidden
    themselves. `lines` allows it to have several lines."""
    allowed = _JOINERS | {"\n"} if lines else _JOINERS
    return not any(_is_hidden(letter) and letter not in allowed for letter in text)


def seen(text: str) -> str:
    """A text without the letters that nobody sees."""
    return "".join(letter for letter in text if not _is_hidden(letter))


def _is_hidden(letter: str) -> bool:
    # Cf are letters that turn the direction of others, or have no width.
    return letter in _BREAKS or letter in _BLANK or unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co")


# --- What a key may be, in words. ---

_ALLOWED: Final = {
    "id": "small letters, digits and _, as the file is named",
    "name": "a text of 1 to 120 characters",
    "summary": "a text of at most 600 characters",
    "author": "a text of at most 120 characters",
    "sources": "a list of texts",
    "items": "one to eight tables [[items]]",
    "items.exercise": "the id of an exercise (coach exercises list)",
    "items.sets": "a whole number, within the exercise's [limits]",
    "items.reps": "a whole number, within the exercise's [limits]",
    "items.pyramid": "whole numbers, such as [6, 4, 2]",
    "items.hold_s": "seconds, within the exercise's [limits]",
    "items.rest_s": "seconds, 0 to 600",
    "items.tempo_s": "seconds out and back, 0.5 to 30 each, such as [2, 3]",
    "items.side": '"left" or "right"',
    "items.target": "a number in the unit of the main measure, within the exercise's [limits]",
    "items.limit": "a number in the unit of the main measure, within the exercise's [limits]",
    "items.rules_off": "a list of ids of the exercise's rules (coach exercises show ID)",
    "items.note": "a text of at most 600 characters",
    "assigned.patient": "a reference of 1 to 80 characters",
    "assigned.start": "a day, such as 2026-12-01",
    "assigned.end": "a day, such as 2026-12-31, not before start",
    "assigned.review": "a day, such as 2026-12-31, not before start",
    "assigned.days_a_week": "a whole number, 1 to 7",
    "assigned.sessions_a_day": "a whole number, 1 to 3",
    "assigned.pain_ceiling": "a whole number, 0 to 10",
    "assigned.notes": "a text of at most 600 characters",
    "assigned.version": "a whole number, 1 to 9999",
    "assigned.seal_to": 'a key that begins with "hpke:"',
    "assigned.stop.pain_up": "a whole number, 1 to 10",
    "assigned.stop.form_slips": "true or false",
    "assigned.stop.signs": "at most 6 texts of 1 to 120 characters",
    "assigned.progress.rule": '"therapist" or "offered"',
    "assigned.progress.after_sessions": "a whole number, 1 to 20",
    "assigned.progress.pain_at_most": "a whole number, 0 to 10",
    "assigned.deliver.address": 'an address that begins with "https://"',
    "assigned.deliver.token": "16 to 200 letters and digits, from the practice",
    "signature": "written by coach routine sign, never by hand",
}


def allowed(path: Sequence[str | int]) -> str:
    """What a key of a routine may be, in words; "" for one that is not known."""
    names = [part for part in path if isinstance(part, str)]
    while names:
        if words := _ALLOWED.get(".".join(names)):
            return words
        names.pop()
    return ""
