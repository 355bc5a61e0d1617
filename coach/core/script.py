"""What is said and sounded when something happens in a session. Pure: event and state in, lines and tone out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from coach.core import phrases
from coach.core.course import PauseKind, State
from coach.core.report import Report
from coach.core.routine import Work
from coach.core.setcount import Event
from coach.core.spec import Exercise
from coach.core.voice import Kind, Tone

Said = tuple[str, Kind]

FULL_CYCLES: Final = 2
"""So many cycles of a set have their steps said in full, then in a word; estimated. Raise it when people lose track."""


@dataclass(frozen=True, slots=True)
class Script:
    """Lines in the order they are to be said, and a tone or None."""

    lines: tuple[Said, ...] = ()
    tone: Tone | None = None


_FIXED: Final[dict[str, Script]] = {
    "started": Script(((phrases.GO, "mark"),), "start"),
    "partial": Script(((phrases.ALMOST, "count"),), "partial"),
    "other_side": Script(((phrases.OTHER_SIDE, "mark"),)),
    "halfway": Script(((phrases.HALFWAY, "mark"),), "halfway"),
    "last_one": Script(((phrases.LAST_ONE, "mark"),)),
    "hold_reached": Script(((phrases.HOLD_DONE, "mark"),), "tick"),
    "ten_left": Script(((phrases.TEN_SECONDS, "count"),)),
    "five_left": Script(((phrases.FIVE_SECONDS, "count"),)),
    "breathe": Script(((phrases.KEEP_BREATHING, "guide"),)),
    "once_more": Script(((phrases.GO, "mark"),), "start"),
    "rest_nearly_over": Script(((phrases.REST_NEARLY_OVER, "mark"),), "tick"),
    "added": Script(((phrases.ADDED, "mark"),)),
    "taken_off": Script(((phrases.TAKEN_OFF, "mark"),)),
    "waiting": Script(((phrases.AGAIN_INTO_POSITION, "mark"),), "pause"),
    "undone": Script(((phrases.GOING_ON, "mark"),), "resume"),
}

_PAUSED: Final[dict[PauseKind, Said]] = {
    "asked": (phrases.PAUSED, "alert"),
    "away": (phrases.WAITING, "alert"),
    "gap": (phrases.LONG_GAP, "alert"),
    "camera": (phrases.NO_CAMERA, "alert"),
}


def script(event: Event, state: State, *, known: bool, by_hand: bool = False) -> Script:
    """What to say of an event; `state` is the one after it.

    Args:
        known: the exercise has been done before; then its steps are not read out again.
        by_hand: there is no camera, so nobody is told to raise an arm.
    """
    if by_hand and event.kind == "paused":
        return Script((), "pause")
    if event.kind == "entered":
        return Script(_entered(state, known=known))
    made = _MADE.get(event.kind)
    return made(event, state) if made else _FIXED.get(event.kind, Script())


def _rep(event: Event, state: State) -> Script:
    # What the clock leads is said in its order: the count may not be dropped for the step that follows it.
    kind: Kind = "mark" if state.work.exercise.kind == "paced" else "count"
    return Script(((phrases.number(event.n), kind),) if event.n <= phrases.MOST else (), "rep")


def _step(event: Event, state: State) -> Script:
    pace = state.work.exercise.pace
    if pace is None:
        return Script()
    step = pace.steps[event.n]
    return Script(((step.say if state.progress.complete < FULL_CYCLES else step.word, "mark"),))


def _eased(event: Event, state: State) -> Script:
    offered: tuple[Said, ...] = ((phrases.EASIER, "guide"),) if state.easing and state.easing.offer else ()
    return Script(((phrases.EASED, "alert"), *offered), "end")


def _easier(event: Event, state: State) -> Script:
    return Script(((phrases.NEXT_EXERCISE, "mark"), (state.work.exercise.name, "mark")))


def _paused(event: Event, state: State) -> Script:
    said = _PAUSED.get(state.pause)
    return Script((said,) if said else (), "trouble" if state.pause == "camera" else "pause")


def _resumed(event: Event, state: State) -> Script:
    return Script(((phrases.BACK_AGAIN if event.n else phrases.GOING_ON, "mark"),), "resume")


def _hold_filled(event: Event, state: State) -> Script:
    return Script(((phrases.HOLD_DONE, "mark"),) if event.n < state.work.total else (), "end")


def _set_done(event: Event, state: State) -> Script:
    last = state.index >= len(state.sets) or state.first
    return Script(((phrases.EXERCISE_DONE if last else phrases.SET_DONE, "mark"),), "end")


def _set_skipped(event: Event, state: State) -> Script:
    return Script(((phrases.SKIPPED, "mark"),) if state.stage != "over" else ())


def _stopped(event: Event, state: State) -> Script:
    # Whoever leaves at the camera check has stopped nothing.
    said: tuple[Said, ...] = ((phrases.STOPPED, "alert"), (phrases.WHY, "guide"))
    return Script(said if state.stopped_in != "check" else (), "pause")


_MADE: Final[dict[str, Callable[[Event, State], Script]]] = {
    "rep": _rep,
    "step": _step,
    "eased": _eased,
    "easier": _easier,
    "paused": _paused,
    "resumed": _resumed,
    "hold_filled": _hold_filled,
    "set_done": _set_done,
    "set_skipped": _set_skipped,
    "stopped": _stopped,
}


def _entered(state: State, *, known: bool) -> tuple[Said, ...]:
    if state.stage == "check":
        return ((phrases.CHECK_CAMERA, "guide"),)
    if state.stage == "over":
        # Not to whoever stopped or left.
        return ((phrases.ALL_DONE, "mark"),) if state.ends[-1:] not in (("stopped",), ("abandoned",)) else ()
    if state.offered is not None:
        # To rest was said with the reason for it.
        return ()
    if state.stage == "rest":
        coming = ((phrases.NEXT_EXERCISE, "guide"), (state.work.exercise.name, "guide")) if state.first else ()
        return ((phrases.REST, "mark"), *coming)
    if state.stage == "intro":
        return tuple((text, "guide") for text in introduction(state.work, full=not known))
    return ()


def cued(report: Report, state: State, *, guiding: bool) -> tuple[Said, ...]:
    """What is said of the engine's cue, if it is new. Framing waits for the introduction; form is for the set alone."""
    cue = report.cue
    if cue is None or not report.cue_is_new or state.stage not in ("intro", "doing") or state.pause:
        return ()
    if cue.kind == "framing":
        return ((cue.text, "mark"),) if report.pose is not None and not guiding else ()
    return ((cue.text, "cue" if cue.kind == "fault" else "praise"),) if state.stage == "doing" else ()


