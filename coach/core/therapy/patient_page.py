"""One page for the person themselves, in plain words: what they did, what went well, what to work on, what is next.

Pure. No grades, no comparison with others, no claim about the cause of anything.
"""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from coach.core.demo import Demo
from coach.core.figure import pose_at
from coach.core.pose import Pose
from coach.core.routine import Item, Routine
from coach.core.spec import Exercise
from coach.core.therapy.report_page import sessions_of
from coach.core.therapy.results import ExerciseDone, Results, SessionDone

TITLE: Final = "Your back exercises"
LATELY: Final = 3
"""So many sessions, at the start and at the end, are what "at first" and "lately" mean. Estimated."""
LITTLE_S: Final = 1.0
"""A fault of fewer seconds a session is not worth working on. Estimated: that is one repetition's moment."""
WELL: Final = 0.8
"""Share of repetitions without a fault from which an exercise is told as gone well. Estimated."""
MOST_WELL: Final = 2
"""Lines of what went well; the rest of the page has more to say."""

HOURS_FROM_MIN: Final = 90.0
"""From so many minutes on a length is told in hours. Estimated."""

STOP: Final = (
    "Stop at once if you feel a sharp pain.",
    "Stop if pain moves further down a leg, or a leg goes numb or weak.",
    "Stop if you feel dizzy, short of breath, or pain in your chest.",
)
HELP: Final = (
    "Get medical help at once if you are numb between your legs, or if both legs go weak or numb.",
    "Get help at once too if you can't pass water, or can't hold water or stool.",
    "Call your therapist or doctor soon if you have a fever, if nights get much worse, or if pain keeps going up.",
)
"""As the safety questions and the words on pain say it (assets/safety.toml, each with its source)."""
FOOT: Final = (
    "The numbers come from your camera. They can be a little off. This page is no medical finding.",
    "Made with Backcoach, an exercise and posture coach.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """An exercise of the routine: name, amounts in words, the therapist's note, and how it looks at its far end (None
    where the exercise is not known here); `curl` as in a keyframe."""

    name: str
    amounts: str
    note: str
    pose: Pose | None
    curl: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientPage:
    """Everything on the page, in short lines. `work_on` is one thing or ""."""

    made: datetime
    name: str
    did: tuple[str, ...]
    well: tuple[str, ...]
    work_on: str
    pain: tuple[str, ...]
    often: str
    notes: str
    items: tuple[Next, ...]
    stop: tuple[str, ...]
    help: tuple[str, ...]


def patient_page(
    name: str,
    routine: Routine | None,
    found: Sequence[Results],
    at: datetime,
    exercises: Mapping[str, Exercise],
) -> PatientPage:
    """The page as of the aware local time `at`; `routine` is the one in force, None without."""
    sessions = sessions_of(found)
    assigned = routine.assigned if routine else None
    return PatientPage(
        made=at,
        name=name.strip(),
        did=_did(sessions),
        well=_well(sessions),
        work_on=_work_on(sessions, exercises),
        pain=_pain(sessions),
        often=_often(routine),
        notes=assigned.notes if assigned else "",
        items=tuple(_next(item, exercises.get(item.exercise)) for item in routine.items) if routine else (),
        stop=_stop(routine),
        help=HELP,
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _did(sessions: Sequence[SessionDone]) -> tuple[str, ...]:
    if not sessions:
        return ("You have not sent any session yet. The first one is the hardest.",)
    days = (sessions[-1].at.date() - sessions[0].at.date()).days
    weeks = days // 7 + 1
    span = f" in {_count(weeks, 'week')}" if days else ""
    long = round(statistics.fmean(one.minutes for one in sessions))
    done = sum(one.done for session in sessions for one in session.exercises if not one.paced)
    held_min = sum(one.hold_s for session in sessions for one in session.exercises) / 60
    lines = [f"You did {_count(len(sessions), 'session')}{span}.", f"One took about {_count(max(1, long), 'minute')}."]
    lines += [f"You did {_count(done, 'full move')} in all."] if done else []
    held = _count(round(held_min), "minute") if held_min < HOURS_FROM_MIN else _count(round(held_min / 60), "hour")
    lines += [f"You held still in good form for {held}."] if held_min >= 1 else []
    return tuple(lines)


def _latest(sessions: Sequence[SessionDone]) -> dict[str, list[ExerciseDone]]:
    """Each exercise in its last few sessions, oldest first; by id."""
    found: dict[str, list[ExerciseDone]] = {}
    for session in sessions:
        for one in session.exercises:
            found.setdefault(one.exercise, []).append(one)
    return {id_: done[-LATELY:] for id_, done in found.items()}


def _well(sessions: Sequence[SessionDone]) -> tuple[str, ...]:
    """What went best of late: longer holds first, then moves in good form."""
    last = _latest(sessions)
    lines = _longer(sessions, last)
    for done in last.values():
        good, every = sum(one.correct for one in done), sum(one.correct + one.faulty for one in done)
        if not done[-1].paced and every and good >= WELL * every:
            lines.append(f"{done[-1].name}: {good} of your last {every} moves were in good form.")
    if not lines and sessions:
        whole = sum(one.ended == "complete" for one in sessions)
        lines = [f"You did {_count(whole, 'session')} to the end."] if whole else ["You began. That counts."]
    return tuple(lines[:MOST_WELL])


def _longer(sessions: Sequence[SessionDone], last: Mapping[str, Sequence[ExerciseDone]]) -> list[str]:
    """Holds that became longer by 5 seconds and a tenth, estimated: less comes and goes by itself."""
    lines: list[str] = []
    first = _latest(list(reversed(sessions)))
    for id_, done in last.items() if len(sessions) > LATELY else ():
        before = statistics.fmean(one.hold_s for one in first[id_])
        now = statistics.fmean(one.hold_s for one in done)
        if now >= before + 5 and now >= 1.1 * before:
            lines.append(f"{done[-1].name}: you hold it longer. At first {before:.0f} seconds, now {now:.0f}.")
    return lines


def _work_on(sessions: Sequence[SessionDone], exercises: Mapping[str, Exercise]) -> str:
    """The fault that lasted longest of late, with what to think of."""
    worst, text = LITTLE_S, ""
    for id_, done in _latest(sessions).items():
        for fault in {fault for one in done for fault in one.faults}:
            told = [one.faults[fault] for one in done if fault in one.faults]
            seconds = sum(one.seconds for one in told) / len(done)
            if seconds > worst:
                worst = seconds
                rules = exercises[id_].rules if id_ in exercises else ()
                cue = next((rule.cue for rule in rules if rule.id == fault), "")
                think = f" Think of this: {cue[:1].lower()}{cue[1:]}." if cue else ""
                about, name = _count(round(seconds), "second"), told[-1].name
                text = f"{done[-1].name}: {name[:1].lower()}{name[1:]}, for about {about} a session.{think}"
    return text


def _pain(sessions: Sequence[SessionDone]) -> tuple[str, ...]:
    before = [one.pain_before for one in sessions if one.pain_before is not None]
    after = [one for one in sessions if one.pain_before is not None and one.pain_after is not None]
    if not before:
        return ("You told no pain score yet.",)
    lines = []
    if len(before) > LATELY:
        first, last = (round(statistics.fmean(part)) for part in (before[:LATELY], before[-LATELY:]))
        lines.append(f"Pain before you began: at first {first} of 10, lately {last} of 10.")
    else:
        lines.append(f"Pain before you began: {before[-1]} of 10 the last time.")
    if after:
        up = sum((one.pain_after or 0) > (one.pain_before or 0) for one in after)
        lines.append(
            f"It was higher after than before in {up} of {_count(len(after), 'session')}."
            if up
            else "It was never higher after a session than before."
        )
    stops = sum(one.stop_reason == "pain" for one in sessions)
    often = "once" if stops == 1 else f"{stops} times"
    lines += [f"You stopped for pain {often}. That was right."] if stops else []
    return tuple(lines)


def _often(routine: Routine | None) -> str:
    if routine is None:
        return "No routine is set for you at the moment."
    if routine.assigned is None:
        return f"Your routine is {routine.name}."
    days, a_day = routine.assigned.days_a_week, routine.assigned.sessions_a_day
    times = "" if a_day == 1 else f", {a_day} times a day"
    return f"Do these on {_count(days, 'day')} a week{times}."


def _stop(routine: Routine | None) -> tuple[str, ...]:
    assigned = routine.assigned if routine else None
    if assigned is None:
        return STOP
    own = [sign if sign.endswith((".", "!")) else f"{sign}." for sign in assigned.stop.signs]
    ceiling = f"Wait with it if pain is above {assigned.pain_ceiling} of 10 before you begin."
    rise = f"Make it easier if pain goes up by {_count(assigned.stop.pain_up, 'point')} or more."
    return (*(f"Stop for this too: {sign}" for sign in own), *STOP, ceiling, rise)


def _next(item: Item, exercise: Exercise | None) -> Next:
    if exercise is None:
        name = item.exercise.replace("_", " ").capitalize()
        return Next(name=name, amounts=amounts(item, None), note=item.note, pose=None, curl=0.0)
    pose, curl = _shown(exercise.demo)
    return Next(name=exercise.name, amounts=amounts(item, exercise), note=item.note, pose=pose, curl=curl)


def _shown(demo: Demo) -> tuple[Pose, float]:
    """The demonstration where it is farthest from how it begins."""
    start = pose_at(demo, demo.keyframes[0].t)
    poses = [(pose_at(demo, frame.t), frame.curl) for frame in demo.keyframes]
    return max(poses, key=lambda one: float(abs(one[0].points[:, :2] - start.points[:, :2]).sum()) + abs(one[1]) / 100)


def amounts(item: Item, exercise: Exercise | None) -> str:
    """ "3 rounds of 10. Hold each for 3 seconds. Rest 45 seconds." """
    dose = exercise.dose if exercise else None
    sets, reps = item.sets or (dose.sets if dose else 1), item.reps or (dose.reps if dose else 0)
    hold_s = item.hold_s if item.hold_s is not None else dose.hold_s if dose else 0
    rest_s = item.rest_s if item.rest_s is not None else dose.rest_s if dose else 0
    each = " each side" if exercise and exercise.sides != "both" and item.side is None else ""
    many = _many(item, sets, reps, each)
    side = f" {item.side.capitalize()} side only." if item.side else ""
    hold = f" Hold each for {_seconds(hold_s)}." if hold_s else ""
    slow = f" {_seconds(item.tempo_s[0])} there, {_seconds(item.tempo_s[1])} back." if item.tempo_s else ""
    rest = f" Rest {_seconds(rest_s)} after each round." if rest_s and (sets > 1 or item.pyramid) else ""
    return f"{many}.{side}{hold}{slow}{rest}"


def _many(item: Item, sets: int, reps: int, each: str) -> str:
    if item.pyramid:
        rounds = [str(count) for count in item.pyramid]
        listed = rounds[0] if len(rounds) == 1 else f"{', '.join(rounds[:-1])} and {rounds[-1]}"
        return f"{_count(len(rounds), 'round')}: {listed}{each}"
    return f"{_count(sets, 'round')} of {reps}{each}" if reps else _count(sets, "round")


def _seconds(seconds: float) -> str:
    return f"{seconds:g} second{'' if seconds == 1 else 's'}"
