"""Landmark streams: what is written is read back, and a file from elsewhere can do no harm."""

import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from coach.adapters.store import StreamFile, write_stream
from coach.core.pose import Pose
from coach.ports import OutputError, StreamError

SIZE = (640, 480)
DATA = Path(__file__).parents[2] / "shared" / "data"


def _pose(t_s: float, x: float = 0.25) -> Pose:
    return Pose(t_s, np.full((33, 4), x), np.full((33, 3), 0.5), SIZE)


def _arrays(frames: int = 3) -> dict[str, Any]:
    return {
        "t_s": np.arange(frames) / 30,
        "points": np.full((frames, 33, 4), 0.5, np.float16),
        "world": np.full((frames, 33, 3), 0.5, np.float16),
        "size": np.array(SIZE, np.int32),
        "meta": np.array(json.dumps({"fps": 30})),
    }


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    write_stream(path, [(0.0, _pose(0.0)), (0.1, None), (0.2, _pose(0.2))], SIZE, {"fps": 10, "source": "küche.mp4"})
    stream = StreamFile(path)
    assert len(stream) == 3
    assert stream.meta == {"fps": 10, "source": "küche.mp4"}
    assert (stream.info.kind, stream.info.frames, stream.info.fps) == ("stream", 3, 10)
    assert (stream.info.width, stream.info.height) == SIZE
    assert stream.info.duration_s == pytest.approx(0.3)
    poses = list(stream.poses())
    assert [t_s for t_s, _ in poses] == [0.0, 0.1, 0.2]
    assert [pose is None for _, pose in poses] == [False, True, False]
    assert poses[0][1] is not None
    np.testing.assert_allclose(poses[0][1].points, 0.25)
    assert [file.name for file in tmp_path.iterdir()] == ["a.npz"]


def test_a_real_stream_is_read() -> None:
    path = DATA / "streams" / "rendered" / "x09_empty_room.npz"
    if not path.exists():
        pytest.skip("the footage is not beside this checkout")
    stream = StreamFile(path)
    assert len(stream) == 300
    assert sum(pose is not None for _, pose in stream.poses()) == 36


@pytest.mark.parametrize("spoil", [np.nan, np.inf], ids=["partly nan", "infinite"])
@pytest.mark.parametrize("array", ["points", "world"])
def test_half_a_body_counts_as_nobody(tmp_path: Path, array: str, spoil: float) -> None:
    arrays = _arrays()
    arrays[array][1, 5, 0] = spoil
    np.savez(tmp_path / "a.npz", **arrays)
    assert [pose is None for _, pose in StreamFile(tmp_path / "a.npz").poses()] == [False, True, False]


def test_a_guess_too_far_out_is_written_as_nobody(tmp_path: Path) -> None:
    write_stream(tmp_path / "a.npz", [(0.0, _pose(0.0, 1e6))], SIZE, {})
    assert [pose for _, pose in StreamFile(tmp_path / "a.npz").poses()] == [None]


@pytest.mark.parametrize("fps", [0, -1, float("nan"), 1e9, "30", True, None])
def test_a_lying_rate_is_measured_instead(tmp_path: Path, fps: object) -> None:
    np.savez(tmp_path / "a.npz", **(_arrays() | {"meta": np.array(json.dumps({"fps": fps}))}))
    assert StreamFile(tmp_path / "a.npz").info.fps == pytest.approx(30)


