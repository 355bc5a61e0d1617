"""`coach routine`: check, show, import, export, and what `routine_making` adds: new, sign, key."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach import paths
from coach.adapters.files import atomic_write, private_write
from coach.commands import console, routine_making, routine_words, wiring
from coach.commands.own_folder import data_folder
from coach.commands.routine_making import DataFolder
from coach.core.therapy.incoming import Incoming
from coach.ports import CoachError, ExchangeError, OutputError

if TYPE_CHECKING:
    from coach.adapters.exchange.inbox import Inbox

app = typer.Typer(
    help="Routines to give out or take in: new, check, show, import, export, sign, key, schema.",
    rich_markup_mode=None,
    invoke_without_command=True,
)
app.command("new")(routine_making.new)
app.command("sign")(routine_making.sign)
app.command("key")(routine_making.key)

Source = Annotated[
    str, typer.Argument(metavar="FILE|LINK|PICTURE", help="A routine file, a link, or a picture of its code.")
]
Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE|LINK|PICTURE|CAMERA",
        help="A routine file, a link, pictures of its codes, or the number of a camera to hold a code before.",
    ),
]
Trust = Annotated[
    bool,
    typer.Option(
        "--trust", help="Take it though its key is another than before, it is not signed, or it is an older version."
    ),
]


@app.callback()
def _help(context: typer.Context) -> None:
    """Routines to give out or take in: new, check, show, import, export, sign, key, schema."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def inbox(data: Path | None) -> "Inbox":
    """What takes routines into a data folder, by default the person's own."""
    from coach.adapters.exchange.inbox import Inbox

    return Inbox(data_folder(data), wiring.every_exercise(), private_write)


@app.command("check")
def check(files: Annotated[list[Path], typer.Argument(help="Routine files.")]) -> None:
    """Read routine files and name everything that is wrong, by line."""
    from coach.adapters.exchange.routine_file import read_routine

    exercises, wrong = wiring.every_exercise(), 0
    for path in files:
        try:
            found = read_routine(path, exercises)
            said = "changed after it was signed" if found.signed.state == "changed" else ""
        except CoachError as error:
            said = str(error)
        wrong += bool(said)
        console.OUT.print(f"{path.name}: {'not right' if said else 'fine'}", markup=False)
        if said:
            console.ERR.print(f"  {said}", markup=False)
    if wrong:
        raise typer.Exit(2)


@app.command("show")
def show(source: Source, data: DataFolder = None) -> None:
    """Everything a routine says, in words, and who signed it. Nothing is kept."""
    box = inbox(data)
    _show(box, box.look(source))


def _show(box: "Inbox", incoming: Incoming) -> None:
    for line in routine_words.lines(incoming, wiring.every_exercise(), box.signer(incoming)):
        console.OUT.print(line, markup=False)


@app.command("import")
def import_(
    sources: Sources,
    trust: Trust = False,
    data: DataFolder = None,
) -> None:
    """Take in a routine, and tell who signed it."""
    box = inbox(data)
    incoming = _looked(box, sources)
    _show(box, incoming)
    before = box.current(incoming.routine.id)
    path = box.take(incoming, trust=trust)
    if before is not None and before.digest != incoming.digest:
        console.OUT.print(
            f"It takes the place of {routine_words.title(before.routine)}, kept in earlier.", markup=False
        )
    console.OUT.print(f"Taken: {path}", markup=False)


def _looked(box: "Inbox", sources: Sequence[str]) -> Incoming:
    if len(sources) == 1 and sources[0].isdecimal():
        return box.look(_held_before(sources[0]))
    return box.look(sources[0]) if len(sources) == 1 else box.look(_gathered(sources))


def _gathered(sources: Sequence[str]) -> str:
    """The link in several pictures of codes."""
    from coach.adapters.exchange import link, qr

    gathering = link.Gathering()
    for source in sources:
        image = qr.picture_in(Path(source))
        for text in qr.read_all(image) if image is not None else ():
            if whole := gathering.add(text):
                return whole
    missing = (
        f": number {', '.join(map(str, gathering.missing))} of {gathering.count} is missing" if gathering.count else ""
    )
    raise ExchangeError(f"these pictures hold no whole routine{missing}")  # fmt: skip


def _held_before(camera: str) -> str:
    """The link in codes that are held before a camera, one after another. Ctrl-C ends it."""
    from coach.adapters.exchange import link, qr

    gathering = link.Gathering()
    console.ERR.print("Hold the code before the camera. Ctrl-C stops.", markup=False)
    with wiring.open_camera(camera) as eye:
        for text in (text for frame in eye.frames() for text in qr.read_all(frame.image)):
            told = gathering.missing
            if whole := gathering.add(text):
                return whole
            if gathering.missing != told:
                console.ERR.print(f"Still needed: code {', '.join(map(str, gathering.missing))}.", markup=False)
    raise ExchangeError("the camera ended before a whole code was read")


@app.command("export")
def export(
    routine: Annotated[str, typer.Argument(metavar="ID|FILE", help="A routine taken in, a bundled one, or a file.")],
    picture: Annotated[Path | None, typer.Option("--qr", metavar="OUT.png|.svg", help="Write its QR code.")] = None,
    as_link: Annotated[bool, typer.Option("--link", help="Print its link.")] = False,
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE", help="Write its file.")] = None,
    data: DataFolder = None,
) -> None:
    """Give out a routine as a file, a link or a QR code."""
    from coach.adapters.exchange import link, qr, routine_file

    if picture is None and not as_link and to is None:
        raise ExchangeError("say how to give it out: --qr OUT.png, --link or --to FILE")
    if picture is not None and picture.suffix.lower() not in (".png", ".svg"):
        raise OutputError(f"a code is written as .png or .svg, not {picture.name}")
    found = inbox(data).look(str(_file_of(routine, data)))
    if found.signed.state == "changed":
        raise ExchangeError(f"{routine} was changed after it was signed: sign it again before it is given out")
    text = found.text
    as_text = link.to_link(routine_file.write_routine(found.routine))
    if to is not None:
        atomic_write(to, text.encode(), private=True)
        console.OUT.print(f"{to}: {routine_words.title(found.routine)}", markup=False)
    if picture is not None:
        code = qr.png(as_text) if picture.suffix.lower() == ".png" else qr.svg(as_text).encode()
        atomic_write(picture, code, private=True)
        count = len(link.parts_of(as_text))
        console.OUT.print(
            f"{picture}: {f'{count} codes, to be read in any order' if count > 1 else 'one code'}", markup=False
        )
    if as_link:
        console.OUT.print(as_text, markup=False, soft_wrap=True)


def _file_of(routine: str, data: Path | None) -> Path:
    """The file of a routine: as named, else by id from the data folder, else bundled."""
    names = (f"{routine}.routine.toml", f"{routine}.toml")
    folders = (data_folder(data) / "routines", paths.exercises_dir() / "routines")
    found = [folder / name for folder in folders for name in names if (folder / name).is_file()]
    return found[0] if found and "/" not in routine and "\\" not in routine else Path(routine)


@app.command("schema")
def schema() -> None:
    """Print the JSON Schema of a routine file, for editors."""
    from coach.adapters import library

    typer.echo(json.dumps(library.routine_schema(), indent=2, ensure_ascii=False))
