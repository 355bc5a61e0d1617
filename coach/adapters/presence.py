"""What the system tells of the person, gathered by a thread, now and then, from the signs that this system gives."""

import logging
import threading
from collections.abc import Sequence
from typing import Final

from coach.core.sitting.events import Busy
from coach.ports import Clock
from coach.ports.desktop import Sign

FIRST_LOOK_S: Final = 0.2
"""So long after the start: the window comes first. Estimated."""
SLOWER_AFTER: Final = 3
"""A sign that could not be read so often in a row is read..."""
SLOWER: Final = 20
"""... so many times more rarely: what this system lacks costs nothing. Higher costs less, and notices later what
comes back. Estimated."""
_CLOSE_S: Final = 2.0


class SignedPresence:
    """A Presence that looks at each sign at most as often as the sign allows.

    Args:
        signs: what to look at; several may tell the same, then one of them is enough.
        clock: says when a sign is due.
    """

    def __init__(self, signs: Sequence[Sign], clock: Clock) -> None:
        self._signs, self._clock = signs, clock
        self._told = [False] * len(signs)
        self._failed = [0] * len(signs)
        self._due_s = [clock.now_s()] * len(signs)
        self._busy = Busy()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="presence", daemon=True)
        self._thread.start()

    def busy(self) -> Busy:
        return self._busy

    def close(self) -> None:
        """Stop looking; waits two seconds at most."""
        self._ended.set()
        self._thread.join(_CLOSE_S)

    def _run(self) -> None:
        gap_s = FIRST_LOOK_S
        while self._signs and not self._ended.wait(gap_s):
            for index in range(len(self._signs)):
                self._look(index)
            told = {sign.tells for sign, is_so in zip(self._signs, self._told, strict=True) if is_so}
            self._busy = Busy(in_call="in_call" in told, full_screen="full_screen" in told, locked="locked" in told)
            gap_s = max(FIRST_LOOK_S, min(self._due_s) - self._clock.now_s())
        for sign in self._signs:
            sign.close()

    def _look(self, index: int) -> None:
        sign, now_s = self._signs[index], self._clock.now_s()
        if now_s < self._due_s[index]:
            return
        try:
            self._told[index] = sign.look()
            self._failed[index] = 0
        except Exception as error:  # noqa: BLE001 - each system fails in its own way; what it doesn't tell is not so
            logging.getLogger(__name__).info("%s: %r", sign.tells, error)
            self._told[index] = False
            self._failed[index] += 1
        slower = SLOWER if self._failed[index] >= SLOWER_AFTER else 1
        self._due_s[index] = now_s + sign.every_s * slower
