"""What a week is to have, chosen by the person. Every change is kept and applies at once."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from coach.core.care import aerobic, targets as limits
from coach.core.sitting.habits import GLASSES
from coach.ui.app import Move
from coach.ui.desk import Desk
from coach.ui.painter import Painter
from coach.ui.room import Room
from coach.ui.screens.history_words import counted
from coach.ui.screens.posture_habits import stepped
from coach.ui.screens.steps import StepPage, centred, foot_note
from coach.ui.screens.week_parts import head, stepper
from coach.ui.signs import Sign

_STEPS: Final[Mapping[str, tuple[tuple[int, int], int]]] = {
    "manage_min": (limits.MANAGE_MIN, 5),
    "weekly_min": (limits.WEEKLY_MIN, 10),
    "strength_days": (limits.STRENGTH_DAYS, 1),
    "stretch_days": (limits.STRETCH_DAYS, 1),
    "glasses": (GLASSES, 1),
}
"""Least and most of each number, and its step."""


class TargetsPage(StepPage):
    """All targets."""

    calm_s = 1.0

    def __init__(self, painter: Painter, desk: Desk) -> None:
        super().__init__(painter)
        self._desk = desk

    def compose(self, room: Room) -> None:
        """A number a line, and the switch of the daily tip."""
        head(room, "Your targets")
        foot_note(room, f"Sources: {aerobic.SOURCE}; steps of about 15 % a week are estimated.", tone="muted")
        room.gap(1.5)
        centred(room, self._choices, 0.3)

    def _choices(self, room: Room) -> None:
        care = self._desk.care.week
        chosen = care.targets
        now = self._now
        for number, (key, name, value) in enumerate(
            (
                ("manage_min", "Minutes a week you manage now", counted(now, "minute") if now else "Not told yet"),
                ("weekly_min", "Minutes a week to build up to", counted(chosen.weekly_min, "minute")),
                ("strength_days", "Strength days a week", _days(chosen.strength_days, care.strength_days)),
                ("stretch_days", "Stretch days a week", counted(chosen.stretch_days, "day") if chosen.stretch_days
                 else "No target"),
                ("glasses", "Glasses of water a day", str(care.glasses) if care.glasses else "No target"),
            )
        ):  # fmt: skip
            room.gap(1.0 if number else 0.0)
            stepper(room, key, name, value)
        room.gap(1.5)
        room.text(self._about(now), "label", tone="muted")
        room.gap(1.5)
        sign: Sign | None = None if chosen.tip else "cross"
        note = "On: a line on the page of the week" if chosen.tip else "Off: tips only when you open them"
        tip = room.button("tip", "A tip a day", "choice", on=chosen.tip, sign=sign, note=note)
        room.buttons(tip, height=room.button_height(1.75))

    @property
    def _now(self) -> int:
        """Where the slow ramp stands; 0 before it began."""
        care = self._desk.care.week
        return care.week(care.today).goal_min or 0

    def _about(self, now: int) -> str:
        target = self._desk.care.week.targets.weekly_min
        if not now:
            return "Tell me what you manage now, even if it is little. The goal then grows slowly from there."
        if now >= target:
            return "You are there. The goal stays as it is."
        return (
            f"This week's goal is {now} minutes. After a week that reaches it, it grows to "
            f"{aerobic.risen(now, target)}. A quieter week changes nothing."
        )

    def press(self, key: str) -> Move | None:
        """One number up or down, or the switch."""
        care = self._desk.care.week
        if key == "back":
            return Move("back")
        if key == "tip":
            care.keep(replace(care.targets, tip=not care.targets.tip))
            return None
        way, _, name = key.partition(" ")
        (low, high), step = _STEPS[name]
        up = way == "more_of"
        before = {"manage_min": self._now, "glasses": care.glasses}.get(name)
        if before is None:
            before = getattr(care.targets, name)
        self._take(name, stepped(before, step if up else -step, low, high))
        return None

    def _take(self, name: str, value: int) -> None:
        care = self._desk.care.week
        if name == "manage_min":
            care.manage(value)
        elif name == "glasses":
            care.keep_glasses(value)
        else:
            changes: dict[str, Any] = {name: value}
            care.keep(replace(care.targets, **changes))


def _days(own: int, meant: int) -> str:
    return counted(own, "day") if own else f"Suggested: {meant}"
