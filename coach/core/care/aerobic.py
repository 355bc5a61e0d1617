"""Minutes of walking and the like: added up by day and week, and a slow ramp toward the week's target. Pure.

A day is that of each entry's own local time, and a week begins on Monday: a journey or summer time moves nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from coach.core.care.record import ActivityDone
from coach.core.care.targets import Targets
from coach.core.progress import monday

SOURCE: Final = "Health.com on back spasms (150 minutes a week); the WalkBack trial (building up slowly)"
"""Where the week's target and the slow ramp come from, for the foot of a screen."""

RISE: Final = 1.15
"""A week's goal times this is the next one's, once it was reached. Clinical fact base 2.13: 10 to 20 % more a week,
estimated. Lower it when people are sore after a rise, raise it when they find it too slow."""

LONGEST_MIN: Final = 720.0
"""An entry never has more minutes: a recording was left on; estimated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of activity: its name, and how it stands in a sentence. `gentle`: without jarring (low-impact)."""

    name: str
    gentle: bool = True


KINDS: Final[Mapping[str, Kind]] = {
    "walk": Kind(name="Walk"),
    "swim": Kind(name="Swim"),
    "cycle": Kind(name="Cycle"),
    "other": Kind(name="Other gentle"),
    "run": Kind(name="Run", gentle=False),
}
"""By id. A run comes from files only: it counts as minutes, and is not offered."""

OFFERED: Final = tuple(kind for kind, about in KINDS.items() if about.gentle)


def kind_name(kind: str) -> str:
    """What a kind is called; one of a later version goes by its id."""
    return KINDS[kind].name if kind in KINDS else kind.replace("_", " ").capitalize()


def kept(activities: Iterable[ActivityDone]) -> tuple[ActivityDone, ...]:
    """Those that were not taken back, the newest first."""
    return tuple(sorted((one for one in activities if one.minutes > 0), key=lambda one: one.at, reverse=True))


def day_minutes(activities: Iterable[ActivityDone]) -> dict[date, dict[str, float]]:
    """Minutes of each local day by kind."""
    found: dict[date, dict[str, float]] = {}
    for one in kept(activities):
        kinds = found.setdefault(one.at.date(), {})
        kinds[one.kind] = kinds.get(one.kind, 0.0) + one.minutes
    return found


def week_minutes(activities: Iterable[ActivityDone]) -> dict[date, float]:
    """Minutes of each week that has any, by its Monday."""
    found: dict[date, float] = {}
    for day, kinds in day_minutes(activities).items():
        found[monday(day)] = found.get(monday(day), 0.0) + sum(kinds.values())
    return found


def risen(goal: int, target: int) -> int:
    """The goal after one that was reached: a little more, never more than the target, in whole minutes."""
    return min(target, max(goal + 1, round(goal * RISE)))


def goal_of(targets: Targets, done: Mapping[date, float], week: date) -> int | None:
    """The goal of a week in minutes; None for weeks before the person told what they manage.

    It begins with what they manage and rises after each week that reached it. A week that did not leaves it as it was:
    the ramp goes on from where it stood. Twice in a row well above it, it goes on from what was done both times.

    Args:
        done: minutes by Monday, as `week_minutes`. week: a Monday.
    """
    began = targets.began
    if began is None or week < monday(began):
        return None
    goal = min(targets.manage_min, targets.weekly_min)
    for past in sorted(one for one in done if monday(began) <= one < week):
        if done[past] >= goal:
            both = min(done[past], done.get(past - timedelta(weeks=1), 0.0))
            goal = risen(max(goal, round(both)), targets.weekly_min)
    return goal
