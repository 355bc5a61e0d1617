"""Baselines of sitting in a JSON file of the user's own folder: a few medians a name, no picture. Damage costs a
baseline, which takes seconds to take anew, never the watch."""

import math
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from coach.adapters.own_files.json_file import DAMAGE, JsonFile
from coach.core.sitting.baseline import PostureBaseline
from coach.ports import CoachError

MAX_BYTES: Final = 1_000_000
"""A baseline has less than 2 kB."""

MOST_S: Final = 86_400.0
"""A baseline is taken in seconds, not days."""

SIZES: Final = ("shoulder_width", "face_size", "neck_ratio", "trunk_length", "rise")
"""Measures that others are divided by: 0 and less is none."""

LONGEST: Final = 40
"""Characters of a name, as `Habits.baseline` takes it."""

UNREAD: Final = "Your baselines can't be read ({why})."
DAMAGED: Final = "Your baselines were damaged and set aside as {name}: a new one takes a few seconds."
STUCK: Final = "Your baselines are damaged: a new one takes a few seconds."
ODD: Final = "A baseline could not be read and is left out: a new one takes a few seconds."
UNKEPT: Final = "Your baselines can't be kept: {why}"
NAMELESS: Final = "A baseline needs a name of up to 40 characters to be kept."


class BaselinesFile:
    """Named baselines kept in a file: a `coach.ports.posture.Baselines`.

    Args:
        path: the file; neither it nor its folder need exist yet.
        write: writes bytes under a path, whole or not at all; raises CoachError or OSError when it can't.
    """

    def __init__(self, path: Path, write: Callable[[Path, bytes], None]) -> None:
        self._file = JsonFile(path, write, list, MAX_BYTES)
        self._known: dict[str, PostureBaseline] = {}
        self._stamp: tuple[int, int] | None = None
        self._message = ""

    @property
    def message(self) -> str:
        """One plain sentence about the last reading or writing that went wrong, else empty."""
        return self._message

    def all(self) -> tuple[PostureBaseline, ...]:
        """Every baseline, by name. A damaged file reads as none, is set aside, and `message` says so."""
        try:
            self._refresh()
        except OSError as error:
            self._message = UNREAD.format(why=error.strerror or error)
        return tuple(self._known[name] for name in sorted(self._known, key=lambda name: (name.casefold(), name)))

    def keep(self, baseline: PostureBaseline) -> None:
        """Keep it under its name, in place of the one before; trouble shows in `message`."""
        if not _is_name(baseline.name):
            self._message = NAMELESS
        else:
            self._change(lambda known: known | {baseline.name: baseline})

    def forget(self, name: str) -> None:
        """Forget the baseline of that name, where there is one; trouble shows in `message`."""
        self._change(lambda known: {kept: known[kept] for kept in known if kept != name})

    def _change(self, change: Callable[[dict[str, PostureBaseline]], dict[str, PostureBaseline]]) -> None:
        """With what the file holds now: another window may have written it. What can't be read is not written over."""
        try:
            self._refresh()
            known = change(self._known)
            self._file.write([to_plain(known[name]) for name in sorted(known)])
        except CoachError as error:
            self._message = UNKEPT.format(why=error)
        except OSError as error:
            self._message = UNKEPT.format(why=f"{error.strerror or error}.")
        else:
            self._known, self._stamp, self._message = known, self._stamped(), ""

    def _stamped(self) -> tuple[int, int] | None:
        """Tells whether the file is another than it was; None where there is none. Raises OSError."""
        try:
            found = self._file.path.stat()
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_size

    def _refresh(self) -> None:
        """Read the file if it is another than last time. Raises OSError."""
        stamp = self._stamped()
        if stamp == self._stamp:
            return
        known: dict[str, PostureBaseline] = {}
        self._message = ""
        try:
            items = self._file.read() if stamp else []
        except DAMAGE:
            aside = self._file.set_aside()
            items, stamp = [], None if aside else stamp
            self._message = DAMAGED.format(name=aside) if aside else STUCK
        for item in items:
            try:
                baseline = from_plain(item)
            except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError):
                self._message = ODD
            else:
                known[baseline.name] = baseline
        self._known, self._stamp = known, stamp


def to_plain(baseline: PostureBaseline) -> dict[str, Any]:
    """As JSON knows it; a measure that was not seen (nan) is left out."""
    return {
        "name": baseline.name,
        "view": baseline.view,
        "medians": {name: float(value) for name, value in baseline.medians.items() if math.isfinite(value)},
        "spreads": {name: float(value) for name, value in baseline.spreads.items() if math.isfinite(value)},
        "seconds": float(baseline.seconds),
        "standing": baseline.standing,
        "at": baseline.at.isoformat() if baseline.at else None,
    }


def from_plain(plain: Any) -> PostureBaseline:
    """A baseline from what was read; unknown names, of a later version, are passed over.

    Raises:
        ArithmeticError, AttributeError, KeyError, TypeError, ValueError: it is none.
    """
    at = None if plain["at"] is None else datetime.fromisoformat(plain["at"])
    fits = _is_name(plain["name"]) and plain["view"] in ("front", "side") and type(plain["standing"]) is bool
    if not fits or (at is not None and at.tzinfo is None):
        raise ValueError("a baseline has a name, a view, standing or not, and a time with its offset")
    medians = _numbers(plain["medians"])
    if any(medians.get(name, 1.0) <= 0 for name in SIZES):
        raise ValueError("a baseline has sizes above 0")
    return PostureBaseline(
        name=plain["name"],
        view=plain["view"],
        medians=medians,
        spreads=_numbers(plain["spreads"], low=0.0),
        seconds=_numbers({"seconds": plain["seconds"]}, low=0.0, high=MOST_S)["seconds"],
        standing=plain["standing"],
        at=at,
    )


def _is_name(name: object) -> bool:
    return isinstance(name, str) and 0 < len(name) <= LONGEST and name.isprintable()


def _numbers(plain: Mapping[str, object], low: float = -math.inf, high: float = math.inf) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, value in plain.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise TypeError(f"{name} is no number")
        if not low <= value <= high:
            raise ValueError(f"{name} can't be {value!r}")
        found[name] = float(value)
    return found
