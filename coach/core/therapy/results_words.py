"""A results file in plain words, in full: whatever stands in the file stands here, so that a person sees what they
give. Pure; shown before a file is made, and where one is opened."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from coach.core.therapy.results import (
    CeilingTold,
    ExerciseDone,
    PlanChange,
    PostureTotals,
    Results,
    SafetyTold,
    SessionDone,
)

ENDED: Final[Mapping[str, str]] = {
    "complete": "Done to the end.",
    "ended_early": "Ended before everything was done.",
    "stopped": "Stopped.",
    "broken_off": "Broken off: the program was ended in it.",
}
REASONS: Final[Mapping[str, str]] = {"pain": "for pain", "tired": "tired", "other": "for another reason"}
OUTCOMES: Final[Mapping[str, str]] = {
    "soon": "an answer that asks to see somebody soon",
    "emergency": "an answer that asks to get help at once",
    "checked": "you said that you have been checked",
}
WHAT: Final[Mapping[str, str]] = {
    "sets": "sets", "reps": "repetitions", "hold_s": "seconds of each hold", "exercise": "exercise",
}  # fmt: skip
HOW: Final[Mapping[str, str]] = {
    "taken": "offered and taken",
    "undone": "taken back",
    "by_hand": "changed by hand",
    "by_therapist": "changed by the therapist",
    "waited": "waited",
    "went_on": "went on",
}
UNITS: Final[Mapping[str, str]] = {"deg": "degrees", "ratio": "as a share"}
NEVER: Final = "No picture, no film, no landmark and no single repetition is in the file."
NOT_SEEN: Final = "No camera looked on: what was done was counted by hand or by the clock."
ESTIMATED: Final = "Angles are estimated from video and may be off by 10 degrees or more."


@dataclass(frozen=True, slots=True)
class Part:
    """Lines under a heading; a line that begins with two spaces belongs to the one before it."""

    heading: str
    lines: tuple[str, ...]


def parts(results: Results) -> tuple[Part, ...]:
    """The whole file, part by part."""
    found = [Part("What this is about", tuple(_about(results)))]
    found += [Part(_session_heading(one), tuple(_session(one))) for one in results.sessions]
    found.append(Part("Safety questions", tuple(map(_safety, results.safety))))
    found.append(Part("Pain above the ceiling", tuple(map(_ceiling, results.ceiling_answers))))
    found.append(Part("Changes of the routine", tuple(map(_change, results.changes))))
    found.append(Part("Hours at the desk", tuple(_posture(results.posture))))
    found.append(Part("Names that stand in the file", tuple(_names(results))))
    return tuple(part for part in found if part.lines)


def text(results: Results) -> str:
    """The whole file as one text."""
    return "\n\n".join("\n".join((part.heading, *(f"  {line}" for line in part.lines))) for part in parts(results))


def day(when: date) -> str:
    """A day in words: "30 November 2026"."""
    return f"{when.day} {when:%B %Y}"


def moment(when: datetime) -> str:
    """A moment in words, by the clock on the wall where it was told: "30 November 2026, 19:30 (UTC+01:00)"."""
    return f"{day(when.date())}, {when:%H:%M} ({_offset(when)})"


def _offset(when: datetime) -> str:
    return f"UTC{when.isoformat()[-6:]}" if when.utcoffset() else "UTC"


def _about(results: Results) -> Iterator[str]:
    sessions = _count(len(results.sessions), "session") if results.sessions else "no session"
    yield f"From {day(results.since)} to {day(results.until)}: {sessions}."
    yield f"Made on {moment(results.made_at)}."
    if results.patient:
        yield f"About the person whom the therapist calls {results.patient}."
    if results.person:
        yield f"Name given: {results.person}."
    name = results.routine_name or results.routine
    yield f"Routine: {name}." if name else "All routines."
    if any(one.unit == "deg" for session in results.sessions for one in session.exercises):
        yield ESTIMATED
    yield NEVER
    if results.signature is not None:
        signed = results.signature
        yield f"Signed by {signed.by} at {signed.at} with the key {signed.key}; the signature is {signed.value}."


def _session_heading(session: SessionDone) -> str:
    return f"{moment(session.at)}: {session.routine_name or session.routine}"


def _session(session: SessionDone) -> Iterator[str]:
    version = f" The routine was the therapist's number {session.routine_version}." if session.routine_version else ""
    yield f"{session.minutes:.10g} minutes. {ENDED[session.ended]}{_why(session.stop_reason)}{version}"
    pains = (
        (session.pain_before, "before"),
        (session.pain_stop, "at the stop"),
        (session.pain_after, "after"),
        (session.pain_next_day, "the next morning"),
    )
    told = [f"{score} {when}" for score, when in pains if score is not None]
    told = [f"Pain, 0 to 10: {', '.join(told)}."] if told else ["No pain score was told."]
    told += [] if session.effort is None else [f"Effort, 0 to 10: {session.effort}."]
    yield " ".join(told)
    yield f"The camera saw somebody {_percent(session.seen)} of the time." if session.seen else NOT_SEEN
    for one in session.exercises:
        yield from _exercise(one)


def _exercise(one: ExerciseDone) -> Iterator[str]:
    side = f", {one.side} side" if one.side else ""
    easier = ", the easier exercise taken when form slipped" if one.easier else ""
    yield f"{one.name}{side}{easier}: {one.sets_done} of {_count(one.sets_asked, 'set')}, {_counts(one)}"
    yield from (f"  {line}" for line in _details(one))


def _counts(one: ExerciseDone) -> str:
    if one.paced and not one.faulty:
        return f"{one.correct} of {_count(one.asked, 'round')}, led by the clock; nothing was judged."
    said = [f"{one.done} of {one.asked} asked for", f"{one.correct} in good form", f"{one.faulty} with a fault"]
    said.append(f"{one.partial} not all the way{', led by the clock' if one.paced else ''}")
    said += [_corrected(one)] if one.corrected else []
    return f"{': '.join(said[:2])}, {', '.join(said[2:])}."


def _corrected(one: ExerciseDone) -> str:
    return f"{abs(one.corrected)} {'added' if one.corrected > 0 else 'taken off'} by hand"


def _details(one: ExerciseDone) -> Iterator[str]:
    if one.paced and not one.faulty:
        yield from _led(one)
    if one.left or one.right:
        yield f"Left {one.left}, right {one.right}."
    if one.hold_asked_s or one.hold_s:
        yield f"Held in good form: {one.hold_s:.10g} of {one.hold_asked_s:.10g} s asked for."
    yield from _reached(one)
    for fault in one.faults.values():
        yield f"{fault.name}: {_count(fault.times, 'time')}, {fault.seconds:.10g} s in all."
    if one.stop_reason:
        yield f"STOP was pressed in it{_why(one.stop_reason, ',')}"
    yield from _tracked(one)


def _led(one: ExerciseDone) -> Iterator[str]:
    if one.partial:
        yield f"{one.partial} not to the end."
    if one.corrected:
        yield f"{_corrected(one)}."


def _tracked(one: ExerciseDone) -> Iterator[str]:
    said = [f"seen {_percent(one.seen)} of the time"] if one.seen or one.fps else []
    said += [] if one.yaw_deg is None else [f"turned {one.yaw_deg:.10g} degrees from side-on"]
    said += [f"{one.fps:.10g} pictures a second"] if one.seen or one.fps else []
    if said:
        yield f"{said[0].capitalize()}{''.join(f', {more}' for more in said[1:])}."


def _reached(one: ExerciseDone) -> Iterator[str]:
    values = ((one.best, "best"), (one.median, "median"), (one.target, "asked for"))
    told = [f"{words} {value:.10g}" for value, words in values if value is not None]
    if told:
        yield f"{measure_words(one.measure)}, {UNITS.get(one.unit, one.unit)}: {', '.join(told)}."
    times = [
        f"{value:.10g} s {words}" for value, words in ((one.out_s, "out"), (one.back_s, "back")) if value is not None
    ]
    if times:
        yield f"Pace, median: {', '.join(times)}."


def measure_words(measure: str) -> str:
    """A measure's name as words: "hip_angle_deg" is "Hip angle"."""
    words = measure.removesuffix("_deg").replace("_", " ")
    return words[:1].upper() + words[1:]


