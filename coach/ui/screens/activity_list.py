"""What was logged of walking and the like, newest first; and one entry to put right or take back."""

from datetime import timedelta
from typing import Final

from coach.core.care.aerobic import KINDS, LONGEST_MIN, OFFERED
from coach.core.care.record import ActivityDone
from coach.ui.app import Move
from coach.ui.desk import Desk
from coach.ui.painter import Painter
from coach.ui.room import Room
from coach.ui.screens.history_leaves import Leaves
from coach.ui.screens.history_words import counted
from coach.ui.screens.posture_habits import stepped
from coach.ui.screens.steps import StepPage, centred
from coach.ui.screens.week_parts import grid, head, stepper
from coach.ui.screens.week_words import activity_words, day_words

NOTHING: Final = "Nothing is logged yet. A short walk is a fine first entry."
GONE: Final = "This entry was taken back."
STEP_MIN: Final = 5
"""Minutes between two choices."""
BACK_DAYS: Final = 13
"""An entry can be moved so many days back from today; older ones stay where they are; estimated."""


class ActivitiesPage(StepPage):
    """Every entry, a page at a time."""

    calm_s = 1.0

    def __init__(self, painter: Painter, desk: Desk) -> None:
        super().__init__(painter)
        self._desk = desk
        self._leaves = Leaves()

    def compose(self, room: Room) -> None:
        """A button an entry."""
        care = self._desk.care.week
        head(room, "Minutes on the move")
        room.gap(2)
        entries = care.activities
        if not entries:
            room.text(NOTHING, "heading")
            return
        high = room.button_height(1.1)
        for number in self._leaves.take(room, len(entries), high, ("Newer", "Older")):
            one = entries[number]
            note = " \u00b7 from a file" if one.source == "file" else ""
            room.put(room.button(f"open {one.activity}", activity_words(one, care.today) + note), room.take(high))
            room.gap()

    def press(self, key: str) -> Move | None:
        """Leaf, or open an entry."""
        if key == "back":
            return Move("back")
        what, _, activity = key.partition(" ")
        if what == "open":
            return Move("push", ActivityEditPage(self.painter, self._desk, activity))
        self._leaves.press(key)
        return None


class ActivityEditPage(StepPage):
    """One entry: kind, minutes, day. Every change is kept at once."""

    calm_s = 1.0

    def __init__(self, painter: Painter, desk: Desk, activity: str) -> None:
        super().__init__(painter)
        self._desk, self._activity = desk, activity

    @property
    def _entry(self) -> ActivityDone | None:
        return next((one for one in self._desk.care.week.activities if one.activity == self._activity), None)

    def compose(self, room: Room) -> None:
        """What, how long, when."""
        head(room, "Change an entry")
        room.gap(2)
        entry = self._entry
        if entry is None:
            room.text(GONE, "heading")
            return
        low = room.part(room.foot(room.button_height(1.15)))
        low.buttons(
            low.button("undo", "Take it back", sign="cross"),
            low.button("done", "Done", "primary"),
            height=low.left.h,
        )
        day = day_words(entry.at.date(), self._desk.care.week.today)

        def say(part: Room) -> None:
            kinds = [part.button(f"kind {one}", KINDS[one].name, "choice", on=one == entry.kind) for one in OFFERED]
            part.text("What", "label", tone="muted")
            part.gap(0.5)
            grid(part, kinds, 4 if part.wide else 2, part.button_height(1.15))
            part.gap(2)
            stepper(part, "minutes", "How long", counted(round(entry.minutes), "minute"))
            part.gap(2)
            stepper(part, "day", "When", day)

        centred(room, say, 0.3)

    def press(self, key: str) -> Move | None:
        """A change; taken back, the page has nothing left to show."""
        care, entry = self._desk.care.week, self._entry
        what, _, name = key.partition(" ")
        if what in ("back", "done") or entry is None:
            return Move("back")
        if what == "undo":
            care.undo(self._activity)
            return Move("back")
        if what == "kind":
            care.change(self._activity, kind=name)
        elif name == "minutes":
            by = STEP_MIN if what == "more_of" else -STEP_MIN
            minutes = stepped(round(entry.minutes), by, STEP_MIN, round(LONGEST_MIN))
            care.change(self._activity, minutes=minutes)
        else:
            self._move(entry, 1 if what == "more_of" else -1)
        return None

    def _move(self, entry: ActivityDone, days: int) -> None:
        """A day on or back, within the last two weeks."""
        care = self._desk.care.week
        day = entry.at.date() + timedelta(days=days)
        if care.today - timedelta(days=BACK_DAYS) <= day <= care.today:
            care.change(self._activity, day=day)
