"""Parts of an exercise check themselves; what they refuse, they refuse in words."""

import dataclasses
import math
from collections.abc import Callable
from dataclasses import replace

import pytest
from streams import exercise, ids
from test_form import rule

from coach.core.demo import Demo, Keyframe, SpecError
from coach.core.features import FEATURES
from coach.core.spec import Band, Hold, Measure, Rep

BAND = Band(feature="hip", above=90, below=120, source="test")
MEASURE = Measure(feature="hip", rest=120, target=165, attempt=12, source="test")
REP = Rep(measures=(MEASURE,), source="test")
FRAMES = (Keyframe(t=0, hip=120, knee=70), Keyframe(t=1, hip=120, knee=70))


@pytest.mark.parametrize(
    ("band", "value", "slack", "holds"),
    [
        (BAND, 100, 0, True),
        (BAND, 90, 0, True),
        (BAND, 120, 0, True),
        (BAND, 89.9, 0, False),
        (BAND, 120.1, 0, False),
        (BAND, 86, 5, True),
        (BAND, 124, 5, True),
        (BAND, 126, 5, False),
        (BAND, math.nan, 1000, False),
        (BAND, math.inf, 0, False),
        (replace(BAND, below=None), 1e9, 0, True),
        (replace(BAND, above=None), -1e9, 0, True),
        (replace(BAND, unseen="pass"), math.nan, 0, True),
        (replace(BAND, unseen="pass"), 80, 0, False),
    ],
)
def test_a_band_holds_between_its_bounds(band: Band, value: float, slack: float, holds: bool) -> None:
    assert band.holds(value, slack) == holds


BAD_PARTS: list[tuple[Callable[[], object], str]] = [
    (lambda: Band(feature="hip", source="test"), "band on hip: needs above or below"),
    (lambda: replace(BAND, above=130), "band on hip: above 130 must be smaller than below 120"),
    (lambda: replace(BAND, above=120), "band on hip: above 120 must be smaller than below 120"),
    (lambda: replace(BAND, source=" "), "band on hip: needs a source, or the word estimated"),
    (lambda: replace(MEASURE, target=120), "measure hip: rest and target must differ"),
    (lambda: replace(MEASURE, rest=0, target=1e-323, attempt=5e-324), "measure hip: rest and target must differ"),
    (lambda: replace(MEASURE, rest=math.nan), "measure hip: attempt must lie between 0 and the way to the target"),
    (lambda: replace(MEASURE, attempt=0), "measure hip: attempt must lie between 0 and the way to the target"),
    (lambda: replace(MEASURE, attempt=45), "measure hip: attempt must lie between 0 and the way to the target"),
    (lambda: replace(MEASURE, source=""), "measure hip: needs a source, or the word estimated"),
    (lambda: replace(REP, measures=()), "rep: needs at least one measure"),
    (lambda: replace(REP, back_share=0.1), "rep: back_share must lie between 0.2 and 0.95"),
    (
        lambda: replace(rule(), cue="one two three four five six seven"),
        "rule arched: cue and praise have one to six words",
    ),
    (lambda: replace(rule(), slack=-1), "rule arched: slack and for_s must not be negative"),
    (lambda: replace(rule(), for_s=-1), "rule arched: slack and for_s must not be negative"),
    (lambda: Demo(lying="up", floor=("heel", "hip"), keyframes=FRAMES[:1]), "demo: needs two keyframes or more"),
    (lambda: Demo(lying="up", floor=("heel", "hip"), keyframes=FRAMES[::-1]), "demo: needs two keyframes or more"),
    (lambda: replace(exercise("plank"), kind="reps"), r"kind reps: needs the table \[rep\] and only it"),
    (lambda: replace(exercise("plank"), hold=None), r"kind hold: needs the table \[hold\] and only it"),
    (lambda: replace(exercise("plank"), rep=REP), r"kind hold: needs the table \[hold\] and only it"),
    (lambda: replace(exercise("plank"), rules=(rule(), rule())), "rules: an id stands twice"),
]


@pytest.mark.parametrize(("make", "sentence"), BAD_PARTS)
def test_a_part_that_does_not_fit_is_refused_in_words(make: Callable[[], object], sentence: str) -> None:
    with pytest.raises(SpecError, match=sentence):
        make()


def _hold(**changes: object) -> Hold:
    hold = exercise("plank").hold
    assert hold is not None
    return replace(hold, **changes)  # type: ignore[arg-type]


SENSELESS: list[tuple[str, Callable[[], object]]] = [
    ("nan bound: it holds for every value", lambda: replace(BAND, above=math.nan, below=None)),
    ("keyframe at infinity: figure.poses never ends", lambda: Demo(
        lying="up", floor=("heel", "hip"), keyframes=(FRAMES[0], replace(FRAMES[1], t=math.inf)))),
    ("empty source of a repetition", lambda: replace(REP, source="")),
    ("empty source of a hold", lambda: _hold(source=" ")),
    ("empty source of a dose", lambda: replace(exercise("plank").dose, source="")),
    ("gauge band without a width: the gauge divides by zero", lambda: _hold(gauge_band=(0.1, 0.1))),
    ("gauge band next to without a width: its middle is its edge", lambda: _hold(
        gauge_band=(1.0000000000000002, 1.0000000000000004))),
    ("one part that rests on the floor twice: the figure can't be turned", lambda: Demo(
        lying="up", floor=("hip", "hip"), keyframes=FRAMES)),
    ("less than no repetition", lambda: Demo(lying="up", floor=("heel", "hip"), keyframes=FRAMES, reps=-1)),
    ("hold without a band: the clock always runs", lambda: _hold(bands=())),
    ("negative grace", lambda: _hold(grace_s=-1.0)),
    ("rule that names no fault: it is never broken", lambda: replace(rule(), fault=())),
    ("rule judged in no phase", lambda: replace(rule(), phases=())),
    ("rule without words", lambda: replace(rule(), cue="")),
    ("praise of more than six words", lambda: replace(rule(), praise="one two three four five six seven")),
    ("gate without a start: it arms on anything", lambda: replace(exercise("plank").gate, start=())),
    ("negative dose", lambda: replace(exercise("plank").dose, reps=-3)),
]  # fmt: skip
"""What would count everything, nothing or for ever."""


@pytest.mark.parametrize("make", [pytest.param(make, id=what) for what, make in SENSELESS])
def test_a_part_that_makes_no_sense_is_refused(make: Callable[[], object]) -> None:
    with pytest.raises(SpecError):
        make()


@pytest.mark.parametrize(("target", "direction"), [(165, 1.0), (80, -1.0)])
def test_a_measure_knows_its_direction(target: float, direction: float) -> None:
    assert replace(MEASURE, target=target).direction == direction


@pytest.mark.parametrize("id_", ids())
def test_an_exercise_lists_its_bands_and_features(id_: str) -> None:
    spec = exercise(id_)
    names = {band.feature for band in spec.bands()}
    assert names <= spec.features()
    assert {name.removesuffix("_change") for name in spec.features()} <= {*FEATURES, "rise_s"}
    assert {band.feature for rule_ in spec.rules for band in (*rule_.fault, *rule_.when)} <= names


def test_exercises_are_compared_by_identity() -> None:
    spec = exercise("plank")
    assert spec == spec
    assert spec != replace(spec)
    assert len({spec, replace(spec)}) == 2


def test_parts_are_frozen_and_take_keywords_only() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        BAND.above = 3.0  # type: ignore[misc]
    with pytest.raises(TypeError):
        Band("hip", 1.0)  # type: ignore[misc, call-arg]
