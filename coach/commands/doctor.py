"""`coach doctor`: what this machine has and lacks, and what to do about it."""

import sys

import typer
from rich.table import Table

from coach import paths
from coach.commands import console
from coach.ports import Camera, SourceError

MARKS = {True: "[green]ok[/]", False: "[red]missing[/]", None: "[yellow]note[/]"}


def _open_camera(source: str) -> Camera:
    """OpenCV may be what is missing: then the camera is not looked at, and the rest is."""
    try:
        from coach.adapters.camera_cv2 import open_source
    except ImportError as error:
        raise SourceError(f"Not looked at, because OpenCV can't be loaded: {error}.") from error
    return open_source(source)


def doctor() -> None:
    """Check this machine, and say in plain words what is missing."""
    from coach.adapters.doctor import Machine, run_checks
    from coach.adapters.pose_model import find_model
    from coach.adapters.presence_linux import bus_names
    from coach.adapters.system_libraries import LIBRARIES

    machine = Machine(
        find_model=lambda: find_model().path,
        open_camera=_open_camera,
        exercises_dir=paths.exercises_dir(),
        data_dir=paths.data_dir(),
        libraries=LIBRARIES,
        bus_names=bus_names if sys.platform == "linux" else None,
    )
    checks = run_checks(machine)
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("", "what", "found", "what to do"):
        table.add_column(heading, overflow="fold")
    for check in checks:
        table.add_row(MARKS[check.ok], check.name, check.detail, check.remedy)
    console.OUT.print(table)
    if any(check.ok is False for check in checks):
        raise typer.Exit(2)
