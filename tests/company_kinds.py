"""The kinds of company that `tests.benchmarks.company` tries: who comes, where they stand, how they move.

A kind is a function from a scene, a picture's index and the picture to the picture with company.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, NamedTuple

import numpy as np

from coach.ports import Picture
from tests import companions
from tests.companions import FPS, HORIZON, Figure, Mask
from tests.streams import DATA

VIDEO: Final = DATA / "video"

_WALK: Final = ("n02_walk_through.mp4", 1.5, 4.2)
_ON_FOURS: Final = ("d01_birddog_base.mp4", 2.0, 14.0)
_LYING: Final = ("b01_bridge_base.mp4", 2.0, 14.0)
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
    file, *span = _LYING if "dog" in scene.name else _ON_FOURS
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
WIDE: Final = "exercises beside"

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
    WIDE: _beside,
    "mirror": _mirror,
    "screen": _screen,
    "poster": _poster,
}
