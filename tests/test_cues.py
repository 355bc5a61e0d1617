"""One voice: one cue at a time, the worst first, with pauses, and praise for what was mended."""

import itertools
from dataclasses import replace

import pytest
from test_form import rule

from coach.core.cues import COOL_DOWN_S, PRAISE_WITHIN_S, REPEAT_S, SHOWN_S, CueState, step
from coach.core.report import Cue, Fault
from coach.core.spec import Rule

RULES: dict[str, Rule] = {
    "arched": replace(rule(), cue="Stop at the line", praise="Good line"),
    "sagged": replace(rule(), id="sagged", cue="Hips up", praise="That's it", severity="major"),
}


def _fault(id_: str, start_s: float = 0.0) -> Fault:
    return Fault(id_, start_s, start_s, RULES[id_].severity)


Span = tuple[float, float, str]


def _said(faults: list[Span], seconds: float = 40, framing: str = "", fps: float = 10) -> list[tuple[float, str, str]]:
    """(time, text, kind) of all that is said while faults last: (from, to, id)."""
    state = CueState()
    said = []
    for index in range(round(seconds * fps)):
        t_s = index / fps
        active = [_fault(id_, start) for start, end, id_ in faults if start <= t_s < end]
        state, cue, is_new = step(RULES, state, t_s, active, framing)
        if is_new:
            assert cue is not None
            said.append((t_s, cue.text, cue.kind))
    return said


def test_silence_without_faults() -> None:
    assert _said([]) == []


def test_a_fault_is_said_at_once_and_again_after_a_while() -> None:
    said = _said([(1, 30, "arched")], seconds=30)
    assert [text for _, text, _ in said] == ["Stop at the line"] * 3
    assert [t_s for t_s, *_ in said] == pytest.approx([1, 1 + REPEAT_S, 1 + 2 * REPEAT_S])


def test_the_worst_comes_first_and_the_other_after_a_pause() -> None:
    said = _said([(1, 12, "arched"), (1, 12, "sagged")], seconds=12)
    assert [(text, kind) for _, text, kind in said[:2]] == [("Hips up", "fault"), ("Stop at the line", "fault")]
    assert said[1][0] - said[0][0] == pytest.approx(COOL_DOWN_S)


def test_of_two_alike_the_older_comes_first() -> None:
    rules = {**RULES, "sagged": replace(RULES["sagged"], severity="minor")}
    active = [Fault("arched", 2.0, 3.0, "minor"), Fault("sagged", 1.0, 3.0, "minor")]
    _, cue, _ = step(rules, CueState(), 3.0, active, "")
    assert cue is not None
    assert cue.id == "sagged"


def test_mending_soon_after_the_cue_earns_praise_once() -> None:
    said = _said([(1, 4, "arched")])
    assert said == [(1.0, "Stop at the line", "fault"), (4.0, "Good line", "praise")]


def test_mending_late_earns_no_praise() -> None:
    state, _, _ = step(RULES, CueState(), 0.0, [_fault("arched")], "")
    state, cue, is_new = step(RULES, state, PRAISE_WITHIN_S + 0.5, [], "")
    assert (cue, is_new) == (None, False)
    assert step(RULES, state, PRAISE_WITHIN_S + 0.6, [], "")[2] is False


def test_a_fault_that_was_not_said_earns_no_praise() -> None:
    said = _said([(1, 12, "sagged"), (1, 3, "arched")], seconds=10)
    assert all(text != "Good line" for _, text, _ in said)


def test_nothing_is_said_within_the_cool_down() -> None:
    spans: list[Span] = [(index, index + 0.5, ("arched", "sagged")[index % 2]) for index in range(40)]
    times = [t_s for t_s, _, kind in _said(spans) if kind == "fault"]
    assert len(times) > 2
    assert all(b - a >= COOL_DOWN_S - 1e-9 for a, b in itertools.pairwise(times))


def test_a_cue_stays_on_screen_while_its_fault_lasts() -> None:
    state, cue, _ = step(RULES, CueState(), 0.0, [_fault("arched")], "")
    for t_s in (1.0, 4.0, 9.0):
        state, shown, is_new = step(RULES, state, t_s, [_fault("arched")], "")
        assert (shown, is_new) == (cue, False)


def test_praise_and_framing_leave_the_screen() -> None:
    state, cue, is_new = step(RULES, CueState(), 0.0, [], "I can't see you")
    assert (cue, is_new) == (Cue("I can't see you", "I can't see you", "framing", 0.0), True)
    state, cue, _ = step(RULES, state, SHOWN_S - 0.1, [], "I can't see you")
    assert cue is not None
    assert step(RULES, state, SHOWN_S + 0.1, [], "I can't see you")[1] is None


def test_framing_is_said_again_after_a_while_and_never_over_a_cue() -> None:
    said = _said([], seconds=25, framing="Face the camera")
    assert [t_s for t_s, *_ in said] == pytest.approx([0, REPEAT_S, 2 * REPEAT_S])
    both = _said([(0, 3, "arched")], seconds=4, framing="Face the camera")
    assert [kind for *_, kind in both] == ["fault", "praise"]


@pytest.mark.parametrize("fps", [10, 15, 30, 60])
def test_the_same_is_said_at_any_rate(fps: int) -> None:
    spans: list[Span] = [(1, 9, "arched"), (6, 20, "sagged"), (15, 30, "arched")]
    slow, now = (_said(spans, fps=rate) for rate in (10, fps))
    assert [(text, kind) for _, text, kind in now] == [(text, kind) for _, text, kind in slow]
    assert [t_s for t_s, *_ in now] == pytest.approx([t_s for t_s, *_ in slow], abs=0.11)
