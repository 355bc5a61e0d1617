"""How long a browser and a patient's program wait for `coach clinic`: a process of its own, asked over loopback."""

import http.client
import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np

from coach.adapters.exchange import results_file, signing
from tests.clinic_samples import RESULTS
from tests.clinic_served import Served, Visitor, put_lead, serving
from tests.clinic_stores import opened
from tests.clinic_year import fill, token, year

PAGES: Final = 60
DELIVERIES: Final = 400
AT_ONCE: Final = 4
"""Programs that deliver at once."""

NEW: Final = 6
"""Sessions of a delivery: what a program sends after a session, some days before it too."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Milliseconds from question to whole answer; of them a processor's in the pages' process (not the database's)."""

    name: str
    p50: float
    p95: float
    cpu: float
    kilobytes: float
    a_second: float


def served(folder: Path, where: Path | str, patients: int) -> Iterator[Asked]:
    """Fill a practice, serve it, and ask."""
    now = datetime.now().astimezone()
    with opened(where) as records:
        put_lead(records)
        fill(records, patients, now)
    chance = random.Random(5)
    with serving(folder, where) as running:
        with closing(Visitor(running.address)) as visitor:
            for name, address in _addresses(chance, patients).items():
                yield _timed(name, running, [address() for _ in range(PAGES)], lambda one: _page(visitor, one))
        files = [_file(number, chance.randrange(patients), now) for number in range(DELIVERIES)]

        def send(one: tuple[str, bytes]) -> int:
            return _send(running, one)

        few = DELIVERIES // 4
        yield _timed("POST /api/results, one by one", running, files[:few], send)
        yield _timed(f"POST /api/results, {AT_ONCE} at once", running, files[few:], send, at_once=AT_ONCE)


def _addresses(chance: random.Random, patients: int) -> dict[str, Callable[[], str]]:
    pages = max(1, patients // 100)
    return {
        "overview, first page": lambda: "/",
        "overview, any page": lambda: f"/?page={chance.randint(1, pages)}",
        "a patient's page": lambda: f"/patients/p{chance.randrange(patients)}",
        "a patient's page, all sessions": lambda: f"/patients/p{chance.randrange(patients)}?all=1",
    }


def _page(visitor: Visitor, address: str) -> int:
    came = visitor.get(address)
    assert came.status_code == 200, came.text
    assert "Patient " in came.text
    return len(came.content)


def _file(number: int, patient: int, now: datetime) -> tuple[str, bytes]:
    """A delivery: the newest sessions of a patient, signed as a program signs them."""
    sessions = tuple(
        replace(one, session=f"new-{number}-{one.session}") for one in year(patient, seed=7, now=now)[-NEW:]
    )
    span = {"since": (now - timedelta(days=30)).date(), "until": now.date()}
    told = replace(RESULTS, sessions=sessions, made_at=now, patient=f"R-{patient}", **span)
    return token(patient), results_file.write(told, signing.new_key(), "A patient", now)


def _send(served: Served, file: tuple[str, bytes]) -> int:
    with closing(http.client.HTTPConnection(served.address.removeprefix("http://"), timeout=30)) as line:
        line.request("POST", "/api/results", file[1], {"Authorization": f"Bearer {file[0]}"})
        came = line.getresponse()
        said = came.read()
    assert came.status == 200, said
    return len(file[1])


def _timed(name: str, served: Served, asked: list[Any], ask: Callable[[Any], int], *, at_once: int = 1) -> Asked:
    def timed(one: Any) -> tuple[float, int]:
        start_s = time.perf_counter()
        size = ask(one)
        return 1000 * (time.perf_counter() - start_s), size

    first, *rest = asked
    ask(first)
    cpu_s, start_s = served.cpu_s(), time.perf_counter()
    with ThreadPoolExecutor(at_once) as crowd:
        taken = list(crowd.map(timed, rest))
    whole_s, cpu_s = time.perf_counter() - start_s, served.cpu_s() - cpu_s
    waits, sizes = zip(*taken, strict=True)
    p50, p95 = np.percentile(waits, [50, 95])
    return Asked(name, p50, p95, 1000 * cpu_s / len(rest), float(np.mean(sizes)) / 1000, len(rest) / whole_s)
