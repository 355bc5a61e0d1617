"""The check before an exercise: each thing that is wrong, the one fix that is said, and going on by itself."""

import math
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from camera_samples import BRIDGE, NAN, check, hidden, lying, moved, standing, steady
from streams import DATA, MISSING, at, exercise, ids, stream

from coach.core import figure, framing
from coach.core.body import JOINTS
from coach.core.camera_check import (
    GOOD_S,
    PATIENCE_S,
    REPEAT_S,
    SENTENCES,
    SetUp,
    may_shorten,
    step,
)
from coach.core.camera_items import CLOSER, FACE, NOBODY, SIDE_ON
from coach.core.pose import Pose
from coach.core.posture import Body, orient
from coach.core.spec import Exercise, Framing

# --- Good. ---


@pytest.mark.parametrize("id_", ids())
@pytest.mark.parametrize("fps", [15, 30, 60])
def test_it_goes_on_by_itself_after_two_good_seconds(id_: str, fps: int) -> None:
    spec = exercise(id_)
    checked = check(steady(figure.pose_at(spec.demo, 0.0), fps=fps), spec)
    assert checked.ready_s == pytest.approx(GOOD_S, abs=1.5 / fps)
    assert checked.said == ()
    assert checked.last.fix == ""
    assert checked.last.fps == pytest.approx(fps)


def _beside(id_: str) -> bool:
    """Whether it is done standing, side-on: nobody is going to lie down there."""
    return exercise(id_).place == "standing" and exercise(id_).framing.view == "side"


@pytest.mark.parametrize(
    "spec", [None, *(exercise(id_) for id_ in ids() if not _beside(id_))], ids=lambda spec: spec.id if spec else "none"
)
def test_somebody_standing_in_front_of_the_camera_is_fine(spec: Exercise | None) -> None:
    checked = check(steady(standing()), spec)
    assert checked.ready_s == pytest.approx(GOOD_S, abs=0.1)
    assert checked.said == ()
    assert checked.item("view") == ("waiting" if spec and spec.framing.view != "any" else "none")
    assert checked.item("level") == "good"


@pytest.mark.parametrize("id_", [id_ for id_ in ids() if _beside(id_)])
def test_what_is_done_standing_side_on_asks_to_turn_at_once(id_: str) -> None:
    checked = check(steady(standing()), exercise(id_))
    assert [text for _, text in checked.said] == [SIDE_ON]


def test_what_is_not_known_holds_up_nothing() -> None:
    checked = check(steady(lying()), brightness=None)
    assert checked.item("light") == "waiting"
    assert not math.isnan(checked.ready_s)


# --- What is wrong, and what is said of it. ---


WRONG: list[tuple[str, Pose | None, str, str, str]] = [
    ("nobody", None, "person", NOBODY, NOBODY),
    ("feet covered", hidden(lying(), "ankle"), "frame", "I can't see your feet", ""),
    ("head end out on the side", moved(lying(), 0.6, (0.45, 0)), "frame", "Centre yourself: I can't see your ", ""),
    ("out at both ends", moved(lying(), 3.2, (0, -0.52)), "frame", "Step back: I can't see your ", ""),
    ("below the picture", moved(lying(), 0.6, (0, 0.45)), "frame", "Tilt the camera down: I can't see your ", ""),
    ("above the picture", moved(lying(), 0.6, (0, -0.65)), "frame", "Tilt the camera up: I can't see your ", ""),
    ("standing, feet cut, no room", standing(0.38, foot=1.1), "frame", "Step back: I can't see your feet", ""),
    (
        "standing, feet cut, room above",
        standing(0.2, foot=1.1),
        "frame",
        "Tilt the camera down: I can't see your ",
        "",
    ),
    ("far", moved(lying(), 0.2), "distance", CLOSER, CLOSER),
    ("too near to lie down", standing(0.3, (480, 640)), "distance", "Turn the camera on its side", ""),
    ("turned", lying(45), "view", SIDE_ON, SIDE_ON),
    (
        "tilted camera",
        moved(lying(), 0.8, roll_deg=20),
        "level",
        "Level the camera: it is tilted",
        "tilted by about ",
    ),
    (
        "tilted the other way",
        moved(lying(), 0.8, roll_deg=-20),
        "level",
        "Level the camera: it is tilted",
        "tilted by about ",
    ),
    ("standing, tilted", moved(standing(), roll_deg=-18), "level", "Level the camera: it is tilted", "18 degrees"),
]


