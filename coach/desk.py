"""What lies around a session: settings, plans, record, safety. Fulfils `coach.ui.desk.Desk`.

Files and record are read in a thread (`desk_reading`); `care` holds what lies around the exercises.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from coach.care_desk import CareDesk
from coach.care_world import CareWorld
from coach.core import letup, progress, results, safety
from coach.core.camera_check import SetUp
from coach.core.care.plan import MY_PLAN
from coach.core.care.record import CareRecord
from coach.core.history import PainTold, PainWhen, SafetyAnswered, SessionRecord
from coach.core.routine import Plan, Routine, offers, works
from coach.core.safety import Outcome, Screening
from coach.core.settings import Settings
from coach.core.sitting.day import Day
from coach.core.spec import Exercise
from coach.desk_posture import PostureDays
from coach.desk_reading import Reading
from coach.feeds import Step
from coach.ports import CameraChoice, CoachError, Feed, Film, Sound
from coach.session_plan import OpenFeed, SessionPlan, World
from coach.supplies import Shelf, Supplies

if TYPE_CHECKING:
    from coach.session import Session

USUAL: Final = "daily_back_care"
MORNING_WITHIN: Final = timedelta(days=3)
"""Later than this after a session the morning question means nothing any more; estimated."""


class FrontDesk:
    """Fulfils `coach.ui.desk.Desk`. Nothing is read before `refresh`; close it at the end."""

    def __init__(self, supplies: Supplies) -> None:
        self._with = supplies
        self._settings, self._trouble = supplies.settings, supplies.trouble
        self._reading = Reading(supplies.read_shelf, supplies.history)
        self._pain: PainTold | None = None
        self._asked_morning = False
        self._session: Session | None = None
        self._seen_stage = ""
        self._previews: list[Feed] = []
        self._posture = PostureDays(supplies)
        self.care = CareDesk(
            CareWorld(
                read=self._reading,
                supplies=supplies,
                settings=lambda: self._settings,
                keep=self.keep,
            )
        )
        self._planned: tuple[tuple[Shelf, Sequence[SessionRecord], CareRecord, str], Sequence[Plan]] | None = None

    @property
    def ready(self) -> bool:
        return self._reading.shelf is not None

    @property
    def settings(self) -> Settings:
        return self._settings

    @property
    def message(self) -> str:
        return self._reading.wrong or self._trouble or self._with.history.message or self._with.sound.message

    @property
    def sound(self) -> Sound:
        return self._with.sound

    @property
    def today(self) -> date:
        return self._with.calendar.now().date()

    @property
    def locked(self) -> bool:
        """Kept in settings and in the record: losing one of them unlocks nothing."""
        return self._settings.locked or safety.locked(self._reading.record.screenings)

    def refresh(self) -> None:
        """Read files and record again, in the background."""
        self._reading.refresh()

    def wait_ready(self, seconds: float) -> bool:
        """Wait until everything has been read, at most so long; for those who need it at once."""
        self._reading.wait(seconds)
        return self.ready

    def keep(self, settings: Settings) -> None:
        self._settings = settings
        self._with.sound.set_volume(settings.volume, muted=settings.muted)
        self._trouble = self._with.save(settings)

    def greeting(self) -> str:
        part = ("morning", "afternoon", "evening", "evening")[max(0, self._with.calendar.now().hour // 6 - 1)]
        name = self._settings.name.strip()
        return f"Good {part}, {name}" if name else f"Good {part}"

    def plans(self) -> Sequence[Plan]:
        """Routines and the plan: the one chosen last first, gentle moves before it while a flare-up is open."""
        self._mind_session()
        shelf, record = self._reading.shelf, self._reading.record
        if shelf is None:
            return ()
        # Asked for in every drawn frame, and the record may be long.
        of = shelf, record.sessions, record.care, self.care.plan.first(USUAL)
        if self._planned is None or any(a is not b for a, b in zip(of, self._planned[0], strict=True)):
            last = progress.last_done(record.sessions)
            routines = {**shelf.routines, **self.care.plan.routines(), **self.care.therapist.routines()}
            self._planned = of, offers(routines, shelf.exercises, last, of[3])
        return self._planned[1]

    def exercises(self) -> Mapping[str, Exercise]:
        return shelf.exercises if (shelf := self._reading.shelf) else {}

    def sessions(self) -> Sequence[SessionRecord]:
        self._mind_session()
        return self._reading.record.sessions

    def pains(self) -> Sequence[PainTold]:
        return self._reading.record.pains

    def posture_days(self, first: date, last: date) -> Sequence[Day] | None:
        return self._posture.days(first, last)

    def screening(self) -> Screening:
        """The safety questions.

        Raises:
            CoachError: they have not been read, so nothing may be begun.
        """
        return self._shelf("The safety questions have not been read yet.").screening

    def questions_due(self, pain: int | None) -> bool:
        record = self._reading.record
        now, flare = self._with.calendar.now(), self.care.flare.told_at
        return safety.due(record.screenings, record.pains, pain, now, flare=flare)

    def morning_due(self) -> bool:
        """Once on the first start after the day of a session."""
        if self._asked_morning or not self._reading.record.sessions:
            return False
        last, today = self._reading.record.sessions[-1].started.at, self.today
        told = any(pain.when == "morning" and pain.at >= last for pain in self._reading.record.pains)
        return not told and last.date() < today <= last.date() + MORNING_WITHIN

    def answer(self, ticked: Collection[str]) -> Outcome:
        outcome = safety.outcome(self.screening(), ticked)
        self._reading.tell(SafetyAnswered(at=self._with.calendar.now(), outcome=outcome, answers=tuple(sorted(ticked))))
        if outcome == "emergency":
            self.keep(replace(self._settings, locked=True))
        return outcome

    def unlock(self) -> None:
        self._reading.tell(SafetyAnswered(at=self._with.calendar.now(), outcome="checked"))
        self.keep(replace(self._settings, locked=False))

    def tell_pain(self, when: PainWhen, score: int) -> None:
        sessions = self._reading.record.sessions if when == "morning" else ()
        # The morning's score is about the session before it: what follows from that session knows it so.
        about = sessions[-1].started.session if sessions else None
        told = PainTold(at=self._with.calendar.now(), when=when, score=score, session=about)
        if when == "before":
            # Held back: it belongs to the session that follows, if one does.
            self._pain = told
            return
        self._asked_morning = self._asked_morning or when == "morning"
        self._reading.tell(told)
        if when == "morning":
            self.care.sharing.session_over()

    def cameras(self) -> Sequence[CameraChoice]:
        return self._with.cameras()

    def look(self, camera: str) -> Feed:
        """A preview; at the latest it is closed with the desk."""
        self._previews.append(self._with.look(camera))
        return self._previews[-1]

    def film(self, exercise: str) -> Film | None:
        return self._with.film(exercise)

    def begin(self, plan: str) -> "Session":
        """Begin a session of a plan; without a usable camera or model it goes by hand, and says why.

        Raises:
            CoachError: the plans have not been read, or there is none of that name.
        """
        missing = f"there is no routine '{plan}'"
        shelf = self._shelf(missing)
        routine = {**shelf.routines, **self.care.plan.routines(), **self.care.therapist.routines()}.get(plan)
        if routine is None:
            raise CoachError(missing)
        return self.begin_routine(routine)

    def begin_routine(self, routine: Routine, also: Sequence[Exercise] = ()) -> "Session":
        """Begin a session of a routine that need not lie on the shelf, nor all its exercises. Raises as `begin`."""
        # Loaded by the first session: home is there without it.
        from coach.session import Session

        shelf = self._shelf("The exercises have not been read yet.")
        if self._settings.routine != routine.id and (routine.id in shelf.routines or routine.id == MY_PLAN):
            self.keep(replace(self._settings, routine=routine.id))
        self._finish_session()
        exercises = {**shelf.exercises, **{exercise.id: exercise for exercise in also}}
        plan = self._session_plan(routine, exercises)
        self._pain, self._asked_morning = None, True
        camera = self._settings.camera
        try:
            self._session = Session(plan, self._world(lambda item, step: self._with.open_feed(camera, item, step)))
        except CoachError as error:
            self._trouble = str(error)
            self._session = Session(replace(plan, source="none"), self._world(_no_feed))
        self._seen_stage = ""
        return self._session

    def close(self) -> None:
        """End what is open; everything is kept."""
        self._finish_session()
        self.care.close()
        for preview in self._previews:
            preview.close()
        if self._pain is not None:
            self._reading.tell(self._pain)
        self._pain = None
        self._with.history.close()
        self._with.sound.close()

    def _shelf(self, missing: str) -> Shelf:
        """What the files say. Raises CoachError, `missing` at least, until they have been read."""
        if (shelf := self._reading.shelf) is None:
            raise CoachError(self._reading.wrong or missing)
        return shelf

    def _session_plan(self, routine: Routine, exercises: Mapping[str, Exercise]) -> SessionPlan:
        sessions = self._reading.record.sessions
        known = {record.started.exercise for session in sessions for record in session.sets if record.complete}
        known |= {record.started.exercise for session in sessions for record in session.sets if record.hold_s >= 1}
        return SessionPlan(
            routine=routine,
            sets=works(routine, exercises),
            source="footage" if self._with.footage else "camera",
            known=frozenset(known),
            bests=results.last_bests(exercises, sessions),
            pain=self._pain.score if self._pain else None,
            versions={**self._with.versions(), **self.care.therapist.versions(routine.id)},
            easier=letup.easier_of(exercises, self.care.plan.suits),
            set_up=self._settings.set_up,
            camera=self._settings.camera,
        )

    def _world(self, open_feed: OpenFeed) -> World:
        return World(
            open_feed=open_feed,
            history=self._with.history,
            sound=self._with.sound,
            clock=self._with.clock,
            calendar=self._with.calendar,
            remember=self._remember,
        )

    def _remember(self, set_up: SetUp) -> None:
        self.keep(replace(self._settings, set_up=set_up))

    def _finish_session(self) -> None:
        if self._session is not None:
            self._session.close()

    def _mind_session(self) -> None:
        """After a session, read the record again."""
        if self._session is None:
            return
        stage = "closed" if self._session.closed else self._session.state.stage
        if stage != self._seen_stage:
            self._seen_stage = stage
            if stage in ("over", "closed"):
                self.refresh()
                self.care.sharing.session_over()


def _no_feed(item: int, step: Step) -> Feed:
    raise CoachError("There is no camera.")
