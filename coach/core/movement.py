"""What a pose does to what is being counted: gate, repetitions and holds, form. Nothing here is shown or said."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from coach.core import baseline, continuity, cues, form, framing, gate, holds, legs, phases, sight
from coach.core.body import Side
from coach.core.pose import Pose
from coach.core.report import Counts, Hold, Rep
from coach.core.sight import Seen, SightState
from coach.core.spec import Exercise

MIN_TRACKING: Final = 0.6
"""Below this share of needed joints seen nothing is said about form; estimated. Raise it when wrong
cues come while somebody is half hidden."""

RESTING_SHARE: Final = 0.2
"""The legs' rest places are learned while the main measure lies within this share of its way from rest; estimated."""


@dataclass(frozen=True, slots=True, eq=False)
class EngineState:
    """All that is remembered between two poses; begins as `EngineState()`."""

    t_s: float = -math.inf
    whose: continuity.ContinuityState = continuity.UNKNOWN
    sight: SightState = field(default_factory=SightState)
    gating: gate.GateState = field(default_factory=gate.GateState)
    rep: phases.RepState | None = None
    holding: holds.HoldState = field(default_factory=holds.HoldState)
    normal: baseline.Baseline = field(default_factory=baseline.Baseline)
    judging: form.FormState = field(default_factory=form.FormState)
    voice: cues.CueState = field(default_factory=cues.CueState)
    picture: framing.FramingState = field(default_factory=framing.FramingState)
    counts: Counts = field(default_factory=Counts)
    held_s: float = 0.0
    rep_faults: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Moved:
    """What a step gave.

    Attributes:
        seen: the measured pose, None where nobody was found. quality: share 0..1 of the needed joints that are seen.
        phase: as `Report.phase`, while counting is on. running_hold_s: of the hold or repetition under way.
        finished: repetitions and holds that ended now. form: what the rules say. side: the working one, or None.
    """

    seen: Seen | None
    quality: float
    phase: str
    running_hold_s: float
    finished: tuple[Rep | Hold, ...]
    form: form.FormReport
    side: Side | None


_NOTHING: Final = form.FormReport(frozenset(), frozenset(), (), (), frozenset())


@lru_cache(maxsize=64)
def _watched(exercise: Exercise) -> tuple[str, ...]:
    return baseline.watched(exercise.features())


def _with_past(exercise: Exercise, state: EngineState, seen: Seen) -> Seen:
    """Adds the measures that need memory: changes from the person's own normal, and timings of the repetition."""
    values = {**seen.features, **phases.timings(state.rep)}
    names = _watched(exercise)
    values |= baseline.changes(state.normal, names, values)
    return replace(seen, features=values, shown={**seen.shown, **baseline.changes(state.normal, names, seen.shown)})


def _arm(exercise: Exercise, state: EngineState, t_s: float, values: Mapping[str, float]) -> EngineState:
    """Move the gate; coming on starts everything anew, going off drops the repetition under way."""
    moved = gate.step(exercise.gate, state.gating, t_s, values)
    if moved.armed == state.gating.armed:
        return replace(state, gating=moved)
    rep = phases.start(exercise.rep, t_s, values) if exercise.rep and moved.armed else None
    seeing = replace(state.sight, resting=legs.LegState()) if moved.armed else state.sight
    return replace(state, gating=moved, rep=rep, sight=seeing, normal=baseline.Baseline(), rep_faults=frozenset())


def _phase(exercise: Exercise, state: EngineState) -> str:
    if not state.gating.armed:
        return ""
    if exercise.rep:
        return state.rep.phase if state.rep else "rest"
    return "hold"


def _book(counts: Counts, rep: Rep) -> Counts:
    if not rep.complete:
        return replace(counts, partial=counts.partial + 1)
    left, right = counts.left + (rep.side == "left"), counts.right + (rep.side == "right")
    return Counts(counts.complete + 1, counts.partial, left, right)


def _form(exercise: Exercise, report: form.FormReport) -> holds.Form:
    """What the rules that stop the hold say of this moment."""
    stopping = {rule.id for rule in exercise.rules if rule.stops_hold}
    if any(fault.id in stopping for fault in report.active):
        return "bad"
    if report.broken & stopping:
        return "doubtful"
    return "near" if report.near & stopping else "good"


