"""The fixed sentences the coach says. Each has a recorded clip; what stands here is what is heard, word for word."""

from typing import Final

MOST: Final = 60
"""Largest number with a clip; larger counts are only shown."""

MOST_SETS: Final = 6
"""Largest number of sets with a clip."""

_ONES: Final = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS: Final = ("", "", "twenty", "thirty", "forty", "fifty", "sixty")

GET_INTO_POSITION: Final = "Get into position to begin."
AGAIN_INTO_POSITION: Final = "Get into position."
GO: Final = "Go."
HALFWAY: Final = "Halfway."
LAST_ONE: Final = "Last one."
ALMOST: Final = "Almost. A little further."
KEEP_BREATHING: Final = "Keep breathing."
TEN_SECONDS: Final = "Ten seconds to go."
FIVE_SECONDS: Final = "Five seconds to go."
HOLD_DONE: Final = "And rest."
OTHER_SIDE: Final = "Now the other side."
LEFT_SIDE: Final = "Left side."
RIGHT_SIDE: Final = "Right side."
SET_DONE: Final = "That's the set. Well done."
EXERCISE_DONE: Final = "That's it. Well done."
REST: Final = "Rest."
REST_NEARLY_OVER: Final = "Nearly time. Get ready."
NEXT_EXERCISE: Final = "Next exercise."
PAUSED: Final = "Paused. Raise one arm to go on."
GOING_ON: Final = "Going on."
SKIPPED: Final = "Going to the next one."
WAITING: Final = "I can't see you. I'll wait."
BACK_AGAIN: Final = "There you are. Going on."
STOPPED: Final = "Stopped. Rest a moment."
WHY: Final = "Why did you stop?"
PAIN_REST: Final = "Stay down until it eases. Don't push through pain."
ALL_DONE: Final = "All done. Well done today."
ADDED: Final = "One added."
TAKEN_OFF: Final = "One taken off."
CHECK_CAMERA: Final = "Let's check the camera."
CHECK_DONE: Final = "I can see you well."
NO_CAMERA: Final = "I have no picture any more. Look at the screen."
CAMERA_BACK: Final = "The camera is back."
LONG_GAP: Final = "Welcome back. Raise one arm to go on."
NOT_KEPT: Final = "Your record can't be saved just now."
TIME_TO_MOVE: Final = "Time for a break. Stand up and move a little."
HOW_IS_PAIN: Final = "How is the pain now?"
HOW_HARD: Final = "How hard was it?"
PACED: Final = "I keep the time. Nothing is judged."
NOT_SO_FAR: Final = "Not so far"
NOT_PAST: Final = "Good, that's it"
EASED: Final = "Form is slipping. Rest a moment."
EASIER: Final = "An easier one is on the screen."
SOUND_CHECK: Final = "This is how I sound. Can you hear me?"

_FIXED: Final = (
    GET_INTO_POSITION,
    AGAIN_INTO_POSITION,
    GO,
    HALFWAY,
    LAST_ONE,
    ALMOST,
    KEEP_BREATHING,
    TEN_SECONDS,
    FIVE_SECONDS,
    HOLD_DONE,
    OTHER_SIDE,
    LEFT_SIDE,
    RIGHT_SIDE,
    SET_DONE,
    EXERCISE_DONE,
    REST,
    REST_NEARLY_OVER,
    NEXT_EXERCISE,
    PAUSED,
    GOING_ON,
    SKIPPED,
    WAITING,
    BACK_AGAIN,
    STOPPED,
    WHY,
    PAIN_REST,
    ALL_DONE,
    ADDED,
    TAKEN_OFF,
    CHECK_CAMERA,
    CHECK_DONE,
    NO_CAMERA,
    CAMERA_BACK,
    LONG_GAP,
    NOT_KEPT,
    TIME_TO_MOVE,
    HOW_IS_PAIN,
    HOW_HARD,
    PACED,
    NOT_SO_FAR,
    NOT_PAST,
    EASED,
    EASIER,
    SOUND_CHECK,
)


def number(n: int) -> str:
    """A count in words, 0 to `MOST`: "twenty-one".

    Raises:
        ValueError: it is outside that range.
    """
    if not 0 <= n <= MOST:
        raise ValueError(f"numbers go from 0 to {MOST}, got {n}")
    if n < len(_ONES):
        return _ONES[n]
    ones = n % 10
    return _TENS[n // 10] + (f"-{_ONES[ones]}" if ones else "")


def set_of(number_: int, sets: int) -> str:
    """ "Set two of three." """
    return f"Set {number(number_)} of {number(sets)}."


def how_many(reps: int, *, each_side: bool) -> str:
    """ "Eight times.", "Six times on each side." """
    times = "Once" if reps == 1 else f"{number(reps).capitalize()} times"
    return f"{times} on each side." if each_side else f"{times}."


def how_long(seconds: int) -> str:
    """ "Hold for twenty seconds." """
    return f"Hold for {number(seconds)} second{'s' if seconds != 1 else ''}."


def _made() -> tuple[str, ...]:
    sets = [set_of(n, of) for of in range(2, MOST_SETS + 1) for n in range(1, of + 1)]
    times = [how_many(n, each_side=each) for n in range(1, 16) for each in (False, True)]
    holds = [how_long(n) for n in (*range(1, 11), 15, 20, 25, 30, 40, 45, 50, 60)]
    return (*sets, *times, *holds)


ALL: Final[tuple[str, ...]] = (*_FIXED, *_made())
"""Every sentence above, for whoever records them; numbers come besides, 1 to `MOST`."""
