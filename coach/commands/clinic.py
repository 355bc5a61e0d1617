"""`coach clinic`: the therapist's pages on this machine, and what is done with their records from the terminal."""

import gc
import os
import secrets
import socket
import sys
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from coach.adapters.files import atomic_write
from coach.commands import clinic_accounts, console
from coach.commands.clinic_parts import BaseAddress, ClinicFolder, Practice, opened, place
from coach.ports import ClinicError, OutputError
from coach.private import make_folder

if TYPE_CHECKING:
    from flask import Flask

app = typer.Typer(
    help="The therapist's pages: patients, routines, results. Alone it serves them on this machine.",
    rich_markup_mode=None,
    invoke_without_command=True,
)
app.add_typer(clinic_accounts.app, name="accounts")

PORT: Final = 8765
LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
BACKUPS: Final = "Earlier backups are not reached, nor files that were given out: delete them too."
SERVER: Final = (
    " PostgreSQL keeps deleted rows in its files until it cleans them (VACUUM FULL does it now), and in its own logs "
    "and backups for as long as it is set to."
)
THREADS: Final = 8
"""Pages answered at once; estimated for a practice of some ten therapists."""


@app.callback()
def clinic(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where the pages are served.")] = PORT,
    host: Annotated[str, typer.Option(help="Another address to serve on; only with --behind-proxy.")] = LOOPBACK[0],
    behind_proxy: Annotated[
        bool, typer.Option("--behind-proxy", help="A proxy ends TLS in front of it, and says who asked.")
    ] = False,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Don't open a browser.")] = False,
    data: ClinicFolder = None,
    database: BaseAddress = None,
) -> None:
    """The therapist's pages in a browser on this machine: patients, routines, results."""
    if context.invoked_subcommand is not None:
        return
    if host not in LOOPBACK and not behind_proxy:
        raise ClinicError(
            f"serving on {host} sends passwords in the clear: put a proxy with TLS in front, and add --behind-proxy"
        )
    with opened(data, database) as practice:
        _serve(practice, host, port, behind_proxy=behind_proxy, browser=not no_browser)


def _serve(practice: Practice, host: str, port: int, *, behind_proxy: bool, browser: bool) -> None:
    from waitress import create_server  # type: ignore[import-untyped]

    from coach.clinic.guard import MOST_BYTES

    token, address = secrets.token_urlsafe(24), f"http://{f'[{host}]' if ':' in host else host}:{port}"
    with _listening(host, port) as bound:
        server = create_server(
            _pages(practice, token, behind_proxy=behind_proxy),
            sockets=[bound],
            threads=THREADS,
            ident="",
            max_request_body_size=MOST_BYTES + 2**20,
            # What a proxy says of who asked is read by the pages; without one it is no proxy's word.
            clear_untrusted_proxy_headers=not behind_proxy,
        )
        is_first = not practice.records.accounts()
        link = f"{address}/setup/{token}" if is_first else f"{address}/"
        for line in _greeting(address, practice.where, link, is_first=is_first):
            console.OUT.print(line, markup=False)
        if browser and not behind_proxy and _has_display():
            webbrowser.open(link)
        # What is there now stays: looked through for rubbish again and again, now and then a page took 0.1 s longer.
        gc.freeze()
        server.run()
        server.close()
    console.OUT.print("The pages are closed.", markup=False)


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises ClinicError where it can't."""
    bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        if os.name == "posix":
            # A port just left by an earlier start is free again; elsewhere the word would share it.
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen()
    except OSError as error:
        bound.close()
        said = error.strerror or str(error)
        raise ClinicError(
            f"port {port} can't be used ({said}); coach clinic --port {port + 1} takes another"
        ) from error
    return bound


def _pages(practice: Practice, token: str, *, behind_proxy: bool) -> "Flask":
    from coach.clinic.app import make_app
    from coach.clinic.here import Desk

    return make_app(Desk(tools=practice.tools, setup_token=token), behind_proxy=behind_proxy)


def _greeting(address: str, where: str, link: str, *, is_first: bool) -> list[str]:
    lines = [f"The pages are at {address} until Ctrl-C. Records: {where}"]
    if is_first:
        lines += ["There is no account yet. This link makes the first one, once:", f"  {link}"]
    return lines


def _has_display() -> bool:
    """Whether a browser would open beside the terminal rather than in it."""
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


@app.command("backup")
def backup(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write.")],
    data: ClinicFolder = None,
    database: BaseAddress = None,
) -> None:
    """Write all records into one new file, readable by nobody else."""
    with opened(data, database) as practice:
        from coach.adapters.clinic_db.portable import backup as write

        rows = write(practice.records, out)
        console.OUT.print(
            f"{out}: {sum(rows.values())} rows of {len(rows)} tables. Keep {practice.key_file} too, in another place: "
            "without it, accounts get new keys, and what is sealed to the old ones stays sealed.",
            markup=False,
        )


@app.command("restore")
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What coach clinic backup wrote.")],
    data: ClinicFolder = None,
    database: BaseAddress = None,
) -> None:
    """Put a backup into an empty database."""
    from coach.adapters.clinic_db.portable import restore as read

    rows = read(file, place(data, database))
    console.OUT.print(f"{file}: {sum(rows.values())} rows of {len(rows)} tables are back.", markup=False)


@app.command("export")
def export(
    reference: Annotated[str, typer.Argument(metavar="PATIENT-REFERENCE", help="Whose records.")],
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to write them.")],
    data: ClinicFolder = None,
    database: BaseAddress = None,
) -> None:
    """Write everything about a patient: reports, FHIR, tables, all of it as one ZIP."""
    with opened(data, database) as practice:
        from coach.clinic.exports import everything
        from coach.clinic.giving import file_name

        patient = practice.patient(reference)
        try:
            make_folder(folder)
        except OSError as error:
            raise OutputError(f"{folder} cannot be made: {error.strerror or error}") from error
        found = everything(practice.tools, patient)
        for make in practice.tools.reports.values():
            file = make(found)
            target = folder / file_name(reference, file.suffix)
            atomic_write(target, file.content, private=True)
            console.OUT.print(str(target), markup=False)
        practice.write_down("export.folder", patient.id)


@app.command("erase")
def erase(
    reference: Annotated[str, typer.Argument(metavar="PATIENT-REFERENCE", help="Whose records.")],
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
    data: ClinicFolder = None,
    database: BaseAddress = None,
) -> None:
    """Delete everything about a patient."""
    with opened(data, database) as practice:
        patient = practice.patient(reference)
        if not yes and typer.prompt(f"Type {reference} again to delete everything about this patient") != reference:
            raise ClinicError("that is not the reference; nothing was deleted")
        practice.records.erase(patient.id)
        practice.write_down("patient.erase", patient.id)
        server = SERVER if "://" in practice.where else ""
        console.OUT.print(f"Everything about {reference} is deleted. {BACKUPS}{server}", markup=False)
