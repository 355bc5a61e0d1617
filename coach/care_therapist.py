"""Routines from a therapist, at work: looked at behind the window, taken, taken back, waited for. Fulfils
`coach.ui.therapist.Therapist`."""

import contextlib
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from coach.care_assigned_growth import AssignedGrowth
from coach.care_scan import CodeScan
from coach.care_world import CareWorld
from coach.core.care.plan import MY_PLAN
from coach.core.demo import SpecError
from coach.core.history import SessionRecord
from coach.core.routine import Routine, works
from coach.core.spec import Exercise
from coach.core.therapy.incoming import Incoming
from coach.core.therapy.kept import CeilingAnswered, HowAnswered, HowTaken, RoutineTaken
from coach.core.therapy.looked import Found, Looked
from coach.core.therapy.standing import Standing, above, standing
from coach.ports import CoachError, Feed

CHANGED: Final = "It was changed after it was signed, so it is not taken. Ask your therapist to send it again."


FOUND_EVERY_S: Final = 2.0
"""The documents folder is looked through this often while it is shown, seconds; estimated."""


def adapted(incoming: Incoming, exercises: Mapping[str, Exercise]) -> None:
    """Have its exercises follow what the therapist set. That takes up to a second the first time, and is known from
    then on: to be called in a thread, so that no drawn frame waits for it."""
    with contextlib.suppress(SpecError):
        works(incoming.routine, exercises)


