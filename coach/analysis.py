"""Runs recordings through the engine: poses in, one result out. No camera, pose or window library here."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Final

from coach.ahead import ahead, together
from coach.core import engine, sight, still, waiting
from coach.core.framing import view_name
from coach.core.gate import all_hold
from coach.core.holds import HoldState
from coach.core.movement import EngineState
from coach.core.pose import Pose
from coach.core.report import Fault, Report
from coach.core.spec import Exercise
from coach.core.tally import Tally
from coach.ports import Camera, Frame, PoseDetector, SourceInfo

LEAST_EVIDENCE_S: Final = 1.0
"""Less than this many seconds that look like an exercise, and `auto` gives no name; estimated."""

LEAST_PARTIALS_S: Final = 3.0
"""The same where there are partials only: lying down makes one by the way; estimated."""

TIED_SHARE: Final = 0.9
"""Partials that another exercise explains nearly as well, to this share, name neither; estimated."""

MOVED_SHARE: Final = 0.5
"""Of exercises that explain at least this share of what the first one does, the one with most whole repetitions is
named: push-ups are planks too while the hips stay in line, but who holds a plank does no push-ups; and who squats and
who rises from a chair move alike, but each does one more of what they begin and end with. Estimated: push-ups explain
half and more of what a plank does, for the pauses between them count for the plank alone."""

NOBODY: Final = "nobody was seen in it"
"""Said of a source without a person."""

EARLY_SHARE: Final = 0.9
"""A video that ends before this share of what its header promises was cut off; headers are a little wrong at times."""


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """One moment of a source: the pose found, or None."""

    t_s: float
    pose: Pose | None


@dataclass(slots=True)
class Stopwatch:
    """Seconds spent on each part of the work; not frozen, as it runs."""

    decode_s: float = 0.0
    pose_s: float = 0.0
    engine_s: float = 0.0
    started_s: float = field(default_factory=time.perf_counter)

    def as_json(self) -> dict[str, float]:
        """The `timing` of design section 7."""
        wall_s = time.perf_counter() - self.started_s
        parts = {"decode_s": self.decode_s, "pose_s": self.pose_s, "engine_s": self.engine_s, "wall_s": wall_s}
        return {name: round(value, 3) for name, value in parts.items()}


def _timed(frames: Iterator[Frame], watch: Stopwatch) -> Iterator[Frame]:
    while True:
        began_s = time.perf_counter()
        frame = next(frames, None)
        watch.decode_s += time.perf_counter() - began_s
        if frame is None:
            return
        yield frame


def _found(frames: Iterator[Frame], detector: PoseDetector, watch: Stopwatch) -> Iterator[Sample]:
    for frame in frames:
        began_s = time.perf_counter()
        pose = detector.detect(frame)
        watch.pose_s += time.perf_counter() - began_s
        yield Sample(frame.t_s, pose)


def detected(camera: Camera, detector: PoseDetector, watch: Stopwatch) -> Iterator[Sample]:
    """Poses of a source, as the detector finds them, one by one.

    Raises:
        SourceError, ModelError: the source or the model fails.
    """
    return _found(_timed(camera.frames(), watch), detector, watch)


SWITCH_S: Final = 0.0002
"""Threads take turns after so long (seconds; Python's own 0.005 is a quarter of a pose): the one that counts must
not keep the next picture from the model."""


AT_ONCE: Final = 16
"""Poses that are counted one after the other: between two poses the model, which runs meanwhile, has emptied the
processor's caches, and counting takes nearly three times as long (measured)."""


@contextmanager
def detected_ahead(camera: Camera, detector: PoseDetector, watch: Stopwatch) -> Iterator[Iterator[Sample]]:
    """The same, for a source that waits: pictures and poses are made while the caller works on the ones before, so
    that the parts of `watch` add up to more than the time that went by.
    """
    before_s = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_S)
    try:
        with (
            closing(ahead(_timed(camera.frames(), watch))) as frames,
            closing(ahead(together(_found(frames, detector, watch), AT_ONCE))) as some,
        ):
            yield chain.from_iterable(some)
    finally:
        sys.setswitchinterval(before_s)


def beside(exercises: Iterable[Exercise]) -> list["Run"]:
    """A run for each of several exercises that look at the same source."""
    exercises = list(exercises)
    begun = EngineState(sight=sight.together(exercises))
    return [Run(exercise, begun) for exercise in exercises]


