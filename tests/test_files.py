"""A file is written whole or not at all."""

import errno
import os
from pathlib import Path

import pytest

from coach.adapters.files import atomic_write, replacing
from coach.ports import OutputError


def test_bytes_and_a_writer_end_up_under_the_name(tmp_path: Path) -> None:
    atomic_write(tmp_path / "a.json", b"{}")
    atomic_write(tmp_path / "b.json", lambda file: file.write(b"[]"))
    assert (tmp_path / "a.json").read_bytes() == b"{}"
    assert (tmp_path / "b.json").read_bytes() == b"[]"
    assert len(list(tmp_path.iterdir())) == 2


def test_a_result_is_readable_like_any_other_file(tmp_path: Path) -> None:
    atomic_write(tmp_path / "a.json", b"{}")
    (tmp_path / "other").write_bytes(b"")
    assert (tmp_path / "a.json").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_writer_that_wants_a_path_gets_one_with_the_right_ending(tmp_path: Path) -> None:
    with replacing(tmp_path / "out.mp4") as temporary:
        assert temporary.suffix == ".mp4"
        assert temporary.parent == tmp_path
        temporary.write_bytes(b"video")
    assert [path.name for path in tmp_path.iterdir()] == ["out.mp4"]


@pytest.mark.parametrize("trouble", [ValueError("no"), KeyboardInterrupt()], ids=["error", "Ctrl-C"])
def test_after_trouble_the_old_file_stands_and_nothing_else(tmp_path: Path, trouble: BaseException) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"old")

    def write_half(temporary: Path) -> None:
        temporary.write_bytes(b"half")
        raise trouble

    with pytest.raises(type(trouble)), replacing(path) as temporary:
        write_half(temporary)
    assert path.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    path = tmp_path / "none" / "a.json"
    with pytest.raises(OutputError, match=r"a\.json cannot be written: the folder .*none does not exist\.$"):
        atomic_write(path, b"")


def test_a_folder_in_the_way_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="it is a folder"):
        atomic_write(tmp_path, b"")


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_locked_folder_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="there is no permission"):
        atomic_write(tmp_path / "a.json", b"")


@pytest.mark.parametrize(
    ("code", "sentence"),
    [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "the disk is read-only"), (errno.EDQUOT, "quota is used up")],
)
def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path, code: int, sentence: str) -> None:
    def fill(_file: object) -> None:
        raise OSError(code, os.strerror(code))

    with pytest.raises(OutputError, match=sentence):
        atomic_write(tmp_path / "a.json", fill)
    assert list(tmp_path.iterdir()) == []


def test_trouble_with_another_file_is_not_taken_for_ours(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), replacing(tmp_path / "a.json"):
        (tmp_path / "absent").read_bytes()
