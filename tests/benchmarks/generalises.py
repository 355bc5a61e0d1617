"""Two exercises that were added as files alone, on recordings of people: `python -m tests.benchmarks.generalises`.

Prints counts against labels in the measures that published counters are told in: mean absolute error as a share of the
true count, and the share of recordings that are off by one at most. Then what the new files count where their exercise
is not shown, and what `--exercise auto` makes of the new recordings. `--json FILE` writes all of it.

A label may be a range, for a clip that begins or ends inside a repetition: anything within it is right, and the error
beyond it is taken from its nearer end.
"""

import argparse
from collections.abc import Sequence
from typing import Final, NamedTuple

from coach.analysis import most_likely
from coach.evaluation import Label, run
from tests.benchmarks.labelled import counted, rows, spread, table, write
from tests.streams import exercise, ids, moves, stream

NEW: Final = ("push_up", "squat")

PUBLISHED: Final = (
    ("made for the exercise, skeletons (UI-PRMD)", 0.06, 0.95, "https://ar5iv.labs.arxiv.org/html/2107.13760"),
    ("made for the exercise, own videos", 0.06, 0.88, "https://ar5iv.labs.arxiv.org/html/2107.13760"),
    ("general, joint angles (RepCount)", 0.21, 0.60, "https://ar5iv.labs.arxiv.org/html/2308.08632"),
    ("general, ESCounts (RepCount)", 0.21, 0.56, "https://arxiv.org/html/2403.18074v1"),
    ("general, PoseRAC (RepCount)", 0.24, 0.56, "https://github.com/MiracleDance/PoseRAC"),
    ("general, TransRAC (RepCount)", 0.44, 0.29, "https://github.com/MiracleDance/PoseRAC"),
)
"""What is counted how, mean absolute error, off-by-one accuracy, source. Other recordings: orders of size."""


class Count(NamedTuple):
    """One recording: what was counted, and what is accepted."""

    file: str
    exercise: str
    got: int
    low: int
    high: int

    @property
    def error(self) -> int:
        """Repetitions too many (+) or too few (-)."""
        return self.got - self.high if self.got > self.high else min(self.got - self.low, 0)

    @property
    def share(self) -> float:
        """The error's size as a share of the true count."""
        return abs(self.error) / max(self.high if self.error > 0 else self.low, 1)


def count(row: Label) -> Count:
    """Count one labelled recording."""
    assert row.complete is not None
    got = run(exercise(row.exercise), stream(row.file)).counts.complete
    return Count(row.file, row.exercise, got, *row.complete)


def measures(counts: Sequence[Count]) -> tuple[float, float]:
    """Mean absolute error as a share of the true count, and the share of recordings off by one at most; those with
    nothing to count are left out, as in the published figures."""
    told = [item for item in counts if item.high > 0]
    return sum(item.share for item in told) / len(told), sum(abs(item.error) <= 1 for item in told) / len(told)


def found_elsewhere(pair: tuple[str, str]) -> tuple[str, str, int, int]:
    """(exercise, file, complete, partial) of a recording that does not show the exercise."""
    id_, file = pair
    counts = run(exercise(id_), stream(file)).counts
    return id_, file, counts.complete, counts.partial


def taken_for(file: str) -> str:
    """What a recording is taken for where nobody says what it shows."""
    specs = [exercise(id_) for id_ in (*ids(), *moves()) if exercise(id_).kind != "paced"]
    best = most_likely(run(spec, stream(file)) for spec in specs)
    return best.exercise.id if best else "nothing"


def _elsewhere(labels: Sequence[Label]) -> list[tuple[str, str]]:
    shown = {(row.exercise, row.file) for row in labels}
    files = sorted({row.file for row in labels})
    return [(id_, file) for id_ in NEW for file in files if (id_, file) not in shown]


def main() -> None:
    """Print it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--json", metavar="FILE")
    asked.add_argument("--workers", type=int)
    options = asked.parse_args()
    labels = rows()
    counts = spread(count, counted(labels), options.workers)
    new = [item for item in counts if item.exercise in NEW]
    lines = [(*item[1::-1], item.got, f"{item.low}-{item.high}", f"{item.error:+d}") for item in new]
    print(table(("exercise", "recording", "counted", "labelled", "error"), lines), end="\n\n")
    groups = [(id_, [item for item in new if item.exercise == id_]) for id_ in NEW]
    groups += [("both, added as files", new), ("all labelled exercises", counts)]
    ours = [
        (name, len([c for c in part if c.high > 0]), *(f"{x:.2f}" for x in measures(part))) for name, part in groups
    ]
    print(table(("Backcoach", "recordings", "mean absolute error", "off by one at most"), ours), end="\n\n")
    print(table(("published", "mean absolute error", "off by one at most", "source"), PUBLISHED), end="\n\n")
    elsewhere = spread(found_elsewhere, _elsewhere(labels), options.workers)
    for id_ in NEW:
        part = [item for item in elsewhere if item[0] == id_]
        print(f"{id_}: {sum(item[2] for item in part)} repetitions in {len(part)} recordings that do not show it")
        print(
            "".join(
                f"  {file}: {whole} complete, {begun} partial\n" for _, file, whole, begun in part if whole or begun
            )
        )
    auto = dict(
        zip([item.file for item in new], spread(taken_for, [item.file for item in new], options.workers), strict=True)
    )
    print("\n".join(f"auto takes {file} for {name}" for file, name in auto.items()))
    found = {
        "counts": [item._asdict() for item in counts],
        "measures": dict(zip(("name", "n", "mae", "obo"), zip(*ours, strict=True), strict=True)),
    }
    write(options.json, found | {"elsewhere": elsewhere, "auto": auto, "published": PUBLISHED})


if __name__ == "__main__":
    main()
