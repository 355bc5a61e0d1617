"""MediaPipe's pose landmarker as a `PoseDetector` that keeps to one person. Nothing of MediaPipe leaks past this file.

In VIDEO mode MediaPipe tracks one body, follows it onto whoever steps in front, and after a loss takes whoever scores
best. `coach.core.follow` notices both; the tracker is then put back on the right person by showing it a blank picture
(it forgets) and the same picture with everything else blanked out (it finds the one that is left).
"""

import atexit
import hashlib
import importlib
import importlib.metadata
import math
import os
import sys
import weakref
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, Literal, Protocol

import numpy as np

from coach.core.follow import Candidate, FollowState, candidate, same, step
from coach.core.pose import Array, Pose
from coach.ports import Frame, ModelError, Picture
from coach.quiet import quiet_stderr

Mode = Literal["video", "picture"]

MAX_PEOPLE: Final = 4
"""How many people a survey tells apart. The cost of a survey rises only with those really there."""

COMPANY_S: Final = 3.0
"""Others seen in a survey count as there for so long, seconds; estimated, for surveys are rare."""

MASK_MARGIN: Final = 0.25
"""How much of the followed person's box is left around it when the rest is blanked; estimated."""

_open: Final[weakref.WeakSet[Any]] = weakref.WeakSet()
_GREY: Final = 128
_UNREACHABLE: Final = "http://127.0.0.1:9"
_PROXIES: Final = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


class PoseEngine(Protocol):
    """What the following needs of a pose model."""

    def track(self, image: Picture, t_ms: int, t_s: float) -> Pose | None:
        """The one body the tracker holds. `t_ms` must rise."""
        ...

    def everybody(self, image: Picture, t_s: float) -> list[Pose]:
        """Everybody in the picture, whatever was seen before."""
        ...

    def close(self) -> None: ...


class MediaPipeDetector:
    """The followed person's landmarks, by MediaPipe's pose landmarker on the processor.

    Args:
        model_path: a `.task` bundle, already checked.
        mode: "video" follows one person through frames in time order; "picture" takes the largest in each.
        engine: stands in for MediaPipe in tests.

    Attributes:
        detector_name: library, version, model and mode, for the record.
        model_sha256: of the bundle's bytes.

    Raises:
        ModelError: MediaPipe cannot be loaded, or it cannot use the bundle.
    """

    def __init__(self, model_path: Path, mode: Mode = "video", engine: PoseEngine | None = None) -> None:
        self.model_sha256 = _sha256(model_path)
        self.detector_name = _name(model_path, mode)
        self._mode = mode
        self._engine = _MediaPipe(model_path) if engine is None else engine
        self._state = FollowState()
        self._start_s: float | None = None
        self._last_s = -math.inf
        self._last_ms = -1
        self._others, self._others_s = 0, -math.inf

    def detect(self, frame: Frame) -> Pose | None:
        """Pose of the followed person, or None when nobody is found or it is not sure to be them.

        Raises:
            ModelError: MediaPipe failed.
            ValueError: time did not rise, or the picture is not (height, width, 3) uint8.
        """
        self._check(frame)
        self._last_s = frame.t_s
        if self._mode == "picture":
            return _largest(self._engine.everybody(frame.image, frame.t_s))
        tracked = self._track(frame.image, frame.t_s)
        seen = None if tracked is None else candidate(tracked)
        self._state, choice = step(self._state, [] if seen is None else [seen], frame.t_s)
        if self._state.survey_due:
            return self._in_company(self._survey(frame, tracked, seen))
        return None if choice is None else self._in_company(tracked)

    def close(self) -> None:
        """Free the model. May be called twice."""
        self._engine.close()

    def _check(self, frame: Frame) -> None:
        if not (math.isfinite(frame.t_s) and frame.t_s > self._last_s):
            raise ValueError(f"time went backwards: {self._last_s} s, then {frame.t_s} s")
        image = frame.image
        if image.dtype != np.uint8 or image.shape[2:] != (3,) or image.size == 0:
            raise ValueError(f"a picture must be (height, width, 3) uint8, got {image.shape} {image.dtype}")

    def _track(self, image: Picture, t_s: float) -> Pose | None:
        """MediaPipe wants whole, rising milliseconds: sources above 1000 frames a second get one each."""
        if self._start_s is None:
            self._start_s = t_s
        self._last_ms = max(self._last_ms + 1, round((t_s - self._start_s) * 1000))
        return self._engine.track(image, self._last_ms, t_s)

    def _survey(self, frame: Frame, tracked: Pose | None, seen: Candidate | None) -> Pose | None:
        found = [(pose, place) for pose in self._engine.everybody(frame.image, frame.t_s) if (place := candidate(pose))]
        if seen is not None and tracked is not None and not any(same(place, seen) for _, place in found):
            found.append((tracked, seen))
        if len(found) > 1:
            self._others, self._others_s = len(found) - 1, frame.t_s
        self._state, choice = step(self._state, [place for _, place in found], frame.t_s, everybody=True)
        if choice is None:
            return None
        pose, place = found[choice]
        if seen is not None and same(place, seen):
            return tracked
        self._steer(frame, pose)
        return pose

    def _in_company(self, pose: Pose | None) -> Pose | None:
        """The pose with how many others there were when everybody was last looked for, if that is not long ago."""
        company = self._last_s - self._others_s <= COMPANY_S
        return replace(pose, others=self._others) if pose is not None and company else pose

    def _steer(self, frame: Frame, pose: Pose) -> None:
        """Put the tracker on this person. Should it fail, the next frame's doubt brings the next survey."""
        self._track(np.full_like(frame.image, _GREY), frame.t_s)
        self._track(_only(frame.image, pose), frame.t_s)


