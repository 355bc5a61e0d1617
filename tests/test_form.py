"""Form rules: what is broken, for how long, until when, and from which view."""

import math

import pytest

from coach.core.demo import Demo, Keyframe
from coach.core.form import MENDED_S, FormState, close, step
from coach.core.report import Fault
from coach.core.spec import Band, Rule, View

DEMO = Demo(
    lying="up",
    floor=("heel", "shoulder"),
    keyframes=(Keyframe(t=0, hip=120, knee=70), Keyframe(t=1, hip=120, knee=70)),
)


def rule(*, for_s: float = 0.6, slack: float = 5, view: View = "side", when: tuple[Band, ...] = ()) -> Rule:
    """Broken above 190."""
    return Rule(
        id="arched",
        name="Arched",
        fault=(Band(feature="hip", above=190, source="test"),),
        when=when,
        slack=slack,
        for_s=for_s,
        phases=("top",),
        view=view,
        cue="Less",
        joints=("hip",),
        wrong=DEMO,
    )


Story = list[tuple[float, float]]
"""(the measure, for how many seconds)."""


def _faults(spec: Rule, story: Story, fps: float = 30, phase: str = "top", yaw_deg: float = 0) -> list[Fault]:
    state, ended, index = FormState(), [], 0
    for hip, seconds in story:
        for _ in range(round(seconds * fps)):
            features = {"hip": hip, "yaw_deg": yaw_deg}
            state, report = step((spec,), state, index / fps, phase, features, "left")
            ended += report.ended
            index += 1
    return [*ended, *close(state)]


GOOD, NEAR, BAD, UNSEEN = 180.0, 187.0, 195.0, math.nan


@pytest.mark.parametrize("fps", [10, 15, 30, 60])
@pytest.mark.parametrize(
    ("story", "spans"),
    [
        ([(GOOD, 3)], []),
        ([(NEAR, 9)], []),
        ([(BAD, 0.4), (GOOD, 3)], []),
        ([(GOOD, 1), (BAD, 2), (GOOD, 1)], [(1, 3)]),
        ([(GOOD, 1), (BAD, 2)], [(1, 3)]),
        # It goes on while no further off than the slack.
        ([(GOOD, 1), (BAD, 1), (NEAR, 2), (GOOD, 1)], [(1, 4)]),
        ([(GOOD, 1), (NEAR, 1), (BAD, 1), (GOOD, 1)], [(2, 3)]),
        # A break shorter than MENDED_S does not end it, a longer one does.
        ([(BAD, 1), (GOOD, 0.3), (BAD, 1), (GOOD, 1)], [(0, 2.3)]),
        ([(BAD, 1), (GOOD, 1), (BAD, 1), (GOOD, 1)], [(0, 1), (2, 3)]),
        # Before it is on, any break begins it anew.
        ([(BAD, 0.4), (GOOD, 0.2), (BAD, 0.4), (GOOD, 1)], []),
        # Unseen breaks nothing, and mends like good form.
        ([(UNSEEN, 5)], []),
        ([(BAD, 0.4), (UNSEEN, 0.2), (BAD, 0.4), (UNSEEN, 1)], []),
        ([(BAD, 1), (UNSEEN, 2)], [(0, 1)]),
    ],
)
def test_a_fault_lasts(story: Story, spans: list[tuple[float, float]], fps: float) -> None:
    found = [(fault.start_s, fault.end_s) for fault in _faults(rule(), story, fps)]
    assert [time for span in found for time in span] == pytest.approx(
        [time for span in spans for time in span], abs=1 / fps + 0.06
    )


def test_a_fault_is_on_after_its_persistence_and_off_after_it_was_mended() -> None:
    state = FormState()
    on = []
    for index in range(120):
        hip = BAD if 30 <= index < 60 else GOOD
        state, report = step((rule(),), state, index / 30, "top", {"hip": hip, "yaw_deg": 0}, None)
        on += [index / 30] if report.active else []
    assert on[0] == pytest.approx(1.0 + 0.6, abs=0.04)
    assert on[-1] == pytest.approx(59 / 30 + MENDED_S, abs=0.04)


@pytest.mark.parametrize(
    ("view", "yaw_deg", "judged"),
    [
        ("side", 0, True),
        ("side", 30, True),
        ("side", 31, False),
        ("side", 90, False),
        ("side", math.nan, False),
        ("front", 0, False),
        ("front", 59, False),
        ("front", 60, True),
        ("front", math.nan, False),
        ("any", 0, True),
        ("any", 45, True),
        ("any", 90, True),
    ],
)
def test_a_rule_is_judged_from_its_view_only(view: View, yaw_deg: float, judged: bool) -> None:
    assert bool(_faults(rule(view=view), [(BAD, 2)], yaw_deg=yaw_deg)) == judged


@pytest.mark.parametrize(("phase", "judged"), [("top", True), ("rest", False), ("back", False), ("", False)])
def test_a_rule_is_judged_in_its_phases_only(phase: str, judged: bool) -> None:
    assert bool(_faults(rule(), [(BAD, 2)], phase=phase)) == judged


@pytest.mark.parametrize(("hip_is_seen", "judged"), [(185.0, True), (250.0, False), (math.nan, False)])
def test_a_rule_asks_its_conditions_first(hip_is_seen: float, judged: bool) -> None:
    asked = rule(when=(Band(feature="knee", below=200, source="test"),))
    _, report = step((asked,), FormState(), 0.0, "top", {"hip": BAD, "knee": hip_is_seen, "yaw_deg": 0}, None)
    assert ("arched" in report.judged) == judged
    assert ("arched" in report.broken) == judged


def test_a_rule_without_persistence_is_a_fault_at_once() -> None:
    _, report = step((rule(for_s=0),), FormState(), 2.0, "top", {"hip": BAD, "yaw_deg": 0}, "right")
    assert report.active == (Fault("arched", 2.0, 2.0, "minor", "right"),)


def test_near_is_told_before_broken() -> None:
    _, report = step((rule(),), FormState(), 0.0, "top", {"hip": NEAR, "yaw_deg": 0}, None)
    assert (report.near, report.broken, report.active) == (frozenset({"arched"}), frozenset(), ())


def test_a_missing_measure_breaks_nothing() -> None:
    _, report = step((rule(for_s=0),), FormState(), 0.0, "top", {"yaw_deg": 0}, None)
    assert (report.broken, report.active) == (frozenset(), ())
