"""The database's trouble in one plain sentence. No password of an address is ever part of it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

import sqlalchemy as sa

from coach.database.opening import DamagedError, NewerError, Trouble, trouble_of
from coach.ports import ClinicError

SENTENCES: Final[Mapping[str, str]] = {
    "busy": "Another program is using the practice's database {where}; try again in a moment.",
    "full": "There is no room left for the practice's database {where}; nothing of this change was kept.",
    "folder": "The practice's database {where} cannot be opened or written; look whether its folder is yours.",
    "damaged": "{where} is not a practice's database, or it is damaged; bring back a backup with coach clinic restore.",
    "newer": "The practice's database {where} was made by a newer version of Backcoach; install that version.",
    "password": "The practice's database {where} refuses the name or password; look at the address in the settings.",
    "missing": "There is no database of that name at {where}; make it first (createdb), or look at the address.",
    "down": "The practice's database {where} does not answer; look whether the server runs and the address is right.",
    "rights": "The practice's database {where} does not let this name read and write its tables.",
    "odd": "The practice's database {where} cannot keep a value of this ({why}); nothing of this change was kept.",
    "other": "The practice's database {where} cannot be used just now ({why}).",
}

_STATES: Final = {
    "28": "password", "3D": "missing", "53": "full", "08": "down", "57": "down", "42": "rights",
    "40": "busy", "55": "busy",
}  # fmt: skip
"""PostgreSQL's classes of trouble, the first two letters of its codes."""

_SAID: Final = (
    ("password", ("password", "authentication", "pg_hba", "role")),
    ("missing", ("does not exist",)),
)
"""Trouble in connecting comes without a code: words by which it is told apart, in the server's English."""


@contextmanager
def told(where: str) -> Iterator[None]:
    """Turn the database's own errors into a ClinicError."""
    try:
        yield
    except (sa.exc.SQLAlchemyError, OSError, DamagedError, NewerError) as error:
        raise clinic_error(where, error) from error


def clinic_error(where: str, error: Exception) -> ClinicError:
    """What is said of an error; of several, one after the other, the first tells most."""
    while isinstance(error.__context__, sa.exc.SQLAlchemyError):
        error = error.__context__
    cause = getattr(error, "orig", None) or error
    why = " ".join(str(cause).split()).rstrip(".")[:200]
    return ClinicError(SENTENCES[_kind(error, cause)].format(where=where, why=why))


def _kind(error: Exception, cause: BaseException) -> Trouble | str:
    state = getattr(cause, "sqlstate", None)
    if isinstance(state, str):
        return "full" if state == "53100" else "down" if state[:2] == "53" else _STATES.get(state[:2], "odd")
    if type(cause).__module__.startswith("psycopg") and isinstance(error, sa.exc.OperationalError):
        said = str(cause).lower()
        return next((kind for kind, words in _SAID if any(word in said for word in words)), "down")
    if isinstance(error, sa.exc.TimeoutError):
        return "busy"
    return trouble_of(error)
