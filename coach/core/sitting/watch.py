"""Samples in, looks out: the state of a sitter with persistence and hysteresis in seconds, whatever the sampling."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from coach.core.body import Side
from coach.core.pose import Mask, Pose
from coach.core.sitting import measures as ms, stillness
from coach.core.sitting.baseline import PostureBaseline
from coach.core.sitting.judging import judge, risen
from coach.core.sitting.look import FAULTS, PRESENT, SEATED, Look, Note, Sample, State, View, Why
from coach.core.sitting.moved import Moved, moved_step, shaken_by
from coach.core.sitting.notes import Bent, notes_step
from coach.core.sitting.places import places
from coach.core.sitting.scene import Scene, scene_step

CONFIRM_S: Final[Mapping[State, float]] = {"standing": 0.8, "away": 1.5, "unknown": 2.5}
CONFIRM_OTHER_S: Final = 1.0
"""How long a state must last until it is believed, seconds; it then counts from where it began. estimated. Raise it
when states flicker, lower it when short ones are missed; above 2 the chair is found empty too late."""

GLANCE_S: Final = 20.0
"""For so long a raised hand or a turned head excuses what it may look like, seconds; estimated: a drink, a look
aside, a word with somebody. Who holds a telephone to the ear for longer is judged."""

EXCUSE_AGAIN_S: Final = 5.0
"""After so long without one a new excuse counts from its own beginning, seconds; estimated."""

DARK: Final = 0.06
"""Mean brightness (0..1) below which nobody can be judged; estimated. A dim evening room reads 0.12 and more."""

SMALL: Final = 0.45
"""Somebody with less than this share of the baseline's shoulder width is another person behind the empty chair;
estimated."""

VIEW_S: Final = 5.0
"""The view changes once another one was seen for so long, seconds; estimated: bending low looks like another view."""

CALM_S: Final = 0.25
"""Time constant of the measures, seconds; estimated: it takes the flicker out of ten samples a second and leaves one
in two seconds as it is. Raise it when states flicker in a dim room; states then begin later."""

GAP_S: Final = 75.0
"""After so long without a sample nothing of what was under way is believed, seconds; estimated: with the camera opened
once in half a minute one glance may be lost. Shorter than half a minute, no glance would go on from the one before:
nobody would ever be still, and a dark room or an empty chair that one glance is too short for never be believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchSpec:
    """What to judge by: a baseline (None: stated priors only), and the view where it is not to be found by itself."""

    baseline: PostureBaseline | None = None
    view: View | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WatchState:
    """All that is remembered between samples."""

    state: State = "unknown"
    since_s: float = math.nan
    trying: State | None = None
    trying_s: float = math.nan
    last_s: float = -math.inf
    why: Why = ""
    view: View | None = None
    other_view_s: float = math.nan
    near: Side = "left"
    calm: Mapping[str, float] = field(default_factory=dict)
    seen: Mask | None = None
    excused_s: float = math.nan
    excused_until_s: float = -math.inf
    still: stillness.Stillness = field(default_factory=stillness.Stillness)
    moved: Moved = field(default_factory=Moved)
    scene: Scene = field(default_factory=Scene)
    bent: Bent = field(default_factory=Bent)
    notes: frozenset[Note] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one sample shows: a state, or None where it doesn't decide, and why not."""

    state: State | None
    why: Why = ""
    measures: Mapping[str, float] = field(default_factory=dict)
    excused: bool = False


def step(spec: WatchSpec, state: WatchState, sample: Sample) -> tuple[WatchState, Look]:
    """Take in one sample.

    Raises:
        ValueError: time did not rise.
    """
    if not sample.t_s > state.last_s:
        raise ValueError(f"time went backwards: {state.last_s} s, then {sample.t_s} s")
    if sample.t_s - state.last_s > GAP_S:
        state = replace(state, trying=None, still=stillness.interrupted(state.still), moved=Moved(), seen=None, calm={})
    state, seen = _looked(spec, state, sample)
    scene = scene_step(state.scene, sample.t_s, sample.thumbnail, sample.pose)
    state = _follow(spec, replace(state, scene=scene), sample.t_s, seen, shaken=scene.moved > state.scene.moved)
    state = _settle(state, sample.t_s, seen)
    return state, _look(state, sample, seen)


def rebased(state: WatchState) -> WatchState:
    """The same with another baseline: whether anything was moved is seen anew."""
    return replace(state, moved=Moved(), bent=Bent())


def _looked(spec: WatchSpec, state: WatchState, sample: Sample) -> tuple[WatchState, _Seen]:
    """What the sample shows by itself."""
    if sample.trouble:
        return state, _Seen("unknown", "camera")
    if sample.light < DARK:
        return state, _Seen("unknown", "dark")
    if sample.pose is None:
        return replace(state, seen=None, calm={}), _Seen("away")
    return _body(spec, state, sample.pose)


def _body(spec: WatchSpec, state: WatchState, pose: Pose) -> tuple[WatchState, _Seen]:
    """What a body shows."""
    seen = ms.seen_seated(pose, state.seen)
    points = ms.plane(pose, seen)
    state = replace(_viewed(spec, state, ms.view_of(points, state.view), pose.t_s), seen=seen)
    if ms.legs_stand(pose, seen):
        # Lying straight, or on hands and feet, is no standing at the desk.
        return state, _Seen("standing") if ms.upright(pose) else _Seen("unknown", "hidden")
    if state.view is None:
        return state, _Seen("unknown", "hidden")
    baseline = spec.baseline if spec.baseline is not None and spec.baseline.view == state.view else None
    near = ms.near_side(pose)
    taken = ms.side(points, near) if state.view == "side" else ms.front(points)
    calm = _calmed(state.calm, taken, pose.t_s - state.last_s) if near == state.near else taken
    state = replace(state, near=near, calm=calm)
    return state, _judged(calm, baseline, state, glance=state.view == "front" and ms.hand_up(points))


