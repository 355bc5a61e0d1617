"""Notifications as lines of text, where the desktop shows none."""

from collections.abc import Callable

from coach.core.sitting.events import Notice
from coach.ports.posture import Answer


class TerminalNotifications:
    """A Notifier that says each notice as one line; a line can neither be answered nor taken back.

    Args:
        say: takes a line, from any thread.
    """

    message = ""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say

    def tell(self, notice: Notice) -> None:
        self._say(" ".join(f"{notice.title.rstrip('.')}. {notice.text}".split()))

    def withdraw(self) -> None:
        """Nothing can be taken back; what is said next stands below."""

    def take_answers(self) -> list[Answer]:
        return []

    def close(self) -> None:
        """There is nothing to let go of."""
