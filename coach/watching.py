"""Posture watch at work: the eye, the engine, the day's companion and the desktop's manners, tied together.

No window, no camera and no detector here: all of them come in through ports. Fulfils `coach.ui.watch.Watch`.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from coach.core.sitting import companion, companion_commands as cc, watch
from coach.core.sitting.baseline import Calibration, PostureBaseline
from coach.core.sitting.companion_state import CompanionState
from coach.core.sitting.day import Day
from coach.core.sitting.events import Busy, Event, Kept, Moment, Notice, Withdrawn
from coach.core.sitting.habits import Habits
from coach.core.sitting.look import Look, Sample
from coach.core.sitting.now import Mode, Moving, Now
from coach.core.sitting.words import camera_notice
from coach.core.spec import Exercise
from coach.ports import Frame
from coach.watching_baseline import Yardstick
from coach.watching_loss import Loss
from coach.watching_moves import GuidedMove
from coach.watching_world import WatchWorld

GAP_S: Final = 2.0
"""Seconds from look to look; estimated: leaving is known within three, and a look costs about 25 ms of one core."""

SOON_S: Final = 0.5
"""The same while a change is under way, and until the first look; estimated."""

INTERVAL_S: Final = 30.0
"""With the camera closed between looks, it is opened once in so many seconds. Source: the choice as it is offered."""

NO_PICTURE: Final = "The camera gives no pictures."

PASS_S: Final = 0.2
"""Without new looks the companion is told of passing time so often, seconds."""


class PostureWatch:
    """See `coach.ui.watch.Watch`. One thread calls it; `close` writes down the rest."""

    def __init__(self, world: WatchWorld, habits: Habits) -> None:
        self._with, self._habits = world, habits
        name = habits.baseline if world.baseline is None else world.baseline
        self._yard = Yardstick(world.baselines, name, world.view, find=world.recorded)
        self._watch = watch.WatchState()
        self._day: CompanionState | None = None
        self._busy = Busy()
        self._look: Look | None = None
        self._move: GuidedMove | None = None
        self._passed_s = -math.inf
        self._loss = Loss()
        # A pause outlasts a restart: the camera stays off until it is known whether it is over.
        self._resting = world.paused_until is not None
        self._closed = False
        world.eye.pace(SOON_S)
        if self._resting:
            world.eye.rest()

    def tick(self) -> None:
        """Take in what was seen, let time pass, and show what is to be told."""
        if self._closed or not self._begun():
            return
        self._busy = self._with.presence.busy()
        self._mind_camera()
        for sample in self._with.eye.take():
            self._see(sample)
        now_s = self._with.clock.now_s()
        if now_s - self._passed_s >= PASS_S or now_s < self._passed_s:
            self._pass(None)
        for answer in self._with.notifier.take_answers():
            if answer == "snooze":
                self.snooze()
            elif answer == "open":
                self._with.come_up()

    @property
    def now(self) -> Now:
        """The watch at this moment."""
        eye = self._with.eye
        told = Now(mode=self._mode(), camera_on=eye.open, message=self._message(), look=self._shown_look())
        told = replace(told, has_baseline=self._yard.baseline is not None, baseline=self._yard.name)
        if self._day is None:
            return told
        status = companion.status(self._habits, self._day, self._moment(None))
        return replace(
            told,
            sitting_s=status.sitting_s,
            break_in_s=status.break_in_s,
            break_due=status.break_due,
            snoozes_left=status.snoozes_left,
            quiet=status.quiet,
            paused_until=status.paused_until,
            notice=status.notice,
        )

    @property
    def today(self) -> Day:
        """The local day so far."""
        moment = self._moment(None)
        return companion.today(self._day, moment) if self._day is not None else Day(date=moment.now.date())

    @property
    def picture(self) -> Frame | None:
        """The newest picture, None while the camera is closed."""
        return self._with.eye.picture

    @property
    def habits(self) -> Habits:
        return self._habits

    def keep_habits(self, habits: Habits) -> None:
        """Take new habits and keep them."""
        if habits.baseline != self._habits.baseline:
            self._yard.use(habits.baseline)
            self._watch = watch.rebased(self._watch)
        self._habits = habits
        self._with.keep(habits)

    @property
    def baselines(self) -> Sequence[PostureBaseline]:
        """Every one that was kept."""
        return self._yard.all

    def calibrate(self, name: str) -> None:
        """Begin to take a baseline."""
        self._yard.begin(name)

    @property
    def calibration(self) -> Calibration | None:
        """How far the taking of a baseline is, or None."""
        return self._yard.calibration

    def end_calibration(self) -> None:
        """Leave it."""
        self._yard.end()

    def forget_baseline(self, name: str) -> None:
        """Drop a baseline; in use, nothing is in use."""
        self._yard.forget(name)
        if name == self._habits.baseline:
            self.keep_habits(replace(self._habits, baseline=""))

    def still_fits(self) -> None:
        """Camera and chair stand as before: the baseline goes on at the new place."""
        if self._look is not None and self._yard.put(self._look):
            self._watch = watch.rebased(self._watch)

    def snooze(self) -> None:
        """Put off the break that is asked for."""
        self._do(cc.Snooze())

    def pause(self, until: datetime | None) -> None:
        """Let go of the camera until then; None goes on now."""
        self._do(cc.Pause(until))
        self._with.keep_pause(until)

    def drank(self) -> None:
        """A glass of water."""
        self._do(cc.Drank())

    def said_moved(self) -> None:
        """A break on the person's word."""
        self._do(cc.SaidMoved())

    def moves(self) -> Sequence[Exercise]:
        """The guided moves a break offers."""
        return self._with.moves()

    def move(self, exercise: str) -> None:
        """Begin a guided move; one that there is not begins nothing."""
        found = next((one for one in self.moves() if one.id == exercise), None)
        self._move = None if found is None else GuidedMove(found, self._with.clock.now_s())

    @property
    def moving(self) -> Moving | None:
        """The guided move under way."""
        return None if self._move is None else self._move.at(self._with.clock.now_s())

    def end_move(self) -> None:
        """Leave the move, and credit it for what it was."""
        if self._move is None:
            return
        earned = self._move.ended(self._with.clock.now_s())
        self._move = None
        if earned is not None:
            self._do(earned)

    def close(self) -> None:
        """Write down the rest and let go of everything. May be called twice."""
        if self._closed:
            return
        self._closed = True
        if self._day is not None:
            self._day, events = companion.finish(self._day, self._moment(None))
            self._tell(events)
        self._with.notifier.withdraw()
        for close in (self._with.eye.close, self._with.notifier.close, self._with.presence.close, self._with.release):
            close()

    def _begun(self) -> bool:
        """Whether the day so far has been read."""
        if self._day is None and self._with.before.ready:
            self._day = companion.resumed(self._with.before.record, self._moment(None))
            if self._with.paused_until is not None:
                self._do(cc.Pause(self._with.paused_until))
        return self._day is not None

    def _see(self, sample: Sample) -> None:
        if self._yard.see(sample, self._with.calendar.now()):
            self._watch = watch.rebased(self._watch)
            if self._yard.name:
                self._habits = replace(self._habits, baseline=self._yard.name)
                self._with.keep(self._habits)
        if self._move is not None:
            self._move.see(sample)
        spec = watch.WatchSpec(baseline=self._yard.baseline, view=self._with.view)
        self._watch, look = watch.step(spec, self._watch, sample)
        self._look = look
        self._mind_loss(look)
        self._pass(look)

    def _pass(self, look: Look | None) -> None:
        if self._day is None:
            return
        self._passed_s = self._with.clock.now_s()
        self._day, events = companion.step(self._habits, self._day, self._moment(look))
        self._tell(events)

    def _mind_loss(self, look: Look) -> None:
        notice = self.now
        told = self._loss.see(look, quiet=bool(notice.quiet))
        if told == "tell":
            self._with.notifier.tell(camera_notice(self._with.eye.message or NO_PICTURE))
        elif told == "withdraw" and notice.notice is None:
            self._with.notifier.withdraw()

    def _do(self, command: cc.Command) -> None:
        if self._day is None:
            return
        self._day, events = cc.command(self._habits, self._day, command, self._moment(None))
        self._tell(events)

    def _tell(self, events: Sequence[Event]) -> None:
        for event in events:
            match event:
                case Kept(entry=entry):
                    self._with.history.write(entry)
                case Withdrawn():
                    self._with.notifier.withdraw()
                case Notice():
                    self._with.notifier.tell(event)
                    if self._habits.sound:
                        self._with.chime(event)

    def _mind_camera(self) -> None:
        """Open and close the camera as pause and lock ask, and look as often as is needed."""
        assert self._day is not None
        resting = self._busy.locked or self._day.pause is not None
        if resting != self._resting:
            self._resting = resting
            (self._with.eye.rest if resting else self._with.eye.wake)()
            self._look = None
        if self._yard.taking or self._move is not None:
            self._with.eye.pace(0.0)
        elif self._look is not None and self._interval:
            self._with.eye.pace(INTERVAL_S, let_go=True)
        else:
            undecided = self._look is None or self._look.undecided or self._yard.finding
            self._with.eye.pace(SOON_S if undecided else GAP_S)

    @property
    def _interval(self) -> bool:
        return self._with.interval or self._habits.sampling == "interval"

    def _moment(self, look: Look | None) -> Moment:
        world, busy = self._with, self._busy
        return Moment(t_s=world.clock.now_s(), now=world.calendar.now(), look=look, busy=busy, due=world.due())

    def _mode(self) -> Mode:
        eye = self._with.eye
        if eye.state in ("failed", "ended"):
            return "failed" if eye.state == "failed" else "ended"
        if self._resting:
            return "locked" if self._busy.locked else "paused"
        if self._day is None or (eye.state == "loading" and self._look is None):
            return "loading"
        if self._look is not None and self._look.why == "camera":
            return "no_camera"
        return "watching" if eye.open or not self._interval else "between"

    def _message(self) -> str:
        return self._with.eye.message or self._yard.message or self._with.history.message

    def _shown_look(self) -> Look | None:
        return None if self._resting else self._look
