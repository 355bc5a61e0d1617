"""The words of a session's screens: how much is asked, how far it is, what came of it. Pure; values in, text out."""

import math
from collections.abc import Sequence
from typing import Final

from coach.core.body import Side
from coach.core.course import PauseKind, State
from coach.core.pace import moment
from coach.core.report import Report
from coach.core.results import ExerciseResult
from coach.core.routine import Work
from coach.ui.captions import CountWords
from coach.ui.reach import reach_words

SIDE_NAMES: Final[dict[Side, str]] = {"left": "LEFT leg", "right": "RIGHT leg"}
HOLD_SIDES: Final[dict[Side, str]] = {"left": "LEFT side", "right": "RIGHT side"}

PAUSES: Final[dict[PauseKind, tuple[str, str]]] = {
    "asked": ("Paused", "Raise one straight arm, or press Space, to go on."),
    "away": ("I can't see you", "Come back into the picture. It goes on by itself."),
    "gap": ("Welcome back", "Raise one straight arm, or press Space, to go on."),
    "camera": ("The camera is gone", "Plug it in again, or go on without it."),
}
"""Why it stands still, and how to go on."""

_BY_HAND: Final = "Press Go on when you are ready."
"""Without a camera no arm is seen."""

PACED: Final = "Paced, not judged"
PACED_NOTE: Final = "The clock leads you here. The camera judges nothing."
"""Said of an exercise that nobody can judge from a picture, wherever its count is shown."""

EASED: Final = "Eased off when form slipped"

_FORM: Final = 0.5
"""Seconds of hold below this are not worth a line."""


def paused(pause: PauseKind, *, by_hand: bool) -> tuple[str, str]:
    """Why it stands still, and how to go on."""
    title, how = PAUSES[pause]
    return title, _BY_HAND if by_hand else how


def dose(works: Sequence[Work]) -> str:
    """How much of one exercise is asked for: "2 sets of 8, hold 3 s". `works` are its sets."""
    first, reps = works[0], [work.reps for work in works]
    hold = f"{first.hold_s:g} s"
    each = " on each side" if first.exercise.sides != "both" and first.side is None else ""
    if first.side is not None:
        each = f" on the {first.side} side"
    if first.exercise.kind == "hold" and set(reps) == {1}:
        return f"{_sets(len(reps), 'hold')} of {hold}{each}"
    if len(set(reps)) > 1:
        much = f"{len(reps)} sets: {', '.join(map(str, reps[:-1]))} and {reps[-1]}"
    else:
        much = f"{_sets(len(reps), 'set')} of {reps[0]}"
    if first.exercise.pace is not None:
        return f"{much}, {first.exercise.pace.cycle_s:g} s each"
    if not first.hold_s:
        return f"{much}{each}"
    return f"{much}{each}, {'each' if first.exercise.kind == 'hold' else 'hold'} {hold}"


def of_exercise(state: State) -> list[Work]:
    """Every set of the exercise under way, or of the next one."""
    here = state.work
    return [work for work in state.sets if (work.item, work.exercise.id) == (here.item, here.exercise.id)]


def this_set(work: Work) -> str:
    """How much this one set asks for: "8 times, hold 3 s"."""
    each = " on each side" if work.exercise.sides != "both" and work.side is None else ""
    hold = f"{work.hold_s:g} s"
    if work.exercise.kind == "hold":
        return f"Hold {hold}{each}" if work.reps == 1 else f"{work.reps} holds of {hold}{each}"
    times = "Once" if work.reps == 1 else f"{work.reps} times"
    if work.exercise.pace is not None:
        return f"{times}, {work.exercise.pace.cycle_s:g} s each"
    return f"{times}{each}, hold {hold}" if work.hold_s else f"{times}{each}"


def _sets(number: int, thing: str) -> str:
    return f"{number} {thing}{'s' if number != 1 else ''}"


def set_of(work: Work) -> str:
    """ "Set 1 of 2"."""
    return f"Set {work.set_no} of {work.sets}"


def place(state: State) -> str:
    """Where in the routine the exercise stands: "Exercise 2 of 4"."""
    items = sorted({work.item for work in state.sets})
    return f"Exercise {items.index(state.work.item) + 1} of {len(items)}" if len(items) > 1 else "Today's exercise"


