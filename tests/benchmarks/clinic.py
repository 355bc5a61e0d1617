"""`python -m tests.benchmarks.clinic`: how long pages wait for 1,000 patients with a year of sessions.

First as served by `coach clinic`, a process of its own asked over loopback, signed in; then what the records alone take
(`--records`), without pages around them.
"""

import sys
import tempfile
import time
from pathlib import Path

from coach.adapters.clinic_db.records import SqlRecords
from coach.commands.clinic_parts import DATABASE
from tests.benchmarks.clinic_served import served
from tests.clinic_stores import opened, server
from tests.clinic_year import SESSIONS_A_YEAR, fill, measured

PATIENTS = 1000


BAR_MS = 300
"""What a page may take at p95."""


def main(patients: int = PATIENTS, *, records_too: bool = False) -> None:
    """Print the tables."""
    print(f"{patients} patients, {SESSIONS_A_YEAR} sessions of 4 exercises each; a page may take {BAR_MS} ms at p95")
    print(f"{'':<11} {'as served':<31} {'p50 ms':>7} {'p95 ms':>7} {'cpu ms':>7} {'kB':>7} {'a second':>8}")
    with tempfile.TemporaryDirectory() as folder:
        _tell_served("SQLite", Path(folder), Path(folder) / DATABASE, patients)
    with server() as postgresql, postgresql.database() as address, tempfile.TemporaryDirectory() as folder:
        _tell_served("PostgreSQL", Path(folder), address, patients)
    if records_too:
        _records(patients)


def _tell_served(name: str, folder: Path, where: Path | str, patients: int) -> None:
    for one in served(folder, where, patients):
        figures = f"{one.p50:7.1f} {one.p95:7.1f} {one.cpu:7.1f} {one.kilobytes:7.1f} {one.a_second:8.1f}"
        print(f"{name:<11} {one.name:<31} {figures}", flush=True)


def _records(patients: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clinic.db"
        with opened(path) as records:
            _tell("SQLite", records, patients)
            start_s = time.perf_counter()
            records.erase("p1")
            took_ms, size_mb = 1000 * (time.perf_counter() - start_s), path.stat().st_size / 1e6
            print(f"SQLite      erase one patient           {took_ms:8.0f}   (the file has {size_mb:.0f} MB)")
        start_s = time.perf_counter()
        with opened(path):
            print(f"SQLite      open                        {1000 * (time.perf_counter() - start_s):8.0f}")
    with server() as postgresql, postgresql.database() as address, opened(address) as records:
        _tell("PostgreSQL", records, patients)


def _tell(name: str, records: SqlRecords, patients: int) -> None:
    start_s = time.perf_counter()
    fill(records, patients)
    print(f"{name:<11} put in: {time.perf_counter() - start_s:.0f} s")
    for taken in measured(records, patients):
        print(f"{name:<11} {taken.name:<28} p50 {taken.p50:7.1f}   p95 {taken.p95:7.1f}", flush=True)


if __name__ == "__main__":
    main(*map(int, (word for word in sys.argv[1:] if word.isdecimal())), records_too="--records" in sys.argv)
