"""The overlay on bare surfaces, with no display: what is drawn, and where."""

from typing import Any

import numpy as np
import pygame
import pytest
from ui_samples import BIRD_DOG, BRIDGE, FONTS, PLANK, THEME, WINDOWS, faulty, picture, pose_of, report_of

from coach.core.body import Landmark
from coach.core.pose import Pose
from coach.core.report import Counts, Cue, Gauge, Report
from coach.ports import OutputError
from coach.ui.gauge import SCALES
from coach.ui.layout import Box, live_layout, over_picture
from coach.ui.overlay import Overlay
from coach.ui.pictures import ScaledPicture, image_from, surface_from
from coach.ui.skeleton import joint_states
from coach.ui.text import Fonts
from coach.ui.views import ExerciseView

BLANK = (255, 0, 255)
WORDY = ExerciseView(
    name="Single-leg glute bridge with the feet raised",
    kind="hold",
    target_s=3600,
    phase_words={"lift": "Lift slowly and breathe out through the mouth"},
    side_words={"left": "LEFT leg and RIGHT arm"},
)
KNEE = Landmark.LEFT_KNEE


def drawn(report: Report | None, view: ExerciseView, window: tuple[int, int] = (640, 360)) -> pygame.Surface:
    surface = pygame.Surface(window, 0, 32)
    surface.fill(BLANK)
    layout = live_layout(window, (960, 540), THEME.spacing)
    Overlay(THEME, Fonts(FONTS)).draw(surface, layout, report, view)
    return surface


def touched(surface: pygame.Surface, box: Box | None = None) -> int:
    pixels = image_from(surface)
    changed = np.any(pixels != BLANK, axis=2)
    return int(np.count_nonzero(changed[box.y : box.bottom, box.x : box.right] if box else changed))


def changed_pose(landmark: Landmark, values: tuple[float, float, float, float]) -> Pose:
    pose = pose_of()
    points = np.array(pose.points)
    points[landmark] = values
    return Pose(pose.t_s, points, pose.world, pose.size)


@pytest.mark.parametrize("window", WINDOWS)
def test_nothing_is_drawn_outside_the_boxes(window: tuple[int, int]) -> None:
    report = report_of(
        None,
        counts=Counts(3, 12),
        hold_s=1234.5,
        rep_hold_s=3.0,
        side="left",
        phase="lift",
        cue=Cue("x", "Lower your hips until knees, hips and shoulders make one straight line", "fault", 1.0),
        gauge=Gauge("hip_angle_deg", 181.0, 130.0, 165.0, 9.0),
    )
    surface = drawn(report, WORDY, window)
    for box in live_layout(window, (960, 540), THEME.spacing).panels():
        assert touched(surface, box) > 0, box
        surface.fill(BLANK, box)

    assert touched(surface) == 0


@pytest.mark.parametrize(
    ("report", "view", "empty"),
    [
        (None, BRIDGE, ("phase", "side", "gauge", "cue")),
        (report_of(None), BRIDGE, ("side", "gauge", "cue")),
        (report_of(None, side="left"), BRIDGE, ("side", "gauge", "cue")),
        (report_of(None, side="left", rep_hold_s=2.0), BIRD_DOG, ("gauge", "cue")),
        (report_of(None, armed=False, phase="away"), PLANK, ("phase", "side", "gauge")),
    ],
    ids=["before", "quiet", "no side words", "side", "away"],
)
def test_what_has_nothing_to_say_is_not_drawn(
    report: Report | None, view: ExerciseView, empty: tuple[str, ...]
) -> None:
    layout = live_layout((640, 360), (960, 540), THEME.spacing)
    surface = drawn(report, view)

    for name in ("count", "phase", "side", "gauge", "cue"):
        assert (touched(surface, getattr(layout, name)) == 0) == (name in empty), name


