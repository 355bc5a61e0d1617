"""Tables of labels: what was really done in a recording, as somebody wrote it down."""

import csv
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final, TypeVar

from coach.ports import CoachError

T = TypeVar("T")

LATEST_S: Final = 86_400.0
"""No labelled recording is longer than a day; estimated."""


class LabelError(CoachError):
    """A labels file that can't be used."""


def second_of(text: str) -> float:
    """Seconds of a label, from the start of its recording. Raises ValueError where it is no such number."""
    found = float(text)
    if not 0 <= found <= LATEST_S:
        raise ValueError(f"{text[:20]!r} is no second of a recording")
    return found


def table_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a labels file as they stand.

    Raises:
        LabelError: it can't be read.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            # A row that is cut short has empty fields.
            return list(csv.DictReader(file, restval=""))
    except (UnicodeDecodeError, csv.Error) as error:
        raise LabelError(f"can't read the labels file {path}: it is not a table in UTF-8 text") from error
    except OSError as error:
        raise LabelError(f"can't read the labels file {path}: {error.strerror or error}") from error


def made(path: Path, rows: Iterable[Mapping[str, str]], label: Callable[[Mapping[str, str]], T]) -> list[T]:
    """A label of each row.

    Raises:
        LabelError: `label` lacks a column of a row (KeyError), or a value in it is not a number (ValueError).
    """
    try:
        return [label(row) for row in rows]
    except KeyError as error:
        raise LabelError(f"the labels file {path} has no column {error}") from error
    except ValueError as error:
        raise LabelError(f"the labels file {path} has a value that is not a number: {error}") from error
