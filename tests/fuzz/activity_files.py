"""Files of phones and watches: tables (CSV) and tracks (GPX)."""

import math
from collections.abc import Callable, Iterator
from datetime import timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from coach.adapters.activity_files import FIRST, LAST, Found, read_activities
from coach.core.care.aerobic import LONGEST_MIN
from coach.core.therapy.within import is_plain
from tests.fuzz import samples
from tests.fuzz.draws import Draws
from tests.fuzz.target import Target, must, refusable

ZONE: Final = timezone(timedelta(hours=1))

TABLES: Final = (
    "date,minutes,type\n2026-03-09,20,walk\n2026-03-10,12.5,Yoga\n",
    "\ufeffDate;Duration (min);Sport\n09.03.2026;32,5;Nordic Walking\n22.03.2026;1h 5min;Run\n",
    "start\tseconds\n2026-03-09T07:30:00\t1200\n2026-03-09T23:30:00Z\t600\n",
    "Date,Time,Minutes\n2026-03-09,6:15 PM,15\n",
    "Activity ID,Activity Date,Activity Name,Activity Type,Elapsed Time,Moving Time\n"
    '1,"Mar 9, 2026, 6:12:44 PM",Evening,Ride,1900,1800\n',
    "Date,Move Minutes count,Walking duration (ms),Biking duration (ms)\n2026-03-09,60,600000,1800000\n",
)  # fmt: skip

TRACK: Final = (
    '<?xml version="1.0"?><gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1">'
    "<trk><name>a</name><type>walking</type><trkseg>{points}</trkseg></trk></gpx>"
)
POINT: Final = '<trkpt lat="{lat}" lon="{lon}"><ele>1</ele><time>{time}</time></trkpt>'

CELLS: Final = (
    "2026-03-09", "09.03.2026", "03/09/2026", "22/03/2026", "Mar 9, 2026", "9 March 2026", "2026-03-09T07:30:00+14:00",
    "2026-03-09 25:61", "0000-00-00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:00-14:00", "20", "32,5", "1h 5min",
    "0:32:10", "99:99:99", "1e9", "-5", "6:15 PM", "18:30", "UTC+0100", "+9999", "-2359", "walk",
    "Ride", "Yoga", "1001", "", '"', "\0", "٣", "9" * 400, "9" * 5000,
)  # fmt: skip
NAMES: Final = (
    "date", "start time", "time", "minutes", "seconds", "duration", "duration (ms)", "moving time", "type", "sport",
    "time offset", "walking duration (ms)", "Activity Date", "day", "ID", "com.samsung.health.exercise.start_time",
)  # fmt: skip
COORDINATES: Final = ("48", "48.001", "11", "-180", "90", "1e999", "nan", "", "x", "1e308", "-91")
TIMES: Final = (
    "2026-03-09T07:30:00Z", "2026-03-09T07:40:00Z", "2026-03-09T07:30:00", "2026-03-09", "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z", "x", "", "2026-03-09T07:50:00+14:00", "0001-01-01T00:00:00+14:00",
)  # fmt: skip


def track(points: Iterator[str]) -> str:
    """A track of points."""
    return TRACK.format(points="".join(points))


def _walk() -> str:
    return track(
        POINT.format(lat=48 + minute * 0.0007, lon=11, time=f"2026-03-09T07:{minute:02}:00Z") for minute in range(12)
    )


def _raw(data: bytes) -> bytes:
    return data


def _table(data: bytes) -> bytes:
    """A table of columns and cells, some of which fit."""
    draws = Draws(data)
    columns = [draws.pick(NAMES) if draws.below(8) else draws.text() for _ in range(1 + draws.below(6))]
    separator = draws.pick(",;\t")
    rows = [columns]
    while draws.left and len(rows) < 20:
        rows.append([draws.pick(CELLS) if draws.below(8) else draws.text() for _ in columns])
    encoding = draws.pick(("utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252"))
    return "\n".join(separator.join(row) for row in rows).encode(encoding, "replace")


def _spoilt(data: bytes) -> bytes:
    """A good file with a few letters put in or taken away."""
    draws = Draws(data)
    text = draws.pick((*TABLES, _walk()))
    for _ in range(draws.below(6)):
        at = draws.below(len(text) + 1)
        new = draws.pick(CELLS) if draws.below(2) else draws.text()
        text = text[:at] + new + text[at + draws.below(9) :]
    return text.encode("utf-8", "replace")


def _track(data: bytes) -> bytes:
    draws = Draws(data)

    def points() -> Iterator[str]:
        lat, minute = 48.0, 0
        while draws.left and minute < 200:
            lat, minute = lat + draws.below(8) / 4000, minute + draws.below(6)
            odd = draws.below(8) == 0
            yield POINT.format(
                lat=draws.pick(COORDINATES) if odd else lat,
                lon=draws.pick(COORDINATES) if draws.below(8) == 0 else 11,
                time=draws.pick(TIMES)
                if draws.below(8) == 0
                else f"2026-03-09T{7 + minute // 60:02}:{minute % 60:02}:00Z",
            )

    return track(points()).encode()


WAYS: Final[tuple[Callable[[bytes], bytes], ...]] = (_raw, _table, _spoilt, _track)


def run(data: bytes) -> None:
    """By its first byte: a file, a table put together, a good file spoilt, or a track of odd points."""
    way = data[0] if data else 0
    content = WAYS[way % len(WAYS)](data[1:])
    with TemporaryDirectory(prefix="fuzz-") as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(content)
        with refusable():
            found = read_activities(path, zone=ZONE)
            _check(found)
            must(read_activities(path, zone=ZONE) == found, "the same file gives something else")


def _check(found: Found) -> None:
    for one in found.activities:
        must(math.isfinite(one.minutes) and 0 <= one.minutes <= LONGEST_MIN, "minutes that can't be")
        must(one.at.tzinfo is not None and FIRST <= one.at.date() <= LAST, "a moment that can't be")
    for said in (*found.left_out, *found.unread):
        must(is_plain(said, lines=False), "what is told holds letters that are none")
    moments = [one.at for one in found.activities]
    must(moments == sorted(moments), "activities are not in order")
    ids = [one.activity for one in found.activities]
    must(len(set(ids)) == len(ids), "two activities have one id")


def _seeds() -> Iterator[bytes]:
    for text in (*TABLES, _walk()):
        yield b"\0" + text.encode()
    for choices in samples.CHOICES:
        for way in (1, 2, 3):
            yield bytes([way]) + choices
    yield bytes([3]) + bytes((1, 1, 1, 1)) * 30


TARGET = Target(
    "activities", "activity files (CSV, GPX)", run, _seeds,
    ("coach.adapters.activity_files", "coach.core.care.activity_rows", "coach.core.care.activity_dates",
     "coach.core.care.activity_kinds", "coach.core.care.tracks"),
)  # fmt: skip
