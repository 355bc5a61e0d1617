"""A long list a page at a time: there is no scrolling, so it is leafed through. And rows of buttons that look alike."""

from collections.abc import Sequence
from dataclasses import replace

from coach.ui.elements import Button, Text
from coach.ui.layout import Box
from coach.ui.painter import button_places
from coach.ui.room import Room, columns

NEXT, BEFORE = "leaf:next", "leaf:before"


class Leaves:
    """Which part of a list is shown. `first` is the number of the first item on the page."""

    def __init__(self) -> None:
        self.first = 0
        self._shown = 1

    def take(self, room: Room, total: int, row: int, words: tuple[str, str], *, across: int = 1) -> range:
        """Numbers of the items to show in rows of a height, gaps between, so many in each; where not all fit, the
        room's foot gets buttons named by `words` (toward the first, toward the last)."""
        if _fitting(room.left.h, row, room.m.gap) * across >= total:
            return self.turn(room, total, total, words)
        above = room.left.h - room.button_height() - room.m.gap
        return self.turn(room, total, across * max(1, _fitting(above, row, room.m.gap)), words)

    def turn(self, room: Room, total: int, most: int, words: tuple[str, str]) -> range:
        """Numbers of the items to show, `most` on a page; buttons as in `take`."""
        self._shown = max(1, most)
        # Whole pages always, whatever the window's size was when it was leafed.
        self.first = min(self.first, max(0, total - 1)) // self._shown * self._shown
        if total > self._shown:
            self._buttons(room, room.foot(room.button_height()), total, words)
        return range(self.first, min(total, self.first + self._shown))

    def press(self, key: str) -> bool:
        """Leaf on; whether the key was one of these buttons."""
        if key not in (NEXT, BEFORE):
            return False
        self.first = max(0, self.first + (self._shown if key == NEXT else -self._shown))
        return True

    def _buttons(self, room: Room, foot: Box, total: int, words: tuple[str, str]) -> None:
        left, middle, right = columns(foot, 1.0, 1.0, 1.0, gap=room.m.gap)
        last = min(total, self.first + self._shown)
        if self.first > 0:
            room.put(room.button(BEFORE, words[0], sign="left"), left)
        if last < total:
            room.put(room.button(NEXT, words[1], sign="right"), right)
        text = f"Page {self.first // self._shown + 1} of {-(-total // self._shown)}"
        room.elements.append(Text(middle, text, room.em("body"), tone="muted", align="centre"))


def _fitting(height: int, row: int, gap: int) -> int:
    return (height + gap) // (row + gap)


def even(room: Room, box: Box, buttons: Sequence[Button], *shares: float) -> None:
    """Buttons in a row, all with type of the one that has to be smallest."""
    cells = columns(box, *(shares or (1.0,) * len(buttons)), gap=room.m.gap)
    placed = [replace(button, box=cell) for button, cell in zip(buttons, cells, strict=True)]
    while True:
        size = min(_type(room, button) for button in placed)
        if all(button.size_px == size for button in placed):
            break
        # Again: smaller type may leave room for a tick, which takes some of it away.
        placed = [replace(button, size_px=size) for button in placed]
    room.elements.extend(placed)


def _type(room: Room, button: Button) -> int:
    # As if it were on: the tick takes its room, and no size jumps when another is chosen.
    marked = replace(button, on=button.kind == "choice")
    texts = [place for place in button_places(marked, room.window, room.theme, room.fonts) if isinstance(place, Text)]
    return texts[0].size_px if texts else button.size_px
