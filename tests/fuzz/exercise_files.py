"""Exercise files: read, and where they are taken, used: demonstrated, stepped through, drawn as a target."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from coach.adapters import library
from coach.core import figure, ghost, still
from coach.core.keyframes import posture_at
from coach.core.spec import Exercise
from coach.core.therapy import adapt
from tests.fuzz import reports, samples
from tests.fuzz.documents import changed, to_toml
from tests.fuzz.draws import Draws
from tests.fuzz.target import Target, must, refusable, strict_json

MOST_POSES = 24


def run(data: bytes) -> None:
    """A file as it stands, or one of the program's own changed here and there."""
    kind, rest = data[:1], data[1:]
    if kind != samples.CHANGED:
        _raw(rest)
        return
    draws = Draws(rest)
    before = draws.pick(samples.exercise_documents())
    _taken(to_toml(changed(draws, before)), before["id"])


def _raw(content: bytes) -> None:
    text = content.decode("utf-8", "replace")
    id_ = next((known for known in samples.exercises() if f'id = "{known}"' in text[:400]), "plank")
    _taken(text, id_)


def _taken(text: str, id_: str) -> None:
    with refusable():
        use(library.parse_exercise(text, Path(f"{id_}.toml")), id_)


def use(exercise: Exercise, like: str) -> None:
    """Everything that is done with an exercise once it is read; `like` is one whose demonstration moves alike."""
    must(exercise.id == like, "an exercise of another id than its file")
    shown = [(pose.t_s, pose) for pose in islice(figure.poses(exercise.demo, 2.0), MOST_POSES)]
    theirs = [(pose.t_s, pose) for pose in samples.poses(like)[:MOST_POSES]]
    for played in (shown, theirs):
        reports.taken(exercise, played)
    for rule in exercise.rules:
        posture_at(rule.wrong, 1.0)
        figure.pose_at(rule.wrong, rule.wrong.keyframes[-1].t)
    for _, pose in theirs[:: MOST_POSES // 4]:
        strict_json(still.judge(exercise, pose).phase)
        ghost.line(exercise, pose, tuple(pose.seen().tolist()))
        for side in (None, "left", "right"):
            ghost.placed(exercise, pose, side)
    for rule in exercise.rules:
        must(bool(adapt.rule_name(exercise, rule.id)) or not rule.name, "a rule without a name")


def _seeds() -> Iterator[bytes]:
    for number, text in enumerate(samples.exercise_texts().values()):
        yield samples.CHANGED + bytes([number, 0])
        yield samples.CHANGED + bytes([number]) + samples.CHOICES[number % 8]
        if len(text) < 9000:
            yield samples.RAW + text.encode()


TARGET = Target(
    "exercises", "exercise files, then their engine", run, _seeds,
    ("coach.adapters.library.exercises", "coach.reading.files", "coach.reading.lines", "coach.core.spec",
     "coach.core.demo", "coach.core.band", "coach.core.dose", "coach.core.fit", "coach.core.pace",
     "coach.core.keyframes", "coach.core.figure"),
)  # fmt: skip
