"""Care around the exercises, for the screens: relief, the plan, the week. Fulfils `coach.ui.care.Care`."""

from coach.care_world import CareWorld


class CareDesk:
    """Each part for itself, over one world."""

    def __init__(self, world: CareWorld) -> None:
        self._world = world
