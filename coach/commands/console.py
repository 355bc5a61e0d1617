"""What commands say: results on stdout, everything else on stderr."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from coach.adapters.files import atomic_write, check_target
from coach.ports import OutputError


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to `main`, as rich would end the program here."""
        raise BrokenPipeError


OUT = _Console(highlight=False, soft_wrap=True)
ERR = _Console(stderr=True, highlight=False, soft_wrap=True)


def complain(sentence: str) -> None:
    """One sentence about trouble, on stderr."""
    ERR.print(f"coach: {sentence}", markup=False)


def check_json(target: str | None) -> None:
    """See before long work whether JSON could be written there.

    Raises:
        OutputError: it could not.
    """
    if target is not None and target != "-":
        check_target(Path(target))


def write_json(target: str, value: Any, *, private: bool = True) -> None:
    """JSON to a file, or to stdout for "-". `private`: it tells of the person, and nobody else may read it.

    Raises:
        OutputError: the file can't be written.
    """
    text = json.dumps(value, indent=2, ensure_ascii=False) + "\n"
    if target != "-":
        atomic_write(Path(target), text.encode(), private=private)
    elif sys.stdout is None:
        raise OutputError("JSON cannot be written to stdout: it is closed")
    else:
        sys.stdout.write(text)


class Bar:
    """A progress bar that is moved on to a number of units."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress, self._task = progress, task

    def at(self, done: float) -> None:
        """So much is done."""
        self._progress.update(self._task, completed=done)

    def total(self, total: float) -> None:
        """So much there is."""
        self._progress.update(self._task, total=total or None)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """The bar is gone while something else is printed."""
        shown = not self._progress.disable
        if shown:
            self._progress.stop()
        yield
        if shown:
            self._progress.start()


@contextmanager
def progress(text: str, total: float, *, shown: bool = True) -> Iterator[Bar]:
    """A bar on stderr with the time left; `total` 0 is "not known"."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=ERR, transient=True, disable=not (shown and ERR.is_terminal)) as task:
        yield Bar(task, task.add_task(text, total=total or None))
