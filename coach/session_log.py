"""What a session writes down of its sets while they go on, and what came of each for the summary."""

from collections.abc import Sequence
from dataclasses import dataclass

from coach.analysis import Run
from coach.core import results
from coach.core.course import State
from coach.core.report import Report
from coach.core.results import SetResult
from coach.core.setcount import Event
from coach.keeping import Keeping


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Turn:
    """One move of a session: its state before and after, what happened, and by what.

    Attributes:
        report: the engine's report that moved it, or None. t_s: source time now. run: the engine of the set.
        by_hand: there is no camera. now_s: on the session's own clock.
    """

    before: State
    after: State
    events: Sequence[Event]
    report: Report | None
    t_s: float
    run: Run
    by_hand: bool
    now_s: float

    def has(self, kind: str) -> bool:
        """Whether something of this kind happened."""
        return any(event.kind == kind for event in self.events)


class SetLog:
    """Writes the sets of one session into its record. `sample` is told of every pose that the engine took in."""

    def __init__(self, keep: Keeping) -> None:
        self.keep = keep
        self.results: list[SetResult] = []
        self._began_s, self._samples, self._took_s = 0.0, 0, 0.0

    def sample(self) -> None:
        """One more pose was taken in."""
        self._samples += 1

    def take(self, turn: Turn) -> None:
        """Write down what a move of the session has brought."""
        keep, before = self.keep, turn.before
        if turn.has("undone"):
            self._reopen(turn)
        elif turn.has("started"):
            keep.open_set(before.work)
            self._began_s, self._samples = turn.now_s, 0
            tally = turn.run.tally
            keep.ended((*tally.reps, *tally.holds, *tally.faults))
        elif turn.report is not None and keep.open:
            keep.ended(turn.report.finished)
        elif before.stage == "intro" and turn.has("set_skipped"):
            keep.left_out(before.sets[before.index : turn.after.index])
        if keep.open:
            self._set(turn)

    def _set(self, turn: Turn) -> None:
        """What the set under way has come to."""
        before, after, work = turn.before, turn.after, turn.before.work
        for event in turn.events:
            if event.kind in ("added", "taken_off"):
                self.keep.corrected(turn.t_s, 1 if event.kind == "added" else -1)
            elif event.kind == "rep" and work.exercise.pace is not None:
                self.keep.cycle(before.progress.complete + 1, work.exercise.pace.cycle_s)
        if turn.by_hand and work.exercise.kind == "hold":
            ended = after.stage != "doing" or turn.has("hold_filled")
            self.keep.held_by_hand(max(before.progress.hold_s, after.progress.hold_s), ended=ended)
        if after.stage != "doing":
            self._close(turn)
        elif turn.report is not None:
            self.keep.running(turn.run, turn.report.t_s)

    def _close(self, turn: Turn) -> None:
        before, ends = turn.before, turn.after.ends
        end = ends[before.index] if len(ends) > before.index else "stopped"
        counted = [event.n for event in turn.events if event.kind in ("set_done", "set_skipped", "stopped", "eased")]
        self._took_s = turn.now_s - self._began_s
        fps = self._samples / self._took_s if self._took_s > 1 else 0.0
        self.keep.close_set(end, turn.run, fps)
        done, held_s = counted[0] if counted else before.count, before.progress.hold_s if turn.by_hand else None
        self.results.append(results.set_result(before.work, end, done, turn.run.tally, held_s))

    def _reopen(self, turn: Turn) -> None:
        """The set that ended last goes on after all; the rest in between is none of its time."""
        self.keep.reopen()
        self.results.pop()
        self._began_s = turn.now_s - self._took_s
