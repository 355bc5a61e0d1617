"""One hold on the camera: when to open it, when to look, when to let go, and what to say when it gives no pictures.

A `Gaze` is worked by one thread that calls `turn` again and again, and may be asked by others meanwhile. Should that
thread hang in the camera, the gaze is left to it and another one takes its place (`coach.eye`).
"""

import math
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from coach.core.sitting.look import Sample
from coach.core.sitting.scene import Thumbnail, shrunk
from coach.eye_pictures import Pictures, pictures_of
from coach.ports import Camera, Clock, CoachError, Frame, PoseWorker

GAP_S: Final = 2.0
"""Seconds from look to look; estimated: two in every three seconds that a change may take to be noticed, at one percent
of a core."""

FASTEST_S: Final = 1 / 15
"""Least seconds from look to look; estimated: the counting of exercises is as good at 15 pictures a second as at 30."""

SETTLE_S: Final = 1.0
"""When a camera that stays open is first looked through, seconds after opening: its exposure needs them; estimated.
Raise it when the first picture is dark."""

GLANCE_S: Final = (0.4, 0.8, 1.4, 2.0)
"""When to look after opening a camera for a glance, seconds; it is let go after the last. estimated: long enough apart
that a change of state is believed within one glance (1.5 s for an empty chair), even if the first picture is dark."""

RETRY_S: Final = (1.5, 30.0)
"""A camera that is not there is tried again after so long, doubled each time up to so long (seconds); estimated."""

COMPLAIN_S: Final = 0.5
"""Least seconds between two samples that only tell of trouble; estimated."""

SLEPT_S: Final = 5.0
"""The clock ran on by this much (seconds) more than was waited: the machine slept, and the camera is opened anew;
estimated. Raise it when a busy machine loses its camera."""

STUCK_S: Final = 5.0
"""A picture that takes longer than this (seconds) never comes: the camera hangs, as some do after sleep; estimated."""

OPENING_S: Final = 20.0
"""And opening it longer than this; estimated: some systems take ten seconds."""

UNANSWERED_S: Final = 10.0
"""A detector that takes no picture for so long (seconds) does not answer; estimated."""

UNANSWERED: Final = "The pose detector does not answer. Backcoach keeps trying."
_LOADING_S: Final = 0.1
_AGAIN_S: Final = 0.03
_FOREVER_S: Final = 3600.0
_WAITING: Final = 30
"""Pictures in work at most: nothing of older ones is kept."""
_KEPT: Final = 600
"""So many samples are kept for somebody who never asks for them."""


@dataclass(frozen=True, slots=True)
class Orders:
    """What the eye was told to do."""

    gap_s: float = GAP_S
    let_go: bool = False
    resting: bool = False
    closed: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Aside:
    """What is known of a picture beside its pose: brightness 0..1 (nan unknown), and itself shrunk."""

    t_s: float
    light: float = math.nan
    thumbnail: Thumbnail | None = None


def back_off_s(fails: int) -> float:
    """Seconds until the next try after so many failures in a row."""
    first_s, longest_s = RETRY_S
    return min(longest_s, first_s * 2.0 ** min(max(0, fails - 1), 10))


