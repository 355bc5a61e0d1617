"""A piece of a video looked at: where the followed person was in it. What they did is found out by who joins it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from coach.analysis import Sample, Stopwatch, detected
from coach.commands import wiring
from coach.commands.finding import Finding, Looked, Order, passing
from coach.core.follow import FollowState
from coach.core.seams import LEAD_S, Piece, Seen
from coach.ports import CoachError, Frame, SourceError, SourceInfo

if TYPE_CHECKING:
    from coach.adapters.pose_mediapipe import MediaPipeDetector


@runtime_checkable
class Cuttable(Protocol):
    """A source of which a part can be looked at by itself."""

    @property
    def info(self) -> SourceInfo: ...

    def frames(self) -> Iterator[Frame]: ...

    def part(self, start_s: float, end_s: float, *, jump: bool = True) -> Iterator[Frame]:
        """Frames as `Camera.frames` gives them, from `start_s` until before `end_s` seconds. `jump` goes there at once,
        and may be led astray: then other times come."""
        ...

    def close(self) -> None: ...


class Part:
    """A part of a source, as if it were one."""

    def __init__(self, whole: Cuttable, piece: Piece) -> None:
        self.info = whole.info
        self._whole, self._piece = whole, piece

    def frames(self) -> Iterator[Frame]:
        """Those of the piece, and of its lead."""
        return self._whole.part(self._piece.from_s, self._piece.end_s, jump=self._piece.jump)

    def close(self) -> None:
        """Nothing to free: the whole is closed by who opened it."""


class _Gathered:
    """The moments of a piece as they come; what came before trouble is kept."""

    def __init__(self, piece: Piece, watch: Stopwatch) -> None:
        self._piece, self._watch = piece, watch
        self._lead: list[Seen] = []
        self._own: list[Seen] = []
        self._following: FollowState | None = None

    def take(self, sample: Sample, following: FollowState) -> None:
        if sample.t_s < self._piece.end_s - LEAD_S:
            self._following = following
        (self._own if sample.t_s >= self._piece.start_s else self._lead).append((sample.t_s, sample.pose))

    def finding(self, error: str = "", *, interrupted: bool = False, passing: bool = False) -> Finding:
        looked = Looked(self._lead, self._own, self._following, self._watch.decode_s, self._watch.pose_s)
        return Finding(None, [], interrupted, error, passing, looked)


def _gather(gathered: _Gathered, detector: "MediaPipeDetector", samples: Iterator[Sample]) -> Finding:
    """Ctrl-C and trouble end it; what was seen until then is kept."""
    try:
        for sample in samples:
            gathered.take(sample, detector.following)
    except KeyboardInterrupt:
        return gathered.finding(interrupted=True)
    except CoachError as error:
        return gathered.finding(str(error), passing=passing(error))
    return gathered.finding()


def look_at(source: str, order: Order, piece: Piece) -> Finding:
    """See where somebody is in a piece of a video.

    Raises:
        SourceError, ModelError: it can't be opened, or the model does not start.
    """
    watch = Stopwatch()
    with wiring.open_camera(source) as camera:
        if not isinstance(camera, Cuttable):
            raise SourceError(f"{source} is no video, and can't be looked at in pieces")
        detector = wiring.next_detector(order.model, piece.following)
        return _gather(_Gathered(piece, watch), detector, detected(Part(camera, piece), detector, watch))
