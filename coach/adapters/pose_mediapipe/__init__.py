"""MediaPipe's pose landmarker as a `PoseDetector` that keeps to one person. Nothing of it leaks past this folder.

In VIDEO mode MediaPipe tracks one body, follows it onto whoever steps in front, and after a loss takes whoever scores
best. `coach.core.follow` notices both; the tracker is then put back on the right person by showing it a blank picture
(it forgets) and the same picture with everything else blanked out (it finds the one that is left).
"""

import hashlib
import importlib
import importlib.metadata
import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, Literal, Protocol

import numpy as np

from coach.adapters.pose_mediapipe.landmarkers import (
    GREY,
    Landmarkers,
    MediaPipeTracker as MediaPipeTracker,
    lent as lent,
)
from coach.core.follow import Candidate, FollowState, candidate, same, step
from coach.core.pose import Pose
from coach.ports import Frame, ModelError, Picture

Mode = Literal["video", "picture"]

COMPANY_S: Final = 3.0
"""Others seen in a survey count as there for so long, seconds; estimated, for surveys are rare."""

MASK_MARGIN: Final = 0.25
"""How much of the followed person's box is left around it when the rest is blanked; estimated."""


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
        following: what is known of the followed person; another detector goes on with it.

    Raises:
        ModelError: MediaPipe cannot be loaded, or it cannot use the bundle.
    """

    def __init__(
        self,
        model_path: Path,
        mode: Mode = "video",
        engine: PoseEngine | None = None,
        following: FollowState | None = None,
    ) -> None:
        self.model_sha256 = _sha256(model_path)
        self.detector_name = _name(model_path, mode)
        self._mode = mode
        self._engine = Landmarkers(model_path) if engine is None else engine
        self.following = following or FollowState()
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
        self.following, choice = step(self.following, [] if seen is None else [seen], frame.t_s)
        if self.following.survey_due:
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
        self.following, choice = step(self.following, [place for _, place in found], frame.t_s, everybody=True)
        if choice is None:
            return None
        pose, place = found[choice]
        if seen is None or not same(place, seen):
            self._steer(frame, pose)
            return pose
        return tracked

    def _in_company(self, pose: Pose | None) -> Pose | None:
        """The pose with how many others there were when everybody was last looked for, if that is not long ago."""
        company = self._last_s - self._others_s <= COMPANY_S
        return replace(pose, others=self._others) if pose is not None and company else pose

    def _steer(self, frame: Frame, pose: Pose) -> None:
        """Put the tracker on this person. Should it fail, the next frame's doubt brings the next survey."""
        self._track(np.full_like(frame.image, GREY), frame.t_s)
        self._track(_only(frame.image, pose), frame.t_s)


def _only(image: Picture, pose: Pose) -> Picture:
    """(height, width, 3) the picture with everything but this person's box blanked."""
    height, width = image.shape[:2]
    xy = pose.points[:, :2] * (width, height)
    low, high = xy.min(axis=0), xy.max(axis=0)
    margin = MASK_MARGIN * float((high - low).max())
    left, top = np.clip(low - margin, 0, (width, height)).astype(int)
    right, bottom = np.clip(high + margin, 0, (width, height)).astype(int)
    masked = np.full_like(image, GREY)
    masked[top:bottom, left:right] = image[top:bottom, left:right]
    return masked


def _largest(poses: Sequence[Pose]) -> Pose | None:
    sized = [(place.scale, pose) for pose in poses if (place := candidate(pose))]
    return max(sized, key=lambda pair: pair[0])[1] if sized else None


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
