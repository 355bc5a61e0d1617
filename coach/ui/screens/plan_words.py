"""Words of the plan's pages: how much, when, what for. Pure; values in, text out."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from coach.core.care.guard import Easing
from coach.core.care.plan import CurrentPlan, asked
from coach.core.care.record import PlanItem
from coach.core.care.reminding import spread
from coach.core.fit import Place, Purpose
from coach.core.routine import Routine, works
from coach.core.spec import Exercise
from coach.ui import set_words
from coach.ui.screens.history_words import counted

FOR: Final[dict[Purpose, str]] = {
    "strength": "For strength",
    "lifting": "For lifting well",
    "mobility": "To move easily",
    "stretch": "To stretch",
}
WHERE: Final[dict[Place, str]] = {"floor": "on the floor", "standing": "standing", "chair": "on or beside a chair"}

_ADDRESS: Final = re.compile(r"https?://(?:www\.)?([^/\s;,]+)[^\s;,]*")

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def dose(item: PlanItem, exercises: Mapping[str, Exercise]) -> str:
    """How much of an exercise the plan asks: "2 sets of 8, hold 3 s"."""
    return set_words.dose(works(Routine(id="", name="", summary="", items=(asked(item),)), exercises))


def item_note(item: PlanItem, exercises: Mapping[str, Exercise], *, first: bool) -> str:
    """What an exercise is in the plan for, and how much: "To warm up: 2 sets of 5"."""
    exercise = exercises[item.exercise]
    what = "To warm up" if first and exercise.purpose in ("mobility", "stretch") else FOR[exercise.purpose]
    return f"{what}: {dose(item, exercises)}"


def listed(words: Sequence[str]) -> str:
    """ "Monday, Wednesday and Friday"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def minutes_words(minutes: float) -> str:
    """ "About 20 minutes"."""
    number = max(1, round(minutes))
    return f"About {counted(number, 'minute')}"


def days_words(days: int, chosen: Sequence[int] = ()) -> str:
    """How many days a week and which: those chosen (0 is Monday), or such as are well spread."""
    named = listed([_DAYS[day] for day in chosen or spread(days)])
    count = f"{counted(days, 'day')} a week"
    return f"{count}: {named}" if chosen else f"{count}, such as {named}"


def easing_words(easing: Easing, plan: CurrentPlan, exercises: Mapping[str, Exercise]) -> str:
    """The step down in a few words: "Glute bridge: 2 sets in place of 3"."""
    if easing.what == "exercise":
        return f"{exercises[easing.after].name} in place of {exercises[easing.before].name.lower()}"
    item = plan.item(easing.number)
    name = exercises[item.exercise].name if item else ""
    unit = {"sets": "sets", "reps": "times", "hold_s": "seconds"}[easing.what]
    one = unit.removesuffix("s") if easing.what == "sets" and easing.after == "1" else unit
    return f"{name}: {easing.after} {one} in place of {easing.before}"


def source_words(*sources: str) -> str:
    """Sources in one line, each once, of an address only whose it is: the whole of it stands in the files."""
    return "; ".join(dict.fromkeys(_ADDRESS.sub(r"\1", source).replace(" ;", ";") for source in sources))


def reasons(whys: Iterable[str]) -> str:
    """Several reasons in one text, each once."""
    return " ".join(dict.fromkeys(whys))
