"""How many frames a second a source may be believed to have, and when each was shown."""

import math
from dataclasses import dataclass
from typing import Final

MAX_FPS: Final = 500.0
"""Frames a second beyond which times are not believed."""
FALLBACK_FPS: Final = 30.0
MAX_GAP_S: Final = 60.0
"""A longer jump from one frame to the next is taken for a broken file, and closed."""

_NUDGE_S: Final = 0.001
_LEAST_FPS: Final = 0.1
_MOST_FPS: Final = 240.0


@dataclass(slots=True)
class Stamps:
    """Turns the times a file gives into strictly rising ones."""

    step_s: float
    counted: bool
    last_s: float = -math.inf
    shift_s: float = 0.0

    def next(self, given_s: float) -> float:
        """When the next frame was shown, from what the file says of it."""
        t_s = given_s + self.shift_s
        if self.last_s == -math.inf:
            t_s = t_s if 0 <= t_s <= MAX_GAP_S and not self.counted else 0.0
        elif self.counted or not -1.0 <= t_s - self.last_s <= MAX_GAP_S:
            t_s = self.last_s + self.step_s
        elif t_s <= self.last_s:
            self.last_s += _NUDGE_S
            return self.last_s
        if math.isfinite(given_s):
            self.shift_s = t_s - given_s
        self.last_s = t_s
        return t_s


def likely_fps(header: float, measured: float) -> float:
    """The header's rate where it can be true, else the measured one, else the usual one."""
    for fps in (header, measured):
        if _LEAST_FPS <= fps <= _MOST_FPS:
            return fps
    return FALLBACK_FPS
