"""Runs recordings of somebody sitting through posture watch: samples in, one result out, as fast as they come."""

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from coach.core.sitting import companion
from coach.core.sitting.baseline import PostureBaseline
from coach.core.sitting.companion_state import CompanionState
from coach.core.sitting.events import Event, Kept, Moment
from coach.core.sitting.habits import Habits
from coach.core.sitting.look import STATES, Look, Note, Sample, State, View
from coach.core.sitting.measuring import first_upright, searched
from coach.core.sitting.record import AlertGiven, AlertKind, BreakKept
from coach.core.sitting.scene import shrunk
from coach.core.sitting.watch import WatchSpec, WatchState, step
from coach.ports import Camera, Frame, PoseDetector

EVERY_S: Final = 0.1
"""Recordings are looked at ten times a second: sitting needs no more."""

BEGINS: Final = datetime(2000, 1, 3, 9, 0, tzinfo=UTC)
"""The wall clock of a recording: a Monday morning, outside all quiet hours."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch in one state, seconds of the source."""

    start_s: float
    end_s: float
    state: State


@dataclass(frozen=True, slots=True)
class Alert:
    """Something was told."""

    t_s: float
    kind: AlertKind


@dataclass(frozen=True, slots=True)
class Break:
    """Up from the chair, seconds of the source."""

    start_s: float
    end_s: float
    verified: bool


class Account:
    """What was made of a recording; it fills as the recording goes on.

    Attributes:
        known_s: when each segment was known, beside its start: what a person at the desk would have waited for.
        notes: told by a side camera at any time. moved_s: when the camera was first seen to be moved, or None.
    """

    def __init__(self, baseline: PostureBaseline | None) -> None:
        self.baseline = baseline
        self.segments: list[Segment] = []
        self.known_s: list[float] = []
        self.alerts: list[Alert] = []
        self.breaks: list[Break] = []
        self.notes: set[Note] = set()
        self.shifts = 0
        self.moved_s: float | None = None
        self.view: View | None = None

    def add(self, look: Look) -> None:
        """Take in one look. A state is confirmed later than it begins: the segment before ends where it began."""
        self.shifts, self.view = look.shifts, look.view or self.view
        self.notes |= look.notes
        if look.moved and self.moved_s is None:
            self.moved_s = look.t_s
        if self.segments and self.segments[-1].state == look.state:
            self.segments[-1] = Segment(self.segments[-1].start_s, look.t_s, look.state)
            return
        start_s = min(look.since_s, look.t_s) if self.segments else look.t_s
        while self.segments and self.segments[-1].start_s >= start_s:
            self.segments.pop()
            self.known_s.pop()
        if self.segments:
            self.segments[-1] = Segment(self.segments[-1].start_s, start_s, self.segments[-1].state)
        self.segments.append(Segment(start_s, look.t_s, look.state))
        self.known_s.append(look.t_s)

    def at(self, t_s: float) -> State:
        """The state at a time."""
        for segment in reversed(self.segments):
            if segment.start_s <= t_s:
                return segment.state
        return "unknown"

    @property
    def totals(self) -> Mapping[State, float]:
        """Seconds by state."""
        found = dict.fromkeys(STATES, 0.0)
        for segment in self.segments:
            found[segment.state] += segment.end_s - segment.start_s
        return {state: seconds for state, seconds in found.items() if seconds > 0}


def spaced(samples: Iterable[Sample], every_s: float = EVERY_S) -> Iterator[Sample]:
    """Not more samples than are needed."""
    last_s = -math.inf
    for sample in samples:
        if sample.t_s - last_s >= every_s - 1e-6:
            last_s = sample.t_s
            yield sample


def detected(camera: Camera, detector: PoseDetector) -> Iterator[Sample]:
    """What a detector sees in a recording, ten times a second.

    Raises:
        SourceError, ModelError: the source or the model fails.
    """
    for frame in _spaced_frames(camera.frames()):
        small = shrunk(frame.image)
        yield Sample(frame.t_s, detector.detect(frame), float(small.mean()) / 255, thumbnail=small)


