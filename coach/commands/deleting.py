"""`coach delete-my-data`: everything of the person's own in the data folder, deleted."""

from pathlib import Path
from typing import Annotated, Final

import typer

from coach import paths
from coach.adapters.migrations import beside
from coach.commands import console
from coach.commands.history import DataFolder
from coach.ports import HistoryError

MINE: Final = (
    *(paths.SETTINGS, "settings-damaged-*.json", paths.BASELINES, "baselines-damaged-*.json", "posture.lock"),
    *("routines/*.toml", "routines/earlier/*.toml", "therapists.json", "keys/*.key"),
    *("*.npz", "streams/*.npz", "Page for the doctor *.pdf", "back exercises*.ics"),
)
"""What else of the person's own lies in the data folder; pages and calendar files where there are no documents."""

WORD: Final = "delete"


def delete_my_data(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    data: DataFolder = None,
) -> None:
    """Delete everything that was kept on this machine: history, settings, baselines, recorded landmarks."""
    folder = data or paths.data_dir()
    found = mine(folder)
    elsewhere = "Exports and recordings that you made in other folders are not touched."
    if not found:
        console.OUT.print(f"There is nothing to delete in {folder}.", elsewhere, markup=False, sep="\n")
        return
    if any(beside.is_in_use(path) for path in found if path.suffix == ".db"):
        raise HistoryError("the history is in use: close every window of Backcoach first; nothing was deleted")
    console.OUT.print(f"In {folder}:", *(f"  {path.relative_to(folder)}" for path in found), sep="\n", markup=False)
    if not yes and typer.prompt(f"This cannot be undone. Type {WORD} to delete them").strip() != WORD:
        raise typer.Abort("nothing was deleted")
    # The history goes last: as long as it is there, it is plain that not all went.
    for item in reversed(found):
        item.unlink(missing_ok=True)
    console.OUT.print(f"Deleted: {len(found)} files.", elsewhere, sep="\n", markup=False)


def mine(folder: Path) -> list[Path]:
    """Files of the person's own in a data folder; whatever else lies there is not named."""
    others = [path for pattern in MINE for path in sorted(folder.glob(pattern)) if path.is_file()]
    return [*beside.files_of(folder / paths.HISTORY), *others]
