"""`coach replay`, and the window of a single exercise that it shares with the demo."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from coach import analysis, paths
from coach.adapters.clock import MonotonicClock
from coach.analysis import Run, Sample, Stopwatch
from coach.commands import console, display, wiring
from coach.commands.words import event_line, exercise_view, summary_lines, summary_view
from coach.core.report import Rep, Report
from coach.core.spec import Exercise
from coach.core.tally import Tally
from coach.feeds import LiveSession, StreamSession
from coach.ports import CoachError, Feed, SourceError

KEPT = "what was done until then stands above"


def live_feed(source: str, model: str | None, step: Callable[..., Report]) -> Feed:
    """A feed from a camera, video or stream.

    Raises:
        SourceError, StreamError, ModelError: it can't be used.
    """
    clock = MonotonicClock()
    if wiring.is_stream(source):
        from coach.adapters.store import StreamFile

        return StreamSession(StreamFile(Path(source)).poses(), step, clock)
    from coach.adapters.camera_cv2 import open_source
    from coach.adapters.detector_process import DetectorProcess
    from coach.adapters.pose_model import find_model

    found = find_model(Path(model) if model else None)
    return LiveSession(open_source(source), DetectorProcess(found.path), step, clock)


def show(exercise: Exercise, source: str, model: str | None, reps: int | None, hold_s: float | None) -> Tally:
    """Open the window on a source and run it to its end, or until it is closed. Gives the account.

    Raises:
        OutputError: there is no display.
        SourceError, StreamError, ModelError: the source or the model can't be used.
    """
    display.need_display()
    from coach.ui.app import App
    from coach.ui.overlay import Overlay
    from coach.ui.screens.exercise import ExerciseScreen
    from coach.ui.text import Fonts
    from coach.ui.theme import DARK, Theme

    run = Run(exercise)
    theme = Theme(palette=DARK, fonts_dir=paths.assets_dir() / "fonts")
    overlay = Overlay(theme, Fonts(theme.fonts_dir))
    feed = live_feed(source, model, run.step)
    view = exercise_view(exercise, reps, hold_s)

    def summarise() -> Any:
        return summary_view(run.close())

    try:
        App(MonotonicClock()).run(ExerciseScreen(feed, view, overlay, lambda report: None, summarise))
    finally:
        feed.close()
    return run.close()


class Teller:
    """Prints what happens, as it happens."""

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise
        self._complete = 0
        self._phase = ""

    def tell(self, report: Report) -> None:
        """Print what ended in this report, the cue if it is new, and counting going on and off."""
        if report.armed != (self._phase == "on"):
            self._phase = "on" if report.armed else "off"
            words = "In position: counting" if report.armed else "Out of position: counting is off"
            console.OUT.print(f"{report.t_s:7.1f} s  {words}", markup=False)
        for event in report.finished:
            self._complete += isinstance(event, Rep) and event.complete
            console.OUT.print(event_line(self._exercise, event, self._complete), markup=False)
        if report.cue is not None and report.cue_is_new:
            console.OUT.print(f"{report.t_s:7.1f} s  Cue: {report.cue.text}", markup=False)


def tell(exercise: Exercise, source: str, samples: Iterable[Sample]) -> None:
    """Run samples through the engine, print what happens, and at the end the account; trouble and Ctrl-C keep it.

    Raises:
        SourceError, ModelError: the source or the model failed on the way, or nobody was seen.
        KeyboardInterrupt: after the account.
    """
    run, teller = Run(exercise), Teller(exercise)
    trouble: CoachError | KeyboardInterrupt | None = None
    try:
        for sample in samples:
            teller.tell(run.step(sample.t_s, sample.pose))
    except (CoachError, KeyboardInterrupt) as error:
        trouble = error
    tally = run.close()
    if tally.poses:
        print_summary(tally)
    if isinstance(trouble, KeyboardInterrupt):
        raise KeyboardInterrupt(KEPT if tally.poses else "") from trouble
    if trouble is not None:
        raise trouble
    if not tally.poses:
        raise SourceError(f"{source}: {analysis.NOBODY}")


def tell_video(exercise: Exercise, source: str, model: str | None) -> None:
    """Detect poses in every frame of a source and print what happens. Raises as `tell`."""
    with wiring.open_camera(source) as camera, wiring.open_detector(model, wiring.mode_for(camera.info)) as detector:
        tell(exercise, source, analysis.detected(camera, detector, Stopwatch()))


def print_summary(tally: Tally) -> None:
    """The account in words, on stdout."""
    for line in summary_lines(tally):
        console.OUT.print(line, markup=False)


def replay(
    stream: Annotated[str, typer.Argument(help="A recorded .npz landmark stream.")],
    exercise: Annotated[str, typer.Option(help="Exercise id or a .toml file.")],
    window: Annotated[bool, typer.Option("--window", help="Show it in a window, at its own pace.")] = False,
) -> None:
    """Run a recorded landmark stream through the coach again."""
    from coach.adapters.store import StreamFile

    chosen = wiring.counted_exercise(exercise)
    if window:
        print_summary(show(chosen, stream, None, None, None))
        return
    samples = (Sample(t_s, pose) for t_s, pose in StreamFile(Path(stream)).poses())
    tell(chosen, stream, samples)
