"""Scores posture watch against a labelled set: seconds right by state, what was taken for what, and how soon."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, cast

from coach.core.sitting.baseline import PostureBaseline
from coach.core.sitting.look import FAULTS, STATES, Sample, State, View
from coach.labels import LabelError, made, second_of, table_rows
from coach.posture_analysis import Account, sat

SITTING: Final = "sitting"
"""What labels call it in the column of exercises."""

GRID_S: Final = 0.1
"""States are compared so often, seconds."""

_STATE: Final = re.compile(r"(\w+)@([\d.]+)-([\d.]+)")


@dataclass(frozen=True, slots=True)
class LabelledState:
    """A state between two times in seconds."""

    state: State
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PostureLabel:
    """One row of the labels file about sitting."""

    file: str
    view: View
    states: tuple[LabelledState, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostureScore:
    """One labelled clip, scored.

    Attributes:
        seconds: by (labelled, found) state.
        quiet_alerts: alerts within stretches labelled upright or away.
        waits: for each labelled empty chair, standing and return from it: state, and seconds until it was known.
    """

    file: str
    view: View
    seconds: Mapping[tuple[State, State], float]
    quiet_alerts: int
    waits: tuple[tuple[str, float], ...]

    @property
    def share(self) -> tuple[float, float]:
        """Seconds right, and seconds labelled."""
        right = sum(seconds for (wanted, found), seconds in self.seconds.items() if wanted == found)
        return right, sum(self.seconds.values())


def read_labels(path: Path) -> list[PostureLabel]:
    """The rows of a labels file about sitting; none where it has no column of states.

    Raises:
        LabelError: it can't be read, or a row names a state or a view that there is not.
    """
    rows = [row for row in table_rows(path) if row.get("exercise") == SITTING and row.get("states")]
    return made(path, rows, partial(_label, path))


def _label(path: Path, row: Mapping[str, str]) -> PostureLabel:
    found = [(match[1], second_of(match[2]), second_of(match[3])) for match in _STATE.finditer(row["states"])]
    wrong = sorted({state for state, _, _ in found} - set(STATES))
    if wrong or row["view"] not in ("front", "side"):
        raise LabelError(f"the labels file {path} has a row of {row['file']} with {', '.join(wrong) or 'no view'}")
    states = tuple(LabelledState(cast(State, state), start_s, end_s) for state, start_s, end_s in found)
    return PostureLabel(file=row["file"], view=cast(View, row["view"]), states=states)


def score(label: PostureLabel, samples: Iterable[Sample], baseline: PostureBaseline | None = None) -> PostureScore:
    """Score one labelled stream; without a baseline its own first upright stretch serves."""
    account = sat(samples, baseline=baseline)
    seconds: defaultdict[tuple[State, State], float] = defaultdict(float)
    for want in label.states:
        for step in range(round((want.end_s - want.start_s) / GRID_S)):
            seconds[want.state, account.at(want.start_s + (step + 0.5) * GRID_S)] += GRID_S
    quiet = [want for want in label.states if want.state not in FAULTS]
    alerts = sum(any(want.start_s <= alert.t_s <= want.end_s for want in quiet) for alert in account.alerts)
    return PostureScore(
        file=label.file, view=label.view, seconds=dict(seconds), quiet_alerts=alerts, waits=tuple(_waits(account))
    )


def _waits(account: Account) -> Iterable[tuple[str, float]]:
    """How long after its beginning each leaving, standing up and coming back was known."""
    left = False
    for segment, known_s in zip(account.segments, account.known_s, strict=True):
        if segment.state in ("away", "standing"):
            left = True
            yield segment.state, known_s - segment.start_s
        elif left and segment.state != "unknown":
            left = False
            yield "back", known_s - segment.start_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """What was taken for what, in seconds, over many clips of one view."""

    view: View
    seconds: Mapping[tuple[State, State], float]
    clips: int
    quiet_alerts: int
    longest_wait_s: float

    @property
    def right(self) -> float:
        return sum(seconds for (wanted, found), seconds in self.seconds.items() if wanted == found)

    @property
    def labelled(self) -> float:
        return sum(self.seconds.values())

    def columns(self) -> list[State]:
        """States that were labelled or found."""
        named = {state for pair in self.seconds for state in pair}
        return [state for state in STATES if state in named]


def confusion(scores: Sequence[PostureScore]) -> list[Confusion]:
    """One table for each view there is."""
    found = []
    for view in ("front", "side"):
        seen = [one for one in scores if one.view == view]
        if not seen:
            continue
        seconds: defaultdict[tuple[State, State], float] = defaultdict(float)
        for one in seen:
            for pair, value in one.seconds.items():
                seconds[pair] += value
        waits = [wait for one in seen for _, wait in one.waits]
        found.append(
            Confusion(
                view=view,
                seconds=dict(seconds),
                clips=len(seen),
                quiet_alerts=sum(one.quiet_alerts for one in seen),
                longest_wait_s=max(waits, default=0.0),
            )
        )
    return found


def as_json(scores: Sequence[PostureScore]) -> dict[str, Any]:
    """Everything, for a file."""
    return {
        "clips": [
            {
                "file": one.file,
                "view": one.view,
                "right_s": round(one.share[0], 1),
                "labelled_s": round(one.share[1], 1),
                "seconds": _plain(one.seconds),
                "quiet_alerts": one.quiet_alerts,
                "waits": [{"state": state, "seconds": round(wait, 2)} for state, wait in one.waits],
            }
            for one in scores
        ],
        "views": [
            {
                "view": one.view,
                "right_s": round(one.right, 1),
                "labelled_s": round(one.labelled, 1),
                "seconds": _plain(one.seconds),
                "quiet_alerts": one.quiet_alerts,
                "longest_wait_s": round(one.longest_wait_s, 2),
            }
            for one in confusion(scores)
        ],
    }


def _plain(seconds: Mapping[tuple[State, State], float]) -> list[dict[str, Any]]:
    return [
        {"labelled": wanted, "found": found, "seconds": round(value, 1)}
        for (wanted, found), value in sorted(seconds.items())
    ]
