"""The eye of posture watch: a camera and a detector that look now and then, at almost no cost."""

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final, Literal

from coach.core.pose import Pose
from coach.core.sitting.look import Sample
from coach.eye_gaze import GAP_S, Aside, Gaze, Orders
from coach.feeds import LOADING
from coach.ports import Camera, Clock, CoachError, Frame, PoseWorker

HANGS: Final = "The camera does not answer. Backcoach opens it again; if that does not help, unplug it and plug it in."

MOST_STUCK: Final = 8
"""So many hanging handles are left behind, then no more are opened until one returns; estimated."""

_CLOSE_S: Final = 0.3

State = Literal["loading", "ready", "failed", "ended"]


class WatchingEye:
    """An `Eye` on a camera, or on a recording shown as if it were one.

    A thread of its own sleeps until a look is due. `take` also watches over that thread: one that hangs in the camera
    is left behind with its handle, and another one opens the camera anew.

    Args:
        open_camera: opens the source; raises SourceError while it is not there. It is called in the eye's thread, and
            again after every loss. A camera must give a fresh picture whenever its iterator is asked.
        worker: the detector; closed with the eye.
        clock: of the samples; it also runs while the machine sleeps.
        gap_s: seconds from look to look until `pace` says otherwise.
        loop: a recording begins again at its end.
    """

    def __init__(
        self,
        open_camera: Callable[[], Camera],
        worker: PoseWorker,
        clock: Clock,
        *,
        gap_s: float = GAP_S,
        loop: bool = False,
    ) -> None:
        self._open_camera, self._worker, self._clock, self._loop = open_camera, worker, clock, loop
        self._bell = threading.Condition()
        self._orders = Orders(gap_s)
        self._left: list[threading.Thread] = []
        self._last_s: float | None = None
        self._gaze = Gaze(open_camera, worker, clock, loop=loop)
        self._thread = self._started(self._gaze)

    @property
    def state(self) -> State:
        return "ended" if self._gaze.ended and not self._worker.busy else self._worker.state

    @property
    def message(self) -> str:
        """One plain sentence while loading, without pictures or after a failure; else empty."""
        worker = self._worker.state
        if worker == "failed":
            return self._worker.error
        return LOADING if worker == "loading" else self._gaze.trouble

    @property
    def open(self) -> bool:
        """Whether the camera is in use just now."""
        return self._gaze.open

    @property
    def picture(self) -> Frame | None:
        """The newest picture that was looked at, on the source's own clock, while the camera is open."""
        return self._gaze.frame

    def pace(self, gap_s: float, *, let_go: bool = False) -> None:
        """Look every `gap_s` seconds, 0 as fast as the detector can; `let_go`: close the camera between looks."""
        self._order(replace(self._orders, gap_s=max(0.0, gap_s), let_go=let_go))

    def rest(self) -> None:
        """Let go of the camera until `wake`."""
        self._order(replace(self._orders, resting=True))

    def wake(self) -> None:
        """Look again."""
        self._order(replace(self._orders, resting=False))

    def take(self) -> list[Sample]:
        """What was seen since the last call, in rising time."""
        self._watch_over()
        gaze = self._gaze
        seen = [_sample(gaze.beside(t_s), pose) for t_s, pose in self._worker.poll()]
        given = []
        for sample in sorted([*seen, *gaze.take()], key=lambda sample: sample.t_s):
            # What was told of trouble may have overtaken a picture from before it.
            if self._last_s is None or sample.t_s > self._last_s:
                given.append(sample)
                self._last_s = sample.t_s
        return given

    def close(self) -> None:
        """Let go of camera and detector. May be called twice."""
        self._order(replace(self._orders, closed=True))
        self._thread.join(_CLOSE_S)
        self._worker.close()

    def _order(self, orders: Orders) -> None:
        with self._bell:
            if orders != self._orders:
                self._orders = orders
                self._bell.notify_all()

    def _watch_over(self) -> None:
        now_s = self._clock.now_s()
        gaze = self._gaze
        if self._orders.closed or not gaze.stuck(now_s):
            return
        self._left = [thread for thread in self._left if thread.is_alive()]
        if len(self._left) >= MOST_STUCK:
            gaze.complain(now_s, HANGS, self._orders.gap_s)
            return
        self._left.append(self._thread)
        gaze.leave()
        fresh = Gaze(self._open_camera, self._worker, self._clock, loop=self._loop, fails=gaze.fails, trouble=HANGS)
        with self._bell:
            self._gaze = fresh
            self._bell.notify_all()
        self._thread = self._started(fresh)

    def _started(self, gaze: Gaze) -> threading.Thread:
        thread = threading.Thread(target=self._run, args=(gaze,), name="eye", daemon=True)
        thread.start()
        return thread

    def _run(self, gaze: Gaze) -> None:
        while True:
            orders = self._orders
            if orders.closed or self._gaze is not gaze:
                gaze.let_go()
                return
            wait_s = gaze.turn(orders)
            with self._bell:
                if self._orders is orders and self._gaze is gaze:
                    self._bell.wait(wait_s)


