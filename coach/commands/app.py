"""`coach` and `coach app`: the window."""

from pathlib import Path
from typing import Annotated

import typer

from coach import paths
from coach.commands import display


def app(
    data: Annotated[Path | None, typer.Option(help="Folder of settings and record, in place of your own.")] = None,
    model: Annotated[str | None, typer.Option(help="Another pose model bundle (.task).")] = None,
) -> None:
    """Open Backcoach in a window; the same as coach alone."""
    display.need_display()
    # The window first: what it takes to fill it is loaded behind the greeting.
    from coach.ui.window import greet

    greet(paths.assets_dir() / "fonts")
    from coach.commands import house, window

    with house.opened(model=model, data=data) as opened:
        window.run(opened, window.Front(opened).home())
