"""What is kept of an assigned routine, written the moment it is known."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

HowTaken = Literal["taken", "taken_back"]
HowAnswered = Literal["waited", "went_on"]
HowShared = Literal["file", "delivered"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutineTaken:
    """The person took a therapist's routine, or took that back, so that the version before it is in use again.

    `digest` names the words of the file, `version` is the therapist's count. Every telling is one more: which one holds
    is said by the newest.
    """

    taken: str
    at: datetime
    routine: str
    digest: str
    version: int
    author: str
    how: HowTaken = "taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class CeilingAnswered:
    """Pain told before an assigned session was above the therapist's ceiling; what the person made of it."""

    at: datetime
    routine: str
    pain: int
    ceiling: int
    how: HowAnswered


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsShared:
    """Results were written for a therapist, or delivered; `routine` is "" where they are about all of them."""

    at: datetime
    routine: str
    how: HowShared
