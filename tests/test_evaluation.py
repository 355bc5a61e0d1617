"""Scores against labels: what counts as right, what as a fault missed or false, and what must not change a count."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from coach import evaluation
from coach.evaluation import Label, LabelledFault
from coach.labels import LabelError
from tests.streams import demo_samples, exercise

HEAD = "file,exercise,view,complete,complete_max,partial,left,right,hold_s,hold_tol_s,faults,states,quiet,kind,note"

PLAIN = Label(
    file="a.npz", exercise="glute_bridge", complete=None, partial=None, sides=None, hold_s=None, faults=(), quiet=False
)


def _labels(tmp_path: Path, *rows: str, head: str = HEAD) -> Path:
    path = tmp_path / "labels.csv"
    path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("row", "label"),
    [
        ("a.npz,glute_bridge,side,,,,,,,,,,,,", PLAIN),
        ("a.npz,glute_bridge,side,8,,0,,,,,,,1,,", replace(PLAIN, complete=(8, 8), partial=0, quiet=True)),
        ("a.npz,glute_bridge,side,8,9,,4,5,,,,,0,,", replace(PLAIN, complete=(8, 9), sides=(4, 5))),
        (
            "a.npz,plank,side,,,,,,12.5,1,hips_sag@3-4.5;?head_off_line@6.2-7,,,,",
            replace(
                PLAIN,
                exercise="plank",
                hold_s=12.5,
                faults=(LabelledFault("hips_sag", 3, 4.5, False), LabelledFault("head_off_line", 6.2, 7, True)),
            ),
        ),
        ("a.npz,glute_bridge", PLAIN),
    ],
    ids=["nothing scored", "a count", "a range and sides", "a hold and faults", "a row cut short"],
)
def test_rows_of_a_labels_file(tmp_path: Path, row: str, label: Label) -> None:
    assert evaluation.read_labels(_labels(tmp_path, row)) == [label]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"file,exercise\na,plank\n", "has no column 'complete'"),
        ((HEAD + "\na,plank,side,x\n").encode(), "a value that is not a number"),
        (b"\xff\xfe\x00", "it is not a table in UTF-8 text"),
    ],
)
def test_a_labels_file_that_is_none(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "labels.csv"
    path.write_bytes(content)
    with pytest.raises(LabelError, match=sentence):
        evaluation.read_labels(path)


def test_a_labels_file_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match=r"labels\.csv: No such file or directory$"):
        evaluation.read_labels(tmp_path / "labels.csv")


def test_a_demonstration_scores_as_it_is_labelled() -> None:
    spec = exercise("glute_bridge")
    demo = spec.demo
    label = replace(PLAIN, complete=(demo.reps, demo.reps), partial=demo.partial, quiet=True)
    score = evaluation.score(label, spec, demo_samples(demo, 30))
    assert (score.count_error, score.partial_error, score.false_faults, score.changed) == (0, 0, (), ())
    assert score.quiet_s > 0
    assert not score.distractor


@pytest.mark.parametrize(
    ("more", "most", "error"), [(-2, -1, 1), (-1, 0, 0), (0, 2, 0), (3, 4, -3)], ids=["over", "top", "bottom", "under"]
)
def test_a_count_outside_what_is_accepted(more: int, most: int, error: int) -> None:
    demo = exercise("glute_bridge").demo
    label = replace(PLAIN, complete=(demo.reps + more, demo.reps + most))
    score = evaluation.score(label, exercise("glute_bridge"), demo_samples(demo, 15), variants=False)
    assert score.count_error == error


@pytest.mark.parametrize(
    ("faults", "found", "missed", "false"),
    [
        ((), 0, (), True),
        ((LabelledFault("hips_sag", 0, 60, False),), 1, (), False),
        ((LabelledFault("hips_sag", 0, 60, True),), 0, (), False),
        ((LabelledFault("hips_pike", 0, 60, False),), 0, ("hips_pike@0-60",), True),
        ((LabelledFault("hips_sag", 500, 600, False),), 0, ("hips_sag@500-600",), True),
    ],
    ids=["none labelled", "found", "may be found", "another", "at another time"],
)
def test_faults_against_labels(
    faults: tuple[LabelledFault, ...], found: int, missed: tuple[str, ...], false: bool
) -> None:
    spec = exercise("plank")
    wrong = next(rule.wrong for rule in spec.rules if rule.id == "hips_sag")
    label = replace(PLAIN, exercise="plank", faults=faults, quiet=True)
    score = evaluation.score(label, spec, demo_samples(wrong, 15), variants=False)
    assert (score.faults_found, score.missed) == (found, missed)
    assert any(name.startswith("hips_sag@") for name in score.false_faults) is false


@pytest.mark.parametrize(("off_s", "right"), [(0.0, True), (0.9, True), (-0.9, True), (2.0, False)])
def test_a_hold_is_right_within_a_second(off_s: float, right: bool) -> None:
    spec = exercise("plank")
    samples = demo_samples(spec.demo, 15)
    held_s = evaluation.run(spec, samples).hold_s
    score = evaluation.score(replace(PLAIN, hold_s=held_s + off_s), spec, samples, variants=False)
    assert score.hold_right is right


def test_variants_are_what_they_say() -> None:
    samples = demo_samples(exercise("bird_dog").demo, 60)
    assert len(evaluation.thinned(samples, 15)) == pytest.approx(len(samples) / 4, abs=1)
    small = evaluation.scaled(samples)[0][1]
    mirrored = evaluation.mirrored(samples)[0][1]
    first = samples[0][1]
    assert first is not None
    assert small is not None
    assert mirrored is not None
    assert small.size[0] == 320
    assert small.points[0, 0] == pytest.approx(first.points[0, 0], abs=1 / 320)
    assert mirrored.points[0, 0] == pytest.approx(1 - first.points[0, 0])
    assert evaluation.mirrored([(0.0, None)]) == evaluation.scaled([(0.0, None)]) == [(0.0, None)]


def test_sides_change_places_in_a_mirror() -> None:
    spec = exercise("bird_dog")
    label = replace(PLAIN, exercise="bird_dog", sides=(spec.demo.left, spec.demo.right))
    score = evaluation.score(label, spec, demo_samples(spec.demo, 30))
    assert score.sides_right
    assert "mirrored" not in score.changed


def test_a_summary_gathers_and_is_json() -> None:
    spec = exercise("glute_bridge")
    samples = demo_samples(spec.demo, 15)
    labels = (
        replace(PLAIN, complete=(spec.demo.reps, spec.demo.reps), quiet=True),
        replace(PLAIN, complete=(99, 99)),
        replace(PLAIN, complete=(0, 0), quiet=True),
    )
    scores = [evaluation.score(label, spec, samples, variants=False) for label in labels]
    summary = evaluation.summarise("all", scores)
    assert summary.counted == (1, 2)
    assert summary.worst_count == 99 - spec.demo.reps
    assert summary.distractors == (0, 1)
    assert summary.sides == summary.holds == (0, 0)
    json.dumps(evaluation.as_json(scores, [summary], []))
    assert evaluation.summarise("none", []).false_a_minute == 0
