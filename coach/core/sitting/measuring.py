"""Taking a baseline: live, while somebody sits tall, or from footage, its first steady upright seconds."""

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Final

from coach.core.pose import Pose
from coach.core.sitting import measures as ms
from coach.core.sitting.baseline import STANDING, Calibration, PostureBaseline
from coach.core.sitting.judging import LEAN_PRIOR_DEG, TILT_PRIOR_DEG, judge
from coach.core.sitting.look import Sample, State, View
from coach.core.sitting.places import apart, places
from coach.core.sitting.watch import DARK

TAKEN_S: Final = 5.0
"""So long somebody must sit still for a baseline, seconds; clinical.md 3.3 has 5-10."""

SHORTER_S: Final = (5.0, 3.0, 2.0, 1.0, 0.6)
"""Short footage is searched for shorter stretches, longest first, seconds; estimated."""

STEADY: Final = 0.05
STRAYED: Final = 0.15
"""Body lengths that head and shoulders may stray from their middle meanwhile: half the time less than the first, but
for one moment in ten less than the second; estimated. Breathing strays 0.01, landmarks in a dim room 0.03
(measured)."""

AHEAD: Final = 0.35
"""Turn of the head (see measures) against the shoulders', in footage against its usual, up to which somebody looks
ahead; estimated."""

WITH_HEAD: Final = 0.75
"""Share of the head's turn that the shoulders must have: lets through 22 of 24 pictures of rendered people who sit
turned by 27-35 degrees, and 4 of 481 frames of heads turned alone. The model turns the shoulders a little after the
head."""

SEARCHED_S: Final = 300.0
"""Footage is searched for the tallest sitting within so many seconds of the first body; estimated: longer finds a
raised chair."""

SPACING_S: Final = 0.1
"""Samples closer than this add nothing, seconds."""

SHOWN_S: Final = 1.5
"""What was in the way is shown at least so long, seconds; estimated."""

NOBODY: Final = "I can't see anybody. Sit in front of the camera."
DARK_TEXT: Final = "It's too dark to see you. A lamp helps."
PART: Final = "I see too little of you. Head and both shoulders must be in the picture."
AHEAD_TEXT: Final = "Look at the screen."
HANDS: Final = "Let your hands rest."
STILL: Final = "Sit still for a moment."


@dataclass(frozen=True, slots=True)
class Reading:
    """The measures of one usable sample."""

    t_s: float
    view: View
    measures: ms.Measured
    standing: bool


@dataclass(frozen=True, slots=True)
class Measuring:
    """A baseline being taken: the readings of the steady stretch so far."""

    name: str = ""
    view: View | None = None
    readings: tuple[Reading, ...] = ()
    last_s: float = -math.inf
    shown: Calibration = field(default_factory=Calibration)


def read(sample: Sample, view: View | None) -> Reading | str:
    """A usable reading of somebody who looks ahead, or what is in its way. `view` where it is not to be found."""
    reading = _read(sample, view)
    if isinstance(reading, str) or sample.pose is None:
        return reading
    turn, body = reading.measures.get("turn", 0.0), ms.body_turn(sample.pose)
    # At a camera beside the screen everybody sits turned, the shoulders with the head.
    together = turn * body > 0 and abs(body) >= WITH_HEAD * abs(turn) and abs(turn - body) <= AHEAD
    return reading if abs(turn) <= AHEAD or together else AHEAD_TEXT


def _read(sample: Sample, view: View | None) -> Reading | str:
    if sample.light < DARK:
        return DARK_TEXT
    if sample.pose is None:
        return sample.trouble or NOBODY
    return _body(sample.pose, view)


def _body(pose: Pose, view: View | None) -> Reading | str:
    seen = ms.seen_seated(pose)
    points = ms.plane(pose, seen)
    found = view or ms.view_of(points, None)
    measures = {} if found is None else ms.front(points) if found == "front" else ms.side(points, ms.near_side(pose))
    if found is None or math.isnan(measures.get("neck_ratio", measures.get("trunk_deg", math.nan))):
        return PART
    if found == "front" and ms.hand_up(points):
        return HANDS
    if math.isnan(measures.get("turn", 0.0)):
        return AHEAD_TEXT
    return Reading(pose.t_s, found, measures, ms.legs_stand(pose, seen) is True)


def step(state: Measuring, sample: Sample) -> Measuring:
    """Take in one sample; `shown` tells how far it is. What is done stays done."""
    if state.shown.done is not None or sample.t_s - state.last_s < SPACING_S:
        return state
    reading = read(sample, state.view)
    if isinstance(reading, str):
        return replace(state, readings=(), last_s=sample.t_s, shown=Calibration(left_s=TAKEN_S, trouble=reading))
    kept = tuple(old for old in state.readings if old.view == reading.view and sample.t_s - old.t_s <= TAKEN_S + 1)
    readings = (*kept, reading)
    calm = steady(readings)
    readings = readings if calm else (reading,)
    for_s = readings[-1].t_s - readings[0].t_s
    # Long enough to be read.
    trouble = STILL if not calm or (state.shown.trouble == STILL and for_s < SHOWN_S) else ""
    shown = Calibration(progress=min(1.0, for_s / TAKEN_S), left_s=max(0.0, TAKEN_S - for_s), trouble=trouble)
    if for_s >= TAKEN_S:
        shown = replace(shown, done=baseline_of(readings, state.name))
    return replace(state, readings=readings, last_s=sample.t_s, shown=shown)


