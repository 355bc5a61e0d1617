"""Raised arms: false gestures in recordings that hold none, gestures found of those made for it, and what a step costs.

`python -m tests.benchmarks.gestures` prints all of it. It needs the labelled footage beside the checkout.
"""

import csv
import importlib
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.streams import LABELS, MISSING, mirrored, stream, thinned


def _makers() -> Any:
    """The makers of streams, which know their neighbours by plain names, as the test run does."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    return importlib.import_module("gesture_streams")


def files() -> list[str]:
    """Every labelled recording."""
    with LABELS.open(newline="", encoding="utf-8") as table:
        return sorted({row["file"] for row in csv.DictReader(table)})


def made(makers: Any, file: str) -> Iterator[tuple[str, bool]]:
    """Gestures grafted onto a recording: what was made, and whether it was taken rightly."""
    for graft in makers.grafts(stream(file)):
        one = makers.Lift((graft.near,), (graft.start_s,))
        both = makers.Lift(("left", "right"), (graft.start_s,), spread_deg=18.0)
        yield "one arm", makers.due(one, "pause", makers.gestures(graft.raised(one)))
        yield "one arm, phantom second", makers.due(one, "pause", makers.gestures(graft.raised(one, copy=True)))
        yield "both arms apart", makers.due(both, "next", makers.gestures(graft.raised(both)))
        yield "one arm for 0.9 s: none", makers.gestures(graft.raised(replace(one, hold_s=0.9))) == []


def main() -> None:
    """Print it."""
    if not LABELS.exists():
        print(MISSING)
        return
    makers, found, tried = _makers(), Counter[str](), Counter[str]()
    false, seconds, frames, spent_s = 0, 0.0, 0, 0.0
    for file in files():
        samples = stream(file)
        began_s = time.process_time()
        false += len(makers.gestures(samples))
        spent_s += time.process_time() - began_s
        false += len(makers.gestures(mirrored(samples))) + len(makers.gestures(thinned(samples, 10)))
        seconds, frames = seconds + samples[-1][0] - samples[0][0], frames + len(samples)
        for kind, right in made(makers, file):
            tried[kind] += 1
            found[kind] += right
    print(
        f"{false} gestures in {seconds / 60:.1f} minutes of recordings ({frames} pictures), mirrored and at 10 fps too"
    )
    for kind in tried:
        print(f"{kind}: {found[kind]} of {tried[kind]} right")
    print(f"{1e6 * spent_s / frames:.0f} microseconds a step")


if __name__ == "__main__":
    main()
