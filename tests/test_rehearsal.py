"""An exercise tried on its own demonstrations; what its file says wrongly is told in sentences."""

from dataclasses import replace

import pytest

from coach import rehearsal
from tests.streams import exercise


def test_a_good_file_has_nothing_wrong() -> None:
    assert rehearsal.rehearse(exercise("double_knee_to_chest")) == []


@pytest.mark.parametrize(
    ("id_", "change", "told"),
    [
        ("double_knee_to_chest", {"reps": 9}, "demo at 10 fps: counted"),
        ("double_knee_to_chest", {"partial": 3}, "should be (3, 3, 0, 0)"),
        ("plank", {"hold_s": 99.0}, "should be 99 s"),
    ],
)
def test_a_demonstration_that_claims_too_much_is_told(
    monkeypatch: pytest.MonkeyPatch, id_: str, change: dict[str, float], told: str
) -> None:
    monkeypatch.setattr(rehearsal, "RATES", (10.0,))
    spec = exercise(id_)
    wrong = rehearsal.rehearse(replace(spec, demo=replace(spec.demo, **change)))
    assert len(wrong) == 1
    assert told.replace("(3, 3", f"({spec.demo.reps}, 3") in wrong[0]


def test_a_wrong_demonstration_that_breaks_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rehearsal, "RATES", (10.0,))
    spec = exercise("plank")
    rule = replace(spec.rules[0], wrong=spec.demo)
    wrong = rehearsal.rehearse(replace(spec, rules=(rule, *spec.rules[1:])))
    assert wrong == [f"wrong demo of {rule.id} at 10 fps: found faults [], should be ['{rule.id}']"]
