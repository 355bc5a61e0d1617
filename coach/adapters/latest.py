"""A mailbox with one slot: the newest thing wins, and no queue can build up behind a slow reader."""

import threading
from typing import Generic, TypeVar

T = TypeVar("T")


class Latest(Generic[T]):
    """Hands the newest item from one thread to another.

    Attributes:
        dropped: items that were overwritten before anybody took them.
    """

    def __init__(self) -> None:
        self.dropped = 0
        self._item: T | None = None
        self._closed = False
        self._changed = threading.Condition()

    @property
    def closed(self) -> bool:
        with self._changed:
            return self._closed

    def put(self, item: T) -> bool:
        """Put an item in the slot, over what lay there. False, and nothing kept, once closed."""
        with self._changed:
            if self._closed:
                return False
            self.dropped += self._item is not None
            self._item = item
            self._changed.notify()
            return True

    def take(self, timeout_s: float = 0.0) -> T | None:
        """Take the item out, waiting for one up to `timeout_s` seconds; None if none came or the box is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._item is not None or self._closed, timeout_s)
            item, self._item = self._item, None
            return item

    def close(self) -> None:
        """Take no more items and wake whoever waits. What lies in the slot may still be taken."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