def _move_rep(
    exercise: Exercise, state: EngineState, t_s: float, seen: Seen, moved: Moved
) -> tuple[EngineState, Moved]:
    assert exercise.rep is not None
    assert state.rep is not None
    form_now = _form(exercise, moved.form)
    rep_state, rep = phases.step(exercise.rep, state.rep, t_s, seen.features, seen.side, form_now)
    faults = state.rep_faults | {fault.id for fault in moved.form.active} if state.rep.running else frozenset()
    state = replace(state, rep=rep_state, rep_faults=faults if rep_state.running else frozenset())
    running = rep_state.running
    side = running.side if running and exercise.rep.working_leg else None
    if rep is not None:
        rep = replace(rep, faults=tuple(sorted(faults)))
        state = replace(state, counts=_book(state.counts, rep), held_s=state.held_s + rep.hold_s)
    shown_s = running.clock.shown_s if running else 0.0
    ended = (rep,) if rep else ()
    return state, replace(moved, phase=rep_state.phase, running_hold_s=shown_s, finished=ended, side=side)


def _move_hold(
    exercise: Exercise, state: EngineState, t_s: float, values: Mapping[str, float], moved: Moved
) -> tuple[EngineState, Moved]:
    assert exercise.hold is not None
    now = _form(exercise, moved.form) if state.gating.armed else "bad"
    side = moved.seen.side if moved.seen else None
    hold_state, hold = holds.step(exercise.hold, state.holding, t_s, values, now, side)
    held_s = state.held_s + (hold.good_s if hold else 0.0)
    state = replace(state, holding=hold_state, held_s=held_s)
    phase = "hold" if hold_state.running else "rest"
    ended = (hold,) if hold else ()
    shown_s = hold_state.clock.shown_s
    return state, replace(moved, phase=phase, running_hold_s=shown_s, finished=ended, side=hold_state.side)


def _learn(exercise: Exercise, state: EngineState, t_s: float, seen: Seen) -> EngineState:
    """Take in the person's own normal: the baseline of changes, and where the legs rest."""
    names = _watched(exercise)
    dt_s = min(t_s - state.t_s, holds.MAX_STEP_S) if math.isfinite(state.t_s) else 0.0
    if exercise.hold:
        if state.holding.running and state.holding.last_good_s == t_s:
            return replace(state, normal=baseline.learn_hold(state.normal, names, seen.features, dt_s))
        return state
    rep = state.rep
    if rep is None or rep.phase != "rest" or exercise.rep is None:
        return state
    state = replace(state, normal=baseline.learn_rest(state.normal, names, seen.features, dt_s))
    main = exercise.rep.measures[0]
    if abs(phases.progress(main, rep.rest[0], rep.value)) > RESTING_SHARE:
        return state
    learned = legs.learn(state.sight.resting, t_s, seen.body.raw, seen.body.trunk)
    return replace(state, sight=replace(state.sight, resting=learned))


def _absent(exercise: Exercise, state: EngineState, t_s: float) -> tuple[EngineState, Moved]:
    """A step in which nobody was found: clocks stand still, the gate may close."""
    state = _arm(exercise, state, t_s, {})
    form_state, judged = form.step(exercise.rules, state.judging, t_s, "", {}, None)
    moved = Moved(None, 0.0, "away", 0.0, (), _NOTHING, None)
    if exercise.hold:
        state, moved = _move_hold(exercise, state, t_s, {}, moved)
    return replace(state, t_s=t_s, judging=form_state), replace(moved, form=judged)


def move(exercise: Exercise, state: EngineState, t_s: float, pose: Pose | None) -> tuple[EngineState, Moved]:
    """Take in one pose (None: nobody found) at source time `t_s`, seconds. One that can't be the person's is nobody's.

    Raises:
        ValueError: time did not rise.
    """
    if not t_s > state.t_s:
        raise ValueError(f"time must rise: {t_s} after {state.t_s}")
    if pose is None:
        return _absent(exercise, state, t_s)
    whose, theirs = continuity.step(state.whose, t_s, pose)
    if not theirs:
        return _absent(exercise, replace(state, whose=whose), t_s)
    seeing, seen = sight.step(exercise, state.sight, pose, armed=state.gating.armed)
    seen = _with_past(exercise, state, seen)
    state = _arm(exercise, replace(state, whose=whose, sight=seeing), t_s, seen.features)
    quality = framing.tracking(exercise.framing, seen.body)
    kept = state.gating.kept_s == t_s
    phase = _phase(exercise, state) if kept and quality >= MIN_TRACKING else ""
    form_state, judged = form.step(exercise.rules, state.judging, t_s, phase, seen.features, seen.side)
    state = replace(state, judging=form_state)
    moved = Moved(seen, quality, "paced" if exercise.pace else "get_ready", 0.0, (), judged, None)
    if exercise.hold:
        state, moved = _move_hold(exercise, state, t_s, seen.features, moved)
    elif state.gating.armed and not exercise.pace:
        state, moved = _move_rep(exercise, state, t_s, seen, moved)
    if state.gating.armed:
        state = _learn(exercise, state, t_s, seen)
    return replace(state, t_s=t_s), moved
