"""Cards of tips, leafed through one by one."""

from coach.ui.app import Move
from coach.ui.desk import Desk
from coach.ui.painter import Painter
from coach.ui.room import Room
from coach.ui.screens.steps import StepPage, centred, dots, foot, foot_note

NOTHING = "There are no tips here yet."


class TipsPage(StepPage):
    """One card at a time; the first one is that of the day."""

    calm_s = 1.0

    def __init__(self, painter: Painter, desk: Desk, at: int | None = None) -> None:
        super().__init__(painter)
        self._desk = desk
        tips, tip = desk.care.week.tips, desk.care.week.tip
        first = next((number for number, one in enumerate(tips) if tip is not None and one.id == tip.id), 0)
        self._at = (first if at is None else at) % max(1, len(tips))

    def compose(self, room: Room) -> None:
        """Title, lines, source; the one before and the next."""
        tips = self._desk.care.week.tips
        leaf = [room.button("before", "Before", sign="left"), room.button("next", "Next", "primary", sign="right")]
        foot(room, room.button("back", "Back", sign="back"), *(leaf if len(tips) > 1 else ()))
        if not tips:
            room.text(NOTHING, "heading")
            return
        # Fewer cards may show than when it was leafed here: midnight went by.
        tip = tips[min(self._at, len(tips) - 1)]
        foot_note(room, f"Source: {tip.source}.", tone="muted")
        dots(room, room.take(room.em("label")), min(self._at, len(tips) - 1), len(tips))
        room.gap()

        def say(part: Room) -> None:
            part.text(tip.title, "title", weight="heavy")
            for line in tip.lines:
                part.gap(1.8)
                part.text(line, "heading")

        centred(room, say, 0.35)

    def press(self, key: str) -> Move | None:
        """Leaf round and round, or back."""
        if key == "back":
            return Move("back")
        page = TipsPage(self.painter, self._desk, self._at + (1 if key == "next" else -1))
        page._focus = key
        return Move("replace", page)
