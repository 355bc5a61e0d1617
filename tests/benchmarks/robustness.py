"""The labelled recordings, disturbed: `python -m tests.benchmarks.robustness`.

Every labelled recording is counted and judged again with noise, lost pictures, other picture rates, uneven times,
hidden limbs, a mirror, and another person in view for short whiles; and recordings in which the exercise is not done
are watched for phantoms. One line is one strength of one disturbance. About ten minutes on two cores; `--every 6`
takes every sixth recording and all calm ones, `--only noise` one kind, `--json FILE` writes everything.

A visitor is judged twice: as a recording in which the detector took the visitor's pose for the person's, where only the
engine's refusal of jumps stands against it; and "followed", as the whole path sees it: the tracker goes over to the
visitor, and the detector's following of one person with its surveys, which find both, comes before the engine.
`python -m tests.benchmarks.company` does it with pictures.
"""

import argparse
import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple

from coach import angles
from coach.evaluation import Label, Samples, Score, mirrored, score
from tests.benchmarks.labelled import calm_pairs, rows, spread, table, write
from tests.disturbances import dropped, followed, frozen, hidden, jittered, noisy, resampled, visited
from tests.streams import DATA, exercise, stream

Disturb = Callable[[Samples, int], Samples]

GUEST: Final = ("streams/rendered/n02_walk_through.npz", "streams/rendered/x09_empty_room.npz")
"""Whoever walks in comes from the first of these, or from the second where that is the recording."""

WATCHED: Final = ("push_up", "squat")
"""Exercises whose phantoms are looked for in every calm recording; of the others these are labelled rows."""

UNDISTURBED: Final = "undisturbed"


def _guest(file: str) -> Samples:
    return stream(GUEST[file == GUEST[0]])


def levels(file: str) -> Mapping[str, Disturb]:
    """Every strength of every disturbance, by name: "KIND STRENGTH"."""
    made: dict[str, Disturb] = {UNDISTURBED: lambda samples, _: samples}
    for share in (0.005, 0.01, 0.02, 0.03):
        made[f"noise {100 * share:g} % of the trunk"] = partial(_seeded, noisy, share)
    for share in (0.1, 0.3, 0.6):
        made[f"lost {100 * share:.0f} % of pictures, single"] = partial(_seeded, dropped, share)
    for share in (0.1, 0.3, 0.6):
        made[f"stalls {100 * share:.0f} % of the time, 0.5 s each"] = partial(_stalled, share)
    for fps in (8, 10, 15, 60):
        made[f"rate {fps} pictures a second"] = partial(_at_rate, fps)
    for share in (0.5, 0.9):
        made[f"times off by up to {100 * share:.0f} % of a picture"] = partial(_seeded, jittered, share)
    for limb, share in (("arm", 0.3), ("leg", 0.15), ("leg", 0.3), ("feet", 0.3)):
        made[f"hidden {limb}, {100 * share:.0f} % of the time"] = partial(_hidden, limb, share)
    for share, for_s in ((0.05, 0.4), (0.1, 0.4), (0.1, 2.0)):
        name = f"visitor {100 * share:.0f} % of the time, {for_s:g} s each"
        made[name] = partial(_visited, _guest(file), share, for_s)
        made[f"{name}, followed"] = partial(_followed, _guest(file), share, for_s)
    return made | {"mirror": lambda samples, _: mirrored(samples)}


def _seeded(disturb: Callable[[Samples, float, int], Samples], share: float, samples: Samples, seed: int) -> Samples:
    return disturb(samples, share, seed)


def _stalled(share: float, samples: Samples, seed: int) -> Samples:
    return frozen(samples, share, seed=seed)


def _at_rate(fps: float, samples: Samples, _: int) -> Samples:
    return resampled(samples, fps)


def _hidden(limb: str, share: float, samples: Samples, seed: int) -> Samples:
    return hidden(samples, limb, share, seed=seed)


def _visited(guest: Samples, share: float, for_s: float, samples: Samples, seed: int) -> Samples:
    return visited(samples, guest, share, for_s, seed)


def _followed(guest: Samples, share: float, for_s: float, samples: Samples, seed: int) -> Samples:
    return followed(visited(samples, guest, share, for_s, seed), samples)


def disturbed(only: str, beside: bool, row: Label) -> list[tuple[str, Score]]:
    """Each strength with the score of one recording; `beside`: the undisturbed recording too."""
    samples, seed = stream(row.file), zlib.crc32(row.file.encode())
    return [
        (name, score(row, exercise(row.exercise), disturb(samples, seed), variants=False))
        for name, disturb in levels(row.file).items()
        if name.startswith(only) or (beside and name == UNDISTURBED)
    ]


