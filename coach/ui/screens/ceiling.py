"""What a therapist asked for before a session: to wait when it hurts too much, and when to stop."""

from collections.abc import Callable

from coach.core.safety import Advice
from coach.core.therapy.incoming import Incoming
from coach.ui.app import Move, Screen
from coach.ui.desk import Desk
from coach.ui.painter import Painter
from coach.ui.room import Room
from coach.ui.screens.relief import ReliefPage
from coach.ui.screens.steps import StepPage, centred, foot


class CeilingPage(StepPage):
    """Pain is above the therapist's ceiling: "Not today" comes first. The person decides, and either is kept.

    Args:
        advice: what the pain score means by itself; where it says to rest, going on takes two presses.
        on: where going on leads. before: where Escape leads, to the pain again.
    """

    escape = "before"

    def __init__(
        self,
        painter: Painter,
        desk: Desk,
        asked: tuple[Incoming, int],
        advice: Advice,
        on: Callable[[], Move],
        before: Callable[[], Move],
    ) -> None:
        super().__init__(painter)
        self._desk, self._advice, self._on, self._before = desk, advice, on, before
        self._incoming, self._pain = asked
        self._sure = False

    def compose(self, room: Room) -> None:
        """The therapist's wish; "Not today" first, going on below it."""
        high = room.button_height()
        low = room.part(room.foot(2 * high + room.m.gap))
        low.buttons(low.button("wait", "Not today", "primary"), low.button("relief", "Relief", sign="heart"))
        low.gap()
        if self._sure:
            low.buttons(low.button("no", "No, I'll rest"), low.button("yes", "Yes, go on"), shares=(1.5, 1.0))
        else:
            low.buttons(low.button("anyway", "Go on anyway"))
        centred(room, self._words, 0.4)

    def _words(self, room: Room) -> None:
        assigned, strong = self._incoming.routine.assigned, self._advice.level == "stop"
        assert assigned is not None
        room.text("Better wait today", "title", weight="heavy", state="fault" if strong else "idle")
        room.gap(2)
        asked = f"Your therapist asked you to wait when pain is above {assigned.pain_ceiling}. It is {self._pain}."
        room.text(asked, "heading")
        if strong:
            room.gap(1.5)
            room.text(self._advice.text)
        room.gap(2)
        sure = "Are you sure? You can stop at any moment."
        room.text(sure if self._sure else "The choice is yours, and it is kept.", tone="muted")

    def press(self, key: str) -> Move | None:
        """Wait, or go on; where pain is high that takes two presses."""
        if key == "before":
            return self._before()
        if key in ("wait", "relief"):
            self._told(on=False)
            return Move("back") if key == "wait" else Move("replace", ReliefPage(self.painter, self._desk))
        if key == "yes" or (key == "anyway" and self._advice.level != "stop"):
            self._told(on=True)
            return self._on()
        self._sure = key == "anyway"
        return Move("stay")

    def _told(self, *, on: bool) -> None:
        self._desk.care.therapist.answer_ceiling(self._incoming.routine.id, self._pain, on=on)


class SignsPage(StepPage):
    """The therapist's own words and signs to stop for, right before the first exercise."""

    def __init__(
        self, painter: Painter, incoming: Incoming, then: Callable[[], Screen], before: Callable[[], Move]
    ) -> None:
        super().__init__(painter)
        self._incoming, self._then, self._before = incoming, then, before

    def compose(self, room: Room) -> None:
        """Notes, then the signs, and one large button."""
        routine, assigned = self._incoming.routine, self._incoming.routine.assigned
        assert assigned is not None
        go = room.button("go", "I'll stop if so" if assigned.stop.signs else "Begin", "primary")
        foot(room, room.button("back", "Back", sign="back"), go, shares=(1.0, 2.6), lines=1.2)

        def words(part: Room) -> None:
            part.text(f"From {routine.author}", tone="muted")
            part.gap()
            if assigned.notes:
                part.text(assigned.notes, "body" if assigned.stop.signs else "heading")
                part.gap(2)
            if assigned.stop.signs:
                part.text("Stop if", "title", weight="heavy")
            for sign in assigned.stop.signs:
                part.gap(1.2)
                part.text(sign, state="fault")

        centred(room, words)

    def press(self, key: str) -> Move | None:
        """On to exercise, or back."""
        return self._before() if key == "back" else Move("replace", self._then())


def has_words(incoming: Incoming | None) -> bool:
    """Whether a therapist said anything that stands before the first exercise."""
    assigned = incoming.routine.assigned if incoming is not None else None
    return assigned is not None and bool(assigned.notes or assigned.stop.signs)