HOSTILE: dict[str, tuple[dict[str, Any], str]] = {
    "no points": ({"points": None}, "lacks points"),
    "no meta": ({"meta": None}, "lacks meta"),
    "pickled": ({"meta": np.array({"a": 1}, dtype=object)}, "meta is object"),
    "wrong type": ({"points": np.zeros((3, 33, 4), np.float64)}, "points is float64"),
    "integer times": ({"t_s": np.arange(3)}, "t_s is int64"),
    "wrong shape": ({"points": np.zeros((3, 32, 4), np.float16)}, r"points is float16 \(3, 32, 4\)"),
    "flat": ({"t_s": np.float64(0)}, "t_s is float64"),
    "three sizes": ({"size": np.array([1, 2, 3], np.int32)}, "size is int32"),
    "uneven": ({"t_s": np.arange(4) / 30}, "differ in length"),
    "no frame": (_arrays(0), "0 frames"),
    "times that fall": ({"t_s": np.array([0.0, 0.2, 0.1])}, "times do not rise"),
    "times that stand": ({"t_s": np.array([0.0, 0.1, 0.1])}, "times do not rise"),
    "nan time": ({"t_s": np.array([0.0, np.nan, 0.1])}, "times are not all numbers"),
    "endless time": ({"t_s": np.array([0.0, 0.1, np.inf])}, "times are not all numbers"),
    "no width": ({"size": np.array([0, 480], np.int32)}, "picture size is 0 x 480"),
    "negative height": ({"size": np.array([640, -1], np.int32)}, "picture size is 640 x -1"),
    "meta not JSON": ({"meta": np.array("{")}, "meta is not JSON"),
    "meta a list": ({"meta": np.array("[]")}, "meta is not a JSON object"),
    "meta nested": ({"meta": np.array("[" * 200_000)}, "meta is not JSON"),
    "meta huge": ({"meta": np.array('"' + "x" * 2_000_000 + '"')}, "meta is too long"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_stream_is_refused_in_one_sentence(tmp_path: Path, case: str) -> None:
    change, sentence = HOSTILE[case]
    arrays = {name: array for name, array in (_arrays() | change).items() if array is not None}
    path = tmp_path / "hostile.npz"
    np.savez_compressed(path, **arrays)
    with pytest.raises(StreamError, match=sentence) as trouble:
        StreamFile(path)
    assert "hostile.npz" in str(trouble.value)
    assert "\n" not in str(trouble.value)


def _zip(path: Path, members: list[tuple[str, bytes]]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)


def _npy(array: Any) -> bytes:
    file = BytesIO()
    np.save(file, array)
    return file.getvalue()


def _members() -> list[tuple[str, bytes]]:
    return [(f"{name}.npy", _npy(array)) for name, array in _arrays().items()]


def _declared(text: str) -> bytes:
    """An array header that declares whatever it likes."""
    header = text.encode().ljust(117) + b"\n"
    return b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header


def _huge() -> list[tuple[str, bytes]]:
    declared = _declared("{'descr': '<f2', 'fortran_order': False, 'shape': (3999999, 33, 4), }")
    return [("points.npy", declared) if name == "points.npy" else (name, content) for name, content in _members()]


FORGED: dict[str, tuple[Callable[[], list[tuple[str, bytes]]], str]] = {
    "declares more than it holds": (_huge, "does not have the size that it declares"),
    "array of rubbish": (lambda: [*_members()[:4], ("meta.npy", b"rubbish")], "damaged"),
    "array cut off": (lambda: [*_members()[:4], ("meta.npy", _members()[4][1][:20])], "damaged"),
    "empty archive": (lambda: [], "lacks t_s"),
}


@pytest.mark.parametrize("case", FORGED)
def test_a_forged_archive_is_refused(tmp_path: Path, case: str) -> None:
    make, sentence = FORGED[case]
    _zip(tmp_path / "a.npz", make())
    with pytest.raises(StreamError, match=sentence):
        StreamFile(tmp_path / "a.npz")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_that_comes_twice_is_refused(tmp_path: Path) -> None:
    _zip(tmp_path / "a.npz", [*_members(), _members()[0]])
    with pytest.raises(StreamError, match="holds t_s twice"):
        StreamFile(tmp_path / "a.npz")


def test_a_bomb_is_refused_by_what_its_directory_says(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    _zip(path, _members())
    content = bytearray(path.read_bytes())
    entry = content.index(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = (0xFFFFFFF0).to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(StreamError, match="larger than 2 GiB"):
        StreamFile(path)


@pytest.mark.parametrize("keep", [0, 3, 200, -30], ids=["empty", "3 bytes", "200 bytes", "end cut off"])
def test_a_truncated_file_is_refused(tmp_path: Path, keep: int) -> None:
    path = tmp_path / "a.npz"
    np.savez(path, **_arrays())
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(StreamError, match=r"a\.npz is not a landmark stream, or it is damaged"):
        StreamFile(path)


def test_every_damaged_byte_is_refused_or_harmless(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    np.savez_compressed(path, **_arrays())
    good = path.read_bytes()
    for place in range(0, len(good), 7):
        path.write_bytes(good[:place] + bytes([good[place] ^ 0xFF]) + good[place + 1 :])
        try:
            assert len(list(StreamFile(path).poses())) == 3
        except StreamError as error:
            assert "\n" not in str(error)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(StreamError, match=r"none\.npz cannot be read: No such file"):
        StreamFile(tmp_path / "none.npz")
    with pytest.raises(StreamError, match="cannot be read"):
        StreamFile(tmp_path)


@pytest.mark.parametrize(
    ("times", "sentence"),
    [([], "would hold no frames"), ([0.0, 0.0], "times do not rise"), ([float("nan")], "times are not all numbers")],
)
def test_a_stream_that_could_not_be_read_is_not_written(tmp_path: Path, times: list[float], sentence: str) -> None:
    with pytest.raises(StreamError, match=sentence):
        write_stream(tmp_path / "a.npz", [(t_s, None) for t_s in times], SIZE, {})
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written: No such file or directory"):
        write_stream(tmp_path / "none" / "a.npz", [(0.0, None)], SIZE, {})
