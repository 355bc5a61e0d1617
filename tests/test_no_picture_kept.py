"""No picture gets onto the disk: every file that is written is one of those declared, and none holds what was seen."""

import re
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import pytest

from coach.commands.own_folder import KEPT, PICTURES, pictures
from tests.watched import WINDOWS, Seen, needs_strace, watched, whole

FPS: Final = 15
SIZE: Final = (320, 240)
STRIP: Final = 24
"""Pixels of a picture that are looked for: 72 bytes of noise stand nowhere by chance."""

ELSEWHERE: Final = (
    r"/dev/(null|tty|dri/.*|snd/.*|video\d+)", r"/proc/.*", r".*/__pycache__/.*",
    # Names for waiting on one another, no memory that holds anything.
    r"/dev/shm/(sem\.)?\w+",
    # The four letters by which Python sees whether a folder for such files is one.
    r".*/home/[a-z0-9_]{8}", r".*/home/\.cache/(matplotlib|fontconfig|mesa_shader_cache.*)/.*",
)  # fmt: skip
"""What is written besides: by Python, the system's libraries, and not about the person."""


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film of noise, so that every strip of every picture is like no other."""
    path = tmp_path_factory.mktemp("film") / "seen.mp4"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), FPS, SIZE)
    chance = np.random.default_rng(3)
    for _ in range(45):
        coarse = chance.integers(0, 256, (SIZE[1] // 4, SIZE[0] // 4, 3), np.uint8)
        writer.write(np.kron(coarse, np.ones((4, 4, 1), np.uint8)))
    writer.release()
    return path


def strips(film: Path) -> list[bytes]:
    """Pieces of every picture as the program sees it: in both orders of colours, and grey."""
    source, found = cv2.VideoCapture(str(film)), []
    while (read := source.read())[0]:
        image = read[1]
        for look in (image, image[:, :, ::-1], cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)):
            found += [np.ascontiguousarray(look[y, 60 : 60 + 3 * STRIP]).tobytes() for y in (60, 120, 180)]
    assert len(set(found)) == len(found) > 300
    return found


def _holding(folder: Path, pieces: list[bytes]) -> set[str]:
    """Files below a folder that hold a piece of a picture."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != "trace.txt"]
    return {path.name for path in files if (content := path.read_bytes()) and any(one in content for one in pieces)}


def _undeclared(seen: Seen, folder: Path, *asked: str) -> set[str]:
    """Files that were written and are none of those declared."""
    own = [kept.pattern for kept in KEPT]
    found = set()
    for path in seen.written(folder):
        inner = path.relative_to(folder / "data") if path.is_relative_to(folder / "data") else None
        is_own = inner is not None and any(inner.match(pattern) or _unfinished(inner, pattern) for pattern in own)
        is_asked = path.parent == folder and any(path.name == name or _unfinished(path, name) for name in asked)
        if not (is_own or is_asked or any(re.fullmatch(pattern, str(path)) for pattern in ELSEWHERE)):
            found.add(str(path))
    return found


def _unfinished(path: Path, name: str) -> bool:
    """Whether it is the file of that name while it is written."""
    return path.name.startswith(f".{Path(name).stem}-") and path.suffix == Path(name).suffix


def test_calls_of_several_threads_are_told_apart() -> None:
    lines = ['7 openat(AT_FDCWD, "a.png", O_WRONLY <unfinished ...>', "8 +++ exited +++", "7 <... openat resumed>) = 3"]
    found = whole(lines)
    assert found == ["8 +++ exited +++", '7 openat(AT_FDCWD, "a.png", O_WRONLY ) = 3']
    assert Seen(0, "", "", found).written(Path("x")) == {Path("x/a.png")}


@needs_strace
def test_a_picture_on_the_disk_would_be_seen(film: Path, tmp_path: Path) -> None:
    code = "import cv2; from pathlib import Path; image = cv2.VideoCapture('FILM').read()[1]\n"
    code += "cv2.imwrite('a.png', image); Path('b.bin').write_bytes(image.tobytes())"
    seen = watched(tmp_path, "-c", code.replace("FILM", str(film)), files=True)
    assert {Path(name).name for name in _undeclared(seen, tmp_path)} == {"a.png", "b.bin"}
    assert _holding(tmp_path, strips(film)) == {"b.bin"}
    assert [path.name for path in pictures(tmp_path)] == ["a.png"]
    assert PICTURES["PNG"][1] == (tmp_path / "a.png").read_bytes()[:8]


LOOKS: Final = "pose_landmarker_full.task"
"""Opened by whoever is about to look at a picture."""


def _session(folder: Path, film: str, by: signal.Signals) -> Seen:
    words = ("session", "--source", film, "--data", "data")
    return watched(folder, "-m", "coach", *words, files=True, ends=lambda t: LOOKS in t, then_s=5, by=by, **WINDOWS)


WAYS: Final[dict[str, Callable[[Path, str], Seen]]] = {
    "analyze": lambda folder, film: watched(
        folder, "-m", "coach", "analyze", film, "--exercise", "plank", "--json", "out.json", files=True
    ),
    "posture watch": lambda folder, film: watched(
        folder, "-m", "coach", "posture", "--background", "--source", film, "--data", "data", files=True
    ),
    "session": lambda folder, film: _session(folder, film, signal.SIGINT),
    "session that is killed": lambda folder, film: _session(folder, film, signal.SIGKILL),
}
"""Everything that looks at pictures."""


@needs_strace
@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_no_picture_gets_onto_the_disk(way: str, film: Path, tmp_path: Path) -> None:
    before = {path.name for path in Path("/dev/shm").glob("*")}
    seen = WAYS[way](tmp_path, str(film))
    assert "Traceback" not in seen.err
    assert any(LOOKS in line for line in seen.lines), "it looked"
    assert seen.internet == []
    assert sorted(_undeclared(seen, tmp_path, "out.json", "trace.txt")) == []
    pieces = strips(film)
    assert _holding(tmp_path, pieces) == set()
    assert [path.name for path in pictures(tmp_path)] == []
    left = {path for path in Path("/dev/shm").glob("*") if path.name not in before}
    assert {path.name for path in left if path.is_file() and any(one in path.read_bytes() for one in pieces)} == set()
