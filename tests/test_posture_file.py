"""`coach posture --json` through a recording: what it answers when nobody was there."""

from pathlib import Path

import pytest
from sitter import Sitter, pose

from coach.commands import posture_file
from coach.core.sitting.look import Sample
from coach.ports import SourceInfo
from coach.posture_analysis import sat


@pytest.mark.parametrize("there", [True, False])
def test_a_recording_in_which_nobody_was_seen_is_told(
    there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    samples = [Sample(t_s, pose(Sitter(), t_s, 0.001) if there else None, 0.5) for t_s in map(float, range(30))]
    info = SourceInfo(path="room.mp4", kind="video", fps=1.0, frames=30, duration_s=30.0, width=640, height=480)
    monkeypatch.setattr(posture_file, "_account", lambda *_: (sat(samples, baseline=None, view=None), info, ""))
    assert posture_file.analyse("room.mp4", None, None, None, str(tmp_path / "seen.json")) is there
    assert ("nobody was seen" in capsys.readouterr().err) is not there
    assert (tmp_path / "seen.json").is_file()
