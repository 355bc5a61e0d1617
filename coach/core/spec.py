"""What an exercise file says, as values. The file reader validates it, the engine interprets it."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from coach.core.band import Band, Gate, sourced
from coach.core.demo import Demo, SpecError, Strict
from coach.core.dose import Dose
from coach.core.fit import Exclusion, Place, Purpose
from coach.core.pace import Pace
from coach.core.report import Severity
from coach.core.therapy.assigned import Limits

__all__ = [
    "MAX_CUE_WORDS", "Band", "Dose", "Exercise", "Framing", "Gate", "Hold", "Kind", "Limits", "Measure", "Pace", "Rep",
    "Rule", "Sides", "View", "Words",
]  # fmt: skip

Kind = Literal["reps", "hold", "paced"]
Sides = Literal["both", "each", "alternate"]
View = Literal["side", "front", "any"]

MAX_CUE_WORDS: Final = 6
"""Somebody on the floor takes in no more; estimated."""

SAME: Final = 1e-6
"""Two values of a measure closer than this are the same, whatever its unit; estimated. What is divided by the way
between them stays a number."""

SAME_S: Final = 0.05
"""Two times in a file closer than this are the same, seconds; estimated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Strict):
    """One measure of a repetition and the way it goes.

    Attributes:
        rest: usual value at rest; the person's own is learned around it.
        target: value that must be reached (from rest upward or downward).
        attempt: how far from the person's own rest counts as having tried, same unit.
        unseen: "pass" lets a hidden limb count as there (see Band).
        view: "any" for a measure that is true from the front as well; others are unseen there.
    """

    feature: str
    rest: float
    target: float
    attempt: float
    unseen: Literal["no", "pass"] = "no"
    view: Literal["side", "any"] = "side"
    source: str

    def __post_init__(self) -> None:
        if abs(self.target - self.rest) < SAME:
            raise SpecError(f"measure {self.feature}: rest and target must differ")
        if not 0 < self.attempt < abs(self.target - self.rest):
            raise SpecError(f"measure {self.feature}: attempt must lie between 0 and the way to the target")
        sourced(f"measure {self.feature}", self.source)

    @property
    def direction(self) -> float:
        """1 when the measure grows toward its target, -1 when it shrinks."""
        return math.copysign(1.0, self.target - self.rest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words(Strict):
    """What the phases are called on screen."""

    rest: str = "Ready"
    out: str = "Move"
    top: str = "Hold"
    back: str = "Return"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rep(Strict):
    """How a repetition is recognised.

    Attributes:
        measures: the first is the main one (shown on the gauge); all must reach their target together.
        also: bands that must hold at the target as well.
        target_for_s: how long the target must be kept to count, seconds.
        back_share: the repetition ends when the main measure came back this share of its way (0..1).
        least_s: shorter ones are jitter, seconds. most_s: longer ones are another posture rather than a repetition.
        stay_share: once there, the target counts as kept until a measure falls back by this share of its way (0..1).
        steady_per_s: the hold at the top runs while the main measure changes slower than this (unit per second), or
            slower than a fifth of the fastest speed of the way there.
        working_leg: which leg a repetition is booked to; None where both legs do the same.
        ranges: features whose smallest and largest value are kept for each repetition.
    """

    measures: tuple[Measure, ...]
    also: tuple[Band, ...] = ()
    target_for_s: float = 0.12
    back_share: float = 0.6
    stay_share: float = 0.25
    least_s: float = 0.5
    most_s: float | None = None
    steady_per_s: float = 15.0
    working_leg: Literal["raised", "drawn", "lifted", "standing"] | None = None
    ranges: tuple[str, ...] = ()
    words: Words = field(default_factory=Words)
    source: str

    def __post_init__(self) -> None:
        if not self.measures:
            raise SpecError("rep: needs at least one measure")
        if not 0.2 <= self.back_share <= 0.95 or not 0 <= self.stay_share < 1:
            raise SpecError("rep: back_share must lie between 0.2 and 0.95, stay_share between 0 and 1")
        if min(self.target_for_s, self.least_s, self.steady_per_s) < 0:
            raise SpecError("rep: times and speeds must not be negative")
        if self.most_s is not None and not self.most_s > self.least_s:
            raise SpecError("rep: most_s must be longer than least_s")
        sourced("rep", self.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold(Strict):
    """How a hold is recognised: the clock runs while all `bands` hold; a gap up to `grace_s` does not end it.

    `side` is how a hold is booked to a side: "lower" to the one underneath; None where both do the same.
    """

    bands: tuple[Band, ...]
    side: Literal["lower"] | None = None
    grace_s: float = 1.0
    gauge: str
    gauge_band: tuple[float, float]
    words: Words = field(default_factory=lambda: Words(top="Hold"))
    source: str

    def __post_init__(self) -> None:
        if not self.bands:
            raise SpecError("hold: needs a band, or the clock would always run")
        if not self.gauge_band[1] - self.gauge_band[0] >= SAME:
            raise SpecError("hold: gauge_band must go from a smaller to a larger value")
        if self.grace_s < 0:
            raise SpecError("hold: grace_s must not be negative")
        sourced("hold", self.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Strict):
    """A form rule.

    Attributes:
        id: stable name ("hips_sag"). name: what is said of it afterwards ("Hips sagged").
        fault: bands that mean the fault, any of them. when: bands that must hold for it to be judged at all.
        slack: hysteresis; once broken, it counts as mended only this far outside the band (feature's unit).
        for_s: how long it must last before it is a fault, seconds.
        phases: phases in which it is judged ("rest", "out", "top", "back", "hold").
        view: the view it can be judged from. stops_hold: the hold clock stands still while the rule is broken.
        cue: at most six words. praise: said once when it was mended. joints: coloured while broken.
        wrong: a demonstration that breaks this rule and no other.
    """

    id: str
    name: str
    fault: tuple[Band, ...]
    when: tuple[Band, ...] = ()
    slack: float
    for_s: float = 0.6
    severity: Severity = "minor"
    phases: tuple[Literal["rest", "out", "top", "back", "hold"], ...]
    view: View = "side"
    stops_hold: bool = True
    cue: str
    praise: str = "Good, that's it"
    joints: tuple[str, ...]
    wrong: Demo

    def __post_init__(self) -> None:
        if not self.fault or not self.phases:
            raise SpecError(f"rule {self.id}: needs a fault and phases")
        for words in (self.cue, self.praise):
            if not 0 < len(words.split()) <= MAX_CUE_WORDS:
                raise SpecError(f"rule {self.id}: cue and praise have one to six words")
        if self.slack < 0 or self.for_s < 0:
            raise SpecError(f"rule {self.id}: slack and for_s must not be negative")


@dataclass(frozen=True, slots=True, kw_only=True)
class Framing(Strict):
    """What the camera must see: joints of the near side, and the view."""

    joints: tuple[str, ...]
    view: View = "side"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Exercise(Strict):
    """One exercise, whole; compared by identity. `group` "break" is a guided move for a break beside the desk.

    Attributes:
        purpose: what it is for. place: where it is done.
        flare: gentle enough to be offered in a flare-up. gated: only where a therapist assigned it.
        excludes: what about a person leaves it out of their plan, each with why.
        limits: within what a therapist may set dose, target and limit of range.
    """

    id: str
    name: str
    kind: Kind
    sides: Sides
    group: Literal["mat", "break"] = "mat"
    purpose: Purpose = "strength"
    place: Place = "floor"
    flare: bool = False
    gated: bool = False
    summary: str
    why: str
    steps: tuple[str, ...]
    breathing: str
    not_judged: str
    avoid: tuple[str, ...]
    excludes: tuple[Exclusion, ...] = ()
    easier: tuple[str, ...] = ()
    harder: tuple[str, ...] = ()
    sources: tuple[str, ...]
    dose: Dose
    limits: Limits | None = None
    framing: Framing
    gate: Gate
    rep: Rep | None = None
    hold: Hold | None = None
    pace: Pace | None = None
    rules: tuple[Rule, ...] = ()
    demo: Demo

    def __post_init__(self) -> None:
        tables = {"reps": ("rep", self.rep), "hold": ("hold", self.hold), "paced": ("pace", self.pace)}
        if any((kind == self.kind) != (table is not None) for kind, (_, table) in tables.items()):
            raise SpecError(f"kind {self.kind}: needs the table [{tables[self.kind][0]}] and only it")
        if self.pace is not None:
            self._check_paced(self.pace)
        if len({one.when for one in self.excludes}) != len(self.excludes):
            raise SpecError("excludes: a condition stands twice")
        if len({rule.id for rule in self.rules}) != len(self.rules):
            raise SpecError("rules: an id stands twice")
        phases = {"hold"} if self.kind == "hold" else {"rest", "out", "top", "back"}
        for rule in self.rules:
            if not phases.issuperset(rule.phases):
                raise SpecError(f"rule {rule.id}: a {self.kind} exercise has the phases {', '.join(sorted(phases))}")

    def _check_paced(self, pace: Pace) -> None:
        if self.rules or self.sides != "both" or self.group == "break":
            raise SpecError("kind paced: nothing is judged, so it has no rules, no sides, and is no move of a break")
        if self.dose.hold_s:
            raise SpecError("dose: hold_s has no place in a paced exercise; its steps say how long they last")
        if abs(self.demo.keyframes[-1].t - pace.cycle_s) > SAME_S:
            raise SpecError(f"demo: lasts one cycle of the pace, {pace.cycle_s:g} s, so that both stay in step")

    def bands(self) -> Iterator[Band]:
        """Every band of the exercise."""
        yield from self.gate.start
        yield from self.gate.keep
        yield from self.rep.also if self.rep else ()
        yield from self.hold.bands if self.hold else ()
        for rule in self.rules:
            yield from (*rule.fault, *rule.when)

    def features(self) -> frozenset[str]:
        """Names of every feature the exercise uses, changes included."""
        names = {band.feature for band in self.bands()}
        if self.rep:
            names |= {measure.feature for measure in self.rep.measures} | set(self.rep.ranges)
        return frozenset(names | ({self.hold.gauge} if self.hold else set()))
