"""MediaPipe itself: its landmarkers, started without remarks and without a network."""

import atexit
import importlib
import os
import sys
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import numpy as np

from coach.core.pose import Array, Pose
from coach.ports import ModelError, Picture
from coach.quiet import quiet_stderr

MAX_PEOPLE: Final = 4
"""How many people a survey tells apart. The cost of a survey rises only with those really there."""

GREY: Final = 128
"""Of a picture in which nobody is."""

APART_MS: Final = 10_000
"""Milliseconds that two detectors with the same landmarkers lie apart on these one's clock; estimated."""

_open: Final[weakref.WeakSet[Any]] = weakref.WeakSet()
_DRAWING: Final = "matplotlib"
_UNREACHABLE: Final = "http://127.0.0.1:9"
_PROXIES: Final = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


class MediaPipeTracker:
    """The landmarker that tracks one body through time, and nothing else in memory. Raises ModelError."""

    def __init__(self, model_path: Path) -> None:
        self._mp, self._vision = _load()
        self._remarks = True  # to come: each is made once, some only on the first body
        try:
            with quiet_stderr():
                self._start(model_path)
        except (RuntimeError, ValueError, OSError) as error:
            raise ModelError(f"The pose detector cannot use the model {model_path}: {_line(error)}.") from error

    def _start(self, model_path: Path) -> None:
        self._tracker = self._landmarker(model_path, video=True, people=1)

    def track(self, image: Picture, t_ms: int, t_s: float) -> Pose | None:
        """The one body the tracker holds. `t_ms` must rise. Raises ModelError."""
        with quiet_stderr() if self._remarks else nullcontext():
            poses = self._found(self._tracker.detect_for_video, image, t_s, t_ms)
        self._remarks = self._remarks and not poses
        return poses[0] if poses else None

    def close(self) -> None:
        """Free the model."""
        self._tracker.close()

    def _found(self, detect: Callable[..., Any], image: Picture, t_s: float, *t_ms: int) -> list[Pose]:
        try:
            result = detect(self._image(image), *t_ms)
        except (RuntimeError, ValueError) as error:
            raise ModelError(f"The pose detector failed at {t_s:.2f} s: {_line(error)}.") from error
        return _poses(result, image, t_s)

    def _image(self, image: Picture) -> Any:
        return self._mp.Image(image_format=self._mp.ImageFormat.SRGB, data=np.ascontiguousarray(image))

    def _landmarker(self, model_path: Path, *, video: bool, people: int, confidence: float = 0.5) -> Any:
        base = self._mp.tasks.BaseOptions
        modes = self._vision.RunningMode
        options = self._vision.PoseLandmarkerOptions(
            base_options=base(model_asset_path=str(model_path), delegate=base.Delegate.CPU),
            running_mode=modes.VIDEO if video else modes.IMAGE,
            num_poses=people,
            min_pose_detection_confidence=confidence,
            min_pose_presence_confidence=confidence,
            output_segmentation_masks=False,
        )
        _open.add(landmarker := self._vision.PoseLandmarker.create_from_options(options))
        return landmarker


class Landmarkers(MediaPipeTracker):
    """The two landmarkers: one that tracks through time, one that looks at each picture afresh."""

    def _start(self, model_path: Path) -> None:
        self._warm_up(model_path)
        self._remarks = False
        super()._start(model_path)
        self._looker = self._landmarker(model_path, video=False, people=MAX_PEOPLE)
        self._looker.detect(self._image(np.full((48, 64, 3), GREY, dtype=np.uint8)))

    def everybody(self, image: Picture, t_s: float) -> list[Pose]:
        """Everybody in the picture, whatever was seen before. Raises ModelError."""
        return self._found(self._looker.detect, image, t_s)

    def close(self) -> None:
        """Free both."""
        super().close()
        self._looker.close()

    def _warm_up(self, model_path: Path) -> None:
        """Have MediaPipe make its remarks while stderr is shut: it takes noise for the first body."""
        eager = self._landmarker(model_path, video=False, people=1, confidence=0.0)
        noise = np.random.default_rng(0).integers(0, 255, (48, 64, 3), dtype=np.uint8)
        eager.detect(self._image(noise))
        eager.close()


