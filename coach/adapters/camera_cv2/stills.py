"""A picture, or a folder of pictures."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import cv2

from coach.adapters.camera_cv2.checks import check_size, head, reason, rgb
from coach.ports import Frame, Picture, SourceError, SourceInfo, SourceKind
from coach.quiet import quiet_stderr

PICTURE_SUFFIXES: Final = (".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff")
PICTURES_FPS: Final = 1.0
"""Pictures of a folder are stills: one a second."""


class Pictures:
    """Pictures as frames, one a second, turned upright as their files say."""

    def __init__(self, paths: Sequence[Path], name: str, kind: SourceKind) -> None:
        self._paths = list(paths)
        first = _read_picture(self._paths[0])
        seconds = len(self._paths) / PICTURES_FPS
        self.info = SourceInfo(name, kind, PICTURES_FPS, len(self._paths), seconds, first.shape[1], first.shape[0])

    def frames(self) -> Iterator[Frame]:
        for index, path in enumerate(self._paths):
            yield Frame(index / PICTURES_FPS, _read_picture(path))

    def close(self) -> None:
        """Nothing to free."""


def folder_of(folder: Path) -> Pictures:
    """The pictures of a folder, by name. Raises SourceError: there are none."""
    try:
        listed = [path for path in folder.iterdir() if path.suffix.lower() in PICTURE_SUFFIXES]
    except OSError as error:
        raise SourceError(f"The folder {folder} cannot be read: {error.strerror or error}.") from error
    found = [path for path in listed if path.is_file() and not path.name.startswith(".")]
    # Numbers padded, so that "2.png" comes before "10.png".
    paths = sorted(found, key=lambda path: re.sub("[0-9]+", lambda digits: digits[0].zfill(20), path.name.lower()))
    if not paths:
        raise SourceError(f"The folder {folder} holds no pictures ({', '.join(PICTURE_SUFFIXES)}).")
    return Pictures(paths, str(folder), "pictures")


def _read_picture(path: Path) -> Picture:
    head(path)
    try:
        # libpng and libjpeg write their remarks straight to stderr.
        with quiet_stderr():
            image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    except cv2.error as error:
        raise SourceError(f"{path} cannot be read as a picture: {reason(error)}.") from error
    if image is None:
        raise SourceError(f"{path} cannot be read as a picture: it is damaged or something else.")
    check_size(path, image.shape[1], image.shape[0])
    return rgb(image)
