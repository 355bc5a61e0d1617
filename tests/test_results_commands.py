"""`coach results` as a person and as a therapist use it."""

import json
import shutil
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from coach import main
from coach.adapters.exchange import results_file, sealing
from coach.adapters.history.db import HistoryDb
from coach.core.history import (
    Corrected,
    EffortTold,
    Entry,
    PainTold,
    RepDone,
    SessionEnded,
    SessionStarted,
    SetEnded,
    SetStarted,
)
from coach.core.sitting.record import PostureMinute
from tests.practice_server import TOKEN, Server, serving
from tests.test_privacy import _sockets, needs_strace

Capture = pytest.CaptureFixture[str]
NOW = datetime.now().astimezone().replace(microsecond=0) - timedelta(hours=3)
BEGUN = SetStarted(session="s", set="s1", at=NOW, exercise="glute_bridge", set_no=1, sets=2, reps=4, hold_s=3.0)
SPANS = {"hip_angle_deg": (112.0, 168.0)}
REPS = tuple(
    RepDone(set="s1", start_s=n, peak_s=n + 1, end_s=n + 3, side=None, complete=n < 9, hold_s=2.0, range=SPANS)
    for n in (1, 5, 9)
)
ENTRIES: tuple[Entry, ...] = (
    SessionStarted(session="s", at=NOW, routine="dana", routine_name="Back at work", versions={"routine_version": "2"}),
    PainTold(at=NOW, when="before", score=3, session="s"),
    BEGUN,
    *REPS,
    Corrected(set="s1", t_s=9.0, delta=1),
    SetEnded(set="s1", at=NOW + timedelta(minutes=2), end="done", seen=0.98, yaw_deg=6.0, fps=25.0, armed_s=60.0),
    EffortTold(session="s", at=NOW + timedelta(minutes=3), score=4),
    PainTold(at=NOW + timedelta(minutes=3), when="after", score=2, session="s"),
    SessionEnded(session="s", at=NOW + timedelta(minutes=3), complete=False),
)  # fmt: skip
ROUTINE = """
id = "dana"
name = "Back at work"
summary = "Three a week."
author = "Dana Lee, PT"

[[items]]
exercise = "glute_bridge"
sets = 2
reps = 4
hold_s = 3
target = 158

[[items]]
exercise = "plank"

[assigned]
patient = "K-12"
start = {start}
version = 2
{more}
"""
KEY = bytes(range(1, 33))


def coach(capfd: Capture, *arguments: object) -> tuple[int, str, str]:
    """Status, stdout and stderr of the command line."""
    status = main.run([str(argument) for argument in arguments])
    out, err = capfd.readouterr()
    return status, out, err


def assign(folder: Path, more: str = "", days_ago: int = 20) -> None:
    """The therapist's routine, as it was taken."""
    (folder / "routines").mkdir(exist_ok=True)
    start = (NOW - timedelta(days=days_ago)).date()
    (folder / "routines" / "dana.routine.toml").write_text(ROUTINE.format(start=start, more=more))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one session of the therapist's routine."""
    folder = tmp_path_factory.mktemp("kept")
    history = HistoryDb(folder / "history.db")
    other = replace(ENTRIES[0], session="o", routine="daily", routine_name="Daily back care")  # type: ignore[type-var]
    for entry in (*ENTRIES, other, replace(BEGUN, session="o", set="o1")):
        history.write(entry)
    history.write(PostureMinute(at=NOW.replace(second=0), seconds={"slump": 30.0}, shifts=2))
    history.close()
    assign(folder)
    return folder


@pytest.fixture
def data(kept: Path, tmp_path: Path) -> Path:
    """The same, to do with as one likes."""
    return Path(shutil.copytree(kept, tmp_path / "data"))


