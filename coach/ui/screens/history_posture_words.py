"""A day and a week at the desk as facts in words. Pure."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from coach.core.sitting.day import Day, total_of
from coach.core.sitting.look import SEATED
from coach.core.sitting.words import ALERT_WORDS
from coach.ui.charts import MONTHS, day_label

TWO_HOURS_S: Final = 7200.0
"""Sitting that is told apart, seconds: more than two hours a day, slouched, goes with back pain more often (Health.com
on back spasms, `clinical.md` 1.1 number 4). A fact to know, not a limit."""

_TOLD_S: Final = 60.0
"""Less than this a day is no figure to compare, seconds; estimated."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure, and what it is a figure of."""

    value: str
    about: str


def span_words(seconds: float) -> str:
    """ "under a minute", "48 min", "6 h", "6 h 12 min"."""
    hours, minutes = divmod(round(seconds / 60), 60)
    if not hours and not minutes:
        return "under a minute"
    return "\u00a0".join([f"{hours}\u00a0h"] * bool(hours) + [f"{minutes}\u00a0min"] * bool(minutes))


def at_desk_s(day: Day) -> float:
    """Seconds known to sit or stand."""
    return day.sitting_s + day.standing_s


def is_empty(day: Day) -> bool:
    """Whether there is nothing to tell of a day."""
    return day.watched_s <= 0 and not day.breaks and not day.glasses and not day.alerts


# --- A day. ---


def facts(day: Day, target: int) -> tuple[Fact, ...]:
    """What there is to say of a day; `target` is the person's own, glasses of water a day, 0 for none."""
    found = [_sitting(day), _standing(day), _moves(day), _breaks(day), _reminders(day)]
    if target or day.glasses:
        found.append(_water(day.glasses, target))
    return tuple(found)


def two_hours_at(day: Day) -> datetime | None:
    """When two hours of sitting had come together, or None."""
    seated_s = 0.0
    for piece in day.pieces:
        if piece.state not in SEATED:
            continue
        long_s = (piece.end - piece.start).total_seconds()
        if seated_s + long_s >= TWO_HOURS_S:
            return piece.start + timedelta(seconds=TWO_HOURS_S - seated_s)
        seated_s += long_s
    return None


def _sitting(day: Day) -> Fact:
    about = "of sitting"
    if day.sitting_s >= TWO_HOURS_S and (at := two_hours_at(day)) is not None:
        about += f", the first 2\u00a0hours by {at:%H:%M}"
    elif day.sitting_s < TWO_HOURS_S:
        about += ", less than 2\u00a0hours"
    return Fact(span_words(day.sitting_s) if day.sitting_s else "0\u00a0min", about)


def _standing(day: Day) -> Fact:
    if day.standing_s < _TOLD_S:
        return Fact("0\u00a0min", "of standing at the desk")
    if day.sitting_s < _TOLD_S:
        return Fact(span_words(day.standing_s), "of standing at the desk")
    ratio = day.sitting_s / day.standing_s
    parts = f"{_short(ratio)}\u00a0:\u00a01" if ratio >= 1 else f"1\u00a0:\u00a0{_short(1 / ratio)}"
    return Fact(span_words(day.standing_s), f"of standing; sitting to standing is {parts}")


def _moves(day: Day) -> Fact:
    if math.isnan(day.shifts_an_hour):
        return Fact(str(day.shifts), "change of posture" if day.shifts == 1 else "changes of posture")
    return Fact(times_words(day.shifts_an_hour), "changes of posture in an hour of sitting")


def answered(day: Day) -> int:
    """Breaks that were asked for and taken."""
    return sum(one.asked is not None and one.how != "missed" for one in day.breaks)


def _breaks(day: Day) -> Fact:
    if not day.asked and not day.taken:
        return Fact("0", "breaks; none was asked for")
    own, asked = day.taken - answered(day), day.asked
    said = ["breaks asked for were taken" if asked != 1 else "break asked for was taken"] if asked else ["on your own"]
    if own and asked:
        said.append(f"{own} more on your own")
    if day.taken:
        said.append(f"{'all' if day.verified == day.taken else day.verified or 'none'} seen by the camera")
    if asked:
        return Fact(f"{answered(day)} of {asked}", "; ".join(said))
    return Fact(str(own), f"{'break' if own == 1 else 'breaks'} {', '.join(said)}")


