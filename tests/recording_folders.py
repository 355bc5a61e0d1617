"""Folders of recordings for the tests: streams of a demonstration, each of a content of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from coach.adapters.store import write_stream
from tests.source_tree import ROOT
from tests.streams import demo_samples, exercise

FPS = 15
PROGRAM = [sys.executable, "-m", "coach"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


def stream(path: Path, id_: str = "plank", note: str = "") -> Path:
    """A stream of an exercise's demonstration; another `note` makes it another content."""
    samples = demo_samples(exercise(id_).demo, FPS)
    pose = samples[0][1]
    assert pose is not None
    path.parent.mkdir(parents=True, exist_ok=True)
    write_stream(path, samples, pose.size, {"fps": FPS, "note": note or path.name})
    return path


def folder(root: Path, number: int, id_: str = "plank") -> Path:
    """So many recordings of two patients."""
    for index in range(number):
        stream(root / ("A-1", "B-2")[index % 2] / f"{index}.npz", id_)
    return root


def rows(path: Path) -> list[dict[str, Any]]:
    """What a file of lines holds: every line must be whole."""
    text = path.read_text(encoding="utf-8")
    assert text.endswith("\n")
    return [json.loads(line) for line in text.splitlines()]


def begun(*arguments: object) -> subprocess.Popen[str]:
    """The command in a process and a session of its own, as from a terminal."""
    return subprocess.Popen(
        [*PROGRAM, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
        start_new_session=True,
    )


def without_timing(results: list[dict[str, Any]]) -> str:
    """Results as bytes would be compared, but for the time they took."""
    return json.dumps([{key: value for key, value in one.items() if key != "timing"} for one in results])
