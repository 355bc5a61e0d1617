"""Looks over this machine: what the coach needs, what is missing, and what to do about it. Checks are data."""

import ctypes
import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from coach.ports import Camera, CoachError

PACKAGES: Final = {
    "PIL": "pillow",
    "alembic": "alembic",
    "cv2": "opencv-python",
    "desktop_notifier": "desktop-notifier",
    "mediapipe": "mediapipe",
    "numpy": "numpy",
    "platformdirs": "platformdirs",
    "pydantic": "pydantic",
    "pygame": "pygame-ce",
    "pystray": "pystray",
    "pyttsx3": "pyttsx3",
    "rich": "rich",
    "sqlalchemy": "sqlalchemy",
    "typer": "typer",
}
"""Module and the distribution that brings it."""
ESPEAK: Final = "libespeak-ng.so.1"
APPINDICATOR: Final = "On GNOME: add the extension AppIndicator."
SERVICES: Final = {
    "notifications": ("org.freedesktop.Notifications", "reminders are shown by Backcoach itself", ""),
    "tray": ("org.kde.StatusNotifierWatcher", "the window stays the place to pause", APPINDICATOR),
    "screen lock": (".ScreenSaver", "only the login service can tell that the screen is locked", ""),
}
"""What posture watch asks of a Linux desktop: how its name on D-Bus ends, what follows where it is missing, and what
to do about it."""
MEDIAPIPE_FROM: Final = (0, 10, 31)
MEDIAPIPE_BELOW: Final = (0, 10, 35)
"""From this release on MediaPipe sends usage metrics."""
LEAST_PYTHON: Final = (3, 11)
LEAST_FREE_BYTES: Final = 200_000_000
DETECTOR_TIMEOUT_S: Final = 60.0

_START_DETECTOR: Final = (
    "import sys; from pathlib import Path; from coach.adapters.pose_mediapipe import MediaPipeDetector; "
    "MediaPipeDetector(Path(sys.argv[1])).close()"
)
_AGAIN: Final = "Install Backcoach again."


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at.

    Attributes:
        name: what was looked at.
        ok: True fine, False wrong, None a remark: the coach works without it.
        detail: what was found.
        remedy: what to do, empty when nothing need be done.
    """

    name: str
    ok: bool | None
    detail: str
    remedy: str = ""


def _module_found(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def _version(distribution: str) -> str | None:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return None


def _start_detector(model_path: Path) -> str:
    """Start the pose detector in a process of its own, so that a crash is a finding. Empty when all is well."""
    command = [sys.executable, "-c", _START_DETECTOR, str(model_path)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=DETECTOR_TIMEOUT_S, check=False)
    except subprocess.TimeoutExpired:
        return f"it did not start within {DETECTOR_TIMEOUT_S:.0f} s"
    if done.returncode == 0:
        return ""
    lines = done.stderr.strip().splitlines()
    return lines[-1] if lines else f"it crashed (exit code {done.returncode})"


def _sound_devices() -> list[str]:
    """Sound cards that Linux names; elsewhere nothing is known without opening one."""
    cards = Path("/proc/asound/cards")
    if not cards.exists():
        return []
    return [line.split(":", 1)[1].strip() for line in cards.read_text().splitlines() if "]:" in line]


@dataclass(frozen=True, slots=True)
class Machine:
    """The machine as the checks see it; tests hand in one with holes."""

    find_model: Callable[[], Path]
    open_camera: Callable[[str], Camera]
    exercises_dir: Path
    data_dir: Path
    platform: str = sys.platform
    python: tuple[int, ...] = tuple(sys.version_info[:3])
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    module_found: Callable[[str], bool] = _module_found
    version: Callable[[str], str | None] = _version
    libraries: Mapping[str, str] = field(default_factory=dict)
    """System library and the Debian package that brings it."""
    load_library: Callable[[str], object] = ctypes.CDLL
    start_detector: Callable[[Path], str] = _start_detector
    sound_devices: Callable[[], list[str]] = _sound_devices
    free_bytes: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free
    bus_names: Callable[[], Collection[str] | None] | None = None
    """Names on the session's D-Bus, in use or ready to start; None without one. Left out, nobody looks."""


def run_checks(machine: Machine) -> list[Check]:
    """Every check, in the order in which their remedies should be followed. Opens no window and no network."""
    checks = [_python(machine), _packages(machine), _mediapipe(machine), _opencv(machine)]
    checks += _libraries(machine)
    checks += _pose(machine)
    checks += [_exercises(machine), _display(machine), _sound(machine)]
    checks += [*_system_voice(machine), *_desktop(machine), _camera(machine)]
    checks += [_data_folder(machine), _space(machine)]
    return checks


def _python(machine: Machine) -> Check:
    found = ".".join(map(str, machine.python))
    if machine.python >= LEAST_PYTHON:
        return Check("Python", True, found)
    return Check("Python", False, f"{found}, 3.11 or later is needed", "Install Python 3.11 or later.")


def _packages(machine: Machine) -> Check:
    missing = [name for module, name in PACKAGES.items() if not machine.module_found(module)]
    if missing:
        return Check("packages", False, f"missing: {', '.join(missing)}", _AGAIN)
    return Check("packages", True, f"all {len(PACKAGES)} installed")