def _reminders(day: Day) -> Fact:
    if not day.alerts:
        return Fact("0", "reminders to shift or stand")
    about = "reminder" if len(day.alerts) == 1 else "reminders"
    kinds = Counter(alert.kind for alert in day.alerts)
    parts = [f"{number} \u201c{ALERT_WORDS[kind].lower()}\u201d" for kind, number in kinds.most_common(2)]
    rest = len(day.alerts) - sum(number for _, number in kinds.most_common(2))
    parts += [f"{rest} other"] if rest else []
    return Fact(str(len(day.alerts)), f"{about}: {', '.join(parts)}")


def _water(glasses: int, target: int) -> Fact:
    noun = "glass of water" if (target or glasses) == 1 else "glasses of water"
    return Fact(f"{glasses} of {target}" if target else str(glasses), noun)


# --- A week. ---


def week_words(monday: date, today: date) -> str:
    """ "9 – 15 Mar", "30 Mar – 5 Apr", with the year where it is another one."""
    sunday = monday + timedelta(days=6)
    end = day_label(sunday, year=sunday.year != today.year or monday.year != sunday.year)
    if monday.year != sunday.year:
        return f"{day_label(monday, year=True)} \u2013 {end}"
    start = str(monday.day) if monday.month == sunday.month else f"{monday.day}\u00a0{MONTHS[monday.month - 1]}"
    return f"{start}\u00a0\u2013 {end}"


def sentences(week: Sequence[Day], before: Sequence[Day]) -> tuple[str, ...]:
    """A week beside the one before, a plain sentence each; what there is nothing to say of is left out."""
    now, then = [day for day in week if at_desk_s(day) > 0], [day for day in before if at_desk_s(day) > 0]
    if not now:
        return ()
    found = [
        _beside("You sat", _a_day(now, _sitting_s), _a_day(then, _sitting_s), "a day"),
        _beside("You stood", _a_day(now, _standing_s), _a_day(then, _standing_s), "a day"),
        _beside("You moved", _moved(now), _moved(then), "an hour"),
        _beside("You took", _breaks_a_day(now), _breaks_a_day(then), "a day"),
    ]
    return tuple(sentence for sentence in found if sentence)


def _beside(verb: str, now: str, then: str, each: str) -> str:
    """One sentence: "You sat 5 h a day, 6 h the week before."; "" where nothing is known of now."""
    if not now:
        return ""
    told = f"{verb} {now} {each}"
    if not then:
        return f"{told}."
    # The noun is said once: "6 times an hour, 4 the week before".
    return f"{told}, as in the week before." if now == then else f"{told}, {then.partition(' ')[0]} the week before."


def _sitting_s(day: Day) -> float:
    return day.sitting_s


def _standing_s(day: Day) -> float:
    return day.standing_s


def _a_day(days: Sequence[Day], of: Callable[[Day], float]) -> str:
    seconds = sum(of(day) for day in days) / len(days) if days else 0.0
    return span_words(seconds) if seconds >= _TOLD_S else ""


def _moved(days: Sequence[Day]) -> str:
    value = total_of(days).shifts_an_hour if days else math.nan
    if math.isnan(value):
        return ""
    times = times_words(value)
    return "once" if times == "1" else f"{times} times"


def _breaks_a_day(days: Sequence[Day]) -> str:
    taken = sum(day.taken for day in days)
    if not taken:
        return ""
    value = _short(taken / len(days))
    return f"{value} break{'' if value == '1' else 's'}"


def times_words(value: float) -> str:
    """Changes of posture an hour: "6"; "0.4" below one."""
    return f"{value:.0f}" if value >= 0.95 or value < 0.05 else f"{value:.1f}"


def _short(value: float) -> str:
    """ "12", "4.5", "4"."""
    return f"{value:.0f}" if value >= 9.95 else f"{value:.1f}".removesuffix(".0")


def taken_words(day: Day) -> tuple[str, str]:
    """Breaks taken and asked for as figures; nothing for a day of which there is nothing to tell."""
    return ("", "") if is_empty(day) else (str(day.taken), str(day.asked))
