"""What is told, and when: one thing at a time, movement before posture, seldom, and only while it is true."""

import math
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from coach.core.sitting import words
from coach.core.sitting.events import Notice
from coach.core.sitting.habits import Habits
from coach.core.sitting.look import FAULTS, Look, State
from coach.core.sitting.record import AlertKind
from coach.core.sitting.strip import LONGEST_GAP_S, WINDOW_S, Span, Strip, sits

ALERT_EVERY_S: Final = 600.0
"""At most one alert about stillness or posture in so many seconds (clinical.md 3.3). Raise it when alerts annoy."""

LASTS_S: Final = 30.0
"""A posture is told of once it lasted so long, seconds (clinical.md 3.3)."""

HALF: Final = 0.5
"""Or once it took more than this share of the last five minutes (clinical.md 3.3)."""

MOVEMENT_FIRST: Final = 1.0
"""A posture is told of only once somebody sat, since the last break, for this share of the minutes of stillness that
bring a nudge: so whoever sits still hears of that before any posture (the next posture matters more than a perfect
one, clinical.md 3.2 and 3.3). Lower it, down to 0, to tell of postures sooner."""

APART_S: Final = 60.0
"""Something other than a break waits so long after whatever was told, seconds; estimated: no burst after a call."""

KIND_APART_S: Final = 600.0
"""A kind word waits so long after whatever was told, seconds; estimated: it is told in calm."""

KIND_STANDS_S: Final = 120.0
"""A kind word, or what was planned, is taken off the screen after this, seconds; estimated."""

HOUR_S: Final = 3600.0
"""Watched sitting between two kind words, seconds; agreed."""

KIND_LATE_S: Final = 900.0
"""A kind word that found no quiet moment within so much more sitting is left out, seconds; estimated."""

