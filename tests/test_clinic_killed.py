"""`coach clinic` killed again and again while files come in: what it confirmed is whole in the database, what it did
not confirm still lies in the patient's outbox and is delivered later, and no session is there twice."""

import random
import sys
import threading
import time
from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import httpx
import pytest
import sqlalchemy as sa

from coach.adapters.clinic_db.records import SqlRecords
from coach.adapters.clinic_db.tables import DETAILS, SESSIONS
from coach.adapters.delivery.outbox import OutboxFolder
from coach.adapters.delivery.practice_http import Patience, PracticeHttp
from coach.adapters.exchange import results_file
from coach.adapters.files import private_write
from coach.adapters.own_files.link import LinkFile
from coach.clinic.guard import digest_of
from coach.core.therapy.assigned import Deliver
from coach.core.therapy.delivery import Link, Waiting
from coach.core.therapy.results import Results, SessionDone
from coach.delivering import Delivering
from coach.ports.delivery import Made
from tests.clinic_samples import ANNA, EVENING, MIRA, OMAR, RESULTS, some_sessions
from tests.clinic_served import Served, Visitor, put_lead, serving
from tests.clinic_stores import opened

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")

TOKEN: Final = "a-token-of-the-patients-program"
QUICK: Final = Patience(connect_s=2.0, silent_s=10.0, whole_s=20.0)
LATEST_S: Final = 0.25
"""When it is killed at the latest, seconds after both set to work: a delivery takes some hundredths."""

IN_A_FILE: Final = 40
GROWN: Final = 3


class Home:
    """The patient's program: a record that grows by a few sessions at a time, a link, an outbox."""

    def __init__(self, folder: Path, address: str) -> None:
        self.links = LinkFile(folder / "delivery.json", private_write)
        self.links.put(Link(deliver=Deliver(address=address, token=TOKEN), routine="first", linked_at=EVENING))
        self.outbox = OutboxFolder(folder / "outbox", private_write)
        self.now = EVENING
        self.done: list[SessionDone] = []
        self.delivering = Delivering(self.links, self.outbox, PracticeHttp(QUICK), self._make, lambda: self.now)

    def session(self) -> None:
        """Some days with a session each."""
        start = EVENING + timedelta(days=len(self.done))
        self.done += some_sessions(GROWN, name=f"home{len(self.done)}-", start=start)
        self.now = self.done[-1].at

    def _make(self, link: Link) -> Made:
        """As the program makes them: what is new since the last delivery, some days before it again."""
        since = link.since(EVENING.date(), self.now.date())
        sessions = tuple(one for one in self.done if one.at.date() >= since)
        results = replace(RESULTS, made_at=self.now, since=since, until=self.now.date(), sessions=sessions)
        digest = results_file.digest(results_file.to_document(results))
        waiting = Waiting(
            id=f"{len(self.done)}-{digest[:12]}", to=link.deliver.address, digests=(digest,), since=since,
            until=results.until, sessions=len(sessions), newest=sessions[-1].session, queued_at=self.now,
        )  # fmt: skip
        return Made(waiting, results_file.write(results, bytes(32), "Mira", self.now))

    def unconfirmed(self) -> set[str]:
        """Sessions that the practice has not said it has."""
        found = (self.outbox.content(waiting.id) for waiting in self.outbox.all())
        return {one.session for content in found if content for one in results_file.parse(content)[0].sessions}


class Desk:
    """Somebody at the practice who drops files on the overview. `taken`: files that the pages said are taken in."""

    def __init__(self, served: Served) -> None:
        self._visitor = Visitor(served.address)
        self.made: list[Results] = []
        self.taken: list[Results] = []

    def make(self) -> None:
        number = len(self.made)
        sessions = tuple(some_sessions(IN_A_FILE, name=f"desk{number}-"))
        self.made.append(replace(RESULTS, patient=OMAR.reference, sessions=sessions, made_at=EVENING))

    def drop(self, results: Results) -> None:
        content = results_file.write(results, None, "", datetime.now().astimezone())
        try:
            came = self._visitor.post("/results", at="/", files={"files": ("omar.json", content)})
        except httpx.HTTPError:
            return
        assert (came.status_code, came.headers.get("location")) == (302, f"/patients/{OMAR.id}"), came.text
        self.taken.append(results)

    def close(self) -> None:
        self._visitor.close()


def _furnish(where: Path | str) -> None:
    with opened(where) as records:
        records.put_account(ANNA)
        put_lead(records)
        for patient in (MIRA, OMAR):
            records.put_patient(replace(patient, therapist="anna"))
        records.set_token(MIRA.id, digest_of(TOKEN))


def _worked_on_and_killed(served: Served, home: Home, desk: Desk, after_s: float) -> None:
    """Both send at once, and somewhere in the midst of it the pages are killed."""
    home.session()
    desk.make()
    at_desk = threading.Thread(target=desk.drop, args=(desk.made[-1],))
    at_desk.start()
    home.delivering.session_over()
    time.sleep(after_s)
    served.kill()
    at_desk.join()
    _settle(home)


def _settle(home: Home) -> None:
    until_s = time.monotonic() + 30
    while home.delivering.busy:
        assert time.monotonic() < until_s
        time.sleep(0.01)


def _sessions_are_whole_and_there_once(records: SqlRecords, home: Home, desk: Desk) -> None:
    """What holds at any moment: every file whole or not at all, what was confirmed there, what was not waiting."""
    with records.reading() as connection:
        rows = Counter(connection.scalars(sa.select(SESSIONS.table.c.session)))
        assert set(rows.values()) <= {1}
        assert rows == Counter(connection.scalars(sa.select(DETAILS.c.session)))
    there = {one.session: one for one in records.sessions(MIRA.id)}
    assert there.keys() | home.unconfirmed() >= {one.session for one in home.done}
    assert all(there[one.session] == one for one in home.done if one.session in there)
    omars = {one.session: one for one in records.sessions(OMAR.id)}
    for results in desk.made:
        found = [one for one in results.sessions if omars.get(one.session) == one]
        assert len(found) in ((IN_A_FILE,) if results in desk.taken else (0, IN_A_FILE))


@pytest.mark.parametrize(("kills", "seed"), [(2, 1), pytest.param(16, 2, marks=[pytest.mark.slow, pytest.mark.long])])
def test_nothing_is_lost_when_it_is_killed(clinic: Path | str, tmp_path: Path, kills: int, seed: int) -> None:
    _furnish(clinic)
    chance = random.Random(seed)
    with serving(tmp_path, clinic) as served, closing(Desk(served)) as desk, opened(clinic) as records:
        home = Home(tmp_path / "home", served.address)
        for _ in range(kills):
            _worked_on_and_killed(served, home, desk, chance.uniform(0, LATEST_S))
            _sessions_are_whole_and_there_once(records, home, desk)
            served.start()
        # All of it again by hand, as somebody does who saw an error page; and the outbox by itself.
        for results in desk.made:
            desk.drop(results)
        home.now += timedelta(hours=7)
        home.delivering.tick()
        _settle(home)
        assert (home.outbox.all(), home.delivering.message) == ([], "")
        _sessions_are_whole_and_there_once(records, home, desk)
        assert [one.session for one in records.sessions(MIRA.id)] == [one.session for one in home.done]
        assert len(records.sessions(OMAR.id)) == IN_A_FILE * len(desk.made)
        assert len(records.deliveries(OMAR.id)) == len(desk.made)
