"""Work done a little ahead in a thread of its own: decoding, finding poses and counting then go on side by side."""

import queue
import threading
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

Made = TypeVar("Made")

AHEAD: Final = 4
"""Things made before they are asked for: enough to even out a slow one, few enough that pictures fill no memory."""

LISTEN_S: Final = 0.05
"""How soon (seconds) the thread hears that nobody takes any more."""


@dataclass(frozen=True, slots=True)
class _End:
    """Nothing more comes; `trouble` is why, if it is not that all is made."""

    trouble: BaseException | None = None


class _Maker(Generic[Made]):
    """The thread, and the few things that wait to be taken."""

    def __init__(self, made: Iterator[Made], most: int) -> None:
        self._made = made
        self.waiting: queue.Queue[Made | _End] = queue.Queue(most)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._make, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Nobody takes any more; returns when the thread has ended."""
        self._stopped.set()
        self._thread.join()

    def _make(self) -> None:
        end = _End()
        try:
            for thing in self._made:
                if not self._give(thing):
                    break
        except BaseException as error:  # noqa: BLE001 - raised again where it is taken
            end = _End(error)
        finally:
            # What it was made from is closed by the thread that went through it.
            if isinstance(self._made, Generator):
                self._made.close()
        self._give(end)

    def _give(self, thing: "Made | _End") -> bool:
        while not self._stopped.is_set():
            try:
                self.waiting.put(thing, timeout=LISTEN_S)
            except queue.Full:
                continue
            return True
        return False


def ahead(made: Iterator[Made], most: int = AHEAD) -> Generator[Made, None, None]:
    """The same things in the same order, made by a thread while the caller works on the ones before.

    What goes wrong in the making is raised here, after what was made before it. When the caller stops (closes this
    generator), the thread ends with the thing it is at, and has ended when that returns.
    """
    maker = _Maker(made, most)
    try:
        while not isinstance(thing := maker.waiting.get(), _End):
            yield thing
        if thing.trouble is not None:
            raise thing.trouble
    finally:
        maker.stop()


def together(made: Iterator[Made], most: int) -> Iterator[tuple[Made, ...]]:
    """The same things, `most` at a time; those made before something goes wrong come before it is raised."""
    some: list[Made] = []
    trouble: BaseException | None = None
    try:
        for thing in made:
            some.append(thing)
            if len(some) == most:
                yield tuple(some)
                some.clear()
    except GeneratorExit:
        raise
    except BaseException as error:  # noqa: BLE001 - raised again, after what was made before it
        trouble = error
    if some:
        yield tuple(some)
    if trouble is not None:
        raise trouble
