"""What the pages of the week share: a head with a way back, and a number between minus and plus."""

from collections.abc import Sequence

from coach.ui.elements import Button, Text
from coach.ui.layout import Box
from coach.ui.room import Room, columns, rows
from coach.ui.screens.history_leaves import even


def head(room: Room, title: str, *beside: Button) -> None:
    """Back, a title, and small buttons at its right."""
    high = room.button_height()
    cells = columns(room.take(high), high, 1.0, *(high,) * len(beside), gap=2 * room.m.gap)
    room.put(room.button("back", "", sign="back"), cells[0])
    room.elements.append(Text(cells[1], title, room.em("title"), "heavy"))
    for button, cell in zip(beside, cells[2:], strict=True):
        room.put(button, cell)


def stepper(room: Room, key: str, name: str, value: str) -> None:
    """A number between minus and plus ("less_of <key>", "more_of <key>"); in a tall window its name stands above."""
    high = room.button_height()
    if room.wide:
        about, less, middle, more = columns(room.take(high), 1.3, high, 1.0, high, gap=room.m.gap)
        room.elements.append(Text(about, name, room.em("body")))
    else:
        room.text(name, "label", tone="muted")
        less, middle, more = columns(room.take(high), high, 1.0, high, gap=room.m.gap)
    room.put(room.button(f"less_of {key}", "", sign="minus"), less)
    room.put(room.button(f"more_of {key}", "", sign="plus"), more)
    room.elements.append(Text(Box(*middle), value, room.em("body"), "heavy", align="centre"))


def grid(room: Room, buttons: Sequence[Button], across: int, high: int) -> None:
    """Buttons in rows of so many, each row as even as it gets."""
    for first in range(0, len(buttons), across):
        room.gap(1.0 if first else 0.0)
        row = buttons[first : first + across]
        cells = columns(room.take(high), *(1.0,) * across, gap=room.m.gap)
        even(room, cells[0]._replace(w=cells[len(row) - 1].right - cells[0].x), row)


def ways(room: Room, *buttons: Button, high: int) -> None:
    """Buttons at the foot: in one row of a wide window, two and two in a tall one."""
    lines = [buttons] if room.wide else [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
    foot = room.foot(len(lines) * high + (len(lines) - 1) * room.m.gap)
    low = room.part(foot)
    for line, box in zip(lines, rows(foot, *(1.0,) * len(lines), gap=room.m.gap), strict=True):
        even(low, box, line, *((len(button.text) + 6.0 for button in line) if room.wide else ()))
