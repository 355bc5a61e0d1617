"""What the engine says after each step: the one value that the screen, the voice and the record read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from coach.core.body import Side
from coach.core.pose import Pose

Severity = Literal["minor", "major"]
ViewName = Literal["side", "three-quarter", "front", "unknown"]


@dataclass(frozen=True, slots=True)
class Fault:
    """A form rule that was broken for a while.

    Attributes:
        id: the rule's name, stable ("hips_sag").
        start_s, end_s: source time in seconds; while it lasts, `end_s` is the last moment it was seen.
        severity: how bad.
        side: the person's side it belongs to, or None.
    """

    id: str
    start_s: float
    end_s: float
    severity: Severity
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Rep:
    """A finished repetition; `complete` is False where it turned back before its target (a partial).

    `range` maps a feature's name to its smallest and largest value while the repetition lasted; `faults` are the ids
    of rules broken in it; `hold_s` is the time held at its target in good form.
    """

    start_s: float
    peak_s: float
    end_s: float
    side: Side | None
    complete: bool
    range: Mapping[str, tuple[float, float]]
    hold_s: float
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold: from when it was taken up to when it was left, and how much of that was in good form."""

    start_s: float
    end_s: float
    good_s: float
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """Repetitions so far. `left` and `right` are complete ones by the leg that works; 0 where sides do not matter."""

    complete: int = 0
    partial: int = 0
    left: int = 0
    right: int = 0


@dataclass(frozen=True, slots=True)
class Cue:
    """One sentence to show and say. `kind` is what it is about: mending a fault, praise, framing."""

    id: str
    text: str
    kind: Literal["fault", "praise", "framing"]
    t_s: float


@dataclass(frozen=True, slots=True)
class Gauge:
    """The exercise's own measure now, for a range gauge.

    Attributes:
        feature: name of the measure ("hip_angle_deg").
        value: now, nan when unseen.
        rest, target: the values between which a repetition goes (or the hold band's edges).
        progress: 0 at rest, 1 at the target, nan when unseen; may pass 1.
    """

    feature: str
    value: float
    rest: float
    target: float
    progress: float


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """Everything known after one step.

    Attributes:
        t_s: source time of the step, seconds.
        pose: smoothed pose for drawing (may hold guessed points), or None when nobody was found.
        seen: (33,) bools as a tuple, which landmarks of `pose` were really seen; empty without a pose.
        features: every measure by name; nan is "not seen".
        armed: the person is in the exercise's posture and counting is on.
        phase: "away", "get_ready" or where in the exercise: "rest", "out", "top", "back"; in a hold exercise "hold",
            or "rest" while no hold is under way; in a paced exercise "paced".
        counts, hold_s: so far. side: the working side in the running repetition, or None.
        rep_hold_s: seconds held so far in the running hold or at the top of the running repetition.
        faults: rules being broken now. rule_joints: joints to colour, by state.
        gauge: the main measure, or None.
        cue: the sentence to show now, or None; said aloud only when `cue_is_new`.
        finished: repetitions, holds and faults that ended in this step.
        tracking: share 0..1 of the landmarks this exercise needs that are seen. yaw_deg: 0 side-on, 90 front-on.
    """

    t_s: float
    pose: Pose | None
    seen: tuple[bool, ...]
    features: Mapping[str, float]
    armed: bool
    phase: str
    counts: Counts
    hold_s: float
    rep_hold_s: float
    side: Side | None
    faults: tuple[Fault, ...]
    rule_joints: Mapping[int, Literal["good", "fault"]]
    gauge: Gauge | None
    cue: Cue | None
    cue_is_new: bool
    tracking: float
    yaw_deg: float
    view: ViewName
    finished: tuple[Rep | Hold | Fault, ...] = field(default=())

    @property
    def present(self) -> bool:
        """Whether somebody was found."""
        return self.pose is not None


@dataclass(frozen=True, slots=True, eq=False)
class Account:
    """What a step adds to the account of a set, where nobody looks or listens; attributes as in `Report`."""

    t_s: float
    present: bool
    armed: bool
    counts: Counts
    hold_s: float
    yaw_deg: float
    view: ViewName
    finished: tuple[Rep | Hold | Fault, ...]
