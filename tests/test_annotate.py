"""The annotated video keeps the times of its pictures."""

from itertools import accumulate
from pathlib import Path

import cv2
import numpy as np
import pytest

from coach.adapters.annotate import VideoSink
from coach.ports import OutputError, Picture

SIZE = (64, 48)


def shade(value: int) -> Picture:
    return np.full((SIZE[1], SIZE[0], 3), value, dtype=np.uint8)


def shades(path: Path) -> list[int]:
    capture, found = cv2.VideoCapture(str(path)), []
    while True:
        there, image = capture.read()
        if not there:
            capture.release()
            return found
        found.append(round(float(image.mean()) / 10) * 10)


@pytest.mark.parametrize(
    ("times_s", "fps", "shown"),
    [
        ([0.0, 0.1, 0.2], 10.0, [0, 1, 2]),
        ([5.0, 5.1, 5.2], 10.0, [0, 1, 2]),
        ([0.0, 0.2, 0.4], 10.0, [0, 0, 1, 1, 2]),
        ([0.0, 0.05, 0.1, 0.15, 0.2], 10.0, [0, 2, 4]),
        ([0.0, 0.1, 0.5, 0.6], 10.0, [0, 1, 1, 1, 1, 2, 3]),
        ([0.0, 0.0, 0.1], 10.0, [0, 2]),
        ([0.04], 25.0, [0]),
    ],
    ids=["same rate", "starts late", "slower", "faster", "gap", "same time twice", "one"],
)
def test_pictures_stand_from_their_time_to_the_next(
    tmp_path: Path, times_s: list[float], fps: float, shown: list[int]
) -> None:
    path = tmp_path / "out.mp4"
    with VideoSink(path, SIZE, fps) as sink:
        for number, t_s in enumerate(times_s):
            sink.write(t_s, shade(20 + 40 * number))

    assert shades(path) == [20 + 40 * number for number in shown]
    assert sink.written == len(shown)


def test_uneven_times_end_within_half_a_picture(tmp_path: Path) -> None:
    steps = np.random.default_rng(3).uniform(0.02, 0.09, 60)
    times_s = list(accumulate(steps.tolist()))
    with VideoSink(tmp_path / "out.mp4", SIZE, 30.0) as sink:
        for t_s in times_s:
            sink.write(t_s, shade(100))

    assert abs((sink.written - 1) / 30.0 - (times_s[-1] - times_s[0])) <= 0.5 / 30.0 + 1e-9


def test_colours_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "out.mp4"
    red = np.zeros((SIZE[1], SIZE[0], 3), dtype=np.uint8)
    red[..., 0] = 220
    with VideoSink(path, SIZE, 10.0) as sink:
        sink.write(0.0, red)
    _, image = cv2.VideoCapture(str(path)).read()

    blue, _, seen_red = image.reshape(-1, 3).mean(axis=0)
    assert seen_red > 180
    assert blue < 60


@pytest.mark.parametrize("name", ["missing/out.mp4", "out.txt", "out"])
def test_what_cannot_be_opened_is_one_plain_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError, match=r"can't be written; choose a writable folder and a name ending in \.mp4\.$"):
        VideoSink(tmp_path / name, SIZE, 10.0)


def test_a_folder_in_the_files_place_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "out.mp4").mkdir()

    with pytest.raises(OutputError):
        VideoSink(tmp_path / "out.mp4", SIZE, 10.0)


def test_a_video_without_pictures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no picture"), VideoSink(tmp_path / "out.mp4", SIZE, 10.0):
        pass


def test_a_damaged_file_is_noticed_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "out.mp4"
    sink = VideoSink(path, SIZE, 10.0)
    sink.write(0.0, shade(10))
    sink._writer.release()
    path.write_bytes(path.read_bytes()[:100])

    with pytest.raises(OutputError, match="disk full"):
        sink.__exit__(None, None, None)


def test_trouble_inside_the_block_is_not_covered_up(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), VideoSink(tmp_path / "out.mp4", SIZE, 10.0):
        raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("size", "fps"), [((63, 48), 10.0), ((0, 48), 10.0), (SIZE, 0.0), (SIZE, float("nan")), (SIZE, 1e6)]
)
def test_unusable_sizes_and_rates_are_refused(tmp_path: Path, size: tuple[int, int], fps: float) -> None:
    with pytest.raises(ValueError, match="must be"):
        VideoSink(tmp_path / "out.mp4", size, fps)


@pytest.mark.parametrize(
    ("t_s", "width", "said"), [(0.5, 64, "backwards"), (float("nan"), 64, "backwards"), (2.0, 32, "picture must be")]
)
def test_time_and_size_are_checked(tmp_path: Path, t_s: float, width: int, said: str) -> None:
    with VideoSink(tmp_path / "out.mp4", SIZE, 10.0) as sink:
        sink.write(1.0, shade(10))
        with pytest.raises(ValueError, match=said):
            sink.write(t_s, shade(10)[:, :width])
