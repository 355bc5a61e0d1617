"""Results delivered by the program itself: what waits, when it is tried again, and what an answer means. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal

from coach.core.therapy.assigned import Deliver

FIRST_WAIT_S: Final = 60.0
LONGEST_WAIT_S: Final = 6 * 3600.0
"""Wait after the first failed try, doubled after each up to the longest, seconds; estimated. Shorter bothers a server
that is down, longer keeps results back that could go."""

AGAIN_DAYS: Final = timedelta(days=3)
"""Days before the last delivered one that are delivered again: pain of the next morning comes in so late. Sessions that
the practice has already are kept anew there, none twice."""

HELD: Final[Mapping[int, str]] = {
    401: "the practice does not know this link any more: ask for a new one",
    403: "the practice does not take results by this link: ask for a new one",
    404: "there is no practice at this address: see whether the link is right",
    409: "the practice says that these sessions are another patient's: ask your therapist",
    413: "the practice says that the results are too large",
    422: "the practice can't use these results: give your therapist the file instead",
}
"""Answers after which trying again by itself helps nobody: what is said of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Where results are delivered, once the person has said so.

    Attributes:
        deliver: address and token. routine: id of the routine whose results are delivered.
        linked_at: when the person said so, aware. delivered_until: last day of what the practice has, None before the
            first delivery. delivered_at: when that was. delivered_newest: what was newest then, see `Waiting`.
        proxy: address of a proxy to go through, "" for none.
    """

    deliver: Deliver
    routine: str
    linked_at: datetime
    delivered_until: date | None = None
    delivered_at: datetime | None = None
    delivered_newest: str = ""
    proxy: str = ""

    def since(self, start: date, today: date) -> date:
        """First day of the next results; `start` is that of the routine. All of them where the last day delivered is
        still to come: then a clock was wrong."""
        if self.delivered_until is None or self.delivered_until > today:
            return start
        # The difference of two days is there always, the day before the first of all is not.
        return start if self.delivered_until - start <= AGAIN_DAYS else self.delivered_until - AGAIN_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Results that wait to be delivered.

    Attributes:
        id: name in the outbox. to: address they are for.
        digests: by which the practice may answer that it has them (of the document; of a sealed file as well).
        since, until: days they cover. sessions: how many. newest: tells the newest facts in them from others.
        queued_at: since when they wait. tries: so far. next_at: when they are tried again. why: they still wait, in one
            sentence. held: they are not tried again by themselves.
    """

    id: str
    to: str
    digests: tuple[str, ...]
    since: date
    until: date
    sessions: int
    newest: str
    queued_at: datetime
    tries: int = 0
    next_at: datetime | None = None
    why: str = ""
    held: bool = False

    def due(self, now: datetime) -> bool:
        """Whether it is time to try. A clock that was put back keeps nothing waiting for longer than the longest."""
        if self.held or self.next_at is None:
            return not self.held
        return now >= self.next_at or self.next_at - now > timedelta(seconds=LONGEST_WAIT_S)

    def covers(self, other: "Waiting") -> bool:
        """Whether whoever has these has the other too."""
        return self.to == other.to and self.since <= other.since and other.until <= self.until

    def failed(self, why: str, now: datetime, *, again: bool) -> "Waiting":
        """After a try that came to nothing."""
        tries = self.tries + 1
        wait = timedelta(seconds=wait_s(tries))
        return replace(self, tries=tries, why=why, held=not again, next_at=now + wait if again else None)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the practice answered: status of HTTP, and what stood in it (a table, or None where it was none)."""

    status: int
    said: Mapping[str, Any] | None


Verdict = Literal["done", "again", "held"]


def wait_s(tries: int) -> float:
    """Seconds until the next try, after so many."""
    return min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** min(max(tries, 1) - 1, 30))


def judge(answer: Answer, digests: tuple[str, ...]) -> tuple[Verdict, str]:
    """What an answer means, and one sentence of why results still wait ("" where they are delivered)."""
    if answer.status in HELD:
        return "held", HELD[answer.status]
    if 200 <= answer.status < 300:
        has = (answer.said or {}).get("digest")
        if isinstance(has, str) and has in digests:
            return "done", ""
        return "again", "the practice's answer does not say that it has the results"
    if 300 <= answer.status < 400:
        return "again", "the practice's address sends elsewhere, and results follow nobody: see whether it is right"
    return "again", f"the practice can't take results now (status {answer.status})"
