"""The mannequin: whole, in proportion, near side in front."""

import numpy as np
import pygame
import pytest
from ui_samples import DATA, pose_of

from coach.core.body import Side
from coach.core.figure_parts import figure_of
from coach.core.pose import Pose
from coach.ui.figure_view import FigureView, region_of
from coach.ui.layout import Box
from coach.ui.pictures import image_from
from coach.ui.theme import DARK, LIGHT, Palette

NAMES = ("supine", "quadruped", "plank")


def drawn(pose: Pose, palette: Palette = DARK) -> np.ndarray:
    surface = pygame.Surface((360, 200), 0, 32)
    surface.fill(palette.background)
    FigureView(palette).draw(surface, Box(20, 10, 320, 180), pose)
    pixels = image_from(surface)
    return np.any(pixels != palette.background, axis=2)


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("name", NAMES)
def test_a_body_with_volume_is_drawn_inside_its_box(name: str, palette: Palette) -> None:
    marked = drawn(pose_of(name), palette)

    assert 0.08 < marked[10:190, 20:340].mean() < 0.6
    marked[10:190, 20:340] = False
    assert not marked.any()


@pytest.mark.parametrize("near", ["left", "right"])
@pytest.mark.parametrize("name", NAMES)
def test_the_far_side_is_behind_the_trunk_and_the_near_side_before_it(name: str, near: Side) -> None:
    figure = figure_of(pose_of(name, near=near), (0, 0), (960, 540))

    assert figure is not None
    assert [(part.name, part.far) for part in figure.parts] == [
        ("arm", True),
        ("leg", True),
        ("torso", False),
        ("leg", False),
        ("arm", False),
    ]


def test_without_depth_both_sides_are_equally_bright() -> None:
    pose = pose_of()
    points = np.array(pose.points)
    points[:, 2] = 0.0
    figure = figure_of(Pose(0.0, points, pose.world, pose.size), (0, 0), pose.size)

    assert figure is not None
    assert not any(part.far for part in figure.parts)


@pytest.mark.parametrize("missing", [slice(None), slice(11, 13), slice(23, 25)], ids=["all", "shoulders", "hips"])
def test_without_a_trunk_there_is_nothing_to_draw(missing: slice) -> None:
    pose = pose_of()
    points = np.array(pose.points)
    points[missing] = np.nan
    bodiless = Pose(0.0, points, pose.world, pose.size)

    assert region_of([bodiless]) is None
    assert not drawn(bodiless).any()


def test_a_missing_limb_is_left_out_and_the_rest_stays() -> None:
    pose = pose_of()
    points = np.array(pose.points)
    points[[13, 15, 19, 7]] = np.nan
    figure = figure_of(Pose(0.0, points, pose.world, pose.size), (0, 0), pose.size)

    assert figure is not None
    assert [part.name for part in figure.parts] == ["arm", "leg", "torso", "leg"]
    assert figure.head is None


def test_one_region_holds_a_whole_demonstration() -> None:
    poses = [pose_of(name) for name in NAMES]
    region = region_of(poses)

    assert region is not None
    for pose in poses:
        own = region_of([pose])
        assert own is not None
        assert region.x <= own.x + 1e-9
        assert region.floor >= own.floor - 1e-9
        assert region.x + region.w >= own.x + own.w - 1e-9


@pytest.mark.parametrize("name", ["b01_bridge_base", "p01_plank_good", "d01_birddog_base", "n03_sit_lie_getup"])
def test_recorded_bodies_are_drawn(name: str) -> None:
    path = DATA / "streams" / "rendered" / f"{name}.npz"
    if not path.exists():
        pytest.skip(f"the recorded streams are not beside the checkout: {path.name}")
    with np.load(path, allow_pickle=False) as stream:
        width, height = (int(edge) for edge in stream["size"])
        for index in range(0, len(stream["t_s"]), 150):
            pose = Pose(0.0, stream["points"][index], stream["world"][index], (width, height))
            if np.isfinite(pose.points[11:25, :2]).all():
                assert drawn(pose).mean() > 0.02
