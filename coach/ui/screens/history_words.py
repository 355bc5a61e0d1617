"""Days, times and numbers of the history in words."""

from datetime import date
from typing import Final

from coach.core.history import SessionRecord
from coach.ui.charts import day_label

DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

LONG_MIN: Final = 120
"""From so many minutes on hours are said too."""


def day_words(day: date, today: date) -> str:
    """ "22 Nov", with the year where it is another one."""
    return day_label(day, year=day.year != today.year)


def weekday_words(day: date, today: date) -> str:
    """ "Today", "Yesterday", "Sat 22 Nov"."""
    near = {0: "Today", 1: "Yesterday"}.get((today - day).days)
    return near or f"{DAYS[day.weekday()]}\u00a0{day_words(day, today)}"


def counted(number: int, noun: str) -> str:
    """ "1 minute", "3 minutes"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def minutes_words(minutes: float) -> str:
    """ "24 minutes", "12 h 30 min"."""
    whole = round(minutes)
    if whole < LONG_MIN:
        return counted(whole, "minute") if whole else "under a minute"
    hours, left = divmod(whole, 60)
    return f"{hours}\u00a0h" + (f" {left}\u00a0min" if left else "")


def seconds_words(seconds: float) -> str:
    """ "4 s", "0.6 s" below one and a half, "3 min 20 s" from two minutes on."""
    if seconds < 1.5:
        return f"{seconds:.1f}\u00a0s"
    whole = round(seconds)
    if whole < 120:
        return f"{whole}\u00a0s"
    return f"{whole // 60}\u00a0min" + (f" {whole % 60}\u00a0s" if whole % 60 else "")


def degrees_words(degrees: float) -> str:
    """ "168°", "−45°"."""
    return f"{round(degrees)}°".replace("-", "\u2212")


def session_day(session: SessionRecord) -> date:
    """Local day on which a session began."""
    return session.started.at.date()