class Gaze:
    """See the module. `turn` and `let_go` belong to its own thread, everything else to any.

    Args:
        open_camera: opens the source; raises SourceError while it is not there.
        worker: the detector; not closed here.
        loop: a recording begins again at its end.
        fails: failures in a row before this one. trouble: why, or "": then the first try waits.
    """

    def __init__(
        self,
        open_camera: Callable[[], Camera],
        worker: PoseWorker,
        clock: Clock,
        *,
        loop: bool = False,
        fails: int = 0,
        trouble: str = "",
    ) -> None:
        self._open_camera, self._worker, self._clock, self._loop = open_camera, worker, clock, loop
        self._lock = threading.Lock()
        self._pictures: Pictures | None = None
        self._plan: deque[float] = deque()
        self._begun_s = self._looked_s = self._retry_s = self._said_s = -math.inf
        self._heard_s = self._expected_s = math.inf
        self._busy_s: float | None = None
        self._patience_s = STUCK_S
        self._samples: deque[Sample] = deque(maxlen=_KEPT)
        self._asides: deque[Aside] = deque(maxlen=_WAITING)
        self._frame: Frame | None = None
        self.fails, self.trouble = fails, ""
        self.ended = self.open = self._left = False
        if trouble:
            self._fail(clock.now_s(), trouble)

    @property
    def frame(self) -> Frame | None:
        """The newest picture that was looked at, while the camera is open."""
        with self._lock:
            return self._frame

    def take(self) -> list[Sample]:
        """What there is to tell of trouble since the last call."""
        with self._lock:
            samples = list(self._samples)
            self._samples.clear()
            return samples

    def beside(self, t_s: float) -> Aside:
        """What is known of the picture taken then beside its pose; each is told once, in order."""
        found = Aside(t_s)
        with self._lock:
            while self._asides and self._asides[0].t_s <= t_s + 1e-3:
                aside = self._asides.popleft()
                found = aside if abs(aside.t_s - t_s) <= 1e-3 else found
        return found

    def stuck(self, now_s: float) -> bool:
        """Whether its thread has been hanging in the camera for too long."""
        busy_s = self._busy_s
        return busy_s is not None and now_s - busy_s > self._patience_s

    def leave(self) -> None:
        """Another gaze has taken its place: what its thread still sees, if ever it returns, is nothing."""
        self._left = True

    def complain(self, now_s: float, sentence: str, gap_s: float) -> float:
        """Tell of trouble, unless that was done a moment ago; seconds until it is to be told again."""
        gap_s = max(gap_s, COMPLAIN_S)
        with self._lock:
            self.trouble = sentence
            if now_s - self._said_s >= gap_s - 1e-6:
                self._said_s = now_s
                self._samples.append(Sample(now_s, None, trouble=sentence))
            return max(0.0, self._said_s + gap_s - now_s)

    def turn(self, orders: Orders) -> float:
        """Do what is due; seconds until something is due again, if nothing is ordered meanwhile."""
        now_s = self._clock.now_s()
        slept_s = now_s - self._expected_s
        if slept_s > SLEPT_S and self._pictures is not None:
            self._pictures.slept(slept_s)
            self._drop(live_only=True)
        wait_s = self._act(orders, now_s)
        self._expected_s = self._clock.now_s() + wait_s
        return wait_s

    def let_go(self) -> None:
        """Close the camera; a recording too."""
        self._drop(live_only=False)

    def _act(self, orders: Orders, now_s: float) -> float:
        worker = self._worker.state
        if orders.resting or self.ended or worker == "loading":
            self._drop(live_only=not self.ended)
            return _LOADING_S if worker == "loading" and not orders.resting else _FOREVER_S
        if worker == "failed":
            self._drop(live_only=True)
            return self.complain(now_s, self._worker.error, orders.gap_s)
        if self.trouble and now_s < self._retry_s:
            again_s = self.complain(now_s, self.trouble, orders.gap_s)
            return min(again_s, self._retry_s - now_s)
        due_s = self._due_s(orders)
        return due_s - now_s if now_s < due_s else self._safely(orders, now_s)

    def _due_s(self, orders: Orders) -> float:
        if self._plan:
            return self._plan[0]
        if orders.let_go:
            return -math.inf if self.open else self._begun_s + orders.gap_s
        return self._looked_s + max(orders.gap_s, FASTEST_S) if self.open else -math.inf

    def _safely(self, orders: Orders, now_s: float) -> float:
        """Open the camera or look through it; whatever goes wrong is a sentence, and is tried again."""
        self._patience_s = STUCK_S if self._pictures is not None else OPENING_S
        try:
            self._touch()
            if self._pictures is None:
                self._pictures = pictures_of(self._open_camera(), self._clock, self._touch, loop=self._loop)
            return self._look(self._pictures, orders) if self.open else self._begin(self._pictures, orders)
        except CoachError as error:
            return self._fail(now_s, str(error))
        except Exception as error:  # noqa: BLE001 - a driver may raise anything, and the watch goes on
            return self._fail(now_s, f"The camera failed: {type(error).__name__}: {error}")
        finally:
            self._busy_s = None

    def _fail(self, now_s: float, sentence: str) -> float:
        self.fails += 1
        self._retry_s = now_s + back_off_s(self.fails)
        self._said_s = -math.inf
        self.complain(now_s, sentence, 0.0)
        self._drop(live_only=False)
        return 0.0

    def _touch(self) -> None:
        self._busy_s = self._clock.now_s()

    def _begin(self, pictures: Pictures, orders: Orders) -> float:
        """The source has just been opened, or a recording is watched again: plan the first looks."""
        self.open = True
        self._begun_s = self._clock.now_s()
        self._looked_s = -math.inf
        after_s = GLANCE_S if orders.let_go else (SETTLE_S,) if pictures.live else ()
        self._plan.extend(self._begun_s + seconds for seconds in after_s)
        return after_s[0] if after_s else 0.0

    def _look(self, pictures: Pictures, orders: Orders) -> float:
        frame = pictures.newest()
        if self._left:
            return 0.0
        if frame is None:
            self.ended = pictures.over
            return 0.0 if self.ended else pictures.step_s
        now_s = self._clock.now_s()
        self.fails, self.trouble = 0, ""
        if not self._worker.offer(Frame(now_s, frame.image)):
            return self._refused(now_s, orders)
        self._heard_s = math.inf
        self._looked_s = now_s
        small = shrunk(frame.image)
        with self._lock:
            self._frame = frame
            self._asides.append(Aside(now_s, float(small.mean()) / 255, small))
        if self._plan:
            self._plan.popleft()
        if orders.let_go and not self._plan:
            self._drop(live_only=True)
        return max(0.0, self._due_s(orders) - self._clock.now_s())

    def _refused(self, now_s: float, orders: Orders) -> float:
        """The detector is still at the picture before: a fresh one is taken when it is free."""
        self._heard_s = min(self._heard_s, now_s)
        if now_s - self._heard_s < UNANSWERED_S:
            return _AGAIN_S
        return min(1.0, self.complain(now_s, UNANSWERED, orders.gap_s) + _AGAIN_S)

    def _drop(self, *, live_only: bool) -> None:
        """Let go of the camera. A recording keeps its place, unless all is to go."""
        self._plan.clear()
        with self._lock:
            self._frame = None
        pictures = self._pictures
        if pictures is not None and (pictures.live or not live_only):
            self._pictures = None
            self._touch()
            pictures.close()
            self._busy_s = None
        self.open = False
