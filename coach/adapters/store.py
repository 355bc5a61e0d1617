"""Recorded landmark streams: one `.npz` a recording, numbers only, no pictures.

A file from elsewhere is not trusted: nothing in it is unpickled, and what its directory and headers declare is checked
before any memory is taken for it.
"""

import json
import math
import os
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Any, Final, cast

import numpy as np
import numpy.typing as npt
from numpy.lib import format as npy

from coach.core.body import LANDMARK_COUNT
from coach.core.pose import Pose
from coach.ports import OutputError, SourceInfo, StreamError
from coach.reading.zips import check_packing

MAX_BYTES: Final = 2 * 1024**3
MAX_FRAMES: Final = 4_000_000
"""37 hours at 30 frames a second."""

_MAX_SIDE: Final = 100_000
_MAX_TIME_S: Final = 1e9
_MAX_META: Final = 1_000_000
_MAX_HEADER: Final = 10_000
_HEADER: Final = re.compile(
    r"\{'descr': '(?P<type>[<>|=]?[biufcmMOSUV]\d{0,9})', 'fortran_order': (?P<fortran>True|False), "
    r"'shape': \((?P<shape>(?:\d{1,18}, ?)*(?:\d{1,18})?)\), ?\} *\n",
    re.ASCII,
)
_LENGTH_BYTES: Final = {(1, 0): 2, (2, 0): 4}
"""How many bytes say how long a header is, by the version of its format."""

_FALLBACK_FPS: Final = 30.0
_MAX_FPS: Final = 1000.0
_DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    OverflowError,
)

Samples = Iterable[tuple[float, Pose | None]]


@dataclass(frozen=True, slots=True)
class _Field:
    """An array that a stream holds: its type and the shape of one entry; `rows` says that there is one a frame."""

    dtype: np.dtype[Any] | None
    shape: tuple[int, ...]
    rows: bool = True


_FIELDS: Final = {
    "t_s": _Field(np.dtype(np.float64), ()),
    "points": _Field(np.dtype(np.float16), (LANDMARK_COUNT, 4)),
    "world": _Field(np.dtype(np.float16), (LANDMARK_COUNT, 3)),
    "size": _Field(np.dtype(np.int32), (2,), rows=False),
    "meta": _Field(None, (), rows=False),
}


class StreamFile:
    """A recorded stream, read whole and checked.

    A row with any value that is nan or infinite counts as nobody seen: half a body is not measured.

    Attributes:
        info: what is known of it; `fps` is the recording's own where its meta says so, else measured.
        meta: what was noted with it (source, detector, model hash).

    Raises:
        StreamError: the file is missing, damaged, or not such a stream.
    """

    def __init__(self, path: Path) -> None:
        arrays = _read(path)
        self._t_s: npt.NDArray[np.float64] = arrays["t_s"]
        self._points: npt.NDArray[np.float16] = arrays["points"]
        self._world: npt.NDArray[np.float16] = arrays["world"]
        _check_times(path, self._t_s)
        self._size = _size(path, arrays["size"])
        self.meta = _meta(path, arrays["meta"])
        self.info = self._describe(path)

    def __len__(self) -> int:
        return len(self._t_s)

    def poses(self) -> Iterator[tuple[float, Pose | None]]:
        """Time and pose of every frame, in order; None where nobody was seen."""
        for t_s, points, world in zip(self._t_s.tolist(), self._points, self._world, strict=True):
            whole = np.isfinite(points).all() and np.isfinite(world).all()
            yield t_s, Pose(t_s, points, world, self._size) if whole else None

    def _describe(self, path: Path) -> SourceInfo:
        gaps_s = np.diff(self._t_s)
        gap_s = float(np.median(gaps_s)) if len(gaps_s) else 0.0
        noted = self.meta.get("fps")
        fps = float(noted) if isinstance(noted, int | float) and not isinstance(noted, bool) else 0.0
        if not (math.isfinite(fps) and 0 < fps <= _MAX_FPS):
            fps = 1 / gap_s if gap_s >= 1 / _MAX_FPS else _FALLBACK_FPS
        seconds = float(self._t_s[-1] - self._t_s[0]) + 1 / fps
        return SourceInfo(str(path), "stream", fps, len(self), seconds, *self._size)


def write_stream(path: Path, samples: Samples, size: tuple[int, int], meta: Mapping[str, object]) -> None:
    """Write a stream under `path`, whole or not at all.

    Args:
        path: where to; the folder must exist.
        samples: time in seconds, strictly rising, and the pose or None.
        size: width and height of the pictures in pixels.
        meta: what to note with it; goes to JSON.

    Raises:
        StreamError: there is no sample, or time does not rise.
        OutputError: the file cannot be written.
    """
    content = _encode(path, samples, size, meta)
    temporary = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".stream-", delete=False) as file:
            temporary = Path(file.name)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        temporary = None
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _encode(path: Path, samples: Samples, size: tuple[int, int], meta: Mapping[str, object]) -> bytes:
    times: list[float] = []
    points: list[npt.NDArray[np.float16]] = []
    world: list[npt.NDArray[np.float16]] = []
    nobody = np.full((LANDMARK_COUNT, 4), np.nan, dtype=np.float16)
    # A guess far outside the picture overflows to infinity, and is read back as nobody seen.
    with np.errstate(over="ignore"):
        for t_s, pose in samples:
            times.append(t_s)
            points.append(nobody if pose is None else pose.points.astype(np.float16))
            world.append(nobody[:, :3] if pose is None else pose.world.astype(np.float16))
    t_s_all = np.array(times, dtype=np.float64)
    _check_times(path, t_s_all)
    file = BytesIO()
    np.savez_compressed(
        file,
        t_s=t_s_all,
        points=np.array(points),
        world=np.array(world),
        size=np.array(size, dtype=np.int32),
        meta=np.array(json.dumps(dict(meta), ensure_ascii=False)),
    )
    return file.getvalue()


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            check_packing(archive)
            members = _members(path, archive)
            headers = {name: _header(path, archive, name, members[name]) for name in _FIELDS}
            frames = {shape[0] for name, (shape, _, _) in headers.items() if _FIELDS[name].rows}
            if len(frames) != 1:
                raise StreamError(f"{path} is not a usable stream: its arrays differ in length.")
            return {name: _load(archive, members[name], *headers[name]) for name in _FIELDS}
    except OSError as error:
        raise StreamError(f"{path} cannot be read: {error.strerror or error}.") from error
    except MemoryError as error:
        raise StreamError(f"{path} is too large for this machine's memory.") from error
    except _DAMAGED as error:
        raise StreamError(f"{path} is not a landmark stream, or it is damaged: {_line(error)}.") from error


