"""How long after a fault has lasted long enough its cue is heard: a real session, the real sound, in real time.

With the clock of a test the cue is handed over in the very tick in which the fault is found (tests/test_session.py).
"""

import os
from pathlib import Path
from typing import Final

import pytest

from tests import streams
from tests.benchmarks.cue_latency import FRAME_S, cue_latency_s, into_file

LIMIT_S: Final = 0.150


@pytest.mark.slow
@pytest.mark.skipif(not streams.LABELS.exists(), reason=streams.MISSING)
def test_a_cue_is_heard_within_150_ms_of_its_fault(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heard = tmp_path / "heard.raw"
    for name, value in into_file(heard).items():
        monkeypatch.setenv(name, value)
    took_s = cue_latency_s(heard)
    with capsys.disabled():
        os.write(1, f"\nfrom fault to sound: {1000 * took_s:.0f} ms\n".encode())
    # A window draws 60 times a second: a report waits one frame at most before it is taken in.
    assert took_s + FRAME_S < LIMIT_S
