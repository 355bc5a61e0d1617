"""What a person chooses for the hours at the desk, behind tabs. Every change is kept and applies at once."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from coach.core.sitting import habits as limits
from coach.core.sitting.baseline import PostureBaseline
from coach.core.sitting.habits import Habits
from coach.core.sitting.words import plural
from coach.ports import Calendar
from coach.ui.app import Move
from coach.ui.elements import Button, ButtonKind, Text
from coach.ui.layout import Box
from coach.ui.painter import Painter
from coach.ui.room import Room, columns
from coach.ui.screens import posture_words as words
from coach.ui.screens.posture_baseline_words import age_words
from coach.ui.screens.posture_measure import MeasurePage, shown_name
from coach.ui.screens.steps import StepPage, back, centred
from coach.ui.signs import Sign
from coach.ui.watch import Watch

TABS: Final = ("Breaks", "Reminders", "Quiet", "Camera", "Measures")

QUIET_STEP: Final = 30
"""Minutes between two choices of quiet hours."""
_DAY: Final = 1440
_QUIET: Final = (20 * 60, 8 * 60)
"""Quiet hours offered first: from eight in the evening to eight in the morning; estimated."""
_PAGE: Final = 4
"""Measures on one page."""

_STEPS: Final[Mapping[str, tuple[tuple[int, int], int]]] = {
    "break_min": (limits.BREAK_MIN, 5),
    "still_min": (limits.STILL_MIN, 5),
    "snooze_min": (limits.SNOOZE_MIN, 1),
    "glasses": (limits.GLASSES, 1),
}
"""Least and most of each number, and its step."""

_SWITCHES: Final = (
    ("posture_alerts", "Posture", "when one lasts, once in ten minutes at most", "I say nothing of how you sit"),
    ("kind_word", "A kind word", "each hour, of what went well", "no hourly word"),
    ("sound", "Sound", "a soft tone with each reminder", "reminders are silent"),
    ("glow", "Glow", "the screen's edge glows softly", "no glow"),
)
"""Key, name, and what it means on and off."""


class HabitsPage(StepPage):
    """All choices."""

    calm_s = 1.0

    def __init__(self, painter: Painter, watch: Watch, calendar: Calendar, tab: str = TABS[0]) -> None:
        super().__init__(painter)
        self._watch, self._calendar, self._tab = watch, calendar, tab
        self._first = 0
        self._forget = ""

    def update(self, dt_s: float) -> Move | None:
        """The watch goes on."""
        self._watch.tick()
        return None

    @property
    def _habits(self) -> Habits:
        return self._watch.habits

    def compose(self, room: Room) -> None:
        """Tabs, the choices, Back."""
        back(room)
        room.text("Your habits at the desk", "title", weight="heavy")
        room.gap()
        tabs = [room.button(f"tab {tab}", tab, "choice", on=tab == self._tab) for tab in TABS]
        for row in (tabs,) if room.wide else (tabs[:3], tabs[3:]):
            room.buttons(*row, shares=[len(button.text) + 4.0 for button in row])
            room.gap()
        room.gap()
        fill: Mapping[str, Callable[[Room], None]] = {
            "Breaks": self._breaks,
            "Reminders": self._reminders,
            "Quiet": self._quiet,
            "Camera": self._camera,
            "Measures": self._measures,
        }
        centred(room, fill[self._tab], 0.3)

    # --- The pages. ---

    def _breaks(self, room: Room) -> None:
        habits = self._habits
        _stepper(room, "break_min", "Ask for a break after", f"{habits.break_min} min of sitting")
        room.gap(1.5)
        _stepper(room, "snooze_min", "Put off, it comes back after", f"{habits.snooze_min} min")
        room.gap(1.5)
        water = f"{plural(habits.glasses, 'glass', 'glasses')} a day" if habits.glasses else "No reminder"
        _stepper(room, "glasses", "Water: your own target", water)
        room.gap(2)
        room.text("The clock adds up sitting. A minute away from the chair, or a guided move, sets it back.",
                  "label", tone="muted")  # fmt: skip

    def _reminders(self, room: Room) -> None:
        habits = self._habits
        _stepper(room, "still_min", "Nudge me when still for", f"{habits.still_min} min")
        room.gap(1.5)
        most = 2 if room.wide else 1
        for at in range(0, len(_SWITCHES), most):
            room.gap(1.0 if at else 0.0)
            cells = columns(room.take(room.button_height(1.9)), *(1.0,) * most, gap=room.m.gap)
            for (key, name, on_words, off_words), cell in zip(_SWITCHES[at : at + most], cells, strict=True):
                on = bool(getattr(habits, key))
                room.put(_toggle(room, key, name, on_words if on else off_words, on=on), cell)

    def _quiet(self, room: Room) -> None:
        habits = self._habits
        on = habits.quiet_from != habits.quiet_until
        note = "I watch and say nothing" if on else "there are none"
        room.buttons(_toggle(room, "quiet", "Quiet hours", note, on=on), height=room.button_height(1.9))
        room.gap(2)
        if on:
            _stepper(room, "quiet_from", "From", _clock(habits.quiet_from))
            room.gap(1.5)
            _stepper(room, "quiet_until", "Until", _clock(habits.quiet_until))
            room.gap(2)
        room.text("In a call or in full screen I say nothing either, where the system tells me.", "label", tone="muted")

    def _camera(self, room: Room) -> None:
        for number, (kind, (name, text)) in enumerate(words.SAMPLING_WORDS.items()):
            if number:
                room.gap(2.5)
            room.buttons(room.button(f"sampling {kind}", name, "choice", on=self._habits.sampling == kind))
            room.gap()
            room.text(text, "label", tone="muted")
        room.gap(3)
        room.text("Either way no picture is kept, and none leaves this machine. While you pause or the screen is "
                  "locked, the camera is off.", "label", state="good")  # fmt: skip

    def _measures(self, room: Room) -> None:
        found = list(self._watch.baselines)
        if not found:
            room.text("Nothing is measured yet. Sit tall once, and I can tell more.")
        for one in found[self._first : self._first + _PAGE]:
            self._measure(room, one)
            room.gap()
        room.gap()
        more = [room.button("more", "More", sign="right")] if len(found) > _PAGE else []
        room.buttons(*more, room.button("new", "Measure me", "plain" if found else "primary", sign="chair"))

    def _measure(self, room: Room, one: PostureBaseline) -> None:
        asked = self._forget == one.name
        use, forget = columns(room.take(room.button_height(1.9)), 2.4, 1.0, gap=room.m.gap)
        on = one.name == (self._watch.now.baseline or self._habits.baseline)
        note = ", ".join(part for part in (_view(one), age_words(one, self._calendar.now())) if part)
        room.put(room.button(f"use:{one.name}", shown_name(one.name), "choice", on=on, note=note), use)
        word, note = ("Really?", "press again") if asked else ("Forget", "")
        kind: ButtonKind = "danger" if asked else "plain"
        room.put(room.button(f"forget:{one.name}", word, kind, sign=None if asked else "cross", note=note), forget)

    # --- What is pressed. ---

    def press(self, key: str) -> Move | None:
        """Tabs and choices."""
        if key == "back":
            return Move("back")
        if key == "new":
            return Move("push", MeasurePage(self.painter, self._watch, self._calendar))
        forget, self._forget = self._forget, ""
        what, _, name = key.partition(":" if ":" in key else " ")
        if what == "tab":
            self._tab, self._first = name, 0
        elif what == "more":
            self._first = self._first + _PAGE if self._first + _PAGE < len(self._watch.baselines) else 0
        elif what == "use":
            self._keep(baseline=name)
        elif what == "forget" and forget == name:
            self._watch.forget_baseline(name)
        elif what == "forget":
            self._forget = name
        else:
            self._change(what, name)
        return None

    def _change(self, what: str, name: str) -> None:
        habits = self._habits
        if what == "sampling":
            self._keep(sampling=name)
        elif name == "quiet":
            on = habits.quiet_from != habits.quiet_until
            self._keep(quiet_from=0 if on else _QUIET[0], quiet_until=0 if on else _QUIET[1])
        elif what == "switch":
            self._keep(**{name: not getattr(habits, name)})
        elif name in _STEPS:
            (low, high), step = _STEPS[name]
            self._keep(**{name: stepped(getattr(habits, name), step if what == "more_of" else -step, low, high)})
        elif what in {"more_of", "less_of"}:
            self._move_quiet(name, QUIET_STEP if what == "more_of" else -QUIET_STEP)

    def _move_quiet(self, name: str, by: int) -> None:
        """An end of the quiet hours, which never meets the other: that would switch them off."""
        habits = self._habits
        at = (getattr(habits, name) + by) % _DAY
        other = habits.quiet_until if name == "quiet_from" else habits.quiet_from
        self._keep(**{name: at if at != other else (at + by) % _DAY})

    def _keep(self, **changes: Any) -> None:
        self._watch.keep_habits(replace(self._habits, **changes))


def stepped(value: int, by: int, low: int, high: int) -> int:
    """The next round number in a direction, within limits: 33 goes to 35, or back to 30."""
    step = abs(by)
    rounded = (value // step + 1) * step if by > 0 else (-(-value // step) - 1) * step
    return min(high, max(low, rounded))


def _stepper(room: Room, key: str, name: str, value: str) -> None:
    """A number between minus and plus; in a tall window its name stands above."""
    high = room.button_height()
    if room.wide:
        about, less, middle, more = columns(room.take(high), 1.5, high, 1.0, high, gap=room.m.gap)
    else:
        room.text(name, "label", tone="muted")
        about = None
        less, middle, more = columns(room.take(high), high, 1.0, high, gap=room.m.gap)
    if about is not None:
        room.elements.append(Text(about, name, room.em("body")))
    room.put(room.button(f"less_of {key}", "", sign="minus"), less)
    room.put(room.button(f"more_of {key}", "", sign="plus"), more)
    room.elements.append(Text(Box(*middle), value, room.em("body"), "heavy", align="centre"))


def _toggle(room: Room, key: str, name: str, note: str, *, on: bool) -> Button:
    sign: Sign | None = None if on else "cross"
    return room.button(f"switch {key}", name, "choice", on=on, sign=sign, note=f"{'On' if on else 'Off'}: {note}")


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _view(one: PostureBaseline) -> str:
    where = "from the front" if one.view == "front" else "from the side"
    return f"{where}, standing" if one.standing else where
