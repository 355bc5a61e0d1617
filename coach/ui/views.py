"""What the screens are told to show, as plain values; the composition root fills them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from coach.core.body import Side


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseView:
    """An exercise as the live screen needs it.

    Attributes:
        name: as people read it ("Glute bridge").
        kind: "reps" shows a count, "hold" the seconds held in good form.
        target_reps, target_s: asked for, or None to show no target.
        rep_hold_s: seconds to hold at the top of each repetition, or None.
        phase_words: the engine's phase names as read ("lift": "Lift"); one that is missing is shown capitalised,
            and one mapped to "" is not shown.
        side_words: the working side as read ("left": "LEFT leg"); empty where sides do not matter.
        ready_words: shown until the person is in position.
    """

    name: str
    kind: Literal["reps", "hold"]
    target_reps: int | None = None
    target_s: float | None = None
    rep_hold_s: float | None = None
    phase_words: Mapping[str, str] = field(default_factory=dict)
    side_words: Mapping[Side, str] = field(default_factory=dict)
    ready_words: str = "Get into position"


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One number of the summary: `value` large ("8 / 10"), `label` below it ("repetitions")."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryView:
    """What was done, as facts.

    Attributes:
        title: "Glute bridge: done".
        rows: numbers, at most eight; the most important first.
        faults: one sentence each ("Hips sagged 4 of 20 s").
        sentences: anything else worth a line ("Angles are estimates.").
    """

    title: str
    rows: tuple[SummaryRow, ...] = ()
    faults: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
