"""Recordings in a folder: `FOLDER/<patient's reference>/*.mp4`, and what in it can't be one."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from coach.commands.wiring import STREAM_SUFFIX

VIDEO_SUFFIXES: Final = frozenset(
    (".mp4", ".m4v", ".mov", ".avi", ".mkv", ".webm", ".mpg", ".mpeg", ".wmv", ".3gp", ".mts", ".m2ts", ".ogv", ".flv")
)
"""Endings by which a file in a folder is taken for a video; one named on the command line may have any."""

SUFFIXES: Final = VIDEO_SUFFIXES | {STREAM_SUFFIX}


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording of a folder.

    Attributes:
        path: where it lies, absolute. name: its path from the folder, as it can be written and printed anywhere.
        reference: the patient's, the name of the folder it lies in (the outermost one); "" for one that lies in none.
        size: bytes.
    """

    path: Path
    name: str
    reference: str
    size: int


@dataclass(frozen=True, slots=True)
class Found:
    """What lies in a folder, in the order of names; `left_out` says in a sentence each what is not looked at."""

    recordings: tuple[Recording, ...]
    left_out: tuple[str, ...]


def is_folder_of_recordings(source: str) -> bool:
    """Whether a source is a folder with a video or a stream somewhere in it; one with pictures alone is not."""
    if source.isdecimal():
        return False
    try:
        inside = Path(source).is_dir()
    except (OSError, ValueError):
        return False
    return inside and next(_named_so(Path(source), []), None) is not None


def find(folder: Path) -> Found:
    """Every recording in a folder and in its folders, to any depth."""
    root, left_out = folder.resolve(), list[str]()
    found = []
    for path in _named_so(root, left_out):
        name = printable(path.relative_to(root).as_posix())
        reason, size = _looked_at(path, root)
        if reason:
            left_out.append(f"{name} is left out: {reason}")
        else:
            parts = path.relative_to(root).parts
            found.append(Recording(path, name, printable(parts[0]) if len(parts) > 1 else "", size))
    return Found(tuple(sorted(found, key=lambda one: one.name)), tuple(sorted(left_out)))


def printable(text: str) -> str:
    """Text with everything that can't be written or printed (bytes that are no text, line ends) as its escape."""
    whole = os.fsencode(text).decode("utf-8", "backslashreplace")
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in whole)


def _named_so(root: Path, left_out: list[str]) -> Iterator[Path]:
    """What is named like a recording. Links to folders are not followed: they lead out, or around in circles."""

    def unreadable(error: OSError) -> None:
        where = Path(str(error.filename)).relative_to(root).as_posix()
        left_out.append(f"{printable(where)} is left out: {error.strerror or error}")

    for place, folders, files in os.walk(root, onerror=unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in filter(lambda name: (Path(place) / name).is_symlink(), folders):
            where = (Path(place) / name).relative_to(root).as_posix()
            left_out.append(f"{printable(where)} is left out: it is a link to a folder")
        yield from (Path(place) / name for name in files if _is_named_so(name))


def _is_named_so(name: str) -> bool:
    return Path(name).suffix.lower() in SUFFIXES and not name.startswith(".")


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _looked_at(path: Path, root: Path) -> tuple[str, int]:
    """Why a path is no recording ("" where it is one), and its size."""
    if not _is_text(str(path)):
        return "its name holds bytes that are no text; rename it", 0
    try:
        target = path.resolve(strict=True)
        found = target.stat()
    except (OSError, RuntimeError) as error:
        return getattr(error, "strerror", None) or "a link that leads nowhere", 0
    if not target.is_relative_to(root):
        return "it is a link that leads out of the folder", 0
    if not stat.S_ISREG(found.st_mode):
        return "it is a device or a pipe, not a file", 0
    return "", found.st_size
