"""Poses, reports and feeds for the tests of the window."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

import numpy as np

from coach.core.body import LANDMARK_COUNT, SIDES, Landmark, joint
from coach.core.pose import Pose
from coach.core.report import Counts, Cue, Fault, Gauge, Report
from coach.ports import Frame
from coach.ui.theme import DARK, Theme
from coach.ui.views import ExerciseView, SummaryRow, SummaryView

FONTS = Path(__file__).parents[1] / "assets" / "fonts"
DATA = Path(__file__).parents[2] / "shared" / "data"
THEME = Theme(palette=DARK, fonts_dir=FONTS)

WINDOWS = ((640, 360), (1024, 768), (1280, 720), (800, 800), (1920, 1080), (3840, 2160), (800, 1280), (720, 1600))
PICTURES = ((640, 480), (1280, 720), (720, 1280))

BRIDGE = ExerciseView(name="Glute bridge", kind="reps", target_reps=10, phase_words={"lift": "Lift"})
PLANK = ExerciseView(name="Forearm plank", kind="hold", target_s=30)
BIRD_DOG = ExerciseView(
    name="Bird-dog", kind="reps", target_reps=12, rep_hold_s=5, side_words={"left": "LEFT leg", "right": "RIGHT leg"}
)

_SUPINE = {
    "ear": (0.76, 0.72),
    "shoulder": (0.68, 0.74),
    "elbow": (0.6, 0.78),
    "wrist": (0.52, 0.79),
    "index": (0.49, 0.79),
    "hip": (0.48, 0.6),
    "knee": (0.32, 0.45),
    "ankle": (0.29, 0.75),
    "heel": (0.3, 0.79),
    "foot_index": (0.23, 0.79),
}
_QUADRUPED = {
    "ear": (0.27, 0.4),
    "shoulder": (0.36, 0.42),
    "elbow": (0.36, 0.57),
    "wrist": (0.36, 0.72),
    "index": (0.33, 0.73),
    "hip": (0.6, 0.44),
    "knee": (0.6, 0.72),
    "ankle": (0.76, 0.71),
    "heel": (0.78, 0.68),
    "foot_index": (0.8, 0.73),
}
_PLANK = {
    "ear": (0.2, 0.5),
    "shoulder": (0.29, 0.52),
    "elbow": (0.29, 0.68),
    "wrist": (0.2, 0.69),
    "index": (0.17, 0.69),
    "hip": (0.53, 0.56),
    "knee": (0.69, 0.6),
    "ankle": (0.83, 0.63),
    "heel": (0.86, 0.61),
    "foot_index": (0.84, 0.69),
}
_NOSES = {"supine": (0.75, 0.66), "quadruped": (0.25, 0.46), "plank": (0.18, 0.56)}
_BODIES: Mapping[str, Mapping[str, tuple[float, float]]] = {"supine": _SUPINE, "quadruped": _QUADRUPED, "plank": _PLANK}


def pose_of(name: str = "supine", *, near: Literal["left", "right"] = "left", t_s: float = 0.0) -> Pose:
    """A clean side view; the far side is a little higher and to the right in the picture."""
    points = np.full((LANDMARK_COUNT, 4), (0.5, 0.5, 0.0, 1.0))
    for each, (x, y) in _BODIES[name].items():
        for side in SIDES:
            away = 0.0 if side == near else 1.0
            points[joint(each, side)] = (x + 0.015 * away, y - 0.02 * away, 0.2 * away - 0.1, 1.0)
    for landmark in Landmark:
        if landmark.name.endswith(("PINKY", "THUMB")):
            points[landmark] = points[joint("index", "left" if "LEFT" in landmark.name else "right")]
        elif landmark <= Landmark.MOUTH_RIGHT and "EAR" not in landmark.name:
            points[landmark, :2] = _NOSES[name]
    return Pose(t_s, points, np.zeros((LANDMARK_COUNT, 3)), (960, 540))


def report_of(pose: Pose | None, **changes: Any) -> Report:
    """A report in which all is well; `changes` replace its fields."""
    values: dict[str, Any] = {
        "t_s": 0.0 if pose is None else pose.t_s,
        "pose": pose,
        "seen": () if pose is None else tuple(bool(each) for each in pose.seen()),
        "features": {},
        "armed": True,
        "phase": "lift",
        "counts": Counts(),
        "hold_s": 0.0,
        "rep_hold_s": 0.0,
        "side": None,
        "faults": (),
        "rule_joints": {},
        "gauge": None,
        "cue": None,
        "cue_is_new": False,
        "tracking": 1.0,
        "yaw_deg": 5.0,
        "view": "side",
    }
    return Report(**(values | changes))


def faulty(pose: Pose | None = None) -> Report:
    """Counting, with a broken rule, a cue, partials and a gauge."""
    return report_of(
        pose or pose_of(),
        counts=Counts(5, 2),
        phase="lift",
        faults=(Fault("over_arch", 1, 2, "major"),),
        rule_joints={23: "fault", 24: "fault", 11: "good", 12: "good", 25: "good", 26: "good"},
        cue=Cue("over_arch", "Lower your hips a little", "fault", 1.0),
        gauge=Gauge("hip_angle_deg", 183.0, 130.0, 165.0, 1.2),
    )


def picture(size: tuple[int, int] = (640, 480)) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """A room of sorts: a wall fading into a floor."""
    width, height = size
    image = np.empty((height, width, 3), dtype=np.uint8)
    image[:] = np.linspace((190, 184, 172), (128, 92, 60), height)[:, None].astype(np.uint8)
    return image


class FakeFeed:
    """A feed that plays what it was given: one step for each time the window asks for reports."""

    def __init__(self, *steps: tuple[str, str, list[Report]], frame: Frame | None = None) -> None:
        self.steps = list(steps)
        self.frame = frame
        self.closed = 0

    @property
    def state(self) -> Any:
        return self.steps[0][0]

    @property
    def message(self) -> str:
        return self.steps[0][1]

    def latest_frame(self) -> Frame | None:
        return self.frame

    def take_reports(self) -> list[Report]:
        state, message, reports = self.steps[0]
        self.steps[0] = (state, message, [])
        if len(self.steps) > 1:
            self.steps.pop(0)
        return reports

    def close(self) -> None:
        self.closed += 1


class FakeClock:
    """Time that goes on only by sleeping; `at` runs things when their time has come."""

    def __init__(self, at: list[tuple[float, Callable[[], object]]] | None = None) -> None:
        self.time_s = 0.0
        self.slept: list[float] = []
        self.at = sorted(at or [], key=lambda entry: entry[0])

    def now_s(self) -> float:
        return self.time_s

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time_s += seconds
        while self.at and self.at[0][0] <= self.time_s:
            self.at.pop(0)[1]()


SUMMARY = SummaryView(
    title="Glute bridge: done",
    rows=(SummaryRow("repetitions", "8 / 10"), SummaryRow("partial", "2"), SummaryRow("held at the top", "24 s")),
    faults=("Hips sagged 4 of 20 s",),
    sentences=("Angles are estimates, give or take 10 degrees.",),
)
