"""A session as a row, its exercises as one cell of JSON beside it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, fields
from typing import Any, Final

from coach.adapters.clinic_db.base import row_of
from coach.adapters.clinic_db.tables import SESSIONS
from coach.core.cells import clean, local
from coach.core.therapy.adherence import share_done
from coach.core.therapy.results import ExerciseDone, FaultSum, SessionDone
from coach.database.columns import Row

_DEFAULTS: Final[Mapping[str, Any]] = {
    item.name: item.default for item in fields(ExerciseDone) if item.default is not MISSING
}

COLUMNS: Final = (
    *("session", "at_utc", "at_offset_min", "routine", "routine_name", "routine_version", "minutes", "ended"),
    *("pain_before", "pain_after", "pain_stop", "pain_next_day", "effort", "stop_reason", "seen"),
)
"""The cells that `session_of` takes, in this order."""

PICKED: Final = tuple(SESSIONS.table.c[name] for name in COLUMNS)


def session_row(session: SessionDone, **more: Any) -> Row:
    """A session as a row, with the day it was and the share that was done; `more` are cells beside these."""
    share = share_done(session)
    return row_of(SESSIONS, session, day=session.at.date(), share=share, **more)


def session_of(cells: Sequence[Any], exercises: str = "") -> SessionDone:
    """The session of a row's cells (`COLUMNS`) and of its exercises as text."""
    session, at_utc, offset_min, routine, routine_name, version, minutes, ended = cells[:8]
    before, after, stop, next_day, effort, reason, seen = cells[8:]
    return SessionDone(
        session=session,
        at=local(at_utc, offset_min),
        routine=routine,
        routine_name=routine_name,
        routine_version=version,
        minutes=minutes or 0.0,
        ended=ended,
        pain_before=before,
        pain_after=after,
        pain_stop=stop,
        pain_next_day=next_day,
        effort=effort,
        stop_reason=reason or None,
        seen=seen or 0.0,
        exercises=exercises_of(exercises) if exercises else (),
    )


def exercises_text(exercises: Iterable[ExerciseDone]) -> str:
    """Exercises as text: what is as it always is, is left out."""
    return json.dumps([_exercise(done) for done in exercises], separators=(",", ":"), ensure_ascii=False)


def exercises_of(text: str) -> tuple[ExerciseDone, ...]:
    """The exercises of a text."""
    return tuple(
        ExerciseDone(**(done | {"faults": {key: FaultSum(**one) for key, one in done.get("faults", {}).items()}}))
        for done in json.loads(text)
    )


def _exercise(done: ExerciseDone) -> dict[str, Any]:
    told = {item.name: getattr(done, item.name) for item in fields(done) if item.name != "faults"}
    told = {
        name: clean(value) if isinstance(value, str) else value
        for name, value in told.items()
        if name not in _DEFAULTS or value != _DEFAULTS[name]
    }
    faults = {
        clean(key): {"name": clean(one.name), "times": one.times, "seconds": one.seconds}
        for key, one in done.faults.items()
    }
    return told | ({"faults": faults} if faults else {})
