"""The doctor finds what is missing and says what to do; here on machines with holes."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from coach.adapters.doctor import PACKAGES, Check, Machine, run_checks
from coach.adapters.system_libraries import LIBRARIES
from coach.ports import Camera, Frame, ModelError, SourceError, SourceInfo


class _Camera:
    info = SourceInfo("0", "camera", 30.0, 0, 0.0, 64, 48)

    def __init__(self, frames: int = 1, trouble: Exception | None = None) -> None:
        self.count, self.trouble, self.closed = frames, trouble, 0

    def frames(self) -> Iterator[Frame]:
        if self.trouble:
            raise self.trouble
        yield from [Frame(0.0, np.zeros((48, 64, 3), np.uint8))] * self.count

    def close(self) -> None:
        self.closed += 1


VERSIONS = {"mediapipe": "0.10.33", "opencv-python": "4.13.0.92", "opencv-contrib-python": "4.13.0.92"}


def _whole(folder: Path) -> Machine:
    (folder / "plank.toml").write_text("")
    return Machine(
        find_model=lambda: folder / "full.task",
        open_camera=lambda _source: _Camera(),
        exercises_dir=folder,
        data_dir=folder / "data" / "backcoach",
        platform="linux",
        python=(3, 12, 1),
        environment={"DISPLAY": ":0"},
        module_found=lambda _name: True,
        version=VERSIONS.get,
        libraries=LIBRARIES,
        load_library=lambda name: name,
        start_detector=lambda _model: "",
        sound_devices=lambda: ["HDA Intel"],
        free_bytes=lambda _folder: 10**10,
    )


def _raising(error: Exception) -> Callable[..., Any]:
    def act(*_: object) -> Camera:
        raise error

    return act


def _without(name: str) -> Callable[[str], object]:
    def load(wanted: str) -> object:
        if wanted == name:
            raise OSError(f"{name}: cannot open shared object file")
        return wanted

    return load


def test_a_whole_machine_needs_nothing(tmp_path: Path) -> None:
    checks = run_checks(_whole(tmp_path))
    assert [check for check in checks if check.ok is not True or check.remedy] == []
    assert len({check.name for check in checks}) == len(checks)
    assert not (tmp_path / "data").exists(), "looking makes nothing"


HOLES: dict[str, tuple[dict[str, Any], str, bool | None, str, str]] = {
    "old Python": ({"python": (3, 10, 0)}, "Python", False, "3.10.0", "Python 3.11"),
    "a package": ({"module_found": lambda name: name != "pygame"}, "packages", False, "pygame-ce", "Install"),
    "mediapipe": ({"version": (VERSIONS | {"mediapipe": None}).get}, "mediapipe", False, "not installed", "Install"),
    "old mediapipe": (
        {"version": (VERSIONS | {"mediapipe": "0.10.21"}).get},
        "mediapipe",
        False,
        "too old",
        "pip install",
    ),
    "talking mediapipe": (
        {"version": (VERSIONS | {"mediapipe": "0.10.35"}).get},
        "mediapipe",
        False,
        "usage metrics",
        "<0.10.35",
    ),
    "newer mediapipe": ({"version": (VERSIONS | {"mediapipe": "1.2.2"}).get}, "mediapipe", False, "usage", "<0.10.35"),
    "two OpenCVs": (
        {"version": (VERSIONS | {"opencv-contrib-python": "4.10"}).get},
        "OpenCV",
        False,
        "overwrite",
        "opencv-contrib-python==4.13.0.92",
    ),
    "libGL": ({"load_library": _without("libGL.so.1")}, "libGL.so.1", False, "cannot open", "libgl1"),
    "libEGL": ({"load_library": _without("libEGL.so.1")}, "libEGL.so.1", False, "cannot open", "libegl1"),
    "libGLES": ({"load_library": _without("libGLESv2.so.2")}, "libGLESv2.so.2", False, "cannot open", "libgles2"),
    "xcb": ({"load_library": _without("libxcb.so.1")}, "libxcb.so.1", False, "cannot open", "libxcb1"),
    "GLib": (
        {"load_library": _without("libgthread-2.0.so.0")},
        "libgthread-2.0.so.0",
        False,
        "cannot open",
        "libglib2.0-0",
    ),
    "model": (
        {"find_model": _raising(ModelError("The pose model is missing."))},
        "pose model",
        False,
        "is missing",
        "Install",
    ),
    "detector": ({"start_detector": lambda _: "libGLESv2.so.2 missing"}, "pose detector", False, "libGLES", "above"),
    "exercises": ({"exercises_dir": Path("nowhere")}, "exercises", False, "none in nowhere", "Install"),
    "display": ({"environment": {}}, "display", None, "no window", "coach analyze"),
    "sound": ({"sound_devices": list}, "sound", None, "shown as captions", ""),
    "system voice": ({"load_library": _without("libespeak-ng.so.1")}, "system voice", None, "notes", "espeak-ng"),
    "camera": (
        {"open_camera": _raising(SourceError("Camera 0 cannot be opened."))},
        "camera",
        None,
        "cannot be opened",
        "coach session --source FILE",
    ),
    "silent camera": ({"open_camera": lambda _: _Camera(frames=0)}, "camera", None, "no picture", "other programs"),
    "stopped camera": (
        {"open_camera": lambda _: _Camera(trouble=SourceError("Camera 0 has stopped."))},
        "camera",
        None,
        "has stopped",
        "other programs",
    ),
    "space": ({"free_bytes": lambda _: 10**6}, "disk space", False, "0.0 GB", "Free 200 MB"),
    "unknown space": ({"free_bytes": _raising(OSError(5, "I/O error"))}, "disk space", None, "I/O error", ""),
}


@pytest.mark.parametrize("hole", HOLES)
def test_what_is_missing_is_found_with_its_remedy(tmp_path: Path, hole: str) -> None:
    change, name, ok, detail, remedy = HOLES[hole]
    checks = run_checks(replace(_whole(tmp_path), **change))
    by_name = {check.name: check for check in checks}
    found = by_name.pop(name)
    assert found.ok is ok
    assert detail in found.detail
    assert remedy in found.remedy
    assert all(check.ok for check in by_name.values()), "nothing else is blamed"


def test_a_camera_is_closed_again(tmp_path: Path) -> None:
    camera = _Camera(trouble=SourceError("Camera 0 has stopped."))
    run_checks(replace(_whole(tmp_path), open_camera=lambda _: camera))
    assert camera.closed == 1


def test_a_data_folder_in_a_files_place_is_found(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    checks = run_checks(_whole(tmp_path))
    (folder,) = [check for check in checks if check.name == "data folder"]
    assert folder.ok is False


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_other_systems_are_not_asked_for_linux_libraries(tmp_path: Path, platform: str) -> None:
    machine = replace(_whole(tmp_path), platform=platform, load_library=_raising(OSError("no")), environment={})
    assert all(check.ok is not False for check in run_checks(machine))


def test_on_this_machine_every_package_is_found(tmp_path: Path) -> None:
    whole = _whole(tmp_path)
    real = Machine(
        find_model=whole.find_model,
        open_camera=whole.open_camera,
        exercises_dir=whole.exercises_dir,
        data_dir=whole.data_dir,
        start_detector=whole.start_detector,
    )
    by_name = {check.name: check for check in run_checks(real)}
    assert by_name["packages"] == Check("packages", True, f"all {len(PACKAGES)} installed")
    assert by_name["mediapipe"].ok


@pytest.mark.slow
def test_a_detector_that_cannot_start_is_a_finding_not_a_crash(tmp_path: Path) -> None:
    (tmp_path / "bad.task").write_bytes(b"rubbish")
    machine = _whole(tmp_path)
    real = Machine(lambda: tmp_path / "bad.task", machine.open_camera, tmp_path, tmp_path)
    (check,) = [check for check in run_checks(real) if check.name == "pose detector"]
    assert check.ok is False
    assert "cannot use the model" in check.detail
