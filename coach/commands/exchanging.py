"""Joins what goes between person and therapist: routines in, results out. Loads nothing before it is needed."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from coach import paths
from coach.core.therapy.incoming import Incoming
from coach.core.therapy.looked import Signer
from coach.core.therapy.results import Results
from coach.core.therapy.share import Written
from coach.delivering import Delivering, Make
from coach.ports import Picture
from coach.ports.delivery import Links
from coach.ports.exchange import Gathering
from coach.supplies import Supplies

if TYPE_CHECKING:
    from coach.adapters.exchange.inbox import Inbox

MOST_FOUND = 20
"""Routine files in the documents folder that are looked through; more are no inbox any more."""


def found_routines(folder: Path) -> list[Path]:
    """Routine files that lie in a folder, the newest first; none where it can't be read."""
    try:
        found = [path for path in folder.glob("*.routine.toml") if path.is_file()]
        return sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)[:MOST_FOUND]
    except OSError:
        return []


class OwnInbox:
    """Fulfils `coach.ports.exchange.RoutineInbox` in a data folder. Whoever shows a doubt before taking has had it
    answered: what is taken here is trusted."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: Inbox | None = None

    def look(self, source: str | bytes) -> Incoming:
        return self._inbox.look(source)

    def signer(self, incoming: Incoming) -> Signer:
        return self._inbox.signer(incoming)

    def doubt(self, incoming: Incoming) -> str:
        return self._inbox.doubt(incoming)

    def take(self, incoming: Incoming) -> Path:
        return self._inbox.take(incoming, trust=True)

    def take_back(self, routine: str) -> bool:
        from coach.adapters.exchange import taken
        from coach.adapters.files import private_write

        return taken.take_back(self._folder, routine, private_write)

    @property
    def _inbox(self) -> "Inbox":
        """Made when it is asked for: it knows every exercise."""
        from coach.adapters.exchange.inbox import Inbox
        from coach.adapters.files import private_write
        from coach.commands import wiring

        if self._known is None:
            self._known = Inbox(self._folder, wiring.every_exercise(), private_write)
        return self._known


def read_codes(image: Picture) -> list[str]:
    """What the codes in a picture say."""
    from coach.adapters.exchange import qr

    return qr.read_all(image)


def gathering() -> Gathering:
    """Puts several codes together."""
    from coach.adapters.exchange.link import Gathering as Codes

    return Codes()


def results_writer(folder: Path, now: Callable[[], datetime]) -> Callable[[Results, str], Written]:
    """Makes results files, signed with the key of the person's own program, which lies in `folder`."""

    def write(results: Results, seal_to: str) -> Written:
        from coach.adapters.exchange import results_file, sealing
        from coach.commands import results_making

        by = results.person or results.patient or results_making.PROGRAM
        content = results_file.write(results, results_making.own_key(folder), by, now())
        document = results_file.to_document(results)
        digests = [results_file.digest(document)]
        if seal_to:
            content = sealing.seal(content, seal_to)
            digests.append(hashlib.sha256(content).hexdigest())
        return Written(content, tuple(digests), results_making.newest(document))

    return write


def links(folder: Path) -> Links:
    """The person's link to their practice."""
    from coach.adapters.files import private_write
    from coach.adapters.own_files.link import LinkFile

    return LinkFile(folder / paths.DELIVERY, private_write)


def delivering(folder: Path, now: Callable[[], datetime]) -> Callable[[Make], Delivering]:
    """Results that go by themselves, where the person said so."""

    def made(make: Make) -> Delivering:
        from coach.adapters.delivery.outbox import OutboxFolder
        from coach.adapters.delivery.practice_http import PracticeHttp
        from coach.adapters.files import private_write

        return Delivering(links(folder), OutboxFolder(folder / paths.OUTBOX, private_write), PracticeHttp(), make, now)

    return made


def joined(supplies: Supplies, folder: Path) -> Supplies:
    """Supplies with all that goes between person and therapist."""
    now = supplies.calendar.now
    return replace(
        supplies,
        inbox=OwnInbox(folder),
        read_codes=read_codes,
        gathering=gathering,
        found_routines=lambda: found_routines(paths.documents_dir()),
        results_file=results_writer(folder, now),
        links=links(folder),
        delivering=delivering(folder, now),
    )