def test_a_person_sees_in_full_what_they_would_give(capfd: Capture, data: Path) -> None:
    status, out, err = coach(capfd, "results", "show", "--data", data)
    assert (status, err) == (0, "")
    assert (
        "Glute bridge: 1 of 2 sets, 3 of 8 asked for: 2 in good form, 0 with a fault, 1 not all the way, 1 added" in out
    )
    assert "Hip angle, degrees: best 168, median 168, asked for 158." in out
    assert "Plank: 0 of" in out
    assert "Daily back care" not in out
    assert "Daily back care" in coach(capfd, "results", "show", "--routine", "all", "--data", data)[1]
    assert {path.name for path in data.iterdir()} == {"history.db", "routines"}
    assert "Hours at the desk" not in out
    told = coach(capfd, "results", "show", "--posture", "--data", data)[1]
    assert "1 day, 0 breaks taken, 2 changes of posture." in told
    assert "Slump: 0.5 minutes." in told


def test_a_file_is_written_after_a_yes_alone(
    capfd: Capture, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "mine.results.json"
    for answer, status in (("n\n", 130), ("y\n", 0)):
        monkeypatch.setattr("sys.stdin", __import__("io").StringIO(answer))
        assert coach(capfd, "results", "make", out, "--name", "Ann", "--data", data)[0] == status
        assert out.exists() == (status == 0)
    results, signed, _ = results_file.parse(out.read_bytes())
    assert (results.patient, results.person, results.sessions[0].pain_after, signed.state, signed.by) == (
        "K-12", "Ann", 2, "valid", "Ann",
    )  # fmt: skip
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (out, data / "keys" / "app.key")]
    assert modes == [0o600, 0o600]
    status, _, err = coach(capfd, "results", "make", out, "--yes", "--data", data)
    assert (status, "is there already" in err) == (2, True)
    status, told, err = coach(capfd, "results", "open", out)
    assert (status, err) == (0, "")
    assert "Signed by Ann, key " in told
    out.write_bytes(out.read_bytes().replace(b'"pain_after": 2', b'"pain_after": 0'))
    status, told, err = coach(capfd, "results", "open", out)
    assert (status, "was changed after it was signed" in err, "it was changed since" in told) == (2, True, True)


def test_a_file_is_sealed_to_the_key_in_the_routine(capfd: Capture, data: Path, tmp_path: Path) -> None:
    assign(data, f'seal_to = "{sealing.public_of(KEY)}"')
    out, key = tmp_path / "mine.results.json", tmp_path / "seal.key"
    key.write_bytes(KEY)
    assert "sealed: only Dana Lee, PT can read it" in coach(capfd, "results", "make", out, "--yes", "--data", data)[1]
    assert b"Glute" not in out.read_bytes()
    assert "is sealed" in coach(capfd, "results", "open", out)[2]
    status, told, err = coach(capfd, "results", "open", out, "--key", key, "--json", "-")
    assert (status, err, json.loads(told)["patient"]) == (0, "", "K-12")
    key.write_bytes(bytes(32))
    assert "sealed to another key" in coach(capfd, "results", "open", out, "--key", key)[2]
    coach(capfd, "results", "make", out, "--yes", "--no-seal", "--force", "--data", data)
    assert results_file.parse(out.read_bytes())[0].patient == "K-12"


@pytest.fixture
def server() -> Iterator[Server]:
    """A practice."""
    with serving() as told:
        yield told


def test_results_are_delivered_once_linked(capfd: Capture, data: Path, server: Server) -> None:
    assert "no practice is linked" in coach(capfd, "results", "send", "--yes", "--data", data)[2]
    assert "No practice is linked" in coach(capfd, "results", "outbox", "--data", data)[1]
    assign(data, f'[assigned.deliver]\naddress = "{server.address}"\ntoken = "{TOKEN}"')
    status, out, err = coach(capfd, "results", "link", "--from-routine", "dana", "--data", data)
    assert (status, err, server.asked) == (0, "", [])
    assert f"are delivered to {server.address}" in out
    server.manner = 500
    status, _, err = coach(capfd, "results", "send", "--yes", "--data", data)
    assert (status, "they wait, and nothing is lost" in err) == (2, True)
    assert (
        "1 try: the practice can't take results now (status 500)"
        in coach(capfd, "results", "outbox", "--data", data)[1]
    )
    server.manner = "well"
    status, out, err = coach(capfd, "results", "send", "--yes", "--data", data)
    assert (status, err) == (0, "")
    assert f"Delivered to {server.address}: 1 session." in out
    assert server.sessions == {"s"}
    assert "Nothing waits." in coach(capfd, "results", "outbox", "--data", data)[1]
    assert "is ended" in coach(capfd, "results", "unlink", "--data", data)[1]
    assert not (data / "delivery.json").exists()


