"""Routines that were taken: read again for use, and put back to the version before."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from coach.adapters.exchange import routine_file
from coach.adapters.exchange.inbox import EARLIER, ROUTINES
from coach.core.spec import Exercise
from coach.core.therapy.incoming import Incoming
from coach.ports import CoachError, ExchangeError
from coach.private import make_folder
from coach.reading.routines import ENDING

UNDONE: Final = "undone"
"""Folder below the routines in which versions lie whose taking was undone: nothing is lost."""

CHANGED: Final = "{name} was changed after it was signed, and is not used: ask your therapist for it again."


def read_taken(folder: Path, exercises: Mapping[str, Exercise]) -> tuple[dict[str, Incoming], dict[str, str]]:
    """The assigned routines in a data folder by id, the one that begins last at the end; and by id a sentence for each
    that was changed after it was signed. What is no routine at all is left to whoever reads all routines."""
    found: list[tuple[date, Incoming]] = []
    changed: dict[str, str] = {}
    for path in sorted((folder / ROUTINES).glob(f"*{ENDING}")):
        incoming = _read(path, exercises)
        if incoming is None:
            continue
        if incoming.signed.state == "changed":
            changed[incoming.routine.id] = CHANGED.format(name=incoming.routine.name)
        elif incoming.routine.assigned is not None:
            found.append((incoming.routine.assigned.start, incoming))
    found.sort(key=lambda pair: pair[0])
    return {one.routine.id: one for _, one in found}, changed


def _read(path: Path, exercises: Mapping[str, Exercise]) -> Incoming | None:
    try:
        return routine_file.read_routine(path, exercises)
    except CoachError:
        return None


def take_back(folder: Path, routine: str, write: Callable[[Path, bytes], None]) -> bool:
    """Put the version before in use again; False where there was none, and the routine is out of use. What was in use
    is kept in the folder `undone`. Killed at any moment, one of the two versions is in use.

    Raises:
        ExchangeError, CoachError: it can't be done.
    """
    routines = folder / ROUTINES
    target = routines / f"{routine}{ENDING}"
    earlier = sorted((_number(path, routine), path) for path in (routines / EARLIER).glob(f"{routine}-*{ENDING}"))
    before = next((path for number, path in reversed(earlier) if number), None)
    try:
        undone = routines / UNDONE
        make_folder(undone)
        write(_free(undone, routine), target.read_bytes())
        if before is None:
            target.unlink()
        else:
            before.replace(target)
    except OSError as error:
        raise ExchangeError(f"taking {routine} can't be undone: {error.strerror or error}") from error
    return before is not None


def _number(path: Path, routine: str) -> int:
    """Which earlier version a file is, from 1; 0 where it is none of this routine."""
    found = re.fullmatch(rf"{re.escape(routine)}-(\d{{1,6}}){re.escape(ENDING)}", path.name)
    return int(found[1]) if found else 0


def _free(folder: Path, routine: str) -> Path:
    number = 1
    while (path := folder / f"{routine}-{number}{ENDING}").exists():
        number += 1
    return path
