"""Before a routine that would better wait for the end of a flare-up: one sentence, and the person decides."""

from collections.abc import Callable

from coach.ui.app import Move, Screen
from coach.ui.desk import Desk
from coach.ui.painter import Painter
from coach.ui.room import Room
from coach.ui.screens.plan_words import source_words
from coach.ui.screens.relief import ReliefPage
from coach.ui.screens.steps import StepPage, centred, foot, foot_note


class WaitsPage(StepPage):
    """Gentle things first; going on takes one press.

    Args:
        on: begins what was chosen. gentle: begins the gentle moves, or None where none fit.
    """

    def __init__(
        self, painter: Painter, desk: Desk, on: Callable[[], Screen], gentle: Callable[[], Screen] | None
    ) -> None:
        super().__init__(painter)
        self._desk, self._on, self._gentle = desk, on, gentle

    def compose(self, room: Room) -> None:
        """The sentence; gentle moves or relief, and the way on."""
        ways = [room.button("back", "Back", sign="back"), room.button("anyway", "Do it anyway")]
        first = (
            room.button("gentle", "Gentle moves", "primary", sign="play")
            if self._gentle
            else room.button("relief", "Relief", "primary", sign="heart")
        )
        foot(room, *ways, first)
        guide = self._desk.care.plan.guide
        words = guide.words if guide else None
        if words is not None:
            foot_note(room, f"Source: {source_words(words.source)}.", tone="muted")

        def say(part: Room) -> None:
            part.text(words.waits if words else "", "title", weight="heavy")
            part.gap(2)
            part.text(words.waits_why if words else "", "heading")
            part.gap(2)
            part.text(words.walk if words else "", tone="muted")

        centred(room, say, 0.4)

    def press(self, key: str) -> Move | None:
        """Gentle moves, relief, on, or back."""
        if key == "gentle" and self._gentle is not None:
            return Move("replace", self._gentle())
        if key == "relief":
            return Move("replace", ReliefPage(self.painter, self._desk))
        return Move("replace", self._on()) if key == "anyway" else Move("back")
