"""Joins ports and adapters for the commands: which source a word names, which exercise, which detector."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from coach import paths
from coach.core.follow import FollowState
from coach.core.spec import Exercise
from coach.ports import Camera, ExerciseError, SourceInfo

if TYPE_CHECKING:
    from coach.adapters.own_files.baselines import BaselinesFile
    from coach.adapters.pose_mediapipe import MediaPipeDetector

STREAM_SUFFIX = ".npz"


def is_stream(source: str) -> bool:
    """Whether a source is a recorded landmark stream."""
    return source.lower().endswith(STREAM_SUFFIX)


def exercise_named(name: str) -> Exercise:
    """An exercise by id, or from a file of one's own.

    Raises:
        ExerciseError: there is none, or its file is wrong.
    """
    from coach.adapters import library

    if name.endswith(".toml"):
        return library.load_exercise(Path(name))
    return library.load_by_id(paths.exercises_dir(), name)


def every_exercise() -> dict[str, Exercise]:
    """All bundled exercises by id."""
    from coach.adapters import library

    return library.load_all(paths.exercises_dir())


def counted_exercise(name: str) -> Exercise:
    """As `exercise_named`, for looking at what somebody did.

    Raises:
        ExerciseError: also where the clock leads, and a camera has nothing to count.
    """
    exercise = exercise_named(name)
    if exercise.kind == "paced":
        raise ExerciseError(
            f"{exercise.name} is paced by the clock and not judged: there is nothing to count in a recording"
        )
    return exercise


def break_moves() -> list[Exercise]:
    """The guided moves of a break, as they lie in the folder."""
    return [exercise for exercise in every_exercise().values() if exercise.group == "break"]


def baselines(folder: Path) -> "BaselinesFile":
    """The person's baselines of sitting."""
    from coach.adapters.files import private_write
    from coach.adapters.own_files.baselines import BaselinesFile

    return BaselinesFile(folder / paths.BASELINES, private_write)


def same_file(one: str, other: str) -> bool:
    """Whether two paths lead to the same file; False where one of them leads nowhere."""
    try:
        return Path(one).samefile(other)
    except (OSError, ValueError):
        return False


@contextmanager
def open_camera(source: str) -> Iterator[Camera]:
    """A video, picture, folder or camera, closed at the end.

    Raises:
        SourceError: it can't be used.
    """
    from coach.adapters.camera_cv2 import open_source

    camera = open_source(source)
    try:
        yield camera
    finally:
        camera.close()


@contextmanager
def open_detector(model: str | None, mode: Literal["video", "picture"]) -> Iterator["MediaPipeDetector"]:
    """The pose detector, freed at the end.

    Raises:
        ModelError: the model is missing, damaged or does not start.
    """
    from coach.adapters.pose_mediapipe import MediaPipeDetector
    from coach.adapters.pose_model import find_model

    detector = MediaPipeDetector(find_model(Path(model) if model else None).path, mode)
    try:
        yield detector
    finally:
        detector.close()


def next_detector(model: str | None, following: FollowState | None) -> "MediaPipeDetector":
    """A detector for videos that goes on `following` somebody, made of what the one before it in this process used.

    Raises:
        ModelError: as `open_detector`.
    """
    from coach.adapters.pose_mediapipe import MediaPipeDetector, lent
    from coach.adapters.pose_model import find_model

    path = find_model(Path(model) if model else None).path
    return MediaPipeDetector(path, engine=lent(path), following=following)


def mode_for(info: SourceInfo) -> Literal["video", "picture"]:
    """Pictures are looked at one by one; everything else in time order."""
    return "picture" if info.kind in ("picture", "pictures") else "video"
