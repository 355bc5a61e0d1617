"""People put into other recordings' pictures: cut out of their own, walked, stood or hung on the wall in another's.

A figure is cut out by MediaPipe's segmentation mask. Sizes are told against the person who exercises: 1.25 is somebody
a quarter larger, so nearer to the camera; whoever is nearer stands lower in the picture.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from coach.adapters.pose_mediapipe import landmarkers
from coach.adapters.pose_model import find_model
from coach.ports import Picture
from coach.quiet import quiet_stderr

Mask = npt.NDArray[np.bool_]

FPS: Final = 15
WIDTH: Final = 640
"""Pictures are taken at this rate, and made this wide."""

STATURE_M: Final = 1.75
"""Of a grown-up who stands in the picture."""

HORIZON: Final = 0.4
"""Height in the picture (share, from above) of the eye of the camera: what stands nearer reaches further below it."""


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """Somebody cut out: (h, w, 3) picture and (h, w) mask of one size, its feet at the lower edge."""

    image: Picture
    mask: Mask

    def mirrored(self) -> "Figure":
        return Figure(self.image[:, ::-1], self.mask[:, ::-1])


def frames(path: Path, begin_s: float = 0.0, end_s: float = 1e9) -> Iterator[tuple[float, Picture]]:
    """(t_s, picture) of a recording, `FPS` a second and `WIDTH` wide; whoever is portrait keeps their shape."""
    video = cv2.VideoCapture(str(path))
    step = max(1, round(video.get(cv2.CAP_PROP_FPS) / FPS))
    index = 0
    while video.grab():
        t_s = index / (step * FPS)
        if begin_s <= t_s < end_s and index % step == 0:
            image = cv2.cvtColor(video.retrieve()[1], cv2.COLOR_BGR2RGB)
            height = round(image.shape[0] * WIDTH / image.shape[1])
            yield t_s, np.asarray(cv2.resize(image, (WIDTH, height), interpolation=cv2.INTER_AREA), np.uint8)
        index += 1
    video.release()


def outlines(pictures: Iterator[tuple[float, Picture]]) -> Iterator[tuple[Picture, Mask]]:
    """Each picture with where its person is, by MediaPipe's segmentation; nowhere when nobody is found."""
    mp, vision = landmarkers._load()
    base = mp.tasks.BaseOptions(model_asset_path=str(find_model(None).path))
    mode = vision.RunningMode.VIDEO
    options = vision.PoseLandmarkerOptions(base_options=base, running_mode=mode, output_segmentation_masks=True)
    with quiet_stderr():
        landmarker: Any = vision.PoseLandmarker.create_from_options(options)
        for t_s, image in pictures:
            shown = mp.Image(image_format=mp.ImageFormat.SRGB, data=np.ascontiguousarray(image))
            found = landmarker.detect_for_video(shown, round(1000 * t_s)).segmentation_masks
            mask = found[0].numpy_view().reshape(image.shape[:2]) > 0.5 if found else np.zeros(image.shape[:2], bool)
            yield image, np.array(mask)
        landmarker.close()


@lru_cache(maxsize=4)
def figures(path: Path, begin_s: float, end_s: float) -> tuple[Figure, ...]:
    """Somebody's figures from a recording, to be played one after the other; each in a box around its own feet."""
    found = []
    for image, mask in outlines(frames(path, begin_s, end_s)):
        if mask.any():
            rows, columns = np.nonzero(mask.any(axis=1))[0], np.nonzero(mask.any(axis=0))[0]
            box = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
            found.append(Figure(image[box].copy(), mask[box].copy()))
    return tuple(found)


