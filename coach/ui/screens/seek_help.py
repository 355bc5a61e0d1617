"""When to see a doctor: the ladder of standing sentences, each with its source, and where on it the person is."""

from dataclasses import dataclass
from typing import Final, Literal

from coach.core.care.doctor_words import date_words
from coach.core.care.seek_help import Ladder, Rung, Standing
from coach.ui.app import Move
from coach.ui.desk import Desk
from coach.ui.elements import Button
from coach.ui.layout import Box
from coach.ui.painter import Painter
from coach.ui.room import Room, columns
from coach.ui.screens.questions import UNREAD, AdvicePage, LockedPage
from coach.ui.screens.steps import StepPage, foot, foot_note

Place = Literal["here", "quiet", "passed", "next", ""]
"""Where a rung lies: it stands now, it stands but somebody was seen about it, its day is over, it comes next."""

OTHER: Final = "Other signs"
DAYS: Final = "Day by day"
UNREAD_YET: Final = "Still reading ..."


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A rung as it is shown; `note` stands under its days."""

    rung: Rung
    place: Place
    note: str = ""


def rows_of(ladder: Ladder, standing: Standing, day: int) -> tuple[Row, ...]:
    """Every rung with its place; `day` is that of the open flare-up, 0 without one."""
    return tuple(_row(rung, standing, day) for rung in ladder.rungs)


def _row(rung: Rung, standing: Standing, day: int) -> Row:
    if rung in standing.rungs:
        return Row(rung=rung, place="here", note=f"You are here, on day {day}" if rung.day else "This is so now")
    if rung in standing.quiet:
        return Row(rung=rung, place="quiet", note="You have seen somebody")
    if rung == standing.next and standing.next_at is not None:
        return Row(rung=rung, place="next", note=f"on {date_words(standing.next_at, year=False)}")
    if rung.id in standing.reached:
        return Row(rung=rung, place="passed", note="passed")
    return Row(rung=rung, place="")


class SeekHelpPage(StepPage):
    """The days on one page, everything else on the other; what stands now comes first."""

    def __init__(self, painter: Painter, desk: Desk, *, others: bool | None = None) -> None:
        super().__init__(painter)
        self._desk = desk
        first = desk.care.flare.standing.first
        self._others = (first is not None and first.day is None) if others is None else others

    def compose(self, room: Room) -> None:
        """Title, what the safety questions ask for, the rungs, and the ways on."""
        care = self._desk.care.flare
        ladder, standing = care.ladder, care.standing
        self._foot(room)
        if ladder is None:
            room.text(UNREAD_YET, "heading", tone="muted")
            return
        if care.sought_at is not None:
            foot_note(room, f"{ladder.seen_note} Told on {date_words(care.sought_at, year=False)}.", tone="muted")
        else:
            foot_note(room, ladder.intro, tone="muted")
        room.text(ladder.title, "title", weight="heavy")
        room.gap(0.5)
        if standing.flag:
            room.buttons(_flag_button(room, standing))
            room.gap(0.5)
        shown = [row for row in rows_of(ladder, standing, care.day) if (row.rung.day is None) == self._others]
        wide = self._wide(room, shown)
        for row in shown:
            room.gap(0.5)
            _put(room, row, wide)

    def _foot(self, room: Room) -> None:
        care = self._desk.care.flare
        ways = [
            room.button("back", "Back", sign="back"),
            room.button("turn", DAYS if self._others else OTHER, sign="left" if self._others else "right"),
        ]
        standing = care.standing
        if care.ladder and (standing.rungs or standing.flag == "soon"):
            ways.append(room.button("seen", care.ladder.seen, "primary", sign="tick"))
        elif care.sought_at is not None:
            ways.append(room.button("not_seen", "Undo: I have not"))
        foot(room, *ways)

    @staticmethod
    def _wide(room: Room, shown: list[Row]) -> int:
        """Width of the days and what stands under them, pixels; at most a third of the column."""
        days = max(room.fonts.width(row.rung.when, "heavy", room.em("body")) for row in shown)
        return min(max(days, 8 * room.em("body")), room.box.w // 3)

    def press(self, key: str) -> Move | None:
        """Turn the page, tell of a visit, or what the safety questions ask for."""
        care = self._desk.care.flare
        if key == "back":
            return Move("back")
        if key == "turn":
            return Move("replace", SeekHelpPage(self.painter, self._desk, others=not self._others))
        if key == "flag":
            return self._flag()
        care.saw_somebody() if key == "seen" else care.saw_nobody()
        return Move("stay")

    def _flag(self) -> Move:
        if self._desk.care.flare.standing.flag == "emergency":
            return Move("push", LockedPage(self.painter, self._desk))
        told = self._desk.screening().soon if self._desk.ready else UNREAD
        return Move("push", AdvicePage(self.painter, told, ("Back", lambda: Move("back"))))


def _flag_button(room: Room, standing: Standing) -> Button:
    """What the safety questions ask for; it leads to what to do."""
    if standing.flag == "emergency":
        return room.button("flag", "Please get medical help now", "danger")
    return room.button("flag", "Have what you ticked checked soon", sign="right")


def _put(room: Room, row: Row, wide: int) -> None:
    """A rung; the one that stands lies on a plate."""
    pad = room.m.pad
    trial = Room(room.window, _inner(room.left, pad), room.theme, room.fonts, room.scale)
    _fill(trial, row, wide)
    high = trial.box.h - trial.left.h
    if row.place == "here":
        _fill(room.plate(room.take(high + 2 * pad)), row, wide)
        return
    _fill(room.part(_inner(room.take(high + pad), pad, pad // 2)), row, wide)


def _inner(box: Box, pad: int, above: int = 0) -> Box:
    return Box(box.x + pad, box.y + above, max(1, box.w - 2 * pad), max(1, box.h - above))


def _fill(room: Room, row: Row, wide: int) -> None:
    """When, and beside it the sentence and its source."""
    start = room.left
    left, right = columns(start, wide, 1.0, gap=room.m.pad)
    first, second = room.part(left), room.part(right)
    faint = row.place in ("passed", "quiet")
    first.text(row.rung.when, weight="heavy", tone="muted" if faint else "good")
    if row.note:
        first.text(row.note, "label", tone="muted", state="good" if row.place == "quiet" else None)
    heavy = row.place == "here"
    second.text(
        row.rung.text,
        weight="heavy" if heavy else "text",
        tone="muted" if faint else "text",
        state="fault" if heavy else None,
    )
    second.text(f"Source: {row.rung.source}", "label", tone="muted")
    room.take(max(start.h - first.left.h, start.h - second.left.h))