@pytest.mark.parametrize(
    ("visibility", "x", "armed", "told", "state"),
    [
        (1.0, 0.3, True, "good", "good"),
        (1.0, 0.3, True, "fault", "fault"),
        (1.0, 0.3, True, None, "idle"),
        (1.0, 0.3, False, "fault", "idle"),
        (0.2, 0.3, True, "good", "unseen"),
        (0.2, 0.3, True, "fault", "unseen"),
        (1.0, 1.5, True, "good", "unseen"),
        (1.0, float("nan"), True, "good", "unseen"),
    ],
)
def test_a_guessed_joint_is_never_drawn_as_sure(
    visibility: float, x: float, armed: bool, told: str | None, state: str
) -> None:
    pose = changed_pose(KNEE, (x, 0.5, 0.0, visibility))
    report = report_of(pose, armed=armed, rule_joints={} if told is None else {int(KNEE): told})

    assert joint_states(report)[KNEE] == state


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1e300, 6e4, 0.0])
def test_nonsense_landmarks_are_left_out(value: float) -> None:
    pose = pose_of()
    points = np.full_like(pose.points, value)
    report = report_of(Pose(0.0, points, pose.world, pose.size), gauge=Gauge("x", value, 0.0, 1.0, value))

    assert touched(drawn(report, BRIDGE)) > 0


def test_the_skeleton_stays_in_its_picture() -> None:
    picture_box = Box(200, 100, 200, 120)
    surface = pygame.Surface((640, 360), 0, 32)
    surface.fill(BLANK)
    overlay = Overlay(THEME, Fonts(FONTS))
    overlay._skeleton.draw(surface, picture_box, faulty(changed_pose(KNEE, (1.4, -0.3, 0.0, 1.0))))

    inside = touched(surface, picture_box)
    assert inside > 200
    assert touched(surface) == inside


def test_drawing_over_a_frame_for_a_video() -> None:
    surface = surface_from(picture())
    before = image_from(surface)
    Overlay(THEME, Fonts(FONTS)).draw(surface, over_picture(surface.get_size(), THEME.spacing), faulty(), BRIDGE)

    assert np.mean(image_from(surface) != before) > 0.05


def test_dimming_darkens_only_the_picture() -> None:
    surface = pygame.Surface((100, 60), 0, 32)
    surface.fill((200, 200, 200))
    Overlay(THEME, Fonts(FONTS)).dim(surface, Box(20, 0, 60, 60))

    assert surface.get_at((10, 10))[:3] == (200, 200, 200)
    assert max(surface.get_at((50, 10))[:3]) < 100


@pytest.mark.parametrize(
    ("kind", "progress", "share", "within"),
    [
        ("reps", 0.0, 0.071, False),
        ("reps", 1.0, 0.786, True),
        ("reps", 9.0, 1.0, True),
        ("reps", -9.0, 0.0, False),
        ("reps", float("nan"), float("nan"), False),
        ("hold", 0.5, 0.5, True),
        ("hold", -0.1, 0.26, False),
        ("hold", 1.2, 0.78, False),
    ],
)
def test_the_gauges_scale(kind: Any, progress: float, share: float, within: bool) -> None:
    scale = SCALES[kind]

    assert scale.share(progress) == pytest.approx(share, abs=0.001, nan_ok=True)
    assert scale.within(progress) is within


def test_pictures_survive_the_way_there_and_back() -> None:
    image = np.random.default_rng(1).integers(0, 256, (37, 53, 3), dtype=np.uint8)
    surface = surface_from(image)

    assert np.array_equal(image_from(surface), image)
    assert np.array_equal(image_from(surface_from(image[:, ::-1])), image[:, ::-1])
    surface.fill((0, 0, 0))
    assert image.any(), "drawing on the surface must not reach the picture"


def test_a_picture_is_scaled_once_and_dimmed_when_asked() -> None:
    scaled, surface = ScaledPicture(), pygame.Surface((320, 240), 0, 32)
    image = picture()
    scaled.draw(surface, image, Box(0, 0, 320, 240))
    kept = scaled._scaled
    scaled.draw(surface, image, Box(0, 0, 320, 240))
    bright = surface.get_at((100, 100))[0]

    assert scaled._scaled is kept
    scaled.draw(surface, image, Box(0, 0, 320, 240), (80, 80, 80))
    assert surface.get_at((100, 100))[0] < bright / 2


def test_rendered_text_is_kept_but_not_without_end() -> None:
    fonts = Fonts(FONTS)
    first = fonts.line("Hips up", "heavy", 30, (255, 255, 255))

    assert fonts.line("Hips up", "heavy", 30, (255, 255, 255)) is first
    for number in range(500):
        fonts.line(str(number), "heavy", 10 + number % 90, (255, 255, 255))
    assert len(fonts._lines) < 100
    assert len(fonts._fonts) < 60


def test_a_missing_font_is_one_plain_sentence(tmp_path: Any) -> None:
    with pytest.raises(OutputError, match=r"can't be read; install Backcoach again\.$"):
        Fonts(tmp_path).line("x", "text", 20, (0, 0, 0))
