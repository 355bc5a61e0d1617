"""Whether somebody lies in a position of ease, by figures and by recorded people: silent when unsure."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest
from relief_fake import shelf

from coach.core import figure
from coach.core.care import ease_check
from coach.core.care.phrases import AT_EASE, EASE_CUES
from coach.core.demo import Demo, Keyframe
from coach.core.pose import Pose
from coach.core.report import Report
from tests import streams
from tests.streams import MISSING, Sample

WORDS = shelf().relief
assert WORDS is not None
POSITIONS = {position.id: position for position in WORDS.positions}
LYING = POSITIONS["knees_bent"].figure


def _held(demo: Demo, seconds: float = 8.0, fps: float = 10.0, yaw_deg: float | None = None) -> list[Sample]:
    """A figure that keeps still in the posture of its first keyframe."""
    pose = figure.pose_at(demo, demo.keyframes[0].t, yaw_deg)
    return [(n / fps, streams.at(pose, n / fps)) for n in range(int(seconds * fps))]


def _bent(demo: Demo, **changes: float) -> Demo:
    return replace(demo, keyframes=tuple(replace(frame, **changes) for frame in demo.keyframes))  # type: ignore[arg-type]


def _looked(position: str, samples: Iterable[Sample]) -> tuple[list[str], Report]:
    """What was said, and the last report."""
    state, said, report = ease_check.EaseState(), [], None
    for t_s, pose in samples:
        state, report = ease_check.step(POSITIONS[position], state, t_s, pose)
        said += [report.cue.text] if report.cue and report.cue_is_new else []
    assert report is not None
    return said, report


CURLED = Demo(
    lying="left",
    floor=("hip", "shoulder"),
    keyframes=tuple(Keyframe(t=t, hip=95, knee=80, shoulder=60, elbow=70) for t in (0.0, 1.0)),
)

CASES = {
    "knees bent": ("knees_bent", LYING, AT_EASE),
    "legs straight": ("knees_bent", _bent(LYING, hip=178, knee=176), EASE_CUES["bend_knees"]),
    "knees hugged": ("knees_bent", _bent(LYING, hip=45, knee=60), EASE_CUES["feet_down"]),
    "feet close": ("knees_bent", _bent(LYING, hip=100, knee=30), EASE_CUES["feet_away"]),
    "on the belly": ("knees_bent", streams.exercise("plank").demo, EASE_CUES["lie_on_back"]),
    "pillow": ("pillow_under_knees", POSITIONS["pillow_under_knees"].figure, AT_EASE),
    "no pillow": ("pillow_under_knees", _bent(LYING, hip=178, knee=177), EASE_CUES["prop_knees"]),
    "raised": ("raised", POSITIONS["raised"].figure, AT_EASE),
    "not raised": ("raised", POSITIONS["pillow_under_knees"].figure, EASE_CUES["raise_body"]),
    "recliner": ("recliner", POSITIONS["recliner"].figure, AT_EASE),
    "curled up": ("side", CURLED, AT_EASE),
    "on the side, straight": ("side", _bent(CURLED, hip=175, knee=175), EASE_CUES["draw_up"]),
    "on the back": ("side", LYING, EASE_CUES["lie_on_side"]),
}


@pytest.mark.parametrize("name", CASES)
def test_a_figure_is_told_the_one_thing_to_change(name: str) -> None:
    position, demo, cue = CASES[name]
    said, report = _looked(position, _held(demo))
    assert (said, report.cue.text if report.cue else "") == ([cue], cue)
    assert report.armed == (cue == AT_EASE)


@pytest.mark.parametrize("fps", [5, 15, 30])
def test_the_rate_of_pictures_does_not_matter(fps: int) -> None:
    assert _looked("knees_bent", _held(_bent(LYING, hip=178, knee=176), 40, fps))[0] == [EASE_CUES["bend_knees"]] * 3


def _hidden(pose: Pose, *rows: int) -> Pose:
    points = pose.points.copy()
    points[list(rows), 3] = 0.0
    return streams.at(pose, pose.t_s, points)


@pytest.mark.parametrize(
    ("samples", "shown"),
    [
        ([(n / 5, None) for n in range(30)], ease_check.NOBODY),
        ([(t, p and _hidden(p, 25, 26)) for t, p in _held(LYING)], ease_check.UNSEEN),
        (_held(LYING, yaw_deg=80), ease_check.TURNED),
    ],
)
def test_what_is_not_seen_is_shown_and_never_said(samples: list[Sample], shown: str) -> None:
    said, report = _looked("knees_bent", samples)
    assert (said, report.cue.text if report.cue else "", report.armed) == ([], shown, False)


def test_a_moment_is_not_enough_and_time_must_rise() -> None:
    assert _looked("knees_bent", _held(LYING, 1.0))[0] == []
    state, _ = ease_check.step(POSITIONS["knees_bent"], ease_check.EaseState(), 1.0, None)
    with pytest.raises(ValueError, match="rise"):
        ease_check.step(POSITIONS["knees_bent"], state, 1.0, None)


def test_a_flicker_at_the_edge_says_nothing() -> None:
    """Six degrees of noise around the edge of the knee's band: once right, it stays right."""
    knees = 118 + 6 * np.sin(np.arange(120))
    samples = [(n / 10, figure.pose_at(_bent(LYING, hip=150, knee=knee), 0.0)) for n, knee in enumerate(knees)]
    said, _ = _looked("knees_bent", [(t, streams.at(pose, t)) for t, pose in samples])
    assert said == [AT_EASE]


STREAMS = {
    "rendered/k06_ktc_hook.npz": {AT_EASE},
    "rendered/n01_lying_still.npz": {EASE_CUES["bend_knees"]},
    "rendered/k01_ktc_alt.npz": {EASE_CUES["bend_knees"], AT_EASE},
    "rendered/n03_sit_lie_getup.npz": {EASE_CUES["lie_on_back"], EASE_CUES["bend_knees"]},
    "rendered/x09_empty_room.npz": set(),
    "rendered/s08_desk_upright_control.npz": set(),
    "real/cut_ktc_double_hold.npz": {AT_EASE, EASE_CUES["feet_down"]},
}


@pytest.mark.skipif(not streams.LABELS.exists(), reason=MISSING)
@pytest.mark.parametrize("name", STREAMS)
def test_recorded_people_are_told_what_is_true(name: str) -> None:
    said, _ = _looked("knees_bent", streams.thinned(streams.stream(f"streams/{name}"), 10))
    assert set(said) == STREAMS[name]
