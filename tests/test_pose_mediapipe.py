"""The detector keeps to one person. Its rules run on a stand-in for MediaPipe; the slow tests on MediaPipe itself."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from coach.adapters.camera_cv2 import open_source
from coach.adapters.pose_mediapipe import MediaPipeDetector, _only
from coach.adapters.pose_model import OFFICIAL_SHA256, find_model
from coach.adapters.store import StreamFile
from coach.core.pose import Pose
from coach.ports import Frame, ModelError, Picture

DATA = Path(__file__).parents[2] / "shared" / "data"
SIZE = (640, 480)


def _person(x: float, scale: float, t_s: float = 0.0) -> Pose:
    """A body around (x, 0.5) of the picture's height, `scale` heights a metre."""
    world = np.random.default_rng(1).normal(0, 0.25, (33, 3))
    points = np.ones((33, 4))
    points[:, :2] = (world[:, :2] * scale + (x, 0.5)) / (SIZE[0] / SIZE[1], 1)
    return Pose(t_s, points, world, SIZE)


HER, HIM = _person(0.4, 0.4), _person(1.0, 0.6)


class _Engine:
    """Holds one of the people present, as told, until it is shown a blank picture; then it takes who is in sight."""

    def __init__(self, holds: Pose | None, *others: Pose) -> None:
        self.holds = holds
        self.others = list(others)
        self.times_ms: list[int] = []
        self.closed = 0

    def track(self, image: Picture, t_ms: int, _t_s: float) -> Pose | None:
        self.times_ms.append(t_ms)
        if (image == 128).all():
            self.others += [self.holds] if self.holds else []
            self.holds = None
        elif self.holds is None and self.others:
            self.holds = max(self.others, key=lambda pose: self._in_sight(image, pose))
            self.others.remove(self.holds)
        return self.holds

    def everybody(self, _image: Picture, _t_s: float) -> list[Pose]:
        return [*self.others, *([self.holds] if self.holds else [])]

    def close(self) -> None:
        self.closed += 1

    def _in_sight(self, image: Picture, pose: Pose) -> float:
        columns = np.clip(pose.points[:, 0] * SIZE[0], 0, SIZE[0] - 1).astype(int)
        rows = np.clip(pose.points[:, 1] * SIZE[1], 0, SIZE[1] - 1).astype(int)
        return float((image[rows, columns] != 128).all(axis=1).mean())


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.task"
    path.write_bytes(b"model")
    return path


def _frame(t_s: float) -> Frame:
    return Frame(t_s, np.zeros((SIZE[1], SIZE[0], 3), np.uint8))


def same_landmarks(one: Pose | None, other: Pose) -> bool:
    """Whether a pose is somebody's, however many others there were."""
    return one is not None and np.array_equal(one.points, other.points)


def test_the_tracker_is_put_on_the_largest_at_the_start(model: Path) -> None:
    engine = _Engine(HER, HIM)
    detector = MediaPipeDetector(model, engine=engine)
    assert same_landmarks(detector.detect(_frame(0.0)), HIM)
    assert engine.holds is HIM
    assert same_landmarks(detector.detect(_frame(0.1)), HIM)


def test_the_tracker_is_put_back_after_a_jump(model: Path) -> None:
    engine = _Engine(HER)
    detector = MediaPipeDetector(model, engine=engine)
    seen = [detector.detect(_frame(index / 30)) for index in range(90)]
    assert seen == [HER] * 90
    engine.holds, engine.others = HIM, [HER]
    seen = [detector.detect(_frame(3 + index / 30)) for index in range(30)]
    assert not any(same_landmarks(pose, HIM) for pose in seen)
    assert engine.holds is HER
    assert same_landmarks(seen[-1], HER)
    assert seen[-1] is not None
    assert seen[-1].others == 1, "that there is somebody else is told"


