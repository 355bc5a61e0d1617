"""The camera on somebody in a position of ease, picture by picture."""

from coach.care_world import CareWorld
from coach.core.care import ease_check
from coach.core.care.relief import Position
from coach.core.pose import Pose
from coach.core.report import Report
from coach.feeds import Step
from coach.ports import Feed


def ease_step(position: Position) -> Step:
    """The step of a feed: remembers what it saw; one for each feed."""
    state = ease_check.EaseState()

    def step(t_s: float, pose: Pose | None) -> Report:
        nonlocal state
        state, report = ease_check.step(position, state, t_s, pose)
        return report

    return step


class EaseCamera:
    """Opens the chosen camera, one feed at a time."""

    def __init__(self, world: CareWorld) -> None:
        self._world = world
        self._feed: Feed | None = None

    def look(self, position: Position) -> Feed:
        """A feed whose reports say how somebody lies; closed by whoever asked. Raises CoachError."""
        self.close()
        self._feed = self._world.supplies.open_feed(self._world.settings().camera, 0, ease_step(position))
        return self._feed

    def close(self) -> None:
        """Close the camera, if the window was closed over its page."""
        feed, self._feed = self._feed, None
        if feed is not None:
            feed.close()
