"""A guided session: pictures, engine, workout, gestures, voice and record, tied together. No window, no camera library.

The window asks once a drawn frame (`tick`); nothing here blocks.
"""

import math
from collections.abc import Sequence
from typing import Final, Literal

from coach.analysis import Run
from coach.assistant import CameraAssistant
from coach.core import phrases, results, script, workout
from coach.core.camera_check import CameraCheck
from coach.core.course import Moved, Stage, State
from coach.core.gestures import Forming
from coach.core.history import PainWhen, StopReason
from coach.core.pose import Pose
from coach.core.report import Report
from coach.core.results import ExerciseResult
from coach.core.script import Script
from coach.core.setcount import Event
from coach.core.therapy.standing import pain_words
from coach.core.workout import Command
from coach.feeds import LOADING, BrokenFeed
from coach.hands import Hands
from coach.keeping import Keeping
from coach.ports import CoachError, Feed, Frame
from coach.session_log import SetLog, Turn
from coach.session_plan import SessionPlan, World
from coach.talk import Talk

CameraState = Literal["none", "loading", "running", "lost", "ended"]

PARTIAL_EVERY_S: Final = 8.0
"""That a repetition fell short is said at most this often, seconds; estimated."""

COMPANY: Final = "I can see somebody else too. I go on watching you."
SILENT_NOTE_S: Final = 8.0
COMPANY_S: Final = 3.0
"""Shown for so long in each stage, and after somebody else was seen, seconds; estimated."""


