"""The engine: one pose in, one report out. Pure; live pictures, files, replays and tests all go through `step`."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final, Literal

from coach.core import baseline, continuity, cues, form, framing, gate, holds, legs, phases, sight
from coach.core.body import Side, joint
from coach.core.pose import Pose
from coach.core.report import Counts, Fault, Gauge, Hold, Rep, Report
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
class _Moved:
    """What a step of phases and form gave."""

    phase: str
    running_hold_s: float
    finished: tuple[Rep | Hold | Fault, ...]
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
    exercise: Exercise, state: EngineState, t_s: float, seen: Seen, judged: form.FormReport
) -> tuple[EngineState, _Moved]:
    assert exercise.rep is not None
    assert state.rep is not None
    rep_state, rep = phases.step(exercise.rep, state.rep, t_s, seen.features, seen.side, _form(exercise, judged))
    faults = state.rep_faults | {fault.id for fault in judged.active} if state.rep.running else frozenset()
    state = replace(state, rep=rep_state, rep_faults=faults if rep_state.running else frozenset())
    running = rep_state.running
    side = running.side if running and exercise.rep.working_leg else None
    if rep is not None:
        rep = replace(rep, faults=tuple(sorted(faults)))
        state = replace(state, counts=_book(state.counts, rep), held_s=state.held_s + rep.hold_s)
    ended = (rep,) if rep else ()
    return state, _Moved(rep_state.phase, running.clock.shown_s if running else 0.0, ended, judged, side)


def _move_hold(
    exercise: Exercise,
    state: EngineState,
    t_s: float,
    values: Mapping[str, float],
    judged: form.FormReport,
    side: Side | None = None,
) -> tuple[EngineState, _Moved]:
    assert exercise.hold is not None
    now = _form(exercise, judged) if state.gating.armed else "bad"
    hold_state, hold = holds.step(exercise.hold, state.holding, t_s, values, now, side)
    held_s = state.held_s + (hold.good_s if hold else 0.0)
    state = replace(state, holding=hold_state, held_s=held_s)
    phase = "hold" if hold_state.running else "rest"
    return state, _Moved(phase, hold_state.clock.shown_s, (hold,) if hold else (), judged, hold_state.side)


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


def _gauge(exercise: Exercise, state: EngineState, values: Mapping[str, float]) -> Gauge | None:
    if exercise.hold:
        name, (low, high) = exercise.hold.gauge, exercise.hold.gauge_band
        value = values.get(name, math.nan)
        middle = (low + high) / 2
        return Gauge(name, value, low, high, 1 - abs(value - middle) / (high - middle))
    if exercise.rep is None:
        return None
    main = exercise.rep.measures[0]
    rest = state.rep.rest[0] if state.rep else main.rest
    value = values.get(main.feature, math.nan)
    return Gauge(main.feature, value, rest, main.target, phases.progress(main, rest, value))


def _joints(exercise: Exercise, seen: Seen, report: form.FormReport) -> dict[int, Literal["good", "fault"]]:
    """Joints of judged rules on the near side (and the working side), coloured by the worst that is said of them."""
    active = {fault.id for fault in report.active}
    states: dict[int, Literal["good", "fault"]] = {}
    for rule in exercise.rules:
        if rule.id not in report.judged:
            continue
        for name in rule.joints:
            mark = int(joint(name, seen.side or seen.body.near))
            if rule.id in active or states.get(mark) != "fault":
                states[mark] = "fault" if rule.id in active else "good"
    return states


def _absent(exercise: Exercise, state: EngineState, t_s: float) -> tuple[EngineState, Report]:
    """A step in which nobody was found: clocks stand still, the gate may close, the framing wish grows."""
    state = _arm(exercise, state, t_s, {})
    ended: tuple[Rep | Hold | Fault, ...] = ()
    if exercise.hold:
        state, moved = _move_hold(exercise, state, t_s, {}, _NOTHING)
        ended = moved.finished
    form_state, form_report = form.step(exercise.rules, state.judging, t_s, "", {}, None)
    framing_state, wish = framing.step(exercise.framing, state.picture, t_s, None)
    rules = {rule.id: rule for rule in exercise.rules}
    cue_state, cue, is_new = cues.step(rules, state.voice, t_s, (), wish)
    state = replace(state, t_s=t_s, judging=form_state, picture=framing_state, voice=cue_state)
    report = Report(
        t_s=t_s,
        pose=None,
        seen=(),
        features={},
        armed=state.gating.armed,
        phase="away",
        counts=state.counts,
        hold_s=state.held_s + state.holding.clock.shown_s,
        rep_hold_s=state.holding.clock.shown_s,
        side=None,
        faults=(),
        rule_joints={},
        gauge=None,
        cue=cue,
        cue_is_new=is_new,
        tracking=0.0,
        yaw_deg=math.nan,
        view="unknown",
        finished=ended + form_report.ended,
    )
    return state, report


def step(exercise: Exercise, state: EngineState, t_s: float, pose: Pose | None) -> tuple[EngineState, Report]:
    """Take in one pose (None: nobody found) at source time `t_s`, seconds. One that can't be the person's is nobody's.

    Raises:
        ValueError: time did not rise.
    """
    if not t_s > state.t_s:
        raise ValueError(f"time must rise: {t_s} after {state.t_s}")
    if pose is None:
        return _absent(exercise, state, t_s)
    whose, theirs = continuity.step(state.whose, t_s, pose)
    state = replace(state, whose=whose)
    if not theirs:
        return _absent(exercise, state, t_s)
    seeing, seen = sight.step(exercise, state.sight, pose, armed=state.gating.armed)
    seen = _with_past(exercise, state, seen)
    state = replace(state, sight=seeing)
    state = _arm(exercise, state, t_s, seen.features)
    quality = framing.tracking(exercise.framing, seen.body)
    kept = state.gating.kept_s == t_s
    phase = _phase(exercise, state) if kept and quality >= MIN_TRACKING else ""
    form_state, judged = form.step(exercise.rules, state.judging, t_s, phase, seen.features, seen.side)
    state = replace(state, judging=form_state)
    moved = _Moved("get_ready", 0.0, (), judged, None)
    if exercise.hold:
        state, moved = _move_hold(exercise, state, t_s, seen.features, judged, seen.side)
    elif exercise.pace:
        moved = replace(moved, phase="paced")
    elif state.gating.armed:
        state, moved = _move_rep(exercise, state, t_s, seen, judged)
    if state.gating.armed:
        state = _learn(exercise, state, t_s, seen)
    return _report(exercise, replace(state, t_s=t_s), t_s, seen, moved, quality)


def _report(
    exercise: Exercise, state: EngineState, t_s: float, seen: Seen, moved: _Moved, quality: float
) -> tuple[EngineState, Report]:
    framing_state, wish = framing.step(exercise.framing, state.picture, t_s, seen.body)
    active = moved.form.active if quality >= MIN_TRACKING else ()
    rules = {rule.id: rule for rule in exercise.rules}
    cue_state, cue, is_new = cues.step(rules, state.voice, t_s, active, wish)
    state = replace(state, picture=framing_state, voice=cue_state)
    report = Report(
        t_s=t_s,
        pose=seen.pose,
        seen=tuple(seen.mask.tolist()),
        features={**seen.features, **seen.shown},
        armed=state.gating.armed,
        phase=moved.phase if state.gating.armed else "get_ready",
        counts=state.counts,
        hold_s=state.held_s + moved.running_hold_s,
        rep_hold_s=moved.running_hold_s,
        side=moved.side,
        faults=moved.form.active,
        rule_joints=_joints(exercise, seen, moved.form),
        gauge=_gauge(exercise, state, seen.shown),
        cue=cue,
        cue_is_new=is_new,
        tracking=quality,
        yaw_deg=seen.body.orientation.yaw_deg,
        view=framing.view_name(seen.body.orientation.yaw_deg),
        finished=moved.finished + moved.form.ended,
    )
    return state, report


def stand_still(state: EngineState) -> tuple[EngineState, tuple[Fault, ...]]:
    """A pause: faults end with it, and nobody is praised for mending them meanwhile. The count stays."""
    silent = replace(state.voice, shown=None, hoped_for=None)
    return replace(state, judging=form.FormState(), voice=silent), form.close(state.judging)


def close(exercise: Exercise, state: EngineState) -> tuple[Hold | Fault, ...]:
    """What was under way when the recording ended: the running hold and faults. An unfinished repetition is none."""
    hold = holds.finish(state.holding) if exercise.hold else None
    return (*((hold,) if hold else ()), *form.close(state.judging))
