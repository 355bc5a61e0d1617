"""`coach analyze`: what was done in a video, picture, folder of pictures or landmark stream."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from coach import analysis
from coach.adapters.files import check_target
from coach.analysis import Run, Sample, Stopwatch
from coach.commands import console, side_by_side, wiring
from coach.commands.words import summary_lines
from coach.core import still
from coach.core.pose import Pose
from coach.core.spec import Exercise
from coach.ports import Camera, CoachError, OutputError, SourceError, SourceInfo

AUTO = "auto"
KEPT = "what was done until then is kept"


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of each source. `exercise` may be "auto"; `annotate` is a path for a single source."""

    exercise: str
    model: str | None = None
    annotate: str | None = None
    bar: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    """What was found in one source.

    Attributes:
        json: the object of design section 7, or None where nothing was found out.
        lines: the same to read. interrupted: Ctrl-C cut it short. error: trouble, in one sentence, else empty.
    """

    json: dict[str, Any] | None
    lines: list[str]
    interrupted: bool = False
    error: str = ""


@dataclass(slots=True)
class Passage:
    """What came of a pass through a source; not frozen, as it fills."""

    poses: list[tuple[float, Pose | None]] = field(default_factory=list)
    interrupted: bool = False
    error: str = ""

    def trouble(self, info: SourceInfo) -> str:
        """One sentence on what was wrong with the source, else empty."""
        if self.error or self.interrupted:
            return self.error
        if all(pose is None for _, pose in self.poses):
            return f"{info.path}: {analysis.NOBODY}"
        return analysis.cut_off(info, len(self.poses), self.poses[-1][0])


def _exercises(order: Order) -> dict[str, Exercise]:
    if order.exercise == AUTO:
        # Walking up to the mat has something of a march: moves of a break are never guessed.
        # And what the clock leads shows nothing that could be counted.
        known = wiring.every_exercise().items()
        return {id_: each for id_, each in known if each.group == "mat" and each.kind != "paced"}
    exercise = wiring.counted_exercise(order.exercise)
    return {exercise.id: exercise}


def _finding(order: Order, info: SourceInfo, runs: list[Run], watch: Stopwatch, passage: Passage) -> Finding:
    tallies = [run.close() for run in runs]
    tally = tallies[0] if order.exercise != AUTO else analysis.most_likely(tallies)
    result = analysis.result_json(info, tally, watch, tallies[0].seen if tallies else 0.0)
    lines = summary_lines(tally) if tally else ["No exercise was recognised."]
    return Finding(result, lines, passage.interrupted, passage.trouble(info))


def _through(runs: list[Run], samples: Iterable[Sample], watch: Stopwatch, info: SourceInfo, bar: bool) -> Passage:
    """Take the runs through a source with a progress bar. Trouble or Ctrl-C on the way ends it; what was done is kept.

    Raises:
        SourceError, ModelError: nothing was done before.
    """
    passage = Passage()
    with console.progress(Path(info.path).name, info.duration_s, shown=bar) as shown:

        def seen(sample: Sample) -> None:
            shown.at(sample.t_s)
            passage.poses.append((sample.t_s, sample.pose))

        try:
            analysis.follow(runs, samples, watch, seen)
        except KeyboardInterrupt:
            passage.interrupted = True
        except CoachError as error:
            if not passage.poses:
                raise
            passage.error = str(error)
    return passage


def _analyze_stream(source: str, order: Order) -> Finding:
    from coach.adapters.store import StreamFile

    stream = StreamFile(Path(source))
    runs = [Run(exercise) for exercise in _exercises(order).values()]
    watch = Stopwatch()
    samples = (Sample(t_s, pose) for t_s, pose in stream.poses())
    passage = _through(runs, samples, watch, stream.info, order.bar)
    return _finding(order, stream.info, runs, watch, passage)


