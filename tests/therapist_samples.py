"""A therapist's routines and somebody at home who has them, for tests: a desk over fakes, nothing signed for real."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from care_fakes import AtHome
from history_samples import set_record
from relief_fake import shelf

from coach.core.history import PainTold, SessionEnded, SessionRecord, SessionStarted
from coach.core.routine import Item, Routine
from coach.core.settings import Settings
from coach.core.therapy.assigned import Assigned, Deliver, Progress, Stop
from coach.core.therapy.incoming import Incoming
from coach.core.therapy.looked import Signer
from coach.core.therapy.signed import Signed
from coach.ports import ExchangeError
from coach.supplies import Shelf

START = date(2026, 11, 16)
TODAY = date(2026, 11, 22)
VALID = Signed("valid", "Dana Lee", "ed25519:AAAAbbbbCCCCddddEEEEffffGGGGhhhhIIIIjjjjKKK", "2026-11-16T09:00:00+01:00")
CHANGED = replace(VALID, state="changed")
UNSIGNED = Signed("unsigned")

ASSIGNED = Assigned(
    patient="A-17",
    start=START,
    end=START + timedelta(weeks=4),
    review=TODAY + timedelta(days=5),
    stop=Stop(signs=("Pain runs below your knee", "Your foot tingles or goes numb")),
    notes="Slow is better than much. Breathe all the time.",
    seal_to="hpke:" + "A" * 43,
    deliver=Deliver(address="https://clinic.example/backcoach", token="t" * 24),
)
ROUTINE = Routine(
    id="hips_first",
    name="Hips first",
    summary="For the first four weeks.",
    author="Dana Lee, PT",
    items=(
        Item(exercise="glute_bridge", sets=2, reps=8, hold_s=3, rest_s=45, tempo_s=(3, 3), target=163),
        Item(exercise="bird_dog", sets=2, reps=6, side="left", target=-30, rules_off=("head_off_line",)),
        Item(exercise="plank", sets=3, reps=1, hold_s=20, note="On your knees if you like."),
    ),
    assigned=ASSIGNED,
)
VERSIONS = {"routine_version": "1"}
NOTE = "As far as it feels easy, and not a bit further. " * 5
AT_LENGTH = "told in so many words that it takes two lines or more of it"
LONG = replace(
    ROUTINE,
    id="long",
    name="Supervised lumbopelvic stabilisation programme, intermediate phase",
    author="Dr Wilhelmina Featherstonehaugh-Cholmondeley",
    items=tuple(
        replace(item, note="As far as it feels easy, and not a bit further. " * 5) for item in ROUTINE.items * 2
    )
    + ROUTINE.items[:2],
    assigned=replace(
        ASSIGNED,
        patient="Maximiliane-Theodora von und zu Hohenlohe, born 1961",
        notes="Slow is better than much, and breathing matters more than both of them. " * 8,
        stop=Stop(
            signs=tuple(
                f"Sign number {n}, told in so many words that it takes two lines or more of it" for n in range(6)
            )
        ),
        progress=Progress(rule="offered"),
    ),
)


def incoming(routine: Routine = ROUTINE, signed: Signed = VALID, **assigned: Any) -> Incoming:
    """A routine as it came, with what is assigned changed."""
    if assigned and routine.assigned is not None:
        routine = replace(routine, assigned=replace(routine.assigned, **assigned))
    return Incoming(routine=routine, signed=signed, text="", digest="d" * 64)


@dataclass(slots=True)
class FakeInbox:
    """What may come in, by its source, and what was taken: a plain table."""

    holds: dict[str, Incoming] = field(default_factory=dict)
    whose: Signer = "new"
    speaks_against: str = ""
    taken: dict[str, Incoming] = field(default_factory=dict)
    earlier: dict[str, Incoming] = field(default_factory=dict)
    full: bool = False

    def look(self, source: str | bytes) -> Incoming:
        if str(source) not in self.holds:
            raise ExchangeError("There is no routine in it.")
        return self.holds[str(source)]

    def signer(self, incoming: Incoming) -> Signer:
        return self.whose

    def doubt(self, incoming: Incoming) -> str:
        return self.speaks_against

    def take(self, incoming: Incoming) -> Path:
        if self.full:
            raise ExchangeError("The disk is full.")
        id_ = incoming.routine.id
        if id_ in self.taken:
            self.earlier[id_] = self.taken[id_]
        self.taken[id_] = incoming
        return Path(f"{id_}.routine.toml")

    def take_back(self, routine: str) -> bool:
        del self.taken[routine]
        if routine in self.earlier:
            self.taken[routine] = self.earlier.pop(routine)
        return routine in self.taken

    def shelf(self) -> Shelf:
        """The program's own files, with what was taken."""
        own = shelf()
        routines = {id_: one.routine for id_, one in self.taken.items()}
        return replace(own, routines={**own.routines, **routines}, taken=dict(self.taken))


def patient(*taken: Incoming, inbox: FakeInbox | None = None, **changes: Any) -> AtHome:
    """Somebody at home who took these."""
    inbox = inbox or FakeInbox()
    for one in taken:
        inbox.take(one)
    settings = Settings(welcomed=True, name="Anna")
    at = datetime.combine(TODAY, datetime.min.time()).replace(hour=9).astimezone()
    return AtHome(at, settings, inbox=inbox, read_shelf=inbox.shelf, **changes)


def done(home: AtHome, *days: date, routine: str = "hips_first", pains: tuple[PainTold, ...] = ()) -> AtHome:
    """Sessions of a routine on these days, one set of bridges each."""
    for day in days:
        at = home.calendar.at.replace(year=day.year, month=day.month, day=day.day)
        id_ = f"{routine} {day}"
        started = SessionStarted(
            session=id_, at=at, routine=routine, routine_name="Hips first", versions={"routine_version": "1"}
        )
        home.history.kept.append(
            SessionRecord(
                started=started,
                ended=SessionEnded(session=id_, at=at + timedelta(minutes=14), complete=True),
                sets=(set_record("glute_bridge", at, reps=8, done=8, hold_s=3),),
                pains=pains,
            )
        )
    home.desk.refresh()
    home.desk.wait_ready(10)
    return home
