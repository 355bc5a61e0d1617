"""What looks at a body that does no exercise: posture watch, a baseline being taken, who is followed, raised hands."""

import math
from collections.abc import Iterator
from functools import cache
from typing import Final

from coach import posture_analysis
from coach.adapters.own_files.baselines import SIZES
from coach.core import follow, gestures
from coach.core.pose import Pose
from coach.core.sitting import measuring
from coach.core.sitting.baseline import PostureBaseline
from coach.core.sitting.habits import Habits
from coach.core.sitting.look import STATES, Look, Sample
from coach.core.sitting.watch import WatchSpec
from tests import sitter
from tests.fuzz import landmarks, samples
from tests.fuzz.draws import Draws
from tests.fuzz.target import Target, finite, must, strict_json

Story = list[tuple[float, Pose | None]]


@cache
def bodies() -> tuple[Pose, ...]:
    """Somebody at a desk: upright, bent, close, turned, leaning, a hand raised; and others who lie or stand."""
    ways = (
        sitter.Sitter(), sitter.Sitter(), sitter.Sitter(slump=30), sitter.Sitter(forward=0.1),
        sitter.Sitter(closer=0.3), sitter.Sitter(turn=50), sitter.Sitter(lean=20),
        sitter.Sitter(tilt=-25), sitter.Sitter(hand_up=True),
        sitter.Sitter(up=0.4), sitter.Sitter(camera=(0.5, 0.6, 0.4)),
    )  # fmt: skip
    return (*map(sitter.pose, ways), *samples.poses("plank")[:2], *samples.poses("overhead_reach")[::4])


def _baseline(draws: Draws) -> PostureBaseline | None:
    """None, a usual one, or one with an odd measure, as an own file may hold it: sizes are above 0 there."""
    kind = draws.below(3)
    if kind == 0:
        return None
    readings = [measuring.read(Sample(0.0, bodies()[0]), None)]
    usual = measuring.baseline_of([one for one in readings if isinstance(one, measuring.Reading)])
    if kind == 1:
        return usual
    name = draws.pick(sorted(usual.medians))
    odd = draws.pick((1e-12, 1e6, 1e300, math.nan) if name in SIZES else (0.0, -1.0, 1e-12, 1e300, -1e300, math.nan))
    return PostureBaseline(view=usual.view, medians={**usual.medians, name: odd}, spreads=usual.spreads)


def _watched(draws: Draws, story: Story) -> None:
    """Posture watch, over a day as it were, and its account."""
    baseline, view = _baseline(draws), draws.pick((None, None, "front", "side"))
    light = draws.pick((math.nan, 0.5, 0.0))
    seen = [Sample(t_s, pose, light, draws.pick(("", "", "", "", "", "", "no picture"))) for t_s, pose in story]
    watch = posture_analysis.Sitting(WatchSpec(baseline=baseline, view=view), Habits())
    last_s = -math.inf
    for sample in seen:
        try:
            look = watch.step(sample)
        except ValueError:
            if sample.t_s > last_s:
                raise
            continue
        must(sample.t_s > last_s, "time that does not rise was taken")
        last_s = sample.t_s
        _look(look)
    _account(watch.close())
    rising = _rising(story)
    _account(posture_analysis.sat((Sample(t_s, pose) for t_s, pose in rising), view=view))


def _look(look: Look) -> None:
    must(look.state in STATES, "a state that there is not")
    must(look.since_s <= look.t_s, "a state begins after it is seen")
    must(look.still_s >= 0 and look.shifts >= 0, "still for less than no time")
    finite(look.measures, "measures")


def _account(account: posture_analysis.Account) -> None:
    document = posture_analysis.result_json(account)
    strict_json(document)
    must(all(one["start_s"] <= one["end_s"] for one in document["segments"]), "a stretch ends before it begins")
    must(all(one["start_s"] <= one["end_s"] for one in document["breaks"]), "a break ends before it begins")
    must(all(seconds >= 0 for seconds in document["totals"].values()), "less than no time in a state")


def _rising(story: Story) -> Story:
    last_s, found = -math.inf, []
    for t_s, pose in story:
        if t_s > last_s:
            last_s = t_s
            found.append((t_s, pose))
    return found


def _measured(story: Story) -> None:
    state = measuring.Measuring(name="desk")
    for t_s, pose in _rising(story):
        state = measuring.step(state, Sample(t_s, pose))
        must(0 <= state.shown.progress <= 1, "progress outside 0..1")
        must(math.isfinite(state.shown.left_s) and state.shown.left_s >= 0, "less than no time is left")


def _followed(draws: Draws, story: Story) -> None:
    state, last_s = follow.FollowState(), -math.inf
    for t_s, pose in story:
        others = [follow.candidate(draws.pick(bodies())) for _ in range(draws.below(3))]
        first = follow.candidate(pose) if pose is not None else None
        here = [one for one in (first, *others) if one is not None]
        must(all(math.isfinite(one.scale) and one.scale > 0 for one in here), "somebody of no size")
        try:
            state, index = follow.step(state, here, t_s, everybody=bool(draws.below(2)) or state.survey_due)
        except ValueError:
            if t_s >= last_s:
                raise
            continue
        must(t_s >= last_s, "time that runs back was taken")
        last_s = t_s
        must(index is None or 0 <= index < len(here), "somebody who is not there is followed")


def _gestured(story: Story) -> None:
    state, last_s = gestures.GestureState(), -math.inf
    for t_s, pose in story:
        try:
            state, made = gestures.step(state, t_s, pose)
        except ValueError:
            if t_s > last_s:
                raise
            continue
        must(t_s > last_s, "time that does not rise was taken")
        last_s = t_s
        must(made is None or made in gestures.ALL, "a gesture that there is not")
        must(state.forming is None or 0 <= state.forming.share <= 1, "a gesture more than made")


def run(data: bytes) -> None:
    """One story, seen by all of them."""
    draws = Draws(data)
    begin = draws.below(len(bodies()))
    story = list(landmarks.sequence(draws, (*bodies()[begin:], *bodies()[:begin])))
    again = Draws(data)
    _watched(again, story)
    _measured(story)
    _followed(again, story)
    _gestured(story)


def _seeds() -> Iterator[bytes]:
    for number, choices in enumerate(samples.CHOICES):
        yield bytes([number, 0]) + choices
        yield bytes([number, 0]) + bytes((0, 4 + number, 11, 1, number, 1, 1)) * 5


TARGET: Final = Target(
    "sitting", "landmark sequences: posture watch, baselines, following, gestures", run, _seeds,
    ("coach.core.sitting.watch", "coach.core.sitting.measures", "coach.core.sitting.measuring",
     "coach.core.sitting.judging", "coach.core.sitting.stillness", "coach.core.sitting.moved",
     "coach.core.sitting.notes", "coach.core.sitting.companion", "coach.core.sitting.breaks",
     "coach.core.sitting.minutes", "coach.core.sitting.strip", "coach.core.follow", "coach.core.gestures",
     "coach.posture_analysis"),
)  # fmt: skip
