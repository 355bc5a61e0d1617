"""The counting rules of open peers on the labelled recordings, beside Backcoach: `python -m tests.benchmarks.peers`.

What is generous to them: they get the same landmarks, smoothed by the same filter, the same side of the body, and the
same word on what is seen. Each gets Backcoach's own main measure, or the joint angle that peers publish, and for each
exercise that one of the published settings and of Backcoach's own which makes fewest errors in these very recordings.
The k-NN gets examples of every exercise, picked at the exact ends of repetitions by Backcoach. None of it is so in use.

`--json FILE` writes everything, `--quick` leaves out the k-NN, which takes most of the time.
"""

import argparse
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import groupby
from typing import Final, NamedTuple

import numpy as np

from coach.core import smooth
from coach.core.features import FEATURES
from coach.core.pose import Mask, Pose
from coach.core.posture import Body, orient
from coach.core.sight import SMOOTHING
from coach.evaluation import Label, run
from tests.benchmarks import peer_poses
from tests.benchmarks.labelled import CALM, calm_pairs, counted, counters, rows, spread, table, write
from tests.benchmarks.peer_counters import COUNTERS, Setting, entered_and_left
from tests.streams import Sample, exercise, stream

OURS: Final = "Backcoach"
KNN: Final = "k-NN on poses"

PUBLISHED: Final = {
    "glute_bridge": (Setting("hip_angle_deg", 139.9, 140, "ExerSights"),),
    "dead_bug": (Setting("hip_angle_deg", 139.9, 140, "ExerSights"),),
    "push_up": (
        Setting("elbow_angle_deg", 150, 65, "ExerSights"),
        Setting("elbow_angle_deg", 160, 100, "Good-GYM"),
        Setting("elbow_angle_deg", 160, 130, "Good-GYM, later"),
        Setting("elbow_angle_deg", 145, 90, "AIGym"),
    ),
    "squat": (
        Setting("knee_angle_deg", 160, 90, "ExerSights"),
        Setting("knee_angle_deg", 160, 110, "Good-GYM"),
        Setting("knee_angle_deg", 145, 90, "AIGym"),
    ),
}
"""Thresholds that peers publish for these exercises, degrees; of the others there are none."""


class Case(NamedTuple):
    """One recording counted for one exercise: what is accepted, and what each counter said. Of a calm recording, in
    which nobody exercises, anything is a phantom."""

    exercise: str
    file: str
    low: int
    high: int
    calm: bool
    said: dict[str, int]

    def error(self, name: str) -> int:
        """Repetitions too many (+) or too few (-)."""
        got = self.said[name]
        return got - self.high if got > self.high else min(got - self.low, 0)


def settings(id_: str) -> tuple[Setting, ...]:
    """What is published for an exercise, and its own main measure with its own target and way back."""
    rep = exercise(id_).rep
    assert rep is not None
    main = rep.measures[0]
    back = main.target - rep.back_share * (main.target - main.rest)
    return (*PUBLISHED.get(id_, ()), Setting(main.feature, back, main.target, OURS))


def bodies(samples: Iterable[Sample]) -> list[tuple[float, Pose | None, Body | None]]:
    """Each moment with the smoothed pose and its body, as Backcoach sees it; None where nobody is."""
    found: list[tuple[float, Pose | None, Body | None]] = []
    near, mask, state = None, None, None
    seen: Mask | None
    for t_s, pose in samples:
        if pose is None:
            found.append((t_s, None, None))
            continue
        orientation, seen = orient(pose.world, near), pose.seen(mask)
        near, mask = orientation.near, seen
        state, plane = smooth.step(SMOOTHING, state, t_s, pose.plane())
        width, height = pose.size
        points = np.column_stack((plane * (height / width, 1.0), pose.points[:, 2:]))
        drawn = Pose(t_s, points, pose.world, pose.size)
        found.append((t_s, drawn, Body(drawn, orientation, seen)))
    return found


def key(counter: str, setting: Setting) -> str:
    """A counter with a setting, as one name."""
    return f"{counter} | {setting.feature} {setting.rest:g} {setting.target:g} {setting.source}"


def count(known: Sequence[peer_poses.Example], work: tuple[str, Sequence[tuple[str, int, int, bool]]]) -> list[Case]:
    """Everything that is to be counted in one recording: (exercise, accepted from, to, calm) each."""
    file, asked = work
    samples = stream(file)
    moments = bodies(samples)
    names = [f"{id_} target" for id_, *_ in asked]
    drawn = [(t_s, pose) for t_s, pose, _ in moments]
    voted = peer_poses.votes(drawn, peer_poses.person(file), known, names) if known else {}
    cases = []
    for id_, low, high, calm in asked:
        said = {OURS: run(exercise(id_), samples).counts.complete}
        for setting in settings(id_):
            measure = FEATURES[setting.feature].measure
            values = [(t_s, measure(body) if body else np.nan) for t_s, _, body in moments]
            said |= {key(name, setting): counter(values, setting) for name, counter in COUNTERS.items()}
        if voted:
            said[KNN] = entered_and_left(voted[f"{id_} target"])
        cases.append(Case(id_, file, low, high, calm, said))
    return cases