def _analyze_pictures(camera: Camera, order: Order) -> Finding:
    if order.annotate:
        raise SourceError("--annotate takes one video: these are pictures")
    exercises, watch, info = _exercises(order), Stopwatch(), camera.info
    shown: list[tuple[Exercise | None, still.Still]] = []
    seen = 0
    with wiring.open_detector(order.model, "picture") as detector:
        for sample in analysis.detected(camera, detector, watch):
            shown.append(analysis.likely_still(exercises, sample.pose))
            seen += sample.pose is not None
    results = [analysis.still_json(info, exercise, view, watch) for exercise, view in shown]
    lines = [_still_line(index, exercise, view) for index, (exercise, view) in enumerate(shown, 1)]
    error = "" if seen else f"{info.path}: {analysis.NOBODY}"
    if info.kind == "picture" and results:
        return Finding(results[0], lines, error=error)
    pictures = [{key: result[key] for key in ("exercise", "phase", "faults", "tracking")} for result in results]
    whole = analysis.result_json(info, None, watch, seen / max(len(shown), 1))
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
        runs = [Run(exercise) for exercise in _exercises(order).values()]
        watch = Stopwatch()
        with wiring.open_detector(order.model, "video") as detector:
            samples = analysis.detected(camera, detector, watch)
            passage = _through(runs, samples, watch, camera.info, order.bar)
    finding = _finding(order, camera.info, runs, watch, passage)
    return _annotated(source, order, finding, passage) if order.annotate else finding


def _annotated(source: str, order: Order, finding: Finding, passage: Passage) -> Finding:
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
        return _analyze_stream(source, order) if wiring.is_stream(source) else _analyze_camera(source, order)
    except CoachError as error:
        return Finding(None, [], error=str(error))


def _one_by_one(sources: list[str], order: Order) -> Iterator[Finding]:
    for source in sources:
        finding = analyze_one(source, order)
        yield finding
        if finding.interrupted:
            return


def _findings(sources: list[str], order: Order, workers: int) -> list[Finding]:
    """Findings in the order of the sources; those that Ctrl-C left undone are missing at the end or interrupted."""
    if workers == 1 or len(sources) == 1:
        return list(_one_by_one(sources, order))
    done = side_by_side.each(analyze_one, sources, replace(order, bar=False), workers)
    return [Finding(None, [], interrupted=True) if finding is None else finding for finding in done]


def _check_targets(sources: list[str], json: str | None, annotate: str | None) -> None:
    """See before long work whether what is asked for could be written."""
    console.check_json(json)
    if annotate is not None:
        if len(sources) > 1 or wiring.is_stream(sources[0]) or sources[0].isdecimal():
            raise OutputError("--annotate takes one video file")
        if Path(annotate).suffix.lower() != ".mp4":
            raise OutputError(f"the annotated video must be named *.mp4, not {Path(annotate).name}")
        check_target(Path(annotate))
    for target in (json, annotate):
        if target is not None and any(wiring.same_file(target, source) for source in sources):
            raise OutputError(f"{target} is a source; it is not written over")


def analyze(
    sources: Annotated[list[str], typer.Argument(help="Videos, pictures, folders of pictures or .npz streams.")],
    exercise: Annotated[str, typer.Option(help="Exercise id, a .toml file, or auto.")] = AUTO,
    json: Annotated[str | None, typer.Option(metavar="FILE|-", help="Write the result as JSON; - is stdout.")] = None,
    annotate: Annotated[str | None, typer.Option(metavar="OUT.mp4", help="Write the video with what was seen.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Sources looked at side by side.")] = 1,
    model: Annotated[str | None, typer.Option(help="Another pose model bundle (.task).")] = None,
) -> None:
    """Count, time and correct what is done in recordings."""
    _check_targets(sources, json, annotate)
    order = Order(exercise, model, annotate)
    _exercises(order)
    findings = _findings(sources, order, workers)
    if len(findings) == 1 and findings[0].json is None and findings[0].error:
        raise CoachError(findings[0].error)
    if json is not None:
        results = [_result(source, finding) for source, finding in zip(sources, findings, strict=False)]
        console.write_json(json, results[0] if len(sources) == 1 else results)
    if json != "-":
        _print(sources, findings)
    failed = [finding.error for finding in findings if finding.error]
    for error in failed:
        console.complain(error)
    if any(finding.interrupted for finding in findings):
        raise KeyboardInterrupt(KEPT)
    if failed:
        raise typer.Exit(2)


def _result(source: str, finding: Finding) -> dict[str, Any]:
    """What goes to JSON: the object of design section 7, and an `error` where there was trouble."""
    result = {"source": {"path": source}} if finding.json is None else finding.json
    return result | {"error": finding.error} if finding.error else result


def _print(sources: list[str], findings: list[Finding]) -> None:
    for source, finding in zip(sources, findings, strict=False):
        if finding.json is None:
            continue
        if len(sources) > 1:
            console.OUT.print(f"{source}", markup=False, style="bold")
        for line in finding.lines:
            console.OUT.print(line, markup=False)
