"""What a person chose is given out with the rest, and so are the days they planned."""

import json
from pathlib import Path

import pytest

from coach.adapters.files import atomic_write
from coach.adapters.own_files.settings import SettingsFile
from coach.core.care.reminding import Reminders
from coach.core.settings import Settings, to_plain
from tests.test_history_commands import Capture, coach
from tests.test_history_db import PAIN, history

CHOSEN = Settings(name="Zoë", routine="my_plan", reminders=Reminders(days=(0, 3), on=True))


@pytest.mark.parametrize("kept", [Settings(), CHOSEN], ids=["as at first", "chosen"])
def test_settings_are_given_out_too(capfd: Capture, tmp_path: Path, kept: Settings) -> None:
    with history(tmp_path / "history.db", PAIN) as written:
        assert written.flush(10)
    assert SettingsFile(tmp_path / "settings.json", atomic_write).save(kept) == ""
    assert coach(capfd, "export", tmp_path / "all.json", "--data", tmp_path)[0] == 0
    given = json.loads((tmp_path / "all.json").read_bytes())["settings"]
    assert given == json.loads(json.dumps(to_plain(kept)))