def _members(path: Path, archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    found: dict[str, zipfile.ZipInfo] = {}
    for member in archive.infolist():
        name = member.filename.removesuffix(".npy")
        if name in found:
            raise StreamError(f"{path} is not a usable stream: it holds {name} twice.")
        if name in _FIELDS:
            found[name] = member
    missing = [name for name in _FIELDS if name not in found]
    if missing:
        raise StreamError(f"{path} is not a landmark stream: it lacks {', '.join(missing)}.")
    if sum(member.file_size for member in found.values()) > MAX_BYTES:
        raise StreamError(f"{path} is refused: unpacked it is larger than {MAX_BYTES // 1024**3} GiB.")
    return found


Header = tuple[tuple[int, ...], bool, np.dtype[Any]]


def _header(path: Path, archive: zipfile.ZipFile, name: str, member: zipfile.ZipInfo) -> Header:
    """Shape, order and type that a member declares, checked against what a stream holds and the member's own size."""
    with archive.open(member) as file:
        shape, fortran, dtype = _npy_header(file)
        start = file.tell()
    field = _FIELDS[name]
    kind_fits = dtype == field.dtype if field.dtype is not None else dtype.kind == "U"
    entry = shape[1:] if field.rows else shape
    if not kind_fits or entry != field.shape or (field.rows and len(shape) != 1 + len(field.shape)):
        raise StreamError(f"{path} is not a usable stream: {name} is {dtype} {shape}.")
    if field.rows and not 1 <= shape[0] <= MAX_FRAMES:
        raise StreamError(f"{path} is not a usable stream: it has {shape[0]} frames (1 to {MAX_FRAMES} are taken).")
    if name == "meta" and dtype.itemsize > 4 * _MAX_META:
        raise StreamError(f"{path} is not a usable stream: its meta is too long.")
    if member.file_size != start + math.prod(shape) * dtype.itemsize:
        raise StreamError(f"{path} is not a usable stream: {name} does not have the size that it declares.")
    return shape, fortran, dtype


def _npy_header(file: IO[bytes]) -> Header:
    """A header as numpy writes it. numpy's own reader evaluates it as Python, which warns of some and fails of others
    in ways of its own: text from elsewhere is only compared here."""
    version = npy.read_magic(file)
    if version not in _LENGTH_BYTES:
        raise ValueError(f"unknown array format {version}")
    length = int.from_bytes(file.read(_LENGTH_BYTES[version]), "little")
    found = _HEADER.fullmatch(file.read(length).decode("latin-1")) if length <= _MAX_HEADER else None
    if found is None:
        raise ValueError("the header of an array can't be read")
    try:
        dtype = np.dtype(found["type"])
    except TypeError as error:
        raise ValueError("an array is of a type that there is not") from error
    return tuple(map(int, re.findall(r"\d+", found["shape"]))), found["fortran"] == "True", dtype


def _load(archive: zipfile.ZipFile, member: zipfile.ZipInfo, *header: Any) -> Any:
    shape, fortran, dtype = cast(Header, header)
    with archive.open(member) as file:
        _npy_header(file)
        content = file.read()
    return np.frombuffer(content, dtype=dtype).reshape(shape, order="F" if fortran else "C")


def _check_times(path: Path, t_s: npt.NDArray[np.float64]) -> None:
    if len(t_s) == 0:
        raise StreamError(f"{path} would hold no frames.")
    if not (np.isfinite(t_s).all() and np.abs(t_s).max() <= _MAX_TIME_S):
        raise StreamError(f"{path} is not a usable stream: its times are not all numbers.")
    if not (np.diff(t_s) > 0).all():
        raise StreamError(f"{path} is not a usable stream: its times do not rise.")


def _size(path: Path, size: npt.NDArray[np.int32]) -> tuple[int, int]:
    width, height = (int(side) for side in size)
    if not (0 < width <= _MAX_SIDE and 0 < height <= _MAX_SIDE):
        raise StreamError(f"{path} is not a usable stream: its picture size is {width} x {height}.")
    return width, height


def _meta(path: Path, text: npt.NDArray[np.str_]) -> dict[str, Any]:
    try:
        meta = json.loads(str(text))
    except (ValueError, RecursionError) as error:
        raise StreamError(f"{path} is not a usable stream: its meta is not JSON.") from error
    if not isinstance(meta, dict):
        raise StreamError(f"{path} is not a usable stream: its meta is not a JSON object.")
    return meta


def _line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__
