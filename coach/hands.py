"""Hands-free control of a session: what raised arms ask for."""

from functools import lru_cache
from typing import Final

from coach.core import figure, gestures
from coach.core.course import State
from coach.core.gestures import Forming, Gesture, GestureState
from coach.core.pose import Pose
from coach.core.spec import Exercise

_DEMO_FPS: Final = 10.0
"""Rate at which a demonstration is looked through for gestures of its own."""


class Hands:
    """Watches the arms in one source; times rise from sample to sample."""

    def __init__(self) -> None:
        self._state = GestureState()

    @property
    def forming(self) -> Forming | None:
        """The gesture that is being made, and how far it is."""
        return self._state.forming

    def look(self, state: State, t_s: float, pose: Pose | None) -> Gesture | None:
        """Take in one sample; gives the gesture made just now, where the session listens to it."""
        heard = state.stage in ("intro", "doing", "rest")
        allowed = _allowed(state.work.exercise) if heard else frozenset[Gesture]()
        self._state, made = gestures.step(self._state, t_s, pose, allowed)
        return made


@lru_cache(maxsize=32)
def _allowed(exercise: Exercise) -> frozenset[Gesture]:
    """Gestures that are no part of the exercise itself."""
    return gestures.ALL - gestures.natural(figure.poses(exercise.demo, _DEMO_FPS))
