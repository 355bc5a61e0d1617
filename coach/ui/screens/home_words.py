"""The words on home about a plan: how long, when last, from whom, how far in the week."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from coach.core.therapy.standing import Standing
from coach.ui.desk import Plan
from coach.ui.screens.therapist_words import day_words

MOST_NAMED: Final = 6
"""So many exercises are named on the card; of more, one less and how many more. Two to five are usual."""


def ago(day: date | None, today: date) -> str:
    """When something was done last, in words: "today", "yesterday", "3 days ago", "2 weeks ago", "not done yet"."""
    if day is None:
        return "not done yet"
    days = (today - day).days
    if days <= 1:
        return "yesterday" if days == 1 else "today"
    if days < 14:
        return f"{days} days ago"
    return f"{days // 7} weeks ago" if days < 60 else f"{days // 30} months ago"


def plan_facts(plan: Plan, today: date) -> str:
    """ "About 20 minutes, last done 3 days ago" """
    minutes = max(1, round(plan.minutes))
    last = ago(plan.last, today)
    done = last if plan.last is None else f"last done {last}"
    return f"About {minutes} minute{'' if minutes == 1 else 's'}, {done}"


def week_words(standing: Standing, today: date) -> str:
    """How far somebody is with an assigned routine: "2 of 3 days this week", or that it is over."""
    if standing.when == "ended":
        return "This routine has ended. Ask your therapist what comes next."
    if standing.when == "ahead":
        return "It begins later. You may look at it now."
    said = f"{standing.done} of {standing.of} day{'' if standing.of == 1 else 's'} this week."
    if standing.review is None:
        return said
    left = (standing.review - today).days
    near = "today" if left == 0 else "tomorrow" if left == 1 else f"on {day_words(standing.review)}"
    return f"{said} Your therapist looks at it {near}."


def listed(names: Sequence[str]) -> str:
    """ "Plank, bird-dog, bridge": only the first with a capital; of many the first few."""
    shown = names if len(names) <= MOST_NAMED else names[: MOST_NAMED - 1]
    said = ", ".join(name if number == 0 else name[:1].lower() + name[1:] for number, name in enumerate(shown))
    return said if len(shown) == len(names) else f"{said} and {len(names) - len(shown)} more"
