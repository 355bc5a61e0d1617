"""`coach exercises`: list, show, check, preview and begin exercise files."""

import re
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from coach import paths, rehearsal
from coach.adapters import library
from coach.adapters.files import atomic_write
from coach.commands import console, wiring
from coach.core.spec import Exercise
from coach.ports import ExerciseError, OutputError

app = typer.Typer(
    help="The exercises: list, show, check, preview, new.", rich_markup_mode=None, invoke_without_command=True
)

TEMPLATES = {"reps": "exercise_template.toml", "paced": "exercise_template_paced.toml"}
"""File that a new exercise begins with, by what counts in it."""


@app.callback()
def _help(context: typer.Context) -> None:
    """The exercises: list, show, check, preview, new."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command("list")
def list_() -> None:
    """Name every exercise."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("id", "name", "for", "counts", "sides", "what"):
        # An id that is broken over two lines could not be copied.
        table.add_column(heading, overflow="fold", no_wrap=heading == "id")
    for id_, exercise in wiring.every_exercise().items():
        table.add_row(id_, exercise.name, exercise.group, exercise.kind, exercise.sides, exercise.summary)
    console.OUT.print(table)


def _lines(exercise: Exercise) -> list[str]:
    dose = exercise.dose
    each_s = exercise.pace.cycle_s if exercise.pace else dose.hold_s
    asked = f"{dose.sets} sets of {dose.reps}" + (f", {each_s:g} s each" if each_s else "")
    return [
        f"{exercise.name} ({exercise.id})",
        exercise.summary,
        "",
        f"Why: {exercise.why}",
        *(f"  {number}. {step}" for number, step in enumerate(exercise.steps, 1)),
        f"Breathing: {exercise.breathing}",
        f"Dose: {asked}, rest {dose.rest_s:g} s ({dose.source})",
        "Avoid, or ask first: " + "; ".join(exercise.avoid),
        f"Not judged: {exercise.not_judged}",
        *_led(exercise),
        *(["Form rules:"] if exercise.rules else []),
        *(f'  {rule.id}: {rule.name} -> cue "{rule.cue}"' for rule in exercise.rules),
        "Sources:",
        *(f"  {source}" for source in exercise.sources),
    ]


def _led(exercise: Exercise) -> list[str]:
    """What the clock says in an exercise that it leads."""
    if exercise.pace is None:
        return []
    steps = (f'  {step.word}: "{step.say}", {step.for_s:g} s ({step.source})' for step in exercise.pace.steps)
    return ["Paced by the clock, not judged:", *steps]


@app.command("show")
def show(id_: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Everything an exercise file says, in words."""
    for line in _lines(wiring.exercise_named(id_)):
        console.OUT.print(line, markup=False)


@app.command("check")
def check(
    files: Annotated[list[Path] | None, typer.Argument(help="Exercise files; without any, all bundled ones.")] = None,
) -> None:
    """Read exercise files, play their demonstrations, and name everything that is wrong."""
    folder = paths.exercises_dir()
    chosen = files or [folder / f"{id_}.toml" for id_ in library.list_ids(folder)]
    wrong = 0
    for path in chosen:
        try:
            problems = rehearsal.rehearse(library.load_exercise(path))
        except ExerciseError as error:
            problems = [str(error)]
        wrong += bool(problems)
        console.OUT.print(f"{path.name}: {'not right' if problems else 'fine'}", markup=False)
        for line in problems:
            console.ERR.print(f"  {line}", markup=False)
    if wrong:
        raise typer.Exit(2)


@app.command("preview")
def preview(
    id_: Annotated[str, typer.Argument(metavar="ID")],
    out: Annotated[Path | None, typer.Option(help="Write it to a .mp4 or .png instead of a window.")] = None,
    wrong: Annotated[str | None, typer.Option(metavar="RULE", help="Show how a rule is broken instead.")] = None,
) -> None:
    """Watch the demonstration figure."""
    from coach.commands import previewing

    exercise = wiring.exercise_named(id_)
    demo = exercise.demo
    if wrong is not None:
        rules = {rule.id: rule for rule in exercise.rules}
        if wrong not in rules:
            raise ExerciseError(f"{exercise.id} has no rule '{wrong}'; known: {', '.join(rules)}")
        demo = rules[wrong].wrong
    if out is None:
        previewing.in_window(exercise, demo)
    elif out.suffix.lower() == ".mp4":
        previewing.to_video(demo, out)
    elif out.suffix.lower() == ".png":
        previewing.to_picture(demo, out)
    else:
        raise OutputError(f"a preview is written as .mp4 or .png, not {out.name}")


@app.command("new")
def new(
    id_: Annotated[str, typer.Argument(metavar="ID")],
    folder: Annotated[Path, typer.Option(help="Where to put the file.")] = Path(),
    kind: Annotated[
        str, typer.Option(help="reps, or paced: led by the clock, as nothing in it can be judged.")
    ] = "reps",
) -> None:
    """Begin a new exercise file from a template that already passes `check`."""
    if kind not in TEMPLATES:
        raise ExerciseError(f"there is no template of the kind '{kind}'; known: {', '.join(TEMPLATES)}")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", id_):
        raise ExerciseError(f"an exercise id has small letters, digits and _ only, not '{id_}'")
    target = folder / f"{id_}.toml"
    if target.exists():
        raise OutputError(f"{target} is there already")
    text = (paths.assets_dir() / TEMPLATES[kind]).read_text(encoding="utf-8")
    atomic_write(target, text.replace('id = "exercise_template"', f'id = "{id_}"').encode())
    console.OUT.print(f"{target}: change it, then run: coach exercises check {target}", markup=False)
