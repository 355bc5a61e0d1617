"""`coach fhir`: a routine and results as a FHIR R4 bundle for another system, and back. Needs no server."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from coach import paths
from coach.adapters.files import atomic_write, check_target
from coach.commands import console
from coach.ports import ExchangeError
from coach.private import make_folder

if TYPE_CHECKING:
    from coach.core.routine import Routine
    from coach.core.spec import Exercise
    from coach.core.therapy.results import Results

app = typer.Typer(
    help="FHIR R4, for a practice's other systems: export, check, import.",
    rich_markup_mode=None,
    invoke_without_command=True,
    add_completion=False,
)

LARGEST: Final = 20_000_000

Bundle = Annotated[Path, typer.Argument(metavar="FILE.json", help="A FHIR bundle.")]


@app.callback()
def _help(context: typer.Context) -> None:
    """FHIR R4, for a practice's other systems: export, check, import."""
    if context.invoked_subcommand is None:
        console.OUT.print(context.get_help(), markup=False)


@app.command("export")
def export(
    sources: Annotated[
        list[Path],
        typer.Argument(metavar="RESULTS.json|ROUTINE.toml... OUT.json", help="One of each; last the file to write."),
    ],
    reference: Annotated[str, typer.Option(help="What the patient is named by; by default as the files say.")] = "",
    name: Annotated[str, typer.Option(help="The patient's name; by default only where the results give it.")] = "",
) -> None:
    """Write a routine, results, or both as one FHIR R4 bundle."""
    from coach.adapters.fhir.bundle import Named, bundle_bytes, to_bundle
    from coach.adapters.fhir.checking import check

    if len(sources) < 2:
        raise ExchangeError("give a results file or a routine file, and last the file to write")
    *given, out = sources
    check_target(out)
    exercises = _exercises()
    routine, results = _read(given, exercises)
    told = results.patient if results else ""
    assigned = routine.assigned.patient if routine and routine.assigned else ""
    whom = Named(reference=reference or told or assigned, name=name or (results.person if results else ""))
    document = to_bundle(whom, routine, results, exercises=exercises)
    if wrong := check(document):
        raise ExchangeError(f"the bundle would not be right: {wrong[0]}")
    atomic_write(out, bundle_bytes(document), private=True)
    console.OUT.print(f"{out}: {len(document['entry'])} resources, FHIR R4 (4.0.1).", markup=False)


@app.command("check")
def check_file(file: Bundle) -> None:
    """Say what is wrong with a FHIR R4 bundle, one sentence for each mistake."""
    from coach.adapters.fhir.checking import check, read

    document = read(_content(file), str(file))
    found = check(document)
    for sentence in found:
        console.OUT.print(f"{sentence}.", markup=False)
    if found:
        raise ExchangeError(f"{file}: {len(found)} mistake{'' if len(found) == 1 else 's'}")
    entries = document.get("entry", [])
    console.OUT.print(f"{file}: {len(entries)} resources, no mistake found. Profiles are not checked.", markup=False)


@app.command("import")
def import_file(
    file: Bundle,
    folder: Annotated[Path, typer.Argument(metavar="OUT-FOLDER", help="Where routine and results are written.")],
) -> None:
    """Read a FHIR R4 bundle; write its routine and its results as files, and say what could not be mapped."""
    from coach.adapters.exchange.results_file import to_document
    from coach.adapters.exchange.routine_file import write_routine
    from coach.adapters.fhir.bundle import from_bundle
    from coach.adapters.fhir.checking import read

    exercises = _exercises()
    found = from_bundle(read(_content(file), str(file)), exercises=exercises)
    for sentence in found.told:
        console.OUT.print(sentence, markup=False)
    if found.routine is None and found.results is None:
        raise ExchangeError(f"{file}: nothing in it could be taken")
    made: dict[Path, bytes] = {}
    if found.routine:
        made[folder / f"{found.routine.id}.routine.toml"] = write_routine(found.routine, exercises).encode()
    if found.results:
        text = json.dumps(to_document(found.results), ensure_ascii=False, indent=1)
        made[folder / f"{found.results.until.isoformat()}.results.json"] = f"{text}\n".encode()
    _write(folder, made)


def _write(folder: Path, made: Mapping[Path, bytes]) -> None:
    """All of them, or none where one of them is there already."""
    if there := next((out for out in made if out.exists()), None):
        raise ExchangeError(f"{there} is there already; nothing was written")
    make_folder(folder)
    for out, content in made.items():
        atomic_write(out, content, private=True)
        console.OUT.print(f"{out} written, unsigned.", markup=False)


def _exercises() -> "Mapping[str, Exercise]":
    from coach.adapters.library import load_all

    return load_all(paths.exercises_dir())


def _content(file: Path) -> bytes:
    """No more than is allowed, whatever the file says of itself."""
    try:
        with file.open("rb") as held:
            return held.read(LARGEST + 1)
    except OSError as error:
        raise ExchangeError(f"{file} can't be read: {error.strerror or error}") from error


def _read(given: list[Path], exercises: "Mapping[str, Exercise]") -> "tuple[Routine | None, Results | None]":
    from coach.adapters.exchange import results_file, routine_file

    routine, results = None, None
    for path in given:
        if path.suffix == ".toml" and routine is None:
            incoming = routine_file.read_routine(path, exercises)
            if incoming.signed.state == "changed":
                raise ExchangeError(f"{path} was changed after it was signed; it is not given out")
            routine = incoming.routine
        elif path.suffix == ".json" and results is None:
            results, signed, _ = results_file.parse(_content(path))
            if signed.state == "changed":
                raise ExchangeError(f"{path} was changed after it was signed; it is not given out")
        else:
            raise ExchangeError(f"{path}: give at most one routine (.toml) and one results file (.json)")
    return routine, results