def _sample(aside: Aside, pose: Pose | None) -> Sample:
    return Sample(aside.t_s, pose, aside.light, thumbnail=aside.thumbnail)


class StreamEye:
    """An `Eye` on a recorded landmark stream, played at its own times; there is no picture and no pace.

    Args:
        samples: time in seconds, rising, and pose or None.
        clock: of the samples given out; the stream begins with the first `take`.
    """

    def __init__(self, samples: Iterable[tuple[float, Pose | None]], clock: Clock) -> None:
        self._samples: Iterator[tuple[float, Pose | None]] = iter(samples)
        self._clock = clock
        self._next: tuple[float, Pose | None] | None = None
        self._base_s: float | None = None
        self._resting = False
        self.state: State = "loading"
        self.message = ""
        self.picture: Frame | None = None

    @property
    def open(self) -> bool:
        """Whether it is being played; no lamp is on for it."""
        return self.state == "ready" and not self._resting

    def pace(self, gap_s: float, *, let_go: bool = False) -> None:
        """Nothing: what is recorded costs nothing to see."""

    def rest(self) -> None:
        """It plays on unseen."""
        self._resting = True

    def wake(self) -> None:
        """It is seen again."""
        self._resting = False

    def take(self) -> list[Sample]:
        """Every sample that has become due."""
        now_s = self._clock.now_s()
        if self.state == "loading":
            self._advance()
            self._base_s = now_s - (self._next[0] if self._next else 0.0)
        taken = []
        while self._next is not None and self._base_s is not None and self._base_s + self._next[0] <= now_s:
            t_s, pose = self._base_s + self._next[0], self._next[1]
            if not self._resting:
                taken.append(Sample(t_s, None if pose is None else replace(pose, t_s=t_s)))
            self._advance()
        return taken

    def close(self) -> None:
        """Play no further."""
        self._next = None
        self.state = "failed" if self.state == "failed" else "ended"

    def _advance(self) -> None:
        try:
            self._next = next(self._samples, None)
            self.state = "ready" if self._next is not None else "ended"
        except CoachError as error:
            self._next = None
            self.state, self.message = "failed", str(error)


class BlindEye:
    """An `Eye` where no source can be opened at all: the sentence why."""

    state: State = "failed"
    open = False
    picture: Frame | None = None

    def __init__(self, message: str) -> None:
        self.message = message

    def pace(self, gap_s: float, *, let_go: bool = False) -> None:
        """Nothing."""

    def rest(self) -> None:
        """Nothing."""

    def wake(self) -> None:
        """Nothing."""

    def take(self) -> list[Sample]:
        """Nothing is seen."""
        return []

    def close(self) -> None:
        """Nothing to close."""
