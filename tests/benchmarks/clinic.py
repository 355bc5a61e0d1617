"""`python -m tests.benchmarks.clinic`: how long pages wait for 1,000 patients with a year of sessions."""

import sys
import tempfile
import time
from pathlib import Path

from coach.adapters.clinic_db.records import SqlRecords
from tests.clinic_stores import opened, server
from tests.clinic_year import SESSIONS_A_YEAR, fill, measured

PATIENTS = 1000


def main(patients: int = PATIENTS) -> None:
    """Print the table."""
    print(f"{patients} patients, {SESSIONS_A_YEAR} sessions of 4 exercises each; milliseconds")
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
    main(*map(int, sys.argv[1:]))
