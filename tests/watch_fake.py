"""A watch for tests of the posture pages: a plain object. What it is asked is set beforehand; what it is told stands in
a list."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sitter
from streams import exercise

from coach.core.sitting.baseline import Calibration, PostureBaseline
from coach.core.sitting.day import Day, Piece
from coach.core.sitting.events import Notice
from coach.core.sitting.habits import Habits
from coach.core.sitting.look import STATES, Look, Note, State, Why
from coach.core.sitting.record import BreakKept
from coach.core.spec import Exercise
from coach.ports import Frame
from coach.ui.watch import Moving, Now

NOW = datetime(2026, 3, 12, 15, 42, tzinfo=UTC)
MOVES = ("chin_tuck", "march", "overhead_reach", "sit_to_stand", "standing_extension")

SITTERS = {
    "slump": sitter.Sitter(slump=30),
    "forward_head": sitter.Sitter(forward=0.08),
    "too_close": sitter.Sitter(closer=0.25),
    "lean_left": sitter.Sitter(lean=14),
    "lean_right": sitter.Sitter(lean=-14),
    "head_tilt": sitter.Sitter(tilt=16),
}
DESK = PostureBaseline(
    view="front",
    medians={"roll_deg": 3.2, "slope_deg": -2.1, "neck_ratio": 0.55, "offset": 0.03, "turn": 0.02},
    spreads={"roll_deg": 0.6, "slope_deg": 0.4},
    name="desk",
    seconds=6.0,
    at=NOW - timedelta(days=12),
)
SIDE = PostureBaseline(
    view="side",
    medians={"trunk_deg": -8.0, "neck_deg": 24.0, "hip_deg": 98.0, "knee_deg": 91.0},
    spreads={"trunk_deg": 0.7, "neck_deg": 4.5},
    name="standing",
    seconds=6.0,
    standing=True,
    at=NOW,
)
BREAK = Notice(kind="break", title="Time to move", text="You have sat for 31 minutes: stand up and move a little.",
               snooze=True)  # fmt: skip


class FakeCalendar:
    """A wall clock that stands still."""

    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


def look(state: State = "upright", *, for_s: float = 740.0, why: Why = "", side: bool = False, **more: Any) -> Look:
    """A state that has lasted for so long."""
    gone = state == "away" or why in ("dark", "camera")
    pose = None if gone else sitter.pose(SITTERS.get(state, sitter.Sitter()), 1000.0)
    values: dict[str, Any] = {
        "t_s": 1000.0, "state": state, "since_s": 1000.0 - for_s, "why": why, "view": "side" if side else "front",
        "shifts": 41, "still_s": 0.0 if gone else 735.0, "pose": pose, **more,
    }  # fmt: skip
    return Look(**values)


def now(**more: Any) -> Now:
    """All is well: somebody sits tall."""
    values: dict[str, Any] = {
        "mode": "watching", "camera_on": True, "look": look(), "sitting_s": 740.0, "break_in_s": 1060.0,
        "has_baseline": True, "baseline": "desk", **more,
    }  # fmt: skip
    return Now(**values)


def day(minutes: int = 440, states: Sequence[State] = STATES) -> Day:
    """A day until now in pieces of seven minutes, now and then with nobody watching."""
    start, pieces, seconds = NOW - timedelta(minutes=minutes), [], dict[State, float]()
    for number, at in enumerate(range(0, minutes, 7)):
        state = "upright" if number % 3 else states[number // 3 % len(states)]
        end = min(at + 7, minutes)
        if number % 19 == 18:
            continue
        pieces.append(Piece(start=start + timedelta(minutes=at), end=start + timedelta(minutes=end), state=state))
        seconds[state] = seconds.get(state, 0.0) + 60.0 * (end - at)
    asked = [piece.start for piece in pieces[5::9]]
    breaks = tuple(
        BreakKept(asked=at, start=at, end=at + timedelta(minutes=2), how="missed" if number % 3 == 2 else "chair")
        for number, at in enumerate(asked)
    )
    return Day(date=date(2026, 3, 12), pieces=tuple(pieces), seconds=seconds, shifts=41, breaks=breaks, glasses=2)


def moving(name: str = "march", **more: Any) -> Moving:
    """A guided move under way."""
    return replace(Moving(exercise=exercise(name), left_s=42.3, done=4, wanted=16, pose=sitter.pose(sitter.Sitter())),
                   **more)  # fmt: skip


class FakeWatch:
    """Fulfils `coach.ui.watch.Watch`."""

    def __init__(self, shown: Now | None = None, habits: Habits | None = None) -> None:
        self.now = shown or now()
        self.today = day()
        self.habits = habits or Habits(baseline="desk", glasses=6)
        self.picture: Frame | None = None
        self.baselines: Sequence[PostureBaseline] = (DESK,)
        self.calibration: Calibration | None = None
        self.moving: Moving | None = None
        self.offered: Sequence[str] = MOVES
        self.told: list[tuple[Any, ...]] = []
        self.ticks = 0

    def tick(self) -> None:
        self.ticks += 1

    def keep_habits(self, habits: Habits) -> None:
        self.habits = habits
        self.told.append(("habits",))

    def calibrate(self, name: str) -> None:
        self.told.append(("calibrate", name))
        self.calibration = Calibration()

    def end_calibration(self) -> None:
        self.told.append(("end_calibration",))
        self.calibration = None

    def forget_baseline(self, name: str) -> None:
        self.told.append(("forget", name))

    def still_fits(self) -> None:
        self.told.append(("still_fits",))

    def snooze(self) -> None:
        self.told.append(("snooze",))

    def pause(self, until: datetime | None) -> None:
        self.told.append(("pause", until))

    def drank(self) -> None:
        self.told.append(("drank",))

    def said_moved(self) -> None:
        self.told.append(("said_moved",))

    def moves(self) -> Sequence[Exercise]:
        return [exercise(each) for each in self.offered]

    def move(self, exercise: str) -> None:
        self.told.append(("move", exercise))
        self.moving = moving(exercise)

    def end_move(self) -> None:
        self.told.append(("end_move",))
        self.moving = None

    def close(self) -> None:
        self.told.append(("close",))


NOTES: frozenset[Note] = frozenset({"trunk_time", "hip_closed", "feet_off"})
