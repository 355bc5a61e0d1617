"""What a therapist asks of one exercise, in words."""

from typing import Any

import pytest
from streams import exercise

from coach.core.routine import Item
from coach.core.therapy.item_words import limit_words, off_words, target_words, tempo_of


@pytest.mark.parametrize(
    ("id_", "asked", "words"),
    [
        ("glute_bridge", {"target": 163}, "until your hips are nearly straight: about 163 degrees"),
        ("glute_bridge", {"target": 148}, "until your hips are open to about 148 degrees (180 is straight)"),
        ("glute_bridge", {"limit": 190}, "stop before your hips are a little past straight: about 190 degrees"),
        ("glute_bridge", {"limit": 180}, "stop before your hips are straight: about 180 degrees"),
        ("single_leg_bridge", {"target": 163}, "until your hip is nearly straight: about 163 degrees"),
        ("bird_dog", {"target": -45}, "until your leg is about 45 degrees below level"),
        ("bird_dog", {"limit": 2}, "stop before your leg is level"),
        ("bird_dog", {"limit": 12}, "stop before your leg is about 12 degrees above level"),
        ("knee_to_chest", {"target": 92}, "until your hip is bent to about 92 degrees (less is nearer to your chest)"),
        ("hip_hinge", {"target": 42}, "until you lean forward about 42 degrees"),
        ("standing_extension", {"limit": 20}, "stop before you lean back about 20 degrees"),
        ("dead_bug", {"target": 38}, "until one leg is about 38 degrees straighter than the other"),
        ("lift_drill", {"target": 0.8}, "until hand height is about 0.8"),
        ("glute_bridge", {}, ""),
    ],
)
def test_how_far(id_: str, asked: dict[str, Any], words: str) -> None:
    item = Item(exercise=id_, **asked)
    assert target_words(exercise(id_), item) or limit_words(exercise(id_), item) == words
    assert words in (target_words(exercise(id_), item), limit_words(exercise(id_), item))


def test_every_exercise_with_a_target_has_words_of_its_own() -> None:
    """A number alone, or the name of a measure, tells nobody how far to go."""
    for id_ in ("bird_dog", "dead_bug", "double_knee_to_chest", "glute_bridge", "hip_hinge", "knee_to_chest",
                "single_leg_bridge", "standing_extension"):  # fmt: skip
        limits = exercise(id_).limits
        assert limits is not None
        assert limits.target is not None
        assert (
            "your" in (said := target_words(exercise(id_), Item(exercise=id_, target=limits.target[1])))
            or "you" in said
            or "one leg" in said
        )


@pytest.mark.parametrize(
    ("id_", "tempo", "words"),
    [
        ("glute_bridge", (3, 3), "Lift 3 s, lower 3 s"),
        ("glute_bridge", None, ""),
        ("plank", (2, 2.5), "2 s out, 2.5 s back"),
    ],
)
def test_how_slowly(id_: str, tempo: Any, words: str) -> None:
    assert tempo_of(exercise(id_), tempo) == words


def test_what_is_not_judged() -> None:
    item = Item(exercise="glute_bridge", rules_off=("over_arch", "too_fast"))
    assert off_words(exercise("glute_bridge"), item) == "Not judged: back arched at the top, lifted too fast"
    assert off_words(exercise("glute_bridge"), Item(exercise="glute_bridge")) == ""
