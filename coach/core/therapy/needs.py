"""Why a patient asks for a look, and who comes first in the overview. Pure."""

from typing import Final

from coach.core.therapy.results import ExerciseDone, SessionDone

ENOUGH: Final = 0.6
"""Share of what was asked below which a session is under-performed; estimated."""


def share_done(session: SessionDone) -> float | None:
    """How much was done of what was asked, 0..1: the mean of its exercises; None where it tells of none.

    What asks for holds is measured in seconds held in good form, what the clock led in sets, the rest in repetitions.
    More than was asked in one exercise makes up for nothing in another.
    """
    shares = [share for share in map(_share, session.exercises) if share is not None]
    return sum(shares) / len(shares) if shares else None


def _share(done: ExerciseDone) -> float | None:
    if done.easier:
        # It stands in for another exercise, which tells how far that one came.
        return None
    of = (done.hold_s, done.hold_asked_s) if not done.paced else (0.0, 0.0)
    of = of if of[1] > 0 else (done.done, done.asked) if not done.paced else (0.0, 0.0)
    of = of if of[1] > 0 else (done.sets_done, done.sets_asked)
    return max(0.0, min(1.0, of[0] / of[1])) if of[1] > 0 else None
