"""After the session: how it felt, then what was done, as facts, with a kind word and one thing to work on."""

from collections.abc import Sequence
from typing import Final

import pygame

from coach.core.phrases import HOW_HARD, HOW_IS_PAIN
from coach.core.results import ExerciseResult, encouragement, work_on
from coach.ui.app import Move
from coach.ui.elements import Tone
from coach.ui.layout import LINE_PITCH, Box
from coach.ui.page import Page
from coach.ui.room import Room, columns, rows
from coach.ui.screens.asking import AskPage
from coach.ui.screens.scale import EFFORT_ENDS
from coach.ui.screens.stage import Showing
from coach.ui.screens.steps import dots, foot_note
from coach.ui.session_parts import words
from coach.ui.set_words import done_of, facts
from coach.ui.theme import State

SHARE: Final = "Share results"
ESTIMATE: Final = "Angles are estimates from the picture; they may be off by 10 degrees."
NOTHING: Final = "Nothing was recorded this time. That's all right."
HURT: Final = "You stopped because it hurt. That was right."
AFTER_PAIN: Final = "Let it settle. Next time do less of it, and only as far as it feels easy."

MOST: Final = 4
"""Exercises shown at once; more are paged through. Looked at."""
LARGE: Final = 0.065
"""From this size of body type on, two at once fit a wide window and three a tall one; a share of its height."""
MOST_FACTS: Final = 5
"""Lines a card holds; what is left out is kept in the record."""


def first_page(showing: Showing) -> Page:
    """What comes first when a session is over: the questions, or the summary where nothing was done."""
    results = showing.guide.results
    if not any(_begun(result) for result in results):
        return ResultsPage(showing)
    return _effort(showing)


def _begun(result: ExerciseResult) -> bool:
    return bool(result.done or result.partial or result.hold_s >= 1)


def _effort(showing: Showing) -> Page:
    showing.guide.say(HOW_HARD)

    def told(score: int) -> Move:
        showing.guide.tell_effort(score)
        return after()

    def after() -> Move:
        # Whoever has just told the pain they stopped for is not asked once more.
        return Move("replace", _pain(showing) if showing.pain is None else ResultsPage(showing))

    return AskPage(showing, HOW_HARD, told, ends=EFFORT_ENDS, skip=after)


def _pain(showing: Showing) -> Page:
    showing.guide.say(HOW_IS_PAIN)

    def told(score: int) -> Move:
        showing.guide.tell_pain("after", score)
        return after()

    def after() -> Move:
        return Move("replace", ResultsPage(showing))

    return AskPage(showing, HOW_IS_PAIN, told, skip=after)


class ResultsPage(Page):
    """One card an exercise; more than fit are paged through."""

    def __init__(self, showing: Showing) -> None:
        super().__init__(showing.painter)
        self._guide, self._hurt = showing.guide, showing.pain is not None
        self._share = showing.look.share
        self._results = [result for result in showing.guide.results if _begun(result) or result.sets]
        self._page, self._pages = 0, 1

    def update(self, dt_s: float) -> Move | None:
        """Let what is still being said be said."""
        self._guide.tick()
        return None

    def compose(self, room: Room) -> None:
        """A kind word, the cards, one thing to work on."""
        most = MOST if room.theme.type.body < LARGE else 2 if room.wide else 3
        self._pages = max(1, -(-len(self._results) // most))
        self._page = min(self._page, self._pages - 1)
        self._buttons(room)
        begun = [result for result in self._results if _begun(result)]
        if self._guide.to_tell:
            foot_note(room, self._guide.to_tell, state="idle", role="body")
        kind = encouragement(self._results) if begun else NOTHING
        room.text(HURT if self._hurt else kind, "title", weight="heavy")
        if not begun:
            return
        per = -(-len(self._results) // self._pages)
        shown = self._results[self._page * per : (self._page + 1) * per]
        room.gap(1.5)
        self._cards(room, shown)
        room.gap(1.5)
        room.text(AFTER_PAIN if self._hurt else work_on(self._results), "heading")
        if any(result.best is not None for result in shown):
            room.gap(0.5)
            room.text(ESTIMATE, "label", tone="muted")

    def _buttons(self, room: Room) -> None:
        foot = room.part(room.foot(room.button_height()))
        done = room.button("done", "Done", "primary", sign="tick")
        left, right = columns(foot.box, 0.5, 0.5, gap=room.m.gap)
        if self._share is not None:
            lower, right = columns(right, 0.6, 0.4, gap=room.m.gap)
            foot.put(room.button("share", SHARE), lower)
        if self._pages > 1:
            at, more = columns(left, 0.35, 0.65, gap=room.m.gap)
            dots(foot, at, self._page, self._pages)
            last = self._page == self._pages - 1
            foot.put(room.button("more", "First page" if last else "More", sign="back" if last else "next"), more)
        foot.put(done, right)

    def _cards(self, room: Room, shown: Sequence[ExerciseResult]) -> None:
        across = 1 if not room.wide else min(len(shown), 3) if len(shown) < MOST else 2
        down = -(-len(shown) // across)
        wide = columns(room.left, *(1.0,) * across, gap=room.m.gap)[0].w
        high = max(_card_height(room, result, wide) for result in shown)
        area = room.take(down * high + (down - 1) * room.m.gap)
        cells = [
            cell
            for line in rows(area, *(1.0,) * down, gap=room.m.gap)
            for cell in columns(line, *(1.0,) * across, gap=room.m.gap)
        ]
        for result, cell in zip(shown, cells, strict=False):
            _card(room.plate(cell), result)

    def press(self, key: str) -> Move | None:
        """Done goes back to where the session was begun from."""
        if key == "more":
            self._page = (self._page + 1) % self._pages
            return None
        if key == "share" and self._share is not None:
            return Move("replace", self._share())
        return Move("back")

    def handle(self, event: pygame.event.Event) -> Move | None:
        """Left and right page through, besides what every page does."""
        if event.type == pygame.KEYDOWN and event.key in (pygame.K_PAGEDOWN, pygame.K_PAGEUP):
            self._page = (self._page + (1 if event.key == pygame.K_PAGEDOWN else -1)) % self._pages
            return Move("stay")
        return super().handle(event)


def _card(room: Room, result: ExerciseResult) -> None:
    tone: Tone = "good" if result.sets_done == result.sets else "text"
    state: State = "good" if result.sets_done == result.sets else "idle"
    name, done = result.exercise.name, done_of(result)
    count_w = room.fonts.width(done, "text", room.em("heading")) + room.lead(room.em("heading"))
    if room.fonts.width(name, "heavy", room.em("heading")) + count_w + 2 * room.m.gap <= room.box.w:
        top = room.take(round(room.em("heading") * LINE_PITCH))
        left, right = columns(top, 1.0, count_w + 2, gap=room.m.gap)
        words(room, left, name, "heading", weight="heavy")
        words(room, right, done, "heading", tone=tone, state=state)
    else:
        room.text(name, "heading", weight="heavy")
        room.text(done, "heading", tone=tone, state=state)
    room.gap(0.5)
    lines = facts(result)
    for line in lines[:MOST_FACTS]:
        room.text(line, "label", tone="fault" if line in result.faults else "muted")


def _card_height(room: Room, result: ExerciseResult, width: int) -> int:
    """Height that a card's words need, pixels."""
    inner = Room(room.window, Box(0, 0, width - 2 * room.m.pad, 1), room.theme, room.fonts, room.scale)
    _card(inner, result)
    return inner.overflow + 1 + 2 * room.m.pad
