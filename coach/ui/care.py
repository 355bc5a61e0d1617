"""What the screens of care around the exercises ask for: each part has its own Protocol."""

from typing import Protocol

from coach.ui.days import Days
from coach.ui.flare import FlareCare
from coach.ui.growing import Growing
from coach.ui.planning import Planning
from coach.ui.relief import Relief
from coach.ui.sharing import Sharing
from coach.ui.therapist import Therapist
from coach.ui.weekly import Weekly


class Care(Protocol):
    """Relief, the plan, the week."""

    @property
    def flare(self) -> FlareCare:
        """Flare-ups, and when to see somebody."""
        ...

    @property
    def plan(self) -> Planning:
        """The plan of the person's answers."""
        ...

    @property
    def growth(self) -> Growing:
        """How the plan grows."""
        ...

    @property
    def days(self) -> Days:
        """The planned days."""
        ...

    @property
    def relief(self) -> Relief:
        """For a sore back now."""
        ...

    @property
    def therapist(self) -> Therapist:
        """Routines from a therapist."""
        ...

    @property
    def sharing(self) -> Sharing:
        """Results on their way to a therapist."""
        ...

    @property
    def week(self) -> Weekly:
        """The week in facts, minutes to log, targets and tips."""
        ...
