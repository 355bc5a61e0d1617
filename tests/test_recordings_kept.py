"""What is found in recordings is kept whole, in a file of lines and in the practice's database, and asked for first."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coach.commands import crew
from coach.commands.crew import Done, Job
from coach.commands.finding import Finding, Order
from coach.commands.recordings import Recording, find
from coach.commands.recordings_kept import FORMAT, Asked, LinesFile, Memory
from coach.commands.recordings_run import FolderRun
from coach.ports import CoachError, OutputError
from tests.recording_folders import folder, rows, stream
from tests.test_commands import Capture, coach

ASKED = Asked("plank", {"backcoach": "1"})
ORDER = Order("plank", bar=False)
NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


def found(**more: object) -> dict[str, object]:
    return {"asked": "plank", "versions": {"backcoach": "1"}, **more}


def recording(name: str = "A-1/a.npz") -> Recording:
    return Recording(Path(name), name, name.rpartition("/")[0], 1)


def _line(digest: str, found: object) -> bytes:
    return json.dumps({"format": FORMAT, "digest": digest, "found": found}).encode() + b"\n"


def test_lines_are_there_when_the_next_program_reads(tmp_path: Path) -> None:
    path = tmp_path / "done.jsonl"
    lines = LinesFile(path, ASKED)
    lines.keep(recording(), "d1", found(exercise="plank"))
    assert rows(path)[0]["path"] == "A-1/a.npz", "before it is closed"
    lines.close()
    lines = LinesFile(path, ASKED)
    assert lines.known(recording("other.npz"), "d1") == found(exercise="plank")
    assert lines.known(recording(), "d2") is None
    lines.close()
    lines = LinesFile(path, Asked("plank", {"backcoach": "2"}))
    assert lines.known(recording(), "d1") is None
    lines.close()


@pytest.mark.parametrize("cut", [1, 5, 40, -1])
def test_a_line_cut_off_by_a_power_failure_is_dropped(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "done.jsonl"
    whole = _line("d1", found())
    path.write_bytes(whole + _line("d2", found())[:cut])
    lines = LinesFile(path, ASKED)
    assert (lines.known(recording(), "d1"), lines.known(recording(), "d2")) == (found(), None)
    lines.keep(recording(), "d3", found())
    lines.close()
    assert [row["digest"] for row in rows(path)] == ["d1", "d3"]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"my diary", 1),
        (b"my diary\n", 1),
        (_line("d1", found()) + b"{}\n", 2),
        (_line("d1", found()) + b"a list of mine", 2),
        (_line("d1", "text"), 1),
        (b"[" * 100_000 + b"\n", 1),
        (b"\xff\xfe\n", 1),
        (_line("d1", found()).replace(b"recording/1", b"recording/9"), 1),
    ],
)
def test_a_file_of_something_else_is_left_as_it_is(capfd: Capture, tmp_path: Path, content: bytes, line: int) -> None:
    path = tmp_path / "done.jsonl"
    path.write_bytes(content)
    status, out, err = coach(capfd, "analyze", folder(tmp_path / "all", 1), "--exercise", "plank", "--resume", path)
    assert (status, out) == (2, "")
    assert err == f"coach: {path} is not a file of recordings that were done: line {line}\n"
    assert path.read_bytes() == content


def test_two_programs_do_not_share_a_file(tmp_path: Path) -> None:
    path = tmp_path / "done.jsonl"
    first = LinesFile(path, ASKED)
    with pytest.raises(OutputError, match="another program is just now working"):
        LinesFile(path, ASKED)
    first.close()
    LinesFile(path, ASKED).close()


@dataclass
class Listed:
    """A crew that gives findings from a list, and ends with what it is told to."""

    findings: Sequence[Finding]
    end: BaseException | None = None
    jobs: list[Job] = field(default_factory=list)

    def work(self, jobs: Sequence[Job], done: Done) -> None:
        self.jobs += jobs
        for place, finding in enumerate(self.findings):
            done(place, finding)
        if self.end is not None:
            raise self.end


def run_it(root: Path, made: Listed, *memories: Memory) -> FolderRun:
    run = FolderRun(ORDER, ASKED, memories)
    undone = run.sort_out(find(root).recordings, again=False, moved=lambda done: None)
    run.work(undone, made, lambda recording, finding: None, lambda done: None)
    return run


def good(path: str = "x") -> Finding:
    return Finding({"source": {"path": path, "kind": "stream"}, "exercise": "plank"}, [])


def test_the_largest_is_begun_first(tmp_path: Path) -> None:
    for name, size in (("a.mp4", 10), ("b.mp4", 30), ("c.mp4", 20), ("d.mp4", 20)):
        (tmp_path / name).write_bytes(name.encode() + bytes(size))
    made = Listed([])
    run_it(tmp_path, made)
    assert [Path(job.source).name for job in made.jobs] == ["b.mp4", "c.mp4", "d.mp4", "a.mp4"]


@pytest.mark.parametrize(
    ("end", "interrupted", "stopped"), [(KeyboardInterrupt(), True, ""), (CoachError("gone"), False, "gone")]
)
def test_what_was_done_before_an_end_is_kept(
    tmp_path: Path, end: BaseException, interrupted: bool, stopped: str
) -> None:
    root = folder(tmp_path / "all", 3)
    cut_short = Finding({"source": {}, "exercise": "plank"}, [], interrupted=True)
    lines = LinesFile(tmp_path / "done.jsonl", ASKED)
    run = run_it(root, Listed([good(), cut_short], end), lines)
    assert (run.looked_at, run.interrupted, run.stopped) == (1, interrupted, stopped)
    assert len(run.results) == 1
    lines.close()
    assert len(rows(tmp_path / "done.jsonl")) == 1


def test_no_path_of_this_machine_is_told(tmp_path: Path) -> None:
    path = stream(tmp_path / "A-1" / "a.npz")
    run = run_it(tmp_path, Listed([Finding(None, [], error=f"{path} is damaged:\nso it is")]))
    assert run.trouble == ["A-1/a.npz is damaged:\\nso it is"]
    assert [one["source"] for one in run.results.values()] == [{"path": "A-1/a.npz"}]


def _vanishing(path: Path) -> None:
    path.unlink()


def _changing(path: Path) -> None:
    path.write_bytes(b"something else")


@pytest.mark.parametrize(
    ("happens", "said"),
    [(_vanishing, "cannot be read: No such file or directory"), (_changing, "is no longer what it was")],
)
def test_a_file_that_changes_meanwhile_is_left_for_another_time(
    tmp_path: Path, happens: Callable[[Path], None], said: str
) -> None:
    path = stream(tmp_path / "a.npz")
    job = Job(str(path), ORDER, crew.digest_of(path))
    assert crew.look(job).error == ""
    happens(path)
    finding = crew.look(job)
    assert finding.passing
    assert said in finding.error
