"""Other people in the picture, before the real pose model: `python -m tests.benchmarks.company`.

Somebody exercises, and somebody else passes, stands about, exercises too, or is only a mirror's, a screen's or a
poster's picture. The pictures are made from recordings (`tests/companions.py` says how), go through MediaPipe and the
following of one person as in `coach analyze`, and are judged against the same pictures without company: repetitions
counted otherwise, seconds held otherwise, faults that only company brings, repetitions while nobody exercises, seconds
in which somebody else's pose was taken for the person's, and seconds in which the person was not followed. A pose is
somebody else's when its trunk or its scale is off by more than `APART_M` or `APART_SCALE`.

About fifteen minutes on two quiet cores (estimated). `--only KIND`, `--recordings NAME,NAME`; `--keep FOLDER` writes
the films that are judged, with what was followed drawn in; `--json FILE` writes everything.
"""

import argparse
import math
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

import cv2
import numpy as np

from coach.adapters.pose_mediapipe import MediaPipeDetector
from coach.adapters.pose_model import find_model
from coach.core.follow import candidate
from coach.core.pose import Pose
from coach.core.tally import Tally
from coach.evaluation import run
from coach.ports import Frame, Picture
from tests import companions
from tests.benchmarks.labelled import spread, table, write
from tests.companions import FPS, STATURE_M
from tests.company_kinds import ALONE, KINDS, VIDEO, WIDE, WIDE_ALONE, Kind, Scene
from tests.streams import MISSING, exercise

END_S: Final = 16.0
"""So much of each recording is shown, seconds."""

EXERCISERS: Final = {
    "b03_bridge_fast": ("glute_bridge",),
    "d01_birddog_base": ("bird_dog",),
    "p01_plank_good": ("plank",),
    "k01_ktc_alt": ("knee_to_chest",),
    "real/honzaczsk_bird_dog": ("bird_dog",),
    "real/mmuno_plank": ("plank",),
    "n01_lying_still": ("glute_bridge", "knee_to_chest", "plank"),
}
"""Recordings, and what is counted in them; in the last one nobody exercises."""

CALM: Final = "n01_lying_still"

APART_M: Final = 0.4
APART_SCALE: Final = 0.35
"""A pose is somebody else's from so many metres, or so much change of the logarithm of the scale, on."""

Poses = Sequence[tuple[float, Pose | None]]


def _scene(name: str) -> Scene:
    path = VIDEO / f"{name}.mp4"
    pictures = list(companions.frames(path, 0.0, END_S))
    masks = [mask for _, mask in companions.outlines(iter(pictures))]
    with_pose = [candidate(pose) for _, pose in _found(iter(pictures[: 2 * FPS])) if pose]
    scale = float(np.median([place.scale for place in with_pose if place]))
    return Scene(name, masks, companions.stood(masks), scale * STATURE_M * pictures[0][1].shape[0])


def _pictures(scene: Scene, kind: Kind) -> Iterator[tuple[float, Picture]]:
    for index, (t_s, picture) in enumerate(companions.frames(VIDEO / f"{scene.name}.mp4", 0.0, END_S)):
        yield t_s, kind(scene, index, picture)


def _found(pictures: Iterator[tuple[float, Picture]]) -> Iterator[tuple[float, Pose | None]]:
    detector = MediaPipeDetector(find_model(None).path)
    try:
        for t_s, picture in pictures:
            yield t_s, detector.detect(Frame(t_s, np.ascontiguousarray(picture)))
    finally:
        detector.close()


class Company(NamedTuple):
    """What company of one kind did to one recording; see the head of this file. `faults` and seconds as found."""

    recording: str
    kind: str
    exercise: str
    wanted: int
    got: int
    hold_off_s: float
    faults: tuple[str, ...]
    wrong_s: float
    lost_s: float
    seconds: float
    calm: bool


def apart(one: Pose, other: Pose) -> bool:
    """Whether two poses of one moment are of two people. What doesn't say where it is is nobody else."""
    a, b = candidate(one), candidate(other)
    if a is None or b is None:
        return False
    off_m = math.hypot(a.x - b.x, a.y - b.y) / b.scale
    return off_m > APART_M or abs(math.log(a.scale / b.scale)) > APART_SCALE


def _seconds(flags: Sequence[bool], times: Sequence[float]) -> float:
    return sum(end - begin for flag, (begin, end) in zip(flags, pairwise(times), strict=False) if flag)


def _new_faults(got: Tally, alone: Tally) -> tuple[str, ...]:
    known = [(fault.id, fault.start_s - 1, fault.end_s + 1) for fault in alone.faults]
    return tuple(
        f"{fault.id}@{fault.start_s:.1f}"
        for fault in got.faults
        if not any(id_ == fault.id and fault.start_s < end and fault.end_s > start for id_, start, end in known)
    )


