"""What a session writes down, as it happens."""

import math
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

from coach.analysis import Run
from coach.core.history import (
    PACED,
    ROUTINE_VERSION,
    Corrected,
    EffortTold,
    FaultSeen,
    HoldDone,
    PainTold,
    PainWhen,
    RepDone,
    SessionEnded,
    SessionStarted,
    SetEnd,
    SetEnded,
    SetStarted,
    StopReason,
)
from coach.core.report import Fault, Hold, Rep
from coach.core.routine import Routine, Work
from coach.ports import Calendar, History

HOLD_EVERY_S: Final = 2.0
"""A hold under way is written this often, seconds, so that little is lost when the program is killed; estimated."""


def new_id() -> str:
    """A name nobody else has."""
    return uuid.uuid4().hex


class Keeping:
    """Writes one session into the record. `ids` makes names of sessions and sets. `pains`: those told around it."""

    def __init__(self, history: History, calendar: Calendar, ids: Callable[[], str] = new_id) -> None:
        self._history, self._calendar, self._ids = history, calendar, ids
        self._session = ids()
        self._set = ""
        self._last: SetEnded | None = None
        self._hold_s = -math.inf
        self._by_hand_s = 0.0
        self._over = False
        self.pains: list[PainTold] = []

    @property
    def open(self) -> bool:
        """Whether a set is being written."""
        return self._set != ""

    def begin(self, routine: Routine, versions: Mapping[str, str], pain: int | None) -> None:
        """The session begins; `pain` is the score told before it, if any."""
        at = self._calendar.now()
        if routine.assigned is not None:
            # A therapist changes a routine as time goes on: which one this was is part of what was done.
            versions = {**versions, ROUTINE_VERSION: str(routine.assigned.version)}
        self._history.write(
            SessionStarted(
                session=self._session, at=at, routine=routine.id, routine_name=routine.name, versions=versions
            )
        )
        if pain is not None:
            self.pain("before", pain)

    def open_set(self, work: Work) -> None:
        """A set begins."""
        self._set, self._hold_s, self._by_hand_s = self._ids(), -math.inf, 0.0
        started = SetStarted(
            session=self._session,
            set=self._set,
            at=self._calendar.now(),
            exercise=work.exercise.id,
            set_no=work.set_no,
            sets=work.sets,
            reps=work.total,
            hold_s=work.hold_s,
            side=work.side,
        )
        self._history.write(started)

    def ended(self, items: Iterable[Rep | Hold | Fault]) -> None:
        """Repetitions, holds and faults that ended."""
        for item in items:
            if isinstance(item, Rep):
                self._rep(item)
            elif isinstance(item, Hold):
                self._hold(item.start_s, item.end_s, item.good_s, running=False)
            else:
                self._fault(item)

    def running(self, run: Run, t_s: float) -> None:
        """The hold under way, now and then."""
        holding = run.state.holding
        if run.exercise.hold is None or not holding.running or t_s - self._hold_s < HOLD_EVERY_S:
            return
        self._hold_s = t_s
        self._hold(holding.start_s, t_s, holding.clock.shown_s, running=True)

    def goes_by_hand(self, held_s: float) -> None:
        """From here on the clock counts the holds of the set under way; `held_s` were seen before."""
        self._by_hand_s, self._hold_s = held_s, -math.inf

    def held_by_hand(self, held_s: float, *, ended: bool) -> None:
        """A hold that the clock counts: now and then while it lasts, and once it has ended.

        `held_s` are the seconds held in the set so far; they stand for the source's time, which there is none of.
        """
        start_s = self._by_hand_s
        if held_s <= start_s or (not ended and held_s - self._hold_s < HOLD_EVERY_S):
            return
        self._hold_s = held_s
        self._by_hand_s = held_s if ended else start_s
        self._hold(start_s, held_s, held_s - start_s, running=not ended)

    def cycle(self, number: int, cycle_s: float) -> None:
        """A cycle was led to its end by the clock, the `number`th (from 1) of the set; nothing in it was judged."""
        end_s = number * cycle_s
        span = {PACED: (cycle_s, cycle_s)}
        self._rep(Rep(end_s - cycle_s, end_s, end_s, None, True, span, 0.0))

    def reopen(self) -> None:
        """The set that ended last goes on after all; its end is written anew later."""
        if self._last is not None:
            self._set, self._hold_s = self._last.set, -math.inf

    def left_out(self, works: Iterable[Work]) -> None:
        """Sets that the person skipped before they began."""
        for work in works:
            self.open_set(work)
            self._last = SetEnded(set=self._set, at=self._calendar.now(), end="skipped")
            self._history.write(self._last)
            self._set = ""

    def corrected(self, t_s: float, delta: int) -> None:
        """The person put the count right."""
        self._history.write(Corrected(set=self._set, t_s=t_s, delta=delta))

    def close_set(self, end: SetEnd, run: Run, fps: float) -> None:
        """The set under way ends; what the engine still had under way is written too."""
        before = len(run.tally.holds), len(run.tally.faults)
        tally = run.close()
        self.ended((*tally.holds[before[0] :], *tally.faults[before[1] :]))
        self._last = SetEnded(
            set=self._set,
            at=self._calendar.now(),
            end=end,
            seen=tally.seen,
            yaw_deg=None if math.isnan(tally.yaw_deg) else tally.yaw_deg,
            fps=fps,
            armed_s=tally.armed_s,
        )
        self._history.write(self._last)
        self._set = ""

    def reason(self, reason: StopReason) -> None:
        """Why the last set was stopped, told afterwards."""
        if self._last is not None and self._last.end == "stopped":
            self._last = replace(self._last, reason=reason)
            self._history.write(self._last)

    def pain(self, when: PainWhen, score: int) -> None:
        """Pain 0..10 was told."""
        told = PainTold(session=self._session, at=self._calendar.now(), when=when, score=score)
        self.pains.append(told)
        self._history.write(told)

    def effort(self, score: int) -> None:
        """Effort 0..10 was told."""
        self._history.write(EffortTold(session=self._session, at=self._calendar.now(), score=score))

    def end(self, *, complete: bool) -> None:
        """The session ends; said twice, the first holds."""
        if not self._over:
            self._over = True
            self._history.write(SessionEnded(session=self._session, at=self._calendar.now(), complete=complete))

    def _rep(self, rep: Rep) -> None:
        self._history.write(
            RepDone(
                set=self._set,
                start_s=rep.start_s,
                peak_s=rep.peak_s,
                end_s=rep.end_s,
                side=rep.side,
                complete=rep.complete,
                hold_s=rep.hold_s,
                range=dict(rep.range),
                faults=rep.faults,
            )
        )

    def _hold(self, start_s: float, end_s: float, good_s: float, *, running: bool) -> None:
        self._history.write(HoldDone(set=self._set, start_s=start_s, end_s=end_s, good_s=good_s, running=running))

    def _fault(self, fault: Fault) -> None:
        self._history.write(
            FaultSeen(
                set=self._set,
                fault=fault.id,
                start_s=fault.start_s,
                end_s=fault.end_s,
                severity=fault.severity,
                side=fault.side,
            )
        )