def introduction(work: Work, *, full: bool) -> tuple[str, ...]:
    """How a set is announced: the first of an exercise with its name and how much, in full with its steps."""
    exercise = work.exercise
    if work.set_no > 1:
        again = (phrases.set_of(work.set_no, work.sets),) if work.sets <= phrases.MOST_SETS else ()
        return (*again, *_amount(work), phrases.AGAIN_INTO_POSITION)
    steps = (exercise.summary, *exercise.steps, exercise.breathing) if full else (exercise.breathing,)
    side: tuple[str, ...] = ()
    if work.side is not None:
        side = (phrases.LEFT_SIDE if work.side == "left" else phrases.RIGHT_SIDE,)
    note = (work.note,) if work.note else ()
    paced = (phrases.PACED,) if exercise.kind == "paced" else ()
    return (exercise.name, *steps, *_amount(work), *paced, *side, *note, phrases.GET_INTO_POSITION)


def _amount(work: Work) -> tuple[str, ...]:
    """How many and how long, in phrases that have a clip."""
    wanted = []
    hold = work.exercise.kind == "hold"
    if not (hold and work.reps == 1) and work.reps <= 15:
        each_side = work.exercise.sides != "both" and work.side is None
        wanted.append(phrases.how_many(work.reps, each_side=each_side))
    if work.hold_s >= 1 and phrases.how_long(round(work.hold_s)) in phrases.ALL:
        wanted.append(phrases.how_long(round(work.hold_s)))
    return tuple(wanted)


def pace_lines(exercise: Exercise) -> tuple[str, ...]:
    """What leads through a paced exercise: each step in full, and in a word."""
    steps = exercise.pace.steps if exercise.pace else ()
    return tuple(text for step in steps for text in (step.say, step.word))


def lines_ahead(sets: Sequence[Work]) -> tuple[str, ...]:
    """Lines that may have to be said at a moment's notice in these sets, and notes that no clip has: cues, praise,
    introductions."""
    found: list[str] = []
    for work in sets:
        found += introduction(work, full=True)
        found += [text for rule in work.exercise.rules for text in (rule.cue, rule.praise)]
        found += pace_lines(work.exercise)
    most = min(phrases.MOST, max((work.total for work in sets), default=0))
    found += [phrases.number(n) for n in range(1, most + 1)]
    return tuple(dict.fromkeys(found))