class TherapistDesk:
    """What was taken, and what is being looked at."""

    def __init__(self, world: CareWorld) -> None:
        self._world = world
        self._lock = threading.Lock()
        self._looked: Looked | None = None
        self._trouble = ""
        self._turn = 0
        self._busy = False
        self._found: Sequence[Found] = ()
        self._found_s = -FOUND_EVERY_S
        self._grows: dict[str, AssignedGrowth] = {}
        self._stood: dict[str, Standing] = {}
        self._stood_of: tuple[Sequence[SessionRecord], Mapping[str, Incoming], date] | None = None

    @property
    def taken(self) -> Mapping[str, Incoming]:
        return shelf.taken if (shelf := self._world.shelf) else {}

    def standing(self, routine: str) -> Standing | None:
        sessions, taken, today = self._world.record.sessions, self.taken, self._world.now.date()
        of = self._stood_of
        # Asked for in every drawn frame, and the record may be long.
        if of is None or of[0] is not sessions or of[1] is not taken or of[2] != today:
            self._stood_of = sessions, taken, today
            self._stood = {
                id_: standing(id_, one.routine.assigned, sessions, today)
                for id_, one in taken.items()
                if one.routine.assigned is not None
            }
        return self._stood.get(routine)

    def growing(self, routine: str) -> AssignedGrowth | None:
        found = self.taken.get(routine)
        assigned = found.routine.assigned if found else None
        if found is None or assigned is None or assigned.progress.rule != "offered":
            return None
        grows = self._grows.get(routine)
        if grows is None or grows.incoming is not found:
            self._grows[routine] = grows = AssignedGrowth(self._world, found)
        return grows

    def routine(self, routine: str) -> Routine | None:
        """A routine in use as it stands, with every step that was taken; None where there is none."""
        grows, found = self.growing(routine), self.taken.get(routine)
        return grows.routine if grows else found.routine if found else None

    def routines(self) -> Mapping[str, Routine]:
        """All of them, as they stand."""
        return {id_: found for id_ in self.taken if (found := self.routine(id_))}

    def versions(self, routine: str) -> Mapping[str, str]:
        """What names the routine's words in a session's record; nothing for what nobody assigned."""
        found = self.taken.get(routine)
        if found is None or found.routine.assigned is None:
            return {}
        return {"routine_digest": found.digest, "routine_version": str(found.routine.assigned.version)}

    def undoable(self, routine: str) -> bool:
        return routine in self.taken

    @property
    def found(self) -> Sequence[Found]:
        now_s = self._world.now_s
        # Asked for in every drawn frame, and the folder may be full: looked through in a thread, now and then.
        if now_s - self._found_s >= FOUND_EVERY_S:
            self._found_s = now_s
            threading.Thread(target=self._find, name="documents", daemon=True).start()
        return self._found

    def look(self, source: str) -> None:
        self.put_away()
        with self._lock:
            turn, self._busy = self._turn, True
        threading.Thread(target=self._look, args=(source, turn), name="routine", daemon=True).start()

    @property
    def looking(self) -> bool:
        return self._busy

    @property
    def looked(self) -> Looked | None:
        return self._looked

    @property
    def trouble(self) -> str:
        return self._trouble

    def put_away(self) -> None:
        with self._lock:
            self._looked, self._trouble, self._busy = None, "", False
            self._turn += 1

    def take(self) -> bool:
        looked = self._looked
        if looked is None:
            return False
        if looked.incoming.signed.state == "changed":
            self._trouble = CHANGED
            return False
        try:
            self._world.supplies.inbox.take(looked.incoming)
        except CoachError as error:
            self._trouble = str(error)
            return False
        self._tell(looked.incoming, "taken")
        self._world.keep(replace(self._world.settings(), routine=looked.incoming.routine.id))
        self.put_away()
        return True

    def take_back(self, routine: str) -> bool:
        incoming = self.taken.get(routine)
        if incoming is None:
            return False
        try:
            kept = self._world.supplies.inbox.take_back(routine)
        except CoachError as error:
            self._trouble = str(error)
            return False
        self._tell(incoming, "taken_back")
        settings = self._world.settings()
        if not kept and settings.routine == routine:
            self._world.keep(replace(settings, routine=MY_PLAN if self._world.care.plans else ""))
        return True

    def scan(self, feed: Feed) -> CodeScan:
        supplies = self._world.supplies
        return CodeScan(feed, supplies.read_codes, supplies.gathering() if supplies.gathering else None)

    def asks_to_wait(self, routine: str, pain: int) -> Incoming | None:
        found = self.taken.get(routine)
        assigned = found.routine.assigned if found else None
        return found if assigned is not None and above(assigned, pain) else None

    def answer_ceiling(self, routine: str, pain: int, *, on: bool) -> None:
        found = self.asks_to_wait(routine, pain)
        assigned = found.routine.assigned if found else None
        if assigned is not None:
            ceiling, at = assigned.pain_ceiling, self._world.now
            how: HowAnswered = "went_on" if on else "waited"
            self._world.tell(CeilingAnswered(at=at, routine=routine, pain=pain, ceiling=ceiling, how=how))

    def _look(self, source: str, turn: int) -> None:
        """In a thread: what was asked for later, or put away meanwhile, wins."""
        inbox, looked, trouble = self._world.supplies.inbox, None, ""
        try:
            incoming = inbox.look(source)
            adapted(incoming, self._world.exercises)
            before = self.taken.get(incoming.routine.id)
            signer, doubt = inbox.signer(incoming), inbox.doubt(incoming)
            looked = Looked(incoming=incoming, signer=signer, before=before, doubt=doubt)
        except CoachError as error:
            trouble = str(error)
        with self._lock:
            if turn == self._turn:
                self._looked, self._trouble, self._busy = looked, trouble, False

    def _find(self) -> None:
        self._found = [Found(path.name, str(path)) for path in self._world.supplies.found_routines()]

    def _tell(self, incoming: Incoming, how: HowTaken) -> None:
        assigned = incoming.routine.assigned
        self._world.tell(
            RoutineTaken(
                taken=self._world.new_id(),
                at=self._world.now,
                routine=incoming.routine.id,
                digest=incoming.digest,
                version=assigned.version if assigned else 0,
                author=incoming.routine.author,
                how=how,
            )
        )
        self._world.read.refresh(files=True)
