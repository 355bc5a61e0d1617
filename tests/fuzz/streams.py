"""Landmark streams (.npz): hostile members and headers, and good ones with odd numbers, read and analysed."""

import io
import json
import warnings
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np

from coach import posture_analysis
from coach.adapters.store import StreamFile, write_stream
from coach.analysis import Run, Sample, Stopwatch, follow, most_likely
from coach.core.sitting.look import Sample as Seen
from coach.result_json import of_recording
from tests.fuzz import samples
from tests.fuzz.draws import NUMBERS, TEXTS, Draws
from tests.fuzz.target import Target, must, refusable, strict_json

MOST: Final = 40
KINDS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
TYPES: Final = ("<f8", "<f2", "<i4", "<U2", ">f8", "|O", "|b1", "<f4", "|S9", "<M8[s]", "|V8", "<U2147483647")
ODD: Final = (0.0, -1.0, 0.5, 1.5, 65504.0, -65504.0, 6e-8, np.nan, np.inf, -np.inf)


def arrays(frames: int = 12) -> dict[str, Any]:
    """A good stream: the beginning of a glute bridge."""
    poses = samples.poses("glute_bridge")[:frames]
    return {
        "t_s": np.array([pose.t_s for pose in poses]),
        "points": np.array([pose.points for pose in poses], np.float16),
        "world": np.array([pose.world for pose in poses], np.float16),
        "size": np.array((640, 480), np.int32),
        "meta": np.array(json.dumps({"fps": 4.0, "source": "demo"})),
    }


@cache
def good() -> bytes:
    """It as the program writes it."""
    file = io.BytesIO()
    np.savez_compressed(file, **arrays())
    return file.getvalue()


def _raw(data: bytes) -> None:
    with TemporaryDirectory(prefix="fuzz-") as folder:
        path = Path(folder) / "a.npz"
        path.write_bytes(data)
        with refusable():
            _used(StreamFile(path), Path(folder) / "b.npz")


def _numbers(data: bytes) -> None:
    """Right in shape, odd in what it holds."""
    draws, made = Draws(data), arrays()
    for _ in range(draws.below(12)):
        name = draws.pick(("t_s", "points", "points", "world", "size", "meta"))
        if name == "meta":
            made["meta"] = np.array(json.dumps({draws.pick(("fps", "source", draws.text())): draws.value()}))
        elif name == "size":
            made["size"][draws.below(2)] = draws.pick((0, -1, 1, 480, 100_000, 2**31 - 1))
        elif name == "t_s":
            made["t_s"][draws.below(12) :] += draws.pick((1e-9, 0.1, 3.0, 70.0, 4000.0, 1e6, 9e8, -0.1, np.nan, -1e8))
        else:
            made[name][draws.below(12), draws.below(33), draws.below(3)] = draws.pick(ODD)
    file = io.BytesIO()
    np.savez(file, **made)
    _raw(file.getvalue())


def _header(draws: Draws, value: Any) -> bytes:
    """An array as a member, its header now and then another one than it should be."""
    file = io.BytesIO()
    np.lib.format.write_array(file, np.asarray(value))
    content = file.getvalue()
    if draws.below(3):
        return content
    length = int.from_bytes(content[8:10], "little")
    shape = draws.pick((np.asarray(value).shape, (), (0,), (10**9, 33, 4), (-1,), (True,), (draws.below(99), 33, 4)))
    said = draws.pick((
        repr({"descr": draws.pick(TYPES), "fortran_order": bool(draws.below(2)), "shape": shape}),
        repr({"descr": draws.pick(TEXTS), "fortran_order": draws.pick(NUMBERS), "shape": draws.pick(NUMBERS)}),
        content[10 : 10 + length].decode("latin-1")[draws.below(40) :], "(" * 3000, "{'a': 1L, (", draws.text(),
        "{'descr': [('a', '<f8'), ('b', 'O')], 'fortran_order': False, 'shape': (1,)}", "[" * 200 + "]" * 200, "1if 2",
    )).encode("latin-1", "replace") + b"\n"  # fmt: skip
    version = draws.pick((b"\x01\x00", b"\x01\x00", b"\x02\x00", b"\x03\x00", b"\xff\xff"))
    size = len(said).to_bytes(2 if version == b"\x01\x00" else 4, "little")
    return content[:6] + version + size + said + content[10 + length :]


def _members(data: bytes) -> None:
    """A zip put together by hand: other packings, names that stand twice, members cut short."""
    draws, file = Draws(data), io.BytesIO()
    kind = draws.pick(KINDS)
    with zipfile.ZipFile(file, "w") as archive, warnings.catch_warnings():
        # A name that stands twice is what is wanted.
        warnings.simplefilter("ignore")
        for name, value in arrays(4).items():
            content = _header(draws, value)
            if draws.below(12) == 0:
                content = content[: draws.below(len(content) + 1)]
            named = draws.text() if draws.below(30) == 0 else f"{name}.npy"
            archive.writestr(zipfile.ZipInfo(named or "x"), content, draws.pick((kind, kind, *KINDS)))
    spoilt = bytearray(file.getvalue())
    for _ in range(draws.below(6)):
        where = draws.below(len(spoilt)) if draws.below(2) else len(spoilt) - 1 - draws.below(min(400, len(spoilt)))
        spoilt[where] = draws.pick((0, 255, 1, 9, 12, 14, 99, draws.below(256)))
    _raw(bytes(spoilt))


def _used(stream: StreamFile, copy: Path) -> None:
    info, poses = stream.info, list(islice(stream.poses(), MOST))
    must(0 < info.fps <= 1000 and info.duration_s > 0 and info.frames == len(stream), "a stream told otherwise")
    runs = [Run(samples.exercises()[id_]) for id_ in ("glute_bridge", "plank", "bird_dog")]
    watch = Stopwatch()
    follow(runs, (Sample(t_s, pose) for t_s, pose in poses), watch)
    strict_json(of_recording(info, most_likely(run.close() for run in runs), watch))
    for run in runs:
        strict_json(of_recording(info, run.close(), watch))
    sat = posture_analysis.sat(Seen(t_s, pose) for t_s, pose in poses)
    strict_json(posture_analysis.result_json(sat))
    write_stream(copy, poses, (info.width, info.height), stream.meta)
    again = list(StreamFile(copy).poses())
    must([t_s for t_s, _ in again] == [t_s for t_s, _ in poses], "times are not read as they were written")
    for (_, one), (_, other) in zip(poses, again, strict=True):
        same = one is other or (
            one is not None and other is not None and bool(np.array_equal(one.points, other.points, equal_nan=True))
        )
        must(same, "a pose is not read as it was written")


WAYS: Final[tuple[Callable[[bytes], None], ...]] = (_raw, _numbers, _members)


def run(data: bytes) -> None:
    """By its first byte: a file, a good one with odd numbers, or a zip put together by hand."""
    way = data[0] if data else 0
    WAYS[way % len(WAYS)](data[1:])


def _seeds() -> Iterator[bytes]:
    yield b"\0" + good()
    for choices in samples.CHOICES:
        yield bytes([1]) + choices
        yield bytes([2]) + choices
        yield bytes([2, choices[0] % 4]) + bytes([1]) * 40


TARGET = Target(
    "streams", "landmark streams (.npz)", run, _seeds,
    ("coach.adapters.store", "coach.analysis", "coach.core.tally", "coach.posture_analysis"),
)  # fmt: skip
