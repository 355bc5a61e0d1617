"""The `coach` command: arguments in, one sentence out when something is wrong."""

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import Annotated

import typer
from typer import TyperException

from coach import __version__
from coach.ports import CoachError

app = typer.Typer(
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
    """Options before the command."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def _add_commands() -> None:
    from coach.commands import analyze, demo, doctor, evaluate, exercises, live, record

    if app.registered_commands:
        return
    for command in (
        demo.demo,
        live.session,
        analyze.analyze,
        evaluate.evaluate,
        record.record,
        live.replay,
        doctor.doctor,
    ):
        app.command()(command)
    app.add_typer(exercises.app, name="exercises")


def _invoke(given: list[str]) -> int:
    """Find and run the command. Not through `app()`, which deals with Ctrl-C and closed pipes in its own way."""
    _add_commands()
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
        said = f"something unforeseen went wrong ({type(error).__name__}: {error}); coach --debug ... shows where"
    sys.stderr.write(f"coach: {' '.join(said.split())}\n")
    return WRONG


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