def put(picture: Picture, who: Figure, at: tuple[float, float], scale: float, hidden_by: Mask | None = None) -> Picture:
    """The picture with a figure in it: the middle of its feet at (x, y) pixels, in front of all but `hidden_by`."""
    height, width = (max(1, round(side * scale)) for side in who.mask.shape)
    image = cv2.resize(who.image, (width, height), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    mask = cv2.resize(who.mask.astype(np.uint8), (width, height), interpolation=cv2.INTER_NEAREST) > 0
    left, top = round(at[0] - width / 2), round(at[1] - height)
    high, wide = picture.shape[:2]
    rows, columns = slice(max(top, 0), min(top + height, high)), slice(max(left, 0), min(left + width, wide))
    made = picture.copy()
    if rows.start >= rows.stop or columns.start >= columns.stop:
        return made
    part = slice(rows.start - top, rows.stop - top), slice(columns.start - left, columns.stop - left)
    shown = mask[part] if hidden_by is None else mask[part] & ~hidden_by[rows, columns]
    made[rows, columns][shown] = image[part][shown]
    return made


def hung(picture: Picture, what: Picture, at: tuple[float, float], width: float) -> Picture:
    """The picture with another on its wall, in a dark frame: left upper corner and width as shares of the picture."""
    high, wide = picture.shape[:2]
    size = round(width * wide), round(width * wide * what.shape[0] / what.shape[1])
    small = cv2.resize(what, size, interpolation=cv2.INTER_AREA)
    small = cv2.copyMakeBorder(small, 4, 4, 4, 4, cv2.BORDER_CONSTANT, value=(40, 35, 30))
    made, left, top = picture.copy(), round(at[0] * wide), round(at[1] * high)
    room = made[top : top + small.shape[0], left : left + small.shape[1]]
    room[:] = small[: room.shape[0], : room.shape[1]]
    return made


@lru_cache(maxsize=1)
def dog() -> tuple[Figure, ...]:
    """A dog, drawn: a brown trunk, head, tail and legs that trot, 100 pixels high; it looks to the left."""
    return tuple(_dog(phase) for phase in np.linspace(0, 2 * np.pi, 8, endpoint=False))


def _dog(phase: float) -> Figure:
    mask = np.zeros((100, 170), np.uint8)
    cv2.ellipse(mask, (90, 45), (50, 19), 0, 0, 360, 255, -1)
    cv2.circle(mask, (30, 24), 17, 255, -1)
    cv2.ellipse(mask, (14, 30), (13, 7), 0, 0, 360, 255, -1)
    cv2.line(mask, (137, 38), (165, 12), 255, 7)
    for index, x in enumerate((55, 65, 118, 128)):
        foot = x + round(14 * np.sin(phase + np.pi * (index % 2)))
        cv2.line(mask, (x, 50), (foot, 97), 255, 10)
    rng = np.random.default_rng(0)
    fur = np.clip(rng.normal((110, 75, 45), 14, (100, 170, 3)), 0, 255)
    return Figure(fur.astype(np.uint8), mask > 0)


def widened(picture: Picture, room: Picture) -> Picture:
    """The picture with as much of another room to its right, of one height."""
    high, wide = picture.shape[:2]
    return np.hstack((picture, cv2.resize(room, (wide, high), interpolation=cv2.INTER_AREA)))


def path(t_s: float, begin_s: float, crossing_s: float, every_s: float, pause_s: float = 0.0) -> float | None:
    """Where in the picture (0 left edge, 1 right edge) somebody is who walks through it to and fro, or None between.

    With a pause they stop half-way for so long.
    """
    since_s, turn = (t_s - begin_s) % every_s, int((t_s - begin_s) // every_s)
    if t_s < begin_s or since_s > crossing_s + pause_s:
        return None
    half_s = crossing_s / 2
    walked_s = since_s if since_s < half_s else max(half_s, since_s - pause_s)
    share = -0.2 + 1.4 * walked_s / crossing_s
    return share if turn % 2 else 1.0 - share


def stood(masks: Sequence[Mask]) -> float:
    """Where (pixels from above) the floor under somebody is: the lowest that they usually reach."""
    return float(np.median([np.nonzero(mask.any(axis=1))[0][-1] for mask in masks if mask.any()]))
