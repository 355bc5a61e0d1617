"""One long video looked at by several processes: cut in pieces, and joined again as if one had looked at all of it."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from coach import analysis
from coach.analysis import Sample, Stopwatch
from coach.commands import console, wiring
from coach.commands.analyzing import annotated, finding_of, looked_for
from coach.commands.crew import Crew, Job
from coach.commands.finding import Finding, Order, Passage, passing
from coach.commands.piecework import Cuttable
from coach.commands.side_by_side import Processes
from coach.core import seams
from coach.core.seams import LEAD_S, Piece, Seen
from coach.ports import CoachError, SourceInfo

Take = Callable[[Sequence[Sample]], object]
"""Told of the samples of the whole recording in their order, a piece at a time."""

REMEMBERED_S: Final = 2 * LEAD_S


class _NoMoreError(Exception):
    """No piece after this one is of any use."""


class Joining:
    """Puts pieces together in their order, however they come; one that does not fit is looked at once more.

    Attributes:
        error: what ended it early, "" while all is well. passing: that may be gone another time.
        watch: what the pieces took, added up.
    """

    def __init__(self, source: str, order: Order, pieces: Sequence[Piece], take: Take) -> None:
        self.jobs = [Job(source, replace(order, piece=piece, bar=False)) for piece in pieces]
        self.error, self.passing, self.watch = "", False, Stopwatch()
        self._take = take
        self._turn = list(range(len(self.jobs)))
        self._found: dict[int, Finding] = {}
        self._recent: list[Seen] = []
        self._before: Finding | None = None

    def work(self, crew: Crew) -> None:
        """Have all pieces looked at, until trouble. Raises KeyboardInterrupt: what was joined until then was told."""
        with suppress(_NoMoreError):
            crew.work(self.jobs, self._done)

    def _done(self, place: int, finding: Finding) -> None:
        self._found[place] = finding
        while self._turn and self._turn[0] in self._found:
            finding = self._found.pop(self._turn[0])
            piece = self.jobs[self._turn[0]].order.piece
            assert piece is not None
            once_more = self._once_more(piece, finding)
            if once_more is None:
                # What Ctrl-C cut short is the last that can be joined.
                self._turn = [] if finding.interrupted else self._turn[1:]
                self._join(finding)
                if self.error:
                    raise _NoMoreError
            else:
                self.jobs.append(replace(self.jobs[0], order=replace(self.jobs[0].order, piece=once_more)))
                self._turn[0] = len(self.jobs) - 1

    def _once_more(self, piece: Piece, finding: Finding) -> Piece | None:
        """How to look at a piece again that does not go on where the one before it ended, else None."""
        looked, before = finding.looked, [seen for seen in self._recent if seen[0] >= piece.from_s]
        if looked is None or self._before is None or self._before.looked is None:
            return None
        following = self._before.looked.following
        if not seams.same_moments(before, looked.lead):
            return piece.after(following, jump=False) if piece.jump else None
        if not piece.again and not seams.fits(before, looked.lead):
            return piece.after(following, jump=piece.jump)
        return None

    def _join(self, finding: Finding) -> None:
        self._before = finding
        self.error, self.passing = finding.error, finding.passing
        if finding.looked is None:
            return
        own = finding.looked.own
        self.watch.decode_s += finding.looked.decode_s
        self.watch.pose_s += finding.looked.pose_s
        self._take([Sample(t_s, pose) for t_s, pose in own])
        kept_s = own[-1][0] - REMEMBERED_S if own else 0.0
        self._recent = [seen for seen in (*self._recent, *own) if seen[0] >= kept_s]


def analyze_split(source: str, order: Order, workers: int) -> Finding | None:
    """Analyze one video with several processes; None where it is not worth cutting, or nothing to cut.

    Trouble comes back as `Finding.error`.
    """
    if wiring.is_stream(source) or source.isdecimal():
        return None
    try:
        with wiring.open_camera(source) as camera:
            info = camera.info if isinstance(camera, Cuttable) else None
        cut = seams.pieces(info.duration_s, workers) if info else ()
        return _in_pieces(source, order, info, cut, workers) if info and len(cut) > 1 else None
    except CoachError as error:
        return Finding(None, [], error=str(error), passing=passing(error))


def _in_pieces(source: str, order: Order, info: SourceInfo, cut: Sequence[Piece], workers: int) -> Finding:
    """Raises CoachError: nothing was seen at all."""
    runs, watch = analysis.beside(looked_for(order).values()), Stopwatch()
    passage = Passage(keep=order.annotate is not None)
    with console.progress(Path(info.path).name, info.duration_s, shown=order.bar) as shown:

        def take(samples: Sequence[Sample]) -> None:
            analysis.follow(runs, samples, watch, passage.take)
            shown.at(passage.last_s)

        joining = Joining(source, order, cut, take)
        try:
            joining.work(Processes(min(workers, len(cut))))
        except KeyboardInterrupt:
            passage.interrupted = True
    if joining.error and not passage.frames:
        raise CoachError(joining.error)
    passage.error, passage.passing = joining.error, joining.passing
    watch.decode_s, watch.pose_s = joining.watch.decode_s, joining.watch.pose_s
    finding = finding_of(order, info, runs, watch, passage)
    return annotated(source, order, finding, passage) if order.annotate else finding
