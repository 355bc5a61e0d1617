"""k-NN on poses, as MediaPipe's pose classification describes it, told anew: for `tests.benchmarks.peers`.

A pose becomes distances between pairs of joints, in trunk lengths. The example poses nearest to it vote: thirty by
their largest difference, ten of those by their mean one; a mirror image may be nearer. Examples are the two ends of
each repetition, in recordings of other people (and of the demonstration figure), as found by Backcoach: none of the
person who is counted. Lying, standing and all fours are told apart, since poses are not turned upright.
"""

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from coach.core.body import SIDES, joint
from coach.core.pose import Pose
from coach.evaluation import run
from tests.benchmarks.labelled import counted, rows, spread
from tests.streams import DATA, Sample, demo_samples, exercise, stream

Array = npt.NDArray[np.float32]

BY_LARGEST: Final = 30
BY_MEAN: Final = 10
DEPTH_WEIGHT: Final = 0.2
"""How many examples are left by the largest difference, how many vote, and what depth weighs: MediaPipe's."""

AROUND_S: Final = 0.15
"""So far around an end of a repetition its pictures are examples, seconds; estimated."""

PER_CLASS: Final = 150
"""So many examples of one end at most: "a few hundred" of each are asked for, over all cameras and bodies."""

_LIMBS: Final = (
    ("shoulder", "elbow"), ("elbow", "wrist"), ("hip", "knee"), ("knee", "ankle"), ("shoulder", "wrist"),
    ("hip", "ankle"), ("hip", "wrist"), ("shoulder", "ankle"), ("shoulder", "knee"),
)  # fmt: skip
_ACROSS: Final = ("elbow", "wrist", "knee", "ankle")


class Example(NamedTuple):
    """An example pose: who it is, "EXERCISE rest" or "EXERCISE target", its distances."""

    person: str
    name: str
    pairs: Array


def _pairs() -> list[tuple[int, int]]:
    along = [(joint(a, side), joint(b, side)) for side in SIDES for a, b in _LIMBS]
    return along + [(joint(name, "left"), joint(name, "right")) for name in _ACROSS]


_FROM, _TO = (np.array([pair[end] for pair in _pairs()]) for end in range(2))


def embedded(pose: Pose) -> Array:
    """(pairs, 3) differences between joints, trunk lengths; the last also that of hips and shoulders."""
    width, height = pose.size
    places = pose.points[:, :3] * (width / height, 1.0, width / height)
    hips, shoulders = (places[[joint(name, side) for side in SIDES]].mean(axis=0) for name in ("hip", "shoulder"))
    trunk = float(np.hypot(*(shoulders - hips)[:2])) or 1.0
    found = np.vstack((places[_TO] - places[_FROM], shoulders - hips)) / trunk
    return np.nan_to_num(found * (1, 1, DEPTH_WEIGHT)).astype(np.float32)


@lru_cache(maxsize=256)
def person(file: str) -> str:
    """Who is seen in a recording: the rendered body, or whoever published it."""
    truth = DATA / "truth" / Path(file).name
    if not truth.exists():
        return Path(file).stem.split("_")[0]
    with np.load(truth, allow_pickle=False) as kept:
        return str(json.loads(str(kept["events"]))["character"])


def _ends(id_: str, who: str, samples: Sequence[Sample]) -> Iterator[Example]:
    for rep in run(exercise(id_), samples).reps:
        if not rep.complete:
            continue
        for name, at_s in (("rest", rep.start_s), ("target", rep.peak_s), ("rest", rep.end_s)):
            near = [pose for t_s, pose in samples if pose and abs(t_s - at_s) <= AROUND_S]
            yield from (Example(who, f"{id_} {name}", embedded(pose)) for pose in near[::3])


def _of_row(item: tuple[str, str]) -> list[Example]:
    id_, file = item
    return list(_ends(id_, person(file), stream(file)))


def examples(workers: int | None) -> list[Example]:
    """Examples of both ends of every exercise that is counted in a labelled recording."""
    shown = sorted({(row.exercise, row.file) for row in counted(rows()) if row.complete and row.complete[1] > 0})
    found = [example for part in spread(_of_row, shown, workers) for example in part]
    for id_ in sorted({id_ for id_, _ in shown}):
        found += _ends(id_, "figure", demo_samples(exercise(id_).demo, 30))
    rng, kept = np.random.default_rng(7), []
    for name in sorted({example.name for example in found}):
        part = [example for example in found if example.name == name]
        picked = rng.permutation(len(part))[:PER_CLASS]
        kept += [part[index] for index in sorted(picked)]
    return kept


def nearest(queries: Array, known: Array) -> npt.NDArray[np.intp]:
    """(n, 10) which examples vote for each of n poses."""
    largest, mean = (np.full((len(queries), len(known)), np.inf, np.float32) for _ in range(2))
    for flip in (1.0, -1.0):
        gap = np.abs(queries[:, None] * np.array((flip, 1, 1), np.float32) - known[None])
        largest = np.minimum(largest, gap.max(axis=(2, 3)))
        mean = np.minimum(mean, gap.mean(axis=(2, 3)))
    left = np.argsort(largest, axis=1)[:, :BY_LARGEST]
    order = np.argsort(np.take_along_axis(mean, left, axis=1), axis=1)[:, :BY_MEAN]
    return np.take_along_axis(left, order, axis=1)


def votes(
    samples: Sequence[Sample], who: str, known: Sequence[Example], names: Sequence[str]
) -> dict[str, list[float]]:
    """Votes of 10 for each name, picture by picture; no person, no votes."""
    others = [example for example in known if example.person != who]
    table = np.stack([example.pairs for example in others])
    labels = np.array([example.name for example in others])
    found: dict[str, list[float]] = {name: [] for name in names}
    for begin in range(0, len(samples), 32):
        part = samples[begin : begin + 32]
        seen = [index for index, (_, pose) in enumerate(part) if pose]
        chosen = np.full((len(part), BY_MEAN), "", labels.dtype)
        if seen:
            queries = np.stack([embedded(pose) for _, pose in part if pose])
            chosen[seen] = labels[nearest(queries, table)]
        for name in names:
            found[name] += (chosen == name).sum(axis=1).astype(float).tolist()
    return found
