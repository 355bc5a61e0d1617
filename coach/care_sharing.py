"""Results on their way to a therapist: put together behind the window, shown, written. Fulfils
`coach.ui.sharing.Sharing`."""

import threading
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from coach.care_world import CareWorld
from coach.core.therapy import report_back
from coach.core.therapy.delivery import Link, Waiting
from coach.core.therapy.incoming import Incoming
from coach.core.therapy.kept import ResultsShared
from coach.core.therapy.results import Results
from coach.core.therapy.share import Choice, SendingBy, Span, first_day, last_shared
from coach.core.therapy.standing import name_of
from coach.ports import CoachError, HistoryError
from coach.ports.delivery import Made
from coach.supplies import Record, read_record

LOOK_EVERY_S: Final = 60.0
"""Results that wait are looked after this often, seconds; each has its own time to be tried again. Estimated."""


class SharingDesk:
    """The results asked for last are kept until another choice, or something new in the record."""

    def __init__(self, world: CareWorld) -> None:
        self._world = world
        self._lock = threading.Lock()
        self._of: tuple[object, ...] | None = None
        self._made: Results | None = None
        self._looked_s = -LOOK_EVERY_S
        self._sending: tuple[float, str, SendingBy] | None = None
        self.trouble = ""
        make = world.supplies.delivering
        self._delivering = make(self._for_practice) if make is not None else None

    def name(self, routine: str) -> str:
        found = self._incoming(routine)
        return name_of(found.routine) if found else "your therapist"

    def spans(self, routine: str) -> Sequence[Span]:
        found = self._incoming(routine)
        shared = found is not None and last_shared(self._world.care.results_shared, found.routine.id)
        return ("new", "two_weeks", "all") if shared else ("all", "two_weeks")

    def can_seal(self, routine: str) -> bool:
        found = self._incoming(routine)
        return found is not None and found.routine.assigned is not None and bool(found.routine.assigned.seal_to)

    def results(self, routine: str, choice: Choice) -> Results | None:
        found, record = self._incoming(routine), self._world.record
        of = found, record, choice.span, choice.posture, self._world.now.date()
        with self._lock:
            # Asked for in every drawn frame, and the record may be long.
            if self._of is None or any(a is not b and a != b for a, b in zip(self._of, of, strict=True)):
                self._of, self._made, self.trouble = of, None, ""
                threading.Thread(target=self._make, args=(of, found, choice), name="results", daemon=True).start()
            return self._made

    def save(self, routine: str, choice: Choice) -> str:
        found, results = self._incoming(routine), self.results(routine, choice)
        if results is None:
            return ""
        assigned = found.routine.assigned if found else None
        seal_to = assigned.seal_to if assigned is not None and choice.sealed else ""
        name = f"{results.routine or 'backcoach'}-{results.made_at:%Y-%m-%d-%H%M}.results.json"
        try:
            written = self._world.supplies.results_file(results, seal_to)
            place = self._world.supplies.document(name, written.content)
        except CoachError as error:
            self.trouble = str(error)
            return ""
        self._world.tell(ResultsShared(at=self._world.now, routine=results.routine, how="file"))
        return str(place)

    def sending(self, routine: str) -> SendingBy | None:
        found, delivering = self._incoming(routine), self._delivering
        deliver = found.routine.assigned.deliver if found and found.routine.assigned else None
        if found is None or deliver is None or delivering is None:
            return None
        now_s, id_ = self._world.now_s, found.routine.id
        # What waits lies on disk: looked at once a second, not in every drawn frame.
        if self._sending is None or self._sending[1] != id_ or now_s - self._sending[0] >= 1.0:
            link = delivering.linked
            on = link is not None and (link.routine, link.deliver) == (id_, deliver)
            by = SendingBy(
                address=deliver.address, on=on, waiting=tuple(delivering.waiting()), message=delivering.message
            )
            self._sending = now_s, id_, by
        return self._sending[2]

    def send(self, routine: str, *, on: bool) -> None:
        found = self._incoming(routine)
        deliver = found.routine.assigned.deliver if found and found.routine.assigned else None
        if found is None or deliver is None or self._delivering is None:
            return
        try:
            if on:
                self._delivering.relink(Link(deliver=deliver, routine=found.routine.id, linked_at=self._world.now))
                self._delivering.session_over()
            else:
                self._delivering.relink(None)
        except CoachError as error:
            self.trouble = str(error)
        self._sending = None

    def session_over(self) -> None:
        """A session was ended: what is new goes on its way, if the person said so."""
        if self._delivering is not None:
            self._delivering.session_over()

    def tick(self) -> None:
        """Now and then see whether something is due; called with every frame of the window."""
        now_s = self._world.now_s
        if self._delivering is not None and self._world.shelf is not None and now_s - self._looked_s >= LOOK_EVERY_S:
            self._looked_s = now_s
            self._delivering.tick()

    def close(self) -> None:
        """Begin nothing more."""
        if self._delivering is not None:
            self._delivering.close()

    def _for_practice(self, link: Link) -> Made | None:
        """In the thread of delivering: what is new for the practice, sealed where the routine has a key."""
        found = self._incoming(link.routine)
        assigned = found.routine.assigned if found else None
        if found is None or assigned is None:
            return None
        # What was just told is not in the record that the window reads.
        record, wrong = read_record(self._world.supplies.history)
        if record is None:
            raise HistoryError(wrong)
        results = self._built(found, Choice(), link.since(self._first(found), self._world.now.date()), record)
        if not results.tells:
            return None
        written = self._world.supplies.results_file(results, assigned.seal_to)
        waiting = Waiting(
            id=self._world.new_id(),
            to=link.deliver.address,
            digests=written.digests,
            since=results.since,
            until=results.until,
            sessions=len(results.sessions),
            newest=written.newest,
            queued_at=results.made_at,
        )
        return Made(waiting, written.content)

    def _incoming(self, routine: str) -> Incoming | None:
        shelf = self._world.shelf
        taken = shelf.taken if shelf else {}
        if routine:
            return taken.get(routine)
        now = report_back.in_force([one.routine for one in taken.values()], self._world.now.date())
        return taken.get(now.id) if now else next(iter(taken.values()), None)

    def _make(self, of: tuple[object, ...], found: Incoming | None, choice: Choice) -> None:
        """In a thread; what was asked for later wins."""
        made, trouble = None, ""
        try:
            made = self._built(found, choice, self._since(found, choice), self._world.record)
        except CoachError as error:
            trouble = str(error)
        with self._lock:
            if self._of is of:
                self._made, self.trouble = made, trouble

    def _since(self, found: Incoming | None, choice: Choice) -> date:
        last = last_shared(self._world.care.results_shared, found.routine.id if found else "")
        return first_day(choice.span, self._first(found), last, self._world.now.date())

    def _built(self, found: Incoming | None, choice: Choice, since: date, record: Record) -> Results:
        now = self._world.now
        routine, until = found.routine if found else None, now.date()
        shelf, posture = self._world.shelf, self._world.supplies.posture
        desk = None
        if choice.posture and posture is not None:
            ends = (since, until + timedelta(days=1))
            desk = posture.posture(*(datetime.combine(day, time(), now.tzinfo) for day in ends))
        return report_back.build(
            report_back.Record(
                sessions=record.sessions,
                pains=record.pains,
                screenings=record.screenings,
                care=record.care,
                desk=desk,
                exercises=self._world.exercises,
                routines=shelf.routines if shelf else {},
            ),
            report_back.Wanted(
                since=since,
                until=until,
                routine=routine,
                digest=found.digest if found else "",
                person=self._world.settings().name.strip(),
            ),
            now,
        )

    def _first(self, found: Incoming | None) -> date:
        """First day there is anything to tell of: the routine's own, or an earlier session of it."""
        routine = found.routine if found else None
        sessions = self._world.record.sessions
        days = [one.started.at.date() for one in sessions if routine is None or one.started.routine == routine.id]
        start = [routine.assigned.start] if routine and routine.assigned else []
        return min((*days, *start), default=self._world.now.date())
