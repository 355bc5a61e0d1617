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


def results_writer(folder: Path, name: Callable[[], str], now: Callable[[], datetime]) -> Callable[..., Written]:
    """Makes results files, signed with the person's own key in `folder`.

    Args:
        name: how the person likes to be called, or "".
    """

    def write(results: Results, seal_to: str) -> Written:
        from coach.adapters.exchange import results_file, sealing, signing
        from coach.adapters.files import private_write
        from coach.adapters.own_files.own_key import OwnKey

        key = OwnKey(folder / paths.OWN_KEY, private_write, signing.new_key).get()
        content = results_file.write(results, key, name().strip() or "Backcoach", now())
        document = results_file.to_document(results)
        digests = [results_file.digest(document)]
        # Nothing that changes with the day or the span: only what somebody did or told last.
        parts = [document.get(name) or [None] for name in ("sessions", "safety", "changes")]
        newest = results_file.digest({"newest": [part[-1] for part in parts]})
        if seal_to:
            content = sealing.seal(content, seal_to)
            digests.append(hashlib.sha256(content).hexdigest())
        return Written(content, tuple(digests), newest)

    return write


def links(folder: Path) -> Links:
    """The person's link to their practice."""
    from coach.adapters.files import private_write
    from coach.adapters.own_files.link import LinkFile

    return LinkFile(folder / paths.LINK, private_write)


def delivering(folder: Path, now: Callable[[], datetime]) -> Callable[[Make], Delivering]:
    """Results that go by themselves, where the person said so."""

    def made(make: Make) -> Delivering:
        from coach.adapters.delivery.outbox import OutboxFolder
        from coach.adapters.delivery.practice_http import PracticeHttp
        from coach.adapters.files import private_write

        return Delivering(links(folder), OutboxFolder(folder / paths.OUTBOX, private_write), PracticeHttp(), make, now)

    return made


def joined(supplies: Supplies, folder: Path, name: Callable[[], str]) -> Supplies:
    """Supplies with all that goes between person and therapist; `name` is what the person likes to be called."""
    now = supplies.calendar.now
    return replace(
        supplies,
        found_routines=lambda: found_routines(paths.documents_dir()),
        results_file=results_writer(folder, name, now),
        links=links(folder),
        delivering=delivering(folder, now),
    )
