"""A session in the words of a patient's page."""

from typing import Final

from coach.core.history import StopReason
from coach.core.therapy.results import SessionDone

STOPS: Final = {"pain": "pain", "tired": "being tired", "other": "another reason"}
"""Why a session was stopped, in words."""

ENDED: Final = {
    "complete": "Done",
    "ended_early": "Ended early",
    "stopped": "Stopped",
    "broken_off": "Broken off",
}


def reps_of(session: SessionDone) -> tuple[int, int, int]:
    """Correct, faulty and partial repetitions of a session, all exercises together."""
    done = session.exercises
    return sum(one.correct for one in done), sum(one.faulty for one in done), sum(one.partial for one in done)


def why_stopped(reason: StopReason | None) -> str:
    """Why a session was stopped, in words; "" where it wasn't."""
    return STOPS[reason] if reason else ""
