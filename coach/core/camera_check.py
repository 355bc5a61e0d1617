"""The check before an exercise: does the camera see what it must? One fix at a time, and it goes on by itself."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from coach.core import camera_items as look, framing
from coach.core.body import Side
from coach.core.camera_items import FACING, FIXES, LABELS, WHOLE, Item
from coach.core.gate import MAX_GAP_S
from coach.core.pose import Mask, Pose
from coach.core.posture import Body, orient
from coach.core.spec import Exercise

SENTENCES: Final[tuple[str, ...]] = (*LABELS.values(), FACING, *FIXES)
"""Every label and every fix as it is spoken, for whoever records them."""

GOOD_S: Final = 2.0
"""All good for so long, and the check is done, seconds."""

SHORT_GOOD_S: Final = 0.5
"""The same where nothing changed since last time (`may_shorten`), seconds; estimated."""

PATIENCE_S: Final = 20.0
"""Essentials good for so long, and it goes on though something else is not: a slow camera still counts; estimated."""

BLIP_S: Final = 0.3
"""Something bad for no longer than this does not begin the wait anew, seconds; estimated. Raise it when flickering
limbs keep the check from ending."""

WINDOW_S: Final = 3.0
"""Picture rate and level are measured over this, seconds; estimated."""

PAUSE_S: Final = 3.0
"""At least so long between two fixes, seconds; estimated."""

REPEAT_S: Final = 6.0
"""At least so long between two fixes of the same item, seconds; estimated."""

WORST_FIRST: Final = ("person", "frame", "distance", "view", "light", "rate", "level")
ESSENTIAL: Final = frozenset({"person", "frame", "distance"})
"""Without these no exercise can be followed; the others hold the check up for `PATIENCE_S` at most."""


@dataclass(frozen=True, slots=True)
class Streak:
    """Since when something has been so (nan: it is not), and when it was last seen so, seconds."""

    since_s: float = math.nan
    last_s: float = -math.inf


@dataclass(frozen=True, slots=True, eq=False)
class CheckState:
    """Attributes:
    samples: time and tilt (degrees, nan unknown) of the last `WINDOW_S`. near, seen: as in `sight`.
    good: items that were good. fine: nothing was bad. enough: no essential was bad.
    worst, lasting: the worst item and since when. said: when each item's fix was last said.
    """

    samples: tuple[tuple[float, float], ...] = ()
    near: Side | None = None
    seen: Mask | None = None
    good: frozenset[str] = frozenset()
    fine: Streak = Streak()
    enough: Streak = Streak()
    worst: str = ""
    lasting: Streak = Streak()
    said: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CameraCheck:
    """What the check says now.

    Attributes:
        items: in the order shown. fix: the worst one's, to show, or "". say: what to say now, mostly "".
        good_s: for how long nothing was bad. ready: go on now. fps: pictures looked at a second, nan at first.
    """

    items: tuple[Item, ...]
    fix: str
    say: str
    good_s: float
    ready: bool
    fps: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    """How the camera stood when a check was last passed. `size`: pixels; `brightness`: 0..1 or nan; `at`: aware."""

    camera: str
    size: tuple[int, int]
    fps: float
    brightness: float
    at: datetime


def may_shorten(before: SetUp | None, camera: str, size: tuple[int, int], check: CameraCheck) -> bool:
    """Whether `SHORT_GOOD_S` is long enough: the same camera and picture as last time, and nothing is bad now."""
    same = before is not None and (before.camera, before.size) == (camera, size)
    return same and all(item.state != "bad" for item in check.items)


def step(
    state: CheckState,
    exercise: Exercise | None,
    t_s: float,
    pose: Pose | None,
    brightness: float | None,
    fps_measured: float | None = None,
) -> tuple[CheckState, CameraCheck]:
    """Take in one picture.

    Args:
        exercise: what the camera must see is its; None asks for the whole body in any view.
        brightness: mean luma 0..1, None where not known.
        fps_measured: pictures a second that the camera gives, where known apart from the rate of these calls: then a
            slow computer is told from a slow camera.

    Raises:
        ValueError: time did not rise.
    """
    if state.samples and t_s <= state.samples[-1][0]:
        raise ValueError(f"time must rise: {t_s:g} s after {state.samples[-1][0]:g} s")
    mask = pose.seen(state.seen) if pose else None
    body = Body(pose, orient(pose.world, state.near), mask) if pose else None
    kept = [sample for sample in state.samples if t_s - sample[0] < WINDOW_S]
    samples = (*kept, (t_s, look.camera_tilt_deg(exercise, pose, body)))
    state = replace(state, samples=samples, near=body.near if body else state.near, seen=mask)
    fps = _fps(samples)
    items = (
        *_seen(state, exercise, pose, body),
        look.light(brightness, "light" in state.good),
        look.rate(fps, fps_measured, "rate" in state.good),
    )
    good = frozenset(item.id for item in items if item.state == "good")
    return _conclude(replace(state, good=good), t_s, items, fps)


def _seen(state: CheckState, exercise: Exercise | None, pose: Pose | None, body: Body | None) -> tuple[Item, ...]:
    """What is to be said of where somebody is in the picture."""
    spec = exercise.framing if exercise else WHOLE
    posed = body is not None and look.in_posture(exercise, body)
    return (
        look.person(body),
        look.frame(spec, pose, body),
        *look.view(spec, body if posed else None, "view" in state.good),
        look.level(state.samples),
        look.distance(spec, pose, body, posed),
    )


def _conclude(state: CheckState, t_s: float, items: tuple[Item, ...], fps: float) -> tuple[CheckState, CameraCheck]:
    bad = {item.id for item in items if item.state == "bad"}
    fine, enough = _streak(state.fine, t_s, not bad), _streak(state.enough, t_s, not bad & ESSENTIAL)
    good_s = 0.0 if bad else t_s - fine.since_s
    ready = good_s >= GOOD_S or (not bad & ESSENTIAL and t_s - enough.since_s >= PATIENCE_S)
    worst = _worst(items)
    state = _dwell(replace(state, fine=fine, enough=enough), t_s, worst.id if worst else "")
    say = worst.fix if worst and not ready and _may_say(state, t_s, worst.id) else ""
    if worst and say:
        state = replace(state, said={**state.said, worst.id: t_s})
    return state, CameraCheck(items, worst.shown if worst else "", say, good_s, ready, fps)


def _worst(items: tuple[Item, ...]) -> Item | None:
    bad = sorted((item for item in items if item.state == "bad"), key=lambda item: WORST_FIRST.index(item.id))
    # In the dark nobody is found: light mends both.
    dark = next((item for item in bad if item.id == "light" and bad[0].id == "person"), None)
    return dark or (bad[0] if bad else None)


def _streak(streak: Streak, t_s: float, so: bool) -> Streak:
    if so:
        anew = math.isnan(streak.since_s) or t_s - streak.last_s > MAX_GAP_S
        return Streak(t_s if anew else streak.since_s, t_s)
    return streak if t_s - streak.last_s <= BLIP_S else Streak()


def _dwell(state: CheckState, t_s: float, worst: str) -> CheckState:
    lasting = _streak(state.lasting, t_s, worst == state.worst)
    if worst != state.worst and math.isnan(lasting.since_s):
        return replace(state, worst=worst, lasting=Streak(t_s, t_s))
    return replace(state, lasting=lasting)


def _may_say(state: CheckState, t_s: float, worst: str) -> bool:
    lasted = worst == state.worst and t_s - state.lasting.since_s >= framing.WAIT_S
    quiet = t_s - max(state.said.values(), default=-math.inf) >= PAUSE_S
    return lasted and quiet and t_s - state.said.get(worst, -math.inf) >= REPEAT_S


def _fps(samples: tuple[tuple[float, float], ...]) -> float:
    span_s = samples[-1][0] - samples[0][0]
    return (len(samples) - 1) / span_s if span_s >= 1.0 else math.nan