def work_of(labels: Iterable[Label]) -> list[tuple[str, list[tuple[str, int, int, bool]]]]:
    """What is to be counted, by recording."""
    asked = [
        (row.file, (row.exercise, *row.complete, False))
        for row in counted(labels)
        if row.complete and not (row.complete == (0, 0) and row.quiet)
    ]
    asked += [(file, (id_, 0, 0, True)) for id_, file in calm_pairs(counters())]
    asked.sort(key=lambda item: item[0])
    return [(file, [what for _, what in part]) for file, part in groupby(asked, key=lambda item: item[0])]


def best(id_: str, counter: str, cases: Sequence[Case]) -> str:
    """The setting with which a counter makes fewest errors, of all recordings of an exercise."""
    keys = [key(counter, setting) for setting in settings(id_)]
    return min(keys, key=lambda name: sum(abs(case.error(name)) for case in cases if case.exercise == id_))


def chosen(cases: Sequence[Case]) -> dict[tuple[str, str], str]:
    """(exercise, counter) -> the name under which its best count stands."""
    picked = {(id_, name): best(id_, name, cases) for id_ in {case.exercise for case in cases} for name in COUNTERS}
    own = [OURS, *([KNN] if KNN in cases[0].said else [])]
    return picked | {(id_, name): name for id_ in {case.exercise for case in cases} for name in own}


def summary(name: str, cases: Sequence[Case], picked: dict[tuple[str, str], str]) -> dict[str, float]:
    """Errors of one counter over some cases."""
    errors = [abs(case.error(picked[case.exercise, name])) for case in cases if not case.calm]
    phantoms = sum(case.said[picked[case.exercise, name]] for case in cases if case.calm)
    n = max(len(errors), 1)
    return {
        "recordings": len(errors),
        "mean absolute error": sum(errors) / n,
        "exact": sum(error == 0 for error in errors) / n,
        "off by one at most": sum(error <= 1 for error in errors) / n,
        "phantoms": phantoms,
    }


def _line(name: str, found: dict[str, float]) -> tuple[str, ...]:
    shares = (f"{100 * found[what]:.0f} %" for what in ("exact", "off by one at most"))
    return name, f"{found['mean absolute error']:.2f}", *shares, f"{found['phantoms']:.0f}"


def show(cases: Sequence[Case]) -> dict[str, object]:
    """Print the tables, and give them."""
    picked = chosen(cases)
    names = [OURS, *COUNTERS, *([KNN] if KNN in cases[0].said else [])]
    whole = {name: summary(name, cases, picked) for name in names}
    calm = len({case.file for case in cases if case.calm})
    print(f"{whole[OURS]['recordings']} labelled recordings with their exercise; phantoms: repetitions counted in")
    print(f"{calm} calm recordings ({'; '.join(CALM.values())}), each tried with every exercise\n")
    heads = ("counter", "mean absolute error", "exact", "off by one at most", "phantoms")
    print(table(heads, [_line(name, whole[name]) for name in names]), end="\n\n")
    by: dict[str, dict[str, dict[str, float]]] = {}
    for id_ in sorted({case.exercise for case in cases}):
        part = [case for case in cases if case.exercise == id_]
        by[id_] = {name: summary(name, part, picked) for name in names}
    lines = [
        (id_, found[OURS]["recordings"], *(f"{f['mean absolute error']:.2f} / {f['phantoms']}" for f in found.values()))
        for id_, found in by.items()
    ]
    print(
        "mean absolute error / phantoms, by exercise\n" + table(("exercise", "recordings", *names), lines), end="\n\n"
    )
    used = [(id_, name, text.partition(" | ")[2]) for (id_, name), text in sorted(picked.items()) if " | " in text]
    print(table(("exercise", "counter", "setting that served it best: measure, back, target, whose"), used))
    return {"all": whole, "exercises": by, "settings": used, "cases": [case._asdict() for case in cases]}


def main() -> None:
    """Print it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--json", metavar="FILE")
    asked.add_argument("--quick", action="store_true", help="without the k-NN")
    asked.add_argument("--workers", type=int)
    options = asked.parse_args()
    known = [] if options.quick else peer_poses.examples(options.workers)
    found = spread(partial(count, known), work_of(rows()), options.workers)
    write(options.json, show([case for part in found for case in part]))


if __name__ == "__main__":
    main()
