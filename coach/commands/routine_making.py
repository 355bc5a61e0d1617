"""`coach routine new`, `sign` and `key`: the therapist's side of a routine file."""

import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from coach import paths
from coach.adapters import library
from coach.adapters.files import atomic_write
from coach.commands import console, wiring
from coach.commands.own_folder import data_folder
from coach.core.routine import Item, Routine
from coach.core.therapy import within
from coach.core.therapy.assigned import Assigned
from coach.core.therapy.signed import fingerprint
from coach.ports import ExchangeError, OutputError, RoutineError

DataFolder = Annotated[Path | None, typer.Option("--data", hidden=True, help="Another folder of data.")]

KEYS: Final = "keys"
SIGN_KEY: Final = "signing.key"
SEAL_KEY: Final = "sealing.key"
"""Names in the data folder."""


def new(
    id_: Annotated[str, typer.Argument(metavar="ID", help="Small letters, digits and _; the file is named after it.")],
    template: Annotated[str, typer.Option("--from", metavar="ROUTINE", help="Begin with a bundled routine.")] = "",
    exercise: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="An exercise; give it several times.")
    ] = None,
    name: Annotated[str, typer.Option(help="What it is called.")] = "",
    author: Annotated[str, typer.Option(help="Who assigns it: your name.")] = "",
    patient: Annotated[str, typer.Option(help="Your own reference of the patient; need not be a name.")] = "",
    start: Annotated[str, typer.Option(metavar="DAY", help="First day, such as 2026-12-01; today if left out.")] = "",
    days: Annotated[int, typer.Option(min=1, max=7, help="Days a week.")] = 3,
    folder: Annotated[Path, typer.Option(help="Where to put the file.")] = Path(),
) -> None:
    """Begin a routine file, from options or from a bundled routine; then change it by hand."""
    from coach.adapters.exchange.routine_file import parse_routine, write_routine

    if not re.fullmatch(within.ID, id_):
        raise RoutineError(f"a routine's id has small letters, digits and _ only, at most 61, not {id_[:80]!r}")
    target = folder / f"{id_}.routine.toml"
    if target.exists():
        raise OutputError(f"{target} is there already")
    exercises = wiring.every_exercise()
    begun = _begun(id_, template, exercise or [])
    assigned = Assigned(patient=patient, start=_day(start), days_a_week=days) if patient else None
    routine = replace(begun, name=name or begun.name, author=author, assigned=assigned)
    text = write_routine(routine, exercises)
    parse_routine(text, target.name, exercises)
    atomic_write(target, text.encode(), private=True)
    console.OUT.print(f"{target}: change it, then run: coach routine check {target}", markup=False)


def _begun(id_: str, template: str, chosen: list[str]) -> Routine:
    exercises = wiring.every_exercise()
    unknown = [name for name in chosen if name not in exercises]
    if unknown:
        raise RoutineError(f"there is no exercise '{unknown[0]}'; known: {', '.join(exercises)}")
    items = tuple(_item(name, exercises[name].dose.sets, exercises[name].dose.reps) for name in chosen)
    if not template:
        if not items:
            raise RoutineError("name exercises with --exercise ID, or a routine to begin with by --from")
        return Routine(id=id_, name=id_.replace("_", " ").capitalize(), summary="", items=items)
    bundled = library.load_routines(paths.exercises_dir() / "routines", exercises)
    if template not in bundled:
        raise RoutineError(f"there is no bundled routine '{template}'; known: {', '.join(bundled)}")
    found = bundled[template]
    return replace(found, id=id_, items=(*found.items, *items), sources=())


def _item(name: str, sets: int, reps: int) -> Item:
    return Item(exercise=name, sets=sets, reps=reps)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else datetime.now().astimezone().date()
    except ValueError as error:
        raise RoutineError(f"--start is a day, such as 2026-12-01, not {text!r}") from error


def key(data: DataFolder = None) -> None:
    """Make your key pair for signing, or show it: what others may know of it."""
    from coach.adapters.exchange import key_file, sealing, signing

    folder = data_folder(data) / KEYS
    known = (folder / SIGN_KEY).exists()
    public = signing.public_of(key_file.make_key(folder / SIGN_KEY, signing.new_key))
    sealed = sealing.public_of(key_file.make_key(folder / SEAL_KEY, sealing.new_key))
    for line in (
        f"{'Your key' if known else 'A new key for you'}: {public}",
        f"In short, for comparing on the phone: {fingerprint(public)}",
        f"Results may be sealed to (seal_to under [assigned]): {sealed}",
        f"The private halves lie in {folder}: keep a copy in a safe place, and give them to nobody.",
    ):
        console.OUT.print(line, markup=False)


def sign(
    file: Annotated[Path, typer.Argument(help="Your routine file.")],
    by: Annotated[str, typer.Option(help="Your name; the file's author if left out.")] = "",
    data: DataFolder = None,
) -> None:
    """Sign a routine file with your key. It is written anew: its own comments go."""
    from coach.adapters.exchange import key_file, signing
    from coach.adapters.exchange.routine_file import read_routine, signed_routine, write_routine

    exercises = wiring.every_exercise()
    private = key_file.load_key(data_folder(data) / KEYS / SIGN_KEY)
    if private is None:
        raise ExchangeError("you have no key yet: run coach routine key first")
    found = read_routine(file, exercises).routine
    name = by or found.author
    if not name:
        raise ExchangeError(f"{file.name} has no author: say who signs with --by NAME")
    signed = signed_routine(found, private, name, datetime.now().astimezone())
    atomic_write(file, write_routine(signed, exercises).encode(), private=True)
    console.OUT.print(f"{file}: signed by {name}, key {fingerprint(signing.public_of(private))}", markup=False)
