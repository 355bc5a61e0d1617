"""Care around the exercises, for the screens: relief, the plan, the week. Fulfils `coach.ui.care.Care`."""

from coach.care_days import DaysDesk
from coach.care_flare import FlareDesk
from coach.care_growth import GrowthDesk
from coach.care_plan import PlanDesk
from coach.care_relief import ReliefDesk
from coach.care_sharing import SharingDesk
from coach.care_therapist import TherapistDesk
from coach.care_week import WeekDesk
from coach.care_world import CareWorld


class CareDesk:
    """Each part for itself, over one world."""

    def __init__(self, world: CareWorld) -> None:
        self._world = world
        self.relief = ReliefDesk(world)
        self.flare = FlareDesk(world)
        self.week = WeekDesk(world)
        self.plan = PlanDesk(world)
        self.growth = GrowthDesk(world)
        self.days = DaysDesk(world)
        self.therapist = TherapistDesk(world)
        self.sharing = SharingDesk(world)

    def close(self) -> None:
        """Let go of what is open."""
        self.relief.close()
        self.sharing.close()

    def tick(self) -> None:
        """Go on: once for every frame of the window, whichever page it shows."""
        self.relief.tick()
        self.sharing.tick()