def _spaced_frames(frames: Iterable[Frame]) -> Iterator[Frame]:
    last_s = -math.inf
    for frame in frames:
        if frame.t_s - last_s >= EVERY_S - 1e-6:
            last_s = frame.t_s
            yield frame


class Sitting:
    """Posture watch on its way through a recording."""

    def __init__(self, spec: WatchSpec, habits: Habits) -> None:
        self.spec, self.habits = spec, habits
        self.account = Account(spec.baseline)
        self._watch, self._day = WatchState(), CompanionState()

    def step(self, sample: Sample) -> Look:
        """Take in one sample.

        Raises:
            ValueError: time did not rise.
        """
        self._watch, look = step(self.spec, self._watch, sample)
        self.account.add(look)
        moment = Moment(t_s=sample.t_s, now=BEGINS + timedelta(seconds=sample.t_s), look=look)
        self._day, events = companion.step(self.habits, self._day, moment)
        self._take(events, sample.t_s)
        return look

    def close(self) -> Account:
        """The account, with what was still under way."""
        segments = self.account.segments
        if segments:
            end_s = segments[-1].end_s
            moment = Moment(t_s=end_s, now=BEGINS + timedelta(seconds=end_s))
            self._day, events = companion.finish(self._day, moment)
            self._take(events, end_s)
        return self.account

    def _take(self, events: Iterable[Event], t_s: float) -> None:
        for event in events:
            if isinstance(event, Kept):
                self._keep(event.entry, t_s)

    def _keep(self, entry: object, t_s: float) -> None:
        if isinstance(entry, AlertGiven):
            self.account.alerts.append(Alert(t_s, entry.kind))
        elif isinstance(entry, BreakKept) and entry.start is not None and entry.end is not None:
            start_s, end_s = ((moment - BEGINS).total_seconds() for moment in (entry.start, entry.end))
            self.account.breaks.append(Break(start_s, end_s, entry.verified))


def sat(
    samples: Iterable[Sample],
    *,
    baseline: PostureBaseline | None = None,
    view: View | None = None,
    habits: Habits | None = None,
    find: bool = True,
) -> Account:
    """The account of a recording. Without a baseline its own first steady upright seconds serve, if `find`."""
    coming = iter(samples)
    begun: list[Sample] = []
    if baseline is None and find:
        begun = list(searched(coming))
        baseline = first_upright(begun, view)
    sitting = Sitting(WatchSpec(baseline=baseline, view=view), habits or Habits())
    for sample in itertools.chain(begun, coming):
        sitting.step(sample)
    return sitting.close()


def baseline_json(baseline: PostureBaseline | None) -> dict[str, Any] | None:
    """A baseline, with nan as null."""
    if baseline is None:
        return None
    measures = {
        name: {"median": _number(value), "spread": _number(baseline.spreads.get(name, math.nan))}
        for name, value in baseline.medians.items()
    }
    return {
        "name": baseline.name or None,
        "view": baseline.view,
        "seconds": round(baseline.seconds, 2),
        "standing": baseline.standing,
        "measures": measures,
    }


def _number(value: float) -> float | None:
    return round(value, 4) if math.isfinite(value) else None


def result_json(account: Account) -> dict[str, Any]:
    """The object of design section 7, but its source."""
    return {
        "baseline": baseline_json(account.baseline),
        "view": account.view,
        "segments": [
            {"start_s": round(one.start_s, 2), "end_s": round(one.end_s, 2), "state": one.state}
            for one in account.segments
        ],
        "alerts": [{"t_s": round(one.t_s, 2), "kind": one.kind} for one in account.alerts],
        "totals": {state: round(seconds, 2) for state, seconds in account.totals.items()},
        "shifts": account.shifts,
        "breaks": [
            {"start_s": round(one.start_s, 2), "end_s": round(one.end_s, 2), "verified": one.verified}
            for one in account.breaks
        ],
        "notes": sorted(account.notes),
        "moved_s": None if account.moved_s is None else round(account.moved_s, 2),
    }
