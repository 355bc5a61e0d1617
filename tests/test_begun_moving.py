"""Whoever moves already when counting comes on is not told to be too fast: how long that rise took is not known."""

import pytest

from tests.streams import Sample, at, demo_samples, exercise, play

QUICK = [
    ("glute_bridge", 2.0),
    *(
        pytest.param(id_, times, marks=pytest.mark.slow)
        for id_, times in (
            ("single_leg_bridge", 2.0),
            ("knee_to_chest", 2.5),
            ("double_knee_to_chest", 2.5),
            ("bird_dog", 2.0),
        )
    ),
]
"""Demonstrations played so much faster: quick, and still in good form."""

CUT = 150
"""Pictures that are looked at from each beginning on: two repetitions."""


def _quick(id_: str, times: float) -> list[Sample]:
    return [(t_s / times, at(pose, t_s / times)) for t_s, pose in demo_samples(exercise(id_).demo, 30)]


@pytest.mark.parametrize(("id_", "times"), QUICK)
def test_wherever_a_recording_begins_good_form_is_good(id_: str, times: float) -> None:
    samples = _quick(id_, times)
    assert not play(exercise(id_), samples).fault_ids
    found = {begin: play(exercise(id_), samples[begin : begin + CUT]).fault_ids for begin in range(0, 160, 2)}
    assert {begin: faults for begin, faults in found.items() if faults} == {}


def test_who_rests_first_and_is_too_fast_is_told_at_the_first_repetition() -> None:
    samples = _quick("glute_bridge", 5.0)[: 2 * CUT]
    at_rest = [(t_s - 1.0, at(samples[0][1], t_s - 1.0)) for t_s, _ in samples if t_s < 1.0]
    played = play(exercise("glute_bridge"), [*at_rest, *samples])
    assert "too_fast" in played.reps[0].faults
