"""What a person chose, kept from one start to the next; and how it is told from a damaged file."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Final, Literal

from coach.core.camera_check import SetUp
from coach.core.care.reminding import Reminders
from coach.core.care.targets import Targets
from coach.core.sitting.habits import Habits

Look = Literal["dark", "light"]
Units = Literal["metric", "imperial"]

TEXT_SCALES: Final = (0.85, 1.5)
"""Smallest and largest text, shares of the usual size; what every screen is tested at."""

LONGEST: Final = 200
"""Characters of a text: more is no name and no camera."""


def _is_number(value: object, low: float, high: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST and (value.isprintable() or not value)


def _is_bool(value: object) -> bool:
    return isinstance(value, bool)


def _is_moment(text: str) -> bool:
    try:
        return not text or datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


_FITS: Final[dict[str, Callable[[object], bool]]] = {
    "name": _is_text,
    "camera": lambda value: _is_text(value) and value != "",
    "volume": lambda value: _is_number(value, 0.0, 1.0),
    "muted": _is_bool,
    "captions": _is_bool,
    "text_scale": lambda value: _is_number(value, *TEXT_SCALES),
    "look": lambda value: value in ("dark", "light"),
    "units": lambda value: value in ("metric", "imperial"),
    "skeleton_only": _is_bool,
    "welcomed": _is_bool,
    "locked": _is_bool,
    "routine": _is_text,
    "posture_paused": lambda value: _is_text(value) and _is_moment(str(value)),
    "set_up": lambda value: value is None or isinstance(value, SetUp),
    "habits": lambda value: isinstance(value, Habits),
    "reminders": lambda value: isinstance(value, Reminders),
    "targets": lambda value: isinstance(value, Targets),
}
"""Field: whether a value fits it."""

_GROUPS: Final[dict[str, type]] = {"habits": Habits, "reminders": Reminders, "targets": Targets}
"""Fields that are choices of their own, kept as tables: each is read for itself."""

_WORDS: Final = {
    "text_scale": "text size",
    "skeleton_only": "skeleton only",
    "set_up": "camera set-up",
    "habits": "habits at the desk",
    "posture_paused": "pause of posture watch",
    "break_min": "minutes to a break",
    "still_min": "minutes of stillness",
    "snooze_min": "minutes of a snooze",
    "glasses": "glasses of water",
    "posture_alerts": "posture reminders",
    "kind_word": "kind words",
    "sound": "sound of reminders",
    "glow": "glow of reminders",
    "quiet_from": "start of the quiet hours",
    "quiet_until": "end of the quiet hours",
    "sampling": "how often the camera looks",
    "baseline": "baseline in use",
    "reminders": "planned days",
    "days": "planned days",
    "at_min": "time of the planned days",
    "on": "reminder of the planned days",
    "targets": "targets of the week",
    "weekly_min": "minutes a week",
    "manage_min": "minutes you manage now",
    "since": "first week of building up",
    "strength_days": "strength days",
    "stretch_days": "stretch days",
    "tip": "tip of the day",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything a person may choose, and what the program remembers for them.

    Attributes:
        name: how they like to be called, or "".
        camera: index or address of the camera.
        volume: 0..1. muted: no sound at all. captions: what is said is also shown.
        text_scale: size of all text, 0.85 to 1.5.
        look: colours. units: of lengths on screen.
        skeleton_only: the camera picture is not shown.
        welcomed: the first start is over.
        locked: an emergency answer locks exercise; kept here too, so that a lost record unlocks nothing.
        routine: id of the routine chosen last, or "".
        set_up: how the camera stood last time, or None.
        habits: choices for the hours at the desk. posture_paused: until when posture watch is paused, as text with
            its offset, or "".
        reminders: on which days and when the plan is due. targets: what a week is to have.

    Raises:
        ValueError: a value does not fit.
    """

    name: str = ""
    camera: str = "0"
    volume: float = 0.8
    muted: bool = False
    captions: bool = True
    text_scale: float = 1.0
    look: Look = "dark"
    units: Units = "metric"
    skeleton_only: bool = False
    welcomed: bool = False
    locked: bool = False
    routine: str = ""
    set_up: SetUp | None = None
    habits: Habits = field(default_factory=Habits)
    posture_paused: str = ""
    reminders: Reminders = field(default_factory=Reminders)
    targets: Targets = field(default_factory=Targets)

    def __post_init__(self) -> None:
        for part in fields(self):
            if not _FITS[part.name](getattr(self, part.name)):
                raise ValueError(f"{part.name} can't be {getattr(self, part.name)!r}")