KIND_SHIFTS_AN_HOUR: Final = 4.0
KIND_UPRIGHT: Final = 0.5
"""From so many changes of posture an hour, and from this share of tall sitting on, they are worth a kind word;
estimated: one change each quarter of an hour, half the time. Lower them when kind words are rare."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """What of the newest look matters for manners."""

    t_s: float
    state: State
    sits: bool
    still_s: float
    moved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """What was good since the last kind word: seconds of sitting, of them tall; changes of posture; breaks taken."""

    sitting_s: float = 0.0
    upright_s: float = 0.0
    shifts: int = 0
    breaks: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """What was told.

    Attributes:
        notice: the last, while it stands. about: the state it is about, for a posture.
        told_s, alerted_s: when anything, and when stillness or a posture was told last.
        still_told_s: the stillness at the last nudge, seconds; 0 once the person moved.
        moved_told: a camera or chair that moved was asked about.
        planned_told: the local day on which what was planned was told of.
    """

    notice: Notice | None = None
    about: State | None = None
    told_s: float = -math.inf
    alerted_s: float = -math.inf
    still_told_s: float = 0.0
    moved_told: bool = False
    planned_told: date | None = None
    hour: Hour = field(default_factory=Hour)


@dataclass(frozen=True, slots=True)
class Choice:
    """What to tell, and the alert it is for the record."""

    notice: Notice
    alert: AlertKind | None = None


def glance(look: Look) -> Glance:
    """What of a look matters here."""
    return Glance(t_s=look.t_s, state=look.state, sits=sits(look), still_s=look.still_s, moved=look.moved)


def see(manners: Manners, seen: Glance, spans: tuple[Span, ...], shifts: int) -> Manners:
    """Take in a look: what was good, and what is forgotten as the person moved."""
    hour = manners.hour
    sitting_s = sum(span.seconds for span in spans if span.sits)
    upright_s = sum(span.seconds for span in spans if span.state == "upright")
    hour = Hour(
        sitting_s=max(0.0, hour.sitting_s + sitting_s),
        upright_s=max(0.0, hour.upright_s + upright_s),
        shifts=hour.shifts + shifts,
        breaks=hour.breaks,
    )
    return replace(
        manners,
        hour=hour,
        still_told_s=0.0 if seen.still_s < manners.still_told_s else manners.still_told_s,
        moved_told=manners.moved_told and seen.moved,
    )


def choose(
    habits: Habits, manners: Manners, strip: Strip, seen: Glance | None, t_s: float, *, sitting_s: float
) -> Choice | None:
    """The most important thing that may be told now, breaks aside: a move to ask about, stillness, a posture, a kind
    word. What is not true at this moment is not told, however due it was. `sitting_s`: since the last break."""
    if seen is None or t_s - seen.t_s > LONGEST_GAP_S or t_s - manners.told_s < APART_S:
        return None
    if seen.moved:
        return None if manners.moved_told else Choice(words.moved_notice())
    if t_s - manners.alerted_s >= ALERT_EVERY_S:
        if still_in_s(habits, manners, seen) <= 0:
            return Choice(words.still_notice(seen.still_s, standing=seen.state == "standing"), "still")
        early = sitting_s < MOVEMENT_FIRST * habits.still_min * 60
        about = None if early else _posture(habits, manners, strip, seen)
        if about is not None:
            return Choice(words.posture_notice(about), _ALERTS[about])
    return _kind(habits, manners, t_s) if seen.sits else None


def still_in_s(habits: Habits, manners: Manners, seen: Glance) -> float:
    """Seconds until a nudge to move is due, should the person stay as still; inf where nobody is known to be there."""
    if not seen.sits and seen.state != "standing":
        return math.inf
    return manners.still_told_s + habits.still_min * 60.0 - seen.still_s


_ALERTS: Final[dict[State, AlertKind]] = {
    "slump": "slump",
    "forward_head": "forward_head",
    "too_close": "too_close",
    "lean_left": "lean_left",
    "lean_right": "lean_right",
    "head_tilt": "head_tilt",
}


def _posture(habits: Habits, manners: Manners, strip: Strip, seen: Glance) -> State | None:
    """A posture that lasts. It waits where it would make the nudge to move wait: that comes first."""
    if not habits.posture_alerts or seen.state not in FAULTS or not strip.watching:
        return None
    if still_in_s(habits, manners, seen) < min(ALERT_EVERY_S, habits.still_min * 30.0):
        return None
    lasts = strip.lasted_s >= LASTS_S or strip.recent_s(seen.state) > HALF * WINDOW_S
    return seen.state if lasts else None


def _kind(habits: Habits, manners: Manners, t_s: float) -> Choice | None:
    hour = manners.hour
    ripe = HOUR_S <= hour.sitting_s < HOUR_S + KIND_LATE_S and t_s - manners.told_s >= KIND_APART_S
    text = kind_text(hour) if habits.kind_word and ripe else ""
    return Choice(words.kind_notice(text)) if text else None


def kind_text(hour: Hour) -> str:
    """What was good of it, or "" when nothing was."""
    often = hour.shifts >= KIND_SHIFTS_AN_HOUR * hour.sitting_s / 3600
    tall = hour.upright_s >= KIND_UPRIGHT * hour.sitting_s
    return words.kind_words(
        hour.sitting_s,
        breaks=hour.breaks,
        shifts=hour.shifts if often else 0,
        upright_s=hour.upright_s if tall else 0.0,
    )


def told(manners: Manners, choice: Choice, seen: Glance | None, t_s: float, day: date) -> Manners:
    """Something is told on a local day: it stands in place of what was told before."""
    kind = choice.notice.kind
    return replace(
        manners,
        notice=choice.notice,
        about=seen.state if seen is not None and kind == "posture" else None,
        told_s=t_s,
        alerted_s=t_s if choice.alert is not None else manners.alerted_s,
        still_told_s=seen.still_s if seen is not None and kind == "still" else manners.still_told_s,
        moved_told=manners.moved_told or kind == "moved",
        planned_told=day if kind == "plan" else manners.planned_told,
        hour=Hour() if kind == "kind_word" else manners.hour,
    )


def plan(manners: Manners, due: Notice | None, seen: Glance | None, t_s: float, day: date) -> Choice | None:
    """What was planned for now: told once a day, and only to somebody who is there."""
    if due is None or seen is None or manners.planned_told == day or t_s - manners.told_s < APART_S:
        return None
    here = (seen.sits or seen.state == "standing") and t_s - seen.t_s <= LONGEST_GAP_S
    return Choice(due) if here else None


def turn_hour(manners: Manners) -> Manners:
    """Begin the hour anew where it had nothing kind, or found no moment for it."""
    over = manners.hour.sitting_s >= HOUR_S + KIND_LATE_S
    vain = manners.hour.sitting_s >= HOUR_S and not kind_text(manners.hour)
    return replace(manners, hour=Hour()) if over or vain else manners


def holds(manners: Manners, seen: Glance | None, t_s: float, *, asked: bool) -> bool:
    """Whether what was told last is still so. `asked`: a break is asked for, and not put off."""
    notice = manners.notice
    if notice is None:
        return True
    if notice.kind == "break":
        return asked
    if notice.kind in ("kind_word", "plan"):
        return t_s - manners.told_s < KIND_STANDS_S
    if seen is None:
        return False
    return {
        "still": manners.still_told_s > 0,
        "posture": seen.state == manners.about,
        "moved": seen.moved,
    }.get(notice.kind, True)
