"""A camera that is gone for a while, told once: not at every wobble of its plug, and not while a call has it."""

import math
from typing import Final, Literal

from coach.core.sitting.look import Look

LOST_S: Final = 60.0
"""A camera that is gone for so long is told of, once, seconds; estimated: a plug that wobbles is back sooner."""

LOST_AGAIN_S: Final = 3600.0
"""One that comes and goes is told of so often at most, seconds; estimated."""


class Loss:
    """Follows looks, and says when to tell of the camera and when that no longer holds."""

    def __init__(self) -> None:
        self._pictured_s, self._told_s = math.nan, -math.inf

    def see(self, look: Look, *, quiet: bool) -> Literal["tell", "withdraw", ""]:
        """Take in a look; `quiet`: nothing is to be told now."""
        if look.why != "camera" or math.isnan(self._pictured_s):
            back = self._told_s > self._pictured_s
            self._pictured_s = look.t_s
            return "withdraw" if back else ""
        # Once for each loss, and seldom for one that comes again and again.
        due_s = max(self._pictured_s + LOST_S, self._told_s + LOST_AGAIN_S)
        if quiet or self._told_s > self._pictured_s or look.t_s < due_s:
            return ""
        self._told_s = look.t_s
        return "tell"
