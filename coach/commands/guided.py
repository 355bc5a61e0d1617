"""`coach session`: a routine from start to summary, without the way over home."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach import paths
from coach.commands import display
from coach.errors import RoutineError

if TYPE_CHECKING:
    from coach.core.results import ExerciseResult
    from coach.core.routine import Routine
    from coach.core.spec import Exercise
    from coach.desk import FrontDesk
    from coach.session import Session

SUFFIX = ".toml"


def session(
    routine: Annotated[str, typer.Argument(help="Routine id or a .toml file; by default the one done last.")] = "",
    exercise: Annotated[str, typer.Option(help="One exercise in place of a routine.")] = "",
    source: Annotated[
        list[str] | None,
        typer.Option(help="Camera number; or videos or .npz streams in its place, one for each exercise."),
    ] = None,
    reps: Annotated[int | None, typer.Option(min=1, help="With --exercise: repetitions a set.")] = None,
    hold: Annotated[float | None, typer.Option(min=1, help="With --exercise: seconds of each hold.")] = None,
    sets: Annotated[int | None, typer.Option(min=1, help="With --exercise: sets.")] = None,
    data: Annotated[Path | None, typer.Option(help="Folder of settings and record, in place of your own.")] = None,
    model: Annotated[str | None, typer.Option(help="Another pose model bundle (.task).")] = None,
) -> None:
    """Do a routine in front of the camera, guided from start to summary."""
    chosen, own = _chosen(routine, exercise, reps, hold, sets)
    display.need_display()
    given = source or []
    if given:
        from coach.commands import house

        house.check_sources(given)
    # The window first: what it takes to fill it is loaded behind the greeting.
    from coach.ui.window import greet

    greet(paths.assets_dir() / "fonts")
    from coach.commands import house, window

    footage = not all(map(str.isdecimal, given))
    begun: list[Session] = []
    with house.opened(given, model, data) as opened:

        def begin() -> "Session":
            begun.append(_begin(opened.desk, chosen, own, routine))
            return begun[-1]

        front, which = window.Front(opened), lambda: _which(opened.desk, chosen, routine)
        window.run(opened, front.straight(begin, ask=not footage, routine=which))
    if begun:
        _print(begun[-1].results)


def _chosen(
    routine: str, exercise: str, reps: int | None, hold: float | None, sets: int | None
) -> "tuple[Routine | None, tuple[Exercise, ...]]":
    """A routine made of the options or of a file, or None for one of the shelf; and the exercise given.

    Raises:
        ExerciseError, RoutineError: it can't be used.
    """
    if routine and exercise:
        raise RoutineError("give either a routine or --exercise, not both")
    if exercise:
        from coach.commands import wiring
        from coach.core.routine import Item, Routine

        known = wiring.exercise_named(exercise)
        item = Item(exercise=known.id, sets=sets, reps=reps, hold_s=hold)
        return Routine(id=known.id, name=known.name, summary=known.summary, items=(item,)), (known,)
    if routine.endswith(SUFFIX):
        from coach.adapters import library
        from coach.commands import wiring

        found = library.load_routine(Path(routine), wiring.every_exercise())
        if found.assigned is not None or found.signature is not None:
            # From the file alone nobody would see who signed it, nor be asked to wait above its pain ceiling.
            raise RoutineError(
                f"{found.name} is from a therapist: take it in first (coach routine import {routine}), "
                f"then begin it with coach session {found.id}"
            )
        return found, ()
    return None, ()


def _which(desk: "FrontDesk", chosen: "Routine | None", named: str) -> str:
    """Id of what is begun."""
    return chosen.id if chosen is not None else named or desk.plans()[0].id


def _begin(desk: "FrontDesk", chosen: "Routine | None", own: "Sequence[Exercise]", named: str) -> "Session":
    if chosen is not None:
        return desk.begin_routine(chosen, own)
    return desk.begin(named or desk.plans()[0].id)


def _print(results: "Sequence[ExerciseResult]") -> None:
    from coach.commands import console
    from coach.core.results import encouragement, work_on

    for result in results:
        partial = f", {result.partial} partial" if result.partial else ""
        paced = ", paced, not judged" if result.exercise.kind == "paced" else ""
        eased = ", eased off when form slipped" if result.eased else ""
        held = f", {result.hold_s:.1f} s held in good form" if result.hold_s else ""
        done = f"{result.done} of {result.asked}{partial}{held}{paced}{eased}"
        console.OUT.print(f"{result.exercise.name}: {done}", markup=False)
        for fault in result.faults:
            console.OUT.print(f"  {fault}", markup=False)
    console.OUT.print(f"{encouragement(results)} {work_on(results)}", markup=False)
