"""Shows the demonstration figure: in a window, as a video, as a sheet of pictures."""

from pathlib import Path

import pygame

from coach import paths
from coach.adapters.annotate import VideoSink
from coach.adapters.clock import MonotonicClock
from coach.adapters.files import replacing
from coach.commands import display
from coach.core import figure
from coach.core.demo import Demo
from coach.core.keyframes import posture_at
from coach.core.spec import Exercise
from coach.ui.app import App
from coach.ui.figure_view import FigureView, region_of
from coach.ui.layout import Box
from coach.ui.pictures import image_from
from coach.ui.screens.preview import PreviewScreen
from coach.ui.theme import DARK, Theme

FPS = 30.0
SIZE = (960, 540)
SHEET = 3
"""Pictures on a sheet."""


def in_window(exercise: Exercise, demo: Demo) -> None:
    """Loop the figure in a window until it is closed.

    Raises:
        OutputError: there is no display.
    """
    display.need_display()
    theme = Theme(palette=DARK, fonts_dir=paths.assets_dir() / "fonts")
    poses = list(figure.poses(demo, FPS))
    curls = [posture_at(demo, pose.t_s).curl for pose in poses]
    App(MonotonicClock()).run(PreviewScreen(poses, FPS, exercise.name, theme, exercise.pace, curls))


def to_video(demo: Demo, out: Path) -> None:
    """Write one loop as a video."""
    poses = list(figure.poses(demo, FPS))
    view, region = FigureView(DARK), region_of(poses)
    surface = pygame.Surface(SIZE)
    with replacing(out) as temporary, VideoSink(temporary, SIZE, FPS) as sink:
        for pose in poses:
            surface.fill(DARK.background)
            view.draw(surface, Box(0, 0, *SIZE), pose, region, posture_at(demo, pose.t_s).curl)
            sink.write(pose.t_s, image_from(surface))


def to_picture(demo: Demo, out: Path) -> None:
    """Write a sheet: the start, the middle and the widest moment, side by side."""
    poses = list(figure.poses(demo, FPS))
    view, region = FigureView(DARK), region_of(poses)
    times = [frame.t for frame in demo.keyframes]
    last = len(poses) - 1
    moments = [poses[min(last, round(t * FPS))] for t in (times[0], times[len(times) // 3], times[-2])][:SHEET]
    sheet = pygame.Surface((SIZE[0], SIZE[1] * len(moments)))
    sheet.fill(DARK.background)
    for index, pose in enumerate(moments):
        view.draw(sheet, Box(0, index * SIZE[1], *SIZE), pose, region, posture_at(demo, pose.t_s).curl)
    with replacing(out) as temporary:
        pygame.image.save(sheet, str(temporary))