def watched(labels: Sequence[Label]) -> list[Label]:
    """The labelled rows, and calm recordings with the exercises that are not labelled in them."""
    known = {(row.exercise, row.file) for row in labels}
    calm = [pair for pair in calm_pairs(WATCHED) if pair not in known]
    return [*labels, *(_nothing(id_, file) for id_, file in calm)]


def _nothing(id_: str, file: str) -> Label:
    return Label(file=file, exercise=id_, complete=(0, 0), partial=None, sides=None, hold_s=None, faults=(), quiet=True)


class Errors(NamedTuple):
    """What went wrong at one strength.

    Attributes:
        recordings, wrong: with labelled repetitions, and of these counted wrongly. missing, extra: repetitions too few
            and too many. off_by_one: share of recordings that are off by one at most. missed, faults: labelled faults
            not found, of how many. false_a_minute: faults in good form. hold_s: mean seconds that holds are off.
        phantoms: repetitions counted in recordings without any.
    """

    recordings: int
    wrong: int
    missing: int
    extra: int
    off_by_one: float
    missed: int
    faults: int
    false_a_minute: float
    hold_s: float
    phantoms: int


def errors(scores: Sequence[Score]) -> Errors:
    """Add up scores."""
    counts = [item.count_error for item in scores if item.count_error is not None and not item.distractor]
    holds = [abs(item.hold_error_s) for item in scores if item.hold_error_s is not None]
    quiet_s = sum(item.quiet_s for item in scores)
    return Errors(
        recordings=len(counts),
        wrong=sum(error != 0 for error in counts),
        missing=-sum(min(error, 0) for error in counts),
        extra=sum(max(error, 0) for error in counts),
        off_by_one=sum(abs(error) <= 1 for error in counts) / max(len(counts), 1),
        missed=sum(item.faults_wanted - item.faults_found for item in scores),
        faults=sum(item.faults_wanted for item in scores),
        false_a_minute=60 * sum(len(item.false_faults) for item in scores) / quiet_s if quiet_s else 0.0,
        hold_s=sum(holds) / max(len(holds), 1),
        phantoms=sum(item.complete for item in scores if item.distractor),
    )


HEADS: Final = (
    "disturbance", "recordings counted wrongly", "too few / too many", "off by one at most", "faults missed",
    "false faults a minute", "holds off by", "phantoms",
)  # fmt: skip


def _line(name: str, found: Errors) -> tuple[str, ...]:
    return (
        name,
        f"{found.wrong} of {found.recordings}",
        f"{found.missing} / {found.extra}",
        f"{100 * found.off_by_one:.0f} %",
        f"{found.missed} of {found.faults}",
        f"{found.false_a_minute:.2f}",
        f"{found.hold_s:.1f} s",
        str(found.phantoms),
    )


def by_camera(scores: Sequence[Score]) -> dict[str, Errors]:
    """Errors of the rendered recordings by the true turn of their camera."""
    parts: dict[str, list[Score]] = {}
    for item in scores:
        truth = angles.read_truth(DATA / "truth" / item.file.rsplit("/", maxsplit=1)[-1])
        if truth is not None:
            turn = abs(truth.yaw_deg)
            name = "side-on" if turn < 5 else "turned by 10-20 degrees" if turn < 25 else "turned by 30 degrees"
            parts.setdefault(name, []).append(item)
    return {f"camera {name}": errors(part) for name, part in sorted(parts.items())}


def measure(
    labels: Sequence[Label], only: str = "", workers: int | None = None, *, beside: bool = True
) -> dict[str, list[Score]]:
    """Scores of every recording by strength; `beside`: of the undisturbed recordings too."""
    found: dict[str, list[Score]] = {}
    for part in spread(partial(disturbed, only, beside), watched(labels), workers):
        for name, one in part:
            found.setdefault(name, []).append(one)
    return found


def main() -> None:
    """Print it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--json", metavar="FILE")
    asked.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth recording")
    asked.add_argument("--only", default="", metavar="KIND", help="noise, lost, stalls, rate, times, hidden, ...")
    asked.add_argument("--workers", type=int)
    options = asked.parse_args()
    labels = rows()[:: options.every]
    found = measure(labels, options.only, options.workers)
    told = {name: errors(scores) for name, scores in found.items()} | by_camera(found[UNDISTURBED])
    print(table(HEADS, [_line(name, item) for name, item in told.items()]))
    write(options.json, {name: item._asdict() for name, item in told.items()})


if __name__ == "__main__":
    main()
