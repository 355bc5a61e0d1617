"""How soon the window is there, and how evenly it draws while the pose detector works beside it.

`python -m tests.benchmarks.window` prints both. Drawing is by software; without a display SDL's own stand-in is used,
which draws all the same but shows nothing.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
CLIP: Final = ROOT / "assets" / "demo" / "bridge_session.mp4"
SECONDS: Final = 20.0
LIMIT_S: Final = 0.025

_FIRST: Final = """
import json, sys, time
import coach.main
import pygame
flip, seen = pygame.display.flip, []
def flipped():
    flip()
    seen.append(time.monotonic())
    if len(seen) == 10:
        pygame.event.post(pygame.event.Event(pygame.QUIT))
pygame.display.flip = flipped
coach.main.run(["app", "--data", sys.argv[1]])
print(json.dumps(seen))
"""
"""The real command; only the moment of each shown picture is noted."""

_EVEN: Final = """
import json, sys, time
from pathlib import Path
import pygame
from coach.commands import house, window
from coach.core.routine import Item, Routine
clip, data, seconds = sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])
item = Item(exercise="glute_bridge", sets=1, reps=60, hold_s=3)
routine = Routine(id="bench", name="Bench", summary="For measuring.", items=(item,))
gaps, works, begun, took, late, results = [], [], [], [], [], [0]
with house.opened([clip], None, data) as opened:
    desk, front = opened.desk, window.Front(opened)
    def begin():
        begun.append(desk.begin_routine(routine))
        sample = begun[-1]._log.sample
        def counted():
            results[0] += 1
            sample()
        begun[-1]._log.sample = counted
        return begun[-1]
    def drawn(since_s, work_s):
        session = begun[-1] if begun else None
        if session is None or session.report is None:
            return
        if session.state.stage in ("check", "intro"):
            session.do("next")
        if not took:
            took.append((time.monotonic(), session))
            return
        gaps.append(since_s)
        works.append(work_s)
        if since_s > 0.025:
            late.append((round(time.monotonic() - took[0][0], 2), round(since_s * 1000), session.state.stage))
        if time.monotonic() - took[0][0] >= seconds or session.camera == "ended":
            pygame.event.post(pygame.event.Event(pygame.QUIT))
    window.run(opened, front.straight(begin, ask=False), drawn)
    print(json.dumps({"gaps": gaps, "works": works, "results": results[0], "late": late}))
"""


def environment() -> dict[str, str]:
    """The caller's, with stand-ins for display and sound where there is none."""
    found = {
        **os.environ,
        "SDL_AUDIODRIVER": "dummy",
        "PYGAME_HIDE_SUPPORT_PROMPT": "1",
        "SDL_RENDER_DRIVER": "software",
    }
    if not found.get("DISPLAY") and not found.get("WAYLAND_DISPLAY"):
        found["SDL_VIDEODRIVER"] = "dummy"
    return found


def _run(code: str, *arguments: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True, text=True, check=True, cwd=ROOT, env=environment(), timeout=180,
    )  # fmt: skip
    return json.loads(done.stdout.strip().splitlines()[-1])


def first_window_s(rounds: int = 3) -> list[tuple[float, float]]:
    """Seconds from starting the command to the window with its greeting, and to the first screen; several starts."""
    found = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as data:
            (Path(data) / "settings.json").write_text('{"welcomed": true}', encoding="utf-8")
            began_s = time.monotonic()
            shown = _run(_FIRST, data)
            found.append((shown[0] - began_s, shown[1] - began_s))
    return found


def frames(seconds: float = SECONDS, clip: Path = CLIP) -> Mapping[str, float]:
    """How evenly a set is drawn at 1280x720 while the detector works: rates, and shares of frames in time."""
    with tempfile.TemporaryDirectory() as data:
        found = _run(_EVEN, str(clip), data, str(seconds))
    gaps = sorted(found["gaps"])
    total_s = sum(gaps)
    return {
        "seconds": total_s,
        "frames_per_s": len(gaps) / total_s,
        "detections_per_s": found["results"] / total_s,
        "median_ms": 1000 * statistics.median(gaps),
        "p99_ms": 1000 * gaps[int(0.99 * (len(gaps) - 1))],
        "worst_ms": 1000 * gaps[-1],
        "share_in_time": sum(gap < LIMIT_S for gap in gaps) / len(gaps),
        "median_work_ms": 1000 * statistics.median(found["works"]),
    }


def main() -> None:
    """Print both."""
    for name, seconds in zip(("window", "first screen"), zip(*first_window_s(), strict=True), strict=True):
        print(f"{name} after {statistics.median(seconds):.2f} s (median of {len(seconds)}, best {min(seconds):.2f} s)")
    measured = frames()
    print(
        f"drawing beside the detector, 1280x720, {measured['seconds']:.0f} s: {measured['frames_per_s']:.1f} a second, "
        f"{100 * measured['share_in_time']:.1f} % under 25 ms, median {measured['median_ms']:.1f} ms, "
        f"99th of 100 {measured['p99_ms']:.1f} ms, worst {measured['worst_ms']:.0f} ms; drawing itself "
        f"{measured['median_work_ms']:.1f} ms; {measured['detections_per_s']:.1f} poses a second"
    )


if __name__ == "__main__":
    main()
