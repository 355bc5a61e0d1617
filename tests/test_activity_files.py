"""Files of phones and watches: what is accepted, what is refused in one sentence, and that nothing is added twice."""

from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from coach.adapters.activity_files import Found, read_activities
from coach.core.care.activity_dates import Order, UnclearDayError, minutes_of, moment, order_of
from coach.core.care.activity_kinds import kind_of
from coach.ports import ActivityError

BERLIN = ZoneInfo("Europe/Berlin")
SAMSUNG = "com.samsung.health.exercise."

TABLES = {
    "plain": ("date,minutes,type\n2026-03-09,20,walk\n", [("2026-03-09 12:00", "walk", 20)]),
    "semicolons, mark, commas": ("\ufeffDate;Duration (min);Sport\n09.03.2026;32,5;Nordic Walking\n",
                                 [("2026-03-09 12:00", "walk", 32.5)]),
    "tabs": ("start\tseconds\n2026-03-09T07:30:00\t1200\n", [("2026-03-09 07:30", "walk", 20)]),
    "an offset of its own": ("start,minutes\n2026-03-09T23:30:00Z,20\n", [("2026-03-09 23:30", "walk", 20)]),
    "time apart": ("Date,Time,Minutes\n2026-03-09,6:15 PM,15\n", [("2026-03-09 18:15", "walk", 15)]),
    "strava": ("Activity ID,Activity Date,Activity Name,Activity Type,Elapsed Time,Moving Time\n"
               '1,"Mar 9, 2026, 6:12:44 PM",Evening,Ride,1900,1800\n', [("2026-03-09 18:12", "cycle", 30)]),
    "garmin": ("Activity Type,Date,Title,Time\nPool Swimming,2026-03-09 07:12:44,Swim,00:32:30\n",
               [("2026-03-09 07:12", "swim", 32.5)]),
    "google fit": ("Date,Move Minutes count,Walking duration (ms),Biking duration (ms),Sleep duration (ms)\n"
                   "2026-03-09,60,600000,1800000,9\n2026-03-10,0,,,\n",
                   [("2026-03-09 12:00", "walk", 10), ("2026-03-09 12:00", "cycle", 30)]),
    "samsung": (f"com.samsung.shealth.exercise,63,21\n{SAMSUNG}start_time,{SAMSUNG}exercise_type,{SAMSUNG}duration,"
                f"{SAMSUNG}time_offset\n2026-03-09 23:30:00.000,1001,1800000,UTC+0100,\n",
                [("2026-03-10 00:30", "walk", 30)]),
    "two alike on a day": ("date,minutes\n2026-03-09,20\n2026-03-09,20\n",
                           [("2026-03-09 12:00", "walk", 20)] * 2),
    "day first, told by another row": ("date,minutes\n03/04/2026,20\n22/03/2026,10\n",
                                       [("2026-03-22 12:00", "walk", 10), ("2026-04-03 12:00", "walk", 20)]),
    "lengths spelt out": ("date,duration\n2026-03-09,1h 5min\n", [("2026-03-09 12:00", "walk", 65)]),
    "nothing that day": ("date,minutes\n2026-03-09,0\n2026-03-10,\n", []),
}  # fmt: skip


def read(text: str, folder: Path, name: str = "a.csv", zone: ZoneInfo = BERLIN, kind: str = "") -> Found:
    (folder / name).write_text(text, encoding="utf-8")
    return read_activities(folder / name, kind, zone)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_read(name: str, tmp_path: Path) -> None:
    text, rows = TABLES[name]
    found = read(text, tmp_path).activities
    assert [(f"{one.at:%Y-%m-%d %H:%M}", one.kind, one.minutes) for one in found] == rows
    assert all(one.at.tzinfo is not None and one.source == "file" for one in found)


@pytest.mark.parametrize("name", TABLES)
def test_the_same_file_has_the_same_ids_wherever_it_is_read(name: str, tmp_path: Path) -> None:
    text, rows = TABLES[name]
    ids = [one.activity for one in read(text, tmp_path).activities]
    again = [one.activity for one in read(text, tmp_path, "b.csv", ZoneInfo("Asia/Tokyo"), "swim").activities]
    assert set(ids) == set(again)
    assert len(set(ids)) == len(rows)


