"""One page for a doctor: what was told in a flare-up, gathered as facts and put into short sentences. No verdict."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from coach.core.care.flare import DAY, Flare, Spot, day_of, open_one, spots_of
from coach.core.care.record import CareRecord
from coach.core.care.seek_help import Ladder
from coach.core.history import PainTold, SafetyAnswered, SessionRecord
from coach.core.safety import Screening
from coach.core.sitting.day import Day

WITHOUT_DAYS: Final = 14
"""Without any flare-up the page tells of so many days; estimated: a doctor asks about the last two weeks."""

KINDS: Final[Mapping[str, str]] = {"cold": "Cold", "warm": "Warmth", "rest": "Rest in an easy position"}
"""What a timed round is called on the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The safety questions were answered: what followed, and the words that were ticked."""

    at: datetime
    outcome: str
    ticked: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """A set that the person stopped, and why ("pain", "tired", "other", or "" where they did not say)."""

    at: datetime
    exercise: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """Timed rounds of one kind: how many, and minutes of all together."""

    kind: str
    count: int
    minutes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorPage:
    """Everything on the page; what is told of lies between `since` and `until`.

    Attributes:
        made: when. name: of the person, "" where they gave none.
        flare: the open flare-up or the newest; None without any. day: which day of it it was at `until`.
        trigger: what they were doing, as in "after lifting", "" where they don't know.
        spots: the pain curve. scores: pain told, oldest first, 0 to 10.
        seen: when they said that they saw somebody about it.
        sitting_h: hours sat a day, mean of the `sitting_days` that were watched; nan where none was.
    """

    made: datetime
    name: str
    since: datetime
    until: datetime
    flare: Flare | None = None
    day: int = 0
    trigger: str = ""
    spots: tuple[Spot, ...] = ()
    scores: tuple[PainTold, ...] = ()
    answers: tuple[Answered, ...] = ()
    seen: tuple[datetime, ...] = ()
    relief: tuple[Rounds, ...] = ()
    sessions: int = 0
    exercises: tuple[str, ...] = ()
    stops: tuple[Stopped, ...] = ()
    sitting_h: float = math.nan
    sitting_days: int = 0

    def of(self, when: str) -> tuple[PainTold, ...]:
        """Scores told at one kind of time ("morning")."""
        return tuple(told for told in self.scores if told.when == when)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What the page is made of: flare-ups, the record in the order told, and the words for ids.

    `exercises`: names by id.
    """

    flares: tuple[Flare, ...]
    care: CareRecord
    pains: Sequence[PainTold]
    screenings: Sequence[SafetyAnswered]
    sessions: Sequence[SessionRecord]
    exercises: Mapping[str, str]
    ladder: Ladder | None = None
    screening: Screening | None = None
    name: str = ""


def span_of(flares: Sequence[Flare], at: datetime) -> tuple[datetime, datetime]:
    """From when to when the page tells: the open flare-up or else the newest, from its first day on; without any the
    last two weeks. `at` is the aware local time."""
    flare = open_one(flares) or (flares[-1] if flares else None)
    start = flare.onset if flare else at - WITHOUT_DAYS * DAY
    end = max(start, (flare.ended if flare else None) or at)
    return start.replace(hour=0, minute=0, second=0, microsecond=0), end


def doctor_page(kept: Kept, sitting: Sequence[Day], at: datetime) -> DoctorPage:
    """The page as of the aware local time `at`; `sitting` are the days at the desk in its span."""
    flare = open_one(kept.flares) or (kept.flares[-1] if kept.flares else None)
    since, until = span_of(kept.flares, at)

    def told(moment: datetime) -> bool:
        return since <= moment <= until + timedelta(minutes=1)

    sessions = [one for one in kept.sessions if told(one.started.at)]
    scores = flare.scores if flare else tuple(pain for pain in kept.pains if told(pain.at))
    trigger = kept.ladder.trigger(flare.trigger) if kept.ladder and flare else None
    watched = [day.sitting_s for day in sitting if day.sitting_s + day.standing_s > 0]
    ids = flare.ids if flare else ()
    return DoctorPage(
        made=at,
        name=kept.name.strip(),
        since=since,
        until=until,
        flare=flare,
        day=day_of(flare.onset, until) if flare else 0,
        trigger=trigger.after if trigger else "",
        spots=spots_of(scores, since, until),
        scores=scores,
        answers=tuple(_answered(one, kept.screening) for one in kept.screenings if told(one.at)),
        seen=tuple(one.at for one in kept.care.help_sought if one.flare in ids and not one.taken_back),
        relief=_rounds(kept.care, since, until),
        sessions=len(sessions),
        exercises=_names(sessions, kept.exercises),
        stops=tuple(stop for one in sessions for stop in _stops(one, kept.exercises)),
        sitting_h=sum(watched) / len(watched) / 3600 if watched else math.nan,
        sitting_days=len(watched),
    )


def _answered(one: SafetyAnswered, screening: Screening | None) -> Answered:
    words = {question.id: question.text for question in screening.questions} if screening else {}
    # In the order of the questions; one that an older file asked stands as its id.
    ids = sorted(one.answers, key=lambda id_: list(words).index(id_) if id_ in words else len(words))
    return Answered(at=one.at, outcome=one.outcome, ticked=tuple(words.get(id_, id_) for id_ in ids))


def _rounds(care: CareRecord, since: datetime, until: datetime) -> tuple[Rounds, ...]:
    ends = {ended.round: ended.lasted_s for ended in care.round_ends}
    found: dict[str, list[float]] = {}
    for began in care.rounds:
        if since <= began.at <= until and began.round in ends:
            found.setdefault(began.kind, []).append(ends[began.round] / 60)
    return tuple(Rounds(kind=kind, count=len(long), minutes=sum(long)) for kind, long in found.items())


def _names(sessions: Sequence[SessionRecord], names: Mapping[str, str]) -> tuple[str, ...]:
    """Exercises in which something was done, each once."""
    ids = [record.started.exercise for one in sessions for record in one.sets if record.reps or record.holds]
    return tuple(names.get(id_, id_) for id_ in dict.fromkeys(ids))


def _stops(session: SessionRecord, names: Mapping[str, str]) -> list[Stopped]:
    return [
        Stopped(
            at=record.ended.at,
            exercise=names.get(record.started.exercise, record.started.exercise),
            reason=record.ended.reason or "",
        )
        for record in session.sets
        if record.ended and record.ended.end == "stopped"
    ]
