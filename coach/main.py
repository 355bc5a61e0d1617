"""The `coach` command: arguments in, one sentence out when something is wrong."""

import os
import sys
from collections.abc import Callable
from typing import Annotated

import typer
from typer import TyperException

from coach import __version__
from coach.ports import CoachError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
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
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error comes from.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Options before the command."""


def _add_commands() -> None:
    from coach.commands import analyze, demo, doctor, evaluate, exercises, live, record

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


def _status(result: object) -> int:
    return result if isinstance(result, int) else 0


def _guarded(run: Callable[[], object]) -> int:
    """Run the command; its exit status. Trouble a person can act on becomes one sentence on stderr."""
    try:
        return _status(run())
    except CoachError as error:
        sys.stderr.write(f"coach: {error}\n")
    except TyperException as error:
        sys.stderr.write(f"coach: {getattr(error, 'format_message', error.__str__)()}\n")
    except (KeyboardInterrupt, typer.Abort):
        return STOPPED
    except BrokenPipeError:
        # Whoever read our output has closed it; nothing more can be said there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return WRONG


def main() -> None:
    """Entry point of the command."""
    # pygame greets on stdout, which would spoil JSON written there.
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    _add_commands()

    def run() -> object:
        return app(standalone_mode=False)

    sys.exit(_status(run()) if "--debug" in sys.argv else _guarded(run))