def test_a_picture_gives_its_largest_person_and_remembers_nobody(model: Path) -> None:
    detector = MediaPipeDetector(model, "picture", _Engine(HER, HIM))
    assert same_landmarks(detector.detect(_frame(0.0)), HIM)
    alone = MediaPipeDetector(model, "picture", _Engine(None))
    assert alone.detect(_frame(0.0)) is None


@pytest.mark.parametrize("rate", [30, 1000, 5000])
def test_mediapipe_is_given_whole_rising_milliseconds(model: Path, rate: int) -> None:
    engine = _Engine(HER)
    detector = MediaPipeDetector(model, engine=engine)
    for index in range(20):
        detector.detect(_frame(1e6 + index / rate))
    assert engine.times_ms[0] == 0
    assert all(a < b for a, b in zip(engine.times_ms, engine.times_ms[1:], strict=False))


@pytest.mark.parametrize("mode", ["video", "picture"])
@pytest.mark.parametrize("t_s", [1.0, 0.5, float("nan"), float("inf")])
def test_time_that_does_not_rise_raises(model: Path, mode: str, t_s: float) -> None:
    detector = MediaPipeDetector(model, mode, _Engine(HER))  # type: ignore[arg-type]
    detector.detect(_frame(1.0))
    with pytest.raises(ValueError, match="time went backwards"):
        detector.detect(_frame(t_s))


@pytest.mark.parametrize("shape", [(480, 640), (480, 640, 4), (0, 640, 3)])
def test_what_is_no_picture_raises(model: Path, shape: tuple[int, ...]) -> None:
    detector = MediaPipeDetector(model, engine=_Engine(HER))
    with pytest.raises(ValueError, match="a picture must be"):
        detector.detect(Frame(0.0, np.zeros(shape, np.uint8)))


def test_it_says_what_it_is(model: Path) -> None:
    detector = MediaPipeDetector(model, engine=_Engine(HER))
    assert re.fullmatch(r"mediapipe [0-9.]+ tiny VIDEO", detector.detector_name)
    assert len(detector.model_sha256) == 64


def test_blanking_leaves_one_persons_box(model: Path) -> None:
    left = _only(np.zeros((480, 640, 3), np.uint8), HER)
    assert (left[240, round(0.4 * 480)] == 0).all()
    assert (left[240, 639] == 128).all()


def test_a_missing_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"none\.task cannot be read"):
        MediaPipeDetector(tmp_path / "none.task")


# MediaPipe itself


def _clip(name: str, seconds: float) -> Iterator[Frame]:
    path = DATA / "video" / f"{name}.mp4"
    if not path.exists():
        pytest.skip("the footage is not beside this checkout")
    for frame in open_source(str(path)).frames():
        if frame.t_s > seconds:
            return
        yield frame


def _trunk(pose: Pose) -> np.ndarray:
    return np.asarray(pose.plane()[[11, 12, 23, 24]].mean(axis=0))


@pytest.fixture(scope="module")
def bundle() -> Path:
    return find_model(environment={}).path


@pytest.mark.slow
@pytest.mark.parametrize("name", ["x05_birddog_passerby", "b03_bridge_fast"])
def test_one_persons_footage_reads_as_recorded(bundle: Path, name: str) -> None:
    detector = MediaPipeDetector(bundle)
    recorded = StreamFile(DATA / "streams" / "rendered" / f"{name}.npz").poses()
    differences = []
    for frame, (t_s, expected) in zip(_clip(name, 8.0), recorded, strict=False):
        pose = detector.detect(frame)
        assert frame.t_s == pytest.approx(t_s, abs=1e-3)
        assert (pose is None) == (expected is None)
        if pose is not None and expected is not None:
            differences.append(np.abs(pose.points[:, :2] - expected.points[:, :2]).mean())
    detector.close()
    assert detector.model_sha256 == OFFICIAL_SHA256
    assert np.mean(differences) < 0.002


@pytest.mark.slow
def test_nobody_is_found_in_an_empty_room(bundle: Path) -> None:
    detector = MediaPipeDetector(bundle)
    assert {detector.detect(frame) for frame in _clip("x09_empty_room", 3.0)} == {None}
    detector.close()


