"""Poses for the tests of the core: recorded streams, demonstrations, and what the engine says of them."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pytest
from _pytest.mark import ParameterSet

from coach.adapters import library
from coach.core import engine, figure
from coach.core.demo import Demo
from coach.core.movement import EngineState
from coach.core.pose import Pose
from coach.core.report import Counts, Fault, Hold, Rep, Report
from coach.core.spec import Exercise

EXERCISES: Final = Path(__file__).parents[1] / "exercises"
DATA: Final = Path(__file__).parents[2] / "shared" / "data"
LABELS: Final = DATA / "labels.csv"
MISSING: Final = f"no labelled data: {LABELS.relative_to(LABELS.parents[2])} does not lie beside the checkout"

FPS: Final = (10, 15, 30, 60)
"""Picture rates at which everything must count alike."""

Variant = Literal["whole", "15 fps", "10 fps", "mirrored", "320 wide"]
Sample = tuple[float, Pose | None]


@dataclass(frozen=True, slots=True, eq=False)
class Played:
    """What the engine said of a recording; `cues` are the sentences said aloud."""

    counts: Counts
    hold_s: float
    finished: tuple[Rep | Hold | Fault, ...]
    cues: tuple[str, ...]

    @property
    def faults(self) -> list[Fault]:
        return [item for item in self.finished if isinstance(item, Fault)]

    @property
    def fault_ids(self) -> set[str]:
        return {fault.id for fault in self.faults}

    @property
    def reps(self) -> list[Rep]:
        return [item for item in self.finished if isinstance(item, Rep)]


def ids() -> list[str]:
    """Ids of the exercises on the mat; see `moves`."""
    return [id_ for id_ in library.list_ids(EXERCISES) if exercise(id_).group == "mat"]


FEW: Final = ("plank", "glute_bridge", "bird_dog", "lift_drill")
"""One of each kind and posture, for sweeps whose rest is `slow`."""


def mostly_slow(names: Iterable[str]) -> list[ParameterSet]:
    """Ids as parameters: the few in the default run, the others `slow`."""
    return [pytest.param(id_, marks=() if id_ in FEW else pytest.mark.slow) for id_ in names]


def counted() -> list[str]:
    """Ids of those of the mat that the camera counts or times; the others are paced."""
    return [id_ for id_ in ids() if exercise(id_).kind != "paced"]


def moves() -> list[str]:
    """Ids of the guided moves of a break."""
    return [id_ for id_ in library.list_ids(EXERCISES) if exercise(id_).group == "break"]


@lru_cache(maxsize=64)
def exercise(id_: str) -> Exercise:
    """An exercise of the project; read once, for it is compared by identity."""
    return library.load_by_id(EXERCISES, id_)


def reports(spec: Exercise, samples: Iterable[Sample]) -> list[Report]:
    """Every report of the engine."""
    state = EngineState()
    said = []
    for t_s, pose in samples:
        state, report = engine.step(spec, state, t_s, pose)
        said.append(report)
    return said


def play(spec: Exercise, samples: Iterable[Sample]) -> Played:
    """Run the engine to the end of a recording, and close it."""
    state, hold_s = EngineState(), 0.0
    finished: list[Rep | Hold | Fault] = []
    cues: list[str] = []
    for t_s, pose in samples:
        state, report = engine.step(spec, state, t_s, pose)
        hold_s = report.hold_s
        finished += report.finished
        if report.cue and report.cue_is_new:
            cues.append(report.cue.text)
    return Played(state.counts, hold_s, (*finished, *engine.close(spec, state)), tuple(cues))


def swapped(counts: Counts) -> Counts:
    """The counts of a mirrored recording."""
    return replace(counts, left=counts.right, right=counts.left)


@lru_cache(maxsize=4)
def _demo_poses(demo: Demo, yaw_deg: float | None) -> tuple[Pose, ...]:
    return tuple(figure.poses(demo, max(FPS), yaw_deg))


def demo_samples(demo: Demo, fps: int, yaw_deg: float | None = None) -> list[Sample]:
    """A demonstration at one of `FPS`; the slower ones are every so many pictures of the fastest."""
    return [(pose.t_s, pose) for pose in _demo_poses(demo, yaw_deg)[:: max(FPS) // fps]]


@lru_cache(maxsize=4)
def stream(file: str) -> tuple[Sample, ...]:
    """A recorded stream of the data folder, by the name it has in labels.csv."""
    with np.load(DATA / file, allow_pickle=False) as recorded:
        t_s, points, world = (recorded[name] for name in ("t_s", "points", "world"))
        size = (int(recorded["size"][0]), int(recorded["size"][1]))
    return tuple(
        (float(t), None if np.isnan(p[0, 0]) else Pose(float(t), p, w, size))
        for t, p, w in zip(t_s, points, world, strict=True)
    )


def at(pose: Pose, t_s: float, points: npt.ArrayLike | None = None, world: npt.ArrayLike | None = None) -> Pose:
    """The pose at another time (s), with other (33, 4) points or (33, 3) world where given."""
    new_points, new_world = (
        old if new is None else np.asarray(new) for new, old in ((points, pose.points), (world, pose.world))
    )
    return Pose(t_s, new_points, new_world, pose.size)


def thinned(samples: Iterable[Sample], fps: float) -> list[Sample]:
    """At most so many pictures a second."""
    kept: list[Sample] = []
    for t_s, pose in samples:
        if not kept or t_s - kept[-1][0] >= 1 / fps - 1e-6:
            kept.append((t_s, pose))
    return kept


def mirrored(samples: Iterable[Sample]) -> list[Sample]:
    """As a mirror shows it."""
    return [(t_s, pose and pose.mirrored()) for t_s, pose in samples]


def _shrink(pose: Pose, width: int) -> Pose:
    size = (width, round(pose.size[1] * width / pose.size[0]))
    points = pose.points.copy()
    points[:, :2] = np.round(points[:, :2] * size) / size
    return Pose(pose.t_s, points, pose.world, size)


def shrunk(samples: Iterable[Sample], width: int = 320) -> list[Sample]:
    """As found in a small picture: places rounded to its whole pixels."""
    return [(t_s, pose and _shrink(pose, width)) for t_s, pose in samples]


def varied(file: str, variant: Variant) -> Iterable[Sample]:
    """A recorded stream, whole or made worse."""
    whole = stream(file)
    if variant == "mirrored":
        return mirrored(whole)
    if variant == "320 wide":
        return shrunk(whole)
    return whole if variant == "whole" else thinned(whole, float(variant.split()[0]))


@lru_cache(maxsize=1024)
def played(file: str, id_: str, variant: Variant = "whole") -> Played:
    """What the engine says of a recorded stream; worked out once for all tests."""
    return play(exercise(id_), varied(file, variant))


def labels() -> list[Mapping[str, str]]:
    """Rows of labels.csv for the exercises there are; none where the data is absent."""
    if not LABELS.exists():
        return []
    with LABELS.open(newline="", encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["exercise"] in ids()]
