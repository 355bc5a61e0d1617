"""What the screens around a session ask for: settings, plans, the record, the safety questions, a session to begin."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Protocol

from coach.core.history import PainTold, PainWhen, SessionRecord
from coach.core.routine import Plan as Plan
from coach.core.safety import Outcome, Screening
from coach.core.settings import Settings
from coach.core.sitting.day import Day
from coach.core.spec import Exercise
from coach.ports import CameraChoice as CameraChoice, Feed, Film, Sound
from coach.ui.care import Care
from coach.ui.guide import Guide


class Desk(Protocol):
    """Nothing here blocks longer than a frame; reading the record may be "not yet" at first (`ready`)."""

    @property
    def ready(self) -> bool:
        """Whether exercises, plans and record have been read; until then the lists are empty."""
        ...

    @property
    def settings(self) -> Settings: ...

    def keep(self, settings: Settings) -> None:
        """Take new settings and keep them; trouble shows in `message`."""
        ...

    @property
    def message(self) -> str:
        """One plain sentence of trouble (record damaged and set aside, settings not kept, no sound), else empty."""
        ...

    @property
    def sound(self) -> Sound: ...

    @property
    def today(self) -> date: ...

    def greeting(self) -> str:
        """ "Good morning, Anna" by the local hour."""
        ...

    def plans(self) -> Sequence[Plan]:
        """Routines, today's (the one done or chosen last) first."""
        ...

    def exercises(self) -> Mapping[str, Exercise]: ...

    def sessions(self) -> Sequence[SessionRecord]:
        """Every session kept, oldest first."""
        ...

    def pains(self) -> Sequence[PainTold]: ...

    def posture_days(self, first: date, last: date) -> Sequence[Day] | None:
        """Each day at the desk from `first` to `last`, oldest first, empty ones too; None while they are being read.

        Asked again, it is never older than about half a minute.

        Raises:
            HistoryError: they can't be read; asking again tries again.
        """
        ...

    @property
    def care(self) -> Care:
        """Relief, the plan and the week."""
        ...

    def screening(self) -> Screening: ...

    def questions_due(self, pain: int | None) -> bool:
        """Whether the safety questions are due, given the pain just told."""
        ...

    def morning_due(self) -> bool:
        """Whether to ask how the back was this morning, after the day of a session."""
        ...

    def answer(self, ticked: Collection[str]) -> Outcome:
        """The safety questions were answered; an emergency locks exercise."""
        ...

    @property
    def locked(self) -> bool:
        """Whether an emergency answer locks exercise."""
        ...

    def unlock(self) -> None:
        """ "I have been checked": unlocks exercise, and is written down."""
        ...

    def tell_pain(self, when: PainWhen, score: int) -> None:
        """Pain 0..10 was told outside a session; "before" is kept with the session that follows."""
        ...

    def cameras(self) -> Sequence[CameraChoice]:
        """Cameras found; looked for in the background, so the list may grow."""
        ...

    def look(self, camera: str) -> Feed:
        """A live preview of a camera, without looking for anybody; closed by whoever asked."""
        ...

    def film(self, exercise: str) -> Film | None:
        """The filmed demonstration of an exercise, or None; closed by whoever asked."""
        ...

    def begin(self, plan: str) -> Guide:
        """Begin a session of a plan."""
        ...
