"""Sources: what gives frames gives them with rising times; what cannot is told in one sentence."""

import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from coach.adapters.camera_cv2 import SILENT_CAMERA_S, Webcam, open_source
from coach.adapters.camera_cv2.rates import Stamps, likely_fps
from coach.ports import SourceError, SourceInfo

needs_ffmpeg = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")


def _picture(path: Path, colour: tuple[int, int, int] = (10, 20, 200), size: tuple[int, int] = (64, 48)) -> Path:
    """A picture of one colour (blue, green, red) with (width, height)."""
    cv2.imwrite(str(path), np.full((size[1], size[0], 3), colour, np.uint8))
    return path


def _video(path: Path, fps: float = 20.0, frames: int = 10, size: tuple[int, int] = (64, 48)) -> Path:
    codec = cv2.VideoWriter.fourcc(*("mp4v" if path.suffix == ".mp4" else "MJPG"))
    writer = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, codec, fps, size)
    for index in range(frames):
        writer.write(np.full((size[1], size[0], 3), (0, 0, 20 * index), np.uint8))
    writer.release()
    return path


def _ffmpeg(*arguments: str) -> None:
    subprocess.run(["ffmpeg", "-loglevel", "error", "-y", *arguments], check=True)


def test_a_video_gives_its_frames_in_colour_and_time(tmp_path: Path) -> None:
    camera = open_source(str(_video(tmp_path / "a.mp4")))
    frames = list(camera.frames())
    assert camera.info == SourceInfo(str(tmp_path / "a.mp4"), "video", 20.0, 10, 0.5, 64, 48)
    assert [round(frame.t_s, 3) for frame in frames] == [round(index / 20, 3) for index in range(10)]
    red, green, blue = frames[9].image[20, 20]
    assert int(red) - max(int(green), int(blue)) > 100
    assert frames[0].image.shape == (48, 64, 3)
    assert len(list(camera.frames())) == 10, "a file may be played again"


def test_a_picture_is_one_frame(tmp_path: Path) -> None:
    camera = open_source(str(_picture(tmp_path / "a.png")))
    (frame,) = camera.frames()
    assert camera.info == SourceInfo(str(tmp_path / "a.png"), "picture", 1.0, 1, 1.0, 64, 48)
    assert (frame.t_s, tuple(frame.image[0, 0])) == (0.0, (200, 20, 10))


def test_a_folder_gives_its_pictures_in_the_order_a_person_counts(tmp_path: Path) -> None:
    for number in (10, 9, 1):
        _picture(tmp_path / f"shot {number}.png", (0, 0, number))
    (tmp_path / "notes.txt").write_text("not a picture")
    _picture(tmp_path / ".hidden.png")
    camera = open_source(str(tmp_path))
    assert (camera.info.kind, camera.info.frames) == ("pictures", 3)
    assert [(frame.t_s, frame.image[0, 0, 0]) for frame in camera.frames()] == [(0.0, 1), (1.0, 9), (2.0, 10)]


@needs_ffmpeg
def test_a_phones_video_is_turned_upright(tmp_path: Path) -> None:
    source = tmp_path / "flat.mp4"
    _ffmpeg("-i", str(_video(source)), "-c", "copy", "-metadata:s:v", "rotate=90", str(tmp_path / "phone.mp4"))
    camera = open_source(str(tmp_path / "phone.mp4"))
    frame = next(camera.frames())
    if frame.image.shape == (48, 64, 3):
        pytest.skip("this ffmpeg does not write rotation in that way")
    assert frame.image.shape == (64, 48, 3)
    assert (camera.info.width, camera.info.height) == (48, 64)


@needs_ffmpeg
@pytest.mark.parametrize("rate", ["1000", "5000"])
def test_a_header_that_lies_about_the_rate_is_not_believed(tmp_path: Path, rate: str) -> None:
    flat = _video(tmp_path / "flat.mp4", fps=30, frames=30)
    _ffmpeg("-i", str(flat), "-c:v", "mjpeg", "-r", rate, str(tmp_path / "fast.avi"))
    camera = open_source(str(tmp_path / "fast.avi"))
    times = [frame.t_s for frame in camera.frames()]
    assert 1 <= camera.info.fps <= 240
    assert all(a < b for a, b in itertools.pairwise(times))
    assert times[-1] < 40


