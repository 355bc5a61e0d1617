"""Flare-ups and when to see somebody, over the record. Fulfils `coach.ui.flare.FlareCare`."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from coach.care_world import CareWorld
from coach.core import safety
from coach.core.care.doctor_page import DoctorPage, Kept, doctor_page, span_of
from coach.core.care.flare import DAY, Flare, Since, day_of, flares, onset_of, open_one
from coach.core.care.moments import elapsed
from coach.core.care.record import FlareBegan, FlareEnded, HelpSought
from coach.core.care.seek_help import SOON, Ladder, Standing, Told, standing
from coach.core.history import PainTold
from coach.core.sitting.day import Day, days_of
from coach.ports import CoachError
from coach.ports.posture import PostureHistory
from coach.supplies import Record, Shelf

GENTLE: Final = "Go gently today."
LOCKED: Final = "Exercise is locked: please get medical help now."
TICKED: Final = "Please have what you ticked checked soon."
SAVING: Final = "Saving the page ..."
FILE: Final = "Page for the doctor"
"""What its file is called, before the day."""


class FlareDesk:
    """Flare-ups of one person. Nothing here blocks; the page for the doctor is made in a thread."""

    def __init__(self, world: CareWorld) -> None:
        self._world = world
        self._of: tuple[Record, tuple[Flare, ...]] | None = None
        self._note = ""
        self._saver: threading.Thread | None = None

    # --- What is. ---

    @property
    def all(self) -> tuple[Flare, ...]:
        """Every flare-up, in the order told."""
        # Asked for in every drawn frame, and the record may be long.
        record = self._world.record
        if self._of is None or self._of[0] is not record:
            self._of = record, flares(record.care, record.pains)
        return self._of[1]

    @property
    def open(self) -> Flare | None:
        """The flare-up that is not over."""
        return open_one(self.all)

    @property
    def last(self) -> Flare | None:
        """The newest flare-up where it is over, and ended so lately that it may as well go on."""
        flare, ladder = (self.all[-1] if self.all else None), self.ladder
        if flare is None or flare.ended is None or self.open is not None:
            return None
        lately = (ladder.apart_days if ladder else 1) * DAY
        return flare if abs(elapsed(flare.ended, self._world.now)) <= lately else None

    @property
    def at(self) -> datetime:
        """The aware local time."""
        return self._world.now

    @property
    def day(self) -> int:
        """Which day of the open flare-up it is, from 1; 0 without one."""
        return day_of(flare.onset, self._world.now) if (flare := self.open) else 0

    @property
    def line(self) -> str:
        """One calm line for home while a flare-up is open, else ""."""
        if self.open is None:
            return ""
        return f"A flare-up is open. {GENTLE}" if self.standing.unsure else f"Day {self.day} of a flare-up. {GENTLE}"

    @property
    def said(self) -> str:
        """What stands on the ladder, in a sentence; "" where nothing does."""
        now = self.standing
        flagged = {"emergency": LOCKED, "soon": TICKED}.get(now.flag, "")
        return flagged or (now.first.text if now.first else "")

    @property
    def told_at(self) -> datetime | None:
        """When the open flare-up was told: the safety questions are asked once since then."""
        return flare.told if (flare := self.open) else None

    @property
    def ladder(self) -> Ladder | None:
        """The words of the ladder; None until they have been read."""
        return shelf.ladder if (shelf := self._world.shelf) else None

    @property
    def standing(self) -> Standing:
        """Where on the ladder the person is."""
        record, ladder = self._world.record, self.ladder
        if ladder is None:
            return Standing()
        locked = self._world.settings().locked or safety.locked(record.screenings)
        told = Told(flares=self.all, sought=record.care.help_sought, screenings=record.screenings, locked=locked)
        return standing(ladder, told, self._world.now)

    def questions_due(self, score: int) -> bool:
        """Whether the safety questions are to be asked with a score told now; ask before it is told."""
        record, flare = self._world.record, self.open
        if flare is None:
            return safety.due(record.screenings, record.pains, score, self._world.now)
        return safety.due_in_flare(record.screenings, record.pains, score, self._world.now, flare.told)

    # --- What is told. ---

    def begin(self, since: Since, trigger: str) -> None:
        """It flared up; while one is open, this puts right when and what of."""
        now, flare = self._world.now, self.open
        onset = onset_of(since, now)
        # Told before the clock was put back, its time means nothing any more.
        told = now if flare is None or flare.told > now else max(flare.told, onset)
        for id_ in flare.ids if flare else (self._world.new_id(),):
            self._world.tell(FlareBegan(flare=id_, at=told, onset=onset, trigger=trigger))

    def tell(self, score: int) -> None:
        """Pain now, 0 to 10."""
        self._world.tell(PainTold(at=self._world.now, when="flare", score=score))

    def over(self) -> None:
        """It is over."""
        if (flare := self.open) is not None:
            self._world.tell(FlareEnded(flare=flare.id, at=self._world.now))

    def go_on(self) -> None:
        """It was not over: the last one is open again, with its day and all that was told."""
        if (flare := self.last) is not None:
            told = FlareBegan(flare=self._world.new_id(), at=flare.told, onset=flare.onset, trigger=flare.trigger)
            self._world.tell(told)

    def saw_somebody(self) -> None:
        """The person has seen somebody: what stands now is quiet until the next step."""
        if (here := self._newest) is None:
            return
        now = self.standing
        rungs = [*(rung.id for rung in now.rungs), *now.reached[-1:], *((SOON,) if now.flag == SOON else ())]
        for rung in dict.fromkeys(rungs):
            self._world.tell(HelpSought(flare=here.id, rung=rung, at=self._world.now))

    def saw_nobody(self) -> None:
        """Takes the last `saw_somebody` back."""
        told = self.sought_at
        for one in self._sought:
            if one.at == told:
                self._world.tell(replace(one, taken_back=True))

    @property
    def sought_at(self) -> datetime | None:
        """When the person last said that they saw somebody about the newest flare-up; None where they did not."""
        return self._sought[-1].at if self._sought else None

    @property
    def _newest(self) -> Flare | None:
        return self.open or (self.all[-1] if self.all else None)

    @property
    def _sought(self) -> list[HelpSought]:
        ids = here.ids if (here := self._newest) else ()
        return [one for one in self._world.care.help_sought if one.flare in ids and not one.taken_back]

    # --- The page for the doctor. ---

    @property
    def page_note(self) -> str:
        """Where the page was saved, or why it could not be; "" before anybody asked."""
        return self._note

    def save_page(self) -> None:
        """Save the page in the background; `page_note` says how it went."""
        if self._saver is None or not self._saver.is_alive():
            self._note = SAVING
            self._saver = threading.Thread(target=self._save, name="page for the doctor", daemon=True)
            self._saver.start()

    def wait(self, seconds: float) -> None:
        """Wait until the page is saved, at most so long."""
        if self._saver is not None:
            self._saver.join(seconds)

    def page(self) -> DoctorPage:
        """The page for the doctor. Reads the hours at the desk, so it may take a moment.

        Raises:
            HistoryError: the hours at the desk can't be read.
        """
        world = self._world
        name, posture = world.settings().name, world.supplies.posture
        return page_of(world.record, world.shelf, name, posture, world.now)

    def _save(self) -> None:
        try:
            page, supplies = self.page(), self._world.supplies
            name = f"{FILE} {page.made:%Y-%m-%d}.pdf"
            self._note = f"Saved as {supplies.document(name, supplies.doctor_pdf(page))}"
        except CoachError as error:
            self._note = str(error)


def page_of(record: Record, shelf: Shelf | None, name: str, posture: PostureHistory | None, at: datetime) -> DoctorPage:
    """The page for the doctor from what was kept; `at` is the aware local time.

    Raises:
        HistoryError: the hours at the desk can't be read.
    """
    kept = Kept(
        flares=flares(record.care, record.pains),
        care=record.care,
        pains=record.pains,
        screenings=record.screenings,
        sessions=record.sessions,
        exercises={id_: exercise.name for id_, exercise in shelf.exercises.items()} if shelf else {},
        ladder=shelf.ladder if shelf else None,
        screening=shelf.screening if shelf else None,
        name=name,
    )
    since, until = span_of(kept.flares, at)
    sitting: Sequence[Day] = ()
    if posture is not None:
        # A day more on each side: an entry's day is told by its own offset.
        sitting = days_of(posture.posture(since - DAY, until + DAY), since.date(), until.date())
    return doctor_page(kept, sitting, at)
