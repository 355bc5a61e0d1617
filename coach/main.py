"""The `coach` command: arguments in, one sentence out when something is wrong."""

import importlib
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Final, NamedTuple

import typer
from typer import TyperException
from typer.core import TyperGroup

from coach import __version__
from coach.errors import CoachError, readable


class Command(NamedTuple):
    """Where a command lies ("module:function", or "module:app" for one with commands of its own), and what it does."""

    place: str
    text: str


COMMANDS: Final = {
    "app": Command("app:app", "Open Backcoach in a window; the same as coach alone."),
    "demo": Command("demo:demo", "Watch the bundled clip being counted: somebody comes in, lies down, does bridges."),
    "session": Command("guided:session", "Do a routine in front of the camera, guided from start to summary."),
    "posture": Command("posture:posture", "Watch how you sit, remind you to move, and keep the day."),
    "history": Command("history:history", "Show what was done: one line a session, newest first."),
    "report": Command(
        "posture_report:report",
        "Add up the week: strength, minutes, stretches, sitting, water, pain; or the hours at the desk alone.",
    ),
    "plan": Command("plan:app", "Your plan: show, days, calendar."),
    "results": Command("results:app", "What goes back to your therapist: show, make, open, link, send, outbox."),
    "activity": Command("activity:app", "Minutes of walking and the like: import, list, add, undo."),
    "summary": Command(
        "summary:summary",
        "Make one page for a doctor: the flare-up, its pain day by day, what was ticked, timed and exercised.",
    ),
    "export": Command(
        "history:export",
        "Give out everything that was kept: a CSV file for each table, and one JSON file with all of it.",
    ),
    "delete-my-data": Command(
        "deleting:delete_my_data",
        "Delete everything that was kept on this machine: history, settings, baselines, recorded landmarks.",
    ),
    "fhir": Command("fhir:app", "FHIR R4, for a practice's other systems: export, check, import."),
    "analyze": Command("analyze:analyze", "Count, time and correct what is done in recordings."),
    "evaluate": Command("evaluate:evaluate", "Count, hold, fault and angle errors of a labelled set."),
    "record": Command("record:record", "Record landmarks (no pictures). Ctrl-C stops, and keeps what was recorded."),
    "replay": Command("live:replay", "Run a recorded landmark stream through the coach again."),
    "exercises": Command("exercises:app", "The exercises: list, show, check, preview, new."),
    "routine": Command(
        "routine:app", "Routines to give out or take in: new, check, show, import, export, sign, key, schema."
    ),
    "voice": Command("voice:app", "The recorded voice: make, check."),
    "clinic": Command("clinic:app", "The therapist's pages in a browser on this machine: patients, routines, results."),
    "guide": Command("guide:guide", "Show what is advised for bad backs, and where Backcoach does it."),
    "doctor": Command("doctor:doctor", "Check this machine, and say in plain words what is missing."),
}
"""Loaded one at a time: what a command needs is imported when it is called, and the window opens without the rest."""


class _Commands(TyperGroup):
    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].place.partition(":")
        found = getattr(importlib.import_module(f"coach.commands.{module}"), name)
        if not isinstance(found, typer.Typer):
            alone = typer.Typer(add_completion=False, rich_markup_mode=None)
            alone.command(cmd_name)(found)
            found = alone
        return typer.main.get_command(found)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.text) for name, command in COMMANDS.items()])


app = typer.Typer(
    cls=_Commands,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    invoke_without_command=True,
    help="Backcoach counts, times and corrects exercises that keep a back strong. All of it stays on this machine.",
)

WRONG = 2
STOPPED = 130


def _version(value: bool) -> None:
    if value:
        typer.echo(f"backcoach {__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error comes from.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Options before the command; without a command the window opens."""
    if context.invoked_subcommand is None:
        importlib.import_module("coach.commands.app").app()


def _invoke(given: list[str]) -> int:
    """Find and run the command. Not through `app()`, which deals with Ctrl-C and closed pipes in its own way."""
    program = typer.main.get_command(app)
    try:
        with program.make_context("coach", given) as context:
            program.invoke(context)
    except typer.Exit as ended:
        return ended.exit_code
    return 0


def _guarded(run: Callable[[], int]) -> int:
    """Run the command; its exit status. Trouble becomes one sentence on stderr."""
    try:
        return run()
    except CoachError as error:
        said = str(error)
    except TyperException as error:
        said = getattr(error, "format_message", error.__str__)()
    except (KeyboardInterrupt, typer.Abort) as error:
        sys.stderr.write(f"coach: stopped{f'; {error}' if str(error) else ''}\n")
        return STOPPED
    except BrokenPipeError:
        # Whoever read our output has closed it; nothing more can be said there.
        _drop_stdout()
        return WRONG
    except OSError as error:
        _drop_stdout()
        said = f"{error.filename or 'the output'} cannot be read or written: {error.strerror or error}"
    except Exception as error:  # noqa: BLE001 - the last place that can tell the person; --debug shows the rest
        said = _unforeseen(error)
    sys.stderr.write(f"coach: {readable(' '.join(said.split()))}\n")
    return WRONG


def _unforeseen(error: Exception) -> str:
    """A bare Linux machine lacks libraries that OpenCV wants; every command but a few ends here then."""
    if isinstance(error, ImportError):
        from coach.commands.lacking import what_to_install

        if said := what_to_install(error):
            return said
    return f"something unforeseen went wrong ({type(error).__name__}: {error}); coach --debug ... shows where"


def _traced(command: Callable[[], int]) -> int:
    try:
        return command()
    except BaseException:
        traceback.print_exc()
        raise


def _drop_stdout() -> None:
    """What is left in the buffer would fail again when Python ends."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line (without the program's name; by default this process's) and give the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)

    # pygame greets on stdout, which would spoil JSON written there; FFmpeg asks once how much it may say on stderr.
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")

    def command() -> int:
        status = _invoke(given)
        if sys.stdout is not None:
            sys.stdout.flush()
        return status

    # --debug is an option before the command: after it, the word could be anybody's.
    debug = next((word for word in given if word == "--debug" or not word.startswith("-")), "") == "--debug"
    return _guarded(lambda: _traced(command) if debug else command())


def main() -> None:
    """Entry point of the command."""
    sys.exit(run())
