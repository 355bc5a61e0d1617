"""A whole session in the real app and a real window: four exercises of recorded people, hands-free, to the summary.

Time runs faster than on the wall. Where `Xvfb` is there the window is real, else SDL stands in. With the variable
BACKCOACH_SHOTS set to a folder, a picture of every screen is kept there to be looked at.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from streams import DATA, LABELS, MISSING

ROOT: Final = Path(__file__).parents[1]
FOOTAGE: Final = tuple(
    str(DATA / "streams" / "rendered" / name)
    for name in ("b01_bridge_base.npz", "d01_birddog_base.npz", "p02_plank_sag.npz", "k01_ktc_alt.npz")
)

_CODE: Final = """
import json, sys, time
from pathlib import Path
import pygame
import coach.ui.window as window_
from coach.adapters import clock as clocks
SPEED = 8.0
began = time.monotonic()
clocks.MonotonicClock.now_s = lambda self: began + (time.monotonic() - began) * SPEED
clocks.MonotonicClock.sleep = lambda self, s: time.sleep(max(0.0, s / SPEED))
from coach.commands import house, window
from coach.core.routine import Item, Routine
from coach.ui.app import App
data, shots, size, footage = Path(sys.argv[1]), Path(sys.argv[2]), tuple(map(int, sys.argv[3].split("x"))), sys.argv[4:]
window_.SIZE = size
window.App = lambda clock, **more: App(clock, size=size, **more)
items = (
    Item(exercise="glute_bridge", sets=1, reps=8, hold_s=1, rest_s=12, note="Only as high as it is comfortable."),
    Item(exercise="bird_dog", sets=1, reps=3, hold_s=3, rest_s=12),
    Item(exercise="plank", sets=1, reps=1, hold_s=12, rest_s=12),
    Item(exercise="knee_to_chest", sets=1, reps=3, hold_s=2, rest_s=12),
)
routine = Routine(id="whole", name="Whole", summary="Four exercises.", items=items)
begun, seen, shown = [], [], {}
with house.opened(footage, None, data) as opened:
    front = window.Front(opened)
    def begin():
        begun.append(opened.desk.begin_routine(routine))
        return begun[-1]
    def press(key):
        pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode=""))
    def keep(name):
        pygame.image.save(pygame.display.get_surface(), shots / f"{name}.png")
    def drawn(since_s, work_s):
        if not begun:
            return
        session = begun[-1]
        stage, item = session.state.stage, session.state.index
        shown[stage, item] = shown.get((stage, item), 0) + 1
        if stage not in [s for s, _ in seen[-1:]]:
            seen.append((stage, item))
        if shown[stage, item] in (40, 90) and stage != "over":
            keep(f"{len(seen):02d}_{stage}_{item}_{shown[stage, item]}")
        if stage == "over":
            over.append(1)
            if len(over) in (30, 70, 110):
                keep(f"over_{len(over)}")
            # Effort, then pain, then look at the summary, then leave.
            if len(over) in (40, 80):
                press(pygame.K_3)
            if len(over) == 130:
                press(pygame.K_RETURN)
    over = []
    window.run(opened, front.straight(begin, ask=False), drawn)
results = [(r.exercise.id, r.done, r.asked, round(r.hold_s, 1)) for r in begun[-1].results]
print(json.dumps({"seen": [stage for stage, _ in seen], "results": results}))
"""


@contextmanager
def _display(size: str) -> Iterator[dict[str, str]]:
    """Variables of an environment with a display of its own."""
    quiet = {**os.environ, "SDL_AUDIODRIVER": "dummy", "PYGAME_HIDE_SUPPORT_PROMPT": "1"}
    program = shutil.which("Xvfb")
    if program is None:
        yield {**quiet, "SDL_VIDEODRIVER": "dummy"}
        return
    reading, writing = os.pipe()
    command = [program, "-displayfd", str(writing), "-screen", "0", f"{size}x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        yield {**quiet, "DISPLAY": f":{number}", "SDL_VIDEODRIVER": "x11"}
    finally:
        server.terminate()
        server.wait()


def _played(size: str, data: Path, shots: Path) -> Any:
    with _display(size) as environment:
        done = subprocess.run(
            [sys.executable, "-W", "error::ResourceWarning", "-c", _CODE, str(data), str(shots), size, *FOOTAGE],
            capture_output=True, text=True, check=False, cwd=ROOT, env=environment, timeout=240,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.slow
@pytest.mark.skipif(not LABELS.exists(), reason=MISSING)
@pytest.mark.parametrize("size", ["1280x720", "800x1280"])
def test_a_whole_session_in_a_real_window(size: str, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    shots = Path(os.environ.get("BACKCOACH_SHOTS", tmp_path)) / f"session_{size}"
    shots.mkdir(parents=True, exist_ok=True)
    began_s = time.monotonic()
    played = _played(size, data, shots)
    assert time.monotonic() - began_s < 200
    assert played["seen"] == ["check"] + ["intro", "doing", "rest"] * 3 + ["intro", "doing", "over"]
    assert [(id_, done, asked) for id_, done, asked, _ in played["results"]] == [
        ("glute_bridge", 8, 8), ("bird_dog", 6, 6), ("plank", 1, 1), ("knee_to_chest", 6, 6),
    ]  # fmt: skip
    assert len(list(shots.glob("*.png"))) >= 12
    with closing(sqlite3.connect(data / "history.db")) as database:
        tables = {name for (name,) in database.execute("select name from sqlite_master where type = 'table'")}
        assert tables
        assert database.execute("pragma integrity_check").fetchone() == ("ok",)
    told = subprocess.run(
        [sys.executable, "-m", "coach", "history", "--data", str(data), "--json", "-"],
        capture_output=True, text=True, check=True, cwd=ROOT, timeout=60,
    )  # fmt: skip
    (session,) = json.loads(told.stdout)
    assert [len([rep for rep in one["reps"] if rep["complete"]]) for one in session["sets"]] == [8, 6, 0, 6]
    assert session["effort"] == 3
    assert [pain["score"] for pain in session["pains"]] == [3]
    assert session["ended"]["complete"] is True
