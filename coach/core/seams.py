"""A long recording in pieces that are looked at side by side: where they begin, and whether they fit together.

A tracker that begins in the middle of a recording must first find the person, and settle. So each piece begins a
little before its own first moment, and what it sees there is held against what the piece before it saw.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from coach.core.body import Landmark
from coach.core.follow import FollowState
from coach.core.pose import Pose

LEAD_S: Final = 3.0
"""Seconds that a piece looks before its own begin; estimated: the follower settles in 1 s (`follow.SETTLE_S`), the
model's own smoothing in less. Lengthen it when pieces are looked at twice too often."""

LEAST_S: Final = 15.0
"""A shorter piece (seconds) is not worth its lead, nor another process's start; estimated."""

MOST_S: Final = 120.0
"""A longer piece (seconds) holds much in memory, and keeps others waiting at the end; estimated."""

CHECKED_S: Final = 1.0
"""The last second of the lead must fit; before it a tracker may still be settling."""

APART: Final = 0.15
"""Mean distance of the main joints, in trunk lengths, up to which two poses are one; estimated: two trackers on the
same person differ by 0.02-0.05, another person is a trunk and more away."""

FITTING_SHARE: Final = 0.8
"""Share of the moments checked in which both must have seen the same; estimated."""

_MAIN: Final = [
    Landmark.LEFT_SHOULDER,
    Landmark.RIGHT_SHOULDER,
    Landmark.LEFT_HIP,
    Landmark.RIGHT_HIP,
    Landmark.LEFT_KNEE,
    Landmark.RIGHT_KNEE,
]

Seen = tuple[float, Pose | None]
"""A moment (seconds) and the followed person's pose in it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a recording.

    Attributes:
        from_s, start_s, end_s: looked at from, its own from, and until before, seconds; `end_s` inf is the end.
        jump: what goes before is jumped over; False: it is gone through, where jumping led astray.
        following: who is followed, None to begin with whoever is there. again: it is looked at for the second time.
    """

    from_s: float
    start_s: float
    end_s: float
    jump: bool = True
    following: FollowState | None = None
    again: bool = False

    def after(self, following: FollowState | None, *, jump: bool = True) -> "Piece":
        """The same, once more, following whom the piece before it followed."""
        return replace(self, following=following, jump=jump, again=True)


WHOLE: Final = Piece(0.0, 0.0, math.inf)
"""All of a recording."""


def pieces(duration_s: float, workers: int) -> tuple[Piece, ...]:
    """Cut `duration_s` seconds into pieces for so many workers, as many for each; one where cutting is not worth it."""
    least = math.ceil(duration_s / (MOST_S * workers)) * workers
    count = max(1, min(least, int(duration_s / LEAST_S)))
    starts = [place * duration_s / count for place in range(count)]
    ends = [*starts[1:], math.inf]
    return tuple(Piece(max(0.0, start - LEAD_S), start, end) for start, end in zip(starts, ends, strict=True))


def same_moments(before: Sequence[Seen], lead: Sequence[Seen]) -> bool:
    """Whether both looked at the same frames: one that jumped astray did not."""
    return [t_s for t_s, _ in before] == [t_s for t_s, _ in lead]


def fits(before: Sequence[Seen], lead: Sequence[Seen]) -> bool:
    """Whether two trackers saw the same at the end of the same moments."""
    if not lead:
        return True
    pairs = [(one, other) for (t_s, one), (_, other) in zip(before, lead, strict=True) if t_s > lead[-1][0] - CHECKED_S]
    alike = [_alike(one, other) for one, other in pairs]
    return alike[-1] and sum(alike) >= FITTING_SHARE * len(alike)


def _alike(one: Pose | None, other: Pose | None) -> bool:
    if one is None or other is None:
        return one is other
    first, second = one.plane()[_MAIN], other.plane()[_MAIN]
    trunk = float(np.linalg.norm(first[:2].mean(axis=0) - first[2:4].mean(axis=0)))
    apart = float(np.linalg.norm(first - second, axis=1).mean())
    # Where landmarks do not say (nan), nothing speaks for their being one.
    return trunk > 0 and apart <= APART * trunk