@pytest.mark.parametrize(("pose", "id_", "said", "shown"), [pytest.param(*row[1:], id=row[0]) for row in WRONG])
def test_one_thing_wrong_is_said_and_holds_the_check_up(pose: Pose | None, id_: str, said: str, shown: str) -> None:
    checked = check(steady(pose, 4.0))
    assert [item.id for item in checked.last.items if item.state == "bad"] == [id_]
    assert math.isnan(checked.ready_s)
    ((_, sentence),) = checked.said
    assert sentence.startswith(said)
    assert sentence in SENTENCES
    assert (shown or said) in checked.last.fix


def test_a_front_view_is_asked_for_where_the_exercise_needs_one() -> None:
    spec = replace(BRIDGE, framing=replace(BRIDGE.framing, view="front"))
    checked = check(steady(lying()), spec)
    assert [sentence for _, sentence in checked.said] == [FACE]
    assert [item.label for item in checked.last.items if item.id == "view"] == ["You face the camera"]


def test_a_short_floor_line_says_nothing_of_the_camera() -> None:
    spec = exercise("knee_to_chest")
    assert check(steady(moved(figure.pose_at(spec.demo, 0.0), 0.8, roll_deg=20)), spec).item("level") == "waiting"


@pytest.mark.parametrize(
    ("brightness", "state"), [(None, "waiting"), (NAN, "waiting"), (0.1, "bad"), (0.16, "bad"), (0.2, "good")]
)
def test_light(brightness: float | None, state: str) -> None:
    checked = check(steady(lying()), brightness=brightness)
    assert checked.item("light") == state
    assert math.isnan(checked.ready_s) == (state == "bad")


def test_in_the_dark_light_is_asked_for_not_the_person() -> None:
    checked = check(steady(None), brightness=0.05)
    assert [sentence for _, sentence in checked.said] == ["It is too dark: add light"]


@pytest.mark.parametrize(
    ("fps", "camera_fps", "said", "shown"),
    [
        (8, None, "Add light: the camera is slow", "Your camera gives 8 pictures a second: add light"),
        (8, 8, "Add light: the camera is slow", "Your camera gives 8 pictures a second: add light"),
        (8, 30, "Close other programs: the computer is slow", "This computer manages 8 pictures a second: "),
        (1, None, "Add light: the camera is slow", "Your camera gives 1 picture a second: add light"),
        (12, None, "", ""),
        (15, 29.9, "", ""),
    ],
)
def test_a_slow_camera_is_told_from_a_slow_computer(
    fps: float, camera_fps: float | None, said: str, shown: str
) -> None:
    checked = check(steady(lying(), 6.0, fps), camera_fps=camera_fps)
    assert [sentence for _, sentence in checked.said] == ([said] if said else [])
    assert checked.last.fix.startswith(shown)
    assert checked.item("rate") == ("bad" if said else "good")


def test_the_worst_is_said_first() -> None:
    checked = check(steady(hidden(lying(45), "ankle"), 6.0, fps=8), brightness=0.05)
    assert [sentence for _, sentence in checked.said] == ["I can't see your feet"]
    assert {item.id for item in checked.last.items if item.state == "bad"} == {"frame", "view", "light", "rate"}


# --- Time. ---


def test_a_fix_is_repeated_no_sooner_than_after_six_seconds() -> None:
    times = [t_s for t_s, _ in check(steady(None, 21.0)).said]
    assert times[0] == pytest.approx(framing.WAIT_S, abs=0.1)
    assert np.diff(times).min() >= REPEAT_S - 1e-6
    assert len(times) == 4


def test_another_fix_comes_when_the_first_is_mended() -> None:
    samples = [*steady(None, 3.0), *steady(hidden(lying(), "ankle"), 4.0, start_s=3.1)]
    assert [sentence for _, sentence in check(samples).said] == [NOBODY, "I can't see your feet"]


def test_what_is_not_essential_holds_it_up_for_a_while_only() -> None:
    checked = check(steady(lying(45), 22.0), brightness=0.05)
    assert checked.ready_s == pytest.approx(PATIENCE_S, abs=0.1)
    assert math.isnan(check(steady(hidden(lying(), "ankle"), 30.0)).ready_s)


