"""Results delivered by the program itself, where the person has linked it: after a session, and again until they are
there. Off unless linked; what is not delivered waits on disk, through any restart."""

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from coach.core.therapy.delivery import Link, Waiting, judge
from coach.ports import CoachError, DeliveryError
from coach.ports.delivery import Links, Made, Outbox, Practice

_LOG: Final = logging.getLogger(__name__)

Make = Callable[[Link], Made | None]
"""Makes results for a link from the record, None where there is nothing to tell. Raises CoachError."""


class Delivering:
    """Delivers results, one at a time, in a thread of its own.

    Args:
        make: reads the record, so it takes a moment. now: aware local time.
    """

    def __init__(
        self, links: Links, outbox: Outbox, practice: Practice, make: Make, now: Callable[[], datetime]
    ) -> None:
        self._links, self._outbox, self._practice, self._make, self._now = links, outbox, practice, make, now
        self._turn = threading.Lock()
        self._thread: threading.Thread | None = None
        self._ended = False
        self._asked = threading.Event()
        self.message = ""
        """One plain sentence while results wait that could not be delivered, else empty."""

    @property
    def linked(self) -> Link | None:
        """Where results go, None where the person has not said so."""
        return self._links.get()

    def relink(self, link: Link | None) -> int:
        """Deliver by this link from now on; None: by none. What waits for the one before is dropped, for the next it is
        made anew from the record; gives how many these were. Raises CoachError where it can't be kept."""
        before = self._links.get()
        ours = [one for one in self._outbox.all() if before is not None and one.to == before.deliver.address]
        for waiting in ours:
            self._outbox.drop(waiting.id)
        if link is None:
            self._links.drop()
        else:
            self._links.put(link)
        return len(ours)

    @property
    def busy(self) -> bool:
        """Whether something is being made or delivered now."""
        return self._thread is not None and self._thread.is_alive()

    def waiting(self) -> list[Waiting]:
        """What waits, oldest first."""
        return self._outbox.all()

    def session_over(self) -> None:
        """A session ended, a morning's pain was told, or the program starts: queue what is new, if anything is, and
        deliver it. Returns at once."""
        self._asked.set()
        self.tick()

    def tick(self) -> None:
        """See whether something is due; call it now and then (once a minute is plenty). Returns at once."""
        if not (self.busy or self._ended):
            self._thread = threading.Thread(target=self._work, name="delivering", daemon=True)
            self._thread.start()

    def queue(self) -> Waiting | None:
        """Put everything since the last delivery into the outbox, whether new or not; None where not linked, or there
        is nothing to tell. Raises CoachError."""
        with self._turn:
            return self._queue(known=True)

    def deliver_all(self) -> list[Waiting]:
        """Try everything that waits for the linked practice now, also what is held; what waits then. Raises
        CoachError where the disk fails."""
        with self._turn:
            return self._deliver(lambda waiting: True)

    def close(self, wait_s: float = 2.0) -> None:
        """Begin nothing more; what is under way may end, and what does not is tried again at the next start."""
        self._ended = True
        if self._thread is not None:
            self._thread.join(wait_s)

    def _work(self) -> None:
        try:
            with self._turn:
                # Asked again meanwhile, it is there for the next tick.
                if self._asked.is_set():
                    self._asked.clear()
                    self._queue(known=False)
                now = self._now()
                self._deliver(lambda waiting: waiting.due(now))
        except (CoachError, OSError) as error:
            _LOG.warning("results can't be delivered: %s", error)
            self.message = f"Results can't be delivered: {error}"

    def _queue(self, *, known: bool) -> Waiting | None:
        link = self._links.get()
        made = None if link is None else self._make(link)
        if link is None or made is None:
            return None
        before = [waiting for waiting in self._outbox.all() if waiting.to == made.waiting.to]
        if not known and made.waiting.newest in {link.delivered_newest, *(waiting.newest for waiting in before)}:
            return None
        self._outbox.put(made.waiting, made.content)
        # Only now that the new ones are on disk: whoever gets these needs no earlier ones of the same days.
        for earlier in before:
            if earlier.id != made.waiting.id and made.waiting.covers(earlier):
                self._outbox.drop(earlier.id)
        return made.waiting

    def _deliver(self, wanted: Callable[[Waiting], bool]) -> list[Waiting]:
        link = self._links.get()
        for waiting in self._outbox.all() if link is not None else ():
            if link is not None and waiting.to == link.deliver.address and wanted(waiting):
                link = self._try(link, waiting)
        left = self._outbox.all()
        told = [waiting.why for waiting in left if waiting.why]
        self.message = f"Results wait to be delivered: {told[-1]}." if told else self._links.message
        return left

    def _try(self, link: Link, waiting: Waiting) -> Link:
        """One try; the link as it is known afterwards."""
        content = self._outbox.content(waiting.id)
        if content is None:
            return link
        try:
            verdict, why = judge(self._practice.post(link, content), waiting.digests)
        except DeliveryError as error:
            verdict, why = "again" if error.again else "held", str(error)
        now = self._now()
        if verdict != "done":
            self._outbox.note(waiting.failed(why, now, again=verdict == "again"))
            return link
        return self._done(link, waiting, now)

    def _done(self, link: Link, waiting: Waiting, now: datetime) -> Link:
        # A day that is still to come is of a clock that was wrong: nothing would be new until then.
        until = max(min(day, now.date()) for day in (link.delivered_until or waiting.until, waiting.until))
        current = self._links.get()
        if current is not None and current.deliver == link.deliver:
            link = replace(current, delivered_until=until, delivered_at=now, delivered_newest=waiting.newest)
            self._links.put(link)
        # Last: killed before, it is delivered once more, and the practice has it already.
        self._outbox.drop(waiting.id)
        return link
