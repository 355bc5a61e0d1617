"""What is drawn over the picture: skeleton, number, phase, side, cue and gauge. On any surface, without a display."""

import pygame

from coach.core.report import Report
from coach.ui.captions import count_words, cue_words, phase_words, standing
from coach.ui.count_panel import CountPanel
from coach.ui.gauge import GaugeDrawing
from coach.ui.layout import Box, LiveLayout, em_px, measures
from coach.ui.marks import Marks
from coach.ui.skeleton import SkeletonDrawing
from coach.ui.text import Figures, Fonts, TextStyle
from coach.ui.theme import Colour, State, Theme
from coach.ui.views import ExerciseView


class Overlay:
    """Draws reports in one theme; keeps rendered text, so use one for a whole window or video."""

    def __init__(self, theme: Theme, fonts: Fonts) -> None:
        self.theme = theme
        self.fonts = fonts
        self.marks = Marks(theme.palette)
        self._figures = Figures(fonts)
        self._skeleton = SkeletonDrawing(theme.palette, self.marks)
        self._gauge = GaugeDrawing(theme, fonts, self.marks)

    def dim(self, surface: pygame.Surface, picture: Box) -> None:
        """Darken the picture, as it is shown while nothing is counted."""
        surface.fill(self.theme.palette.dim, picture, special_flags=pygame.BLEND_RGB_MULT)

    def hint(self, surface: pygame.Surface, text: str) -> None:
        """A small line at the foot of the surface, for somebody at the keyboard."""
        m, size = measures(surface.get_size(), self.theme.spacing), surface.get_size()
        em = em_px(self.theme.type.label, size)
        room = (size[0] - 2 * (m.margin + m.pad), round(size[1] * 0.12))
        fit = self.fonts.fit(text, "text", room, em)
        wide = max(self.fonts.width(line, "text", fit.size_px) for line in fit.lines) + 2 * m.pad
        high = fit.height + m.pad
        plate = Box((size[0] - wide) // 2, size[1] - m.margin - high, wide, high)
        self.marks.plate(surface, plate, m.radius)
        words = Box(plate.x + m.pad, plate.y, plate.w - 2 * m.pad, plate.h)
        self.fonts.draw(surface, text, words, TextStyle(fit.size_px, self.theme.palette.muted, align="centre"))

    def draw(
        self,
        surface: pygame.Surface,
        layout: LiveLayout,
        report: Report | None,
        view: ExerciseView,
        *,
        message: str = "",
    ) -> None:
        """Draw everything over a picture that is already in `layout.picture`.

        Args:
            layout: made for the surface's size (`live_layout` or `over_picture`).
            report: newest report, or None before the first.
            message: a sentence that goes before any cue (camera lost).
        """
        armed = report is not None and report.armed
        if report is not None:
            self._skeleton.draw(surface, layout.picture, report)
            if report.gauge is not None:
                self._gauge.draw(surface, layout.gauge, report.gauge, view.kind, on=armed)
            self._chips(surface, layout, report, view)
        self._count(surface, layout.count, report, view)
        self._cue(surface, layout.cue, *cue_words(report, view, message))

    def _chips(self, surface: pygame.Surface, layout: LiveLayout, report: Report, view: ExerciseView) -> None:
        p = self.theme.palette
        colour = p.text if report.armed else p.muted
        self._chip(surface, layout.phase, phase_words(report, view), colour)
        if report.side is not None:
            self._chip(surface, layout.side, view.side_words.get(report.side, ""), colour)

    def _chip(self, surface: pygame.Surface, box: Box, text: str, colour: Colour) -> None:
        if not text:
            return
        m = measures(surface.get_size(), self.theme.spacing)
        em = em_px(self.theme.type.phase, surface.get_size())
        room = (box.w - 2 * m.pad, box.h - m.gap)
        fit = self.fonts.fit(text, "heavy", room, em)
        width = max(self.fonts.width(line, "heavy", fit.size_px) for line in fit.lines) + 2 * m.pad
        # A chip hugs its words at the window's nearer edge; the rest of the picture stays free.
        left = box.right - width if box.centre[0] > surface.get_width() // 2 else box.x
        plate = Box(left, box.y, width, box.h)
        self.marks.plate(surface, plate, m.radius)
        words = Box(plate.x + m.pad, plate.y, plate.w - 2 * m.pad, plate.h)
        self.fonts.draw(surface, text, words, TextStyle(fit.size_px, colour, "heavy", "centre"))

    def _cue(self, surface: pygame.Surface, box: Box, text: str, state: State) -> None:
        if not text:
            return
        m = measures(surface.get_size(), self.theme.spacing)
        em = em_px(self.theme.type.cue, surface.get_size())
        sign = round(em * 0.62)
        lead = 2 * sign + m.pad
        room = (box.w - 2 * m.pad - lead, box.h - 2 * m.pad)
        fit = self.fonts.fit(text, "heavy", room, em)
        high = min(box.h, fit.height + 2 * m.pad)
        wide = max(self.fonts.width(line, "heavy", fit.size_px) for line in fit.lines)
        plate = Box(box.x + (room[0] - wide) // 2, box.bottom - high, wide + lead + 2 * m.pad, high)
        self.marks.plate(surface, plate, m.radius)
        self.marks.icon(surface, state, (plate.x + m.pad + sign, plate.centre[1]), sign)
        words = Box(plate.x + m.pad + lead, plate.y, wide, plate.h)
        colour = self.theme.palette.text if state == "idle" else self.theme.palette.of_state(state)
        self.fonts.draw(surface, text, words, TextStyle(fit.size_px, colour, "heavy"))

    def _count(self, surface: pygame.Surface, box: Box, report: Report | None, view: ExerciseView) -> None:
        said = view.name, count_words(report, view)
        panel = CountPanel(surface.get_size(), box, (self.theme, self.fonts), said)
        panel.draw(surface, self.marks, self._figures, standing(report))
