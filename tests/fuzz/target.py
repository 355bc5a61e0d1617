"""A kind of input and what may come of it. Everything else that comes of it is a finding."""

import json
import math
import signal
import traceback
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from coach.ports import CoachError

ROOT: Final = Path(__file__).parents[2]

LONGEST: Final = 20_000
"""Characters of a refusal: more is no sentence."""


class BrokenError(AssertionError):
    """What came out is not as it must be."""


class TooLongError(BaseException):
    """The time is over. Not an Exception, so that nothing on the way takes it for trouble of its own."""


@dataclass(frozen=True, slots=True)
class Target:
    """One kind of input.

    Attributes:
        feeds: what, in a few words.
        run: takes any bytes; raises whatever the program should not.
        seeds: good inputs to begin from.
        reaches: modules whose lines it is there to reach, dotted names.
        limit_s: seconds of the processor after which one input has taken too long.
    """

    name: str
    feeds: str
    run: Callable[[bytes], None]
    seeds: Callable[[], Iterable[bytes]]
    reaches: tuple[str, ...]
    limit_s: float = 10.0


@dataclass(frozen=True, slots=True)
class Finding:
    """What an input brought to light: its kind (alike for the same cause), and the whole of it."""

    kind: str
    told: str


def found(target: Target, data: bytes) -> Finding | None:
    """Feed a target; None where all is as it must be."""
    try:
        with _limited(target.limit_s), warnings.catch_warnings():
            warnings.simplefilter("error")
            target.run(data)
    except (Exception, TooLongError) as error:  # noqa: BLE001 - whatever an input brings to light is a finding
        return Finding(_kind(error), "".join(traceback.format_exception(error)))
    return None


def _kind(error: BaseException) -> str:
    """Name of the error, and the innermost place of the project's own in which it came up."""
    stack = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in stack if Path(frame.filename).is_relative_to(ROOT / "coach")]
    frame = own[-1] if own and not isinstance(error, BrokenError) else stack[-1]
    said = f" {error}"[:60] if isinstance(error, BrokenError) else ""
    return f"{type(error).__name__}{said} in {Path(frame.filename).name}:{frame.name}"


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Raise `TooLongError` after so many seconds of the processor; other work on the machine does not count."""

    def over(*_: object) -> None:
        raise TooLongError(f"more than {seconds:g} s")

    if not hasattr(signal, "SIGVTALRM"):
        yield
        return
    before = signal.signal(signal.SIGVTALRM, over)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


# --- What must hold. ---


def must(holds: bool, said: str) -> None:
    """Raise `BrokenError` where something does not hold."""
    if not holds:
        raise BrokenError(said)


@contextmanager
def refusable() -> Iterator[None]:
    """Within, input may be refused: by a `CoachError` with one sentence."""
    try:
        yield
    except CoachError as error:
        said = str(error)
        must(bool(said.strip()), f"{type(error).__name__} says nothing")
        must(said.isprintable(), f"{type(error).__name__} says what can't be shown")
        must(len(said) <= LONGEST, f"{type(error).__name__} says far too much")


def strict_json(document: Any) -> str:
    """A document as JSON, which knows no nan. Raises `BrokenError` where that can't be."""
    try:
        text = json.dumps(document, ensure_ascii=False, allow_nan=False)
    except (ValueError, TypeError) as error:
        raise BrokenError(f"no JSON: {error}") from error
    must(json.loads(text) == json.loads(json.dumps(document)), "JSON is not read as it was written")
    return text


def finite(numbers: Mapping[str, float], where: str) -> None:
    """Measures are numbers or nan (not seen), never infinite."""
    for name, value in numbers.items():
        must(not math.isinf(value), f"{where}: {name} is infinite")
