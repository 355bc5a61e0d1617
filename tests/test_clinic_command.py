"""`coach clinic` as it is called: what it prints, whom it lets in, and what it says when it can't."""

import re
import socket
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import practice_samples as sample
import pytest
from clinic_site import furnished_folder
from source_tree import ROOT

from coach import main
from coach.adapters.clinic_keys import ServerKey
from coach.commands.clinic_parts import opened
from coach.ports import ClinicError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return furnished_folder(tmp_path / "practice")


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str]:
    status = main.run(["clinic", *map(str, words)])
    out, err = capsys.readouterr()
    return status, out + err


def test_accounts_are_made_and_get_new_passwords(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    here = ("--data", tmp_path)
    assert "no account yet" in run(capsys, "accounts", "list", *here)[1]
    status, said = run(capsys, "accounts", "add", "Lena@practice.org", "--name", "Lena", "--role", "lead", *here)
    assert status == 0
    first = re.findall(r"signs in with ([a-z0-9-]{24})", said)
    assert run(capsys, "accounts", "list", *here)[1] == "Lena <lena@practice.org>: lead\n"
    second = re.findall(r"[a-z0-9-]{24}", run(capsys, "accounts", "reset-password", "lena@practice.org", *here)[1])
    assert first != second
    for words, told in (
        (("add", "lena@practice.org", "--name", "L"), "lena@practice.org"),
        (("add", "x@y.org", "--name", "L", "--role", "owner"), "a role is one of lead, therapist, reader"),
        (("add", "nothing", "--name", "L"), "An e-mail address looks like"),
        (("reset-password", "x@y.org"), "there is no account with the address x@y.org"),
    ):
        status, said = run(capsys, "accounts", *words, *here)
        assert status == 2
        assert told in said
        assert said.count("\n") == 1


def test_a_backup_comes_back_into_an_empty_folder(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "all.backup"
    assert run(capsys, "backup", out, "--data", folder)[0] == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert (folder / "server.key").read_bytes().strip() not in out.read_bytes()
    status, said = run(capsys, "restore", out, "--data", tmp_path / "other")
    assert (status, "are back" in said) == (0, True)
    with opened(tmp_path / "other", None) as practice:
        assert {one.reference for one in practice.records.patients(None)} == {
            whom.reference for whom, _ in sample.PEOPLE
        }
    status, said = run(capsys, "restore", out, "--data", folder)
    assert status == 2
    assert said.count("\n") == 1


def test_one_patient_is_exported_and_erased(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    here, out = ("--data", folder), tmp_path / "given"
    status, said = run(capsys, "export", "K-1042", out, *here)
    assert status == 0
    assert all(Path(line).is_file() for line in said.splitlines())
    assert zipfile.ZipFile(out / "K-1042-everything.zip").testzip() is None
    assert run(capsys, "erase", "K-1042", "--yes", *here)[0] == 0
    status, said = run(capsys, "export", "K-1042", out, *here)
    assert (status, said) == (2, "coach: there is no patient with the reference K-1042\n")
    with opened(folder, None) as practice:
        assert [line.what for line in practice.records.audited()][:2] == ["patient.erase", "export.folder"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--host", "0.0.0.0"), "put a proxy with TLS in front, and add --behind-proxy"),
        (("--database", "postgresql://nobody:secretword@127.0.0.1:1/none"), "does not answer"),
        (("--database", "nonsense://x"), "coach:"),
        (("--port", "99999"), "port"),
    ],
)
def test_what_cannot_be_served_is_told_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    status, told = run(capsys, "--no-browser", "--data", tmp_path, *words)
    assert status == 2
    assert said in told
    assert "secretword" not in told
    assert "Traceback" not in told


def test_a_port_that_is_taken_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, said = run(capsys, "--no-browser", "--data", tmp_path, "--port", port)
    assert status == 2
    assert f"port {port} can't be used" in said
    assert f"coach clinic --port {port + 1}" in said


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The command as a process of its own: what it printed first, and its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [
        sys.executable,
        "-u",
        "-m",
        "coach",
        "clinic",
        "--no-browser",
        "--data",
        str(tmp_path),
        "--port",
        str(port),
    ]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            assert process.stdout is not None
            yield "".join(process.stdout.readline() for _ in range(3)), f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def test_the_first_start_prints_a_link_that_works(served: tuple[str, str]) -> None:
    said, address = served
    link = re.search(r"http://\S+/setup/\S+", said)
    assert link is not None
    # Not by a proxy: the pose model's own lock on the network names one that is not there.
    page = httpx.get(link[0], timeout=20, trust_env=False)
    assert (page.status_code, "Make the first account" in page.text) == (200, True)
    answer = httpx.get(f"{address}/health", timeout=10, trust_env=False)
    assert answer.content == b'{"ok":true}\n'
    assert "waitress" not in str(answer.headers)


def test_the_servers_key_is_its_own_and_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "server.key"
    first, again = ServerKey(path), ServerKey(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    sealed = first.seal(b"a key", "anna")
    assert again.unseal(sealed, "anna") == b"a key"
    assert sealed != first.seal(b"a key", "anna")
    assert first.cookie_secret() == again.cookie_secret()
    other = ServerKey(tmp_path / "other.key")
    assert other.cookie_secret() != first.cookie_secret()
    for open_, content, about in (
        (first, sealed, "ben"),
        (other, sealed, "anna"),
        (first, sealed[:-1], "anna"),
        (first, b"", "anna"),
        (first, sealed[:5], "anna"),
    ):
        with pytest.raises(ClinicError):
            open_.unseal(content, about)


@pytest.mark.parametrize("content", [b"", b"short", b"\xff" * 44, b"x" * 44])
def test_a_file_that_is_no_key_is_told_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "server.key"
    path.write_bytes(content)
    with pytest.raises(ClinicError, match=r"server\.key is not a server's key file"):
        ServerKey(path)
    assert path.read_bytes() == content
