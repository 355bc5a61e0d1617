"""What the posture pages say of the watch at a moment, in plain words. Pure."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from coach.core.sitting.day import Day
from coach.core.sitting.events import Notice
from coach.core.sitting.habits import Habits
from coach.core.sitting.look import SEATED, Look
from coach.core.sitting.words import NOTE_WORDS, QUIET_WORDS, STATE_WORDS, WHY_WORDS, break_notice, plural
from coach.ui.theme import State as Sign
from coach.ui.watch import Mode, Now

MOST_SNOOZES: Final = 2
"""How often a break can be put off (design of the watch)."""

MOVED_ASKED: Final = "Did the camera or chair move?"
MOVED_WHY: Final = "Everything I see has shifted at once, so I wait for your answer."

SAMPLING_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "always": ("All the time", "The camera and its light stay on. I notice a change within seconds."),
    "interval": (
        "Now and then",
        "The camera opens for two seconds in each half minute, and its light comes and goes. "
        "I notice changes later, up to half a minute or more.",
    ),
}
"""What each way of sampling means, honestly: its name, and one or two sentences."""

PAUSED: Final = "Paused: the camera is off. Go back and press \u201cGo on\u201d first."
TELL_MORE: Final = "Let me measure how you sit tall, and I can tell more."

_MODES: Final[Mapping[Mode, tuple[str, str]]] = {
    "loading": ("Starting", "One moment \u2026"),
    "watching": ("Watching", "One moment \u2026"),
    "between": ("Watching now and then", "One moment \u2026"),
    "paused": ("Paused", "Paused"),
    "locked": ("Resting", "The screen is locked"),
    "no_camera": ("No picture", "I have no picture"),
    "failed": ("Not watching", "I can't watch just now"),
    "ended": ("Not watching", "The recording is over"),
}
"""Of each mode: the mark, and what stands in place of a state while there is none."""

_HINTS: Final = 2
"""Hints told at one time; more are not read."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The WATCHING mark: `on` while the camera's light is."""

    title: str
    text: str
    on: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure, and what it is a figure of."""

    value: str
    about: str


def mark(now: Now, at: datetime) -> Mark:
    """The truth about the watch and the camera's light. `at`: aware local time."""
    title = _MODES[now.mode][0]
    if now.mode == "paused" and now.paused_until is not None:
        title = f"Paused until {when_words(now.paused_until, at)}"
    if now.camera_on:
        text = "The camera is on."
    elif now.mode == "between":
        text = "The camera is off until the next look."
    else:
        text = "The camera is off."
    return Mark(title, text, now.camera_on)


def when_words(until: datetime, at: datetime) -> str:
    """ "15:30", "tomorrow", "Mon 15:30"."""
    local = until.astimezone(at.tzinfo)
    days = (local.date() - at.date()).days
    if days <= 0:
        return f"{local:%H:%M}"
    days_words = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    return "tomorrow" if days == 1 else f"{days_words[local.weekday()]} {local:%H:%M}"


def shown(now: Now) -> Look | None:
    """The look to show: none while nobody is watched, however new the last one is."""
    return now.look if now.mode in ("watching", "between") else None


def blind(now: Now) -> str:
    """Why nobody is looked at on a page that needs to see somebody, or "" while there is somebody to look."""
    if now.mode in ("watching", "between", "no_camera"):
        return ""
    if now.mode == "paused":
        return PAUSED
    return (now.message if now.mode == "failed" else "") or _MODES[now.mode][1]


def title(now: Now) -> str:
    """The state in plain words; without one, what there is instead."""
    look = shown(now)
    return _MODES[now.mode][1] if look is None else STATE_WORDS[look.state]


def lasting(now: Now) -> str:
    """For how long the state lasts, or ""."""
    look = shown(now)
    if look is None or look.state == "unknown" or not math.isfinite(look.since_s):
        return ""
    minutes = int((look.t_s - look.since_s) / 60 + 1e-6)
    return f"for {span_words(60 * minutes)}" if minutes else "for less than a minute"