def count_words(state: State) -> CountWords:
    """The large number: repetitions, or the whole seconds of the hold under way."""
    work, done = state.work, state.progress
    if work.exercise.kind == "paced":
        return CountWords(str(state.count), "", f"/ {work.total}", PACED)
    if work.exercise.kind == "reps":
        extra = f"+{done.partial} partial" if done.partial else ""
        return CountWords(str(state.count), "", f"/ {work.total}", extra)
    held_s = work.hold_s if done.between else done.slot_s
    several = f"{min(state.count + (not done.between), work.total)} of {work.total}" if work.total > 1 else ""
    return CountWords(str(math.floor(held_s + 1e-6)), "", f"/ {work.hold_s:g} s", f"Hold {several}" if several else "")


def heading(state: State) -> str:
    """What stands above the number."""
    return f"{state.work.exercise.name} \u00b7 {set_of(state.work)}"


def side_words(state: State, report: Report | None) -> str:
    """The leg (in a hold, the side) that works, or how many each has done; empty where sides do not matter."""
    work = state.work
    if work.exercise.sides == "both":
        return ""
    side = work.side or (report.side if report else None)
    if side is not None:
        return (HOLD_SIDES if work.exercise.kind == "hold" else SIDE_NAMES)[side]
    left, right = state.progress.left, state.progress.right
    return f"Left {left} \u00b7 right {right}" if left or right else ""


def phase_words(state: State, report: Report | None) -> str:
    """Where in the movement: "Lift", "Hold 2 / 3 s"; empty before counting is on."""
    exercise, work = state.work.exercise, state.work
    words = exercise.rep.words if exercise.rep else exercise.hold.words if exercise.hold else None
    if report is None or not report.armed or words is None:
        return ""
    if report.phase == "hold":
        return words.top
    word = _tempo_word(work, report.phase, getattr(words, report.phase, ""))
    if exercise.kind == "reps" and work.hold_s and report.rep_hold_s > 0:
        return f"{words.top} {min(report.rep_hold_s, work.hold_s):.0f} / {work.hold_s:g} s"
    return word


def _tempo_word(work: Work, phase: str, word: str) -> str:
    """A phase's word, on the way out and back with the seconds asked for: "Lift 3 s"."""
    if work.tempo_s is None or not word or phase not in ("out", "back"):
        return word
    return f"{word} {work.tempo_s[phase == 'back']:g} s"


def pace_words(state: State) -> tuple[str, float, int] | None:
    """The step that the clock leads through: its word, how much of it is over (0..1), whole seconds left of it; None
    while the clock stands still, and where nothing is paced."""
    pace, done = state.work.exercise.pace, state.progress
    if pace is None or not done.pacing:
        return None
    now = moment(pace, done.paced_s)
    return pace.steps[now.step].word, now.share, math.ceil(now.left_s - 1e-3)


def hold_share(state: State, report: Report | None) -> float | None:
    """How much of the hold under way is done, 0..1, or None where nothing is held."""
    work, done = state.work, state.progress
    if not work.hold_s:
        return None
    if work.exercise.kind == "hold":
        return 1.0 if done.between else min(1.0, done.slot_s / work.hold_s)
    if report is None or not report.armed or report.rep_hold_s <= 0:
        return None
    return min(1.0, report.rep_hold_s / work.hold_s)


def following(state: State) -> Work | None:
    """The first set after a stop, by which the session would go on; None when nothing is left."""
    if state.stopped_in not in ("intro", "doing"):
        return state.work if state.index < len(state.sets) else None
    item = state.work.item
    return next((work for work in state.sets[state.index :] if work.item != item), None)


def facts(result: ExerciseResult) -> tuple[str, ...]:
    """What came of an exercise besides the count, one short line each."""
    lines = [PACED] if result.exercise.kind == "paced" else []
    lines += [EASED] if result.eased else []
    if result.hold_s >= _FORM and result.asked_s:
        held, asked = f"{result.hold_s:.0f}", f"{result.asked_s:.0f}"
        more = result.hold_s > result.asked_s
        lines.append(f"{held} s held in good form, {asked} asked" if more else f"{held} of {asked} s held in good form")
    if result.partial:
        lines.append(f"{result.partial} turned back early")
    if result.best is not None:
        lines.append(reach_words(result.exercise, result.best, result.before))
    return (*lines, *result.faults)


def done_of(result: ExerciseResult) -> str:
    """ "16 of 20", or "not done"."""
    return f"{result.done} of {result.asked}" if result.done or result.hold_s >= _FORM else "Not done"
