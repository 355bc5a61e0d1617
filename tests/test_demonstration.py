"""The moving demonstration: film or mannequin, looping, and cheap to show again."""

import numpy as np
import numpy.typing as npt
import pygame
import pytest
from guide_fake import touched
from streams import exercise
from ui_samples import THEME, picture

from coach.ui.demonstration import FIGURE_FPS, Demonstration, MannequinFilm
from coach.ui.layout import Box
from coach.ui.ring import ring

BOX = Box(10, 20, 320, 240)


class FakeFilm:
    """Gives a new picture for each time asked, and writes them down."""

    size = (640, 360)

    def __init__(self) -> None:
        self.asked: list[float] = []
        self.closed = 0

    def picture(self, t_s: float) -> npt.NDArray[np.uint8]:
        self.asked.append(t_s)
        return picture(self.size)

    def close(self) -> None:
        self.closed += 1


def test_a_film_is_asked_only_when_a_picture_is_due() -> None:
    film, surface = FakeFilm(), pygame.Surface((400, 300), 0, 32)
    shown = Demonstration(exercise("plank"), THEME.palette, lambda id_: film if id_ == "plank" else None)
    for _ in range(60):
        shown.pass_time(1 / 60)
        shown.draw(surface, BOX)
    shown.close()
    shown.close()

    assert 24 <= len(film.asked) <= 26
    assert film.closed == 1
    assert pygame.Rect(BOX).contains(touched(surface))


def test_the_mannequin_moves_and_loops_and_is_drawn_once() -> None:
    demo = exercise("glute_bridge").demo
    film = MannequinFilm(demo, THEME.palette)
    last = demo.keyframes[-1].t
    start, top = film.picture(0.0), film.picture(4.0)

    assert film.picture(last) is start
    assert film.picture(0.5) is start, "nothing moves in the first second"
    assert film.picture(last + 4.0) is top
    assert pygame.image.tobytes(top, "RGB") != pygame.image.tobytes(start, "RGB")
    out, back = round(2.0 * FIGURE_FPS) / FIGURE_FPS, round(6.0 * FIGURE_FPS) / FIGURE_FPS
    assert film.picture(out) is film.picture(back), "out and back are one picture"


def test_without_a_film_the_mannequin_stands_in_its_box() -> None:
    surface = pygame.Surface((400, 300), 0, 32)
    shown = Demonstration(exercise("bird_dog"), THEME.palette, lambda id_: None)
    shown.draw(surface, BOX)

    assert not shown.filmed
    assert pygame.Rect(BOX).contains(touched(surface))


@pytest.mark.parametrize(
    ("share", "filled"), [(float("nan"), 0.0), (-1, 0.0), (0, 0.0), (0.25, 0.25), (1, 1.0), (9, 1.0)]
)
def test_a_ring_fills_clockwise_from_the_top(share: float, filled: float) -> None:
    surface, green, grey = pygame.Surface((200, 200), 0, 32), (0, 255, 0), (80, 80, 80)
    ring(surface, Box(0, 0, 200, 200), share, (green, grey))
    on = [surface.get_at(at)[:3] == green for at in ((168, 32), (168, 168), (32, 168), (32, 32))]

    assert on == [filled > number / 4 for number in range(4)]
