"""`coach summary`: one page for a doctor, as a PDF or as JSON."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from coach import paths
from coach.adapters.files import atomic_write, check_target, private_write
from coach.adapters.own_files.settings import SettingsFile
from coach.care_flare import page_of
from coach.commands import console
from coach.commands.history import DataFolder, opened, plain
from coach.commands.house import read_shelf
from coach.commands.own_folder import data_folder
from coach.core.care.doctor_page import DoctorPage
from coach.ports import HistoryError, OutputError
from coach.supplies import read_record

WHERE: Final = "say where the page goes: coach summary PAGE.pdf"


def summary(
    out: Annotated[Path | None, typer.Argument(metavar="[OUT.pdf]", help="Write the page as a PDF, A4.")] = None,
    json_out: Annotated[str | None, typer.Option("--json", metavar="FILE|-", help="Write it as JSON.")] = None,
    data: DataFolder = None,
) -> None:
    """Make one page for a doctor: the flare-up, its pain day by day, what was ticked, timed and exercised."""
    if out is None and json_out is None:
        raise typer.TyperException(WHERE)
    console.check_json(json_out)
    if out is not None:
        if out.suffix.lower() not in ("", ".pdf") and out.parent != Path("/dev"):
            # Under another ending no program at the doctor's would open it.
            raise OutputError(f"the page is a PDF: write {out.with_suffix('.pdf').name} in place of {out.name}")
        check_target(out)
    page = page_now(data)
    if out is not None:
        # Loaded only where a page is drawn.
        from coach.adapters.clinic_reports.doctor_pdf import doctor_pdf

        atomic_write(out, doctor_pdf(page, paths.assets_dir() / "fonts"), private=True)
    if json_out is not None:
        console.write_json(json_out, plain(page))
    if out is not None and json_out != "-":
        console.OUT.print(f"{out}: one page for the doctor", markup=False)


def page_now(data: Path | None) -> DoctorPage:
    """The page as of now, from the record of a folder (by default the person's own).

    Raises:
        CoachError: there is no record, or it can't be read.
    """
    folder = data_folder(data)
    settings, trouble = SettingsFile(folder / paths.SETTINGS, private_write).load()
    if trouble:
        console.complain(trouble)
    with opened(data) as kept:
        record, wrong = read_record(kept)
        if record is None:
            raise HistoryError(wrong)
        return page_of(record, read_shelf(folder), settings.name, kept, datetime.now().astimezone())