def _mediapipe(machine: Machine) -> Check:
    found = machine.version("mediapipe")
    if found is None:
        return Check("mediapipe", False, "not installed", _AGAIN)
    release = tuple(int(part) for part in found.split(".")[:3] if part.isdecimal())
    if MEDIAPIPE_FROM <= release < MEDIAPIPE_BELOW:
        return Check("mediapipe", True, f"{found}, which sends nothing")
    why = "too old" if release < MEDIAPIPE_FROM else "it sends usage metrics over the network"
    return Check("mediapipe", False, f"{found}: {why}", "Run: pip install 'mediapipe>=0.10.31,<0.10.35'")


def _opencv(machine: Machine) -> Check:
    main, contrib = (machine.version(name) for name in ("opencv-python", "opencv-contrib-python"))
    if main is None and contrib is None:
        return Check("OpenCV", False, "not installed", _AGAIN)
    if main == contrib:
        return Check("OpenCV", True, str(main))
    detail = f"opencv-python {main} and opencv-contrib-python {contrib} overwrite one another"
    wanted = main or contrib
    return Check("OpenCV", False, detail, f"Run: pip install opencv-python=={wanted} opencv-contrib-python=={wanted}")


def _libraries(machine: Machine) -> list[Check]:
    if machine.platform != "linux":
        return []
    return [_library(machine, name, package) for name, package in machine.libraries.items()]


def _library(machine: Machine, name: str, package: str) -> Check:
    try:
        machine.load_library(name)
    except OSError as error:
        return Check(name, False, str(error), f"Run: sudo apt install {package} (Debian, Ubuntu)")
    return Check(name, True, "found")


def _pose(machine: Machine) -> list[Check]:
    try:
        model = machine.find_model()
    except CoachError as error:
        return [Check("pose model", False, str(error), _AGAIN)]
    trouble = machine.start_detector(model)
    remedy = f"See what is missing above; else: {_AGAIN[0].lower()}{_AGAIN[1:]}" if trouble else ""
    return [
        Check("pose model", True, str(model)),
        Check("pose detector", not trouble, trouble or "starts", remedy),
    ]


def _exercises(machine: Machine) -> Check:
    count = len(list(machine.exercises_dir.glob("*.toml"))) if machine.exercises_dir.is_dir() else 0
    if count:
        return Check("exercises", True, f"{count} in {machine.exercises_dir}")
    return Check("exercises", False, f"none in {machine.exercises_dir}", _AGAIN)


def _display(machine: Machine) -> Check:
    if machine.platform != "linux":
        return Check("display", True, machine.platform)
    shown = [name for name in ("WAYLAND_DISPLAY", "DISPLAY") if machine.environment.get(name)]
    if shown:
        return Check("display", True, f"{shown[0]}={machine.environment[shown[0]]}")
    return Check("display", None, "none: no window can open", "Use: coach analyze, or start it in a desktop session.")


def _sound(machine: Machine) -> Check:
    if machine.platform != "linux":
        return Check("sound", None, "not looked at on this system")
    devices = machine.sound_devices()
    if devices:
        return Check("sound", True, ", ".join(devices))
    return Check("sound", None, "no sound card: what is said is shown as captions")


def _system_voice(machine: Machine) -> list[Check]:
    """What says a therapist's own notes; everything else is recorded."""
    if machine.platform != "linux":
        return []
    try:
        machine.load_library(ESPEAK)
    except OSError:
        remedy = "To hear a therapist's own notes: sudo apt install espeak-ng (Debian, Ubuntu)"
        return [Check("system voice", None, "none: notes are shown, all else is recorded", remedy)]
    return [Check("system voice", True, "found")]


def _desktop(machine: Machine) -> list[Check]:
    """What posture watch uses of a Linux desktop; Windows and macOS have it all."""
    if machine.platform != "linux" or machine.bus_names is None:
        return []
    names = machine.bus_names()
    return [_service(name, names) for name in SERVICES]


def _service(name: str, names: Collection[str] | None) -> Check:
    wanted, without, remedy = SERVICES[name]
    if names is not None and any(known.endswith(wanted) for known in names):
        return Check(name, True, "found")
    return Check(name, None, "no session bus: " + without if names is None else "none: " + without, remedy)


def _camera(machine: Machine) -> Check:
    try:
        camera = machine.open_camera("0")
    except CoachError as error:
        return Check("camera", None, str(error), "Plug one in, or use a video: coach session --source FILE")
    try:
        frame = next(camera.frames(), None)
    except CoachError as error:
        return Check("camera", None, str(error), "Close other programs that use it and try again.")
    finally:
        camera.close()
    if frame is None:
        return Check("camera", None, "camera 0 gives no picture", "Close other programs that use it and try again.")
    return Check("camera", True, f"camera 0: {frame.image.shape[1]} x {frame.image.shape[0]} pixels")


def _data_folder(machine: Machine) -> Check:
    standing = _standing(machine.data_dir)
    if standing.is_dir() and os.access(standing, os.W_OK | os.X_OK):
        return Check("data folder", True, str(machine.data_dir))
    detail = f"{machine.data_dir} cannot be written"
    return Check("data folder", False, detail, f"Give yourself permission to write in {standing}.")


def _space(machine: Machine) -> Check:
    try:
        free = machine.free_bytes(_standing(machine.data_dir))
    except OSError as error:
        return Check("disk space", None, f"unknown: {error.strerror or error}")
    detail = f"{free / 1e9:.1f} GB free"
    if free >= LEAST_FREE_BYTES:
        return Check("disk space", True, detail)
    return Check("disk space", False, detail, f"Free {LEAST_FREE_BYTES // 1_000_000} MB or more.")


def _standing(folder: Path) -> Path:
    """The folder itself or the nearest one above it that exists."""
    return next((place for place in (folder, *folder.parents) if place.exists()), folder)
