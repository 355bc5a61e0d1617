"""One session's exercises as facts in words, from what was kept of their sets. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coach.core.history import PainTold, SessionRecord, SetRecord
from coach.core.progress import Point, best, done, minutes, trends
from coach.core.spec import Exercise
from coach.core.therapy.adapt import rule_name
from coach.ui.reach import reach_words
from coach.ui.screens.history_words import counted, minutes_words, seconds_words

_ENDS: Mapping[str, str] = {
    "pain": "Stopped because of pain.",
    "tired": "Stopped because you were tired.",
    "other": "Stopped by you.",
    "stopped": "Stopped by you.",
    "eased": "You eased off when form slipped.",
    "skipped": "You went on to the next one.",
    "source_ended": "The recording ended here.",
    "abandoned": "It broke off here.",
}
_PAINS: Mapping[str, str] = {
    "before": "before",
    "stop": "when you stopped",
    "after": "after",
    "morning": "next morning",
}

PACED = "Paced by the clock, not judged."
_LONGEST = 40
"""Characters of a version shown; hashes are longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What there is to say of one exercise of a session.

    Attributes:
        done: what counts, in words ("28 of 30 repetitions"). facts: partials, holds, corrections, how it ended.
        faults: each rule broken with its seconds, the longest first. tracking: how well the camera saw.
    """

    name: str
    done: str
    facts: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    tracking: str = ""


def accounts(session: SessionRecord, exercises: Mapping[str, Exercise]) -> tuple[Account, ...]:
    """One account for each exercise, in the order in which they were begun."""
    by_exercise: dict[str, list[SetRecord]] = {}
    for record in session.sets:
        by_exercise.setdefault(record.started.exercise, []).append(record)
    points = {id_: found[-1] for id_, found in trends([session]).items()}
    return tuple(_account(id_, records, exercises.get(id_), points.get(id_)) for id_, records in by_exercise.items())


def _account(id_: str, records: Sequence[SetRecord], exercise: Exercise | None, point: Point | None) -> Account:
    hold = exercise.kind == "hold" if exercise else any(record.holds for record in records)
    asked = sum(record.started.reps for record in records)
    noun = ("hold" if hold else "repetition") + ("" if asked == 1 else "s")
    return Account(
        name=exercise.name if exercise else id_.replace("_", " ").capitalize(),
        done=f"{sum(map(done, records))} of {asked} {noun}",
        facts=(*_paced(records, exercise), *_facts(records), *_reach(exercise, point), *_endings(records)),
        faults=_faults(records, exercise),
        tracking=_tracking(records),
    )


def _paced(records: Sequence[SetRecord], exercise: Exercise | None) -> list[str]:
    """That the clock led and nothing was judged, by the record itself or by the exercise's file."""
    led = any(record.paced for record in records) or (exercise is not None and exercise.kind == "paced")
    return [PACED] if led else []


def _facts(records: Sequence[SetRecord]) -> list[str]:
    facts = []
    sets, finished = records[0].started.sets, sum(_end(record) == "done" for record in records)
    if sets > 1:
        facts.append(f"{finished} of {sets} sets finished.")
    partial = sum(record.partial for record in records)
    if partial:
        facts.append(f"{partial} more went part of the way.")
    held_s = sum(record.hold_s for record in records)
    if held_s > 0:
        facts.append(f"{seconds_words(held_s)} held in good form.")
    corrected = sum(record.corrected for record in records)
    if corrected:
        facts.append(f"You changed the count by {corrected:+d}.".replace("-", "\u2212"))
    return facts


def _reach(exercise: Exercise | None, point: Point | None) -> list[str]:
    if exercise is None or point is None or (reached := best(point, exercise)) is None:
        return []
    return [f"{reach_words(exercise, reached)}, give or take 10\u00b0."]


def _endings(records: Sequence[SetRecord]) -> list[str]:
    return list(dict.fromkeys(_ENDS[_end(record)] for record in records if _end(record) != "done"))


def _end(record: SetRecord) -> str:
    """Why a set ended, the person's own reason before the kind; without an end the program did not live to write it."""
    if record.ended is None:
        return "abandoned"
    return record.ended.reason or record.ended.end if record.ended.end == "stopped" else record.ended.end


def _faults(records: Sequence[SetRecord], exercise: Exercise | None) -> tuple[str, ...]:
    seconds: dict[str, float] = {}
    for fault in (fault for record in records for fault in record.faults):
        seconds[fault.fault] = seconds.get(fault.fault, 0.0) + max(0.0, fault.end_s - fault.start_s)
    ordered = sorted(seconds.items(), key=lambda item: -item[1])
    return tuple(f"{rule_name(exercise, id_)}: {seconds_words(long_s)}" for id_, long_s in ordered)


def _tracking(records: Sequence[SetRecord]) -> str:
    """Averages over the sets that the camera saw; empty where everything was counted by hand."""
    ends = [record.ended for record in records if record.ended is not None and record.ended.fps > 0]
    if not ends:
        return ""
    seen = sum(end.seen for end in ends) / len(ends)
    fps = sum(end.fps for end in ends) / len(ends)
    return f"Seen {seen:.0%} of the time, {fps:.0f} pictures a second."


def pain_words(pains: Sequence[PainTold]) -> str:
    """ "Pain 3 before, 2 after.", or "" where none was told."""
    told = {pain.when: pain.score for pain in pains}
    parts = [f"{told[when]} {words}" for when, words in _PAINS.items() if when in told]
    return f"Pain {', '.join(parts)}." if parts else ""


def headline(session: SessionRecord) -> str:
    """ "24 minutes, finished." with what was stopped or broken off said plainly."""
    how = "finished" if session.ended and session.ended.complete else "ended early" if session.ended else "broke off"
    return f"{minutes_words(minutes(session)).capitalize()}, {how}."


def exercises_words(session: SessionRecord) -> str:
    """ "4 exercises"."""
    return counted(len({record.started.exercise for record in session.sets}), "exercise")


def about_record(session: SessionRecord) -> tuple[str, ...]:
    """Versions that the session was recorded with, a line each; long ones (hashes) are shortened."""
    return tuple(
        f"{name.replace('_', ' ')}: {value if len(value) <= _LONGEST else value[:_LONGEST] + '…'}"
        for name, value in session.started.versions.items()
    )
