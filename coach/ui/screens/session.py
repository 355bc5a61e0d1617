"""The screens of a session, from the camera check to the summary: one page a stage."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from coach.core.course import Stage
from coach.ui.guide import Guide
from coach.ui.page import Page
from coach.ui.painter import Painter
from coach.ui.screens.check import CheckPage
from coach.ui.screens.doing import DoingPage
from coach.ui.screens.doing_paced import PacedPage
from coach.ui.screens.intro import IntroPage
from coach.ui.screens.rest import RestPage
from coach.ui.screens.results import first_page
from coach.ui.screens.stage import Look, Showing
from coach.ui.screens.stopped import StoppedPage


def _doing(showing: Showing) -> Page:
    paced = showing.guide.state.work.exercise.kind == "paced"
    return PacedPage(showing) if paced else DoingPage(showing)


PAGES: Final[Mapping[Stage, Callable[[Showing], Page]]] = MappingProxyType(
    {
        "check": CheckPage,
        "intro": IntroPage,
        "doing": _doing,
        "rest": RestPage,
        "stopped": StoppedPage,
        "over": first_page,
    }
)
"""The page of each stage; whoever needs to know what a stage shows asks this table."""


def session_pages(guide: Guide, painter: Painter, look: Look | None = None) -> Page:
    """The page of the session's stage now; the others follow by themselves.

    A stage that changes gives `Move("replace", ...)`, so that the app fades from page to page. The last one goes back
    to where the session was begun from.

    Args:
        look: films, mute, captions, skeleton; see `stage.Look`.
    """
    return Showing(guide, painter, look or Look(), PAGES).page()
