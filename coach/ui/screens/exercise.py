"""Doing an exercise: the picture, what the engine says of it, and nothing else."""

import math
from collections.abc import Callable
from typing import Final

import pygame

from coach.core.report import Report
from coach.ports import Feed, Frame
from coach.ui.app import Move
from coach.ui.layout import Box, em_px, live_layout, measures
from coach.ui.overlay import Overlay
from coach.ui.pictures import ScaledPicture
from coach.ui.screens.summary import SummaryScreen
from coach.ui.text import TextStyle
from coach.ui.theme import mixed
from coach.ui.views import ExerciseView, SummaryView

LOADING: Final = "Loading the pose model \u2026"
FAILED: Final = "The pose model stopped working."
_KEYS: Final = "F:\u00a0full\u00a0screen \u00b7 S:\u00a0skeleton\u00a0only \u00b7 Esc:\u00a0end"
_TURN_S: Final = 1.1
_DOTS: Final = 10


class ExerciseScreen:
    """The live screen of one exercise.

    Escape ends the exercise and shows its summary (before the first report there is none, and it goes back); S hides
    and shows the picture.

    Args:
        feed: the source; closed as soon as this screen is left.
        view: the exercise's words and targets.
        overlay: drawing, with its theme and fonts.
        listen: gets every report once, in order (for the record, the voice).
        summarise: asked once, when the exercise ended.
    """

    def __init__(
        self,
        feed: Feed,
        view: ExerciseView,
        overlay: Overlay,
        listen: Callable[[Report], None],
        summarise: Callable[[], SummaryView],
    ) -> None:
        self._feed, self._view, self._overlay = feed, view, overlay
        self._listen, self._summarise = listen, summarise
        self._report: Report | None = None
        self._picture = ScaledPicture()
        self._bare = False
        self._elapsed_s = 0.0

    @property
    def skeleton_only(self) -> bool:
        """Whether the picture is hidden."""
        return self._bare

    def handle(self, event: pygame.event.Event) -> Move | None:
        """S and Escape; the rest is the app's."""
        if event.type != pygame.KEYDOWN:
            return None
        if event.key == pygame.K_s:
            self._bare = not self._bare
            return Move("stay")
        if event.key == pygame.K_ESCAPE:
            self._take()
            return self._end() if self._report is not None else self._leave(Move("back"))
        return None

    def update(self, dt_s: float) -> Move | None:
        """Take what the feed has; go to the summary when it ended."""
        self._elapsed_s += dt_s
        # Asked before the reports are taken: what comes in between is then taken next time, never lost.
        ended = self._feed.state == "ended"
        self._take()
        return self._end() if ended else None

    def draw(self, surface: pygame.Surface) -> None:
        """Draw picture and overlay, or why there is nothing to see yet."""
        theme = self._overlay.theme
        surface.fill(theme.palette.background)
        frame, state = self._feed.latest_frame(), self._feed.state
        layout = live_layout(surface.get_size(), self._picture_size(frame), theme.spacing)
        waiting = state in ("loading", "failed")
        armed = self._report is not None and self._report.armed and not waiting
        if frame is not None and not self._bare:
            self._picture.draw(surface, frame.image, layout.picture, None if armed else theme.palette.dim)
        elif self._bare:
            pygame.draw.rect(surface, theme.palette.floor, layout.picture, width=2)
        if waiting:
            self._wait(surface, failed=state == "failed")
        else:
            self._overlay.draw(surface, layout, self._report, self._view, message=self._feed.message)

    def _take(self) -> None:
        for report in self._feed.take_reports():
            self._report = report
            self._listen(report)

    def _end(self) -> Move:
        return self._leave(Move("replace", SummaryScreen(self._summarise(), self._overlay)))

    def _leave(self, move: Move) -> Move:
        self._feed.close()
        return move

    def _picture_size(self, frame: Frame | None) -> tuple[int, int]:
        if frame is not None:
            return frame.image.shape[1], frame.image.shape[0]
        if self._report is not None and self._report.pose is not None:
            return self._report.pose.size
        return 16, 9

    def _wait(self, surface: pygame.Surface, *, failed: bool) -> None:
        """One sentence in the middle, with turning dots while there is hope."""
        overlay, size = self._overlay, surface.get_size()
        p, m, em = overlay.theme.palette, measures(size, overlay.theme.spacing), em_px(overlay.theme.type.cue, size)
        wide = round(size[0] * 0.86)
        room = (wide - 2 * m.pad, round(size[1] * 0.4))
        text = self._feed.message or (FAILED if failed else LOADING)
        fit = overlay.fonts.fit(text, "heavy", room, em)
        sign = round(em * 0.85)
        high = fit.height + 2 * sign + 5 * m.pad
        plate = Box((size[0] - wide) // 2, (size[1] - high) // 2, wide, high)
        overlay.marks.plate(surface, plate, m.radius)
        middle = (plate.centre[0], plate.y + 2 * m.pad + sign)
        if failed:
            overlay.marks.icon(surface, "fault", middle, sign)
        else:
            self._dots(surface, middle, sign)
        words = Box(plate.x + m.pad, plate.bottom - 2 * m.pad - fit.height, room[0], fit.height)
        overlay.fonts.draw(surface, text, words, TextStyle(em, p.text, "heavy", "centre"))
        overlay.hint(surface, "Press Esc to go back" if failed else _KEYS)

    def _dots(self, surface: pygame.Surface, middle: tuple[int, int], radius: int) -> None:
        p = self._overlay.theme.palette
        lead = self._elapsed_s / _TURN_S % 1
        for number in range(_DOTS):
            share = number / _DOTS
            angle = share * 2 * math.pi
            at = (middle[0] + radius * 0.8 * math.sin(angle), middle[1] - radius * 0.8 * math.cos(angle))
            age = (lead - share) % 1
            pygame.draw.aacircle(surface, mixed(p.good, p.track, age), at, max(2, round(radius * 0.15)))
