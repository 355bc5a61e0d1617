"""Files and folders of the person's own are for nobody else, whatever the umask and whoever writes first."""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from coach import main, private
from coach.adapters.clinic_db.portable import backup
from coach.adapters.clinic_db.records import open_records
from coach.adapters.clinic_keys import ServerKey
from coach.adapters.documents import Documents
from coach.adapters.exchange import key_file, signing
from coach.adapters.files import private_write, replacing
from coach.adapters.history.db import HistoryDb
from coach.adapters.only_one import claim
from coach.adapters.own_files.settings import SettingsFile
from coach.adapters.store import write_stream
from coach.commands import own_folder
from coach.commands.recordings_kept import Asked, LinesFile
from coach.core.settings import Settings
from tests.full_folder import fill
from tests.streams import demo_samples, exercise
from tests.test_history_db import ALL

Capture = pytest.CaptureFixture[str]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="rights are those of the folder on Windows")


@contextmanager
def _umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that is filled."""
    folder = tmp_path_factory.mktemp("filled") / "data"
    fill(folder)
    return folder


def _open(folder: Path) -> list[str]:
    """What others may do something with: the folder and everything in it."""
    return [path.name for path in (folder, *folder.rglob("*")) if path.lstat().st_mode & private.OTHERS]


def _history(folder: Path) -> None:
    with closing(HistoryDb(folder / "history.db")) as kept:
        for entry in ALL:
            kept.write(entry)
        assert kept.flush(10)
        assert {path.name for path in folder.iterdir()} >= {"history.db", "history.db-wal", "history.db-shm"}
        assert _open(folder) == []


def _kept_aside(folder: Path) -> None:
    """What can't be written goes into a file beside the history."""
    private.make_folder(folder)
    (folder / "history.db").mkdir()
    kept = HistoryDb(folder / "history.db")
    kept.write(ALL[0])
    kept.close()
    (folder / "history.db").rmdir()
    assert "history-kept-" in kept.message


def _practice(folder: Path) -> None:
    with closing(open_records(folder / "clinic.db")) as records:
        ServerKey(folder / "server.key").seal(b"", "")
        backup(records, folder / "backup.zip")
        assert (folder / "clinic.db-wal").exists()
        assert _open(folder) == []


def _stream(folder: Path) -> None:
    private.make_folder(folder)
    samples = demo_samples(exercise("plank").demo, 5)
    write_stream(folder / "a.npz", samples, (64, 48), {})


def _film(folder: Path) -> None:
    private.make_folder(folder)
    with replacing(folder / "a.mp4", private=True) as temporary:
        temporary.write_bytes(b"film")
        assert _open(folder) == []


WRITERS: dict[str, Callable[[Path], object]] = {
    "everything": fill,
    "history": _history,
    "history kept aside": _kept_aside,
    "settings": lambda folder: SettingsFile(folder / "settings.json", private_write).save(Settings()),
    "key": lambda folder: key_file.make_key(folder / "keys" / "app.key", signing.new_key),
    "outbox": lambda folder: private_write(folder / "outbox" / "a.waiting.json", b"{}"),
    "claim": lambda folder: claim(folder / "posture.lock"),
    "practice": _practice,
    "documents": lambda folder: Documents((folder,), private_write).keep("page.pdf", b"%PDF"),
    "stream": _stream,
    "annotated film": _film,
    "lines": lambda folder: (private.make_folder(folder), LinesFile(folder / "a.jsonl", Asked("auto", {})).close()),
}
"""Whoever writes about the person, into a folder that is not there yet."""

COMMANDS: dict[str, tuple[str, ...]] = {
    "export": ("export", "OUT", "--data", "DATA"),
    "export zip": ("export", "OUT/all.zip", "--data", "DATA"),
    "export json": ("export", "OUT/all.json", "--data", "DATA"),
    "history json": ("history", "--json", "OUT/h.json", "--data", "DATA"),
    "summary": ("summary", "OUT/page.pdf", "--json", "OUT/page.json", "--data", "DATA"),
    "calendar": ("plan", "calendar", "OUT/days.ics", "--data", "DATA"),
    "results": ("results", "make", "OUT/a.results.json", "--yes", "--routine", "all", "--data", "DATA"),
    "routine": ("routine", "new", "hips", "--from", "first_steps", "--patient", "K", "--folder", "OUT"),
    "code": ("routine", "export", "first_steps", "--qr", "OUT/a.png", "--to", "OUT/a.routine.toml"),
}
"""Commands that write into OUT of what lies in DATA."""


MASKS = [pytest.param(mask, id=f"{mask:03o}") for mask in (0o000, 0o022)]


@pytest.mark.slow
@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("writer", WRITERS)
def test_what_is_written_is_for_its_owner_alone(tmp_path: Path, mask: int, writer: str) -> None:
    folder = tmp_path / "home" / "data"
    with _umask(mask):
        WRITERS[writer](folder)
    assert _open(tmp_path / "home") == []
    assert [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.slow
@pytest.mark.parametrize("mask", [0o000, 0o022])
@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_what_commands_write_is_for_its_owner_alone(
    tmp_path: Path, data: Path, mask: int, words: tuple[str, ...], capfd: Capture
) -> None:
    out = tmp_path / "home" / "out"
    if words[1] != "OUT":
        private.make_folder(out)
    with _umask(mask):
        assert main.run([word.replace("OUT", str(out)).replace("DATA", str(data)) for word in words]) == 0
    assert _open(tmp_path / "home") == []
    assert [path for path in out.rglob("*") if path.is_file()]


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The person's own data folder, which somebody opened to all."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    folder = own_folder.paths.data_dir()
    _history(folder)
    for path in (folder, folder / "history.db"):
        path.chmod(0o777 if path is folder else 0o644)
    for name in ("history.db-wal", "settings-damaged-1.json"):
        (folder / name).touch(mode=0o644)
    return folder


def test_the_own_folder_is_closed_again(opened: Path, capfd: Capture) -> None:
    assert len(_open(opened)) == 4
    assert main.run(["history"]) == 0
    assert _open(opened) == []
    assert capfd.readouterr().err == ""


def test_a_key_that_others_could_read_is_told_not_mended(opened: Path, capfd: Capture) -> None:
    key_file.make_key(opened / "keys" / "signing.key", signing.new_key)
    (opened / "keys" / "signing.key").chmod(0o644)
    assert main.run(["routine", "key"]) == 2
    assert "can be read by others on this machine: run chmod 600" in capfd.readouterr().err


@pytest.mark.parametrize("way", ["open", "behind a closed folder"])
def test_a_folder_given_by_name_is_left_and_told_where_others_reach_it(
    opened: Path, way: str, capfd: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Others pass through every folder above it, or through none.
    real = Path.stat
    above = 0o755 if way == "open" else 0o700

    def stat_of(path: Path, **more: bool) -> os.stat_result:
        found = real(path, **more)
        return os.stat_result((stat.S_IFDIR | above, *found[1:])) if path in opened.parents else found

    monkeypatch.setattr(Path, "stat", stat_of)
    for _ in range(2):
        assert main.run(["history", "--data", str(opened)]) == 0
    err = capfd.readouterr().err
    told = f"coach: {own_folder.WIDE.format(folder=opened)}\n"
    assert err == (told if way == "open" else "")
    assert _open(opened) == [opened.name], "the folder is theirs to share, what lies in it is not"
