"""`coach demo`: the bundled clip through the whole pipeline."""

from typing import Annotated

import typer

from coach import paths
from coach.commands import console, display, live, wiring
from coach.ports import OutputError

CLIP = "demo/bridge_session.mp4"
EXERCISE = "glute_bridge"


def demo(
    window: Annotated[
        bool | None, typer.Option(help="Open the window, or print; by default what the display allows.")
    ] = None,
    model: Annotated[str | None, typer.Option(help="Another pose model bundle (.task).")] = None,
) -> None:
    """Watch the bundled clip being counted: somebody comes in, lies down, does bridges."""
    exercise = wiring.exercise_named(EXERCISE)
    clip = str(paths.assets_dir() / CLIP)
    if window or (window is None and display.has_display()):
        try:
            live.print_summary(live.show(exercise, clip, model, reps=6, hold_s=None))
            return
        except OutputError as error:
            if window:
                raise
            console.ERR.print(f"{error} Showing it as text.", markup=False)
    console.OUT.print(f"{exercise.name}: 55 s of film, one line for each thing that happens.", markup=False)
    live.tell_video(exercise, clip, model)
