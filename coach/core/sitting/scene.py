"""Whether the camera was moved, by what stands behind the person: most of the room looks different, and stays so.

A thumbnail of the picture is compared block by block with an earlier one, lightness aside, so that neither a lamp nor a
cloud counts; the person's own part of the picture is left out. It is kept for some seconds and never leaves memory.
"""

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from coach.core.pose import Pose

Thumbnail = npt.NDArray[np.float32]

SIZE: Final = (36, 48)
"""Height and width of a thumbnail: a shift by three per cent of the picture shows in it, a camera's shiver doesn't."""

BLOCK: Final = 6
"""Side of a block, pixels of the thumbnail."""

TEXTURE: Final = 6.0
"""Spread of lightness (of 255) from which a block shows anything at all; estimated. A bare wall shows nothing."""

ALIKE: Final = 0.75
"""Correlation below which a block shows something else; estimated. Raise it when small moves of the camera are
missed."""

CHANGED: Final = 0.7
LEAST: Final = 5
"""Share of the blocks that must show something else, of so many at least; estimated: who walks by covers fewer."""

STAYS_S: Final = 3.0
"""How long, seconds; estimated: somebody who passes close to the camera is gone sooner."""

AROUND: Final = 0.06
"""How much of the picture around the person is left out, shares of its size; estimated: hair, arms, the chair's
back."""


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """The room as it looked when it was last sure, the person's place in it, and since when it looks different."""

    thumbnail: Thumbnail | None = None
    person: npt.NDArray[np.bool_] | None = None
    since_s: float = math.nan
    moved: int = 0


def shrunk(image: npt.NDArray[np.uint8]) -> Thumbnail:
    """(36, 48) lightness 0..255 of a picture (height, width, 3): the mean of each cell."""
    height, width = (side // cells * cells for side, cells in zip(image.shape[:2], SIZE, strict=True))
    if min(height, width) == 0:
        return np.zeros(SIZE, dtype=np.float32)
    # Every fourth line and column is enough, and cheap.
    rows, columns = height // SIZE[0], width // SIZE[1]
    cells = image[:height, :width].reshape(SIZE[0], rows, SIZE[1], columns, 3)
    few = cells[:, :: max(1, rows // 4), :, :: max(1, columns // 4)]
    lightness: Thumbnail = few.mean(axis=(1, 3, 4), dtype=np.float32)
    return lightness


def scene_step(state: Scene, t_s: float, thumbnail: Thumbnail | None, pose: Pose | None) -> Scene:
    """Take in a thumbnail with the person in it; `moved` counts how often the camera was moved."""
    if thumbnail is None or pose is None:
        return state
    person = _person(pose)
    if state.thumbnail is None or state.person is None:
        return replace(state, thumbnail=thumbnail, person=person)
    different = _different(state.thumbnail, thumbnail, state.person | person)
    return state if different is None else _followed(state, t_s, Scene(thumbnail, person, moved=state.moved), different)


def _followed(state: Scene, t_s: float, now: Scene, different: bool) -> Scene:
    if not different:
        return now
    if math.isnan(state.since_s):
        return replace(state, since_s=t_s)
    if t_s - state.since_s < STAYS_S:
        return state
    return replace(now, moved=state.moved + 1)


def _person(pose: Pose) -> npt.NDArray[np.bool_]:
    """(6, 8) which blocks the person covers, down to the picture's lower edge."""
    xy = pose.points[pose.points[:, 3] >= 0.3][:, :2]
    covered = np.zeros((SIZE[0] // BLOCK, SIZE[1] // BLOCK), dtype=bool)
    if not len(xy):
        return covered
    left, top = xy.min(axis=0) - AROUND
    right = xy[:, 0].max() + AROUND
    rows, columns = covered.shape
    covered[max(0, int(top * rows)) :, max(0, int(left * columns)) : max(0, math.ceil(right * columns))] = True
    return covered


def _blocks(thumbnail: Thumbnail) -> npt.NDArray[np.float32]:
    """(6, 8, 36) the pixels of each block about their mean."""
    rows, columns = SIZE[0] // BLOCK, SIZE[1] // BLOCK
    cut = thumbnail.reshape(rows, BLOCK, columns, BLOCK).swapaxes(1, 2).reshape(rows, columns, BLOCK * BLOCK)
    blocks: npt.NDArray[np.float32] = cut - cut.mean(axis=2, keepdims=True)
    return blocks


def _different(before: Thumbnail, now: Thumbnail, person: npt.NDArray[np.bool_]) -> bool | None:
    """Whether most of the room shows something else; None where too little of it can be seen."""
    a, b = _blocks(before), _blocks(now)
    spread_a, spread_b = np.sqrt((a**2).mean(axis=2)), np.sqrt((b**2).mean(axis=2))
    usable = (np.maximum(spread_a, spread_b) >= TEXTURE) & ~person
    if usable.sum() < LEAST:
        return None
    alike = (a * b).mean(axis=2) / np.maximum(spread_a * spread_b, 1e-6)
    return bool((alike[usable] < ALIKE).mean() >= CHANGED)
