"""Ends a process whose parent is gone: who was killed ends nobody, and a child that waits or hangs does not see it."""

import multiprocessing
import os
import threading
from collections.abc import Callable


def end_with_parent(first: Callable[[], object] = lambda: None) -> threading.Thread:
    """Begin to wait, in a thread that holds nothing up, for this process's parent to end: then `first` is done, and
    this process ends at once, whatever it is at. In one that was not begun by another process nothing happens."""
    waiting = threading.Thread(target=_end_with, args=(first,), name="parent", daemon=True)
    waiting.start()
    return waiting


def _end_with(first: Callable[[], object]) -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        first()
        os._exit(1)
