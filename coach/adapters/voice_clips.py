"""The recorded lines: an index from each text, word for word, to its clip."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from coach.ports import CoachError

INDEX: Final = "index.json"
SUFFIX: Final = ".ogg"

_SLUG_LENGTH: Final = 40
_HASH_LENGTH: Final = 8
_PAGE: Final = b"OggS"
_PAGE_HEADER: Final = 27
_VORBIS: Final = b"\x01vorbis"


class ClipsError(CoachError):
    """The recorded lines can't be used."""


@dataclass(frozen=True, slots=True)
class Clip:
    """One recorded line: its file, and how long it lasts in seconds."""

    path: Path
    seconds: float


def file_name(text: str) -> str:
    """Name of the clip of a text: readable, and another for every other text."""
    slug = re.sub(r"[^a-z0-9]+", "-", text.lower().replace("'", "")).strip("-")[:_SLUG_LENGTH].strip("-")
    return f"{slug}-{hashlib.sha256(text.encode()).hexdigest()[:_HASH_LENGTH]}{SUFFIX}"


def read_index(folder: Path) -> dict[str, Clip]:
    """Clips by text, from `index.json` in their folder.

    Raises:
        ClipsError: the index is missing, or is not one.
    """
    path = folder / INDEX
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        return {text: _clip(folder, entry) for text, entry in entries.items()}
    except OSError as error:
        raise ClipsError(f"The recorded voice can't be read: {path.name} ({error.strerror or error}).") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ClipsError(f"The recorded voice can't be used: {path.name} is not an index of clips.") from error


def _clip(folder: Path, entry: Mapping[str, object]) -> Clip:
    name, seconds = entry["file"], entry["seconds"]
    if not isinstance(name, str) or not isinstance(seconds, int | float) or Path(name).name != name:
        raise TypeError(f"{name} is no clip")
    return Clip(folder / name, float(seconds))


def index_text(clips: Mapping[str, Clip]) -> str:
    """What `index.json` says of these clips, in an order that changes little when clips are added."""
    entries = {text: {"file": clip.path.name, "seconds": round(clip.seconds, 3)} for text, clip in clips.items()}
    return json.dumps(dict(sorted(entries.items())), indent=1, ensure_ascii=False) + "\n"


def missing(lines: Iterable[str], clips: Mapping[str, Clip]) -> list[str]:
    """Lines without a clip, or whose clip's file is not there, in their order."""
    return [line for line in lines if line not in clips or not clips[line].path.is_file()]


def orphans(folder: Path, clips: Mapping[str, Clip], lines: Iterable[str]) -> list[Path]:
    """Clip files that belong to none of the lines, sorted."""
    wanted = {clips[line].path for line in lines if line in clips}
    return sorted(path for path in folder.glob(f"*{SUFFIX}") if path not in wanted)


def ogg_seconds(path: Path) -> float:
    """How long an OGG Vorbis file lasts, from its headers and its last page alone (nothing is decoded).

    Raises:
        ClipsError: it can't be read, or is no OGG Vorbis file, or one that was cut off.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ClipsError(f"The clip {path.name} can't be read: {error.strerror or error}.") from error
    start, last = content.find(_VORBIS), content.rfind(_PAGE)
    if not content.startswith(_PAGE) or start < 0 or len(content) < last + _PAGE_HEADER:
        raise ClipsError(f"The clip {path.name} is no OGG Vorbis file.")
    rate = int.from_bytes(content[start + 12 : start + 16], "little")
    is_end = content[last + 5] & 4
    if not rate or not is_end:
        raise ClipsError(f"The clip {path.name} was cut off.")
    return int.from_bytes(content[last + 6 : last + 14], "little") / rate