@needs_ffmpeg
def test_a_raw_stream_without_times_is_counted(tmp_path: Path) -> None:
    _ffmpeg("-i", str(_video(tmp_path / "flat.mp4")), "-c:v", "mjpeg", "-f", "mjpeg", str(tmp_path / "raw.mjpeg"))
    camera = open_source(str(tmp_path / "raw.mjpeg"))
    times = [frame.t_s for frame in camera.frames()]
    assert camera.info.frames == 0
    np.testing.assert_allclose(np.diff(times), 1 / 25, atol=1e-6)


STAMPS: dict[str, tuple[bool, list[float], list[float]]] = {
    "as given": (False, [0.0, 0.1, 0.25], [0.0, 0.1, 0.25]),
    "late start": (False, [5.0, 5.1], [5.0, 5.1]),
    "absurd start": (False, [1e9, 1e9 + 0.1], [0.0, 0.1]),
    "the same twice": (False, [0.0, 0.1, 0.1, 0.2], [0.0, 0.1, 0.101, 0.2]),
    "a little back": (False, [0.0, 0.2, 0.1, 0.3], [0.0, 0.2, 0.201, 0.3]),
    "begins anew": (False, [8.0, 9.0, 0.0, 0.1], [8.0, 9.0, 9.5, 9.6]),
    "leaps a day": (False, [0.0, 0.1, 86400.0, 86400.1], [0.0, 0.1, 0.6, 0.7]),
    "nan": (False, [0.0, float("nan"), 1.0], [0.0, 0.5, 1.0]),
    "all zero, counted": (True, [0.0, 0.0, 0.0], [0.0, 0.5, 1.0]),
    "all nan, counted": (True, [float("nan")] * 3, [0.0, 0.5, 1.0]),
}


@pytest.mark.parametrize("case", STAMPS)
def test_times_rise_whatever_the_file_says(case: str) -> None:
    counted, given, expected = STAMPS[case]
    stamps = Stamps(0.5, counted)
    assert [stamps.next(t_s) for t_s in given] == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize(
    ("header", "measured", "fps"),
    [(25, 30, 25), (0, 30, 30), (float("nan"), 15, 15), (90000, 0, 30), (float("inf"), float("nan"), 30), (-5, 10, 10)],
)
def test_the_most_believable_rate_is_taken(header: float, measured: float, fps: float) -> None:
    assert likely_fps(header, measured) == fps


def _text(path: Path) -> None:
    path.write_text("this is no video\n" * 50)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _cut(path: Path) -> None:
    whole = _video(path.with_name("whole.mp4"), frames=60).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def _png(path: Path) -> None:
    shutil.copy(_picture(path.with_name("real.png")), path)


def _half(path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (48, 64, 3), dtype=np.uint8)
    cv2.imwrite(str(path), noise)
    path.write_bytes(path.read_bytes()[:3000])


def _list(path: Path) -> None:
    path.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n")


def _wide(path: Path) -> None:
    _picture(path, size=(9000, 8))


UNUSABLE: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "missing": ("a.mp4", lambda path: None, "does not exist"),
    "empty": ("a.mp4", _empty, "is empty"),
    "empty picture": ("a.png", _empty, "is empty"),
    "text": ("a.mp4", _text, "cannot be read as a video"),
    "text as picture": ("a.jpg", _text, "cannot be read as a picture"),
    "cut off": ("a.mp4", _cut, "cannot be read as a video"),
    "picture as video": ("a.mp4", _png, "holds a picture"),
    "half a picture": ("a.png", _half, "cannot be read as a picture"),
    "empty folder": ("a", Path.mkdir, "holds no pictures"),
    "pipe": ("a.mp4", os.mkfifo, "neither a file nor a folder"),
    "list of addresses": ("a.m3u8", _list, "cannot be read as a video"),
    "too wide": ("a.png", _wide, "9000 x 8 pixels"),
    "name too long": ("a" * 5000, lambda path: None, "does not exist or is out of reach"),
}


