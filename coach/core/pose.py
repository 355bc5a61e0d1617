"""One person at one moment: the only form in which a body enters the core."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from coach.core.body import LANDMARK_COUNT, TWIN

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

MIN_VISIBILITY: Final = 0.5
"""A landmark below this (0..1) counts as not seen. estimated.
Lower it when far limbs drop out, raise it when hidden limbs are guessed wrongly."""

KEPT_VISIBILITY: Final = 0.3
"""A landmark that was seen stays seen down to this, so that limbs do not flicker at the threshold; estimated."""

FRAME_MARGIN: Final = 0.01
"""How far outside the picture (share of its width or height) a landmark may lie before it counts as not seen;
estimated. Beyond it the model only guesses: a hand that left the picture was measured to wander by 30 degrees."""


class PoseError(ValueError):
    """A pose whose arrays do not have the agreed shape."""


def _locked(array: npt.ArrayLike, shape: tuple[int, ...], name: str) -> Array:
    value = np.array(array, dtype=np.float64)
    if value.shape != shape:
        raise PoseError(f"{name} must have shape {shape}, got {value.shape}")
    value[~np.isfinite(value)] = np.nan
    value.flags.writeable = False
    return value


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """The 33 landmarks of one person.

    Attributes:
        t_s: when the picture was taken, seconds on the source's clock.
        points: (33, 4) x and y in 0..1 of the picture's width and height (y down), z on x's scale (smaller is
            nearer to the camera), visibility 0..1.
        world: (33, 3) metres around the middle of the hips, axes as `points`.
        size: width and height of the picture in pixels.
        others: other people seen in the picture, as far as was looked for them.

    Raises:
        PoseError: an array has another shape, or the size is not positive.
    """

    t_s: float
    points: Array
    world: Array
    size: tuple[int, int]
    others: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "points", _locked(self.points, (LANDMARK_COUNT, 4), "points"))
        object.__setattr__(self, "world", _locked(self.world, (LANDMARK_COUNT, 3), "world"))
        if min(self.size) <= 0:
            raise PoseError(f"size must be positive, got {self.size}")

    def plane(self) -> Array:
        """(33, 2) landmarks in picture heights, x right, y down: angles are true here. Guesses included."""
        width, height = self.size
        return self.points[:, :2] * (width / height, 1.0)

    def seen(self, before: Mask | None = None) -> Mask:
        """(33,) whether each landmark was really seen: visible enough and inside the picture, give or take a margin.

        `before` is the answer for the pose before, if there was one: what was seen then is let go later.
        """
        needed = MIN_VISIBILITY if before is None else np.where(before, KEPT_VISIBILITY, MIN_VISIBILITY)
        return self.inside() & (self.points[:, 3] >= needed)

    def inside(self) -> Mask:
        """(33,) whether each landmark lies in the picture, give or take a margin."""
        xy = self.points[:, :2]
        inside: Mask = np.all((xy >= -FRAME_MARGIN) & (xy <= 1 + FRAME_MARGIN), axis=1)
        return inside

    def mirrored(self) -> "Pose":
        """The pose a mirror shows: picture flipped left to right, and the person's left become right."""
        points = self.points[list(TWIN)]
        points[:, 0] = 1.0 - points[:, 0]
        world = self.world[list(TWIN)]
        world[:, 0] = -world[:, 0]
        return Pose(self.t_s, points, world, self.size, self.others)
