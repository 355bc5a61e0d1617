"""Pictures through OpenCV: from a camera, a video file, a picture or a folder of pictures."""

import time
from collections.abc import Callable
from pathlib import Path

from coach.adapters.camera_cv2.checks import SILENT_CAMERA_S as SILENT_CAMERA_S, hush
from coach.adapters.camera_cv2.stills import PICTURE_SUFFIXES as PICTURE_SUFFIXES, Pictures as Pictures, folder_of
from coach.adapters.camera_cv2.videos import Video as Video
from coach.adapters.camera_cv2.webcam import Webcam as Webcam, open_webcam
from coach.ports import Camera, SourceError


def open_source(source: str, now_s: Callable[[], float] = time.monotonic) -> Camera:
    """Open a video file, a picture, a folder of pictures, or a camera by its number ("0"), stamped by `now_s`.

    Raises:
        SourceError: it is missing or cannot be read as what it is.
    """
    hush()
    if source.isdecimal():
        return open_webcam(int(source), now_s)
    path = Path(source)
    try:
        # OpenCV ends the whole program over a name that is no text.
        source.encode()
    except UnicodeEncodeError as error:
        raise SourceError(f"{source} has a name with bytes that are no text; rename it.") from error
    try:
        path.stat()
    except (OSError, ValueError) as error:
        raise SourceError(f"{source} does not exist or is out of reach.") from error
    if path.is_dir():
        return folder_of(path)
    if not path.is_file():
        raise SourceError(f"{source} is neither a file nor a folder.")
    if path.suffix.lower() in PICTURE_SUFFIXES:
        return Pictures([path], str(path), "picture")
    return Video(path)
