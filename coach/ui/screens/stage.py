"""What the pages of a session share: the session they show, the picture, and how they follow one another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import pygame

from coach.core.course import Stage
from coach.core.spec import Exercise
from coach.core.workout import Command
from coach.ports import Film
from coach.ui.app import Move, Screen
from coach.ui.demonstration import Demonstration
from coach.ui.gauge import GaugeDrawing
from coach.ui.guide import Guide
from coach.ui.layout import Box, fitted, measures
from coach.ui.page import Page
from coach.ui.painter import Painter
from coach.ui.pictures import ScaledPicture
from coach.ui.session_layout import WIDE
from coach.ui.skeleton import SkeletonDrawing
from coach.ui.text import Figures

STOP_KEYS: Final = (pygame.K_ESCAPE, pygame.K_BACKSPACE, pygame.K_x)
PAUSE_KEYS: Final = (pygame.K_SPACE, pygame.K_p)
PLUS_KEYS: Final = (pygame.K_PLUS, pygame.K_EQUALS, pygame.K_KP_PLUS)

SOUND_OFF: Final = "Sound is off"
SOUND_ON: Final = "Sound is on"
TOLD_S: Final = 2.0
"""What a key did is shown for so long, seconds; estimated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What the session's pages are given besides the session.

    Attributes:
        film: the film of an exercise by its id, or None where there is none.
        mute: the person pressed M; gives whether it is silent from now on.
        captions: show what is said. skeleton_only: begin without the picture.
        share: makes the page from which results go to whoever assigned the routine; None where nobody did.
    """

    film: Callable[[str], Film | None] = lambda exercise: None
    mute: Callable[[], bool] = lambda: False
    captions: bool = True
    skeleton_only: bool = False
    share: Callable[[], Screen] | None = None


class Showing:
    """A session on its way through its pages. Not a value: it keeps the picture and the film from page to page.

    Args:
        pages: makes the page of each stage.

    Attributes:
        bare: the skeleton alone is shown. pain: told at the stop by which the session may end, or None.
    """

    def __init__(
        self, guide: Guide, painter: Painter, look: Look, pages: "Mapping[Stage, Callable[[Showing], Page]]"
    ) -> None:
        self.guide, self.painter, self.look = guide, painter, look
        self.bare = look.skeleton_only
        self.pain: int | None = None
        self.note, self.told_s = "", 0.0
        self.figures = Figures(painter.fonts)
        self.skeleton = SkeletonDrawing(painter.theme.palette, painter.marks)
        self.gauge = GaugeDrawing(painter.theme, painter.fonts, painter.marks)
        self._pages = pages
        self._picture = ScaledPicture()
        self._demonstration: Demonstration | None = None

    def tell(self, note: str) -> None:
        """Show a word for a moment."""
        self.note, self.told_s = note, TOLD_S

    @property
    def at(self) -> tuple[Stage, int]:
        """Stage and set: a page shows one of them."""
        return self.guide.state.stage, self.guide.state.index

    def page(self) -> Page:
        """The page of the session's stage."""
        if self.guide.state.stage == "over":
            self.close()
        return self._pages[self.guide.state.stage](self)

    def onward(self) -> Move:
        """To the page of the session's stage; whoever left before anything began goes straight back."""
        state = self.guide.state
        if state.stage == "over" and state.stopped_in == "check":
            self.close()
            return Move("back")
        return Move("replace", self.page())

    def demonstration(self, exercise: Exercise) -> Demonstration:
        """The demonstration of an exercise; kept while it is the same one."""
        if self._demonstration is None or self._demonstration.exercise is not exercise:
            self.close()
            self._demonstration = Demonstration(exercise, self.painter.theme.palette, self.look.film)
        return self._demonstration

    def close(self) -> None:
        """Let go of the film."""
        if self._demonstration is not None:
            self._demonstration.close()
            self._demonstration = None

    @property
    def picture_size(self) -> tuple[int, int]:
        """Width and height of the camera's pictures, or of what stands for them."""
        frame, report = self.guide.frame, self.guide.report
        if frame is not None:
            return frame.image.shape[1], frame.image.shape[0]
        return report.pose.size if report is not None and report.pose is not None else WIDE

    def draw_picture(self, surface: pygame.Surface, box: Box, *, dim: bool = False) -> None:
        """The newest picture in a box of its proportions, without it an empty frame; `dim` while nothing is counted."""
        palette, frame = self.painter.theme.palette, self.guide.frame
        if frame is None or self.bare:
            pygame.draw.rect(surface, palette.floor, box)
            return
        self._picture.draw(surface, frame.image, box, palette.dim if dim else None)

    def draw_skeleton(self, surface: pygame.Surface, box: Box) -> None:
        """The skeleton of the newest report over the picture."""
        if self.guide.report is not None:
            self.skeleton.draw(surface, box, self.guide.report)

    def draw_self(self, surface: pygame.Surface, box: Box) -> None:
        """Picture and skeleton, as large as fits into a box: for seeing oneself."""
        place = fitted(self.picture_size, box)
        self.draw_picture(surface, place)
        self.draw_skeleton(surface, place)


class StagePage(Page):
    """A page of a session. It goes on with the session every frame, and gives way to the page of the next stage."""

    commands: Mapping[int, Command] = MappingProxyType({})
    """Keys of this page and what they ask for; Escape, Backspace and X always stop."""

    def __init__(self, showing: Showing) -> None:
        super().__init__(showing.painter)
        self.showing, self.guide = showing, showing.guide
        self._at = showing.at

    def update(self, dt_s: float) -> Move | None:
        """Let the session go on; give way when its stage is another one."""
        self.guide.tick()
        if self.showing.at != self._at:
            return self.showing.onward()
        self.showing.told_s = max(0.0, self.showing.told_s - dt_s)
        self.pass_time(dt_s)
        return None

    def pass_time(self, dt_s: float) -> None:
        """Pages that move override this."""

    def press(self, key: str) -> Move | None:
        """Keys of buttons are commands; "mute", "skeleton" and "by hand" besides."""
        others: dict[str, Callable[[], object]] = {
            "mute": self._mute,
            "skeleton": self._toggle_skeleton,
            "by hand": self.guide.go_without_camera,
        }
        if key in others:
            others[key]()
            return None
        asked: dict[str, Command] = {
            "pause": "pause", "next": "next", "extend": "extend", "plus": "plus", "minus": "minus", "stop": "stop",
            "skip": "skip", "easier": "easier", "undo": "undo",
        }  # fmt: skip
        self.guide.do(asked[key])
        return None

    def handle(self, event: pygame.event.Event) -> Move | None:
        """The keys that every page of a session has; the rest is the page's."""
        if event.type != pygame.KEYDOWN:
            return super().handle(event)
        if event.key in STOP_KEYS:
            self.guide.do("stop")
            return Move("stay")
        if event.key in self.commands:
            self.guide.do(self.commands[event.key])
            return Move("stay")
        named = {pygame.K_m: "mute", pygame.K_s: "skeleton"}
        if event.key in named:
            self.press(named[event.key])
            return Move("stay")
        return super().handle(event)

    def column(self, window: tuple[int, int]) -> Box:
        """Pages of a session use the window's whole width: pictures stand beside the words."""
        edge = round(measures(window, self.painter.theme.spacing).margin * 1.6)
        return Box(0, 0, *window).inset(edge)

    def _mute(self) -> None:
        self.showing.tell(SOUND_OFF if self.showing.look.mute() else SOUND_ON)

    def _toggle_skeleton(self) -> None:
        self.showing.bare = not self.showing.bare
