"""Joins what goes between person and therapist: routines in, results out. Loads nothing before it is needed."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from coach import paths
from coach.core.therapy.results import Results
from coach.core.therapy.share import Written
from coach.delivering import Delivering, Make
from coach.ports.delivery import Links
from coach.supplies import Supplies

MOST_FOUND = 20
"""Routine files in the documents folder that are looked through; more are no inbox any more."""


def found_routines(folder: Path) -> list[Path]:
    """Routine files that lie in a folder, the newest first; none where it can't be read."""
    try:
        found = [path for path in folder.glob("*.routine.toml") if path.is_file()]
        return sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)[:MOST_FOUND]
    except OSError:
        return []


def results_writer(folder: Path, now: Callable[[], datetime]) -> Callable[[Results, str], Written]:
    """Makes results files, signed with the key of the person's own program, which lies in `folder`."""

    def write(results: Results, seal_to: str) -> Written:
        from coach.adapters.exchange import results_file, sealing
        from coach.adapters.exchange.app_key import app_key
        from coach.commands import results_making

        by = results.person or results.patient or results_making.PROGRAM
        content = results_file.write(results, app_key(folder / paths.KEYS), by, now())
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
        found_routines=lambda: found_routines(paths.documents_dir()),
        results_file=results_writer(folder, now),
        links=links(folder),
        delivering=delivering(folder, now),
    )
