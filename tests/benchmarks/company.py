"""Other people in the picture, before the real pose model: `python -m tests.benchmarks.company`.

Somebody exercises, and somebody else passes, stands about, exercises too, or is only a mirror's, a screen's or a
poster's picture. The pictures are made from recordings (`tests/companions.py` says how), go through MediaPipe and the
following of one person as in `coach analyze`, and are judged against the same pictures without company: repetitions
counted otherwise, seconds held otherwise, faults that only company brings, repetitions while nobody exercises, seconds
in which somebody else's pose was taken for the person's, and seconds in which the person was not followed. A pose is
somebody else's when its trunk or its scale is off by more than `APART_M` or `APART_SCALE`.

About fifteen minutes on two cores. `--only KIND`, `--recordings NAME,NAME`; `--keep FOLDER` writes the films that are
judged, with what was followed drawn in; `--json FILE` writes everything.
"""

import argparse
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
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
from tests.companions import FPS, HORIZON, STATURE_M, Figure, Mask
from tests.streams import DATA, MISSING, exercise

VIDEO: Final = DATA / "video"
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

_WALK: Final = ("n02_walk_through.mp4", 1.5, 4.2)
_OTHER: Final = ("d01_birddog_base.mp4", 2.0, 14.0)
_OTHER_THAN_DOG: Final = ("b01_bridge_base.mp4", 2.0, 14.0)
"""Who walks by, and who exercises beside: file, from, to (seconds)."""


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What a composer knows: the recording, where its person is in each picture, the floor (pixels from above) under
    them, and how tall (pixels) a grown-up would stand there."""

    name: str
    masks: Sequence[Mask]
    floor: float
    tall: float

    def floor_at(self, nearness: float, height: int) -> float:
        """Where the feet are of somebody so much nearer, pixels from above."""
        return HORIZON * height + (self.floor - HORIZON * height) * nearness


Kind = Callable[[Scene, int, Picture], Picture]


class Walk(NamedTuple):
    """How somebody passes: nearness against the person, stature against a grown-up's, in front or behind; from when
    on, seconds for one crossing, seconds from one to the next, and standing half-way for how long."""

    nearness: float
    stature: float = 1.0
    behind: bool = False
    begin_s: float = 3.0
    crossing_s: float = 3.0
    every_s: float = 6.0
    pause_s: float = 0.0


def _walkers() -> Sequence[Figure]:
    return companions.figures(VIDEO / _WALK[0], *_WALK[1:])


def _others(scene: Scene) -> Sequence[Figure]:
    file, *span = _OTHER_THAN_DOG if "dog" in scene.name else _OTHER
    return companions.figures(VIDEO / file, *span)


def _tallest(who: Sequence[Figure]) -> int:
    return max(figure.mask.shape[0] for figure in who)


def _walks(walk: Walk, who: Callable[[], Sequence[Figure]], scene: Scene, index: int, picture: Picture) -> Picture:
    share = companions.path(index / FPS, walk.begin_s, walk.crossing_s, walk.every_s, walk.pause_s)
    if share is None:
        return picture
    played, (high, wide) = who(), picture.shape[:2]
    figure = played[index % len(played)]
    if int((index / FPS - walk.begin_s) // walk.every_s) % 2:
        figure = figure.mirrored()
    scale = scene.tall * walk.nearness * walk.stature / _tallest(played)
    place = (share * wide, scene.floor_at(walk.nearness, high))
    return companions.put(picture, figure, place, scale, scene.masks[index] if walk.behind else None)


def _stands(scene: Scene, index: int, picture: Picture) -> Picture:
    """From the third second on somebody stands at the right edge, a little behind."""
    if index < 3 * FPS:
        return picture
    played, (high, wide) = _walkers(), picture.shape[:2]
    scale = 0.95 * scene.tall / _tallest(played)
    return companions.put(picture, played[0], (0.9 * wide, scene.floor_at(0.95, high)), scale, scene.masks[index])


def _leaves(scene: Scene, index: int, picture: Picture) -> Picture:
    """Somebody nearer is there at the start, at the left edge, and walks out at the second second."""
    played, (high, wide) = _walkers(), picture.shape[:2]
    share = 0.2 - max(0.0, index / FPS - 2.0) * 0.4
    figure = played[index % len(played) if index > 2 * FPS else 0]
    place = (share * wide, scene.floor_at(1.25, high))
    return companions.put(picture, figure, place, 1.25 * scene.tall / _tallest(played)) if share > -0.2 else picture


def _to_and_fro(played: Sequence[Figure], index: int) -> Figure:
    """Forward to the end and back, so that nobody jumps."""
    place = index % (2 * len(played) - 2)
    return played[min(place, 2 * len(played) - 2 - place)]


def _exercises(scene: Scene, index: int, picture: Picture) -> Picture:
    """Somebody else exercises further back, at 0.6 of the size, partly behind the person."""
    played, (high, wide) = _others(scene), picture.shape[:2]
    scale = 0.6 * _size(scene, played)
    place = (0.3 * wide, scene.floor_at(0.6, high))
    return companions.put(picture, _to_and_fro(played, index), place, scale, scene.masks[index])


def _size(scene: Scene, played: Sequence[Figure]) -> float:
    """By how much a figure of another rendered recording is enlarged to be as large as the person."""
    widths = [np.median([figure.mask.shape[1] for figure in played])]
    own = [np.ptp(np.nonzero(mask.any(axis=0))[0]) for mask in scene.masks if mask.any()]
    return float(np.median(own) / widths[0])


def _beside(scene: Scene, index: int, picture: Picture) -> Picture:
    """The picture is twice as wide; to the right somebody exercises in an empty room, at 0.85 of the size."""
    made, (high, wide) = _wide(scene, index, picture), picture.shape[:2]
    played = _others(scene)
    place = (1.5 * wide, scene.floor_at(0.9, high))
    return companions.put(made, _to_and_fro(played, index), place, 0.85 * _size(scene, played))


def _wide(_: Scene, __: int, picture: Picture) -> Picture:
    return companions.widened(picture, _empty_room())


def _empty_room() -> Picture:
    return next(companions.frames(VIDEO / _WALK[0]))[1]


def _mirror(_: Scene, __: int, picture: Picture) -> Picture:
    """A mirror on the wall shows the whole room, at 0.45 of the size."""
    return companions.hung(picture, picture[:, ::-1], (0.03, 0.02), 0.45)


def _screen(scene: Scene, index: int, picture: Picture) -> Picture:
    """A screen on the wall shows somebody who exercises."""
    played, room = _others(scene), _empty_room()
    high, wide = room.shape[:2]
    return companions.hung(
        picture, companions.put(room, _to_and_fro(played, index), (0.5 * wide, 0.8 * high), 1.0), (0.6, 0.03), 0.36
    )


def _poster(_: Scene, __: int, picture: Picture) -> Picture:
    """A poster shows somebody who stands."""
    room = _empty_room()
    high, wide = room.shape[:2]
    shown = companions.put(room, _walkers()[0], (0.5 * wide, 0.9 * high), 1.0)
    return companions.hung(picture, shown[:, wide // 4 : -wide // 4], (0.7, 0.03), 0.22)


def _nobody(_: Scene, __: int, picture: Picture) -> Picture:
    return picture


ALONE: Final = "nobody else"
WIDE_ALONE: Final = "nobody else, twice as wide"

KINDS: Final[Mapping[str, Kind]] = {
    ALONE: _nobody,
    WIDE_ALONE: _wide,
    "passes behind": partial(_walks, Walk(0.85, behind=True), _walkers),
    "passes in front": partial(_walks, Walk(1.25), _walkers),
    "passes close to the camera": partial(_walks, Walk(2.0), _walkers),
    "passes slowly in front": partial(_walks, Walk(1.25, crossing_s=6.0, every_s=9.0), _walkers),
    "stops in front for 3 s": partial(_walks, Walk(1.25, every_s=10.0, pause_s=3.0), _walkers),
    "child runs past in front": partial(_walks, Walk(1.1, stature=0.6, crossing_s=2.0, every_s=4.0), _walkers),
    "child plays behind": partial(_walks, Walk(0.9, stature=0.55, behind=True, pause_s=2.0), _walkers),
    "dog in front": partial(_walks, Walk(1.15, stature=0.35), companions.dog),
    "stands beside": _stands,
    "there first, leaves at 2 s": _leaves,
    "exercises behind": _exercises,
    "exercises beside": _beside,
    "mirror": _mirror,
    "screen": _screen,
    "poster": _poster,
}

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
    """Every kind of company in one recording."""
    scene = _scene(name)
    alone: dict[str, Poses] = {}
    found: list[Company] = []
    for kind, made in KINDS.items():
        if kind not in {ALONE, WIDE_ALONE} and not any(kind.startswith(part) for part in only or [""]):
            continue
        if kind == WIDE_ALONE and only and not any("exercises beside".startswith(part) for part in only):
            continue
        poses = list(_found(_pictures(scene, made)))
        alone[kind] = poses
        if keep:
            _film(keep / f"{Path(name).stem} {kind}.mp4", _pictures(scene, made), poses)
        found += judged(scene, kind, poses, alone[WIDE_ALONE if "beside" in kind and "exer" in kind else ALONE])
    return found


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
    "company", "recordings", "counted otherwise", "repetitions off", "holds off by", "faults a minute that company brings",
    "phantoms", "somebody else followed", "nobody followed",
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
    for item in found:
        if item.wrong_s > 0 or item.got != item.wanted or item.faults or item.hold_off_s > 1:
            print(f"{item.recording} {item.kind}: {item.exercise} {item.got} of {item.wanted}, hold {item.hold_off_s:.1f} s off, "
                  f"{', '.join(item.faults) or 'no fault'}; somebody else {item.wrong_s:.1f} s, nobody {item.lost_s:.1f} s")
    write(options.json, [item._asdict() for item in found])


if __name__ == "__main__":
    main()
