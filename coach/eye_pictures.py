"""Where an eye's pictures come from: a camera that is asked now and then, or a recording shown as if it were one."""

from collections.abc import Callable, Iterator
from typing import Final, Protocol, runtime_checkable

from coach.ports import Camera, Clock, Frame, SourceError, SourceInfo

STALE_S: Final = 0.3
"""A picture older than this (seconds) is passed over for the next one; estimated."""

_LONGEST_STEP_S: Final = 0.1


@runtime_checkable
class Skimmed(Protocol):
    """A recording whose frames can be passed over cheaply."""

    @property
    def info(self) -> SourceInfo: ...

    def skim(self, wanted: Callable[[float], bool]) -> Iterator[Frame]:
        """Frames as `Camera.frames` gives them, but only those `wanted`, which is asked each one's time in order."""
        ...

    def close(self) -> None: ...


class Pictures(Protocol):
    """Pictures on demand."""

    live: bool
    over: bool
    """`live`: a real camera, whose lamp is on. `over`: a recording has been shown to its end."""
    step_s: float
    """Seconds after which to ask again when there was none."""

    def newest(self) -> Frame | None:
        """The picture of this moment, or None where the next is not due yet, or all is over.

        Raises:
            SourceError: there are no more.
        """
        ...

    def slept(self, seconds: float) -> None:
        """The clock ran on for so long while the machine slept."""
        ...

    def close(self) -> None: ...


class LivePictures:
    """A camera whose frames are taken when they are asked for.

    Args:
        camera: gives a fresh picture whenever its iterator is asked, however long that was not done.
    """

    live = True
    over = False
    step_s = _LONGEST_STEP_S

    def __init__(self, camera: Camera) -> None:
        self._camera = camera
        self._frames = camera.frames()

    def newest(self) -> Frame | None:
        """The next picture. Raises SourceError."""
        frame = next(self._frames, None)
        if frame is None:
            raise SourceError(f"Camera {self._camera.info.path} gives no more pictures; check its plug.")
        return frame

    def slept(self, seconds: float) -> None:
        """Nothing: whoever holds it opens it again."""

    def close(self) -> None:
        """Let go of the camera."""
        self._camera.close()


class FilmPictures:
    """A recording that runs with the clock, whether anybody looks or not.

    Args:
        camera: a video, or pictures one a second.
        touched: called for every frame passed, so that a long way through a film is not taken for a camera that hangs.
        loop: begin again at the end.
    """

    live = False

    def __init__(self, camera: Camera, clock: Clock, touched: Callable[[], None], *, loop: bool = False) -> None:
        self._camera, self._clock, self._touched, self._loop = camera, clock, touched, loop
        self.step_s = min(_LONGEST_STEP_S, 1.0 / camera.info.fps if camera.info.fps > 0 else _LONGEST_STEP_S)
        self.over = False
        self._frames = self._begun()
        self._base_s: float | None = None
        self._film_s = 0.0
        self._ahead: Frame | None = None

    def newest(self) -> Frame | None:
        """The frame shown now, None until one is due. Raises SourceError."""
        now_s = self._clock.now_s()
        self._film_s = 0.0 if self._base_s is None else now_s - self._base_s
        if self._ahead is None or self._film_s - self._ahead.t_s > STALE_S:
            self._ahead = self._next(now_s)
        if self._ahead is None or self._ahead.t_s > self._film_s:
            return None
        frame, self._ahead = self._ahead, None
        return frame

    def slept(self, seconds: float) -> None:
        """The film stood still meanwhile."""
        if self._base_s is not None:
            self._base_s += seconds

    def close(self) -> None:
        """Stop it for good."""
        self._frames = iter(())
        self._camera.close()

    def _next(self, now_s: float) -> Frame | None:
        """The first frame that is not over yet; at the end the first of the next round."""
        frame = next(self._frames, None)
        if frame is None and self._loop and self._base_s is not None:
            self._base_s = None
            self._film_s = 0.0
            self._frames = self._begun()
            frame = next(self._frames, None)
        if frame is None:
            self.over = True
        elif self._base_s is None:
            self._base_s = now_s - frame.t_s
            self._film_s = frame.t_s
        return frame

    def _begun(self) -> Iterator[Frame]:
        if isinstance(self._camera, Skimmed):
            return self._camera.skim(self._wanted)
        return (frame for frame in self._camera.frames() if self._wanted(frame.t_s))

    def _wanted(self, t_s: float) -> bool:
        self._touched()
        return t_s >= self._film_s - self.step_s


def pictures_of(camera: Camera, clock: Clock, touched: Callable[[], None], *, loop: bool = False) -> Pictures:
    """The pictures of an open source, real or recorded."""
    if camera.info.kind == "camera":
        return LivePictures(camera)
    return FilmPictures(camera, clock, touched, loop=loop)
