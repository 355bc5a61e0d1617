"""How far measured joint angles lie from the truth of rendered clips, beside what the raw landmarks give."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from coach.analysis import Run
from coach.core.features import FEATURES
from coach.core.pose import Pose
from coach.core.posture import Body, orient
from coach.core.spec import Exercise

Samples = Sequence[tuple[float, Pose | None]]

MEASURED: Final[Mapping[str, str]] = {"hip_angle_deg": "hip_sag", "knee_angle_deg": "knee"}
"""Our measure, and what the truth calls it (after the side)."""

SIDE_ON_DEG: Final = 15.0
"""Up to this true camera turn a clip counts as side-on, beyond as turned, degrees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """True angles of a rendered clip: (frames, n) degrees with their names, frames a second, and the camera's turn."""

    angles_deg: npt.NDArray[np.float64]
    names: tuple[str, ...]
    fps: float
    yaw_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AngleError:
    """Errors of one measure in one clip: pairs of (ours, raw) absolute errors in degrees, one a frame."""

    exercise: str
    view: str
    feature: str
    ours_deg: tuple[float, ...]
    raw_deg: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AngleRow:
    """Mean absolute error in degrees by exercise, view and measure, ours beside raw landmarks; `frames` compared."""

    exercise: str
    view: str
    feature: str
    ours_deg: float
    raw_deg: float
    frames: int


def read_truth(path: Path) -> Truth | None:
    """The truth beside a rendered clip, or None where there is none."""
    if not path.is_file():
        return None
    with np.load(path, allow_pickle=False) as data:
        events: dict[str, Any] = json.loads(str(data["events"]))
        names = tuple(str(name) for name in data["names"])
        angles = data["angles_deg"].astype(np.float64)
    eye, target = events["camera"]["eye"], events["camera"]["target"]
    yaw = math.degrees(math.atan2(abs(eye[2] - target[2]), abs(eye[0] - target[0])))
    return Truth(angles_deg=angles, names=names, fps=float(events["fps"]), yaw_deg=yaw)


def compare(exercise: Exercise, samples: Samples, truth: Truth) -> list[AngleError]:
    """Errors of a clip, over the frames in which both a measure and its truth are known and counting is on."""
    pairs: dict[str, list[tuple[float, float]]] = {name: [] for name in MEASURED}
    moving = Run(exercise)
    for t_s, pose in samples:
        report = moving.step(t_s, pose)
        index = round(t_s * truth.fps)
        if pose is None or not report.armed or index >= len(truth.angles_deg):
            continue
        orientation = orient(pose.world, None)
        raw = Body(pose, orientation)
        for name, known_as in MEASURED.items():
            true = truth.angles_deg[index, truth.names.index(f"{orientation.near}_{known_as}")]
            errors = abs(report.features[name] - true), abs(FEATURES[name].measure(raw) - true)
            if not any(math.isnan(error) for error in errors):
                pairs[name].append(errors)
    view = "side-on" if truth.yaw_deg <= SIDE_ON_DEG else "turned"
    return [
        AngleError(
            exercise=exercise.id,
            view=view,
            feature=name,
            ours_deg=tuple(ours for ours, _ in found),
            raw_deg=tuple(raw for _, raw in found),
        )
        for name, found in pairs.items()
        if found
    ]


def rows(errors: Sequence[AngleError]) -> list[AngleRow]:
    """Gathered by exercise, view and measure."""
    keys = sorted({(item.exercise, item.view, item.feature) for item in errors})
    return [_row(key, [item for item in errors if (item.exercise, item.view, item.feature) == key]) for key in keys]


def _row(key: tuple[str, str, str], errors: Sequence[AngleError]) -> AngleRow:
    ours = [value for item in errors for value in item.ours_deg]
    raw = [value for item in errors for value in item.raw_deg]
    exercise, view, feature = key
    return AngleRow(
        exercise=exercise,
        view=view,
        feature=feature,
        ours_deg=float(np.mean(ours)),
        raw_deg=float(np.mean(raw)),
        frames=len(ours),
    )
