"""How open peers count repetitions, told anew from their published rules: for `tests.benchmarks.peers`.

Each counter takes moments (seconds, the measure; nan where it was not seen) and a `Setting`. What is not seen is passed
over, as the peers do. No code of theirs is in here.
"""

import math
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

Moments = Iterable[tuple[float, float]]

OUTLIER_SD: Final = 2.0
MEAN_OF: Final = 5
LEAST_S: Final = 0.5
"""Good-GYM: the mean of five angles without those two standard deviations off their median; half a second a count."""

MEDIAN_OF: Final = 4
BAND_DEG: Final = 4.0
FRAMES: Final = 3
"""trackerfit: the median of four angles, thresholds passed by four degrees, for three pictures running."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a counter is set to.

    Attributes:
        feature: the measure. rest, target: values that must be passed on the way back and on the way there.
        source: whose numbers they are.
    """

    feature: str
    rest: float
    target: float
    source: str

    @property
    def sign(self) -> float:
        """1 when the measure grows toward its target, -1 when it shrinks."""
        return math.copysign(1.0, self.target - self.rest)

    def there(self, value: float, margin: float = 0.0) -> bool:
        """Whether the target is passed, by a margin."""
        return self.sign * (value - self.target) >= margin

    def back(self, value: float, margin: float = 0.0) -> bool:
        """Whether it came back past the rest, by a margin."""
        return self.sign * (self.rest - value) >= margin


def _seen(moments: Moments) -> Iterable[tuple[float, float]]:
    return ((t_s, value) for t_s, value in moments if not math.isnan(value))


def one_threshold(moments: Moments, setting: Setting) -> int:
    """Counts each time the target is reached; short of it by anything, the next one may begin (ExerSights' bridge and
    dead bug)."""
    count, short = 0, False
    for _, value in _seen(moments):
        if not setting.there(value):
            short = True
        elif short:
            count, short = count + 1, False
    return count


def two_thresholds(moments: Moments, setting: Setting) -> int:
    """Counts when the measure comes back past the rest after it was past the target (AIGym; ExerSights' squat and
    push-up; most scripts)."""
    count, reached = 0, False
    for _, value in _seen(moments):
        if setting.there(value):
            reached = True
        elif reached and setting.back(value):
            count, reached = count + 1, False
    return count


def calmed(values: Iterable[float]) -> float:
    """The mean of those that are not far off the median."""
    array = np.fromiter(values, float)
    near = np.abs(array - np.median(array)) <= OUTLIER_SD * array.std()
    return float(array[near].mean()) if near.any() else float(array[-1])


def median_and_pause(moments: Moments, setting: Setting) -> int:
    """Counts when the calmed measure passes the target after it was past the rest, not twice in half a second
    (Good-GYM)."""
    window: deque[float] = deque(maxlen=MEAN_OF)
    count, rested, last_s = 0, False, -math.inf
    for t_s, value in _seen(moments):
        window.append(value)
        calm = calmed(window) if len(window) >= 3 else value
        if setting.back(calm):
            rested = True
        elif rested and setting.there(calm) and t_s - last_s >= LEAST_S:
            count, rested, last_s = count + 1, False, t_s
    return count


def median_and_debounce(moments: Moments, setting: Setting, band: float = BAND_DEG) -> int:
    """Counts when the median is back past the rest after it was past the target, each by a band and for three pictures
    running (trackerfit)."""
    window: deque[float] = deque(maxlen=MEDIAN_OF)
    count, reached, running = 0, False, 0
    for _, value in _seen(moments):
        window.append(value)
        middle = float(np.median(window))
        passed = setting.back(middle, band) if reached else setting.there(middle, band)
        running = running + 1 if passed else 0
        if running < FRAMES:
            continue
        count, reached, running = count + reached, not reached, 0
    return count


ENTER: Final = 6.0
LEAVE: Final = 4.0
"""MediaPipe: of ten votes more than six enter a pose, fewer than four leave it, which counts."""

EMA_OF: Final = 10
EMA_SHARE: Final = 0.2


def smoothed_votes(votes: Iterable[float]) -> Iterable[float]:
    """A mean of the last ten, each older one weighing four fifths of the next."""
    window: deque[float] = deque(maxlen=EMA_OF)
    for vote in votes:
        window.appendleft(vote)
        weights = (1 - EMA_SHARE) ** np.arange(len(window))
        yield float(np.dot(weights, window) / weights.sum())


def entered_and_left(votes: Iterable[float]) -> int:
    """Counts each time a pose was entered and left again."""
    count, inside = 0, False
    for vote in smoothed_votes(votes):
        if not inside:
            inside = vote > ENTER
        elif vote < LEAVE:
            count, inside = count + 1, False
    return count


COUNTERS: Final[dict[str, Callable[[Moments, Setting], int]]] = {
    "one threshold": one_threshold,
    "two thresholds": two_thresholds,
    "median, two thresholds, 0.5 s": median_and_pause,
    "median, band, debounce": median_and_debounce,
}
"""By the name in the table."""