def test_a_longer_export_of_the_same_phone_adds_only_what_is_new(tmp_path: Path) -> None:
    text = TABLES["plain"][0]
    first = {one.activity for one in read(text, tmp_path).activities}
    longer = {one.activity for one in read(text + "2026-03-11,15,walk\n", tmp_path).activities}
    assert first < longer
    assert len(longer) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("date,minutes\n03/04/2026,20\n", "'03/04/2026' may be 3 April or 4 March; write days as 2026-03-22"),
        ("date,minutes\n22/03/2026,20\n03/22/2026,20\n", "has the day first and '03/22/2026' the month first"),
        ("name,height\nAnna,170\n", "no line that names a column for the date or start and one for minutes"),
        ("date,minutes\nyesterday,20\n", "row 1: 'yesterday' is no date"),
        ("date,minutes\n2026-02-30,20\n", "row 1: day"),
        ("date,minutes\n2026-03-09,long\n", "row 1: 'long' is no length of time"),
        ("date,minutes\n2026-03-09,2000 min\n", "row 1: 2000 minutes are more than half a day"),
        ("<gpx><trk>", "is no GPX file, or a damaged one"),
        ("<html>hello</html>", "no track in it has times"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><gpx>&b;</gpx>', "is no GPX file"),
        ("PK\x03\x04more", "is packed: unpack it first"),
        ("date\0minutes", "is no text"),
    ],
)
def test_a_bad_file_gets_one_sentence(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ActivityError, match=said) as caught:
        read(text, tmp_path)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("a.csv")


def test_a_bad_row_is_told_and_the_others_count(tmp_path: Path) -> None:
    found = read("date,minutes,type\n2026-03-09,20,walk\nsoon,10,walk\n2026-03-10,60,Weight Training\n", tmp_path)
    assert len(found.activities) == 1
    assert found.unread == ("row 2: 'soon' is no date",)
    assert found.left_out == ("Weight Training",)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ActivityError, match="can't be read: No such file"):
        read_activities(tmp_path / "none.csv")


# --- Tracks. ---


