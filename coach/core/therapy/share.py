"""What a person chooses to give back: of which days, with the desk's hours or without, sealed or not. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from coach.core.therapy.delivery import AGAIN_DAYS, Waiting
from coach.core.therapy.kept import ResultsShared

Span = Literal["new", "two_weeks", "all"]

TWO_WEEKS: Final = timedelta(days=13)
"""So many days before today are the first of two weeks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is to be given. `posture`: totals of the hours at the desk too. `sealed`: only the therapist reads it."""

    span: Span = "all"
    posture: bool = False
    sealed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingBy:
    """How results go by themselves.

    Attributes:
        address: of the practice. on: the person has said so. waiting: what is not delivered yet. message: why, or "".
    """

    address: str
    on: bool = False
    waiting: Sequence[Waiting] = ()
    message: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A results file: its content, and the digests by which a practice may answer that it has it. `newest` tells the
    newest facts in it from others."""

    content: bytes
    digests: tuple[str, ...]
    newest: str = ""


def last_shared(shared: Sequence[ResultsShared], routine: str) -> date | None:
    """Local day on which results of a routine were given last; None where they never were."""
    days = [one.at.date() for one in shared if one.routine == routine]
    return days[-1] if days else None


def first_day(span: Span, start: date, last: date | None, today: date) -> date:
    """First day of a span. Some days up to the last sharing are in it again: they may have gone on after it, and
    pain of the next morning comes in late.

    Args:
        start: first day there is anything to tell of. last: as `last_shared`.
    """
    if span == "new" and last is not None:
        return min(today, max(start, last - AGAIN_DAYS))
    return max(min(start, today), today - TWO_WEEKS) if span == "two_weeks" else min(start, today)