def _only(image: Picture, pose: Pose) -> Picture:
    """(height, width, 3) the picture with everything but this person's box blanked."""
    height, width = image.shape[:2]
    xy = pose.points[:, :2] * (width, height)
    low, high = xy.min(axis=0), xy.max(axis=0)
    margin = MASK_MARGIN * float((high - low).max())
    left, top = np.clip(low - margin, 0, (width, height)).astype(int)
    right, bottom = np.clip(high + margin, 0, (width, height)).astype(int)
    masked = np.full_like(image, _GREY)
    masked[top:bottom, left:right] = image[top:bottom, left:right]
    return masked


def _largest(poses: Sequence[Pose]) -> Pose | None:
    sized = [(place.scale, pose) for pose in poses if (place := candidate(pose))]
    return max(sized, key=lambda pair: pair[0])[1] if sized else None


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
        with quiet_stderr() if self._remarks else nullcontext():
            poses = self._found(self._tracker.detect_for_video, image, t_s, t_ms)
        self._remarks = self._remarks and not poses
        return poses[0] if poses else None

    def close(self) -> None:
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


class _MediaPipe(MediaPipeTracker):
    """The two landmarkers: one that tracks through time, one that looks at each picture afresh."""

    def _start(self, model_path: Path) -> None:
        self._warm_up(model_path)
        self._remarks = False
        super()._start(model_path)
        self._looker = self._landmarker(model_path, video=False, people=MAX_PEOPLE)
        self._looker.detect(self._image(np.full((48, 64, 3), _GREY, dtype=np.uint8)))

    def everybody(self, image: Picture, t_s: float) -> list[Pose]:
        return self._found(self._looker.detect, image, t_s)

    def close(self) -> None:
        super().close()
        self._looker.close()

    def _warm_up(self, model_path: Path) -> None:
        """Have MediaPipe make its remarks while stderr is shut: it takes noise for the first body."""
        eager = self._landmarker(model_path, video=False, people=1, confidence=0.0)
        noise = np.random.default_rng(0).integers(0, 255, (48, 64, 3), dtype=np.uint8)
        eager.detect(self._image(noise))
        eager.close()


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
        with quiet_stderr():
            # Takes a second or two, so only where a detector is wanted.
            mediapipe = importlib.import_module("mediapipe")
            vision = importlib.import_module("mediapipe.tasks.python.vision")
    except (ImportError, OSError) as error:
        raise ModelError(f"The pose detector (mediapipe) can't be loaded: {_line(error)}; run: coach doctor") from error
    return mediapipe, vision


def _poses(result: Any, image: Picture, t_s: float) -> list[Pose]:
    size = (image.shape[1], image.shape[0])
    pairs = zip(result.pose_landmarks, result.pose_world_landmarks, strict=True)
    return [Pose(t_s, _points(flat), _points(world)[:, :3], size) for flat, world in pairs]


def _points(landmarks: Sequence[Any]) -> Array:
    return np.array([(mark.x, mark.y, mark.z, mark.visibility) for mark in landmarks], dtype=np.float64)


def _close_rest() -> None:
    for landmarker in list(_open):
        landmarker.close()


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"The pose model {path} cannot be read: {error.strerror or error}.") from error


def _name(model_path: Path, mode: Mode) -> str:
    try:
        version = importlib.metadata.version("mediapipe")
    except importlib.metadata.PackageNotFoundError as error:
        raise ModelError("The package mediapipe is not installed; install Backcoach again.") from error
    return f"mediapipe {version} {model_path.stem} {'VIDEO' if mode == 'video' else 'IMAGE'}"


def _line(error: BaseException) -> str:
    """First line of what a library said, without its full stop."""
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__