class Session:
    """Runs a workout, `plan`; fulfils `coach.ui.guide.Guide`. `closed` says that nothing more will come of it.

    Raises:
        CoachError: the first source or the model can't be used.
    """

    def __init__(self, plan: SessionPlan, world: World) -> None:
        self.plan, self._world = plan, world
        self._talk = Talk(world.sound, world.clock)
        self._keep = Keeping(world.history, world.calendar)
        stage: Stage = "intro" if plan.source == "none" else "check"
        self._state = State(sets=plan.sets, stage=stage, easier=plan.easier, lets_up=plan.lets_up)
        self._by_hand = plan.source == "none"
        self._log = SetLog(self._keep)
        self._report: Report | None = None
        self._check: CameraCheck | None = None
        self._hands = Hands()
        self._partial_s = self._company_until_s = -math.inf
        self.closed = self._due_feed = False
        self._feed: Feed | None = None
        self._run, self._idle = Run(self._state.work.exercise), Run(self._state.work.exercise)
        self._eased: Run | None = None
        self._now_s = world.clock.now_s()
        if not self._by_hand:
            self._open()
        world.sound.preload(script.lines_ahead(plan.sets))
        self._keep.begin(plan.routine, plan.versions, plan.pain)
        self._apply((self._state, (Event("entered"),)))

    @property
    def state(self) -> State:
        return self._state

    @property
    def report(self) -> Report | None:
        return self._report

    @property
    def frame(self) -> Frame | None:
        return self._feed.latest_frame() if self._feed and not self._by_hand else None

    @property
    def check(self) -> CameraCheck | None:
        return self._check if self._state.stage == "check" else None

    @property
    def forming(self) -> Forming | None:
        return self._hands.forming

    @property
    def camera(self) -> CameraState:
        """How the pictures come."""
        if self._by_hand or (feed := self._feed) is None:
            return "none"
        if feed.state == "ended":
            return "ended"
        if feed.state == "loading" and feed.message in ("", LOADING):
            return "loading"
        return "lost" if feed.message or feed.state == "failed" else "running"

    @property
    def message(self) -> str:
        """Camera trouble first, then the record, somebody else in the picture, the sound."""
        seen = self._feed.message if self._feed and self.camera == "lost" else ""
        company = COMPANY if self._now_s < self._company_until_s else ""
        silent = self._world.sound.message if self._state.stage_s < SILENT_NOTE_S else ""
        return seen or self._world.history.message or company or silent

    @property
    def caption(self) -> str:
        return self._talk.caption

    @property
    def results(self) -> Sequence[ExerciseResult]:
        return results.by_exercise(self._state.sets, self._log.results, self.plan.bests)

    @property
    def to_tell(self) -> str:
        return pain_words(self.plan.routine, self._keep.pains)

    def tick(self) -> None:
        """Go on: once for every drawn frame."""
        now_s = self._world.clock.now_s()
        dt_s, self._now_s = now_s - self._now_s, now_s
        # Before the samples: after a gap in time the set must stand still, whatever has come in meanwhile.
        self._apply(workout.wait(self._state, dt_s, talking=self._talk.guiding, by_hand=self._by_hand))
        if self._due_feed:
            self._open_next()
        if self._feed is not None and not self.closed:
            self._feed.take_reports()
            self._mind_camera()
        self._talk.tick()

    def do(self, command: Command, reason: StopReason | None = None) -> None:
        """The person pressed something, or made a gesture."""
        if reason is not None and (self._state.stage, self._state.stopped_in) == ("stopped", "doing"):
            self._keep.reason(reason)
        self._apply(workout.command(self._state, command, reason))

    def go_without_camera(self) -> None:
        """Leave the camera off: repetitions are counted by the person, holds by the clock."""
        self._by_hand = True
        self._due_feed = False
        self._shut_feed()
        self._keep.goes_by_hand(self._state.progress.hold_s)
        self._apply(workout.regain_camera(self._state))
        if self._state.stage == "check":
            self.do("next")

    def tell_pain(self, when: PainWhen, score: int) -> None:
        self._keep.pain(when, score)

    def tell_effort(self, score: int) -> None:
        self._keep.effort(score)

    def say(self, text: str) -> None:
        self._talk.add([(text, "guide")])

    def close(self) -> None:
        """End the session wherever it is; everything done is kept. May be called twice."""
        if not self.closed:
            self._apply(workout.command(self._state, "end"))
        self.closed = True
        self._shut_feed()
        self._talk.drop_guidance()

    def _open(self) -> None:
        """The feed of the exercise to come; the one before is closed first, for a camera serves one at a time."""
        self._shut_feed()
        self._due_feed = False
        self._feed = self._world.open_feed(self._state.work.item, self._take)
        self._hands = Hands()
        self._assistant = CameraAssistant(
            self.plan.set_up, self.plan.camera, self._world.calendar, self._world.remember
        )
        self._run, self._idle = Run(self._state.work.exercise), Run(self._state.work.exercise)

    def _open_next(self) -> None:
        """A recording that can't be used any more is told like a camera that is gone: the session goes on by hand."""
        try:
            self._open()
        except CoachError as error:
            self._feed = BrokenFeed(str(error))

    def _shut_feed(self) -> None:
        feed, self._feed = self._feed, None
        if feed is not None:
            feed.close()

    def _take(self, t_s: float, pose: Pose | None) -> Report:
        """The step of the feed: one sample through engine, camera check, gestures and workout."""
        if self._due_feed and self._report is not None:
            return self._report
        # While the person asked for a pause the set's own engine stands still; another one draws the skeleton.
        running = self._state.pause in ("", "away")
        report = (self._run if running else self._idle).step(t_s, pose)
        self._report = report
        self._log.sample()
        if pose is not None and pose.others:
            self._company_until_s = self._now_s + COMPANY_S
        was = self._state.stage
        if was == "check":
            self._look(t_s, pose)
        # The report that passed the check says nothing of the set that is introduced now: its engine is a new one.
        if running and self._state.stage == was:
            self._apply(workout.watch(self._state, report), report)
            self._talk.add(script.cued(report, self._state, guiding=self._talk.guiding))
        if (made := self._hands.look(self._state, t_s, pose)) is not None:
            self.do(made)
        return report

    def _look(self, t_s: float, pose: Pose | None) -> None:
        self._check, passed = self._assistant.look(self._state.work.exercise, t_s, pose, self.frame)
        if self._check.say:
            self._talk.add([(self._check.say, "guide")])
        if passed:
            self._talk.perform(Script(((phrases.CHECK_DONE, "mark"),), "start"))
            self.do("next")

    def _mind_camera(self) -> None:
        camera = self.camera
        if self._due_feed:
            # What has ended is the recording of the exercise before.
            return
        if camera == "lost":
            self._apply(workout.lose_camera(self._state))
        elif camera == "running":
            self._apply(workout.regain_camera(self._state))
        elif camera == "ended" and self._state.stage == "check":
            self.do("next")
        elif camera == "ended":
            self._apply(workout.footage_ended(self._state))

    def _apply(self, moved: Moved, report: Report | None = None) -> None:
        """Take the workout's new state; write down and say what happened, in that order."""
        before, (self._state, events) = self._state, moved
        self._log.take(self._turn(before, events, report))
        if before.pause in ("", "away") and self._state.pause not in ("", "away"):
            faults = self._run.stand_still()
            if self._keep.open:
                self._keep.ended(faults)
        for event in events:
            if event.kind in ("eased", "undone", "easier"):
                self._let_up(event.kind)
        if any(event.kind == "entered" for event in events):
            self._enter()
        for event in events:
            self._say(event)

    def _turn(self, before: State, events: Sequence[Event], report: Report | None) -> Turn:
        run = self._run
        if self._eased is not None and any(event.kind == "undone" for event in events):
            run = self._eased
        return Turn(
            before=before,
            after=self._state,
            events=events,
            report=report,
            t_s=self._report.t_s if self._report else 0.0,
            run=run,
            by_hand=self._by_hand,
            now_s=self._now_s,
        )

    def _let_up(self, what: str) -> None:
        """A set was ended because form slipped: its engine waits meanwhile, in case it is taken up again."""
        if what == "easier":
            self._world.sound.preload(script.lines_ahead(self._state.sets))
        elif what == "eased":
            self._eased, self._run = self._run, Run(self._state.work.exercise)
        elif self._eased is not None:
            self._run = self._eased
            self._run.reopen()

    def _enter(self) -> None:
        """A stage was entered."""
        stage = self._state.stage
        self._talk.drop_guidance()
        if stage == "over":
            self._keep.end(complete="done" in (ends := set(self._state.ends)) and ends <= {"done", "skipped", "eased"})
            self._shut_feed()
        elif stage == "intro":
            # Not at once: the feed under way may be in the middle of giving its samples.
            self._due_feed = self.plan.source == "footage" and self._state.first and not self._by_hand
            self._run, self._idle = Run(self._state.work.exercise), Run(self._state.work.exercise)

    def _say(self, event: Event) -> None:
        if event.kind == "started":
            self._talk.drop_guidance()
        if event.kind == "partial":
            if self._now_s - self._partial_s < PARTIAL_EVERY_S:
                self._world.sound.play("partial")
                return
            self._partial_s = self._now_s
        known = self._state.work.exercise.id in self.plan.known
        self._talk.perform(script.script(event, self._state, known=known, by_hand=self._by_hand))
