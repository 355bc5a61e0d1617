"""Parts of the posture pages: the WATCHING mark, the mirror, the clock of sitting, figures, a bubble with answers."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pygame

from coach.core.pose import Pose
from coach.core.sitting.events import Notice
from coach.core.sitting.look import State
from coach.ports import Frame
from coach.ui.elements import Button, Text
from coach.ui.layout import LINE_PITCH, Box, fitted
from coach.ui.painter import Painter
from coach.ui.pictures import ScaledPicture
from coach.ui.ring import ring
from coach.ui.room import Room, columns
from coach.ui.screens.posture_words import Fact, Mark
from coach.ui.session_parts import RingNumber, height_of
from coach.ui.signs import Sign, sign
from coach.ui.silhouette import Silhouette
from coach.ui.text import TextStyle
from coach.ui.theme import Colour, state_colour

_SIGN: Final = 0.3
"""A sign in an empty mirror, as a share of its shorter edge. Looked at."""
_UNIT: Final = 0.0205
"""Em of the smallest unit in a ring, as a share of the window's shorter edge: smaller can't be read."""
_ANSWERS: Final = 0.44
"""Width of a bubble's answers as a share of it, in a wide window. Looked at."""


class Mirror:
    """Oneself: a silhouette in the colour of a state, or the picture for somebody who asked to see it."""

    def __init__(self, painter: Painter) -> None:
        self._painter = painter
        self._silhouette = Silhouette(painter.theme.palette)
        self._palette = painter.theme.palette
        self._scaled = ScaledPicture()
        self._flipped: tuple[Frame, Frame] | None = None

    def put(
        self,
        room: Room,
        box: Box,
        pose: Pose | None,
        state: State,
        *,
        whole: bool = False,
        empty: Sign = "camera",
        middle: bool = False,
    ) -> None:
        """Put the silhouette at the left of a box, or in its middle; `empty` is shown where there is nobody."""
        palette = self._painter.theme.palette
        if palette is not self._palette:
            self._palette, self._silhouette = palette, Silhouette(palette)
        colour = palette.muted if state == "unknown" else state_colour(palette, state)

        def paint(surface: pygame.Surface, where: Box) -> None:
            area = self._silhouette.draw(surface, where, pose, colour, whole=whole)
            if pose is None:
                size = round(min(area.w, area.h) * _SIGN)
                at = area.centre[0] - size // 2, area.centre[1] - size // 2
                surface.blit(sign(empty, size, palette.track), at)

        area = fitted(pose.size if pose is not None else (4, 3), box)
        room.drawing(Box(area.x if middle else box.x, area.y, area.w, area.h), paint)

    def put_picture(self, room: Room, box: Box, frame: Frame) -> None:
        """Put the camera's picture into a box, as in a mirror."""
        if self._flipped is None or self._flipped[0] is not frame:
            self._flipped = frame, Frame(frame.t_s, np.ascontiguousarray(frame.image[:, ::-1]))
        image = self._flipped[1].image
        area = fitted((image.shape[1], image.shape[0]), box)
        room.drawing(Box(box.x, area.y, area.w, area.h), lambda surface, at: self._scaled.draw(surface, image, at))


