"""What a person sets out to do in a week."""

from dataclasses import dataclass
from datetime import date
from typing import Final

WEEKLY_MIN: Final = (30, 600)
MANAGE_MIN: Final = (0, 600)
STRENGTH_DAYS: Final = (0, 7)
STRETCH_DAYS: Final = (0, 7)
"""Least and most of each choice: minutes a week to build up to, minutes a week managed at first, days a week."""

USUAL_DAYS: Final = 3
"""Strength days a week where neither the person nor their plan says: three to five sessions a week did best in trials
(Sci Rep 2020, https://pmc.ncbi.nlm.nih.gov/articles/PMC7547082)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """Choices for the week. Glasses of water are among the habits at the desk, where the reminder is.

    Attributes:
        weekly_min: minutes of walking and the like to build up to. 150: Health.com on back spasms.
        manage_min: minutes a week they managed when they were asked; 0 where they were not.
        since: the Monday of the week in which they told it, as ISO 8601, or "".
        strength_days: days a week; 0 is as many as their plan has. stretch_days: days a week; 0 is no target. 3: two
            to three days at least (ACSM's guidelines on flexibility).
        tip: one tip a day on the page of the week.

    Raises:
        ValueError: a value does not fit.
    """

    weekly_min: int = 150
    manage_min: int = 0
    since: str = ""
    strength_days: int = 0
    stretch_days: int = 3
    tip: bool = True

    def __post_init__(self) -> None:
        ranges = {"weekly_min": WEEKLY_MIN, "manage_min": MANAGE_MIN}
        ranges |= {"strength_days": STRENGTH_DAYS, "stretch_days": STRETCH_DAYS}
        for name, (low, high) in ranges.items():
            value = getattr(self, name)
            if type(value) is not int or not low <= value <= high:
                raise ValueError(f"{name} can't be {value!r}")
        if type(self.tip) is not bool:
            raise ValueError(f"tip can't be {self.tip!r}")
        if not isinstance(self.since, str) or (self.since and not _is_day(self.since)):
            raise ValueError(f"since can't be {self.since!r}")

    @property
    def began(self) -> date | None:
        """The Monday from which the slow ramp counts; None before the person told what they manage."""
        return date.fromisoformat(self.since) if self.since and self.manage_min else None


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