@pytest.mark.parametrize(("lost_s", "later_s"), [(0.2, 0.0), (0.6, 1.6)])
def test_a_flicker_does_not_begin_the_wait_anew(lost_s: float, later_s: float) -> None:
    samples = [(t, None if 1.0 < t <= 1.0 + lost_s else pose) for t, pose in steady(lying())]
    assert check(samples).ready_s == pytest.approx(GOOD_S + later_s, abs=0.15)


def test_an_hour_of_nothing_is_not_two_good_seconds() -> None:
    checked = check([*steady(lying(), 1.0), *steady(lying(), 4.0, start_s=3600.0)])
    assert checked.ready_s == pytest.approx(3602.0, abs=0.1)


@pytest.mark.parametrize("t_s", [4.0, 3.0])
def test_time_must_rise(t_s: float) -> None:
    state = check(steady(lying(), 4.0)).state
    with pytest.raises(ValueError, match="time must rise"):
        step(state, BRIDGE, t_s, at(lying(), t_s), 0.4)


# --- Words, and what is remembered. ---


def test_the_words_are_those_of_framing() -> None:
    """Where both say the same, they say it alike: one clip for one sentence."""
    ready = Body(lying(), orient(lying().world, None))
    said = [framing.wish(Framing(joints=(), view="front"), ready), framing.wish(Framing(joints=()), None)]
    turned, far = lying(45), moved(lying(), 0.2)
    said += [framing.wish(Framing(joints=()), Body(pose, orient(pose.world, None))) for pose in (turned, far)]
    assert said == [FACE, NOBODY, SIDE_ON, CLOSER]
    for name in JOINTS:
        pose = hidden(lying(), name)
        assert framing.wish(Framing(joints=(name,)), Body(pose, orient(pose.world, None))) in SENTENCES


def test_sentences_are_short_and_stand_once() -> None:
    assert len(set(SENTENCES)) == len(SENTENCES)
    assert max(len(sentence.split()) for sentence in SENTENCES) <= 9
    assert not any(character.isdigit() for sentence in SENTENCES for character in sentence)


@pytest.mark.parametrize(
    ("camera", "size", "pose", "expected"),
    [
        ("0", (640, 480), lying(), True),
        ("1", (640, 480), lying(), False),
        ("0", (1280, 720), lying(), False),
        ("0", (640, 480), lying(45), False),
        ("0", (640, 480), None, False),
    ],
)
def test_the_check_is_shorter_where_nothing_changed(
    camera: str, size: tuple[int, int], pose: Pose | None, expected: bool
) -> None:
    before = SetUp(camera="0", size=(640, 480), fps=30, brightness=0.4, at=datetime(2024, 6, 1, tzinfo=UTC))
    last = check(steady(pose, 1.0)).last
    assert may_shorten(before, camera, size, last) is expected
    assert may_shorten(None, camera, size, last) is False


# --- People. ---

PEOPLE = [
    ("rendered/x01_session_bridge.npz", "glute_bridge", []),
    ("rendered/x07_bridge_feet_cut.npz", "glute_bridge", ["Centre yourself: I can't see your feet"]),
    ("rendered/x08_bridge_far720.npz", "glute_bridge", []),
    ("rendered/s01_desk_front.npz", "plank", ["Step back: I can't see your feet"]),
    ("rendered/b08_bridge_low15.npz", "glute_bridge", []),
    ("real/goondoc08_bird_dog.npz", "bird_dog", ["Add light: the camera is slow"]),
    ("real/johnrey666_push_up.npz", "plank", ["Turn side-on to the camera"]),
    ("real/mmuno_bird_dog.npz", "bird_dog", []),
    ("real/thesebitzu_plank.npz", "plank", []),
    ("real/kunlanatpp_squat.npz", "glute_bridge", []),
]


@pytest.mark.skipif(not DATA.exists(), reason=MISSING)
@pytest.mark.parametrize(("file", "id_", "said"), PEOPLE)
def test_people_are_told_what_is_wrong_and_else_nothing(file: str, id_: str, said: list[str]) -> None:
    samples = [sample for sample in stream(f"streams/{file}") if sample[0] < 7.5]
    checked = check(samples, exercise(id_))
    assert [sentence for _, sentence in checked.said] == said
    assert math.isnan(checked.ready_s) == bool(said)
