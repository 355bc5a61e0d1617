"""Warm and cold: which of them when, and how long the skin rests between two rounds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from coach.core.care import flare
from coach.core.care.moments import elapsed, later
from coach.core.care.record import CareRecord, RoundKind
from coach.core.care.relief import LEAST_REST_S, Preset, WarmCold
from coach.core.care.rounds import CLOCK_SLACK_S, Over

KINDS: Final[tuple[RoundKind, ...]] = ("cold", "warm")

NO_MATTER_S: Final = 120.0
"""A round that was ended sooner than this needs no rest of the skin, seconds; estimated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What the ladder offers first. `kind` None: nothing is known, the person chooses. `until`: when it changes."""

    kind: Literal["cold", "warm"] | None
    text: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThermalNow:
    """Where warm and cold stand.

    Attributes:
        stage: "ready" to begin; "running"; "over" until somebody says that it is off; the skin is "resting".
        kind: of the round that runs or ended, or None.
        left_s, share: of the round or of the rest: seconds still, and how much of it is left, 0 to 1.
        until: when the round or the rest is over; None while ready or over.
        then: when the skin's rest after the running round will be over, else None.
    """

    stage: Literal["ready", "running", "over", "resting"]
    kind: RoundKind | None = None
    left_s: float = 0.0
    share: float = 0.0
    until: datetime | None = None
    then: datetime | None = None


def open_onset(care: CareRecord) -> datetime | None:
    """When the newest flare-up that is not over began, or None."""
    found = flare.open_one(flare.flares(care, ()))
    return found.onset if found else None


def advised(onset: datetime | None, now: datetime, words: WarmCold) -> Advice:
    """The ladder: cold in the first hours of a flare-up, then warm. Without one, or where the clock has gone back
    behind its beginning, the choice is the person's."""
    if onset is None or elapsed(onset, now).total_seconds() < -CLOCK_SLACK_S:
        return Advice(kind=None, text=words.either)
    turn = later(onset, 3600 * words.cold_first_h)
    return Advice(kind="cold", text=words.cold, until=turn) if now < turn else Advice(kind="warm", text=words.warm)


def preset_after(over: Over | None, words: WarmCold) -> Preset:
    """The preset of the last round, told by its length; else the usual one."""
    length_s = over.round.length_s if over else None
    return next((preset for preset in words.presets if preset.length_s == length_s), words.presets[0])


def rest_left_s(over: Over | None, preset: Preset, now: datetime, since_s: float | None = None) -> float:
    """How long the skin still rests, seconds.

    Args:
        over: the round that ended last. preset: says how long to rest.
        since_s: seconds since it ended by the rising clock, where that is known: a clock that was set forward does
            not take away the least rest, and one that was set back never makes the rest longer than it is.
    """
    if over is None or over.ended.lasted_s < NO_MATTER_S:
        return 0.0
    whole_s = preset.rest_s(over.round.kind)
    gone_s = max(0.0, elapsed(over.ended.at, now).total_seconds(), since_s or 0.0)
    least = 0.0 if since_s is None else LEAST_REST_S - since_s
    return max(0.0, whole_s - gone_s, least)


def until_words(moment: datetime, now: datetime) -> str:
    """ "15:40", "tomorrow 9:05", "Friday 9:05", by the clock on the wall."""
    here = moment.astimezone(now.tzinfo)
    clock = f"{here.hour}:{here.minute:02d}"
    days = (here.date() - now.date()).days
    if days <= 0:
        return clock
    return f"tomorrow {clock}" if days == 1 else f"{here:%A} {clock}"