def hints(now: Now) -> tuple[tuple[str, Sign | None], ...]:
    """What is told beside the state, each with its sign: trouble first, then why nothing can be told, calm hints, and
    why nothing is said."""
    look = shown(now)
    sign: Sign = "idle" if now.mode == "loading" else "fault"
    found: list[tuple[str, Sign | None]] = [(now.message, sign)] if now.message else []
    if look is not None:
        found += [(text, "idle") for text in (_why(now, look), *_notes(look)) if text]
    if now.quiet and "paused" not in (now.quiet, now.mode):
        found.append((QUIET_WORDS[now.quiet], "idle"))
    return tuple(found[:_HINTS])


def _why(now: Now, look: Look) -> str:
    """Why nothing, or not everything, can be told; "" where the bubble asks or trouble is told already."""
    if look.state == "unknown":
        told = look.why == "moved" or (look.why == "camera" and now.message)
        return "" if told else WHY_WORDS[look.why]
    return TELL_MORE if look.state in SEATED and not now.has_baseline else ""


def _notes(look: Look) -> list[str]:
    return [text for note, text in NOTE_WORDS.items() if note in look.notes]


def span_words(seconds: float) -> str:
    """ "0 min", "12 min", "1 h", "1 h 5 min", with spaces that do not break."""
    hours, minutes = divmod(int(seconds / 60 + 1e-6), 60)
    parts = [f"{hours}\u00a0h"] * bool(hours) + [f"{minutes}\u00a0min"] * (bool(minutes) or not hours)
    return "\u00a0".join(parts)


def facts(now: Now, day: Day, habits: Habits) -> tuple[Fact, ...]:
    """What there is to say of the day so far, beside the clock of sitting."""
    look = shown(now)
    still_s = look.still_s if look is not None and look.state not in ("away", "unknown") else math.nan
    return (
        Fact("\u2013" if math.isnan(still_s) else span_words(still_s), "without a shift"),
        _shifts(day),
        _breaks(day),
        *((Fact(f"{day.glasses} of {habits.glasses}", "glasses of water"),) if habits.glasses else ()),
    )


def _shifts(day: Day) -> Fact:
    if math.isnan(day.shifts_an_hour):
        return Fact(str(day.shifts), "shift so far" if day.shifts == 1 else "shifts so far")
    return Fact(f"{day.shifts_an_hour:.0f}", "shifts an hour")


def _breaks(day: Day) -> Fact:
    """Those taken of those asked for; and those taken unasked."""
    if not day.asked:
        return Fact(str(day.taken), "break taken" if day.taken == 1 else "breaks taken")
    answered = sum(one.asked is not None and one.how != "missed" for one in day.breaks)
    own = day.taken - answered
    return Fact(f"{answered} of {day.asked}", f"breaks, {own} unasked" if own else "breaks taken")


def clock_share(now: Now, habits: Habits) -> float:
    """How much of the way to the next break is sat, 0..1."""
    whole_s = habits.break_min * 60
    if now.break_due:
        return 1.0
    left_s = now.break_in_s if math.isfinite(now.break_in_s) else whole_s
    return min(1.0, max(0.0, 1 - left_s / whole_s))


def next_break(now: Now) -> str:
    """When the next break is asked for."""
    if now.mode not in ("watching", "between", "loading"):
        return "The clock stands still"
    if now.break_due:
        return "Time for a break"
    if not math.isfinite(now.break_in_s):
        return ""
    minutes = max(1, math.ceil(now.break_in_s / 60 - 1e-6))
    return f"Next break in {minutes}\u00a0min of sitting"


def told(now: Now) -> Notice | None:
    """What the bubble says: the question whether something moved, a break that is due, or the last notice."""
    look = shown(now)
    if look is not None and look.moved:
        return Notice(kind="moved", title=MOVED_ASKED, text=MOVED_WHY)
    if now.notice is not None and now.notice.kind != "moved":
        return now.notice
    if now.break_due:
        return break_notice(now.sitting_s, MOST_SNOOZES - now.snoozes_left, MOST_SNOOZES)
    return None


def snooze_words(now: Now, habits: Habits) -> tuple[str, str] | None:
    """The button that puts a break off, and its second line; None when it can't be."""
    if not now.break_due or now.snoozes_left <= 0:
        return None
    again = plural(now.snoozes_left, "more time", "more times")
    return f"Ask again in {plural(habits.snooze_min, 'minute', 'minutes')}", f"possible {again}"
