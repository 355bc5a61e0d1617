"""What one set of measures is taken for, against the person's own baseline, or against stated priors without one.

Every score is 1 where a state begins. Thresholds were set between what was measured of upright and of each fault in
labelled footage and what clinical.md 3.3 names; they are no medical limits.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from coach.core.geometry import NAN
from coach.core.sitting.baseline import PostureBaseline
from coach.core.sitting.look import State

Measures = Mapping[str, float]

LEAVE: Final = 0.75
"""A state that is on ends below this share of what begins it; estimated. Raise it when a state hangs on too long."""

CLOSER: Final = 0.42
"""Growth (natural logarithm, mean of shoulders and face) plus half the share of the neck ratio lost, from which
somebody leans in: 0.56-0.60 leaning to the screen, 0.15-0.30 slumped (measured)."""
DEEP: Final = 3.3
"""So many times as far as a slump begins, head and shoulders sink when somebody leans in: 3.4-7.1, slumped 1.3-2.9
(measured of rendered people, 0.5-1 m before the camera). From afar growth alone tells too little; both together do."""
ROLLED_CLOSER: Final = 0.13
"""Growth where the head stands as high over the shoulders as before, so that it is no slump; clinical.md has 15 % of
face scale as red."""

SUNK: Final = 0.095
"""Shoulders sunk plus shoulders grown, in shoulder widths, from which somebody slumps: measured 0.13-0.27 slumped,
0.03-0.06 with the head alone forward. Lower it when mild slumps are missed."""
NECK_LOST: Final = 0.05
"""Shoulder widths by which the head must also have sunk between the shoulders: 0.08-0.18 slumped (measured)."""

HEAD_SUNK: Final = 0.04
"""Head sunk and grown more than a nod explains, shoulder widths: 0.07-0.13 with the head forward, below 0 looking down
(measured)."""
HEAD_LOST: Final = 0.08
"""Share of the neck ratio lost that goes with it; clinical.md 3.3 amber."""
NOD: Final = 0.45
"""A nod of one unit of pitch sinks the ears by this many shoulder widths (measured 0.46 looking at the keyboard)."""

LEAN_DEG: Final = 7.5
"""Shoulder line from the baseline's: 12-16 degrees leaning (measured), clinical.md amber 5, red 10."""
TILT_DEG: Final = 11.0
"""Head against the shoulder line from the baseline's: EN 1005-4 green ends at 10; up to 4 when leaning (measured)."""
LEAN_PRIOR_DEG: Final = 11.0
TILT_PRIOR_DEG: Final = 15.0
"""The same without a baseline: many healthy people are a little uneven, so more is asked."""

RISEN: Final = 0.45
"""Shoulder widths by which shoulders stand above the baseline's from which somebody stands; estimated. A raised chair
stays below."""
TURNED: Final = 0.45
"""Turn of the head (nose beside the ears, ear distances) from which nods and tilts can't be told; 0.35-0.85 looking
aside, up to 0.2 leaning (measured)."""

LEANED_IN_DEG: Final = 17.0
"""Trunk forward of the baseline: 29 degrees leaning to the screen, 9 slumped (measured); ISO 11226 begins to limit the
time at 20."""
SLUMP_DEG: Final = 7.7
SLUMP_SHARE: Final = 0.046
"""From the side trunk forward and shoulders sunk add up: one of these, or half and half. Slumped 1.8-3.0, head alone
forward 0.45-0.55 (measured)."""
NECK_DEG: Final = 9.0
"""Neck forward of the baseline: 15-17 degrees with the head forward (measured)."""
EAR_FORWARD: Final = 0.01
NOD_FORWARD: Final = 0.0024
"""Ear forward by so many trunk lengths more than a nod explains (per degree; measured from a full nod): 0.023-0.04."""

TRUNK_PRIOR_DEG: Final = 20.0
NECK_PRIOR_DEG: Final = 45.0
"""Side view without a baseline: leaning in, or the head forward, from here. ISO 11226 allows a trunk of 20 degrees; ear
over shoulder reads 3-31 degrees upright and 37-47 forward (measured)."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A state, or None where what is seen doesn't decide, and the score of each state that was scored."""

    state: State | None
    scores: Mapping[State, float]


