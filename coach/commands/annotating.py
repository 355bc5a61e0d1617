"""Writes a video again with what the coach saw in it: skeleton, count, phase, cue."""

from collections.abc import Sequence
from pathlib import Path

from coach import paths
from coach.adapters.annotate import VideoSink
from coach.adapters.files import replacing
from coach.analysis import Run
from coach.commands import console, wiring
from coach.commands.words import exercise_view
from coach.core.pose import Pose
from coach.core.spec import Exercise
from coach.ports import OutputError
from coach.ui.layout import over_picture
from coach.ui.overlay import Overlay
from coach.ui.pictures import image_from, surface_from
from coach.ui.text import Fonts
from coach.ui.theme import DARK, Theme

FALLBACK_FPS = 30.0


def annotate(source: str, exercise: Exercise, poses: Sequence[tuple[float, Pose | None]], out: Path) -> None:
    """Draw over every frame of a source whose poses are known.

    Raises:
        OutputError: the video can't be written, or its name does not end in .mp4.
    """
    if out.suffix.lower() != ".mp4":
        raise OutputError(f"the annotated video must be named *.mp4, not {out.name}")
    theme = Theme(palette=DARK, fonts_dir=paths.assets_dir() / "fonts")
    overlay, view, run = Overlay(theme, Fonts(theme.fonts_dir)), exercise_view(exercise), Run(exercise)
    with wiring.open_camera(source) as camera, replacing(out, private=True) as temporary:
        info = camera.info
        size = (info.width - info.width % 2, info.height - info.height % 2)
        layout = over_picture(size, theme.spacing)
        with (
            VideoSink(temporary, size, info.fps or FALLBACK_FPS) as sink,
            console.progress(f"writing {out.name}", info.duration_s) as bar,
        ):
            for frame, (t_s, pose) in zip(camera.frames(), poses, strict=False):
                report = run.step(t_s, pose)
                surface = surface_from(frame.image[: size[1], : size[0]])
                if not report.armed:
                    overlay.dim(surface, layout.picture)
                overlay.draw(surface, layout, report, view)
                sink.write(frame.t_s, image_from(surface))
                bar.at(t_s)
