"""What is asked of a source that is looked at, and what was found in it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from coach import analysis
from coach.analysis import Sample
from coach.core.follow import FollowState
from coach.core.pose import Pose
from coach.core.seams import Piece, Seen
from coach.ports import CoachError, SourceError, SourceInfo, StreamError

AUTO = "auto"
"""In place of an exercise: find out which it is."""

Halted = Callable[[], bool]
"""Asked while at work: whether nobody waits for it any more."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of each source. `exercise` may be "auto"; `annotate` is a path for a single source; `halted`
    ends the work as Ctrl-C does; `piece` asks only where somebody is in a piece of it, not what they do."""

    exercise: str
    model: str | None = None
    annotate: str | None = None
    bar: bool = True
    halted: Halted | None = None
    piece: Piece | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """What was seen in a piece of a source.

    Attributes:
        lead, own: what was seen before its own begin, and from there on. following: who was followed when the lead of
            the next piece begins, None where that moment was not reached.
        decode_s, pose_s: seconds spent on pictures and poses.
    """

    lead: Sequence[Seen]
    own: Sequence[Seen]
    following: FollowState | None
    decode_s: float
    pose_s: float


@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    """What was found in one source.

    Attributes:
        json: the object of design section 7, or None where nothing was found out.
        lines: the same to read. interrupted: Ctrl-C cut it short. error: trouble, in one sentence, else empty.
        passing: the trouble may lie elsewhere than in the source, and may be gone another time.
        looked: what was seen, where a piece was asked for.
    """

    json: dict[str, Any] | None
    lines: list[str]
    interrupted: bool = False
    error: str = ""
    passing: bool = False
    looked: Looked | None = None


@dataclass(slots=True)
class Passage:
    """What came of a pass through a source; not frozen, as it fills. Poses are kept only where they are asked for
    again: hours of them fill the memory."""

    keep: bool = False
    poses: list[tuple[float, Pose | None]] = field(default_factory=list)
    frames: int = 0
    last_s: float = 0.0
    somebody: bool = False
    interrupted: bool = False
    error: str = ""
    passing: bool = False

    def take(self, sample: Sample) -> None:
        """One more moment went by."""
        self.frames, self.last_s = self.frames + 1, sample.t_s
        self.somebody = self.somebody or sample.pose is not None
        if self.keep:
            self.poses.append((sample.t_s, sample.pose))

    def trouble(self, info: SourceInfo) -> str:
        """One sentence on what was wrong with the source, else empty."""
        if self.error or self.interrupted:
            return self.error
        if not self.somebody:
            return f"{info.path}: {analysis.NOBODY}"
        return analysis.cut_off(info, self.frames, self.last_s)


def passing(error: CoachError) -> bool:
    """Whether trouble lies elsewhere than in the source."""
    return not isinstance(error, SourceError | StreamError)
