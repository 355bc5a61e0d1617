"""The engine while nothing is being done: most exercises, most of the time, when a recording is searched for all."""

from dataclasses import replace
from functools import lru_cache

from coach.core import continuity, form, gate, sight
from coach.core.features import FEATURES
from coach.core.movement import EngineState
from coach.core.pose import Pose
from coach.core.sight import Glance
from coach.core.spec import Exercise


@lru_cache(maxsize=64)
def _can_wait(exercise: Exercise) -> bool:
    return all(band.feature in FEATURES for band in exercise.gate.start)


def wait(
    exercise: Exercise, state: EngineState, t_s: float, pose: Pose | None
) -> tuple[EngineState, Glance | None] | None:
    """As `engine.account`, for a moment in which counting is off, stays off, and nothing ends.

    What is shown and said is left as it was; all else is as that would have it, at a tenth of its cost. Gives what
    was seen as well; None where it is another moment, and `engine.account` must be asked.

    Raises:
        ValueError: time did not rise.
    """
    if state.gating.armed or state.holding.running or form.close(state.judging) or not _can_wait(exercise):
        return None
    if not t_s > state.t_s:
        raise ValueError(f"time must rise: {t_s} after {state.t_s}")
    whose, theirs = (state.whose, False) if pose is None else continuity.step(state.whose, t_s, pose)
    seeing, seen = sight.glance(exercise, state.sight, pose) if pose is not None and theirs else (state.sight, None)
    gating = gate.step(exercise.gate, state.gating, t_s, {} if seen is None else seen)
    return None if gating.armed else (replace(state, t_s=t_s, whose=whose, sight=seeing, gating=gating), seen)
