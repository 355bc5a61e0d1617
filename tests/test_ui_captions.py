"""What the live screen says."""

from typing import Any

import pytest
from ui_samples import BIRD_DOG, BRIDGE, PLANK, report_of

from coach.core.report import Counts, Cue, Fault
from coach.ui.captions import CountWords, count_words, cue_words, phase_words, standing
from coach.ui.views import ExerciseView

FREE = ExerciseView(name="Plank", kind="hold")
CUE = Cue("hips_sag", "Hips up", "fault", 1.0)


@pytest.mark.parametrize(
    ("view", "changes", "words"),
    [
        (BRIDGE, None, CountWords("0", "", "/ 10")),
        (BRIDGE, {"counts": Counts(5, 0)}, CountWords("5", "", "/ 10")),
        (BRIDGE, {"counts": Counts(5, 2)}, CountWords("5", "", "/ 10", "+2 partial")),
        (PLANK, {"hold_s": 12.49}, CountWords("12", ".4", "/ 30 s")),
        (PLANK, {"hold_s": 0.3}, CountWords("0", ".3", "/ 30 s")),
        (PLANK, {"hold_s": 29.99}, CountWords("29", ".9", "/ 30 s")),
        (PLANK, {"hold_s": 102.4}, CountWords("102", "", "/ 30 s")),
        (FREE, {"hold_s": 7.0}, CountWords("7", ".0", "s")),
    ],
    ids=["before", "reps", "partials", "cut", "float tenths", "never early", "long", "no target"],
)
def test_the_number(view: ExerciseView, changes: dict[str, Any] | None, words: CountWords) -> None:
    report = None if changes is None else report_of(None, **changes)

    assert count_words(report, view) == words


@pytest.mark.parametrize(
    ("view", "changes", "words"),
    [
        (BRIDGE, {"phase": "lift"}, "Lift"),
        (BRIDGE, {"phase": "lower_slowly"}, "Lower slowly"),
        (BRIDGE, {"phase": "away", "armed": False}, ""),
        (BIRD_DOG, {"phase": "hold", "rep_hold_s": 3.9}, "Hold 3 / 5 s"),
        (BIRD_DOG, {"phase": "hold", "rep_hold_s": 0.0}, "Hold"),
    ],
)
def test_the_phase(view: ExerciseView, changes: dict[str, Any], words: str) -> None:
    assert phase_words(report_of(None, **changes), view) == words


@pytest.mark.parametrize(
    ("changes", "message", "said"),
    [
        (None, "", ("", "idle")),
        ({}, "", ("", "idle")),
        ({"armed": False}, "", ("Get into position", "idle")),
        ({"armed": False, "cue": Cue("far", "Come nearer", "framing", 1.0)}, "", ("Come nearer", "idle")),
        ({"cue": CUE}, "", ("Hips up", "fault")),
        ({"cue": Cue("p", "Well held", "praise", 1.0)}, "", ("Well held", "good")),
        ({"cue": CUE}, "The camera gives no pictures.", ("The camera gives no pictures.", "idle")),
    ],
)
def test_one_sentence_at_a_time(changes: dict[str, Any] | None, message: str, said: tuple[str, str]) -> None:
    report = None if changes is None else report_of(None, **changes)

    assert cue_words(report, BRIDGE, message) == said


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        (None, "idle"),
        ({"armed": False, "faults": (Fault("x", 0, 1, "major"),)}, "idle"),
        ({"faults": (Fault("x", 0, 1, "minor"),)}, "fault"),
        ({}, "good"),
    ],
)
def test_the_state_of_the_whole(changes: dict[str, Any] | None, state: str) -> None:
    assert standing(None if changes is None else report_of(None, **changes)) == state