class Lent:
    """Landmarkers that serve one detector after another. Starting anew takes a second, and memory that does not all
    come back; shown a blank picture, the tracker forgets just as well."""

    def __init__(self, landmarkers: Landmarkers) -> None:
        self._landmarkers = landmarkers
        self._from_ms, self._last_ms = 0, -1
        self._forget = False

    def anew(self) -> "Lent":
        """The same for another detector, which begins at 0 ms."""
        self._from_ms, self._forget = self._last_ms + APART_MS, self._last_ms >= 0
        return self

    def track(self, image: Picture, t_ms: int, t_s: float) -> Pose | None:
        """As `Landmarkers.track`."""
        if self._forget:
            self._landmarkers.track(np.full_like(image, GREY), self._from_ms, t_s)
            self._from_ms, self._forget = self._from_ms + 1, False
        self._last_ms = self._from_ms + t_ms
        return self._landmarkers.track(image, self._last_ms, t_s)

    def everybody(self, image: Picture, t_s: float) -> list[Pose]:
        """As `Landmarkers.everybody`."""
        return self._landmarkers.everybody(image, t_s)

    def close(self) -> None:
        """Nothing to free: the next detector gets them."""


@cache
def _kept(model_path: Path) -> Lent:
    return Lent(Landmarkers(model_path))


def lent(model_path: Path) -> Lent:
    """This process's own landmarkers, for one detector at a time. Raises ModelError."""
    return _kept(model_path).anew()


def _load() -> tuple[Any, Any]:
    """MediaPipe and its vision tasks, with the network shut to this process first.

    The releases allowed here open no socket; the proxy nobody answers is the second lock, should one ever try.
    """
    for name in _PROXIES:
        os.environ[name] = _UNREACHABLE
    for name in ("no_proxy", "NO_PROXY"):
        os.environ.pop(name, None)
    if "mediapipe" not in sys.modules:
        # What is left open when Python ends must be closed after MediaPipe's own farewell, which is therefore
        # registered second: before it, closing waits for threads that are gone; later still, it trips over itself.
        atexit.register(_close_rest)
    try:
        with quiet_stderr(), _undrawn():
            # Takes half a second, so only where a detector is wanted.
            mediapipe = importlib.import_module("mediapipe")
            vision = importlib.import_module("mediapipe.tasks.python.vision")
    except (ImportError, OSError) as error:
        raise ModelError(f"The pose detector (mediapipe) can't be loaded: {_line(error)}; run: coach doctor") from error
    return mediapipe, vision


@contextmanager
def _undrawn() -> Iterator[None]:
    """A stand-in for the library with which MediaPipe would draw diagrams, never asked of it here: loading that takes
    longer than MediaPipe itself."""
    if _DRAWING in sys.modules:
        yield
        return
    whole, part = ModuleType(_DRAWING), ModuleType(f"{_DRAWING}.pyplot")
    whole.pyplot = part  # type: ignore[attr-defined]
    sys.modules.update({module.__name__: module for module in (whole, part)})
    try:
        yield
    finally:
        for module in (whole, part):
            del sys.modules[module.__name__]


def _poses(result: Any, image: Picture, t_s: float) -> list[Pose]:
    size = (image.shape[1], image.shape[0])
    pairs = zip(result.pose_landmarks, result.pose_world_landmarks, strict=True)
    return [Pose(t_s, _points(flat), _points(world)[:, :3], size) for flat, world in pairs]


def _points(landmarks: Sequence[Any]) -> Array:
    return np.array([(mark.x, mark.y, mark.z, mark.visibility) for mark in landmarks], dtype=np.float64)


def _close_rest() -> None:
    for landmarker in list(_open):
        landmarker.close()


def _line(error: BaseException) -> str:
    """First line of what a library said, without its full stop."""
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__
