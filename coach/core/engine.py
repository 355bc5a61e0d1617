"""The engine: one pose in, one report out. Pure; live pictures, files, replays and tests all go through `step`."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from coach.core import cues, form, framing, holds, phases
from coach.core.body import joint
from coach.core.movement import MIN_TRACKING, EngineState, Moved, move
from coach.core.pose import Pose
from coach.core.report import Account, Cue, Fault, Gauge, Hold, Report
from coach.core.sight import Seen
from coach.core.spec import Exercise


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


def _voiced(exercise: Exercise, state: EngineState, t_s: float, moved: Moved) -> tuple[EngineState, Cue | None, bool]:
    """What is to be shown and said now, and whether it is new."""
    framing_state, wish = framing.step(exercise.framing, state.picture, t_s, moved.seen.body if moved.seen else None)
    active = moved.form.active if moved.seen and moved.quality >= MIN_TRACKING else ()
    rules = {rule.id: rule for rule in exercise.rules}
    cue_state, cue, is_new = cues.step(rules, state.voice, t_s, active, wish)
    return replace(state, picture=framing_state, voice=cue_state), cue, is_new


def _phase(state: EngineState, moved: Moved) -> str:
    if moved.seen is None:
        return "away"
    return moved.phase if state.gating.armed else "get_ready"


def step(exercise: Exercise, state: EngineState, t_s: float, pose: Pose | None) -> tuple[EngineState, Report]:
    """Take in one pose (None: nobody found) at source time `t_s`, seconds. One that can't be the person's is nobody's.

    Raises:
        ValueError: time did not rise.
    """
    state, moved = move(exercise, state, t_s, pose)
    state, cue, is_new = _voiced(exercise, state, t_s, moved)
    seen = moved.seen
    yaw_deg = seen.body.orientation.yaw_deg if seen else math.nan
    report = Report(
        t_s=t_s,
        pose=seen.pose if seen else None,
        seen=tuple(seen.mask.tolist()) if seen else (),
        features={**seen.features, **seen.shown} if seen else {},
        armed=state.gating.armed,
        phase=_phase(state, moved),
        counts=state.counts,
        hold_s=state.held_s + moved.running_hold_s,
        rep_hold_s=moved.running_hold_s,
        side=moved.side if seen else None,
        faults=moved.form.active if seen else (),
        rule_joints=_joints(exercise, seen, moved.form) if seen else {},
        gauge=_gauge(exercise, state, seen.shown) if seen else None,
        cue=cue,
        cue_is_new=is_new,
        tracking=moved.quality,
        yaw_deg=yaw_deg,
        view=framing.view_name(yaw_deg),
        finished=moved.finished + moved.form.ended,
    )
    return state, report


def account(exercise: Exercise, state: EngineState, t_s: float, pose: Pose | None) -> tuple[EngineState, Account]:
    """As `step`, where nobody looks or listens: what is shown and said is left as it was. Raises as `step`."""
    state, moved = move(exercise, state, t_s, pose)
    yaw_deg = moved.seen.body.orientation.yaw_deg if moved.seen else math.nan
    told = Account(
        t_s=t_s,
        present=moved.seen is not None,
        armed=state.gating.armed,
        counts=state.counts,
        hold_s=state.held_s + moved.running_hold_s,
        yaw_deg=yaw_deg,
        view=framing.view_name(yaw_deg),
        finished=moved.finished + moved.form.ended,
    )
    return state, told


def stand_still(state: EngineState) -> tuple[EngineState, tuple[Fault, ...]]:
    """A pause: faults end with it, and nobody is praised for mending them meanwhile. The count stays."""
    silent = replace(state.voice, shown=None, hoped_for=None)
    return replace(state, judging=form.FormState(), voice=silent), form.close(state.judging)


def close(exercise: Exercise, state: EngineState) -> tuple[Hold | Fault, ...]:
    """What was under way when the recording ended: the running hold and faults. An unfinished repetition is none."""
    hold = holds.finish(state.holding) if exercise.hold else None
    return (*((hold,) if hold else ()), *form.close(state.judging))