def judge(measures: Measures, baseline: PostureBaseline | None, before: State, *, moved: bool = False) -> Verdict:
    """Judge seated measures (of the baseline's view). `before` is the state so far: what is on goes off later.

    With `moved` the baseline is another place's: only what is uneven can be told.
    """
    scores = _scores(measures, None if baseline is None else baseline.medians, moved=moved)
    on = {state: score for state, score in scores.items() if score >= (LEAVE if state == before else 1.0)}
    # A lean outweighs what it does to the height of head and shoulders.
    for state in _LEANS:
        if state in on and on[state] > scores.get("slump", 0.0):
            return Verdict(state, scores)
    for state in _WORST_FIRST:
        if state in on:
            return Verdict(state, scores)
    return Verdict("upright" if not moved and _decided(scores, measures, baseline) else None, scores)


_WORST_FIRST: Final[tuple[State, ...]] = (
    "too_close",
    "slump",
    "lean_left",
    "lean_right",
    "forward_head",
    "head_tilt",
)


def _scores(now: Measures, usual: Measures | None, *, moved: bool) -> dict[State, float]:
    if "trunk_deg" in now:
        return _side_priors(now) if usual is None or moved else _side(now, usual)
    if usual is None or moved:
        return _uneven(now, {}, LEAN_PRIOR_DEG, TILT_PRIOR_DEG)
    return _front(now, usual)


_LEANS: Final[tuple[State, ...]] = ("lean_left", "lean_right")


def _decided(scores: Mapping[State, float], measures: Measures, baseline: PostureBaseline | None) -> bool:
    """Whether enough was seen to say that nothing is the matter; without a baseline a slump can't be."""
    if baseline is None:
        return False
    return not math.isnan(measures["neck_ratio"] if "slope_deg" in measures else scores["slump"])


def _front(now: Measures, usual: Measures) -> dict[State, float]:
    turned = abs(now["turn"] - usual["turn"]) > TURNED
    width = math.log(now["shoulder_width"] / usual["shoulder_width"])
    face = NAN if turned else math.log(now["face_size"] / usual["face_size"])
    neck_lost = usual["neck_ratio"] - now["neck_ratio"]
    nod = NAN if turned else now["pitch"] - usual["pitch"]
    head = neck_lost - NOD * nod + 0.5 * (face - width)
    scores = _uneven(now, usual, LEAN_DEG, NAN if turned else TILT_DEG)
    scores["forward_head"] = min(head / HEAD_SUNK, neck_lost / (HEAD_LOST * usual["neck_ratio"]))
    sunk = (now["shoulder_y"] - usual["shoulder_y"]) / usual["shoulder_width"]
    closer = width if math.isnan(face) else (width + face) / 2
    scores["slump"] = min((sunk + width) / SUNK, neck_lost / NECK_LOST)
    leaned_in = (closer + 0.5 * neck_lost / usual["neck_ratio"]) / CLOSER
    leaned_in = max(leaned_in, math.sqrt(max(0.0, leaned_in) * max(0.0, scores["slump"]) / DEEP))
    scores["too_close"] = leaned_in if neck_lost >= NECK_LOST else closer / ROLLED_CLOSER
    return scores


def _uneven(now: Measures, usual: Measures, lean_deg: float, tilt_deg: float) -> dict[State, float]:
    slope = now["slope_deg"] - usual.get("slope_deg", 0.0)
    roll = now["roll_deg"] - usual.get("roll_deg", 0.0)
    return {
        "lean_left": slope / lean_deg,
        "lean_right": -slope / lean_deg,
        "head_tilt": abs(roll - slope) / tilt_deg,
    }


def risen(now: Measures, usual: Measures) -> float:
    """How far the shoulders stand above the baseline's, front view: 1 and more is standing; nan where not seen."""
    return (usual["shoulder_y"] - now["shoulder_y"]) / usual["shoulder_width"] / RISEN


def _side(now: Measures, usual: Measures) -> dict[State, float]:
    trunk = now["trunk_deg"] - usual["trunk_deg"]
    sunk = 1 - now["rise"] / usual["rise"]
    nod = now["head_pitch_deg"] - usual["head_pitch_deg"]
    ear = now["ear_forward"] - usual["ear_forward"] - NOD_FORWARD * nod
    return {
        "too_close": trunk / LEANED_IN_DEG,
        "slump": trunk / SLUMP_DEG + sunk / SLUMP_SHARE,
        "forward_head": min((now["neck_deg"] - usual["neck_deg"]) / NECK_DEG, ear / EAR_FORWARD),
    }


def _side_priors(now: Measures) -> dict[State, float]:
    return {
        "too_close": now["trunk_deg"] / TRUNK_PRIOR_DEG,
        "forward_head": now["neck_deg"] / NECK_PRIOR_DEG,
    }
