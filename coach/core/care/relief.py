"""What the relief file says: positions of ease, breathing, warm and cold, resting and moving, and cards to read."""

from dataclasses import dataclass
from itertools import pairwise
from math import cos, isfinite, pi
from typing import Final, Literal

from coach.core.care.phrases import EASE_CUES
from coach.core.demo import Demo, SpecError, Strict

MOST_LENGTH_S: Final = 20 * 60.0
"""No round of warm or cold is longer, seconds. Source: the most that any of the articles names."""

LEAST_REST_S: Final = 30 * 60.0
"""The skin never rests less before the next round, seconds. Source: the least that any of the articles names."""

LONGEST_STILL_S: Final = 30 * 60.0
"""No rest in a position goes on longer without being asked to move, seconds. Source: "every 30 minutes"."""


def _sourced(where: str, source: str) -> None:
    if not source.strip():
        raise SpecError(f"{where}: needs its source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prop(Strict):
    """A pillow, cushion or bed, drawn with the figure.

    Attributes:
        kind: "soft" (pillow) or "firm" (bed, chair).
        at: its middle: toward the head from the hips, and up from what the figure lies on, shares of body height.
        size: its width and height, the same way. turn: degrees, counter-clockwise.
    """

    kind: Literal["soft", "firm"]
    at: tuple[float, float]
    size: tuple[float, float]
    turn: float = 0.0

    def __post_init__(self) -> None:
        if min(self.size) <= 0:
            raise SpecError("props: a size is above 0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Strict):
    """A measure that lies between two values in a position of ease, and the ids of what is said when it lies at or
    `below` the lower or at or `above` the upper one. `slack` in its unit is let go of once it was right."""

    feature: str
    low: float | None = None
    high: float | None = None
    below: str = ""
    above: str = ""
    slack: float
    source: str

    def __post_init__(self) -> None:
        _sourced(f"asks {self.feature}", self.source)
        if self.low is None and self.high is None:
            raise SpecError(f"asks {self.feature}: needs low, high or both")
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise SpecError(f"asks {self.feature}: low lies below high")
        for bound, cue in ((self.low, self.below), (self.high, self.above)):
            if (bound is not None) != (cue in EASE_CUES):
                raise SpecError(f"asks {self.feature}: a bound needs one of the cues {', '.join(EASE_CUES)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Position(Strict):
    """A position of ease.

    Attributes:
        figure: how it looks, breathed out in its first keyframe and breathed in in its second.
        seen: "side", or "above" where it is drawn as seen from the ceiling.
        asks: what the camera looks for, in this order: of several things wrong the first is said.
        needs_side: the camera must see the person from the side to tell.
    """

    id: str
    title: str
    lines: tuple[str, ...]
    source: str
    figure: Demo
    props: tuple[Prop, ...] = ()
    seen: Literal["side", "above"] = "side"
    asks: tuple[Ask, ...]
    needs_side: bool = True

    def __post_init__(self) -> None:
        _sourced(f"position {self.id}", self.source)
        if not (self.title and self.lines and self.asks):
            raise SpecError(f"position {self.id}: needs a title, lines and asks")


@dataclass(frozen=True, slots=True, kw_only=True)
class BreathPace(Strict):
    """A pace: seconds in and out."""

    id: str
    name: str
    in_s: float
    out_s: float
    source: str

    def __post_init__(self) -> None:
        _sourced(f"pace {self.id}", self.source)
        if not 2 <= self.in_s <= self.out_s <= 10:
            raise SpecError(f"pace {self.id}: in and out last 2 to 10 s, out no shorter than in")

    def at(self, t_s: float) -> tuple[Literal["in", "out"], float]:
        """What to do `t_s` seconds after the start, and how full one's breath is, 0 to 1: slow at both ends, so that
        nothing drawn after it jerks."""
        at_s = t_s % (self.in_s + self.out_s)
        if at_s < self.in_s:
            return "in", 0.5 - 0.5 * cos(pi * at_s / self.in_s)
        return "out", 0.5 + 0.5 * cos(pi * (at_s - self.in_s) / self.out_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Breathing(Strict):
    """The pacer: its paces, the first of which is the usual one; it ends after `length_s`."""

    paces: tuple[BreathPace, ...]
    length_s: float
    lines: tuple[str, ...]
    done: tuple[str, ...]
    source: str

    def __post_init__(self) -> None:
        _sourced("breathing", self.source)
        if not self.paces or not 30 <= self.length_s <= 1800:
            raise SpecError("breathing: needs a pace, and lasts from half a minute to half an hour")


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset(Strict):
    """How long a round lasts, and how long the skin rests after something cold or warm; seconds. The length tells one
    preset from another."""

    id: str
    name: str
    note: str
    length_s: float
    cold_rest_s: float
    warm_rest_s: float
    source: str

    def __post_init__(self) -> None:
        _sourced(f"preset {self.id}", self.source)
        if not 60 <= self.length_s <= MOST_LENGTH_S:
            raise SpecError(f"preset {self.id}: length_s is at most {MOST_LENGTH_S:g}")
        if min(self.cold_rest_s, self.warm_rest_s) < LEAST_REST_S:
            raise SpecError(f"preset {self.id}: a rest is never below {LEAST_REST_S:g}")

    def rest_s(self, kind: str) -> float:
        """Rest of the skin after a round of that kind, seconds."""
        return self.cold_rest_s if kind == "cold" else self.warm_rest_s


@dataclass(frozen=True, slots=True, kw_only=True)
class WarmCold(Strict):
    """Warm and cold: cold in the first `cold_first_h` hours of a flare-up, then warm. `cold`, `warm` and `either` say
    why; `rules` are read before the first round; `changed` is said when the clock was changed under a round."""

    presets: tuple[Preset, ...]
    cold_first_h: float
    cold: str
    warm: str
    either: str
    rules: tuple[str, ...]
    changed: str
    source: str

    def __post_init__(self) -> None:
        _sourced("warm_cold", self.source)
        lengths = {preset.length_s for preset in self.presets}
        if not self.presets or len(lengths) < len(self.presets):
            raise SpecError("warm_cold: needs presets, each of another length")


@dataclass(frozen=True, slots=True, kw_only=True)
class Resting(Strict):
    """Lying in a position: `lengths_s` to choose from until the first "time to move", then every `again_s`, at most
    `most` times in all. `walk` says what to do then."""

    lengths_s: tuple[float, ...]
    again_s: float
    most: int
    walk: tuple[str, ...]
    lines: tuple[str, ...]
    source: str

    def __post_init__(self) -> None:
        _sourced("resting", self.source)
        rising = all(a < b for a, b in pairwise(self.lengths_s))
        whole = all(isfinite(length) and 300 <= length <= LONGEST_STILL_S for length in (*self.lengths_s, self.again_s))
        if not (self.lengths_s and rising and whole and 1 <= self.most <= 8):
            raise SpecError(f"resting: lengths rise and lie between 300 and {LONGEST_STILL_S:g} s, most from 1 to 8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card(Strict):
    """Something to read: a title, sentences, and where they come from."""

    id: str
    title: str
    lines: tuple[str, ...]
    source: str

    def __post_init__(self) -> None:
        _sourced(f"card {self.id}", self.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Strict):
    """What is asked on one page before relief: signs, any of which leads to all the safety questions."""

    title: str
    signs: tuple[str, ...]
    none: str
    some: str
    source: str

    def __post_init__(self) -> None:
        _sourced("check", self.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliefWords(Strict):
    """All of relief."""

    check: Check
    positions: tuple[Position, ...]
    breathing: Breathing
    warm_cold: WarmCold
    resting: Resting
    cards: tuple[Card, ...]

    def __post_init__(self) -> None:
        for name, parts in (("positions", self.positions), ("cards", self.cards)):
            ids = [part.id for part in parts]
            if not ids or len(set(ids)) < len(ids):
                raise SpecError(f"{name}: there is one or more, each with an id of its own")

    def position(self, id_: str) -> Position:
        """A position by its id. Raises KeyError."""
        return {position.id: position for position in self.positions}[id_]