def judged(scene: Scene, name: str, poses: Poses, alone: Poses) -> list[Company]:
    """One kind of company in one recording, for each exercise."""
    times = [t_s for t_s, _ in poses]
    pairs = [(one, other) for (_, one), (_, other) in zip(poses, alone, strict=True)]
    wrong = _seconds([one is not None and other is not None and apart(one, other) for one, other in pairs], times)
    lost = _seconds([one is None and other is not None for one, other in pairs], times)
    found = []
    for id_ in EXERCISERS[scene.name]:
        got, want = run(exercise(id_), poses), run(exercise(id_), alone)
        found.append(
            Company(
                recording=scene.name,
                kind=name,
                exercise=id_,
                wanted=want.counts.complete,
                got=got.counts.complete,
                hold_off_s=abs(got.hold_s - want.hold_s),
                faults=_new_faults(got, want),
                wrong_s=wrong,
                lost_s=lost,
                seconds=times[-1] - times[0],
                calm=scene.name == CALM,
            )
        )
    return found


def measured(only: Sequence[str], keep: Path | None, name: str) -> list[Company]:
    """Every kind of company in one recording, or those whose names begin as `only` says."""
    scene = _scene(name)
    asked = [kind for kind in KINDS if any(kind.startswith(part) for part in only or [""])]
    first = [kind for kind in (ALONE, WIDE_ALONE) if any(_reference(other) == kind for other in asked)]
    alone: dict[str, Poses] = {}
    found: list[Company] = []
    for kind in [*first, *(kind for kind in asked if kind not in first)]:
        poses = list(_found(_pictures(scene, KINDS[kind])))
        alone[kind] = poses
        if keep:
            _film(keep / f"{Path(name).stem} {kind}.mp4", _pictures(scene, KINDS[kind]), poses)
        found += judged(scene, kind, poses, alone[_reference(kind)])
    return found


def _reference(kind: str) -> str:
    """The kind without company whose pictures are of the same size."""
    return WIDE_ALONE if kind in {WIDE_ALONE, WIDE} else ALONE


def _film(path: Path, pictures: Iterator[tuple[float, Picture]], poses: Poses) -> None:
    film: cv2.VideoWriter | None = None
    for (_, picture), (_, pose) in zip(pictures, poses, strict=True):
        high, wide = picture.shape[:2]
        film = film or cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), FPS, (wide, high))
        shown = np.ascontiguousarray(picture[:, :, ::-1])
        for x, y in pose.points[:, :2] * (wide, high) if pose else ():
            cv2.circle(shown, (round(x), round(y)), 3, (0, 255, 0), -1)
        film.write(shown)
    if film:
        film.release()


HEADS: Final = (
    "company", "recordings", "counted otherwise", "repetitions off", "holds off by", "new faults a minute", "phantoms",
    "somebody else followed", "nobody followed",
)  # fmt: skip


def line(kind: str, found: Sequence[Company]) -> tuple[str, ...]:
    """One line of the table."""
    active = [item for item in found if not item.calm]
    each = {item.recording: item for item in found}.values()
    minutes = sum(item.seconds for item in active) / 60
    return (
        kind,
        str(len(each)),
        f"{sum(item.got != item.wanted for item in active)} of {len(active)}",
        f"{sum(min(item.got - item.wanted, 0) for item in active)} / +"
        f"{sum(max(item.got - item.wanted, 0) for item in active)}",
        f"{sum(item.hold_off_s for item in active) / max(len(active), 1):.1f} s",
        f"{sum(len(item.faults) for item in active) / minutes if minutes else 0:.2f}",
        str(sum(item.got for item in found if item.calm)),
        f"{sum(item.wrong_s for item in each):.1f} s",
        f"{sum(item.lost_s for item in each):.1f} s of {sum(item.seconds for item in each):.0f} s",
    )


def sentence(item: Company) -> str:
    """What went otherwise in one recording; empty when nothing did."""
    if item.got == item.wanted and not item.faults and item.hold_off_s <= 1 and item.wrong_s == 0:
        return ""
    return (
        f"{item.recording}, {item.kind}: {item.exercise} {item.got}, alone {item.wanted}; hold {item.hold_off_s:.1f} s "
        f"off; {', '.join(item.faults) or 'no fault'}; somebody else {item.wrong_s:.1f} s, nobody {item.lost_s:.1f} s"
    )


def main() -> None:
    """Print it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--json", metavar="FILE")
    asked.add_argument("--only", default="", metavar="KIND,...", help="kinds by the beginning of their name")
    asked.add_argument("--recordings", default=",".join(EXERCISERS), metavar="NAME,...")
    asked.add_argument("--keep", type=Path, metavar="FOLDER", help="write the films there")
    asked.add_argument("--workers", type=int)
    options = asked.parse_args()
    if not VIDEO.exists():
        raise SystemExit(MISSING)
    only = [part for part in options.only.split(",") if part]
    parts = spread(partial(measured, only, options.keep), options.recordings.split(","), options.workers)
    found = [item for part in parts for item in part]
    print(table(HEADS, [line(kind, part) for kind in KINDS if (part := [item for item in found if item.kind == kind])]))
    print("\n".join(told for item in found if (told := sentence(item))))
    write(options.json, [item._asdict() for item in found])


if __name__ == "__main__":
    main()
