"""Results that go to the practice by themselves: to where, off until the person says so, and what waits."""

from collections.abc import Sequence
from typing import Final

from coach.core.therapy.delivery import Waiting
from coach.core.therapy.share import SendingBy
from coach.ui.app import Move
from coach.ui.desk import Desk
from coach.ui.painter import Painter
from coach.ui.room import Room
from coach.ui.screens.steps import StepPage, back, centred, foot

TITLE: Final = "Sending your results"
OFF: Final = "Off. Nothing leaves this machine."
ON: Final = "On. After each session what is new is sent."
WHAT: Final = "What is sent is what the page before shows: facts of your sessions, never a picture."
SEALED: Final = "It is sealed: only {name} can read it."
LET: Final = "Let Backcoach send them"
STOP: Final = "Stop sending"


class SendingPage(StepPage):
    """One press turns it on, one press off."""

    def __init__(self, painter: Painter, desk: Desk, routine: str) -> None:
        super().__init__(painter)
        self._sharing, self._routine = desk.care.sharing, routine

    def compose(self, room: Room) -> None:
        """Where to, whether it is on, what waits."""
        by = self._sharing.sending(self._routine)
        if by is None:
            back(room)
            room.text("This routine names no address.", "heading")
            return
        turn = room.button("off", STOP) if by.on else room.button("on", LET, "primary")
        foot(room, room.button("back", "Back", sign="back"), turn, shares=(1.0, 1.6))

        def say(part: Room) -> None:
            part.text(TITLE, "title", weight="heavy")
            part.gap(1.5)
            part.text(ON if by.on else OFF, "heading", state="good" if by.on else "idle")
            part.gap()
            part.text(f"They go to {self._sharing.name(self._routine)} at {by.address}")
            part.gap()
            sealed = self._sharing.can_seal(self._routine)
            part.text(
                f"{WHAT} {SEALED.format(name=self._sharing.name(self._routine))}" if sealed else WHAT, tone="muted"
            )
            self._waits(part, by)

        centred(room, say, 0.4)

    def _waits(self, room: Room, by: SendingBy) -> None:
        room.gap(1.5)
        for line in waiting_words(by.waiting) if by.on or by.waiting else ():
            room.text(line)
        if trouble := self._sharing.trouble or by.message:
            room.gap(0.5)
            room.text(trouble, "label", state="idle")

    def press(self, key: str) -> Move | None:
        """On, off, or back."""
        if key in ("on", "off"):
            self._sharing.send(self._routine, on=key == "on")
            return Move("stay")
        return Move("back")


def waiting_words(waiting: Sequence[Waiting]) -> list[str]:
    """What is not delivered yet, a line each; of many the first few."""
    if not waiting:
        return ["Nothing waits to be sent."]
    sessions = sum(one.sessions for one in waiting)
    return [f"{sessions} session{'' if sessions == 1 else 's'} still to be sent. They are kept until they are there."]
