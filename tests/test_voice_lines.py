"""Every line that may be said has its clip: nothing a session says is left to the computer's own voice."""

import dataclasses

import pytest
from source_tree import ROOT

from coach import voice_lines
from coach.adapters import library
from coach.core import camera_items, framing, phrases
from coach.core.spec import Exercise, Framing

EXERCISES = library.load_all(ROOT / "exercises")


def _spoken(exercise: Exercise) -> list[str]:
    lines = [exercise.name, exercise.summary, exercise.why, *exercise.steps, exercise.breathing, exercise.not_judged]
    for rule in exercise.rules:
        lines += [rule.cue, rule.praise]
    return lines


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=str)
def test_the_words_of_an_exercise_are_lines(exercise: Exercise) -> None:
    lines = voice_lines.exercise_lines(exercise)
    assert set(_spoken(exercise)) <= set(lines)
    assert len(set(lines)) == len(lines)


def test_every_line_stands_once_and_none_is_empty() -> None:
    lines = voice_lines.every_line(EXERCISES.values())
    assert len(set(lines)) == len(lines)
    assert all(line.strip() for line in lines)
    counts = {phrases.number(n) for n in range(1, phrases.MOST + 1)}
    assert counts | set(phrases.ALL) | set(camera_items.FIXES) <= set(lines)


def test_an_exercise_with_words_of_its_own_brings_its_own_lines() -> None:
    exercise = next(iter(EXERCISES.values()))
    changed = dataclasses.replace(exercise, summary="Something never said before.")
    assert "Something never said before." in voice_lines.every_line([changed])
    assert "Something never said before." not in voice_lines.every_line([exercise])


@pytest.mark.parametrize(
    ("spec", "lines"),
    [
        pytest.param(Framing(joints=(), view="any"), {"I can't see you", "Come closer to the camera"}, id="any view"),
        pytest.param(
            Framing(joints=("shoulder", "ankle"), view="side"),
            {
                "I can't see you",
                "I can't see your shoulders",
                "I can't see your feet",
                "Turn side-on to the camera",
                "Come closer to the camera",
            },
            id="side",
        ),
        pytest.param(
            Framing(joints=("shoulder", "hip"), view="front"),
            {
                "I can't see you",
                "I can't see your shoulders",
                "I can't see your hips",
                "Face the camera",
                "Come closer to the camera",
            },
            id="front",
        ),
    ],
)
def test_framing_is_asked_for_all_it_can_say(spec: Framing, lines: set[str]) -> None:
    assert set(voice_lines.framing_lines(spec)) == lines


def test_nobody_in_the_picture_is_a_line_of_every_exercise() -> None:
    for exercise in EXERCISES.values():
        assert framing.wish(exercise.framing, None) in voice_lines.exercise_lines(exercise)
