"""What a session is to be, and what it runs with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from coach.core.camera_check import SetUp
from coach.core.routine import Routine, Work
from coach.core.spec import Exercise
from coach.feeds import Step
from coach.ports import Calendar, Clock, Feed, History, Sound

OpenFeed = Callable[[int, Step], Feed]
"""Number of the exercise in the routine, and the step that is to get its poses: gives the feed that shows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPlan:
    """What a session is to be.

    Attributes:
        routine, sets: the routine, and its sets in order.
        source: "camera" lives and is checked first; "footage" is one recording for each exercise, begun anew with
            it; "none" goes by hand.
        known: ids of exercises done before, whose steps are not read out again.
        bests: best range of last time by exercise id.
        pain: told before the session, or None. versions: of software, model and files.
        easier: the easier exercise of each, by id, to offer when form slips.
        set_up: how the camera stood last time. camera: its name in the settings.
    """

    routine: Routine
    sets: tuple[Work, ...]
    source: Literal["camera", "footage", "none"] = "camera"
    known: frozenset[str] = frozenset()
    bests: Mapping[str, float] = field(default_factory=dict)
    pain: int | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    easier: Mapping[str, Exercise] = field(default_factory=dict)
    set_up: SetUp | None = None
    camera: str = ""

    @property
    def lets_up(self) -> bool:
        """Whether a set is ended when form slips for good: always, unless a therapist said otherwise."""
        assigned = self.routine.assigned
        return assigned is None or assigned.stop.form_slips


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What a session runs with. `remember` is told how the camera stands once a check is passed."""

    open_feed: OpenFeed
    history: History
    sound: Sound
    clock: Clock
    calendar: Calendar
    remember: Callable[[SetUp], None] = lambda set_up: None
