"""Joins the practice's records, keys, files and reports for the pages and the terminal."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from coach import paths
from coach.commands.own_folder import data_folder
from coach.core.routine import Routine
from coach.core.spec import Exercise
from coach.core.therapy.practice import Audited, Patient
from coach.ports import ClinicError
from coach.ports.clinic import Records

if TYPE_CHECKING:
    from coach.adapters.clinic_db.records import SqlRecords
    from coach.clinic.tools import Exchange, Tools

FOLDER: Final = "clinic"
DATABASE: Final = "clinic.db"

ClinicFolder = Annotated[
    Path | None, typer.Option("--data", metavar="FOLDER", help="Folder of records and keys; by default your own.")
]
BaseAddress = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="ADDRESS",
        envvar="BACKCOACH_DATABASE",
        help="A PostgreSQL database, such as postgresql://name@host/database, in place of a file in the folder.",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """A practice, opened. `where` is how its database is called, without a password."""

    tools: "Tools"
    records: "SqlRecords"
    where: str
    key_file: Path

    def patient(self, reference: str) -> Patient:
        """The patient of a reference. Raises ClinicError where there is none."""
        found = self.records.patient_of(reference)
        if found is None:
            raise ClinicError(f"there is no patient with the reference {reference}")
        return found

    def write_down(self, what: str, patient: str = "", detail: str = "") -> None:
        """One line for the audit log, by whoever sits at the terminal."""
        self.records.audit(Audited(at=self.tools.now(), account="terminal", what=what, patient=patient, detail=detail))


def place(data: Path | None, database: str | None) -> Path | str:
    """Where the practice's database lies: an address, or a file in the folder."""
    return database or data_folder(data, FOLDER) / DATABASE


@contextmanager
def opened(data: Path | None, database: str | None) -> Iterator[Practice]:
    """The practice's records and everything the pages are made with; closed at the end.

    Raises:
        ClinicError: records or key can't be opened.
    """
    from coach.adapters.clinic_db.records import open_records
    from coach.adapters.clinic_keys import FILE

    folder = data_folder(data, FOLDER)
    records = open_records(database or folder / DATABASE)
    try:
        yield Practice(tools=_tools(records, folder), records=records, where=records.where, key_file=folder / FILE)
    finally:
        records.close()


def _tools(records: Records, folder: Path) -> "Tools":
    from coach.adapters import library
    from coach.adapters.clinic_keys import FILE, ServerKey
    from coach.clinic.tools import Tools
    from coach.commands.clinic_reports import reports

    exercises = library.load_all(paths.exercises_dir())
    guide = library.load_plan_guide(paths.assets_dir() / "care" / "plan.toml")
    return Tools(
        records=records,
        vault=ServerKey(folder / FILE),
        exchange=exchange(exercises),
        exercises=exercises,
        templates=library.load_routines(paths.exercises_dir() / "routines", exercises),
        conditions={id_: option.text for id_, option in guide.options.items()},
        reports=reports(records, exercises, paths.assets_dir() / "fonts"),
        now=lambda: datetime.now().astimezone(),
    )


def exchange(exercises: Mapping[str, Exercise]) -> "Exchange":
    """Signing, sealing and reading of files, for the pages."""
    from coach.adapters.exchange import link, qr, results_file, routine_file, sealing, signing
    from coach.clinic.tools import Exchange

    def sign(routine: Routine, private: bytes, by: str, at: datetime) -> str:
        return routine_file.write_routine(routine_file.signed_routine(routine, private, by, at), exercises)

    return Exchange(
        new_signing_key=signing.new_key,
        new_sealing_key=sealing.new_key,
        signing_public=signing.public_of,
        sealing_public=sealing.public_of,
        sign=sign,
        parse_routine=lambda text, name: routine_file.parse_routine(text, name, exercises, is_named=False),
        link=link.to_link,
        codes=qr.svgs,
        sealed_to=lambda content: sealing.sealed_to(content) if sealing.is_sealed(content) else "",
        unseal=sealing.unseal,
        parse_results=results_file.parse,
    )
