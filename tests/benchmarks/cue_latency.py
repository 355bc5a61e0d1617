"""How long after a fault has lasted long enough its cue is heard: a real session, the real sound, in real time.

`python -m tests.benchmarks.cue_latency` prints it. The sound leaves for a file in place of a device, and the file is
watched.
"""

import math
import os
import tempfile
import time
from pathlib import Path
from typing import Final

import numpy as np

from coach.adapters.clock import LocalCalendar, MonotonicClock
from coach.adapters.sound_pygame import SoundPygame
from coach.adapters.voice_clips import read_index
from coach.core.routine import Item, works
from coach.feeds import StreamSession
from coach.session import Session
from coach.session_plan import SessionPlan, World
from tests import streams
from tests.session_fakes import FakeHistory, routine

ASSETS: Final = Path(__file__).parents[2] / "assets"
FILE: Final = "streams/rendered/p02_plank_sag.npz"
FROM_S: Final = 8.0
"""The sag comes at 15 s; what lies long before it need not be waited for."""

FRAME_S: Final = 1 / 60
LOUD: Final = 100
"""Samples above this of 32767 are sound."""


def into_file(heard: Path) -> dict[str, str]:
    """The environment in which sound goes into a file."""
    return {"SDL_AUDIODRIVER": "disk", "SDL_DISKAUDIOFILE": os.fspath(heard)}


def cue_latency_s(heard: Path) -> float:
    """Seconds from the tick that found the fault to the first loud sample; nan where no fault was found.

    `heard` is where sound goes, by an environment that `into_file` gave.
    """
    clock = MonotonicClock()
    sound, session = _begun(clock)
    try:
        session.do("next")
        found_s = _until_found(session, clock)
        before = heard.stat().st_size // 2 * 2
        while not _heard_bytes(heard, before) and clock.now_s() - found_s < 1.0:
            session.tick()
            time.sleep(0.002)
        return clock.now_s() - found_s
    finally:
        session.close()
        sound.close()


def _heard_bytes(file: Path, before: int) -> bool:
    new = file.read_bytes()[before:]
    samples = np.frombuffer(new[: len(new) // 2 * 2], dtype=np.int16).astype(int)
    return bool(np.any(np.abs(samples) > LOUD))


def _begun(clock: MonotonicClock) -> tuple[SoundPygame, Session]:
    clips = {text: clip.path for text, clip in read_index(ASSETS / "voice").items()}
    sound = SoundPygame(clips, ASSETS / "sounds", None, clock, volume=1.0)
    samples = [(t_s, pose) for t_s, pose in streams.stream(FILE) if t_s >= FROM_S]
    plank = routine(Item(exercise="plank", sets=1, hold_s=60))
    session = Session(
        SessionPlan(
            routine=plank,
            sets=works(plank, {"plank": streams.exercise("plank")}),
            source="footage",
            known=frozenset({"plank"}),
        ),
        World(
            open_feed=lambda item, step: StreamSession(samples, step, clock),
            history=FakeHistory(),
            sound=sound,
            clock=clock,
            calendar=LocalCalendar(),
        ),
    )
    return sound, session


def _until_found(session: Session, clock: MonotonicClock) -> float:
    """Run until the sag is a fault; the moment before the tick that found it."""
    limit_s = clock.now_s() + 20
    while clock.now_s() < limit_s:
        began_s = clock.now_s()
        session.tick()
        report = session.report
        if report is not None and any(fault.id == "hips_sag" for fault in report.faults):
            return began_s
        time.sleep(FRAME_S)
    return math.nan


def main() -> None:
    """Print it."""
    if not streams.LABELS.exists():
        raise SystemExit(streams.MISSING)
    with tempfile.TemporaryDirectory() as folder:
        heard = Path(folder) / "heard.raw"
        os.environ.update(into_file(heard))
        # A window draws 60 times a second: a report waits one frame at most before it is taken in.
        took_s = cue_latency_s(heard) + FRAME_S
    print(f"from a fault to its cue at the device: {1000 * took_s:.0f} ms at most")


if __name__ == "__main__":
    main()
