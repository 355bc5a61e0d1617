"""Holds: seconds in form, with grace for a gap and none for a fault."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from coach.core.body import SIDES, Side
from coach.core.gate import all_hold
from coach.core.report import Hold
from coach.core.spec import Hold as HoldSpec

Form = Literal["good", "near", "doubtful", "bad"]
"""How a moment of a hold is: clear of every rule that stops the hold; within the slack of one; breaking one, but not
for long enough to be a fault; or with a fault on."""

NEAR_S: Final = 3.0
"""A fault takes back at most this much of the time spent near its rule before: a body that stays near for longer is
simply built so, seconds; estimated."""

MAX_STEP_S: Final = 0.5
"""A longer gap between poses counts as this much time, so that a frozen camera fills no clock; estimated."""

TOUCH_S: Final = 1e-6
"""Two times closer than this are the same pose, seconds."""

FIRST_S: Final = 1e-3
"""What the first sight of a side says for it, seconds: the hold has a side at once, and any longer one overrules it."""


@dataclass(frozen=True, slots=True)
class HoldClock:
    """Seconds held: for good; near a rule, shown but taken back if a fault follows; in doubt, given only if the form
    recovers. So a fault takes the seconds of sliding into it along, and a short wobble costs nothing."""

    good_s: float = 0.0
    near_s: float = 0.0
    doubt_s: float = 0.0

    @property
    def shown_s(self) -> float:
        """What a clock on screen reads."""
        return self.good_s + self.near_s

    def after(self, dt_s: float, form: Form) -> "HoldClock":
        """The clock after `dt_s` more seconds in this form."""
        if form == "bad":
            return HoldClock(self.good_s)
        if form == "doubtful":
            return replace(self, doubt_s=self.doubt_s + dt_s)
        open_s = self.near_s + self.doubt_s + dt_s
        near_s = 0.0 if form == "good" else min(open_s, NEAR_S)
        return HoldClock(self.good_s + open_s - near_s, near_s)


@dataclass(frozen=True, slots=True)
class HoldState:
    """Attributes:
    t_s: last time. start_s: when the running hold was taken up, nan when there is none.
    last_good_s: when it was last in good form, or near it. clock: its seconds.
    left_s, right_s: how long each side was seen at work in it, where sides count.
    """

    t_s: float = math.nan
    start_s: float = math.nan
    last_good_s: float = math.nan
    clock: HoldClock = HoldClock()
    left_s: float = 0.0
    right_s: float = 0.0

    @property
    def side(self) -> Side | None:
        """The side that worked most of the running hold, None where it is not known."""
        if self.left_s == self.right_s:
            return None
        return "left" if self.left_s > self.right_s else "right"

    @property
    def running(self) -> bool:
        """Whether a hold is under way (its clock may be standing still)."""
        return not math.isnan(self.start_s)


def finish(state: HoldState) -> Hold | None:
    """The running hold as it stands, ended at its last good moment."""
    return (
        Hold(state.start_s, state.last_good_s, state.clock.shown_s, state.side)
        if state.running and state.clock.shown_s > 0
        else None
    )


def _seen(state: HoldState, side: Side | None, dt_s: float) -> HoldState:
    """The same, with the side that works now."""
    left_s, right_s = (dt_s if side == name else 0.0 for name in SIDES)
    return replace(state, left_s=state.left_s + left_s, right_s=state.right_s + right_s)


def step(
    spec: HoldSpec,
    state: HoldState,
    t_s: float,
    features: Mapping[str, float],
    form: Form,
    side: Side | None = None,
) -> tuple[HoldState, Hold | None]:
    """Move a hold on by one pose; a gap up to the grace neither counts nor ends it.

    Args:
        side: the side that works now; None where it is not known, or does not matter. form: see `Form`.

    Returns:
        The new state, and the hold that ended just now or None.
    """
    if form != "bad" and all_hold(spec.bands, features):
        if not state.running:
            begun = HoldState(t_s) if form == "doubtful" else _seen(HoldState(t_s, t_s, t_s), side, FIRST_S)
            return begun, None
        went_on = state.t_s - state.last_good_s < TOUCH_S or state.clock.doubt_s > 0
        dt_s = min(t_s - state.t_s, MAX_STEP_S) if went_on else 0.0
        last_good_s = state.last_good_s if form == "doubtful" else t_s
        clock = state.clock.after(dt_s, form)
        return _seen(replace(state, t_s=t_s, last_good_s=last_good_s, clock=clock), side, dt_s), None
    if state.running and t_s - state.last_good_s > spec.grace_s:
        return HoldState(t_s), finish(state)
    return replace(state, t_s=t_s, clock=state.clock.after(0.0, "bad")), None
