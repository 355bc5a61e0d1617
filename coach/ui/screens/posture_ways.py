"""What stands around posture watch: the mark and ways above, what can be done below, and the keys for it."""

from typing import Final

import pygame

from coach.core.sitting.events import Notice
from coach.core.sitting.habits import Habits
from coach.ui.elements import Button, ButtonKind
from coach.ui.room import Room, columns, rows
from coach.ui.screens import posture_words as words
from coach.ui.screens.posture_parts import put_mark
from coach.ui.watch import Now

SHOW: Final = "Show the picture"
HIDE: Final = "Hide the picture"

_SIGN: Final = 4.5
"""Width of a button's sign and edges, in characters of its words. Looked at."""
_CHARACTER: Final = 0.56
"""Width of a character in ems. Looked at."""


def put_keys(room: Room, now: Now, habits: Habits, *, days: bool) -> None:
    """The keys, in one quiet line at the foot; `days`: there is a page of them."""
    keys = ["B break", "P go on" if now.mode == "paused" else "P pause", "M measure", "H habits"]
    keys += ["G glass"] * bool(habits.glasses) + ["S later"] * (words.snooze_words(now, habits) is not None)
    keys += ["D days"] * days + ["V picture", "Esc back"]
    line = "   ".join(key.replace(" ", "\u00a0") for key in keys)
    high = room.fonts.fit(line, "text", (room.box.w, 100_000), room.em("label")).height
    room.part(room.foot(high)).text(line, "label", tone="muted", align="centre")


def put_foot(room: Room, now: Now, habits: Habits) -> None:
    """What can be done, at the foot; what most people want next is marked."""
    first, paused = _wanted(now), now.mode == "paused"

    def kind(key: str) -> ButtonKind:
        return "primary" if key == first else "plain"

    go_on = "Go on" if paused else "Pause"
    buttons = [
        room.button("habits", "Habits", sign="gear", shortcut=pygame.K_h),
        room.button("measure", "Measure me", kind("measure"), sign="chair", shortcut=pygame.K_m),
        room.button("pause", go_on, kind("pause"), sign="play" if paused else "pause", shortcut=pygame.K_p),
        room.button("break", "Take a break", kind("break"), sign="person", shortcut=pygame.K_b),
    ]
    if habits.glasses:
        buttons.insert(2, room.button("glass", "1 glass", sign="plus", shortcut=pygame.K_g))
    high, cut = room.button_height(), len(buttons) - 2
    lines = [buttons] if room.wide else [buttons[:cut], buttons[cut:]]
    low = room.part(room.foot(len(lines) * high + (len(lines) - 1) * room.m.gap))
    for number, line in enumerate(lines):
        low.gap(1.0 if number else 0.0)
        low.buttons(*line, shares=[len(button.text) + _SIGN for button in line])


def _wanted(now: Now) -> str:
    """The button that most people want next; "" while the bubble has it."""
    if now.mode == "paused":
        return "pause"
    look = words.shown(now)
    if look is not None and look.moved:
        return ""
    return "measure" if look is not None and not now.has_baseline and not now.break_due else "break"


def put_head(room: Room, said: words.Mark, *, pictured: bool, days: bool) -> None:
    """The way back, the mark, the picture and the days; in two rows in a tall window."""
    high = room.button_height()
    more = [room.button("picture", HIDE if pictured else SHOW, sign="camera", shortcut=pygame.K_v)]
    if days:
        more.append(room.button("history", "My days", sign="chart", shortcut=pygame.K_d))
    box = room.take(high if room.wide else 2 * high + room.m.gap)
    top, low = (box, box) if room.wide else rows(box, high, high, gap=room.m.gap)
    shares = [len(button.text) + _SIGN for button in more]
    wide = round(sum(shares) * room.em("button") * _CHARACTER) if room.wide else 0
    back, middle, *rest = columns(top, high, 1.0, *((wide,) if wide else ()), gap=round(1.5 * room.m.gap))
    room.put(room.button("back", "", sign="back"), back)
    put_mark(room, middle, said)
    for button, cell in zip(more, columns(rest[0] if rest else low, *shares, gap=room.m.gap), strict=True):
        room.put(button, cell)


def answers(room: Room, told: Notice, now: Now, habits: Habits) -> list[Button]:
    """What can be answered to a notice."""
    if told.kind == "moved":
        return [room.button("anew", "Measure anew", "primary"), room.button("fits", "It's as it was")]
    later = words.snooze_words(now, habits)
    if told.kind != "break" or later is None:
        return []
    return [room.button("snooze", later[0], note=later[1], shortcut=pygame.K_s)]
