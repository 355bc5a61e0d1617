"""Activities from a phone or watch: tracks (GPX) and tables (CSV). The same file read twice gives the same ids."""

import csv
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Final

from coach.core.care.activity_dates import UnclearDayError
from coach.core.care.activity_kinds import kind_of
from coach.core.care.activity_rows import rows_of
from coach.core.care.aerobic import LONGEST_MIN
from coach.core.care.record import ActivityDone
from coach.core.care.tracks import Spot, moved
from coach.core.therapy.within import seen
from coach.ports import ActivityError

if TYPE_CHECKING:
    from gpxpy.gpx import GPXTrack, GPXTrackPoint

MAX_BYTES: Final = 40_000_000
"""A day's track with a point a second has about ten million."""

LEAST_MIN: Final = 1.0
"""A track with less on the move is none, minutes; estimated."""

FIRST: Final = date(1990, 1, 1)
LAST: Final = date(2200, 1, 1)
"""No watch or phone wrote anything before the one, and no clock that is right shows the other; estimated."""

_ENCODINGS: Final = ("utf-8-sig", "cp1252")
"""Tried one after the other; text with a mark of UTF-16 is that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a file holds.

    Attributes:
        activities: oldest first; their ids are made of what stood in the file.
        left_out: names of what is no walking or the like. unread: what could not be read, a part of a sentence each.
    """

    activities: tuple[ActivityDone, ...]
    left_out: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def read_activities(path: Path, kind: str = "", zone: tzinfo | None = None, last: date = LAST) -> Found:
    """Activities of a file.

    Args:
        kind: taken for whatever the file itself names no kind of; "" is a walk, or what a track's speed tells.
        zone: of the clock on the wall, by default this machine's.
        last: what lies after this day can't have been done, and is not taken.

    Raises:
        ActivityError: it can't be read, or is neither a track with times nor a table of activities.
    """
    text = _text(path)
    start = text.lstrip()[:1]
    try:
        found = _tracks(text, kind, zone) if start == "<" else _rows(text, kind, zone)
    except (csv.Error, OverflowError) as error:
        raise ActivityError(f"{path.name} is damaged: {error}") from error
    except UnclearDayError as error:
        raise ActivityError(f"{path.name}: {error}; write days as 2026-03-22, and try again") from error
    except ValueError as error:
        raise ActivityError(f"{path.name}: {error}") from error
    return _in_time(found, last)


def _in_time(found: Found, last: date) -> Found:
    """Without days that can't be: a clock was wrong, or a year mistyped; told as what could not be read."""
    good = tuple(one for one in found.activities if FIRST <= one.at.date() <= last)
    wrong = (one.at.date() for one in found.activities if one not in good)
    said = tuple(f"{day} is {'still to come' if day > last else 'too long ago'}" for day in wrong)
    left_out, unread = (tuple(map(seen, texts)) for texts in (found.left_out, found.unread))
    return Found(activities=good, left_out=left_out, unread=(*unread, *said))


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            most = f"{MAX_BYTES // 1_000_000} MB"
            raise ActivityError(f"{path.name} is larger than {most}: that is no file of activities")
        raw = path.read_bytes()
    except OSError as error:
        raise ActivityError(f"{path} can't be read: {error.strerror or error}") from error
    if raw[:4] == b"PK\x03\x04":
        raise ActivityError(f"{path.name} is packed: unpack it first, and give the CSV or GPX file in it")
    if not raw.strip():
        raise ActivityError(f"{path.name} is empty")
    encodings = ("utf-16",) if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else _ENCODINGS
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise ActivityError(f"{path.name} is no text: a CSV or GPX file is wanted")


# --- Tables. ---


def _rows(text: str, kind: str, zone: tzinfo | None) -> Found:
    rows = rows_of(text, kind or "walk")
    seen: Counter[str] = Counter()
    activities = []
    for row in rows.rows:
        # As it stood in the file: read on a journey, or as another kind, it is the same all the same.
        written = f"{row.written}|{row.minutes:.2f}"
        seen[written] += 1
        at = row.wall if row.wall.tzinfo else _local(row.wall, zone)
        activities.append(_activity(f"{written}|{seen[written]}", at, row.kind, row.minutes))
    return Found(activities=_sorted(activities), left_out=rows.left_out, unread=rows.unread)


def _local(wall: datetime, zone: tzinfo | None) -> datetime:
    return wall.replace(tzinfo=zone) if zone else wall.astimezone()


# --- Tracks. ---


def _tracks(text: str, kind: str, zone: tzinfo | None) -> Found:
    timed = [(track.type or "", segments) for track in _parsed(text) if any(segments := _segments(track))]
    if not timed:
        raise ValueError("no track in it has times, so there are no minutes to count")
    found, left_out = [], []
    for named, segments in timed:
        gone = moved(segments)
        is_a = kind_of(named) if named else kind or gone.kind
        minutes = min(LONGEST_MIN, gone.seconds / 60)
        if not is_a:
            left_out.append(named)
        elif minutes >= LEAST_MIN:
            first_s = min(spots[0].t_s for spots in segments if spots)
            at = datetime.fromtimestamp(first_s, UTC).astimezone(zone)
            last_s = max(spots[-1].t_s for spots in segments if spots)
            # Not of kind and minutes: read again with another kind or finer rules, it is the same track.
            found.append(_activity(f"track|{first_s:.0f}|{last_s:.0f}", at, is_a, minutes))
    if not found and not left_out:
        raise ValueError("nobody moves in it for a minute")
    return Found(activities=_sorted(found), left_out=tuple(left_out))


def _parsed(text: str) -> "list[GPXTrack]":
    """Tracks of a GPX file. Raises ValueError."""
    # Loaded only where there is a track.
    import gpxpy
    import gpxpy.gpx

    if "<!ENTITY" in text or "<!DOCTYPE" in text:
        raise ValueError("it is no GPX file")
    try:
        return gpxpy.parse(text).tracks
    except (gpxpy.gpx.GPXException, ValueError, LookupError) as error:
        raise ValueError("it is no GPX file, or a damaged one") from error


def _segments(track: "GPXTrack") -> list[list[Spot]]:
    return [list(_spots(segment.points)) for segment in track.segments]


def _spots(points: "Sequence[GPXTrackPoint]") -> Iterator[Spot]:
    for point in points:
        if (when := point.time) is not None:
            aware = when if when.tzinfo else when.replace(tzinfo=UTC)
            yield Spot(aware.timestamp(), point.latitude, point.longitude)


def _activity(content: str, at: datetime, kind: str, minutes: float) -> ActivityDone:
    digest = hashlib.sha256(content.encode()).hexdigest()[:24]
    return ActivityDone(activity=f"file-{digest}", at=at, kind=kind, minutes=round(minutes, 2), source="file")


def _sorted(activities: list[ActivityDone]) -> tuple[ActivityDone, ...]:
    return tuple(sorted(activities, key=lambda one: one.at))
