"""When to see somebody about a flare-up: a ladder of standing sentences, and where on it the person is.

All words and numbers come from a file; nothing here is a verdict. Red flags stand above the whole ladder.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from coach.core.care.flare import DAY, Flare, is_ahead, known_time, open_one
from coach.core.care.moments import elapsed
from coach.core.care.record import HelpSought
from coach.core.demo import SpecError, Strict
from coach.core.history import SafetyAnswered
from coach.core.safety import CLOCK_SLACK, PAIN_TOP

Flag = Literal["", "soon", "emergency"]
"""What the safety questions ask for, above the ladder."""

SOON: Final = "soon"
"""The id under which a visit is kept that the safety questions asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung(Strict):
    """One sentence of the ladder, and when it stands; one without a condition is true at any time.

    Attributes:
        when: in two or three words. text, source: the sentence, and where it comes from.
        day: from this day of a flare-up on; day 3 begins 48 hours after the onset.
        severe, unless_better: of a day's rung: it stands only where a score reached `severe`, or the pain is no better
            than at the start.
        rise: from so many points more than the lowest told before in the same flare-up.
        times, within_days: so many flare-ups begun in so many days.
    """

    id: str
    when: str
    text: str
    source: str
    day: int | None = None
    severe: int | None = None
    unless_better: bool = False
    rise: int | None = None
    times: int | None = None
    within_days: int | None = None

    def __post_init__(self) -> None:
        if not all(words.strip() for words in (self.id, self.when, self.text, self.source)):
            raise SpecError(f"rung {self.id}: needs an id, a when, a text and a source")
        if sum(part is not None for part in (self.day, self.rise, self.times)) > 1:
            raise SpecError(f"rung {self.id}: has one condition: day, rise or times")
        if (self.times is None) != (self.within_days is None):
            raise SpecError(f"rung {self.id}: times and within_days go together")
        if any(part is not None and part < 1 for part in (self.day, self.severe, self.rise, self.times)):
            raise SpecError(f"rung {self.id}: every number is at least 1")
        self._check_day()

    def _check_day(self) -> None:
        if (self.severe is not None or self.unless_better) and self.day is None:
            raise SpecError(f"rung {self.id}: severe and unless_better belong to a day")
        if self.severe is not None and self.severe > PAIN_TOP:
            raise SpecError(f"rung {self.id}: severe is at most {PAIN_TOP}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger(Strict):
    """What somebody was doing when it began: `name` to press, `after` for a sentence ("It began after ...")."""

    id: str
    name: str
    after: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder(Strict):
    """The whole ladder.

    Attributes:
        title, intro: above it. seen, seen_note: the button "I have seen somebody", and what is said then.
        clock: said when an onset lies ahead: the computer's clock was changed.
        better_by: points below the first score that count as better.
        apart_days: an onset within so many days after the end of the flare-up before is counted with it.
        rungs: in the order they are shown; their days rise. triggers: in the order they are offered.
    """

    title: str
    intro: str
    seen: str
    seen_note: str
    clock: str
    better_by: int
    better_by_source: str
    apart_days: int
    apart_source: str
    rungs: tuple[Rung, ...]
    triggers: tuple[Trigger, ...]

    def __post_init__(self) -> None:
        for name, ids in (("rungs", [r.id for r in self.rungs]), ("triggers", [t.id for t in self.triggers])):
            if len(set(ids)) != len(ids) or not ids:
                raise SpecError(f"{name}: an id stands twice, or there is none")
        days = [rung.day for rung in self.days if rung.day is not None]
        if days != sorted(set(days)) or not days:
            raise SpecError("rungs: the days must rise from rung to rung")
        if self.better_by < 1 or self.apart_days < 0:
            raise SpecError("better_by is at least 1, apart_days at least 0")

    @property
    def days(self) -> tuple[Rung, ...]:
        """Rungs of a day, rising."""
        return tuple(rung for rung in self.rungs if rung.day is not None)

    def trigger(self, id_: str) -> Trigger | None:
        """A trigger by its id; None for "don't know", and for one that a newer file may have known."""
        return next((trigger for trigger in self.triggers if trigger.id == id_), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the ladder is climbed by: every flare-up, visits and safety answers in the order told, and whether an
    emergency locks exercise."""

    flares: tuple[Flare, ...] = ()
    sought: tuple[HelpSought, ...] = ()
    screenings: tuple[SafetyAnswered, ...] = ()
    locked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where on the ladder somebody is.

    Attributes:
        flag: what the safety questions ask for; it stands above all else.
        rungs: that stand now and are not quiet, what matters most first.
        quiet: that stand, but somebody was seen about it.
        reached: ids of the days that have come, whether or not their condition holds.
        next: the next day, and when it comes (aware, in the offset of the time asked for); None after the last.
        unsure: the onset lies ahead: the clock was changed, and the days can't be counted.
    """

    flag: Flag = ""
    rungs: tuple[Rung, ...] = ()
    quiet: tuple[Rung, ...] = ()
    reached: tuple[str, ...] = ()
    next: Rung | None = None
    next_at: datetime | None = None
    unsure: bool = False

    @property
    def first(self) -> Rung | None:
        """What to show where there is room for one."""
        return self.rungs[0] if self.rungs else None


def standing(ladder: Ladder, told: Told, at: datetime) -> Standing:
    """Where on the ladder somebody is at the aware local time `at`; asked again it gives the same for the same record.

    Days are counted in real time from the onset. A clock put back by less than a day takes no rung away; what lies
    further ahead than that was told by a wrong clock. Without an open flare-up only what keeps coming back can stand.
    """
    flare = open_one(told.flares)
    here = flare or (told.flares[-1] if told.flares else None)
    sought = _sought(told, here)
    flag = _flag(told, here, sought)
    if here is None or is_ahead(here.onset, at):
        return Standing(flag=flag, unsure=flare is not None and here is not None)
    scores = (score.at for score in here.scores)
    at_least = known_time(at, (here.told, *scores, *(one.at for one in sought.values())))
    # In UTC: a day added to the time of one place is a day of its calendar, which may have 23 or 25 hours.
    start = here.onset.astimezone(UTC)
    due = {rung.id: start + (rung.day - 1) * DAY for rung in ladder.days if rung.day} if flare else {}
    reached = [rung for rung in ladder.days if rung.id in due and elapsed(due[rung.id], at_least) >= timedelta()]
    ahead = [rung for rung in ladder.days if rung.id in due and rung not in reached]
    stand = _events(ladder, told, here, sought, at_least, open_=flare is not None)
    if reached and _holds(reached[-1], ladder, here):
        stand.append(reached[-1])
    quiet = {rung.id for rung in stand if rung.id in sought and rung.rise is None}
    return Standing(
        flag=flag,
        rungs=tuple(rung for rung in stand if rung.id not in quiet),
        quiet=tuple(rung for rung in stand if rung.id in quiet),
        reached=tuple(rung.id for rung in reached),
        next=ahead[0] if ahead else None,
        next_at=due[ahead[0].id].astimezone(at.tzinfo) if ahead else None,
    )


def _sought(told: Told, flare: Flare | None) -> dict[str, HelpSought]:
    """Visits about a flare-up by the rung they were told at, without those taken back."""
    ids = flare.ids if flare else ()
    return {one.rung: one for one in told.sought if one.flare in ids and not one.taken_back}


def _flag(told: Told, flare: Flare | None, sought: dict[str, HelpSought]) -> Flag:
    if told.locked:
        return "emergency"
    last = told.screenings[-1] if told.screenings else None
    if last is None or last.outcome != "soon" or flare is None or flare.ended is not None:
        return ""
    if elapsed(last.at, flare.told) > CLOCK_SLACK:
        return ""  # Answered before it began.
    return "" if SOON in sought and sought[SOON].at >= last.at else "soon"


def _events(
    ladder: Ladder, told: Told, flare: Flare, sought: dict[str, HelpSought], at: datetime, *, open_: bool
) -> list[Rung]:
    """Rungs that stand for what happened rather than for a day."""
    found = []
    for rung in ladder.rungs:
        if rung.rise is not None and open_ and _risen(flare, sought.get(rung.id)) >= rung.rise:
            found.append(rung)
        if rung.times is not None and rung.within_days is not None:
            again = recurrences(told.flares, at, rung.within_days, ladder.apart_days)
            found += [rung] if again >= rung.times else []
    return found


def _risen(flare: Flare, sought: HelpSought | None) -> int:
    """Points by which the newest calm score lies above the lowest before it; counted anew from a visit on."""
    scores = flare.calm
    if sought is not None:
        before = [number for number, told in enumerate(scores) if told.at <= sought.at]
        scores = scores[before[-1] :] if before else scores
    return scores[-1].score - min(told.score for told in scores) if scores else 0


def _holds(rung: Rung, ladder: Ladder, flare: Flare) -> bool:
    """Whether a day's condition holds; what was not told is not taken for better."""
    if rung.severe is None and not rung.unless_better:
        return True
    scores = flare.calm
    better = len(scores) > 1 and scores[0].score - scores[-1].score >= ladder.better_by
    severe = rung.severe is not None and (flare.worst or 0) >= rung.severe
    return severe or (rung.unless_better and not better)


def recurrences(flares: Sequence[Flare], at: datetime, within_days: int, apart_days: int) -> int:
    """How many flare-ups began in the days before `at`; one that began soon after the end of another counts with it."""
    count = 0
    ended: datetime | None = None
    for flare in sorted(flares, key=lambda one: elapsed(at, one.onset)):
        new = ended is None or elapsed(ended, flare.onset) > apart_days * DAY
        recent = timedelta() <= elapsed(flare.onset, at) <= within_days * DAY
        count += new and recent
        ended = flare.ended
    return count