def _calmed(before: Mapping[str, float], taken: Mapping[str, float], dt_s: float) -> Mapping[str, float]:
    """Measures that waver less; what is not seen is not guessed, and what is seen again begins anew."""
    if before.keys() != taken.keys():
        return taken
    share = 1 - math.exp(-dt_s / CALM_S)
    return {
        name: value if math.isnan(before[name]) else before[name] + share * (value - before[name])
        for name, value in taken.items()
    }


def _viewed(spec: WatchSpec, state: WatchState, view: View | None, t_s: float) -> WatchState:
    if spec.view is not None:
        return replace(state, view=spec.view)
    if state.view is None or view == state.view:
        return replace(state, view=view, other_view_s=math.nan)
    if math.isnan(state.other_view_s):
        return replace(state, other_view_s=t_s)
    return replace(state, view=view, other_view_s=math.nan) if t_s - state.other_view_s >= VIEW_S else state


def _judged(
    measures: Mapping[str, float], baseline: PostureBaseline | None, state: WatchState, *, glance: bool
) -> _Seen:
    if "slope_deg" in measures and baseline is not None:
        place = _place(measures, baseline, state)
        if place is not None:
            return _Seen(place, measures=measures)
        if baseline.standing and not state.moved.told:
            return _Seen("unknown", "no_baseline", measures)
        glance = glance or abs(measures["turn"] - baseline.medians["turn"]) > GLANCED
    verdict = judge(measures, baseline, state.state, moved=state.moved.told)
    if verdict.state is not None:
        return _Seen(verdict.state, measures=measures, excused=glance and verdict.state in FAULTS)
    told_by = measures.get("neck_ratio", measures.get("trunk_deg", math.nan))
    if math.isnan(told_by):
        return _Seen("unknown", "hidden", measures)
    return _Seen("unknown", "moved" if state.moved.told else "no_baseline", measures)


def _place(measures: Mapping[str, float], baseline: PostureBaseline, state: WatchState) -> State | None:
    """Whether whoever is seen from the front is not the sitter at all, or has stood up; None for neither."""
    usual = baseline.medians
    if measures["shoulder_width"] < SMALL * usual["shoulder_width"]:
        return "away"
    if state.moved.told:
        return None
    # A desk hides the legs: measured standing, somebody stands until they are as much lower as one rises to stand.
    height = risen(measures, usual)
    return "standing" if (height > -1 if baseline.standing else height >= 1) else None


GLANCED: Final = 0.45
"""Turn of the head (see measures) from which somebody glances aside."""


def _follow(spec: WatchSpec, state: WatchState, t_s: float, seen: _Seen, *, shaken: bool) -> WatchState:
    """Movement, side notes, and whether the camera was moved."""
    if seen.state in ("away", "unknown") and seen.why not in PRESENT:
        return replace(state, last_s=t_s, moved=replace(state.moved, since_s=math.nan))
    still = stillness.step(state.still, t_s, places(seen.measures))
    baseline = spec.baseline
    moved, bent, notes = state.moved, state.bent, state.notes
    if baseline is not None and state.view == baseline.view:
        excused = seen.excused or seen.state == "standing" or baseline.standing
        moved = moved_step(moved, t_s, seen.measures, baseline, excused=excused)
        moved = shaken_by(moved, seen.measures, baseline) if shaken else moved
    if state.view == "side":
        bent, notes = notes_step(bent, t_s, seen.measures, baseline)
    return replace(state, last_s=t_s, still=still, moved=moved, bent=bent, notes=notes)


def _settle(state: WatchState, t_s: float, seen: _Seen) -> WatchState:
    """Believe a state once it lasted."""
    state = _excuse(state, t_s, seen)
    wanted = seen.state or "unknown"
    if seen.excused and state.state in SEATED and t_s - state.excused_s < GLANCE_S:
        wanted = state.state
    if wanted == state.state:
        return replace(state, trying=None, why=seen.why if wanted == "unknown" else "")
    if wanted != state.trying:
        state = replace(state, trying=wanted, trying_s=t_s)
    if t_s - state.trying_s < CONFIRM_S.get(wanted, CONFIRM_OTHER_S):
        return state
    still = stillness.interrupted(state.still) if wanted in ("away", "standing") else state.still
    why: Why = seen.why if wanted == "unknown" else ""
    return replace(state, state=wanted, since_s=state.trying_s, trying=None, why=why, still=still)


def _excuse(state: WatchState, t_s: float, seen: _Seen) -> WatchState:
    """Since when there has been an excuse; one that flickers is one."""
    if not seen.excused:
        return state
    fresh = t_s - state.excused_until_s > EXCUSE_AGAIN_S
    return replace(state, excused_s=t_s if fresh else state.excused_s, excused_until_s=t_s)


def _look(state: WatchState, sample: Sample, seen: _Seen) -> Look:
    since_s = sample.t_s if math.isnan(state.since_s) else state.since_s
    there = state.state in SEATED or state.state == "standing" or state.why in PRESENT
    return Look(
        t_s=sample.t_s,
        state=state.state,
        since_s=since_s,
        why=state.why,
        view=state.view,
        notes=state.notes if state.state in SEATED else frozenset(),
        moved=state.moved.told,
        undecided=state.trying is not None,
        shifts=state.still.shifts,
        still_s=state.still.still_s(sample.t_s) if there else 0.0,
        measures=seen.measures,
        pose=sample.pose,
    )