def _with_walker(base: Picture, walker: Picture, empty: Picture) -> Picture:
    """The walker, cut out against the empty room and half as large again, in front of the base picture."""
    mask = (np.abs(walker.astype(int) - empty).max(axis=2) > 28).astype(np.uint8) * 255
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((9, 9)))
    height, width = base.shape[:2]
    nearer = np.array([[1.5, 0, -0.25 * width], [0, 1.5, -0.25 * height + 60]], np.float32)
    shown = cv2.warpAffine(walker, nearer, (width, height))
    inside = cv2.warpAffine(mask, nearer, (width, height)) > 127
    return np.where(inside[..., None], shown, base).astype(np.uint8)


@pytest.mark.slow
def test_somebody_walking_past_in_front_does_not_take_over(bundle: Path) -> None:
    walkers = [frame.image for frame in _clip("n02_walk_through", 6.0)]
    recorded = StreamFile(DATA / "streams" / "rendered" / "d01_birddog_base.npz").poses()
    detector = MediaPipeDetector(bundle)
    wrong, seen = 0, []
    for frame, walker, (_, truth) in zip(_clip("d01_birddog_base", 6.0), walkers, recorded, strict=False):
        pose = detector.detect(Frame(frame.t_s, _with_walker(frame.image, walker, walkers[0])))
        seen.append(pose is not None)
        assert truth is not None
        wrong += pose is not None and bool(np.linalg.norm(_trunk(pose) - _trunk(truth)) > 0.1)
    detector.close()
    assert wrong == 0
    assert all(seen[-30:]), "the person is found again"
    assert np.mean(seen) > 0.6


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["video", "picture"])
@pytest.mark.parametrize("left_is_larger", [True, False])
def test_of_two_people_the_larger_is_followed(bundle: Path, mode: str, left_is_larger: bool) -> None:
    base = next(_clip("p05_plank_standup", 1.0)).image
    small = cv2.resize(base, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)
    padded = np.full_like(base, 200)
    padded[-small.shape[0] :, : small.shape[1]] = small
    pair = np.hstack([base, padded] if left_is_larger else [padded, base])
    detector = MediaPipeDetector(bundle, mode)  # type: ignore[arg-type]
    poses = [detector.detect(Frame(index / 30, pair)) for index in range(5)]
    detector.close()
    assert all(poses)
    assert all((pose.points[23, 0] < 0.5) == left_is_larger for pose in poses if pose)


@pytest.mark.slow
def test_a_file_that_is_no_model_is_told(tmp_path: Path) -> None:
    (tmp_path / "bad.task").write_bytes(b"rubbish" * 100)
    with pytest.raises(ModelError, match=r"cannot use the model .*bad\.task"):
        MediaPipeDetector(tmp_path / "bad.task")


DETECT = """
import sys
from pathlib import Path
from coach.adapters.camera_cv2 import open_source
from coach.adapters.pose_mediapipe import MediaPipeDetector
detector = MediaPipeDetector(Path(sys.argv[1]))
found = 0
for frame in open_source(sys.argv[2]).frames():
    found += detector.detect(frame) is not None
    if frame.t_s > 1.0:
        break
print(found)
"""


@pytest.mark.slow
def test_detecting_opens_no_internet_socket_and_says_nothing(bundle: Path, tmp_path: Path) -> None:
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    video = DATA / "video" / "x05_birddog_passerby.mp4"
    if not video.exists():
        pytest.skip("the footage is not beside this checkout")
    trace = tmp_path / "trace"
    command = ["strace", "-f", "-e", "trace=network", "-o", str(trace)]
    command += [sys.executable, "-c", DETECT, str(bundle), str(video)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=dict(os.environ))
    if "ptrace" in done.stderr.lower() or "PTRACE" in done.stderr:
        pytest.skip("strace may not trace here")
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 25
    assert done.stderr == "", "MediaPipe's remarks do not reach the user, not even when it was never closed"
    assert "AF_INET" not in trace.read_text()
