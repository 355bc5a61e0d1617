"""An assigned routine as it grows, where its therapist allows it. Fulfils `coach.ui.growing.Growing`."""

from collections.abc import Sequence

from coach.care_growth import UNITS
from coach.care_steps import KeptSteps
from coach.care_world import CareWorld
from coach.core.care.flare import is_open
from coach.core.care.progression import Offer
from coach.core.care.record import CareRecord, PlanStep
from coach.core.history import SessionRecord
from coach.core.routine import Routine
from coach.core.therapy import growing
from coach.core.therapy.incoming import Incoming

YOURS = "The choice is yours. Your therapist sees it with your results."


class AssignedGrowth(KeptSteps):
    """The next step of one routine, and those before it."""

    def __init__(self, world: CareWorld, incoming: Incoming) -> None:
        super().__init__(world)
        self.incoming = incoming
        self._of: tuple[Sequence[SessionRecord], CareRecord, Offer | None] | None = None

    @property
    def plan_id(self) -> str:
        return growing.plan_of(self.incoming.digest)

    @property
    def routine(self) -> Routine:
        """As it stands, with every step that was taken."""
        return growing.stepped(self.incoming.routine, self._steps(), self._world.exercises)

    @property
    def offer(self) -> Offer | None:
        """None in a flare-up: then nothing grows."""
        record = self._world.record
        # Asked for in every drawn frame.
        if self._of is None or self._of[0] is not record.sessions or self._of[1] is not record.care:
            self._of = record.sessions, record.care, self._offered(record.sessions, record.care)
        return self._of[2]

    @property
    def yours(self) -> str:
        return YOURS

    @property
    def source(self) -> str:
        shelf = self._world.shelf
        return shelf.growth.shown if shelf and shelf.growth else ""

    def _offered(self, sessions: Sequence[SessionRecord], care: CareRecord) -> Offer | None:
        shelf = self._world.shelf
        if shelf is None or shelf.growth is None or is_open(care):
            return None
        # What went well in another version, with another target perhaps, says nothing of this one.
        digest = self.incoming.digest
        mine = [one for one in sessions if one.started.versions.get("routine_digest", digest) == digest]
        return growing.next_step(self.routine, mine, self._steps(), shelf.growth, shelf.exercises)

    def _told(self, step: PlanStep) -> str:
        items, exercises = self.incoming.routine.items, self._world.exercises
        exercise = exercises.get(items[step.number].exercise) if 0 <= step.number < len(items) else None
        return f"{exercise.name if exercise else 'Exercise'}: {step.before} to {step.after} {UNITS.get(step.what, '')}"
