"""Somebody at home with weeks behind them, for the tests of the week and its screens."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any, Final

from care_fakes import AtHome
from desk_fake import FakeDesk
from session_fakes import FakeHistory

from coach.care_week import WeekDesk
from coach.commands.house import read_shelf
from coach.core.care.record import ActivityDone
from coach.core.care.targets import Targets
from coach.core.history import (
    PainTold,
    PainWhen,
    RepDone,
    SessionEnded,
    SessionRecord,
    SessionStarted,
    SetRecord,
    SetStarted,
)
from coach.core.settings import Settings
from coach.core.sitting.record import BreakKept, GlassDrunk, PostureMinute, PostureRecord
from coach.paths import assets_dir
from coach.ports import HistoryError

ZONE: Final = timezone(timedelta(hours=1))
THURSDAY: Final = datetime(2026, 3, 12, 18, 0, tzinfo=ZONE)
MONDAY: Final = date(2026, 3, 9)
SHELF: Final = read_shelf(assets_dir() / "nowhere")
"""Read once: it is the same for everybody at home."""


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of a day, in the zone of the samples."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


def session_on(day: date, *exercises: str, minutes: float = 20.0, hour: int = 8) -> SessionRecord:
    """A session with a set of each exercise, one repetition done in each."""
    id_ = f"{day.isoformat()}-{hour}"
    began = at(day, hour)
    sets = tuple(
        SetRecord(
            started=SetStarted(
                session=id_, set=f"{id_}-{n}", at=began, exercise=one, set_no=1, sets=1, reps=1, hold_s=0
            ),
            ended=None,
            reps=(RepDone(set=f"{id_}-{n}", start_s=0, peak_s=1, end_s=2, side=None, complete=True, hold_s=0),),
        )
        for n, one in enumerate(exercises)
    )
    return SessionRecord(
        started=SessionStarted(session=id_, at=began, routine="daily", routine_name="Daily"),
        ended=SessionEnded(session=id_, at=began + timedelta(minutes=minutes), complete=True),
        sets=sets,
    )


def walked(day: date, minutes: float, kind: str = "walk", id_: str = "") -> ActivityDone:
    """Minutes on a day at noon."""
    return ActivityDone(activity=id_ or f"{day}-{kind}-{minutes:g}", at=at(day, 12), kind=kind, minutes=minutes)


def pain(day: date, score: int, when: PainWhen = "before") -> PainTold:
    """A pain score of a day."""
    return PainTold(at=at(day, 7), when=when, score=score)


class FakePosture:
    """The hours at the desk: what was put in, with the glasses that were written since."""

    def __init__(self, history: FakeHistory, record: PostureRecord) -> None:
        self.history, self.record = history, record

    def posture(self, since: datetime, until: datetime) -> PostureRecord:
        drunk = tuple(entry for entry in self.history.entries if isinstance(entry, GlassDrunk))
        return replace(self.record, glasses=(*self.record.glasses, *drunk))


UNREAD: Final = "The history in a folder with a long name cannot be read: database disk image is malformed."


class UnreadPosture:
    """Hours at the desk that can't be read."""

    def posture(self, since: datetime, until: datetime) -> PostureRecord:
        raise HistoryError(UNREAD)


def sat(day: date, minutes: int, breaks: int = 0, glasses: int = 0) -> PostureRecord:
    """A day at the desk."""
    begin = at(day, 9)
    return PostureRecord(
        minutes=tuple(
            PostureMinute(at=begin + timedelta(minutes=n), seconds={"upright": 60.0}) for n in range(minutes)
        ),
        breaks=tuple(
            BreakKept(
                asked=None, start=begin + timedelta(hours=n), end=begin + timedelta(hours=n, minutes=2), how="chair"
            )
            for n in range(breaks)
        ),
        glasses=tuple(GlassDrunk(at=begin + timedelta(minutes=n)) for n in range(glasses)),
    )


def joined(records: Sequence[PostureRecord]) -> PostureRecord:
    """Several days in one record."""
    return PostureRecord(
        minutes=tuple(one for record in records for one in record.minutes),
        breaks=tuple(one for record in records for one in record.breaks),
        glasses=tuple(one for record in records for one in record.glasses),
    )


def at_home(
    *,
    settings: Settings | None = None,
    sessions: Sequence[SessionRecord] = (),
    pains: Sequence[PainTold] = (),
    activities: Sequence[ActivityDone] = (),
    desk: Sequence[PostureRecord] = (),
    now: datetime = THURSDAY,
    posture: Any = None,
) -> AtHome:
    """A real desk on a Thursday evening, with all this behind it."""
    history = FakeHistory(kept=list(sessions), told=list(pains))
    history.entries.extend(activities)
    posture = posture or FakePosture(history, joined(desk))
    home = AtHome(now, settings, history=history, posture=posture, read_shelf=lambda: SHELF)
    home.history = history
    return home


def week_desk(home: AtHome) -> WeekDesk:
    """The week of a home, with the hours at the desk read."""
    desk = home.desk.care.week
    for day in (desk.today, desk.today - timedelta(days=7)):
        desk.week(day)
        desk.wait(5)
        desk.week(day)
    return desk


def page_desk(home: AtHome) -> FakeDesk:
    """A desk for pages, with the real week."""
    desk = FakeDesk(home.desk.settings)
    desk.care = home.desk.care  # type: ignore[attr-defined]
    week_desk(home)
    return desk


def full_home(**more: Any) -> AtHome:
    """Two weeks with everything in them."""
    days = [MONDAY + timedelta(days=n) for n in range(-7, 4)]
    settings = Settings(welcomed=True, targets=Targets(manage_min=45, since="2026-02-23"))
    settings = replace(settings, habits=replace(settings.habits, glasses=6))
    return at_home(
        settings=settings,
        sessions=[session_on(days[n], "bird_dog", "knee_to_chest") for n in (0, 2, 4, 7, 9)]
        + [session_on(days[8], "plank")],
        pains=[pain(days[2], 4), pain(days[3], 3, "morning"), pain(days[7], 2), pain(days[9], 3),
               pain(days[10], 2, "morning")],
        activities=[walked(days[1], 30), walked(days[3], 25), walked(days[7], 20), walked(days[8], 15, "swim"),
                    walked(days[10], 25)],
        desk=[sat(days[1], 300, 5, 4), sat(days[7], 240, 6, 5), sat(days[8], 200, 3, 2), sat(days[10], 20, 1, 3)],
        **more,
    )  # fmt: skip
