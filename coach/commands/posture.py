"""`coach posture`: the watch for the hours at the desk, in a window, in the background, or through a recording."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from coach.commands import wiring
from coach.commands.own_folder import data_folder
from coach.errors import SettingsError, SourceError

if TYPE_CHECKING:
    from coach.core.sitting.baseline import PostureBaseline

View = Literal["auto", "front", "side"]


def posture(
    source: Annotated[
        str | None, typer.Option(help="Camera number, or a video or .npz stream in its place. Default: your camera.")
    ] = None,
    view: Annotated[View, typer.Option(help="Where the camera looks from; auto finds it.")] = "auto",
    baseline: Annotated[str, typer.Option(help="Name of a baseline: desk, laptop, standing, or your own.")] = "",
    background: Annotated[
        bool, typer.Option("--background", help="No window: a tray icon where there is a tray, else this terminal.")
    ] = False,
    interval: Annotated[
        bool, typer.Option("--interval", help="Open the camera for two seconds in each half minute only.")
    ] = False,
    json: Annotated[
        str | None, typer.Option(metavar="FILE|-", help="Go through a recording and write what was seen as JSON.")
    ] = None,
    data: Annotated[Path | None, typer.Option(help="Folder of settings and record, in place of your own.")] = None,
    model: Annotated[str | None, typer.Option(help="Another pose model bundle (.task).")] = None,
) -> None:
    """Watch how you sit, remind you to move, and keep the day."""
    folder = data_folder(data)
    if json is not None:
        _through(source, view, _named(folder, baseline), model, json)
        return
    from coach.commands import posture_live
    from coach.commands.posture_parts import Order

    named = _named(folder, baseline)
    order = Order(
        source=source or "",
        view=None if view == "auto" else view,
        baseline=None if named is None else named.name,
        interval=interval,
        folder=folder,
        model=model,
    )
    (posture_live.in_background if background else posture_live.in_window)(order)


def _through(source: str | None, view: View, baseline: "PostureBaseline | None", model: str | None, json: str) -> None:
    if source is None or source.isdecimal():
        raise SourceError("--json goes through a recording: name a video or a stream with --source")
    from coach.commands import posture_file

    if not posture_file.analyse(source, None if view == "auto" else view, baseline, model, json):
        raise typer.Exit(2)


def _named(folder: Path, name: str) -> "PostureBaseline | None":
    """A baseline that was kept, by name.

    Raises:
        SettingsError: there is none of that name.
    """
    if not name:
        return None
    store = wiring.baselines(folder)
    kept = {baseline.name: baseline for baseline in store.all()}
    if name not in kept:
        known = f"there are: {', '.join(kept)}" if kept else store.message or "none was taken yet"
        raise SettingsError(f"there is no baseline {name!r}; {known}")
    return kept[name]
