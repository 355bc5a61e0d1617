"""Whole sessions in which the clock leads, and in which form slips: what is said, counted and written down."""

from dataclasses import replace
from datetime import date
from functools import lru_cache

import pytest

from coach.core import phrases
from coach.core.history import PACED, HoldDone, RepDone, SessionEnded, SetEnded, SetStarted
from coach.core.routine import Item
from coach.core.therapy.assigned import Assigned, Stop
from tests import streams
from tests.session_fakes import Stage, stage
from tests.streams import Sample, demo_samples, exercise

TILT = Item(exercise="pelvic_tilt", sets=1, reps=2, rest_s=0)
PLANK = Item(exercise="plank", sets=2, reps=1, hold_s=20, rest_s=10)
EASIER = {"plank": exercise("pelvic_tilt")}


@lru_cache(maxsize=4)
def lying(seconds: float) -> tuple[Sample, ...]:
    """Somebody who goes through the demonstration again and again."""
    once = demo_samples(exercise("pelvic_tilt").demo, 10)
    return tuple(
        (start + t_s, pose and replace(pose, t_s=start + t_s))
        for start in range(0, round(seconds), 10)
        for t_s, pose in once
        if t_s < 10
    )


@lru_cache(maxsize=4)
def sagging(from_s: float, until_s: float) -> tuple[Sample, ...]:
    """A plank in good form, whose hips sag for good."""
    wrong = next(rule.wrong for rule in exercise("plank").rules if rule.id == "hips_sag")
    good, bad = wrong.keyframes[0], wrong.keyframes[-1]
    frames = (good, replace(good, t=from_s), replace(bad, t=from_s + 1), replace(bad, t=until_s))
    return tuple(demo_samples(replace(wrong, keyframes=frames), 10))


def eased(**options: object) -> Stage:
    on = stage([PLANK], [sagging(16.0, 60.0)], easier=EASIER)
    on.run(0.5, fps=20)
    on.session.do("next")
    on.run(60, until="rest", fps=20)
    return on


def test_the_clock_leads_and_the_record_says_so() -> None:
    on = stage([TILT], [lying(90)], known=False)
    on.run(120, until="over", fps=20)
    led = exercise("pelvic_tilt").pace
    assert led is not None
    said = [text for text in on.sound.texts if text in (*(step.say for step in led.steps), "one", "two")]
    assert said == [led.steps[0].say, led.steps[1].say, "one", led.steps[0].say, led.steps[1].say, "two"]
    assert phrases.PACED in on.sound.texts
    reps = [entry for entry in on.history.of(RepDone) if isinstance(entry, RepDone)]
    assert [(rep.start_s, rep.end_s, dict(rep.range)) for rep in reps] == [
        (0.0, 10.0, {PACED: (10.0, 10.0)}), (10.0, 20.0, {PACED: (10.0, 10.0)}),
    ]  # fmt: skip
    (result,) = on.session.results
    assert (result.done, result.asked, result.sets_done, result.best, result.faults) == (2, 2, 1, None, ())
    assert on.history.of(SetEnded)[0].end == "done"  # type: ignore[union-attr]


def test_the_clock_leads_without_a_camera() -> None:
    on = stage([TILT], [], source="none")
    on.session.do("next")
    on.run(30, until="over", fps=20)
    assert on.session.results[0].done == 2
    assert len(on.history.of(RepDone)) == 2


def test_a_therapist_may_let_a_set_go_on_when_form_slips() -> None:
    kept = Assigned(patient="A", start=date(2026, 11, 1), stop=Stop(form_slips=False))
    on = stage([PLANK], [sagging(16.0, 60.0)], easier=EASIER, assigned=kept)
    on.run(0.5, fps=20)
    on.session.do("next")
    on.run(40, until="rest", fps=20)
    assert phrases.EASED not in on.sound.texts
    assert "eased" not in on.session.state.ends


