"""Parts that several pages of a session have: words in a box, numbered steps, a note, oneself with a filling ring."""

from collections.abc import Callable
from typing import Final

import pygame

from coach.core.workout import START_HELD_S
from coach.ui.elements import Text, Tone
from coach.ui.guide import Guide
from coach.ui.layout import LINE_PITCH, Box
from coach.ui.ring import ring
from coach.ui.room import Role, Room, columns, rows
from coach.ui.text import Align, Fonts, TextStyle
from coach.ui.theme import State, Theme, Weight

GET_READY: Final = "Get into position to begin"
STAY: Final = "Good. Stay like that"
BY_HAND: Final = "Press Start when you are ready"
STARTING: Final = "The camera is starting \u2026"
GONE: Final = "The camera is gone. Plug it in again."
ON_HOLD: Final = "Paused. Raise one straight arm, or press Go on."

_NOWHERE: Final = 100_000
_UPRIGHT: Final = 0.42
"""A plate taller than this share of its width has the words below the picture, not beside it."""


def words(
    room: Room,
    box: Box,
    text: str,
    role: Role = "body",
    *,
    weight: Weight = "text",
    tone: Tone = "text",
    align: Align = "left",
    state: State | None = None,
) -> None:
    """Words in a box of one's own; they shrink to fit it."""
    room.elements.append(Text(box, text, room.em(role), weight, tone, align, state=state))


def height_of(room: Room, text: str, role: Role, width: int, weight: Weight = "text") -> int:
    """Height that words take up in a column of some width, pixels."""
    return room.fonts.fit(text, weight, (max(1, width), _NOWHERE), room.em(role)).height


def step(room: Room, number: int, text: str) -> None:
    """A numbered step; its lines stand under one another."""
    em = room.em("body")
    lead = round(em * 1.15)
    box = room.take(height_of(room, text, "body", room.box.w - lead))
    line = round(em * LINE_PITCH)
    room.elements.append(Text(Box(box.x, box.y, lead, min(box.h, line)), str(number), em, "heavy", "good"))
    room.elements.append(Text(Box(box.x + lead, box.y, box.w - lead, box.h), text, em))


def note(room: Room, title: str, text: str) -> None:
    """A note on a plate of its own."""
    inner = room.box.w - 2 * room.m.pad
    high = height_of(room, title, "label", inner) + height_of(room, text, "body", inner) + 2 * room.m.pad
    plate = room.plate(room.take(high))
    plate.text(title, "label", tone="muted")
    plate.text(text)


def ready_words(guide: Guide) -> tuple[str, State]:
    """What to do before a set starts, and its sign."""
    report, camera = guide.report, guide.camera
    if camera == "none":
        return BY_HAND, "idle"
    if camera == "lost":
        return guide.message or GONE, "fault"
    if guide.state.pause:
        return ON_HOLD, "idle"
    if camera == "loading" or (report is None and guide.frame is None):
        return STARTING, "idle"
    if guide.state.armed_s > 0:
        return STAY, "good"
    cue = report.cue if report is not None else None
    return (cue.text, "fault") if cue is not None and cue.kind == "framing" else (GET_READY, "idle")


def get_ready(room: Room, guide: Guide, picture: Callable[[pygame.Surface, Box], None], box: Box) -> None:
    """A plate on which one sees oneself, what to do, and a ring that fills while the start position is held."""
    plate = room.plate(box)
    text, state = ready_words(guide)
    inner = plate.left
    if guide.camera == "none":
        words(plate, inner, text, "heading", weight="heavy", align="centre")
        return
    if inner.h > _UPRIGHT * inner.w:
        lower = min(round(inner.h * 0.3), round(plate.em("heading") * 2.6))
        mine, told = rows(inner, 1.0, lower, gap=room.m.gap)
    else:
        seen = min(round(inner.h * 16 / 9), round(inner.w * 0.46))
        mine, told = columns(inner, seen, 1.0, gap=room.m.pad)
    plate.drawing(mine, picture)
    size = min(round(told.h * 0.62), round(told.w * 0.3))
    round_, beside = columns(told, size, 1.0, gap=room.m.gap)
    colours = room.theme.palette.good, room.theme.palette.track
    share = guide.state.armed_s / START_HELD_S

    def paint(surface: pygame.Surface, where: Box) -> None:
        ring(surface, where, share, colours, thick=0.22)

    plate.drawing(round_, paint)
    words(plate, beside, text, "heading", weight="heavy", tone=_TONES[state])


_TONES: Final[dict[State, Tone]] = {"good": "good", "fault": "fault", "idle": "text", "unseen": "muted"}


def tone_of(state: State) -> Tone:
    """The tone of words that go with a state."""
    return _TONES[state]


class RingNumber:
    """A ring with a number in its middle and a word below it, for a drawing."""

    def __init__(self, look: tuple[Theme, Fonts], box: Box, number: str, unit: str, share: float, *, on: bool) -> None:
        """`share` of the ring is filled; greyed while not `on`."""
        self._theme, self._fonts = look
        self._number, self._unit, self._share, self._on = number, unit, share, on
        self.box = box
        edge = min(box.w, box.h)
        em, small = round(edge * 0.36), round(edge * 0.085)
        high = round(em * LINE_PITCH)
        x, y = box.x + (box.w - edge) // 2 + edge // 6, box.y + (box.h - edge) // 2 + round(edge * 0.5) - high // 2
        middle = Box(x, y - edge // 24, edge - 2 * (edge // 6), high)
        below = Box(x, middle.bottom - edge // 24, middle.w, round(small * LINE_PITCH))
        self.texts = (
            Text(middle, number, em, "heavy", align="centre"),
            Text(below, unit, small, tone="muted", align="centre"),
        )

    def paint(self, surface: pygame.Surface, box: Box) -> None:
        """Draw it."""
        p = self._theme.palette
        ring(surface, box, self._share, (p.good if self._on else p.muted, p.track), thick=0.11)
        for text, colour in zip(self.texts, (p.text if self._on else p.muted, p.muted), strict=True):
            style = TextStyle(text.size_px, colour, text.weight, text.align)
            self._fonts.draw(surface, text.text, text.box, style)
