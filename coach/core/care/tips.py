"""Short cards about everyday things around a back: at most one a day, and nothing is tracked. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from coach.core.demo import SpecError, Strict
from coach.core.history import SessionRecord
from coach.core.progress import minutes

When = Literal["any", "long_session", "walking"]
"""When a card may show: any day; only after a long session; beside the minutes of a walk."""

LONG_MIN: Final = 60.0
"""A session of more minutes is a long one (clinical fact base, row 34: after heavy or long sweating); estimated."""
LONG_FOR: Final = timedelta(days=1)
"""The card of a long session shows on its day and the next; estimated."""

MOST_LINES: Final = 4
MOST_LETTERS: Final = 120
"""A card is read at a glance: lines, and characters of each; estimated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tip(Strict):
    """A card. `source` says where it comes from."""

    id: str
    title: str
    lines: tuple[str, ...]
    source: str
    when: When = "any"

    def __post_init__(self) -> None:
        if not self.title.strip() or not self.source.strip():
            raise SpecError(f"tip {self.id}: needs a title and a source")
        if not 2 <= len(self.lines) <= MOST_LINES:
            raise SpecError(f"tip {self.id}: has two to {MOST_LINES} lines")
        if any(not 0 < len(line) <= MOST_LETTERS for line in self.lines):
            raise SpecError(f"tip {self.id}: a line has 1 to {MOST_LETTERS} characters")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tips(Strict):
    """All cards, in the order in which they are leafed through."""

    tips: tuple[Tip, ...] = ()

    def __post_init__(self) -> None:
        ids = [tip.id for tip in self.tips]
        if len(set(ids)) != len(ids):
            raise SpecError("tips: an id stands twice")

    def on(self, day: date, sessions: Sequence[SessionRecord] = ()) -> tuple[Tip, ...]:
        """The cards that may show on a day."""
        long = after_long(day, sessions)
        return tuple(tip for tip in self.tips if tip.when != "long_session" or long)

    def of_day(self, day: date, sessions: Sequence[SessionRecord] = ()) -> Tip | None:
        """The one card of a day; the next day has another. After a long session it is the card for that."""
        usual = [tip for tip in self.tips if tip.when == "any"]
        fitting = [tip for tip in self.tips if tip.when == "long_session" and after_long(day, sessions)]
        if fitting:
            return fitting[0]
        return usual[day.toordinal() % len(usual)] if usual else None

    def beside(self, when: When) -> Tip | None:
        """The first card for an occasion."""
        return next((tip for tip in self.tips if tip.when == when), None)


def after_long(day: date, sessions: Sequence[SessionRecord]) -> bool:
    """Whether a session of more than an hour was done on that day or the one before."""
    days = (day - LONG_FOR, day)
    return any(session.started.at.date() in days and minutes(session) > LONG_MIN for session in sessions)
