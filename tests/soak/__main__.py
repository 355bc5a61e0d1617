"""Sessions and hours at the desk while things go wrong: `python -m tests.soak [--sessions 50] [--hours 8] [--seed N]`.

Each session runs in a process of its own that can be killed, with the record of all of them in one folder; then so many
run in a row in one program; then the hours at the desk go by. About half an hour on two cores; `--json FILE` writes
everything, `--only sessions`, `row` or `day` does one of the three. Exit status 1 if anything was lost, left behind or
grew.
"""

import argparse
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.labelled import table, write
from tests.soak import PROMISE_S
from tests.soak.faults import DISK_WHOLE, NO_DISK, disk
from tests.soak.measures import NOISE_MIB
from tests.soak.outcome import Outcome
from tests.soak.plan import plans
from tests.soak.programs import Program, day, row
from tests.soak.session import Place
from tests.streams import LABELS, MISSING

PARTS: Final = ("sessions", "row", "day")


def say(text: str = "") -> None:
    """Print a line at once: whoever waits half an hour wants to see it go on."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def run_sessions(root: Path, count: int, seed: int, *, own_disk: bool) -> list[Outcome]:
    """Each session in a process of its own, with a line as it ends."""
    place, done = Place(root), list[Outcome]()
    for plan in plans(count, seed, own_disk=own_disk):
        found = place.run(plan)
        done.append(found)
        mark = "ok" if found.good else "FAILED"
        kind = "MediaPipe, " if plan.real else ""
        say(
            f"  {plan.number + 1:3} {plan.name}: {found.ended}, {kind}{found.seconds:.0f} s, told {found.told}, "
            f"confirmed {found.confirmed}, owned up to {found.owned}, {mark}"
        )
        for line in (*found.lost, *found.left, *found.wrong):
            say(f"      {line}")
    return done


def table_of(done: Sequence[Outcome]) -> str:
    """One line a fault; a session that suffered two stands in both."""
    kinds = sorted({kind for one in done for kind in one.happened})
    heads = ("fault", "sessions", "told", "confirmed", "found of told", "owned up to", "lost", "left behind", "wrong")
    lines: list[list[object]] = []
    for kind in (*kinds, "all sessions"):
        of = [one for one in done if kind in one.happened or kind == "all sessions"]
        sums = [sum(getattr(one, name) for one in of) for name in ("told", "confirmed", "found", "owned")]
        faults = [sum(len(getattr(one, name)) for one in of) for name in ("lost", "left", "wrong")]
        lines.append([kind, len(of), *sums, *faults])
    return table(heads, lines)


def waits(done: Sequence[Outcome]) -> str:
    """How long entries waited for the disk where nothing was in the way."""
    calm = sorted(wait for one in done if not one.plan.touches_disk for wait in one.waited_s)
    if not calm:
        return "no session without a fault of the disk"
    most = calm[int(0.99 * (len(calm) - 1))]
    return f"on disk after {calm[len(calm) // 2]:.3f} s (median), {most:.3f} s (99 %), {calm[-1]:.3f} s (longest)"


def tell(found: Program) -> None:
    """What came of a program that ran long, and what it held."""
    for course in found.courses:
        start, middle, end = course.thirds
        flat = "flat" if course.flat else "GROWS"
        thirds = f"start {start:.1f}, middle {middle:.1f}, end {end:.1f}"
        say(f"  {course.name}: {thirds}, {course.slope:+.4f} a step: {flat}")
    say(f"  {found.words}; lost {len(found.lost)}, left behind {len(found.left)}")
    for line in (*found.lost, *found.left):
        say(f"      {line}")


def main(given: Sequence[str] | None = None) -> int:
    """Run it all; the exit status."""
    asked = _asked(given)
    # However it is ended, what it mounted and began goes with it.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    parts = [asked.only] if asked.only else list(PARTS)
    say(f"seed {asked.seed}; what was told is on disk within {PROMISE_S:g} s; grown is more than {NOISE_MIB:g} MiB")
    kept: dict[str, Any] = {"seed": asked.seed}
    good, begun_s = True, time.monotonic()
    if "sessions" in parts:
        with disk() as (root, own):
            say(f"{asked.sessions} sessions, each a program of its own; disk full: {DISK_WHOLE if own else NO_DISK}")
            done = run_sessions(root, asked.sessions, asked.seed, own_disk=own)
        say("\n" + table_of(done) + f"\n\n  {waits(done)}\n")
        good = good and all(one.good for one in done)
        kept["sessions"] = [one.as_json() for one in done]
    programs = [found for part in parts for found in _programs(part, asked)]
    good = good and all(found.good for found in programs)
    kept |= {found.name: found.as_json() for found in programs}
    write(asked.json, kept)
    say(f"{'all kept, nothing left behind, memory flat' if good else 'FAILED'}; {time.monotonic() - begun_s:.0f} s")
    return 0 if good else 1


def _programs(part: str, asked: argparse.Namespace) -> list[Program]:
    """One of the long-lived programs, told as it ends."""
    if part == "row":
        say(f"{asked.sessions} sessions in a row in one program")
        found = row(asked.sessions, asked.seed)
    elif part == "day" and LABELS.exists():
        say(f"{asked.hours:g} hours at the desk")
        found = day(asked.hours, asked.seed)
    else:
        if part == "day":
            say(f"hours at the desk left out: {MISSING}")
        return []
    tell(found)
    return [found]


def _asked(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--hours", type=float, default=8.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=PARTS)
    parser.add_argument("--json", metavar="FILE")
    return parser.parse_args(given)


if __name__ == "__main__":
    sys.exit(main())
