"""One source looked at: what was done in it, or what is wrong with it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from coach import analysis, result_json
from coach.analysis import Run, Sample, Stopwatch
from coach.commands import console, wiring
from coach.commands.finding import AUTO, Finding, Order, Passage, passing
from coach.commands.piecework import Cuttable, Part, look_at
from coach.commands.words import summary_lines
from coach.core import seams, still
from coach.core.spec import Exercise
from coach.ports import Camera, CoachError, OutputError, PoseDetector, SourceError, SourceInfo


def looked_for(order: Order) -> dict[str, Exercise]:
    """Those that are looked for, by id.

    Raises:
        ExerciseError: there is no such exercise, or its file is wrong.
    """
    if order.exercise == AUTO:
        # Walking up to the mat has something of a march: moves of a break are never guessed.
        # And what the clock leads shows nothing that could be counted.
        known = wiring.every_exercise().items()
        return {id_: each for id_, each in known if each.group == "mat" and each.kind != "paced"}
    exercise = wiring.counted_exercise(order.exercise)
    return {exercise.id: exercise}


def finding_of(order: Order, info: SourceInfo, runs: list[Run], watch: Stopwatch, passage: Passage) -> Finding:
    """What the runs and a pass through a source come to."""
    tallies = [run.close() for run in runs]
    tally = tallies[0] if order.exercise != AUTO else analysis.most_likely(tallies)
    result = result_json.of_recording(info, tally, watch, tallies[0].seen if tallies else 0.0)
    lines = summary_lines(tally) if tally else ["No exercise was recognised."]
    return Finding(result, lines, passage.interrupted, passage.trouble(info), passage.passing)


def _through(runs: list[Run], samples: Iterable[Sample], watch: Stopwatch, info: SourceInfo, order: Order) -> Passage:
    """Take the runs through a source with a progress bar. Trouble or Ctrl-C on the way ends it; what was done is kept.

    Raises:
        SourceError, ModelError: nothing was done before.
    """
    passage = Passage(keep=order.annotate is not None)
    with console.progress(Path(info.path).name, info.duration_s, shown=order.bar) as shown:

        def seen(sample: Sample) -> None:
            shown.at(sample.t_s)
            passage.take(sample)
            if order.halted is not None and order.halted():
                raise KeyboardInterrupt

        try:
            analysis.follow(runs, samples, watch, seen)
        except KeyboardInterrupt:
            passage.interrupted = True
        except CoachError as error:
            if not passage.frames:
                raise
            passage.error, passage.passing = str(error), passing(error)
    return passage


def _analyze_stream(source: str, order: Order) -> Finding:
    from coach.adapters.store import StreamFile

    stream = StreamFile(Path(source))
    runs = analysis.beside(looked_for(order).values())
    watch = Stopwatch()
    samples = (Sample(t_s, pose) for t_s, pose in stream.poses())
    passage = _through(runs, samples, watch, stream.info, order)
    return finding_of(order, stream.info, runs, watch, passage)


def _analyze_pictures(camera: Camera, order: Order) -> Finding:
    if order.annotate:
        raise SourceError("--annotate takes one video: these are pictures")
    exercises, watch, info = looked_for(order), Stopwatch(), camera.info
    shown: list[tuple[Exercise | None, still.Still]] = []
    seen = 0
    with wiring.open_detector(order.model, "picture") as detector:
        for sample in analysis.detected(camera, detector, watch):
            shown.append(analysis.likely_still(exercises, sample.pose))
            seen += sample.pose is not None
    results = [result_json.of_picture(info, exercise, view, watch) for exercise, view in shown]
    lines = [_still_line(index, exercise, view) for index, (exercise, view) in enumerate(shown, 1)]
    error = "" if seen else f"{info.path}: {analysis.NOBODY}"
    if info.kind == "picture" and results:
        return Finding(results[0], lines, error=error)
    pictures = [{key: result[key] for key in ("exercise", "phase", "faults", "tracking")} for result in results]
    whole = result_json.of_recording(info, None, watch, seen / max(len(shown), 1))
    return Finding(whole | {"phase": None, "pictures": pictures}, lines, error=error)


def _still_line(number: int, exercise: Exercise | None, view: still.Still) -> str:
    if exercise is None:
        return f"Picture {number}: no exercise recognised" if view.seen else f"Picture {number}: nobody was seen"
    names = [rule.name.lower() for rule in exercise.rules if rule.id in view.faults]
    return f"Picture {number}: {exercise.name}, {view.phase}" + (f"; {', '.join(names)}" if names else "")


def _analyze_camera(source: str, order: Order) -> Finding:
    with wiring.open_camera(source) as camera:
        if camera.info.kind in ("picture", "pictures"):
            return _analyze_pictures(camera, order)
        runs = analysis.beside(looked_for(order).values())
        watch = Stopwatch()
        with (
            wiring.open_detector(order.model, "video") as detector,
            _samples(camera, detector, watch) as samples,
        ):
            passage = _through(runs, samples, watch, camera.info, order)
    finding = finding_of(order, camera.info, runs, watch, passage)
    return annotated(source, order, finding, passage) if order.annotate else finding


@contextmanager
def _samples(camera: Camera, detector: PoseDetector, watch: Stopwatch) -> Iterator[Iterator[Sample]]:
    if isinstance(camera, Cuttable):
        with analysis.detected_ahead(Part(camera, seams.WHOLE), detector, watch) as samples:
            yield samples
    else:
        yield analysis.detected(camera, detector, watch)


def annotated(source: str, order: Order, finding: Finding, passage: Passage) -> Finding:
    """The finding, with the video written; what is wrong with the video does not undo the finding."""
    from coach.commands.annotating import annotate

    id_ = finding.json["exercise"] if finding.json else None
    try:
        if id_ is None:
            raise OutputError("no exercise was recognised, so nothing is annotated; name one with --exercise")
        name = str(id_) if order.exercise == AUTO else order.exercise
        annotate(source, wiring.exercise_named(name), passage.poses, Path(str(order.annotate)))
    except CoachError as error:
        return replace(finding, error=finding.error or str(error))
    return finding


def analyze_one(source: str, order: Order) -> Finding:
    """Analyse one source; trouble with it comes back as `Finding.error`."""
    try:
        if order.piece is not None:
            return look_at(source, order, order.piece)
        return _analyze_stream(source, order) if wiring.is_stream(source) else _analyze_camera(source, order)
    except CoachError as error:
        return Finding(None, [], error=str(error), passing=passing(error))
