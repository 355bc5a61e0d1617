"""What is kept of care around the exercises, written the moment it is known."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Literal

from coach.core.therapy.kept import CeilingAnswered, ResultsShared, RoutineTaken

RoundKind = Literal["cold", "warm", "rest"]
"""A timed round of relief: something cold, something warm, or lying in a position of ease."""

HowEnded = Literal["done", "stopped"]
"""The time was over, or the person ended it before."""

ActivitySource = Literal["told", "file"]

StepWhat = Literal["sets", "reps", "hold_s", "exercise"]
"""What one step of a plan changes: nothing else at the same time."""

StepHow = Literal["taken", "refused", "undone", "by_hand", "by_therapist"]
"""What became of a step: the person took or refused what was offered, took it back, or changed it of their own accord,
or the therapist did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlareBegan:
    """A flare-up was told of at `at`; it began at `onset` (aware local time, not after `at`). `trigger` is the id of
    what the person was doing, "" where they don't know. The same `flare` again puts the first telling right."""

    flare: str
    at: datetime
    onset: datetime
    trigger: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlareEnded:
    """A flare-up is over, says the person."""

    flare: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpSought:
    """The person has seen somebody about a flare-up, told while the rung `rung` of the ladder stood: it is quiet from
    then on. The same again, `taken_back`, lets it stand as before."""

    flare: str
    rung: str
    at: datetime
    taken_back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundBegan:
    """A timed round of `length_s` seconds began; without a `RoundEnded` it runs, also through a restart."""

    round: str
    at: datetime
    kind: RoundKind
    length_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundEnded:
    """A round ended after `lasted_s` seconds, at `at` of the local clock."""

    round: str
    at: datetime
    how: HowEnded
    lasted_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityDone:
    """Minutes of walking or the like, begun at `at`. `kind` is an id ("walk", "swim"). The same `activity` again takes
    its place: with 0 minutes it is taken back."""

    activity: str
    at: datetime
    kind: str
    minutes: float
    source: ActivitySource = "told"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanMade:
    """A plan was made of the person's answers (ids of what they ticked); the newest is the one in use. `days` is how
    many days a week."""

    plan: str
    at: datetime
    goal: str
    days: int
    floor: bool
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanItem:
    """One exercise of a plan as it was made, in order of `number` from 0."""

    plan: str
    number: int
    exercise: str
    sets: int
    reps: int
    hold_s: float
    rest_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStep:
    """One change of one item of a plan, offered and answered, or made by hand. `before` and `after` are the values as
    text; `rule` is the id of the rule that offered it, "" by hand. The same `step` again, "undone", takes it back.
    `session` is the last session known when it was answered, "" before the first: what came after it is told by the
    order of sessions, whatever the clock did."""

    step: str
    at: datetime
    plan: str
    number: int
    what: StepWhat
    before: str
    after: str
    rule: str
    how: StepHow
    session: str = ""


CareEntry = (
    FlareBegan
    | FlareEnded
    | HelpSought
    | RoundBegan
    | RoundEnded
    | ActivityDone
    | PlanMade
    | PlanItem
    | PlanStep
    | RoutineTaken
    | CeilingAnswered
    | ResultsShared
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CareRecord:
    """Everything kept of care, each kind in the order in which it was told."""

    flares: tuple[FlareBegan, ...] = ()
    flare_ends: tuple[FlareEnded, ...] = ()
    help_sought: tuple[HelpSought, ...] = ()
    rounds: tuple[RoundBegan, ...] = ()
    round_ends: tuple[RoundEnded, ...] = ()
    activities: tuple[ActivityDone, ...] = ()
    plans: tuple[PlanMade, ...] = ()
    plan_items: tuple[PlanItem, ...] = ()
    plan_steps: tuple[PlanStep, ...] = ()
    routines_taken: tuple[RoutineTaken, ...] = ()
    ceiling_answers: tuple[CeilingAnswered, ...] = ()
    results_shared: tuple[ResultsShared, ...] = ()

    def with_told(self, entry: CareEntry) -> "CareRecord":
        """The record with one entry more; one with the same id takes the place of the first."""
        name, key = FIELDS[type(entry)]
        kept: tuple[CareEntry, ...] = getattr(self, name)
        same = [number for number, one in enumerate(kept) if all(getattr(one, k) == getattr(entry, k) for k in key)]
        at = same[0] if same else len(kept)
        parts: dict[str, Any] = {name: (*kept[:at], entry, *kept[at + 1 :])}
        return replace(self, **parts)


FIELDS: Final[Mapping[type, tuple[str, tuple[str, ...]]]] = {
    FlareBegan: ("flares", ("flare",)),
    FlareEnded: ("flare_ends", ("flare",)),
    HelpSought: ("help_sought", ("flare", "rung")),
    RoundBegan: ("rounds", ("round",)),
    RoundEnded: ("round_ends", ("round",)),
    ActivityDone: ("activities", ("activity",)),
    PlanMade: ("plans", ("plan",)),
    PlanItem: ("plan_items", ("plan", "number")),
    PlanStep: ("plan_steps", ("step",)),
    RoutineTaken: ("routines_taken", ("taken",)),
    CeilingAnswered: ("ceiling_answers", ("at", "routine")),
    ResultsShared: ("results_shared", ("at", "routine", "how")),
}
"""Kind of entry: its field in `CareRecord` (and its table), and what tells one entry from another."""
