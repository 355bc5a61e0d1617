"""Where things stand while a set is done: what is read on top, the person in the middle, buttons at the foot."""

from dataclasses import dataclass, replace
from typing import Final

from coach.ui.layout import Box, fitted, measures
from coach.ui.theme import Spacing

WIDE: Final = (16, 9)
"""Proportions of a demonstration, and of a picture that has not come yet."""

_STRIP: Final = 0.125
"""Height of the row of buttons, share of a wide window's height. Looked at."""
_STRIP_TALL: Final = 0.1
"""The same in a tall window."""

_NOWHERE: Final = Box(0, 0, 1, 1)


@dataclass(frozen=True, slots=True)
class SetLayout:
    """Boxes of the set's page; each is the most that its thing may fill.

    Attributes:
        picture: where the camera's picture goes. In a wide window its top may lie above the window: there is only wall,
            and the row of buttons then hides nothing of the floor.
        free: the part of the window in which the person is to be seen.
        count: the large number. phase, side, cue, caption, gauge: as named. message: trouble, or a hint.
        by_hand: the large button that counts where there is no camera; empty (1 pixel) with one.
        buttons: the row of buttons.
    """

    picture: Box
    free: Box
    count: Box
    phase: Box
    side: Box
    cue: Box
    caption: Box
    gauge: Box
    message: Box
    buttons: Box
    by_hand: Box = _NOWHERE

    def panels(self) -> tuple[Box, ...]:
        """The boxes that may show something at one time; no two overlap."""
        told = self.count, self.phase, self.side, self.cue, self.caption, self.gauge, self.message
        return (*told, self.buttons)


def set_layout(window: tuple[int, int], picture: tuple[int, int], spacing: Spacing) -> SetLayout:
    """Layout for a window and a picture size, both (width, height) in pixels."""
    return (_wide if window[0] >= window[1] else _tall)(window, picture, spacing)


def hand_layout(window: tuple[int, int], spacing: Spacing, *, sided: bool) -> SetLayout:
    """Layout without a camera: `picture` is where the exercise is shown, beside the number and a large button.

    What is said, trouble included, stands in `cue`. `sided` leaves room for the words of a side.
    """
    usual, m = set_layout(window, WIDE, spacing), measures(window, spacing)
    foot, count = usual.buttons.y - m.gap, usual.count
    side, phase = usual.side, usual.phase
    if window[0] < window[1]:
        cue = phase if sided else Box(side.x, side.y, phase.right - side.x, side.h)
        by_hand = Box(count.x, usual.cue.y, phase.right - count.x, foot - usual.cue.y)
        return replace(usual, cue=cue, by_hand=by_hand)
    cue_h, top = round(window[1] * 0.12), side.bottom + m.gap if sided else side.y
    cue = Box(side.x, foot - cue_h, phase.right - side.x, cue_h)
    free = Box(side.x, top, cue.w, cue.y - m.gap - top)
    by_hand = Box(count.x, count.bottom + m.gap, count.w, foot - count.bottom - m.gap)
    shown = fitted(WIDE, free)
    shown = Box(shown.x, free.y, shown.w, shown.h)
    return replace(usual, free=free, picture=shown, by_hand=by_hand, cue=cue)


def _wide(window: tuple[int, int], picture: tuple[int, int], spacing: Spacing) -> SetLayout:
    width, height = window
    m = measures(window, spacing)
    strip = round(height * _STRIP)
    above = height - strip
    shown = fitted(picture, Box(0, above - height, width, height))
    span = min(height, round(width * 0.75))
    count = Box(m.margin, m.margin, round(max(width * 0.36, height * 0.54)), round(span * 0.41))
    left, right = count.right + m.gap, width - m.margin
    row, column = round(span * 0.105), right - left
    side_w = round((column - m.gap) * 0.46)
    phase = Box(left + side_w + m.gap, m.margin, column - side_w - m.gap, row)
    side = Box(left, m.margin, side_w, row)
    caption_h = round(span * 0.075)
    cue_h = count.bottom - phase.bottom - 2 * m.gap - caption_h
    cue = Box(left, phase.bottom + m.gap, column, cue_h)
    caption = Box(left, cue.bottom + m.gap, column, caption_h)
    gauge_w, top = round(span * 0.12), count.bottom + m.gap
    gauge = Box(right - gauge_w, top, gauge_w, above - m.gap - top)
    message_h = round(span * 0.08)
    message = Box(m.margin, above - m.gap - message_h, gauge.x - m.gap - m.margin, message_h)
    buttons = Box(m.margin, above + m.gap, width - 2 * m.margin, strip - m.gap - m.margin)
    free = Box(0, top, width, above - top)
    return SetLayout(shown, free, count, phase, side, cue, caption, gauge, message, buttons)


def _tall(window: tuple[int, int], picture: tuple[int, int], spacing: Spacing) -> SetLayout:
    width, height = window
    m = measures(window, spacing)
    inner = width - 2 * m.margin
    strip = round(height * _STRIP_TALL)
    buttons = Box(m.margin, height - strip, inner, strip - m.margin)
    caption_h, cue_h = round(height * 0.045), round(height * 0.115)
    caption = Box(m.margin, buttons.y - m.gap - caption_h, inner, caption_h)
    cue = Box(m.margin, caption.y - m.gap - cue_h, inner, cue_h)
    gauge_w, count_h, row = round(width * 0.15), round(height * 0.29), round(height * 0.058)
    count = Box(m.margin, cue.y - m.gap - count_h, inner - gauge_w - m.gap, count_h)
    gauge = Box(count.right + m.gap, count.y, gauge_w, count_h)
    half = round((inner - m.gap) * 0.46)
    side = Box(m.margin, count.y - m.gap - row, half, row)
    phase = Box(side.right + m.gap, side.y, inner - half - m.gap, row)
    free = Box(0, 0, width, side.y - m.gap)
    message = Box(m.margin, free.bottom - row, inner, row)
    return SetLayout(fitted(picture, free), free, count, phase, side, cue, caption, gauge, message, buttons)