def put_mark(room: Room, box: Box, said: Mark) -> None:
    """The WATCHING mark: a filled camera while the camera is on, a struck one while it is off, and the words."""
    em, small = room.em("body"), room.em("label")
    high = round((em + small) * LINE_PITCH)
    size = round(high * 0.82)
    at, words = columns(box, size, 1.0, gap=round(room.m.gap * 1.4))
    palette = room.theme.palette
    colour = palette.good if said.on else palette.muted

    def paint(surface: pygame.Surface, where: Box) -> None:
        side = min(where.w, where.h)
        x, y = where.x, where.centre[1] - side // 2
        _camera(surface, Box(x, y, side, side), colour, palette.background, on=said.on)

    room.drawing(at, paint)
    top = words.y + max(0, (words.h - high) // 2)
    first = Box(words.x, top, words.w, min(words.h, round(em * LINE_PITCH)))
    second = Box(words.x, first.bottom, words.w, max(1, min(words.bottom - first.bottom, round(small * LINE_PITCH))))
    room.elements.append(Text(first, said.title, em, "heavy", "good" if said.on else "text"))
    room.elements.append(Text(second, said.text, small, tone="muted"))


def _camera(surface: pygame.Surface, box: Box, colour: Colour, behind: Colour, *, on: bool) -> None:
    """A camera in a disc; without a disc and struck through while it is off."""
    middle, radius = box.centre, box.w / 2
    inner = round(box.w * 0.58)
    corner = middle[0] - inner // 2, middle[1] - inner // 2
    if on:
        pygame.draw.aacircle(surface, colour, middle, radius)
        surface.blit(sign("camera", inner, behind), corner)
        return
    line = max(2, box.w // 16)
    pygame.draw.aacircle(surface, colour, middle, radius, line)
    surface.blit(sign("camera", inner, colour), corner)
    reach = radius * 0.68
    ends = (middle[0] - reach, middle[1] + reach), (middle[0] + reach, middle[1] - reach)
    pygame.draw.aaline(surface, behind, *ends, 3 * line)
    pygame.draw.aaline(surface, colour, *ends, line)


def put_dial(room: Room, box: Box, number: str, unit: str, share: float, below: str = "", *, on: bool = True) -> None:
    """A ring with a number in it, the number's unit and more words below; greyed while not `on`.

    The unit stands in the ring where it is large enough to be read there.
    """
    part = room.part(box)
    inside = _unit_fits(room, Box(box.x, box.y, box.w, box.h - _below(room, box.w, below)), unit)
    lines = [line for line in ("" if inside else unit, below) if line]
    high = _below(room, box.w, *lines)
    edge = max(8, min(box.w, box.h - high))
    part.take(max(0, (box.h - edge - high) // 2))
    at = part.take(edge)
    if inside:
        drawn = RingNumber((room.theme, room.fonts), at, number, unit, share, on=on)
        part.drawing(drawn.box, drawn.paint, drawn.texts)
    else:
        _bare_dial(part, at, number, share, on=on)
    part.gap(1.0 if lines else 0.0)
    for line in lines:
        part.text(line, "label", tone="text" if on else "muted", align="centre")


def _below(room: Room, width: int, *lines: str) -> int:
    """Height of lines below a dial, with the gap above them."""
    return sum(height_of(room, line, "label", width) for line in lines if line) + room.m.gap * any(lines)


def _unit_fits(room: Room, box: Box, unit: str) -> bool:
    """Whether a unit is large enough to be read in a ring that fills a box."""
    text = RingNumber((room.theme, room.fonts), box, "0", unit, 0.0, on=True).texts[1]
    fit = room.fonts.fit(unit, text.weight, (text.box.w, text.box.h), text.size_px)
    return fit.size_px >= _UNIT * min(room.window)


def _bare_dial(room: Room, box: Box, number: str, share: float, *, on: bool) -> None:
    edge = min(box.w, box.h)
    em = round(edge * 0.4)
    high = round(em * LINE_PITCH)
    middle = Box(box.centre[0] - edge // 3, box.centre[1] - high // 2, 2 * (edge // 3), high)
    text = Text(middle, number, em, "heavy", align="centre")
    p, fonts = room.theme.palette, room.fonts

    def paint(surface: pygame.Surface, where: Box) -> None:
        ring(surface, where, share, (p.good if on else p.muted, p.track), thick=0.11)
        fonts.draw(surface, number, text.box, TextStyle(em, p.text if on else p.muted, "heavy", "centre"))

    room.drawing(box, paint, (text,))


def small_foot(room: Room, button: Button) -> None:
    """One button at the left of the foot, for what is not what most people want next."""
    low = room.part(room.foot(room.button_height()))
    low.put(button, columns(low.box, 1.0, 1.0, *((1.0,) if room.wide else ()), gap=low.m.gap)[0])


def put_facts(room: Room, told: Sequence[Fact]) -> None:
    """Figures in two columns, each with what it is a figure of below it."""
    for at in range(0, len(told), 2):
        room.gap(1.2 if at else 0.0)
        tops = [room.part(cell) for cell in columns(room.left, 1.0, 1.0, gap=2 * room.m.gap)]
        for part, fact in zip(tops, told[at : at + 2], strict=False):
            part.text(fact.value, "body", weight="heavy")
            part.text(fact.about, "label", tone="muted")
        room.take(max(room.left.h - part.left.h for part in tops))


def put_bubble(room: Room, notice: Notice, *answers: Button) -> None:
    """A notice on a plate, and what can be answered beside it (below it in a tall window)."""
    pad, gap = room.m.pad, room.m.gap
    inner = room.box.w - 2 * pad
    beside = room.wide and bool(answers)
    wide = round(inner * (1 - _ANSWERS)) - 2 * gap if beside else inner
    words_h = height_of(room, notice.title, "body", wide, "heavy") + height_of(room, notice.text, "label", wide)
    button_h = room.button_height(1.9 if any(button.note for button in answers) else 1.0)
    below_h = gap + button_h if answers and not beside else 0
    plate = room.plate(room.take(max(words_h, button_h if beside else 0) + below_h + 2 * pad))
    if beside:
        left, right = columns(plate.left, wide, 1.0, gap=2 * gap)
        told, low = plate.part(left), plate.part(right)
        told.take(max(0, (left.h - words_h) // 2))
        low.take((right.h - button_h) // 2)
    else:
        told = low = plate
    told.text(notice.title, "body", weight="heavy", tone="good" if notice.kind == "kind_word" else "text")
    told.text(notice.text, "label")
    if answers:
        low.gap(0.0 if beside else 1.0)
        low.buttons(*answers, height=button_h)


def glow(surface: pygame.Surface, colour: Colour, strength: float, wide: int) -> None:
    """A soft border of light inside the window's edge, `strength` 0..1."""
    w, h = surface.get_size()
    sheet = pygame.Surface((1, wide), pygame.SRCALPHA, 32)
    for depth in range(wide):
        share = 1 - depth / wide
        sheet.set_at((0, depth), (*colour, round(170 * strength * share * share)))
    for turned, at in ((0, (0, 0)), (180, (0, h - wide))):
        surface.blit(pygame.transform.scale(pygame.transform.rotate(sheet, turned), (w, wide)), at)
    for turned, at in ((90, (0, 0)), (270, (w - wide, 0))):
        surface.blit(pygame.transform.scale(pygame.transform.rotate(sheet, turned), (wide, h)), at)
