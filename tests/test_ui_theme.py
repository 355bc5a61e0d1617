"""What is read from the mat can be read, by everybody."""

import numpy as np
import pygame
import pytest

from coach.ui.layout import Box
from coach.ui.marks import Marks
from coach.ui.theme import DARK, LIGHT, Colour, Palette, State, contrast, mixed

# Viénot, Brettel and Mollon (1999), on linear light: how red-blind and green-blind eyes mix the channels.
PROTANOPE = np.array([[0.1124, 0.8876, 0.0], [0.1124, 0.8876, 0.0], [0.0040, -0.0040, 1.0]])
DEUTERANOPE = np.array([[0.2927, 0.7073, 0.0], [0.2927, 0.7073, 0.0], [-0.0223, 0.0223, 1.0]])
STATES: tuple[State, ...] = ("good", "fault", "idle", "unseen")


@pytest.mark.parametrize(
    ("a", "b", "ratio"),
    [
        ((0, 0, 0), (255, 255, 255), 21.0),
        ((255, 255, 255), (255, 255, 255), 1.0),
        ((118, 118, 118), (255, 255, 255), 4.54),
    ],
)
def test_contrast_is_wcags(a: Colour, b: Colour, ratio: float) -> None:
    assert contrast(a, b) == pytest.approx(ratio, abs=0.01)
    assert contrast(b, a) == contrast(a, b)


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("behind", [(0, 0, 0), (255, 255, 255)], ids=["black picture", "white picture"])
@pytest.mark.parametrize("name", ["text", "muted", "good", "fault", "idle"])
def test_text_on_a_plate_has_contrast_7_over_any_picture(palette: Palette, behind: Colour, name: str) -> None:
    plate = mixed(behind, palette.panel, palette.panel_alpha / 255)

    assert contrast(getattr(palette, name), plate) >= 7.0


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("name", ["text", "muted"])
def test_text_beside_plates_has_contrast_7(palette: Palette, name: str) -> None:
    assert contrast(getattr(palette, name), palette.background) >= 7.0


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("eyes", [np.eye(3), PROTANOPE, DEUTERANOPE], ids=["all cones", "no red", "no green"])
def test_good_and_fault_differ_for_colour_blind_eyes(palette: Palette, eyes: np.ndarray) -> None:
    seen = [eyes @ (np.array(colour) / 255) ** 2.2 for colour in (palette.mark_good, palette.mark_fault)]

    assert np.linalg.norm(seen[0] - seen[1]) > 0.35


def test_every_state_has_its_own_shape() -> None:
    outlines = []
    for state in STATES:
        surface = pygame.Surface((60, 60), 0, 32)
        surface.fill((128, 128, 128))
        Marks(DARK).joint(surface, state, (30, 30), 12)
        pixels = pygame.surfarray.array3d(surface)
        outlines.append(np.any(pixels != 128, axis=2) & (np.max(pixels, axis=2) > 128))

    for number, one in enumerate(outlines):
        for other in outlines[number + 1 :]:
            assert np.count_nonzero(one ^ other) > 20 or one is outlines[0]
    diamond, disc, ring = outlines[1], outlines[2], outlines[3]
    assert np.count_nonzero(diamond ^ disc) > 100
    assert disc[30, 30]
    assert not ring[30, 30]


def test_a_plate_lets_little_of_the_picture_through() -> None:
    surface = pygame.Surface((40, 40), 0, 32)
    surface.fill((255, 255, 255))
    Marks(DARK).plate(surface, Box(0, 0, 40, 40), 4)

    assert max(surface.get_at((20, 20))[:3]) < 64
