"""Landmark streams from elsewhere: hostile ones are refused in one sentence, nonsensical ones count nothing."""

import os
import pickle
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.test_commands import Capture, coach


def _arrays(frames: int = 30) -> dict[str, Any]:
    points = np.random.default_rng(0).random((frames, 33, 4)).astype(np.float16)
    return {
        "t_s": np.arange(frames) / 30,
        "points": points,
        "world": points[:, :, :3],
        "size": np.array((640, 480), np.int32),
        "meta": np.array("{}"),
    }


class _Evil:
    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.mkdir, ("was_run",)  # type: ignore[return-value]


def _bomb(path: Path) -> None:
    head = BytesIO()
    np.lib.format.write_array_header_1_0(head, {"descr": "<f2", "fortran_order": False, "shape": (10**8, 33, 4)})
    np.savez(path, **_arrays())
    with zipfile.ZipFile(path) as archive:
        kept = {name: archive.read(name) for name in archive.namelist() if name != "points.npy"}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in kept.items():
            archive.writestr(name, content)
        archive.writestr("points.npy", head.getvalue() + bytes(20_000_000))


STREAMS: dict[str, bytes | dict[str, Any] | Callable[[Path], None]] = {
    "empty": b"",
    "text": b"hello",
    "zip of nothing": b"PK\x05\x06" + bytes(18),
    "pickle": pickle.dumps(_Evil()),
    "pickle inside": _arrays() | {"meta": np.array([_Evil()], dtype=object)},
    "other shapes": _arrays() | {"points": np.zeros((30, 17, 3), np.float16)},
    "lengths that differ": _arrays() | {"t_s": np.arange(5) / 30},
    "time that falls": _arrays() | {"t_s": -np.arange(30) / 30},
    "time that stands": _arrays() | {"t_s": np.zeros(30)},
    "time that is nan": _arrays() | {"t_s": np.full(30, np.nan)},
    "time that is infinite": _arrays() | {"t_s": np.full(30, np.inf)},
    "no size": _arrays() | {"size": np.zeros(2, np.int32)},
    "meta that is no JSON": _arrays() | {"meta": np.array("{")},
    "no frames": _arrays(0),
    "nobody": _arrays() | {"points": np.full((30, 33, 4), np.nan, np.float16)},
    "zip bomb": _bomb,
}

HARMLESS: dict[str, dict[str, Any]] = {
    "noise": _arrays(),
    "all in one point": _arrays() | {"points": np.full((30, 33, 4), 0.5, np.float16)},
    "all at zero": {
        **_arrays(),
        "points": np.zeros((30, 33, 4), np.float16),
        "world": np.zeros((30, 33, 3), np.float16),
    },
    "huge": _arrays() | {"points": np.full((30, 33, 4), 60000, np.float16)},
    "gap of years": _arrays() | {"t_s": np.concatenate([np.arange(15) / 30, 1e8 + np.arange(15) / 30])},
    "long before zero": _arrays() | {"t_s": np.arange(30) / 30 - 1e8},
    "one frame": _arrays(1),
}


def _write(path: Path, content: bytes | dict[str, Any] | Callable[[Path], None]) -> Path:
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif isinstance(content, dict):
        np.savez(path, **content)
    else:
        content(path)
    return path


def _one_sentence(err: str) -> bool:
    return err.startswith("coach: ") and err.count("\n") == 1 and "Traceback" not in err and "Errno" not in err


@pytest.mark.parametrize("name", STREAMS)
def test_a_hostile_stream_is_refused(capfd: Capture, tmp_path: Path, name: str) -> None:
    stream = _write(tmp_path / "a.npz", STREAMS[name])
    status, _, err = coach(capfd, "analyze", stream, "--exercise", "plank")
    assert status == 2
    assert _one_sentence(err), err
    assert [path.name for path in tmp_path.iterdir()] == ["a.npz"]
    assert _one_sentence(coach(capfd, "replay", stream, "--exercise", "plank")[2])


@pytest.mark.parametrize("name", HARMLESS)
def test_a_nonsensical_stream_counts_nothing(capfd: Capture, tmp_path: Path, name: str) -> None:
    stream = _write(tmp_path / "a.npz", HARMLESS[name])
    status, out, err = coach(capfd, "analyze", stream, "--exercise", "glute_bridge")
    assert (status, err) == (0, "")
    assert out.startswith("Glute bridge: repetitions 0, partial 0, seconds held in good form 0.0\n")
