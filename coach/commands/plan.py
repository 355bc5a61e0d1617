"""`coach plan`: the plan in use, its planned days, and a file for the calendar."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from coach import paths
from coach.adapters.files import atomic_write, check_target, private_write
from coach.adapters.own_files.settings import SettingsFile
from coach.commands import console
from coach.commands.history import DataFolder, is_there, opened
from coach.commands.house import read_shelf
from coach.commands.own_folder import data_folder
from coach.core.care.flare import is_open
from coach.core.care.guard import waits
from coach.core.care.plan import CurrentPlan, calendar_id, current
from coach.core.care.planning import minutes_of
from coach.core.care.record import CareRecord
from coach.core.care.reminding import Reminders
from coach.core.settings import Settings
from coach.core.spec import Exercise
from coach.ports import OutputError, SettingsError
from coach.supplies import Shelf

app = typer.Typer(
    help="Your plan: show, days, calendar.", rich_markup_mode=None, invoke_without_command=True
)  # fmt: skip

NONE: Final = "There is no plan yet. Press P on the first screen (coach) to make one of a few questions."
DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NO_DAYS: Final = "No days are planned. coach plan days mon,wed,fri --at 18:00 plans them."


@app.callback()
def _show(context: typer.Context) -> None:
    """Your plan: show, days, calendar."""
    if context.invoked_subcommand is None:
        show()


@app.command("show")
def show(
    json_out: Annotated[str | None, typer.Option("--json", metavar="FILE|-", help="Write it as JSON.")] = None,
    data: DataFolder = None,
) -> None:
    """Show the plan in use and its planned days."""
    console.check_json(json_out)
    shelf, care, settings = _read(data)
    exercises = dict(shelf.exercises)
    plan = current(care, exercises)
    if json_out is not None:
        console.write_json(json_out, _plain(plan, settings.reminders))
    if json_out == "-":
        return
    for line in [*_lines(plan, exercises), *_minded(plan, shelf, flare=is_open(care))] if plan else [NONE]:
        console.OUT.print(line, markup=False)
    console.OUT.print(_days_line(settings.reminders), markup=False)


@app.command("days")
def days(
    chosen: Annotated[str, typer.Argument(metavar="DAYS", help="Such as mon,wed,fri; none for none.")],
    at: Annotated[str, typer.Option(help="Time of the day, such as 18:00.")] = "",
    remind: Annotated[bool | None, typer.Option(help="Whether posture watch and calendar remind of it.")] = None,
    data: DataFolder = None,
) -> None:
    """Plan days and time."""
    file = _settings_file(data)
    settings, trouble = file.load()
    if trouble:
        raise SettingsError(trouble)
    kept = settings.reminders
    asked = Reminders(
        days=_days(chosen),
        at_min=_minutes(at) if at else kept.at_min,
        on=kept.on if remind is None else remind,
    )
    if wrong := file.save(replace(settings, reminders=asked)):
        raise SettingsError(wrong)
    console.OUT.print(_days_line(asked), markup=False)


@app.command("calendar")
def calendar(
    out: Annotated[Path, typer.Argument(metavar="OUT.ics", help="The calendar file to write.")],
    data: DataFolder = None,
) -> None:
    """Write the planned days as a file that calendar programs read."""
    # Loaded only where a file is made.
    from coach.adapters.calendar_file import calendar_file
    from coach.care_days import TITLE

    check_target(out)
    shelf, care, settings = _read(data)
    exercises = dict(shelf.exercises)
    plan = current(care, exercises)
    if not settings.reminders.days:
        raise SettingsError(NO_DAYS)
    items = plan.items if plan else ()
    names = ", ".join(exercises[item.exercise].name for item in items) or TITLE
    long_min = minutes_of(items, exercises) if items else 20.0
    made = calendar_file(settings.reminders, calendar_id(care), TITLE, names, long_min, datetime.now().astimezone())
    atomic_write(out, made, private=True)
    console.OUT.print(f"{out}: {_days_line(settings.reminders)}", markup=False)


def _settings_file(data: Path | None) -> SettingsFile:
    return SettingsFile(data_folder(data) / paths.SETTINGS, private_write)


def _read(data: Path | None) -> tuple[Shelf, CareRecord, Settings]:
    """Files, the record of care, settings. Raises CoachError where record or files can't be read."""
    folder = data_folder(data)
    settings, trouble = _settings_file(data).load()
    if trouble:
        console.complain(trouble)
    shelf, care = read_shelf(folder), CareRecord()
    if is_there(folder / paths.HISTORY):
        with opened(data) as kept:
            care = kept.care()
    return shelf, care, settings


def _lines(plan: CurrentPlan, exercises: dict[str, Exercise]) -> list[str]:
    said = [f"Your plan: about {round(minutes_of(plan.items, exercises))} minutes, {plan.made.days} days a week"]
    for item in plan.items:
        hold = f", hold {item.hold_s:g} s" if item.hold_s else ""
        said.append(f"  {exercises[item.exercise].name}: {item.sets} x {item.reps}{hold}, rest {item.rest_s:g} s")
    return said


def _minded(plan: CurrentPlan, shelf: Shelf, *, flare: bool) -> list[str]:
    """What the window says with the plan too: what to mind by what was ticked, and what waits in a flare-up."""
    guide = shelf.plan_guide
    if guide is None:
        return []
    said = [option.then for option in guide.question("true_of_you").options
            if option.then and option.id in plan.made.answers]  # fmt: skip
    names = [shelf.exercises[item.exercise].name for item in plan.items if waits(shelf.exercises[item.exercise])]
    return [*said, f"{guide.words.waits}: {', '.join(names)}."] if flare and names else said


def _plain(plan: CurrentPlan | None, reminders: Reminders) -> dict[str, Any]:
    items = [
        {name: getattr(item, name) for name in ("exercise", "sets", "reps", "hold_s", "rest_s")}
        for item in (plan.items if plan else ())
    ]
    made = {"goal": plan.made.goal, "days": plan.made.days, "made": plan.made.at.isoformat()} if plan else None
    planned = {"days": [DAYS[day] for day in reminders.days], "at": reminders.clock, "remind": reminders.on}
    return {"plan": made, "items": items, "planned": planned}


def _days_line(reminders: Reminders) -> str:
    if not reminders.days:
        return NO_DAYS
    named = ", ".join(DAYS[day].capitalize() for day in reminders.days)
    return f"Planned: {named} at {reminders.clock}{', with a reminder' if reminders.on else ''}"


def _days(chosen: str) -> tuple[int, ...]:
    """Raises OutputError where one of them is no day."""
    words = [word.strip().lower()[:3] for word in chosen.split(",") if word.strip()]
    wrong = [word for word in words if word not in (*DAYS, "non")]
    if wrong or not words:
        raise OutputError(f"'{chosen}' names no days: write them like mon,wed,fri, or none")
    return tuple(sorted({DAYS.index(word) for word in words if word in DAYS}))


def _minutes(at: str) -> int:
    """Raises OutputError where it is no time."""
    try:
        time = datetime.strptime(at.strip(), "%H:%M")
    except ValueError as error:
        raise OutputError(f"'{at}' is no time: write it like 18:00") from error
    return time.hour * 60 + time.minute
