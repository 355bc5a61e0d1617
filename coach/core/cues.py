"""One voice: at most one cue at a time, the worst first, never twice in a breath, and praise when it helped."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from coach.core.report import Cue, Fault
from coach.core.spec import Rule

COOL_DOWN_S: Final = 5.0
"""At least this long between two cues, seconds. estimated. Raise it when people feel hurried."""

REPEAT_S: Final = 10.0
"""The same cue is not said again within this time, seconds; estimated. Raise it when people feel nagged."""

SHOWN_S: Final = 3.0
"""A praise or framing cue stays on screen this long, seconds; estimated."""

PRAISE_WITHIN_S: Final = 8.0
"""Mending a fault within this time of its cue earns praise, seconds; estimated."""

_ORDER: Final = {"major": 0, "minor": 1}


@dataclass(frozen=True, slots=True)
class CueState:
    """The cue shown now or last, when each was last said, and the fault whose mending would earn praise."""

    shown: Cue | None = None
    said_s: Mapping[str, float] | None = None
    last_s: float = -math.inf
    hoped_for: str | None = None


def _say(state: CueState, cue: Cue, hoped_for: str | None) -> CueState:
    return CueState(cue, {**(state.said_s or {}), cue.id: cue.t_s}, cue.t_s, hoped_for)


def _praise(rules: Mapping[str, Rule], state: CueState, t_s: float, active: Sequence[Fault]) -> Cue | None:
    hoped = state.hoped_for
    if hoped is None or any(fault.id == hoped for fault in active):
        return None
    return Cue(f"{hoped}.praise", rules[hoped].praise, "praise", t_s)


def _worst(rules: Mapping[str, Rule], state: CueState, t_s: float, active: Sequence[Fault]) -> Cue | None:
    if t_s - state.last_s < COOL_DOWN_S:
        return None
    for fault in sorted(active, key=lambda fault: (_ORDER[fault.severity], fault.start_s)):
        if t_s - (state.said_s or {}).get(fault.id, -math.inf) >= REPEAT_S:
            return Cue(fault.id, rules[fault.id].cue, "fault", t_s)
    return None


def _framing(state: CueState, t_s: float, text: str) -> Cue | None:
    recent = t_s - (state.said_s or {}).get(text, -math.inf) < REPEAT_S
    return None if not text or recent or t_s - state.last_s < COOL_DOWN_S else Cue(text, text, "framing", t_s)


def _still_shown(state: CueState, t_s: float, active: Sequence[Fault]) -> Cue | None:
    cue = state.shown
    if cue is None or t_s - cue.t_s < SHOWN_S:
        return cue
    return cue if cue.kind == "fault" and any(fault.id == cue.id for fault in active) else None


def step(
    rules: Mapping[str, Rule], state: CueState, t_s: float, active: Sequence[Fault], framing: str
) -> tuple[CueState, Cue | None, bool]:
    """Choose what to show and whether to say it now.

    Args:
        rules: by id. active: faults that are on; empty below the tracking-quality gate. framing: sentence or "".

    Returns:
        State, the cue to show (or None), and whether it is new and to be said.
    """
    praise = _praise(rules, state, t_s, active)
    if praise is not None:
        in_time = t_s - state.last_s <= PRAISE_WITHIN_S
        state = CueState(state.shown, state.said_s, state.last_s, None)
        if in_time:
            return _say(state, praise, None), praise, True
    cue = _worst(rules, state, t_s, active)
    if cue is not None:
        return _say(state, cue, cue.id), cue, True
    cue = _framing(state, t_s, framing)
    if cue is not None:
        return _say(state, cue, state.hoped_for), cue, True
    shown = _still_shown(state, t_s, active)
    return CueState(shown, state.said_s, state.last_s, state.hoped_for), shown, False