def gpx(begin: datetime, legs: list[tuple[int, float]], name: str = "", every_s: int = 5) -> str:
    """A track in legs of (seconds, metres a second); below 0 metres a second is a gap."""
    points, t_s, metres = [], 0, 0.0
    for long_s, speed in legs:
        for _ in range(long_s // every_s if speed >= 0 else 0):
            when = (begin + timedelta(seconds=t_s)).strftime("%Y-%m-%dT%H:%M:%SZ")
            points.append(f'<trkpt lat="{48 + metres / 111195:.7f}" lon="11"><time>{when}</time></trkpt>')
            t_s, metres = t_s + every_s, metres + speed * every_s
        t_s += long_s if speed < 0 else 0
    kind = f"<type>{name}</type>" if name else ""
    head = '<?xml version="1.0"?><gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1">'
    return f"{head}<trk>{kind}<trkseg>{''.join(points)}</trkseg></trk></gpx>"


EVENING = datetime(2026, 3, 9, 23, 30)
LEGS = [(600, 1.3), (300, 0.0), (900, -1.0), (600, 1.3)]


@pytest.mark.parametrize(
    ("name", "kind", "found"),
    [
        ("", "", "walk"),
        ("hiking", "", "walk"),
        ("Cycling", "walk", "cycle"),
        ("", "other", "other"),
        ("driving", "", ""),
    ],
)
def test_a_track_is_read_without_its_stops_and_gaps(name: str, kind: str, found: str, tmp_path: Path) -> None:
    read_ = read(gpx(EVENING, LEGS, name), tmp_path, "a.gpx", kind=kind)
    assert [one.kind for one in read_.activities] == ([found] if found else [])
    assert read_.left_out == (() if found else ("driving",))
    for one in read_.activities:
        assert one.minutes == pytest.approx(20, abs=0.6)
        # In UTC it is still Monday: the day is that of the clock on the wall.
        assert one.at == datetime(2026, 3, 10, 0, 30, tzinfo=timezone(timedelta(hours=1)))
        assert one.at.date() == date(2026, 3, 10)


def test_a_track_of_nothing_says_so(tmp_path: Path) -> None:
    with pytest.raises(ActivityError, match="nobody moves in it"):
        read(gpx(EVENING, [(600, 0.0)]), tmp_path, "a.gpx")


# --- Days, lengths and kinds by themselves. ---


@pytest.mark.parametrize(
    ("text", "hour", "found"),
    [
        ("2026-03-09", "", "2026-03-09T12:00:00"),
        ("2026/3/9 7:05", "", "2026-03-09T07:05:00"),
        ("9.3.2026 07:05:30", "", "2026-03-09T07:05:30"),
        ("9 March 2026", "07:05", "2026-03-09T07:05:00"),
        ("Mar 9, 2026, 12:05:00 AM", "", "2026-03-09T00:05:00"),
        ("2026-03-09T07:05:00.250+01:00", "", "2026-03-09T07:05:00+01:00"),
        ("2026-03-09 07:05:00 -0500", "", "2026-03-09T07:05:00-05:00"),
        ("22/03/2026", "", "2026-03-22T12:00:00"),
        ("3/22/2026", "", "2026-03-22T12:00:00"),
    ],
)
def test_moments(text: str, hour: str, found: str) -> None:
    assert moment(text, order_of([text]), hour).isoformat() == found


@pytest.mark.parametrize("text", ["", "soon", "09-03-26", "2026-13-01", "2026-03-09 7", "9 Foo 2026"])
def test_what_is_no_moment(text: str) -> None:
    with pytest.raises(ValueError):
        moment(text, Order())


def test_a_day_that_may_be_two_is_not_guessed() -> None:
    with pytest.raises(UnclearDayError):
        moment("03/04/2026", Order())
    assert moment("03/03/2026", Order()).day == 3


@pytest.mark.parametrize(
    ("text", "unit", "minutes"),
    [("90", 1.0, 90), ("90", 1 / 60, 1.5), ("1,5", 60, 90), ("1:30:00", 1.0, 90), ("32:30", 1.0, 32.5),
     ("1 h 30 min", 1.0, 90), ("45 minutes", 1.0, 45), ("90 s", 1.0, 1.5)],
)  # fmt: skip
def test_lengths(text: str, unit: float, minutes: float) -> None:
    assert minutes_of(text, unit) == pytest.approx(minutes)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("HKWorkoutActivityTypeWalking", "walk"), ("Nordic_Walking", "walk"), ("Virtual Ride", "cycle"),
     ("E-Bike", "cycle"), ("Open Water Swimming", "swim"), ("Trail Running", "run"), ("Rowing", "other"),
     ("other", "other"), ("1001", "walk"), ("Yoga", ""), ("Strength", ""), ("", ""), ("Crowd", ""), ("Bridge", "")],
)  # fmt: skip
def test_kinds(name: str, kind: str) -> None:
    assert kind_of(name) == kind


LONG_AGO = "start,minutes,time offset\n0001-01-01 00:30,10,UTC-0900\n"


@pytest.mark.parametrize(
    "text", [LONG_AGO, LONG_AGO.replace("0001", "9999"), f"date,minutes,note\n2026-03-01,10,{'x' * 200_000}\n"]
)
def test_what_no_clock_or_table_holds_is_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "odd.csv").write_text(text.replace("9999-01-01 00:30,10,UTC-", "9999-12-31 23:30,10,UTC+"))
    with pytest.raises(ActivityError, match=r"^odd\.csv.*(damaged|out of range)"):
        read_activities(tmp_path / "odd.csv")


def test_a_day_still_to_come_or_long_before_any_watch_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "days.csv"
    path.write_text("date,minutes\n2206-03-01,10\n2026-03-01,20\n0203-03-01,10\n2026-03-03,10\n")
    found = read_activities(path, last=date(2026, 3, 2))
    assert [one.minutes for one in found.activities] == [20]
    assert found.unread == (
        "0203-03-01 is too long ago", "2026-03-03 is still to come", "2206-03-01 is still to come"
    )  # fmt: skip
