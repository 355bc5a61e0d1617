"""After STOP: why, what to do about it, and whether to go on."""

from collections.abc import Sequence
from typing import Final

import pygame

from coach.core.history import StopReason
from coach.core.phrases import HOW_IS_PAIN, PAIN_REST
from coach.core.safety import PAIN_HIGH
from coach.ui.app import Move
from coach.ui.elements import Button
from coach.ui.layout import Box
from coach.ui.room import Room
from coach.ui.screens.asking import AskPage
from coach.ui.screens.stage import Showing, StagePage
from coach.ui.screens.steps import centred
from coach.ui.set_words import following
from coach.ui.signs import Sign

TITLE: Final = "You stopped. That's fine."
WHY: Final = "What was it?"

_REASONS: Final[tuple[tuple[StopReason, str, Sign], ...]] = (
    ("pain", "Pain", "heart"),
    ("tired", "Tired", "pause"),
    ("other", "Something else", "person"),
)

_ADVICE: Final[dict[StopReason, tuple[str, str]]] = {
    "tired": ("Take a breath.", "Rest as long as you like. A shorter session still counts."),
    "other": ("No problem.", "Everything you did is kept."),
    "pain": (
        "Rest until it eases.",
        "Don't push through pain. Lie in the position that is most comfortable, and breathe calmly. "
        "If it does not settle, leave it for today.",
    ),
}
_STRONG_ADVICE: Final = (
    "Leave it for today.",
    "Lie in the position that is most comfortable, and breathe calmly. "
    "If the pain stays this strong, or runs down a leg, talk to a doctor or therapist before you go on.",
)


class StoppedPage(StagePage):
    """Asks why; after the answer, says what helps and offers to go on or to finish."""

    def __init__(self, showing: Showing, reason: StopReason | None = None, pain: int | None = None) -> None:
        super().__init__(showing)
        self._reason, self._pain = reason, pain
        self._next = following(self.guide.state)
        self._early = self.guide.state.stopped_in == "check"

    def compose(self, room: Room) -> None:
        """One question, or one piece of advice, in the middle of the page."""
        if self._early:
            centred(room, self._leave)
        elif self._reason is None:
            foot = room.foot(room.button_height())
            narrow = round(foot.w * (0.42 if room.wide else 1.0))
            room.put(
                room.button("end", "Finish without saying"), Box(foot.centre[0] - narrow // 2, foot.y, narrow, foot.h)
            )
            centred(room, self._ask)
        else:
            centred(room, self._advise)

    def _leave(self, room: Room) -> None:
        room.text("Leave the session?", "title", weight="heavy", align="centre")
        room.gap()
        room.text("Nothing has been done yet, so nothing is lost.", tone="muted", align="centre")
        room.gap(3)
        stay = room.button("on", "Stay, and begin", "primary", sign="play")
        self._choices(room, (stay, room.button("end", "Leave", sign="cross")))

    def _ask(self, room: Room) -> None:
        room.text(TITLE, "title", weight="heavy", align="centre")
        room.gap()
        room.text(WHY, "heading", tone="muted", align="centre")
        room.gap(3)
        self._choices(room, [room.button(reason, text, sign=sign) for reason, text, sign in _REASONS])

    def _advise(self, room: Room) -> None:
        reason = self._reason or "other"
        strong = reason == "pain" and self._pain is not None and self._pain >= PAIN_HIGH
        title, text = _STRONG_ADVICE if strong else _ADVICE[reason]
        room.text(title, "title", weight="heavy", align="centre")
        room.gap()
        room.text(text, "heading", align="centre")
        room.gap(4)
        # After pain, finishing is what is offered first.
        goes_on = self._next is not None and reason != "pain"
        buttons = [room.button("end", "Finish", "plain" if goes_on else "primary", sign="tick")]
        if self._next is not None:
            name = f"Go on with {self._next.exercise.name}"
            buttons.insert(0 if goes_on else 1, room.button("on", name, "primary" if goes_on else "plain", sign="next"))
        self._choices(room, buttons)

    @staticmethod
    def _choices(room: Room, buttons: Sequence[Button]) -> None:
        """Large buttons: side by side in a wide window, below one another in a tall one."""
        if room.wide:
            room.buttons(*buttons, height=round(room.button_height() * 1.4))
            return
        for number, button in enumerate(buttons):
            room.gap(1.0 if number else 0.0)
            room.buttons(button, height=round(room.button_height() * 1.4))

    def press(self, key: str) -> Move | None:
        """A reason, or where to go."""
        if key == "on":
            self.showing.pain = None
            self.guide.do("on", self._reason)
        elif key == "end":
            self.guide.do("end", self._reason)
        elif key == "pain":
            return self._ask_pain()
        else:
            self._reason = "tired" if key == "tired" else "other"
        return None

    def _ask_pain(self) -> Move:
        showing = self.showing
        self.guide.say(HOW_IS_PAIN)

        def told(score: int) -> Move:
            showing.guide.tell_pain("stop", score)
            showing.guide.say(PAIN_REST)
            showing.pain = score
            return Move("replace", StoppedPage(showing, "pain", score))

        return Move("replace", AskPage(showing, HOW_IS_PAIN, told, back=lambda: Move("replace", StoppedPage(showing))))

    def handle(self, event: pygame.event.Event) -> Move | None:
        """Escape ends; nothing is lost. The other keys of a session mean nothing here."""
        if event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE:
            self.guide.do("end", self._reason)
            return Move("stay")
        if event.type == pygame.KEYDOWN and event.key in (pygame.K_BACKSPACE, pygame.K_x, pygame.K_s):
            return Move("stay")
        return super().handle(event)