def to_plain(settings: Settings) -> dict[str, Any]:
    """As numbers, texts, lists and tables: what JSON knows."""
    plain = {part.name: getattr(settings, part.name) for part in fields(settings)}
    for name, kind in _GROUPS.items():
        group = getattr(settings, name)
        plain[name] = {part.name: getattr(group, part.name) for part in fields(kind)}
    set_up = settings.set_up
    if set_up is not None:
        plain["set_up"] = {
            "camera": set_up.camera,
            "size": list(set_up.size),
            "fps": None if math.isnan(set_up.fps) else set_up.fps,
            "brightness": None if math.isnan(set_up.brightness) else set_up.brightness,
            "at": set_up.at.isoformat(),
        }
    return plain


def from_plain(plain: Mapping[str, Any]) -> tuple[Settings, tuple[str, ...]]:
    """Settings from what was read, and in words which of them did not fit: those are as at first. Unknown names, of a
    later version, are passed over."""
    fitting: dict[str, Any] = {}
    wrong: list[str] = []
    for name in _FITS.keys() & plain.keys():
        value = plain[name]
        try:
            value = _set_up(value) if name == "set_up" else _read_group(name, value, wrong)
        except (KeyError, TypeError, ValueError):
            value = math.nan  # Fits nowhere.
        if _FITS[name](value):
            fitting[name] = float(value) if name in ("volume", "text_scale") else value
        else:
            wrong.append(_WORDS.get(name, name))
    return Settings(**fitting), tuple(sorted(wrong))


def _set_up(plain: Any) -> SetUp | None:
    """Raises KeyError, TypeError or ValueError where it is none."""
    if plain is None:
        return None
    width, height = plain["size"]
    at = datetime.fromisoformat(plain["at"])
    whole = all(type(side) is int and 0 < side < 100_000 for side in (width, height))
    if not (whole and _is_text(plain["camera"]) and at.tzinfo is not None):
        raise ValueError("a camera set-up has a camera, a size in pixels and a time with its offset")
    fps, brightness = _number_or_nan(plain["fps"], 1000.0), _number_or_nan(plain["brightness"], 1.0)
    return SetUp(camera=plain["camera"], size=(width, height), fps=fps, brightness=brightness, at=at)


def _read_group(group: str, plain: Any, wrong: list[str]) -> Any:
    """Of a group, each choice that fits; of the others, words in `wrong`. What is no group is given back as it is.
    Raises TypeError where a group is no table."""
    kind = _GROUPS.get(group)
    if kind is None:
        return plain
    if not isinstance(plain, Mapping):
        raise TypeError(f"{group} are a table")
    fitting: dict[str, Any] = {}
    for name in (part.name for part in fields(kind) if part.name in plain):
        value = tuple(plain[name]) if isinstance(plain[name], list) else plain[name]
        try:
            kind(**{name: value})
        except (TypeError, ValueError):
            wrong.append(_WORDS[name])
        else:
            fitting[name] = value
    return kind(**fitting)


def _number_or_nan(value: object, high: float) -> float:
    """JSON has no nan: null stands for it."""
    if value is None:
        return math.nan
    if not isinstance(value, int | float) or not _is_number(value, 0.0, high):
        raise ValueError(f"{value!r} is no number from 0 to {high:g}")
    return float(value)
