"""What is said about the picture: one sentence, once it has lasted."""

import math
from dataclasses import replace

import numpy as np
import pytest
from streams import exercise

from coach.core import figure
from coach.core.body import joint
from coach.core.framing import SMALL, WAIT_S, FramingState, step, tracking, view_name, wish
from coach.core.pose import Pose
from coach.core.posture import Body, orient
from coach.core.spec import Framing

SIDE = Framing(joints=("ear", "shoulder", "hip", "knee", "ankle"), view="side")
FRONT = replace(SIDE, view="front")


def _pose(yaw_deg: float = 0, hidden: tuple[str, ...] = (), scale: float = 1.0) -> Pose:
    pose = figure.pose_at(exercise("glute_bridge").demo, 0.0, yaw_deg)
    points = pose.points.copy()
    for name in hidden:
        points[[joint(name, "left"), joint(name, "right")], 3] = 0.0
    points[:, :2] = 0.5 + scale * (points[:, :2] - 0.5)
    return Pose(pose.t_s, points, pose.world, pose.size)


def _body(yaw_deg: float = 0, hidden: tuple[str, ...] = (), scale: float = 1.0) -> Body:
    pose = _pose(yaw_deg, hidden, scale)
    return Body(pose, orient(pose.world, None))


@pytest.mark.parametrize(
    ("spec", "body", "sentence"),
    [
        (SIDE, None, "I can't see you"),
        (SIDE, _body(), ""),
        (SIDE, _body(25), ""),
        (SIDE, _body(45), "Turn side-on to the camera"),
        (FRONT, _body(0), "Face the camera"),
        (FRONT, _body(80), ""),
        (SIDE, _body(hidden=("ankle",)), "I can't see your feet"),
        (SIDE, _body(hidden=("ear",)), "I can't see your head"),
        (SIDE, _body(hidden=("knee", "ankle")), "I can't see your feet"),
        (SIDE, _body(hidden=("wrist",)), ""),
        (SIDE, _body(scale=0.2), "Come closer to the camera"),
    ],
)
def test_one_sentence_mends_the_picture(spec: Framing, body: Body | None, sentence: str) -> None:
    assert wish(spec, body) == sentence
    assert len(sentence.split()) <= 6


def test_the_scale_of_the_far_figure_is_below_the_limit() -> None:
    assert _body(scale=0.2).trunk < SMALL < _body().trunk


@pytest.mark.parametrize("fps", [10, 30])
def test_a_wish_is_voiced_once_it_has_lasted(fps: int) -> None:
    state, voiced = FramingState(), []
    for index in range(4 * fps):
        state, sentence = step(SIDE, state, index / fps, None)
        voiced += [index / fps] if sentence else []
    assert voiced[0] == pytest.approx(WAIT_S)


def test_another_wish_waits_anew() -> None:
    state, _ = step(SIDE, FramingState(), 0.0, None)
    state, _ = step(SIDE, state, 1.5, _body(hidden=("ankle",)))
    state, sentence = step(SIDE, state, 2.5, _body(hidden=("ankle",)))
    assert sentence == ""
    assert step(SIDE, state, 3.5, _body(hidden=("ankle",)))[1] == "I can't see your feet"
    assert step(SIDE, state, 3.5, _body())[1] == ""


@pytest.mark.parametrize(
    ("hidden", "share"), [((), 1.0), (("ear",), 0.8), (("knee", "ankle"), 0.6), (SIDE.joints, 0.0), (("wrist",), 1.0)]
)
def test_tracking_is_the_share_of_needed_joints_seen(hidden: tuple[str, ...], share: float) -> None:
    assert tracking(SIDE, _body(hidden=hidden)) == pytest.approx(share)


def test_nothing_needed_is_all_seen() -> None:
    assert tracking(Framing(joints=()), _body()) == 1.0


@pytest.mark.parametrize(
    ("yaw_deg", "name"),
    [(0, "side"), (30, "side"), (31, "three-quarter"), (59, "three-quarter"), (60, "front"), (90, "front")],
)
def test_views_have_names(yaw_deg: float, name: str) -> None:
    assert view_name(yaw_deg) == name


def test_an_unknown_yaw_is_an_unknown_view() -> None:
    assert view_name(math.nan) == "unknown"
    assert not np.isnan(_body().trunk)