def test_sealed_results_are_delivered_sealed(capfd: Capture, data: Path, server: Server) -> None:
    assign(data, f'seal_to = "{sealing.public_of(KEY)}"')
    coach(capfd, "results", "link", server.address, TOKEN, "--data", data)
    server.manner = 422
    coach(capfd, "results", "send", "--yes", "--data", data)
    (waits,) = (data / "outbox").iterdir()
    told = json.loads(waits.read_text())
    assert len(told["digests"]) == 2
    assert "Glute" not in waits.read_text()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("link",), "give the address and the token"),
        (("link", "http://practice.example", TOKEN), "address begins with https://"),
        (("link", "http://127.0.0.1.practice.example", TOKEN), "address begins with https://"),
        (("link", "https://ann@practice.example", TOKEN), "address begins with https://"),
        (("link", "https://practice.example", "short"), "token has 16 to 200"),
        (("link", "--from-routine", "dana"), "names no address"),
        (("link", "--from-routine", "nobody"), "there is no routine 'nobody'"),
        (("show", "--routine", "nobody"), "there is no routine 'nobody'"),
        (("show", "--since", "2999-01-01"), "still to come"),
        (("show", "--name", "x" * 201), ""),
        (("make", "no/where.results.json", "--yes"), "does not exist"),
        (("make", "out.results.json", "--yes", "--since", f"{NOW + timedelta(days=1):%Y-%m-%d}"), "still to come"),
    ],
)  # fmt: skip
def test_wrong_use_is_one_sentence(arguments: tuple[str, ...], said: str, capfd: Capture, data: Path) -> None:
    status, _, err = coach(capfd, "results", *arguments, "--data", data)
    assert said in err
    assert (status, err.count("\n")) == ((2, 1) if said else (0, 0))


def test_a_routine_that_can_not_be_used_is_told_and_stops_nothing(capfd: Capture, data: Path) -> None:
    (data / "routines" / "odd.routine.toml").write_text("id = 3")
    status, out, err = coach(capfd, "results", "show", "--data", data)
    assert (status, "Back at work" in out, "is left out" in err) == (0, True, True)


def test_export_and_delete_cover_link_outbox_and_key(capfd: Capture, data: Path, tmp_path: Path) -> None:
    with serving(500) as server:
        coach(capfd, "results", "link", server.address, TOKEN, "--data", data)
        coach(capfd, "results", "send", "--yes", "--data", data)
    coach(capfd, "export", tmp_path / "all.json", "--data", data)
    text = (tmp_path / "all.json").read_text()
    told: dict[str, Any] = json.loads(text)["delivery"]
    assert (told["link"]["address"], len(told["outbox"])) == (server.address, 1)
    assert told["public_key"].startswith("ed25519:")
    assert TOKEN not in text
    status, out, _ = coach(capfd, "delete-my-data", "--yes", "--data", data)
    assert (status, "keys/app.key" in out, "delivery.json" in out) == (0, True, True)
    assert [path for path in data.rglob("*") if path.is_file() and "routines" not in path.parts] == []


@needs_strace
def test_making_results_opens_no_internet_socket(data: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "mine.results.json")
    done, opened = _sockets(tmp_path, "-m", "coach", "results", "make", out, "--yes", "--data", str(data))
    assert (done.returncode, opened) == (0, [])


@needs_strace
def test_sending_without_a_link_opens_no_internet_socket(data: Path, tmp_path: Path) -> None:
    done, opened = _sockets(tmp_path, "-m", "coach", "results", "send", "--yes", "--data", str(data))
    assert (done.returncode, opened) == (2, [])
    assert "no practice is linked" in done.stderr
