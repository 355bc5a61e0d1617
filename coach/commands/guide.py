"""`coach guide`: what is advised for bad backs, and where Backcoach does it."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from coach import paths
from coach.adapters import library
from coach.commands import console, readme as page
from coach.core.guide import Guide

NAME = "guide"
"""Of the part of the README."""


def guide(
    readme: Annotated[Path | None, typer.Option(help="Put the table between the marks of this file.")] = None,
) -> None:
    """Show what is advised for bad backs, and where Backcoach does it."""
    rows = library.load_guide(paths.assets_dir() / "guide.toml")
    if readme is not None:
        page.put(readme, NAME, block(rows))
        return
    for chapter in rows.chapters:
        table = Table("", "advice", "where Backcoach does it", title=chapter.title, title_justify="left")
        for row in chapter.rows:
            table.add_row(str(row.number), row.asks, row.does)
        console.OUT.print(table)


def block(rows: Guide) -> str:
    """The part of the README."""
    lines = ["| | advice | where Backcoach does it | files |", "| --- | --- | --- | --- |"]
    for chapter in rows.chapters:
        lines.append(f"| | **{chapter.title}** | | |")
        for row in chapter.rows:
            files = ", ".join(f"[{Path(file).name}]({file})" for file in row.files)
            lines.append(f"| {row.number} | {row.asks} | {row.does} | {files} |")
    return "\n".join(["Made by `coach guide --readme README.md`.", "", *lines])