@dataclass(slots=True)
class Run:
    """One exercise's engine on its way through a source; not frozen, as it moves."""

    exercise: Exercise
    state: EngineState = field(default_factory=EngineState)
    tally: Tally = field(init=False)
    closed: bool = False

    def __post_init__(self) -> None:
        self.tally = Tally(self.exercise)

    def step(self, t_s: float, pose: Pose | None) -> Report:
        """Take in one pose.

        Raises:
            ValueError: time did not rise.
        """
        self.state, report = engine.step(self.exercise, self.state, t_s, pose)
        self.tally.add(report)
        return report

    def follow(self, t_s: float, pose: Pose | None) -> None:
        """As `step`, for the account alone, which is quicker.

        Raises:
            ValueError: time did not rise.
        """
        waited = waiting.wait(self.exercise, self.state, t_s, pose)
        if waited is None:
            self.state, told = engine.account(self.exercise, self.state, t_s, pose)
            self.tally.add(told)
            return
        self.state, seen = waited
        self.tally.wait(t_s, None if seen is None else view_name(seen.body.orientation.yaw_deg))

    def stand_still(self) -> tuple[Fault, ...]:
        """A pause: what follows is judged anew, and its time is not the set's. Gives the faults it ends."""
        self.state, faults = engine.stand_still(self.state)
        self.tally.stand_still(faults)
        return faults

    def reopen(self) -> None:
        """Go on after `close`, as when an ended set is taken up again: what was under way stays booked as it was."""
        self.closed = False
        self.state = replace(self.state, holding=HoldState(), held_s=self.tally.hold_s)
        self.stand_still()

    def close(self) -> Tally:
        """The account, with what was still under way. Called again, it is the same account."""
        if not self.closed:
            self.tally.finish(engine.close(self.exercise, self.state))
            self.closed = True
        return self.tally


def follow(
    runs: Iterable[Run], samples: Iterable[Sample], watch: Stopwatch, seen: Callable[[Sample], object] | None = None
) -> None:
    """Take every run through a source. `seen` is told of each sample (progress bars, recording)."""
    runs = list(runs)
    for sample in samples:
        # Processor time: other threads make the next poses meanwhile, and take their turns.
        began_s = time.thread_time()
        for run in runs:
            run.follow(sample.t_s, sample.pose)
        watch.engine_s += time.thread_time() - began_s
        if seen is not None:
            seen(sample)


def cut_off(info: SourceInfo, frames: int, last_s: float) -> str:
    """One sentence when a video gave far fewer frames, and ended far earlier, than its header promised; else empty."""
    if info.kind != "video" or frames >= EARLY_SHARE * info.frames or last_s >= EARLY_SHARE * info.duration_s:
        return ""
    return f"{info.path} is cut off: only the first {last_s:.1f} of {info.duration_s:.1f} s could be read"


def most_likely(tallies: Iterable[Tally]) -> Tally | None:
    """The exercise that explains most of a recording, or None when none does.

    One that explains less, but by more whole repetitions, goes before (`MOVED_SHARE`).
    Partials alone name one only when there are several, and another exercise does not explain them as well.
    """
    ranked = sorted(tallies, key=lambda tally: (tally.evidence_s, tally.armed_s), reverse=True)
    if not ranked:
        return None
    best = ranked[0]
    if best.sure:
        near = [tally for tally in ranked if tally.evidence_s >= MOVED_SHARE * best.evidence_s]
        moved = max(near, key=lambda tally: tally.counts.complete)
        return moved if moved.evidence_s >= LEAST_EVIDENCE_S else None
    tied = len(ranked) > 1 and ranked[1].evidence_s >= TIED_SHARE * best.evidence_s
    return best if best.evidence_s >= LEAST_PARTIALS_S and not tied else None


def likely_still(exercises: Mapping[str, Exercise], pose: Pose | None) -> tuple[Exercise | None, still.Still]:
    """The exercise a picture shows best: one in its working phase rather than at rest, with fewest faults."""
    order = {"top": 0, "hold": 0, "out": 1, "rest": 2}
    # What is paced is led by the clock: a picture of it shows nothing that could be judged.
    judged = [exercise for exercise in exercises.values() if exercise.kind != "paced"]
    shown = [(exercise, still.judge(exercise, pose)) for exercise in judged]
    fitting = [(exercise, view) for exercise, view in shown if view.phase is not None and _starts(exercise, view)]
    if not fitting:
        return None, still.judge(next(iter(exercises.values())), pose) if exercises else still.NOBODY
    return min(fitting, key=lambda pair: (order[pair[1].phase or "rest"], len(pair[1].faults)))


def _starts(exercise: Exercise, view: still.Still) -> bool:
    """A hold is recognised by its start position; a repetition by its keep bands, which were checked."""
    return exercise.hold is None or all_hold(exercise.gate.start, view.features)
