"""One voice: of all there is to say, what is said now. What is late is dropped; what matters more cuts in."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["alert", "cue", "praise", "count", "mark", "guide"]
"""alert: stop, camera gone. cue: mends a fault. count: repetitions and seconds. mark: halfway, last one, pause.
guide: how an exercise goes, what comes next."""

Tone = Literal["start", "rep", "partial", "halfway", "end", "pause", "resume", "tick", "trouble"]
"""Short sounds, told apart with the eyes shut."""

RANK: Final[dict[Kind, int]] = {"alert": 0, "cue": 1, "mark": 2, "praise": 3, "count": 3, "guide": 4}
"""A smaller rank cuts in on a larger one, and is said before it."""

FRESH_S: Final[dict[Kind, float]] = {
    "alert": 20.0,
    "cue": 1.5,
    "mark": 4.0,
    "praise": 2.0,
    "count": 1.0,
    "guide": 60.0,
}
"""Waiting longer than this, seconds, a line is not said any more; estimated. Lower it when the voice lags."""


@dataclass(frozen=True, slots=True)
class Line:
    """Something to say. `t_s` is when it came up, seconds of the session's clock."""

    text: str
    kind: Kind
    t_s: float


@dataclass(frozen=True, slots=True)
class VoiceState:
    """What waits, in the order it came, and what is being said."""

    waiting: tuple[Line, ...] = ()
    said: Line | None = None
    said_s: float = -math.inf


def step(state: VoiceState, t_s: float, *, speaking: bool, new: Sequence[Line]) -> tuple[VoiceState, Line | None]:
    """Take in new lines; gives the line to start saying now, cutting off another one, or None.

    Args:
        speaking: whether the line said last is still being heard.
    """
    waiting = [line for line in (*state.waiting, *new) if t_s - line.t_s <= FRESH_S[line.kind]]
    said = state.said if speaking else None
    best = min(waiting, key=lambda line: RANK[line.kind], default=None)
    if best is None or (said is not None and not _cuts_in(best, said)):
        return VoiceState(tuple(waiting), said, state.said_s), None
    waiting.remove(best)
    return VoiceState(tuple(waiting), best, t_s), best


def _cuts_in(line: Line, said: Line) -> bool:
    """Guidance is cut off by anything else; a count or praise only by cues and alerts; a cue only by an alert."""
    if said.kind == "guide":
        return line.kind != "guide"
    return RANK[line.kind] < min(RANK[said.kind], RANK["mark"])


def forget(state: VoiceState, *kinds: Kind) -> VoiceState:
    """Drop waiting lines of these kinds, as when an exercise is left."""
    return VoiceState(tuple(line for line in state.waiting if line.kind not in kinds), state.said, state.said_s)
