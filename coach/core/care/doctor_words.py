"""The page for a doctor in words: headings and short lines, the newest first, so that a full page loses the oldest."""

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from coach.core.care.doctor_page import KINDS, Answered, DoctorPage, Rounds, Stopped
from coach.core.history import PainTold

TITLE: Final = "Back pain: a page for the doctor"
FOOT: Final = (
    "Written down by the person themselves with Backcoach, an exercise and posture coach.",
    "It is not a medical device. Nothing on this page was judged by software: it shows what was told and counted.",
)
SCALE: Final = "Pain from 0 (none) to 10 (the worst they can imagine)"
NO_SCORES: Final = "No pain was told in this time."
NO_FLARE: Final = "No flare-up was written down. This page tells of the last two weeks."

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
HOURS_FROM_MIN: Final = 180.0
"""From so many minutes on a length is told in hours; estimated."""

_OUTCOMES: Final = {
    "clear": "nothing ticked",
    "soon": "to be checked soon",
    "emergency": "help at once",
    "checked": "says: I have been checked",
}
_REASONS: Final = {"pain": "because of pain", "tired": "tired", "other": "another reason", "": "no reason given"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and its lines; what comes first may least be left out."""

    title: str
    lines: tuple[str, ...]


def date_words(at: datetime, *, clock: bool = False, year: bool = True) -> str:
    """ "Sunday 22 November 2026", with `clock` also ", 15:40"; in the offset of `at`."""
    day = f"{_DAYS[at.weekday()]} {at.day}\u00a0{_MONTHS[at.month - 1]}" + (f"\u00a0{at.year}" if year else "")
    return f"{day}, {at:%H:%M}" if clock else day


def day_words(at: datetime) -> str:
    """ "22 Nov", in the offset of `at`; a no-break space keeps it on one line."""
    return f"{at.day}\u00a0{_MONTHS[at.month - 1][:3]}"


def head_lines(page: DoctorPage) -> tuple[str, ...]:
    """The first lines: since when, what of, how long."""
    if page.flare is None:
        return (NO_FLARE,)
    began = f"It began on {date_words(page.flare.onset)}"
    began += f", after {page.trigger}." if page.trigger else ". They don't know what set it off."
    if page.flare.ended is not None:
        return began, f"It was over on {date_words(page.flare.ended)}, day {page.day}."
    return began, f"Day {page.day} today; it is not over."


def pain_lines(page: DoctorPage) -> tuple[str, ...]:
    """Start, now, worst, mornings."""
    if not page.scores:
        return (NO_SCORES,)
    worst = max(page.scores, key=lambda told: told.score)
    first, last = page.scores[0], page.scores[-1]
    lines = [
        f"First told: {first.score} of 10 ({_short(first.at)}). Last told: {last.score} of 10 ({_short(last.at)}).",
        f"Worst: {worst.score} of 10 ({_short(worst.at)}).",
    ]
    if mornings := page.of("morning"):
        lines.append("In the morning: " + _listed(mornings) + ".")
    return tuple(lines)


def sections(page: DoctorPage) -> tuple[Section, ...]:
    """All below the curve; one without anything to tell says so, so that nobody wonders."""
    answers = [_answer_line(one) for one in reversed(page.answers)]
    seen = dict.fromkeys(f"Told on {date_words(at)}." for at in reversed(page.seen))
    found = [
        Section(title="Safety questions they answered", lines=tuple(answers) or ("None in this time.",)),
        Section(title="Warmth, cold and rest they timed", lines=tuple(map(_round_line, page.relief)) or ("None.",)),
        Section(title="Exercise", lines=_exercise_lines(page)),
    ]
    found += [Section(title="They have seen somebody about it", lines=tuple(seen))] if seen else []
    if not math.isnan(page.sitting_h):
        days = f"mean of {page.sitting_days} watched day{'' if page.sitting_days == 1 else 's'}"
        line = f"About {page.sitting_h:.1f} hours a day, seen by the computer's camera ({days})."
        found.append(Section(title="Sitting at the desk", lines=(line,)))
    return tuple(found)


def _short(at: datetime) -> str:
    return f"{day_words(at)}, {at:%H:%M}".replace(" ", "\u00a0")


def _listed(mornings: tuple[PainTold, ...]) -> str:
    """The newest seven, oldest of them first."""
    shown = mornings[-7:]
    return ", ".join(f"{told.score}\u00a0on\u00a0{day_words(told.at)}" for told in shown)


def _answer_line(one: Answered) -> str:
    what = f" ({'; '.join(one.ticked)})" if one.ticked else ""
    return f"{date_words(one.at, clock=True)}: {_OUTCOMES.get(one.outcome, one.outcome)}{what}."


def _round_line(rounds: Rounds) -> str:
    times = "once" if rounds.count == 1 else f"{rounds.count} times"
    long = f"{rounds.minutes:.0f} minutes" if rounds.minutes < HOURS_FROM_MIN else f"{rounds.minutes / 60:.0f} hours"
    return f"{KINDS.get(rounds.kind, rounds.kind)}: {times}, {long} in all."


def _exercise_lines(page: DoctorPage) -> tuple[str, ...]:
    if not page.sessions:
        return ("No exercise in this time.",)
    count = f"{page.sessions} session{'' if page.sessions == 1 else 's'}"
    done = f": {', '.join(page.exercises)}." if page.exercises else "."
    return (f"{count}{done}", *(_stop_line(stop) for stop in reversed(page.stops)))


def _stop_line(stop: Stopped) -> str:
    reason = _REASONS.get(stop.reason, stop.reason)
    return f"Stopped {stop.exercise} on {date_words(stop.at)}: {reason}."
