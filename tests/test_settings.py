"""Settings: kept, read again, and a damaged file costs the settings but never the start."""

import json
import math
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from coach.adapters.files import atomic_write
from coach.adapters.own_files.settings import SettingsFile
from coach.core.camera_check import SetUp
from coach.core.care.reminding import Reminders
from coach.core.care.targets import Targets
from coach.core.settings import Settings, from_plain, to_plain
from coach.core.sitting.habits import Habits
from coach.ports import OutputError

AT = datetime(2024, 6, 10, 8, 0, tzinfo=timezone(timedelta(hours=2)))
SET_UP = SetUp(camera="1", size=(1280, 720), fps=29.9, brightness=0.41, at=AT)
HABITS = Habits(
    break_min=45,
    still_min=15,
    snooze_min=10,
    glasses=6,
    posture_alerts=False,
    kind_word=False,
    sound=True,
    glow=True,
    quiet_from=1320,
    quiet_until=420,
    sampling="interval",
    baseline="laptop",
)
CHANGED = Settings(
    name="Zoë",
    camera="rtsp://garden/1",
    volume=0.0,
    muted=True,
    captions=False,
    text_scale=1.5,
    look="light",
    units="imperial",
    skeleton_only=True,
    welcomed=True,
    locked=True,
    routine="first_steps",
    set_up=SET_UP,
    habits=HABITS,
    posture_paused="2026-11-23T05:00:00+01:00",
    reminders=Reminders(days=(0, 3), at_min=7 * 60, on=True),
    targets=Targets(weekly_min=120, manage_min=40, since="2026-11-23", strength_days=2, stretch_days=5, tip=False),
)


def _file(path: Path) -> SettingsFile:
    return SettingsFile(path, atomic_write)


def test_every_setting_was_changed_above() -> None:
    assert [
        field.name for field in fields(Settings) if getattr(CHANGED, field.name) == getattr(Settings(), field.name)
    ] == []


