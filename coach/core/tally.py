"""Adds up reports: what was done in a set, as facts. Used for a live summary and for the analysis of a file alike."""

import math
import statistics
from dataclasses import dataclass, field
from typing import Final

from coach.core.report import Account, Counts, Fault, Hold, Rep, Report
from coach.core.spec import Exercise

SURE_HOLD_S: Final = 1.0
"""So long must a target be held to be more than passed by; estimated."""

PARTIAL_WEIGHT: Final = 1 / 3
OPEN_WEIGHT: Final = 1 / 2
"""What a second of a partial, and of a target never left again, says for an exercise; a whole repetition says 1;
estimated. Lower them when other movements are named as an exercise, raise them when an exercise is not recognised."""


@dataclass(slots=True)
class Tally:
    """A running account of one exercise. Not frozen: it is the one place where a set is gathered.

    Attributes:
        exercise: what is being done. counts, hold_s: as of the last report.
        reps, holds, faults: what has ended so far. armed_s, seen_s, watched_s: seconds with counting on, with somebody
            seen, and altogether. poses: moments at which somebody was seen.
    """

    exercise: Exercise
    counts: Counts = field(default_factory=Counts)
    hold_s: float = 0.0
    reps: list[Rep] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    armed_s: float = 0.0
    seen_s: float = 0.0
    watched_s: float = 0.0
    poses: int = 0
    _last_s: float = math.nan
    _yaws: list[float] = field(default_factory=list)
    _views: dict[str, int] = field(default_factory=dict)

    def add(self, report: Report | Account) -> None:
        """Take in one report; they come in time order."""
        self.counts, self.hold_s = report.counts, report.hold_s
        self._watch(report.t_s, report.view if report.present else None, armed=report.armed)
        self.finish(report.finished)
        if report.present and report.armed and not math.isnan(report.yaw_deg):
            self._yaws.append(report.yaw_deg)

    def wait(self, t_s: float, view: str | None) -> None:
        """Take in a moment without counting, in which nothing ended. `view` is None where nobody was seen."""
        self._watch(t_s, view, armed=False)

    def _watch(self, t_s: float, view: str | None, *, armed: bool) -> None:
        dt_s = 0.0 if math.isnan(self._last_s) else t_s - self._last_s
        self._last_s = t_s
        self.watched_s += dt_s
        self.armed_s += dt_s if armed else 0.0
        if view is not None:
            self.seen_s += dt_s
            self.poses += 1
            self._views[view] = self._views.get(view, 0) + 1

    def stand_still(self, faults: tuple[Fault, ...]) -> None:
        """A pause, which ends these faults: the time until the next report is left out."""
        self.finish(faults)
        self._last_s = math.nan

    def finish(self, ended: tuple[Rep | Hold | Fault, ...]) -> None:
        """Take in what ended."""
        for item in ended:
            if isinstance(item, Rep):
                self.reps.append(item)
            elif isinstance(item, Hold):
                self.holds.append(item)
            else:
                self.faults.append(item)

    @property
    def seen(self) -> float:
        """Share 0..1 of the time in which somebody was seen."""
        return self.seen_s / self.watched_s if self.watched_s > 0 else 0.0

    @property
    def yaw_deg(self) -> float:
        """Median turn away from side-on while counting was on, nan when it never was."""
        return statistics.median(self._yaws) if self._yaws else math.nan

    @property
    def view(self) -> str:
        """The view that was seen most."""
        return max(self._views, key=lambda name: self._views[name], default="unknown")

    @property
    def sure(self) -> bool:
        """Whether a whole repetition was done, or the target was held for a second: more than a try."""
        return self.counts.complete > 0 or self.hold_s >= SURE_HOLD_S

    @property
    def evidence_s(self) -> float:
        """Seconds of the recording that look like this exercise.

        Whole repetitions and holds count in full, a target that was reached and not left again half, partials a third.
        """
        reps_s = sum((rep.end_s - rep.start_s) * (1.0 if rep.complete else PARTIAL_WEIGHT) for rep in self.reps)
        if self.exercise.hold:
            return reps_s + self.hold_s
        return reps_s + OPEN_WEIGHT * max(self.hold_s - sum(rep.hold_s for rep in self.reps), 0.0)


def fault_sentences(tally: Tally) -> tuple[str, ...]:
    """One sentence a fault, the longest first: "Hips sagged 4 of 20 s", "Back arched in 3 of 6 repetitions"."""
    lines: list[tuple[float, str]] = []
    for rule in tally.exercise.rules:
        spans = [fault.end_s - fault.start_s for fault in tally.faults if fault.id == rule.id]
        if spans:
            lines.append((sum(spans), f"{rule.name} {_extent(tally, rule.id, sum(spans), len(spans))}"))
    return tuple(line for _, line in sorted(lines, key=lambda line: -line[0]))


def _extent(tally: Tally, rule_id: str, seconds: float, times: int) -> str:
    if tally.exercise.hold:
        return f"{seconds:.0f} of {tally.armed_s:.0f} s" if seconds >= 1 else f"for {seconds:.1f} s"
    marked = sum(rule_id in rep.faults for rep in tally.reps)
    if marked:
        return f"in {marked} of {len(tally.reps)} repetitions"
    return "once" if times == 1 else f"{times} times"
