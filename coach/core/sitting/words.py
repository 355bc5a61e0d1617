"""What posture watch says, in plain words: states, reasons, breaks, nudges. It tells facts and never scolds."""

from collections.abc import Mapping
from typing import Final

from coach.core.sitting.events import Notice
from coach.core.sitting.look import Note, State, Why
from coach.core.sitting.record import AlertKind, HowBreak

STATE_WORDS: Final[Mapping[State, str]] = {
    "upright": "Sitting tall",
    "slump": "Slumped",
    "forward_head": "Head forward",
    "too_close": "Close to the screen",
    "lean_left": "Leaning left",
    "lean_right": "Leaning right",
    "head_tilt": "Head tilted",
    "standing": "Standing",
    "away": "Away",
    "unknown": "Can't tell",
}
"""A few words for each state."""

WHY_WORDS: Final[Mapping[Why, str]] = {
    "": "",
    "no_baseline": "I don't know yet how you sit tall. Let me measure you once.",
    "moved": "The camera or the chair was moved, so I wait for a new measure.",
    "dark": "It is too dark to see you.",
    "camera": "I have no picture just now.",
    "hidden": "I see too little of you to tell.",
}
"""Why nothing can be told, one sentence each."""

NOTE_WORDS: Final[Mapping[Note, str]] = {
    "trunk_time": "You have leaned forward for a while. Sit back when it suits you.",
    "neck_time": "Your head has been bent for a while. Look up when it suits you.",
    "hip_closed": "Your hips are bent a lot. A higher seat would open them.",
    "knee_bent": "Your feet are far under the seat. Bring them forward a little.",
    "knee_open": "Your legs are stretched out. That is fine for a change.",
    "feet_off": "Your feet hang. A lower seat or a footrest would carry them.",
}
"""What only a side camera sees, as calm hints."""

ALERT_WORDS: Final[Mapping[AlertKind, str]] = {
    "still": "Still for long",
    "slump": "Slumped",
    "forward_head": "Head forward",
    "too_close": "Close to the screen",
    "lean_left": "Leaning left",
    "lean_right": "Leaning right",
    "head_tilt": "Head tilted",
}
"""What a reminder was about, for lists."""

HOW_WORDS: Final[Mapping[HowBreak, str]] = {
    "chair": "got up, seen by the camera",
    "move": "guided move, seen by the camera",
    "said": "taken, as you said",
    "missed": "asked for, not taken",
}
"""How a break ended, for lists."""

BREAK_TITLE: Final = "Time to move"
STILL_TITLE: Final = "A little movement?"
POSTURE_TITLE: Final = "Time for a change"
MOVED_TITLE: Final = "Did something move?"
PLAN_TITLE: Final = "Time for your exercises"
PLAN_TEXT: Final = "You planned them for now. Later today is fine, too."
CAMERA_TITLE: Final = "I have no picture"
KIND_TITLE: Final = "Nicely done"

_POSTURE_TEXTS: Final[Mapping[State, str]] = {
    "slump": "You have been sunk down for a while.",
    "forward_head": "Your head has been forward for a while.",
    "too_close": "You have been close to the screen for a while.",
    "lean_left": "You have leaned to the left for a while.",
    "lean_right": "You have leaned to the right for a while.",
    "head_tilt": "Your head has been tilted for a while.",
}

MOVED_TEXT: Final = "Did the camera or the chair move? Sit tall for five seconds and I take a new measure."


def plural(number: int, one: str, more: str) -> str:
    """ "1 minute", "2 minutes"."""
    return f"{number} {one if number == 1 else more}"


def water_words(drunk: int, target: int) -> str:
    """Water beside a break, or "" without a target and once it is reached. Both in glasses; the target is the
    person's own: nothing here says how much anybody needs."""
    return f"With a glass of water? {drunk} of {plural(target, 'glass', 'glasses')} so far." if drunk < target else ""


def break_notice(sitting_s: float, snoozes: int, most_snoozes: int, water: str = "") -> Notice:
    """The prompt for a break.

    Args:
        sitting_s: seconds of sitting since the last one.
        snoozes: how often it was put off, of `most_snoozes`.
        water: of `water_words`.
    """
    sat = plural(max(1, int(sitting_s / 60 + 1e-6)), "minute", "minutes")
    text = f"You have sat for {sat}: stand up and move a little."
    if snoozes >= most_snoozes:
        text = f"Put off {times_words(snoozes)}, and {sat} of sitting by now: this is a good moment to stand up."
    return Notice(kind="break", title=BREAK_TITLE, text=f"{text} {water}".rstrip(), snooze=snoozes < most_snoozes)


def times_words(number: int) -> str:
    """ "once", "twice", "3 times"."""
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def still_notice(still_s: float, *, standing: bool = False) -> Notice:
    """A nudge to move, after so many seconds without a change of posture."""
    long = plural(max(1, int(still_s / 60 + 1e-6)), "minute", "minutes")
    text = f"You have been still for {long}. Shift, stretch, or stand."
    if standing:
        text = f"You have stood still for {long}. Shift, walk a few steps, or sit."
    return Notice(kind="still", title=STILL_TITLE, text=text)


def posture_notice(state: State) -> Notice:
    """A posture that lasts, for each of `FAULTS`."""
    return Notice(kind="posture", title=POSTURE_TITLE, text=f"{_POSTURE_TEXTS[state]} Shift or stand, as you like.")


def moved_notice() -> Notice:
    """A question after camera or chair were moved."""
    return Notice(kind="moved", title=MOVED_TITLE, text=MOVED_TEXT)


def camera_notice(trouble: str) -> Notice:
    """The camera has been gone for a while; `trouble` is its own sentence."""
    return Notice(kind="camera", title=CAMERA_TITLE, text=f"{trouble} I keep trying.")


def plan_notice() -> Notice:
    """The time that was planned for exercise has come."""
    return Notice(kind="plan", title=PLAN_TITLE, text=PLAN_TEXT)


def kind_notice(text: str) -> Notice:
    """The hourly kind word."""
    return Notice(kind="kind_word", title=KIND_TITLE, text=text)


def kind_words(sitting_s: float, *, breaks: int, shifts: int, upright_s: float) -> str:
    """What was good of so many seconds of sitting: breaks, changes of posture, seconds of sitting tall; a 0 is left
    out. "" when there is nothing."""
    good = []
    if breaks:
        good.append(f"took {plural(breaks, 'break', 'breaks')}")
    if shifts:
        good.append(f"changed your posture {times_words(shifts)}")
    if upright_s:
        good.append(f"sat tall for {plural(round(upright_s / 60), 'minute', 'minutes')}")
    if not good:
        return ""
    listed = good[0] if len(good) == 1 else f"{', '.join(good[:-1])} and {good[-1]}"
    hours = "the last hour" if sitting_s < 1.5 * 3600 else f"the last {round(sitting_s / 3600)} hours"
    return f"In {hours} of sitting you {listed}."


QUIET_WORDS: Final[Mapping[str, str]] = {
    "": "",
    "quiet_hours": "Quiet hours: I watch and say nothing.",
    "call": "You are in a call: I say nothing until it is over.",
    "full_screen": "Something fills your screen: I say nothing until it is closed.",
    "paused": "Paused: the camera is off.",
}
"""Why nothing is told, one sentence each."""