@pytest.mark.parametrize("settings", [Settings(), CHANGED], ids=["first", "changed"])
def test_what_is_kept_is_read_again(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "new" / "settings.json"
    assert _file(path).save(settings) == ""
    assert _file(path).load() == (settings, "")
    assert [item.name for item in path.parent.iterdir()] == ["settings.json"]
    assert from_plain(to_plain(settings)) == (settings, ())


def test_a_set_up_with_unknown_numbers_is_kept(tmp_path: Path) -> None:
    unknown = replace(SET_UP, fps=math.nan, brightness=math.nan)
    file = _file(tmp_path / "settings.json")
    assert file.save(Settings(set_up=unknown)) == ""
    settings, sentence = file.load()
    assert settings.set_up is not None
    assert sentence == ""
    assert math.isnan(settings.set_up.fps)
    assert math.isnan(settings.set_up.brightness)


def test_without_a_file_everything_is_as_at_first(tmp_path: Path) -> None:
    assert _file(tmp_path / "nowhere" / "settings.json").load() == (Settings(), "")
    assert list(tmp_path.iterdir()) == []


DAMAGED = {
    "empty": b"",
    "cut off": b'{"name": "A", "vol',
    "no text": b"\xff\xfe\x00\x01" * 50,
    "a list": b"[1, 2]",
    "a number": b"7",
    "zeros": b"\x00" * 500,
    "deep": b'{"a":' + b"[" * 20000 + b"]" * 20000 + b"}",
    "huge": b'{"name": "' + b"a" * 200_000 + b'"}',
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_file_is_set_aside(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    for number in (1, 2):
        path.write_bytes(content)
        settings, sentence = _file(path).load()
        assert settings == Settings()
        assert f"set aside as settings-damaged-{number}.json" in sentence
        assert (tmp_path / f"settings-damaged-{number}.json").read_bytes() == content
        assert not path.exists()
    assert _file(path).load() == (Settings(), "")


BAD = [
    ("name", 3, "name"),
    ("name", "a\nb", "name"),
    ("name", "a" * 201, "name"),
    ("camera", "", "camera"),
    ("camera", 0, "camera"),
    ("volume", 1.1, "volume"),
    ("volume", -0.1, "volume"),
    ("volume", "loud", "volume"),
    ("volume", True, "volume"),
    ("volume", math.nan, "volume"),
    ("volume", 10**400, "volume"),
    ("muted", 1, "muted"),
    ("captions", "yes", "captions"),
    ("text_scale", 0.84, "text size"),
    ("text_scale", 1.6, "text size"),
    ("look", "pink", "look"),
    ("look", ["dark"], "look"),
    ("units", None, "units"),
    ("skeleton_only", None, "skeleton only"),
    ("welcomed", 0, "welcomed"),
    ("locked", "no", "locked"),
    ("routine", {}, "routine"),
    ("habits", [], "habits at the desk"),
    ("habits", None, "habits at the desk"),
    ("set_up", 5, "camera set-up"),
    ("set_up", {}, "camera set-up"),
    ("set_up", {"camera": "0"}, "camera set-up"),
    *(
        ("set_up", to_plain(CHANGED)["set_up"] | {key: value}, "camera set-up")
        for key, value in (
            ("camera", 1),
            ("size", [640]),
            ("size", [640, -1]),
            ("size", [640.0, 480]),
            ("fps", "30"),
            ("fps", True),
            ("brightness", 2),
            ("at", "yesterday"),
            ("at", "2024-06-10T08:00:00"),
            ("at", 7),
        )
    ),
]


@pytest.mark.parametrize(("name", "value", "words"), BAD)
def test_a_single_bad_value_is_as_at_first_and_told(tmp_path: Path, name: str, value: Any, words: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps(to_plain(CHANGED) | {name: value}), encoding="utf-8")
    settings, sentence = _file(path).load()
    assert settings == replace(CHANGED, **{name: getattr(Settings(), name)})
    assert sentence == f"Some settings could not be read and are as at first: {words}."
    assert path.exists()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("break_min", 9, "minutes to a break"),
        ("break_min", 30.0, "minutes to a break"),
        ("still_min", True, "minutes of stillness"),
        ("snooze_min", "5", "minutes of a snooze"),
        ("glasses", -1, "glasses of water"),
        ("posture_alerts", 1, "posture reminders"),
        ("kind_word", None, "kind words"),
        ("sound", "on", "sound of reminders"),
        ("glow", [], "glow of reminders"),
        ("quiet_from", 1440, "start of the quiet hours"),
        ("quiet_until", {}, "end of the quiet hours"),
        ("sampling", ["always"], "how often the camera looks"),
        ("baseline", "a\nb", "baseline in use"),
        ("baseline", 3, "baseline in use"),
    ],
)
def test_a_bad_habit_falls_back_alone(tmp_path: Path, name: str, value: Any, words: str) -> None:
    path = tmp_path / "settings.json"
    plain = to_plain(CHANGED)
    path.write_text(json.dumps(plain | {"habits": plain["habits"] | {name: value, "later": 1}}), encoding="utf-8")
    settings, sentence = _file(path).load()
    assert settings == replace(CHANGED, habits=replace(HABITS, **{name: getattr(Habits(), name)}))
    assert sentence == f"Some settings could not be read and are as at first: {words}."


def test_every_habit_was_changed_above_and_has_its_words(tmp_path: Path) -> None:
    names = [field.name for field in fields(Habits)]
    assert [name for name in names if getattr(HABITS, name) == getattr(Habits(), name)] == []
    settings, wrong = from_plain({"habits": dict.fromkeys(names, math.nan)})
    assert (settings, len(set(wrong))) == (Settings(), len(names))
    assert not set(wrong) & set(names)


def test_unknown_and_missing_names_are_no_trouble(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"name": "Ann", "volume": 1, "colour": "red"}', encoding="utf-8")
    settings, sentence = _file(path).load()
    assert (settings, sentence) == (Settings(name="Ann", volume=1.0), "")
    assert isinstance(settings.volume, float)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, value, _ in BAD if name != "set_up"])
def test_a_value_that_does_not_fit_is_refused_at_once(name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=f"{name} can't be"):
        Settings(**{name: value})


def _raising(error: Exception) -> Callable[[Path, bytes], None]:
    def write(_path: Path, _content: bytes) -> None:
        raise error

    return write


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OutputError("the file cannot be written: the disk is full."), "the disk is full."),
        (OSError(13, "Permission denied"), "Permission denied."),
    ],
)
def test_what_can_not_be_kept_is_told_in_a_sentence(tmp_path: Path, error: Exception, sentence: str) -> None:
    told = SettingsFile(tmp_path / "settings.json", _raising(error)).save(CHANGED)
    assert told.startswith("Your settings can't be kept: ")
    assert told.endswith(sentence)


def test_a_folder_in_the_way_is_told(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.mkdir()
    settings, sentence = _file(path).load()
    assert settings == Settings()
    assert sentence.startswith("Your settings can't be read (")
    assert _file(path).save(CHANGED).startswith("Your settings can't be kept: ")
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert _file(tmp_path / "file" / "settings.json").save(CHANGED).startswith("Your settings can't be kept: ")