def steady(readings: Sequence[Reading]) -> bool:
    """Whether head and shoulders stayed where they were."""
    found = [places(reading.measures) for reading in readings]
    middle = tuple(
        complex(median(place[i].real for place in found), median(place[i].imag for place in found)) for i in range(2)
    )
    strayed = sorted(apart(place, middle) for place in found)
    return strayed[len(strayed) // 2] <= STEADY and strayed[int(0.9 * (len(strayed) - 1))] <= STRAYED


def baseline_of(readings: Sequence[Reading], name: str = "") -> PostureBaseline:
    """Medians and spreads of readings of one view.

    Raises:
        ValueError: there are none.
    """
    if not readings:
        raise ValueError("a baseline needs readings")
    medians, spreads = {}, {}
    for key in readings[0].measures:
        values = [reading.measures[key] for reading in readings if not math.isnan(reading.measures[key])]
        medians[key] = median(values) if values else math.nan
        spreads[key] = median(abs(value - medians[key]) for value in values) if values else math.nan
    return PostureBaseline(
        view=readings[0].view,
        medians=medians,
        spreads=spreads,
        name=name,
        seconds=readings[-1].t_s - readings[0].t_s,
        standing=name == STANDING or sum(reading.standing for reading in readings) * 2 > len(readings),
    )


def searched(samples: Iterable[Sample]) -> Iterator[Sample]:
    """The samples that `first_upright` looks through: so many seconds from the first body on."""
    begun_s = math.inf
    for sample in samples:
        yield sample
        if sample.pose is not None:
            begun_s = min(begun_s, sample.t_s)
        if sample.t_s - begun_s > SEARCHED_S:
            return


def first_upright(samples: Iterable[Sample], view: View | None = None) -> PostureBaseline | None:
    """The baseline footage itself gives: its first steady stretch in which nobody slumps, stands or leans.

    Whether somebody slumps is judged against the other stretches: a stretch is passed over when another one shows the
    same person sitting taller. None where nothing is steady.
    """
    readings: list[Reading] = []
    for sample in searched(samples):
        if readings and sample.t_s - readings[-1].t_s < SPACING_S - 1e-6:
            continue
        reading = _read(sample, view)
        if isinstance(reading, Reading) and not reading.standing:
            readings.append(reading)
    readings = _ahead(readings)
    for for_s in SHORTER_S:
        stretches = [baseline_of(found) for found in _stretches(readings, for_s)]
        straight = [stretch for stretch in stretches if not _uneven(stretch)]
        for stretch in straight:
            if not any(_taller(other, stretch) for other in straight):
                return stretch
    return None


def _ahead(readings: Sequence[Reading]) -> list[Reading]:
    """Those that look where the person looks most of the time: the screen, wherever the camera stands."""
    turns = [one.measures["turn"] for one in readings if one.view == "front"]
    usual = median(turns) if turns else 0.0
    return [one for one in readings if abs(one.measures.get("turn", usual) - usual) <= AHEAD]


def _stretches(readings: Sequence[Reading], for_s: float) -> Iterable[Sequence[Reading]]:
    """Steady stretches of that length without gaps, the next begun at least a fifth of it later."""
    begun_s = -math.inf
    end = 0
    for start, first in enumerate(readings):
        if first.t_s - begun_s < for_s / 5:
            continue
        while end < len(readings) and readings[end].t_s - first.t_s <= for_s:
            end += 1
        found = readings[start:end]
        if found[-1].t_s - first.t_s >= for_s - 2 * SPACING_S and _whole(found) and steady(found):
            begun_s = first.t_s
            yield found


def _whole(found: Sequence[Reading]) -> bool:
    """Whether a stretch is of one view and has no gap."""
    gaps = [after.t_s - before.t_s for before, after in itertools.pairwise(found)]
    return max(gaps, default=0.0) <= GAP_S and all(reading.view == found[0].view for reading in found)


GAP_S: Final = 2.5
"""Longest time between two usable samples of a stretch, seconds; estimated."""


def _uneven(stretch: PostureBaseline) -> bool:
    if stretch.view != "front":
        return False
    slope, roll = stretch.medians["slope_deg"], stretch.medians["roll_deg"]
    return abs(slope) >= LEAN_PRIOR_DEG or abs(roll - slope) >= TILT_PRIOR_DEG


def _taller(other: PostureBaseline, stretch: PostureBaseline) -> bool:
    """Whether the same person sits clearly taller in the other stretch, as straight, and not leaned back."""
    if other.view != stretch.view:
        return False
    down = judge(stretch.medians, other, "upright").scores
    up = judge(other.medians, stretch, "upright").scores
    if max(up.get(state, 0.0) for state in _CROOKED) >= STRAIGHT:
        return False
    higher = stretch.view == "front" or other.medians["rise"] >= HIGHER * stretch.medians["rise"]
    fallen = max(down["slump"] if higher else 0.0, down["forward_head"])
    return fallen >= 1 and max(up["slump"], up["forward_head"]) <= 0


_CROOKED: Final[tuple[State, ...]] = ("lean_left", "lean_right", "head_tilt")

STRAIGHT: Final = 0.7
"""Share of a lean or tilt from which a stretch that looks taller is only another one; estimated: from a camera beside
the screen a lean away looks taller."""

HIGHER: Final = 1.02
"""How much higher over the hips the shoulders stand in a taller stretch, side view: 1.06-1.09 after a slump, 0.97-1.02
leaned back (measured)."""