def _why(reason: str | None, before: str = "") -> str:
    return f"{before} {REASONS[reason].capitalize() if not before else REASONS[reason]}." if reason else ""


def _safety(told: SafetyTold) -> str:
    return f"{moment(told.at)}: {OUTCOMES[told.outcome]}. Which question it was is not in the file."


def ceiling_words(told: CeilingTold) -> str:
    """What the person made of pain above the ceiling: "waited: pain 7 above 5"."""
    pain = f"pain {told.pain} above {told.ceiling}"
    return f"{HOW[told.how]}{':' if told.how == 'waited' else ' at'} {pain}"


def _ceiling(told: CeilingTold) -> str:
    return f"{moment(told.at)}: {ceiling_words(told)}."


def _change(change: PlanChange) -> str:
    what, how = WHAT.get(change.what, change.what), HOW.get(change.how, change.how)
    about = f"{change.exercise}: " if change.exercise else ""
    return f"{moment(change.at)}: {about}{what} from {change.before} to {change.after}, {how}."


def _posture(posture: PostureTotals | None) -> Iterator[str]:
    if posture is None:
        return
    breaks, shifts = _count(posture.breaks, "break"), _count(posture.shifts, "change")
    yield f"{_count(posture.days, 'day')}, {breaks} taken, {shifts} of posture."
    for state, minutes in posture.minutes.items():
        yield f"{measure_words(state)}: {minutes:.10g} minutes."


def _names(results: Results) -> Iterator[str]:
    yield f"Kind of file: {results.format}."
    named = [results.routine] if results.routine else []
    named += [f"file {results.routine_digest}"] if results.routine_digest else []
    if named:
        yield f"Routine: {', '.join(named)}."
    for session in results.sessions:
        yield f"Session of {moment(session.at)}: {session.session}, routine {session.routine}."
    done = [one for session in results.sessions for one in session.exercises]
    names = {one.exercise: one.name for one in done}
    names |= {one.measure: f"{measure_words(one.measure)}, {UNITS.get(one.unit, one.unit)}" for one in done}
    names |= {id_: fault.name for one in done for id_, fault in one.faults.items()}
    yield from (f"{id_}: {name}." for id_, name in sorted(names.items()) if id_)
    yield from (f"Version of {name}: {version}." for name, version in results.versions.items())


def _percent(share: float) -> str:
    return f"{round(share * 100, 1):.10g} %"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