@pytest.mark.parametrize("case", UNUSABLE)
def test_an_unusable_source_is_told_in_one_sentence(tmp_path: Path, case: str) -> None:
    name, make, sentence = UNUSABLE[case]
    make(tmp_path / name)
    with pytest.raises(SourceError, match=sentence) as trouble:
        list(open_source(str(tmp_path / name)).frames())
    assert name in str(trouble.value)
    assert "\n" not in str(trouble.value)


SILENT = """
import sys
from coach.adapters.camera_cv2 import open_source
from coach.ports import SourceError
for source in sys.argv[1:]:
    try:
        print(len(list(open_source(source).frames())))
    except SourceError as error:
        print(error)
"""


def test_the_libraries_remarks_do_not_reach_the_user(tmp_path: Path) -> None:
    sources = ["63"]
    for number, case in enumerate(UNUSABLE):
        name, make, _ = UNUSABLE[case]
        (tmp_path / str(number)).mkdir()
        make(tmp_path / str(number) / name)
        sources.append(str(tmp_path / str(number) / name))
    done = subprocess.run([sys.executable, "-c", SILENT, *sources], capture_output=True, text=True, check=True)
    assert len(done.stdout.splitlines()) == len(sources)
    assert done.stdout.startswith("Camera 63 cannot be opened")
    assert done.stderr == ""


@needs_ffmpeg
def test_a_video_that_ends_early_gives_what_it_has(tmp_path: Path) -> None:
    whole = tmp_path / "whole.mp4"
    moved = tmp_path / "moved.mp4"
    _ffmpeg("-i", str(_video(whole, frames=60)), "-c", "copy", "-movflags", "+faststart", str(moved))
    (tmp_path / "cut.mp4").write_bytes(moved.read_bytes()[: moved.stat().st_size * 3 // 4])
    found = len(list(open_source(str(tmp_path / "cut.mp4")).frames()))
    assert 5 < found < 60


class _Capture:
    """Gives what is in its list, then nothing more; the clock goes on by `step_s` a read."""

    def __init__(self, reads: list[bool], step_s: float) -> None:
        self.reads = iter(reads)
        self.step_s = step_s
        self.now_s = 100.0
        self.released = 0

    def read(self) -> tuple[bool, object]:
        self.now_s += self.step_s
        found = next(self.reads, False)
        return found, np.zeros((4, 6, 3), np.uint8) if found else None

    def release(self) -> None:
        self.released += 1


def _webcam(capture: _Capture) -> Webcam:
    return Webcam(capture, SourceInfo("0", "camera", 30.0, 0, 0.0, 6, 4), lambda: capture.now_s)


def test_a_camera_that_stops_gives_what_it_had_and_then_says_so() -> None:
    capture = _Capture([True, False, True], step_s=0.5)
    times: list[float] = []
    with pytest.raises(SourceError, match="Camera 0 has stopped"):
        for frame in _webcam(capture).frames():
            times.append(frame.t_s)
    assert times == [0.5, 1.5]
    assert capture.now_s - 101.5 == SILENT_CAMERA_S


def test_a_camera_whose_clock_stands_still_gives_rising_times() -> None:
    frames = _webcam(_Capture([True] * 3, step_s=0.0)).frames()
    times = [next(frames).t_s for _ in range(3)]
    assert times[0] < times[1] < times[2]


def test_a_closed_camera_ends_and_is_released() -> None:
    capture = _Capture([True] * 100, step_s=0.1)
    camera = _webcam(capture)
    frames = camera.frames()
    next(frames)
    camera.close()
    assert list(frames) == []
    assert capture.released == 1
