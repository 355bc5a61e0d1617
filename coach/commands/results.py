"""`coach results`: what goes back to a therapist, shown in full before it is given; and opened on the other side."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from coach.adapters.exchange import key_file, results_file, sealing
from coach.adapters.files import check_target, private_write
from coach.commands import console, results_delivery, wiring
from coach.commands.history import DataFolder, opened
from coach.commands.own_folder import data_folder
from coach.commands.results_making import Choice, Making, sealed
from coach.core.routine import Routine
from coach.core.therapy import results_words
from coach.core.therapy.results import Results
from coach.core.therapy.signed import Signed, fingerprint
from coach.ports import ExchangeError, OutputError

app = typer.Typer(
    help="What goes back to your therapist: show, make, open, link, send, outbox.",
    rich_markup_mode=None,
    no_args_is_help=True,
)

Since = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day; by default the routine's.")]
RoutineId = Annotated[str, typer.Option("--routine", help="A therapist's routine by id, or all for everything.")]
Posture = Annotated[bool, typer.Option("--posture", help="With the hours at the desk, added up.")]
Name = Annotated[str, typer.Option("--name", help="A name to put in; by default none.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]

LEAST: Final = "This is everything that would stand in the file."


@app.callback()
def _results() -> None:
    """What goes back to your therapist: show, make, open, link, send, outbox."""


@app.command("show")
def show(
    since: Since = None, routine: RoutineId = "", posture: Posture = False, name: Name = "", data: DataFolder = None
) -> None:
    """Show in full what would be given to your therapist. Nothing is written."""
    with making(data) as made:
        results, _ = made.chosen(_choice(since, routine, posture, name), datetime.now().astimezone())
    tell(results)
    console.OUT.print(f"\n{LEAST}", markup=False)


@app.command("make")
def make(
    out: Annotated[Path, typer.Argument(metavar="OUT.results.json", help="The file to write.")],
    since: Since = None,
    routine: RoutineId = "",
    posture: Posture = False,
    name: Name = "",
    seal: Annotated[bool, typer.Option("--seal/--no-seal", help="Seal it where the routine names a key.")] = True,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    yes: Yes = False,
    data: DataFolder = None,
) -> None:
    """Show in full what is given to your therapist, ask, and write the file: signed, and sealed where a key is
    named."""
    check_target(out)
    if out.exists() and not force:
        raise OutputError(f"{out} is there already: --force writes over it")
    now = datetime.now().astimezone()
    with making(data) as made:
        results, about = made.chosen(_choice(since, routine, posture, name), now)
        if not (results.tells or results.posture):
            raise ExchangeError(f"there is nothing to give since {results.since}")
        tell(results)
        _ask(f"\nWrite this to {out}?", yes)
        content = made.written(results, now)
        content = sealed(content, about) if seal else content
        private_write(out, content)
        made.shared(results, now)
    for_whom = f", sealed: only {_author(about)} can read it" if sealing.is_sealed(content) else ""
    console.OUT.print(f"{out}: {_sessions(results)}, signed{for_whom}", markup=False)


@app.command("open")
def open_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A results file.")],
    key: Annotated[Path | None, typer.Option(help="File with the private key that a sealed one is for.")] = None,
    json_out: Annotated[str | None, typer.Option("--json", metavar="FILE|-", help="Write it as JSON.")] = None,
) -> None:
    """For a therapist: see who signed a results file, open it where it is sealed, and show it."""
    console.check_json(json_out)
    content = _read(file, sealing.MAX_BYTES)
    if sealing.is_sealed(content):
        private = key_file.load_key(key) if key is not None else None
        if private is None:
            raise ExchangeError(f"{file} is sealed: --key names the file with the key that opens it")
        content = sealing.unseal(content, private)
    try:
        results, signed, _ = results_file.parse(content)
    except ExchangeError as error:
        raise ExchangeError(f"{file}: {error}") from error
    if json_out is not None:
        console.write_json(json_out, results_file.to_document(results))
    if json_out != "-":
        tell(results)
        console.OUT.print(f"\n{_signed_words(signed)}", markup=False)
    if signed.state == "changed":
        raise ExchangeError(f"{file} was changed after it was signed: do not rely on it")


@app.command("schema")
def schema() -> None:
    """Print the JSON Schema of a results file."""
    console.OUT.file.write(json.dumps(results_file.schema(), indent=2, ensure_ascii=False) + "\n")


@app.command("send")
def send(yes: Yes = False, data: DataFolder = None) -> None:
    """Show in full what is delivered to the linked practice, ask, and deliver it now, with all that waits."""
    folder = data_folder(data)
    link = results_delivery.linked(folder)
    now = datetime.now().astimezone()
    with making(data) as made:
        ready = made.for_link(link, now)
        if ready is not None:
            tell(made.chosen(Choice(routine=link.routine, since=ready.waiting.since), now)[0])
            _ask(f"\nDeliver this to {link.deliver.address}?", yes)
        results_delivery.send(folder, made)


for command in (results_delivery.link, results_delivery.unlink, results_delivery.outbox):
    app.command(command.__name__)(command)


@contextmanager
def making(data: Path | None) -> Iterator[Making]:
    """What makes results of a data folder, which has a history; trouble with routines goes to stderr.

    Raises:
        HistoryError: there is none.
    """
    with opened(data) as kept:
        made = Making(data_folder(data), kept, wiring.every_exercise())
        for sentence in made.trouble:
            console.complain(sentence)
        yield made


def tell(results: Results) -> None:
    """The whole of it, in plain words, on stdout."""
    console.OUT.print(results_words.text(results), markup=False)


def _choice(since: datetime | None, routine: str, posture: bool, name: str) -> Choice:
    return Choice(routine=routine, since=since.date() if since else None, posture=posture, person=name)


def _ask(question: str, yes: bool) -> None:
    if not yes and not typer.confirm(question, default=False):
        raise typer.Abort("nothing was given")


def _sessions(results: Results) -> str:
    return f"{len(results.sessions)} session{'' if len(results.sessions) == 1 else 's'}"


def _author(routine: Routine | None) -> str:
    return (routine.author if routine else "") or "your therapist"


def _signed_words(signed: Signed) -> str:
    if signed.state == "unsigned":
        return "Nobody signed it: it may come from anybody."
    if signed.state == "changed":
        return f"It says that {signed.by or 'somebody'} signed it, but it was changed since."
    return f"Signed by {signed.by}, key {fingerprint(signed.key)}, and not changed since."


def _read(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise ExchangeError(f"can't read {path}: {error.strerror or error}") from error
    if len(content) > most:
        raise ExchangeError(f"{path} is larger than {most // 1_000_000} MB: that is no results file")
    return content
