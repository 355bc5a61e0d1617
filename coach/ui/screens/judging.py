"""What the camera can and can't judge, in plain words. Source: reference table of webcam measures; +-10 degrees."""

from typing import Final

from coach.ui.app import Move
from coach.ui.room import Room, columns
from coach.ui.screens.steps import StepPage, back, centred
from coach.ui.theme import State

CAN: Final[tuple[tuple[str, State, tuple[str, ...]], ...]] = (
    (
        "It sees well",
        "good",
        ("how often, and how long you hold", "hips that sag or rise", "how high an arm or leg goes", "how fast you go"),
    ),
    (
        "It sees roughly",
        "idle",
        ("how your head is held", "a pelvis that turns", "knees that fall inward", "the arm and leg farther away"),
    ),
    (
        "It can't see",
        "fault",
        ("the curve of your lower back", "muscles at work", "how you breathe", "pain: only you feel that"),
    ),
)
"""Heading, sign and lines of each list."""

ESTIMATES: Final = "Angles are estimates, give or take 10 degrees. Your own feeling counts more."


def judging(room: Room) -> None:
    """The three lists side by side, or one below the other in a tall window."""
    if room.wide:
        parts = [room.part(box) for box in columns(room.left, 1.0, 1.0, 1.0, gap=2 * room.m.gap)]
        for part, (title, state, lines) in zip(parts, CAN, strict=True):
            part.text(title, weight="heavy", state=state)
            for line in lines:
                part.gap(1.4)
                part.text(line)
        # What the longest list took is taken here too.
        room.take(max(part.box.h - part.left.h for part in parts))
    else:
        for title, state, lines in CAN:
            room.text(title, weight="heavy", state=state)
            room.gap(0.5)
            room.text("; ".join(lines) + ".")
            room.gap(1.5)
    room.gap(2 if room.wide else 1)
    room.text(ESTIMATES, tone="muted")


class JudgingPage(StepPage):
    """What it can and can't judge, as a page of its own."""

    def compose(self, room: Room) -> None:
        """Title, lists, Back."""
        back(room)

        def say(part: Room) -> None:
            part.text("What it can and can't judge", "title", weight="heavy")
            part.gap(2)
            judging(part)

        centred(room, say, 0.4)

    def press(self, key: str) -> Move | None:
        """Back."""
        return Move("back")
