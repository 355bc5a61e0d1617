"""Screens compared with reference pictures that somebody has looked at.

After a wanted change: BACKCOACH_WRITE_SCREENS=1 pytest tests/test_ui_screens.py, and look at tests/screens.
"""

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pygame
import pytest
from ui_samples import BIRD_DOG, BRIDGE, FONTS, PLANK, SUMMARY, THEME, FakeFeed, faulty, picture, pose_of, report_of

from coach.core.report import Counts, Cue, Gauge, Report
from coach.ports import Frame
from coach.ui.app import Screen
from coach.ui.figure_view import FigureView
from coach.ui.layout import Box
from coach.ui.overlay import Overlay
from coach.ui.pictures import image_from
from coach.ui.screens.exercise import ExerciseScreen
from coach.ui.screens.summary import SummaryScreen
from coach.ui.text import Fonts
from coach.ui.views import ExerciseView

SCREENS = Path(__file__).parent / "screens"
WIDE, TALL = (640, 360), (360, 576)
TOLERANCE = 1.0
"""Mean difference of a channel, of 255: below what a moved or missing thing makes, above another font rasteriser's."""


def live(report: Report, view: ExerciseView) -> Screen:
    feed = FakeFeed(("running", "", [report]), frame=Frame(0.0, picture((640, 360))))
    return ExerciseScreen(feed, view, Overlay(THEME, Fonts(FONTS)), lambda report: None, lambda: SUMMARY)


def waiting(state: str, message: str = "") -> Screen:
    feed = FakeFeed((state, message, []), frame=Frame(0.0, picture((640, 360))))
    return ExerciseScreen(feed, BRIDGE, Overlay(THEME, Fonts(FONTS)), lambda report: None, lambda: SUMMARY)


def holding() -> Report:
    joints = dict.fromkeys((11, 12, 23, 24, 25, 26), "good")
    gauge = Gauge("hip_offset", 0.02, -0.1, 0.1, 0.6)
    return report_of(pose_of("plank"), phase="hold", hold_s=12.43, rule_joints=joints, gauge=gauge)


def praised() -> Report:
    cue = Cue("praise", "That is it, well held", "praise", 1.0)
    counts = Counts(10, 0, 5, 5)
    return report_of(pose_of("quadruped"), counts=counts, phase="hold", side="left", rep_hold_s=3.2, cue=cue)


class Figures:
    """Three mannequins side by side."""

    def handle(self, event: pygame.event.Event) -> None: ...

    def update(self, dt_s: float) -> None: ...

    def draw(self, surface: pygame.Surface) -> None:
        surface.fill(THEME.palette.background)
        for place, name in enumerate(("supine", "quadruped", "plank")):
            FigureView(THEME.palette).draw(surface, Box(place * 213, 20, 213, 320), pose_of(name))


CASES: dict[str, tuple[Callable[[], Screen], tuple[int, int]]] = {
    "loading": (lambda: waiting("loading"), WIDE),
    "failed": (lambda: waiting("failed", "The camera stopped; plug it in again."), WIDE),
    "get_ready": (lambda: live(report_of(pose_of(), armed=False, phase="get_ready"), BRIDGE), WIDE),
    "fault": (lambda: live(faulty(), BRIDGE), WIDE),
    "fault_tall": (lambda: live(faulty(), BRIDGE), TALL),
    "hold": (lambda: live(holding(), PLANK), WIDE),
    "side": (lambda: live(praised(), BIRD_DOG), WIDE),
    "summary": (lambda: SummaryScreen(SUMMARY, Overlay(THEME, Fonts(FONTS))), WIDE),
    "figures": (Figures, WIDE),
}


@pytest.mark.parametrize("name", CASES)
def test_screen_looks_as_it_did(name: str, tmp_path: Path) -> None:
    make, size = CASES[name]
    screen, surface = make(), pygame.Surface(size, 0, 32)
    screen.update(0.3)
    screen.draw(surface)
    path = SCREENS / f"{name}.png"
    if os.environ.get("BACKCOACH_WRITE_SCREENS"):
        pygame.image.save(surface, path)
    pygame.image.save(surface, tmp_path / path.name)
    reference = pygame.Surface(size, 0, 32)
    reference.blit(pygame.image.load(path), (0, 0))
    difference = np.abs(image_from(surface).astype(float) - image_from(reference)).mean()

    assert difference < TOLERANCE, f"{name} differs by {difference:.2f}; it was drawn to {tmp_path / path.name}"


def test_the_bar_can_fail() -> None:
    """Another number is seen as a difference."""
    pictures = []
    for count in (5, 8):
        surface = pygame.Surface(WIDE, 0, 32)
        screen = live(report_of(pose_of(), counts=Counts(count)), BRIDGE)
        screen.update(0.3)
        screen.draw(surface)
        pictures.append(image_from(surface).astype(float))

    assert np.abs(pictures[0] - pictures[1]).mean() > TOLERANCE / 2