def test_form_that_slips_ends_the_set_kindly() -> None:
    on = eased()
    assert on.session.state.ends == ("eased",)
    assert phrases.EASED in on.sound.texts
    on.run(6, fps=20)
    assert on.sound.texts[-1] == phrases.EASIER
    (ended,) = on.history.of(SetEnded)
    assert ended.end == "eased"  # type: ignore[union-attr]
    assert on.session.results[0].hold_s == pytest.approx(15.8, abs=0.5)
    assert on.session.results[0].eased


def test_the_easier_one_is_taken() -> None:
    on = eased()
    on.session.do("easier")
    on.session.do("next")
    assert on.session.state.work.exercise.id == "pelvic_tilt"
    on.session.go_without_camera()
    on.session.do("next")
    on.run(60, until="over", fps=20)
    assert [(r.exercise.id, r.done, r.asked, r.eased) for r in on.session.results] == [
        ("plank", 0, 1, True), ("pelvic_tilt", 5, 5, False),
    ]  # fmt: skip
    assert [entry.exercise for entry in on.history.of(SetStarted)] == ["plank", "pelvic_tilt"]  # type: ignore[union-attr]
    assert on.history.of(SessionEnded)[0].complete  # type: ignore[union-attr]


def test_the_set_is_taken_up_again_where_it_stood() -> None:
    on = eased()
    held_s = on.session.results[0].hold_s
    on.run(2, fps=20)
    on.session.do("undo")
    assert (on.session.state.stage, on.session.results[0].sets_done) == ("doing", 0)
    on.session.go_without_camera()
    on.run(30, until="rest", fps=20)
    assert on.session.state.ends == ("done",)
    assert [entry.end for entry in on.history.of(SetEnded)] == ["eased", "done"]  # type: ignore[union-attr]
    assert len({entry.set for entry in on.history.of(SetEnded)}) == 1, "the later end takes the earlier one's place"  # type: ignore[union-attr]
    assert on.session.results[0].hold_s == pytest.approx(20, abs=0.5)
    assert max(entry.start_s for entry in on.history.of(HoldDone)) == pytest.approx(held_s, abs=0.5)  # type: ignore[union-attr]


def test_the_camera_goes_on_counting_where_it_stood() -> None:
    wrong = next(rule.wrong for rule in exercise("plank").rules if rule.id == "hips_sag")
    good, bad = wrong.keyframes[0], wrong.keyframes[-1]
    times = ((0.0, good), (10.0, good), (11.0, bad), (17.0, bad), (18.0, good), (60.0, good))
    demo = replace(wrong, keyframes=tuple(replace(frame, t=t_s) for t_s, frame in times))
    on = stage([PLANK], [demo_samples(demo, 10)], easier=EASIER)
    on.run(0.5, fps=20)
    on.session.do("next")
    on.run(30, until="rest", fps=20)
    held_s = on.session.results[0].hold_s
    on.run(4, fps=20)
    on.session.do("undo")
    on.run(25, until="rest", fps=20)
    assert on.session.state.ends == ("done",)
    assert 5 < held_s < 11
    assert on.session.results[0].hold_s == pytest.approx(20, abs=0.5)
    kept = {(entry.set, entry.start_s): entry.good_s for entry in on.history.of(HoldDone)}  # type: ignore[union-attr]
    assert sum(kept.values()) == pytest.approx(20, abs=0.5)


@pytest.mark.skipif(not streams.LABELS.exists(), reason=streams.MISSING)
@pytest.mark.parametrize(
    ("file", "least"),
    [("streams/real/honzaczsk_podsazeni_panve.npz", 18.0), ("streams/real/hanshitha22_pelvic_tilts.npz", 0.0)],
)
def test_the_start_position_of_people(file: str, least: float) -> None:
    """Somebody on the back is seen all the time; somebody on all fours never."""
    from coach.analysis import Run

    run = Run(exercise("pelvic_tilt"))
    for t_s, pose in streams.stream(file):
        run.step(t_s, pose)
    armed_s = run.close().armed_s
    assert armed_s >= least
    assert least > 0 or armed_s == 0
