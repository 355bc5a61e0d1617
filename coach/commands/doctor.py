"""`coach doctor`: what this machine has and lacks, what to do about it, and what of you stays where."""

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.console import Group
from rich.table import Table
from rich.text import Text

from coach import paths
from coach.commands import console
from coach.commands.history import DataFolder
from coach.ports import Camera, SourceError

if TYPE_CHECKING:
    from coach.adapters.doctor import Check

MARKS: Final = {True: "[green]ok[/]", False: "[red]missing[/]", None: "[yellow]note[/]"}


def _open_camera(source: str) -> Camera:
    """OpenCV may be what is missing: then the camera is not looked at, and the rest is."""
    try:
        from coach.adapters.camera_cv2 import open_source
    except ImportError as error:
        raise SourceError(f"Not looked at, because OpenCV can't be loaded: {error}.") from error
    return open_source(source)


def doctor(
    json_out: Annotated[str | None, typer.Option("--json", metavar="FILE|-", help="Write it as JSON.")] = None,
    data: DataFolder = None,
) -> None:
    """Check this machine, and say in plain words what is missing."""
    from coach.adapters.doctor import Machine, run_checks
    from coach.adapters.pose_model import find_model
    from coach.adapters.presence_linux import bus_names
    from coach.adapters.system_libraries import LIBRARIES
    from coach.commands.doctor_privacy import privacy_checks

    console.check_json(json_out)
    # As it is found: whatever else opens the folder would close it to others first.
    folder = data or paths.data_dir()
    machine = Machine(
        find_model=lambda: find_model().path,
        open_camera=_open_camera,
        exercises_dir=paths.exercises_dir(),
        data_dir=folder,
        libraries=LIBRARIES,
        bus_names=bus_names if sys.platform == "linux" else None,
    )
    parts = {"this machine": run_checks(machine), "privacy": privacy_checks(folder)}
    if json_out is not None:
        console.write_json(json_out, {part: [_plain(check) for check in checks] for part, checks in parts.items()})
    if json_out != "-":
        console.OUT.print(_table(parts), soft_wrap=False)
    if any(check.ok is False for checks in parts.values() for check in checks):
        raise typer.Exit(2)


def _plain(check: "Check") -> dict[str, str | bool | None]:
    return {"name": check.name, "ok": check.ok, "found": check.detail, "remedy": check.remedy}


def _table(parts: "Mapping[str, Sequence[Check]]") -> Table:
    """What was looked at, what was found, and what to do under it."""
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    for _ in range(3):
        table.add_column(overflow="fold")
    for part, checks in parts.items():
        table.add_row("", Text(part, style="bold"), "")
        before = ""
        for check in checks:
            found = Text(check.detail)
            name, before = "" if check.name == before else check.name, check.name
            table.add_row(MARKS[check.ok], Text(name), Group(found, Text(check.remedy)) if check.remedy else found)
    return table
