"""Results made of what lies in a data folder: for a file, for the eye, for delivery."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from coach import paths
from coach.adapters.exchange import key_file, results_file, routine_file, sealing, signing
from coach.adapters.exchange.inbox import ROUTINES
from coach.core.routine import Routine
from coach.core.spec import Exercise
from coach.core.therapy.canonical import digest
from coach.core.therapy.delivery import Link, Waiting
from coach.core.therapy.incoming import Incoming
from coach.core.therapy.kept import ResultsShared
from coach.core.therapy.report_back import Record, Wanted, build, in_force
from coach.core.therapy.results import Results
from coach.ports import CoachError, RoutineError
from coach.ports.delivery import Made

if TYPE_CHECKING:
    from coach.adapters.history.db import HistoryDb

USUAL_DAYS: Final = timedelta(days=28)
"""Without a therapist's routine, results are about four weeks; estimated."""
AROUND: Final = timedelta(days=1)
"""Read on either side as well: an entry's day is told by its own offset, which may be another than today's."""
PROGRAM: Final = "Backcoach"
"""Who signs, where the person has no name in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the person chose: which routine ("" the assigned one in force, "all" every one), since when, whether the
    hours at the desk go along, and a name."""

    routine: str = ""
    since: date | None = None
    posture: bool = False
    person: str = ""


class Making:
    """Makes results of a data folder.

    Args:
        folder: where record and routines lie. kept: the record, open. exercises: by id.

    Attributes:
        taken: routines from a therapist, by id. trouble: a sentence for each that can't be used.
    """

    def __init__(self, folder: Path, kept: "HistoryDb", exercises: Mapping[str, Exercise]) -> None:
        self._folder, self._kept, self._exercises = folder, kept, exercises
        self.taken, self.trouble = taken_in(folder, exercises)

    def chosen(self, choice: Choice, now: datetime) -> tuple[Results, Routine | None]:
        """The results that were chosen, and the routine that they are about. Raises CoachError."""
        found = self._routine(choice.routine, now.date())
        assigned = found.routine.assigned if found else None
        since = choice.since or (assigned.start if assigned else now.date() - USUAL_DAYS)
        if since > now.date():
            raise CoachError(f"there is nothing since {since}: that is still to come")
        results = self._build(found, since, now, posture=choice.posture, person=choice.person)
        return results, found.routine if found else None

    def written(self, results: Results, now: datetime) -> bytes:
        """A file of results, signed by this program. Raises CoachError."""
        by = results.person or results.patient or PROGRAM
        return results_file.write(results, own_key(self._folder), by, now)

    def shared(self, results: Results, now: datetime) -> None:
        """Keep that results were written for a therapist."""
        self._kept.write(ResultsShared(at=now, routine=results.routine, how="file"))

    def for_link(self, link: Link, now: datetime) -> Made | None:
        """What is to be delivered by a link, None where there is nothing to tell. Raises CoachError."""
        found = self.taken.get(link.routine)
        if found is None or found.routine.assigned is None:
            raise RoutineError(f"the linked routine '{link.routine}' is not there any more: link again")
        since = min(link.since(found.routine.assigned.start, now.date()), now.date())
        results = self._build(found, since, now)
        if not results.tells:
            return None
        return self._made(results, link, found.routine, now)

    def _made(self, results: Results, link: Link, routine: Routine, now: datetime) -> Made:
        content = self.written(results, now)
        document = results_file.to_document(results)
        digests = [results_file.digest(document)]
        content = sealed(content, routine)
        if sealing.is_sealed(content):
            # Whoever can't open it knows it by this.
            digests.append(sha256(content).hexdigest())
        waiting = Waiting(
            id=f"{now.astimezone(UTC):%Y%m%d-%H%M%S}-{digests[0][:12]}",
            to=link.deliver.address,
            digests=tuple(digests),
            since=results.since,
            until=results.until,
            sessions=len(results.sessions),
            newest=newest(document),
            queued_at=now,
        )
        return Made(waiting, content)

    def _routine(self, named: str, today: date) -> Incoming | None:
        if named == "all":
            return None
        if named in self.taken:
            return self.taken[named]
        if named:
            known = ", ".join(sorted(self.taken)) or "none"
            raise RoutineError(f"there is no routine '{named}' from a therapist (there are: {known}; or all)")
        found = in_force((one.routine for one in self.taken.values()), today)
        return self.taken[found.id] if found else None

    def _build(
        self, found: Incoming | None, since: date, now: datetime, *, posture: bool = False, person: str = ""
    ) -> Results:
        kept, until = self._kept, now.date()
        begin = datetime.combine(since, time(), now.tzinfo) - AROUND
        record = Record(
            sessions=kept.sessions(since),
            pains=kept.pains(),
            screenings=kept.screenings(),
            care=kept.care(),
            desk=kept.posture(begin, now + AROUND) if posture else None,
            exercises=self._exercises,
            routines={id_: one.routine for id_, one in self.taken.items()},
        )
        wanted = Wanted(
            since=since,
            until=until,
            routine=found.routine if found else None,
            digest=found.digest if found else "",
            person=person,
        )
        return build(record, wanted, now)


def own_key(folder: Path) -> bytes:
    """The key by which the person's program signs what it gives; made once. Raises ExchangeError."""
    return key_file.make_key(folder / paths.OWN_KEY, signing.new_key)


def sealed(content: bytes, routine: Routine | None) -> bytes:
    """A file sealed to the therapist's key, where the routine names one; else as it is. Raises ExchangeError."""
    key = routine.assigned.seal_to if routine is not None and routine.assigned is not None else ""
    return sealing.seal(content, key) if key else content


def newest(document: Mapping[str, Any]) -> str:
    """What tells the newest facts of results from others; the days that they cover have no part in it."""
    parts = ("sessions", "safety", "ceiling_answers", "changes")
    return digest({part: document.get(part, [])[-1:] for part in parts} | {"of": len(document.get("changes", []))})


def taken_in(folder: Path, exercises: Mapping[str, Exercise]) -> tuple[dict[str, Incoming], tuple[str, ...]]:
    """The routines from a therapist in a data folder, by id; and a sentence for each that can't be used any more."""
    from coach.adapters import library

    found: dict[str, Incoming] = {}
    wrong = []
    for path in library.routine_files(folder / ROUTINES):
        try:
            incoming = routine_file.read_routine(path, exercises)
        except CoachError as error:
            wrong.append(f"a routine from a therapist is left out: {error}")
            continue
        if incoming.routine.assigned is not None:
            found[incoming.routine.id] = incoming
    return found, tuple(wrong)
