"""`coach delete-my-data`: everything of the person's own in the data folder, deleted."""

import contextlib
from typing import Annotated, Final

import typer

from coach.adapters.migrations import beside
from coach.commands import console
from coach.commands.clinic_parts import FOLDER
from coach.commands.history import DataFolder
from coach.commands.own_folder import data_folder, own_files
from coach.ports import HistoryError

WORD: Final = "delete"

ELSEWHERE: Final = "Exports and recordings that you made in other folders are not touched."
PRACTICE: Final = "A practice's records in {folder} are not touched; coach clinic erase deletes those of a patient."


def delete_my_data(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    data: DataFolder = None,
) -> None:
    """Delete everything that was kept on this machine: history, settings, baselines, recorded landmarks."""
    folder = data_folder(data)
    found = own_files(folder)
    stays = [ELSEWHERE, *([PRACTICE.format(folder=folder / FOLDER)] if (folder / FOLDER).is_dir() else [])]
    if not found:
        console.OUT.print(f"There is nothing to delete in {folder}.", *stays, markup=False, sep="\n")
        return
    if any(beside.is_in_use(path) for path in found if path.suffix == ".db"):
        raise HistoryError("the history is in use: close every window of Backcoach first; nothing was deleted")
    console.OUT.print(f"In {folder}:", *(f"  {path.relative_to(folder)}" for path in found), sep="\n", markup=False)
    if not yes and typer.prompt(f"This cannot be undone. Type {WORD} to delete them").strip() != WORD:
        raise typer.Abort("nothing was deleted")
    # The history goes last: as long as it is there, it is plain that not all went.
    for item in reversed(found):
        item.unlink(missing_ok=True)
    inner = {place for item in found for place in item.parents if folder in place.parents}
    for emptied in [*sorted(inner, reverse=True), *([folder] if data is None else [])]:
        # What others put there stays, and its folder with it.
        with contextlib.suppress(OSError):
            emptied.rmdir()
    console.OUT.print(f"Deleted: {len(found)} files.", *stays, sep="\n", markup=False)
