"""The camera assistant of a session: looks at pictures until they will do, and remembers how the camera stood."""

import math
from collections.abc import Callable
from typing import Final

from coach.core import camera_check
from coach.core.camera_check import CameraCheck, CheckState, SetUp
from coach.core.pose import Pose
from coach.core.spec import Exercise
from coach.ports import Calendar, Frame

_GRAIN: Final = 16
"""Every so many pixels tell how bright a picture is."""


class CameraAssistant:
    """Runs the check of one source.

    Args:
        before: how the camera stood last time, or None. camera: its name, to tell whether it is the same.
        remember: told how the camera stands once all is well.
    """

    def __init__(
        self, before: SetUp | None, camera: str, calendar: Calendar, remember: Callable[[SetUp], None]
    ) -> None:
        self._before, self._camera, self._calendar, self._remember = before, camera, calendar, remember
        self._state = CheckState()

    def look(self, exercise: Exercise, t_s: float, pose: Pose | None, frame: Frame | None) -> tuple[CameraCheck, bool]:
        """Take in one sample; the list to show, and whether to go on."""
        bright = None if frame is None else float(frame.image[::_GRAIN, ::_GRAIN].mean()) / 255
        self._state, check = camera_check.step(self._state, exercise, t_s, pose, bright)
        size = pose.size if pose else (0, 0)
        short = camera_check.may_shorten(self._before, self._camera, size, check)
        passed = check.ready or (short and check.good_s >= camera_check.SHORT_GOOD_S)
        if passed and all(item.state != "bad" for item in check.items):
            brightness = math.nan if bright is None else bright
            at = self._calendar.now()
            self._remember(SetUp(camera=self._camera, size=size, fps=check.fps, brightness=brightness, at=at))
        return check, passed
