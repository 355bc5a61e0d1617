"""Real videos through the real pose model: one process, two, and a cluster find the same, to the last byte."""

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach import paths
from tests.recording_folders import begun, without_timing
from tests.test_cluster import Machines

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals"),
]

CLIPS = {"A-1": "plank", "B-2": "glute_bridge"}
"""Patients and the bundled film of each: short, since each is looked at three times over."""


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Machines]:
    place = tmp_path / "machines"
    place.mkdir()
    made = Machines(place)
    yield made
    made.close()


def test_whoever_looks_finds_the_same(tmp_path: Path, machines: Machines) -> None:
    pytest.importorskip("distributed")
    root = tmp_path / "all"
    for patient, clip in CLIPS.items():
        (root / patient).mkdir(parents=True)
        shutil.copy(paths.assets_dir() / "demo" / f"{clip}.mp4", root / patient)
    for _ in range(2):
        machines.add()
    found = []
    for more in ((), ("--workers", 2), ("--dask", machines.address)):
        running = begun("analyze", root, "--json", "-", *more)
        out, err = running.communicate(timeout=500)
        assert (running.returncode, err) == (0, "")
        found.append(json.loads(out))
    assert [one["exercise"] for one in found[0]] == ["plank", "glute_bridge"]
    assert without_timing(found[0]) == without_timing(found[1]) == without_timing(found[2])
