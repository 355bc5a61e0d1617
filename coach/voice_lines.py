"""Every line that must have a recorded clip: fixed sentences, counts, how to mend the picture, words of exercises."""

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np

from coach.core import camera_items, framing, phrases, script
from coach.core.body import JOINTS, LANDMARK_COUNT, joint
from coach.core.care import phrases as care_phrases
from coach.core.pose import Pose
from coach.core.posture import Body, Orientation
from coach.core.spec import Exercise, Framing

NUMBERS: Final[tuple[str, ...]] = tuple(phrases.number(n) for n in range(1, phrases.MOST + 1))
"""The counts, as they are said."""

_NEAR: Final = "left"
_SIDE_ON: Final = Orientation(_NEAR, 0.0, 0.0, 90.0)
_FRONT_ON: Final = Orientation(_NEAR, 90.0, 0.0, 90.0)


def every_line(exercises: Iterable[Exercise]) -> tuple[str, ...]:
    """Every line once, word for word as it is said: the fixed ones first, then exercise by exercise."""
    lines = dict.fromkeys((*phrases.ALL, *care_phrases.ALL, *NUMBERS, *camera_items.FIXES))
    for exercise in exercises:
        lines.update(dict.fromkeys(exercise_lines(exercise)))
    return tuple(line for line in lines if line.strip())


def exercise_lines(exercise: Exercise) -> tuple[str, ...]:
    """Every line that may be said in one exercise besides the fixed ones and the counts."""
    told = (exercise.name, exercise.summary, exercise.why, *exercise.steps, exercise.breathing, exercise.not_judged)
    form = (words for rule in exercise.rules for words in (rule.cue, rule.praise))
    led = script.pace_lines(exercise)
    return tuple(dict.fromkeys((*told, *form, *led, *_phase_words(exercise), *framing_lines(exercise.framing))))


def _phase_words(exercise: Exercise) -> tuple[str, ...]:
    spoken = exercise.rep or exercise.hold
    words = spoken.words if spoken else None
    return (words.rest, words.out, words.top, words.back) if words else ()


def framing_lines(spec: Framing) -> tuple[str, ...]:
    """Every sentence about the picture that an exercise may need, asked of `framing` itself: with nobody there, with
    each needed joint hidden, seen from the side, from the front, and from far away."""
    said = (framing.wish(spec, body) for body in _trouble(spec))
    return tuple(dict.fromkeys(line for line in said if line))


def _trouble(spec: Framing) -> Iterator[Body | None]:
    yield None
    for name in spec.joints:
        seen = np.ones(LANDMARK_COUNT, dtype=np.bool_)
        seen[joint(name, _NEAR)] = False
        yield Body(_figure(1.0), _SIDE_ON, seen)
    for orientation in (_SIDE_ON, _FRONT_ON):
        for height in (1.0, framing.SMALL / 2):
            yield Body(_figure(height), orientation)


def _figure(height: float) -> Pose:
    """Somebody whose joints lie evenly on a line of that share of the picture's height."""
    points = np.full((LANDMARK_COUNT, 4), 0.5)
    for place, name in enumerate(JOINTS):
        points[joint(name, _NEAR), 1] = 0.5 + height * (place / (len(JOINTS) - 1) - 0.5)
    points[:, 3] = 1.0
    return Pose(0.0, points, np.zeros((LANDMARK_COUNT, 3)), (100, 100))
