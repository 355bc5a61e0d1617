"""`coach analyze`: what was done in a video, picture, folder of pictures or landmark stream."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated, Any

import typer

from coach import analysis
from coach.analysis import Run, Sample, Stopwatch
from coach.commands import console, wiring
from coach.commands.words import summary_lines
from coach.core import still
from coach.core.pose import Pose
from coach.core.spec import Exercise
from coach.ports import Camera, CoachError, SourceInfo

AUTO = "auto"


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of each source. `exercise` may be "auto"; `annotate` is a path for a single source."""

    exercise: str
    model: str | None = None
    annotate: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    """What was found in one source: the JSON object, lines to read, whether Ctrl-C cut it short, or the trouble."""

    json: dict[str, Any]
    lines: list[str]
    interrupted: bool = False
    error: str = ""


def _exercises(order: Order) -> dict[str, Exercise]:
    if order.exercise == AUTO:
        return wiring.every_exercise()
    exercise = wiring.exercise_named(order.exercise)
    return {exercise.id: exercise}


def _finding(order: Order, info: SourceInfo, runs: list[Run], watch: Stopwatch, interrupted: bool) -> Finding:
    tallies = [run.close() for run in runs]
    tally = tallies[0] if order.exercise != AUTO else analysis.most_likely(tallies)
    result = analysis.result_json(info, tally, watch)
    lines = summary_lines(tally) if tally else ["No exercise was recognised."]
    if tally and tally.seen_s == 0:
        lines.append("  Nobody was seen.")
    return Finding(result, lines, interrupted)


def _through(runs: list[Run], samples: Iterable[Sample], watch: Stopwatch, info: SourceInfo, keep: list[Any]) -> bool:
    """Take the runs through a source with a progress bar; True when Ctrl-C ended it early."""
    with console.progress(Path(info.path).name, info.duration_s) as bar:

        def seen(sample: Sample) -> None:
            bar.at(sample.t_s)
            keep.append((sample.t_s, sample.pose))

        try:
            analysis.follow(runs, samples, watch, seen)
        except KeyboardInterrupt:
            return True
    return False


def _analyze_stream(source: str, order: Order) -> Finding:
    from coach.adapters.store import StreamFile

    stream = StreamFile(Path(source))
    runs = [Run(exercise) for exercise in _exercises(order).values()]
    watch = Stopwatch()
    samples = (Sample(t_s, pose) for t_s, pose in stream.poses())
    interrupted = _through(runs, samples, watch, stream.info, [])
    return _finding(order, stream.info, runs, watch, interrupted)


def _analyze_pictures(camera: Camera, order: Order) -> Finding:
    exercises, watch = _exercises(order), Stopwatch()
    shown: list[tuple[Exercise | None, still.Still]] = []
    with wiring.open_detector(order.model, "picture") as detector:
        for sample in analysis.detected(camera, detector, watch):
            shown.append(analysis.likely_still(exercises, sample.pose))
    results = [analysis.still_json(camera.info, exercise, view, watch) for exercise, view in shown]
    lines = [_still_line(index, exercise, view) for index, (exercise, view) in enumerate(shown, 1)]
    if camera.info.kind == "picture" and results:
        return Finding(results[0], lines)
    pictures = [{key: result[key] for key in ("exercise", "phase", "faults", "tracking")} for result in results]
    return Finding(analysis.result_json(camera.info, None, watch) | {"phase": None, "pictures": pictures}, lines)


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
        watch, poses = Stopwatch(), list[tuple[float, Pose | None]]()
        with wiring.open_detector(order.model, "video") as detector:
            interrupted = _through(runs, analysis.detected(camera, detector, watch), watch, camera.info, poses)
    finding = _finding(order, camera.info, runs, watch, interrupted)
    if order.annotate and finding.json["exercise"]:
        from coach.commands.annotating import annotate

        annotate(source, wiring.exercise_named(_name(order, finding)), poses, Path(order.annotate))
    return finding


def _name(order: Order, finding: Finding) -> str:
    return str(finding.json["exercise"]) if order.exercise == AUTO else order.exercise


def analyze_one(source: str, order: Order) -> Finding:
    """Analyse one source; trouble with it comes back as `Finding.error`."""
    try:
        return _analyze_stream(source, order) if wiring.is_stream(source) else _analyze_camera(source, order)
    except CoachError as error:
        return Finding({"source": {"path": source}, "error": str(error)}, [], error=str(error))


def _findings(sources: list[str], order: Order, workers: int) -> Iterator[Finding]:
    if workers <= 1 or len(sources) == 1:
        for source in sources:
            finding = analyze_one(source, order)
            yield finding
            if finding.interrupted:
                return
        return
    with ProcessPoolExecutor(max_workers=workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(analyze_one, sources, [order] * len(sources))


def analyze(
    sources: Annotated[list[str], typer.Argument(help="Videos, pictures, folders of pictures or .npz streams.")],
    exercise: Annotated[str, typer.Option(help="Exercise id, a .toml file, or auto.")] = AUTO,
    json: Annotated[str | None, typer.Option(metavar="FILE|-", help="Write the result as JSON; - is stdout.")] = None,
    annotate: Annotated[str | None, typer.Option(metavar="OUT.mp4", help="Write the video with what was seen.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Sources looked at side by side.")] = 1,
    model: Annotated[str | None, typer.Option(help="Another pose model bundle (.task).")] = None,
) -> None:
    """Count, time and correct what is done in recordings."""
    if annotate and (len(sources) > 1 or wiring.is_stream(sources[0])):
        raise CoachError("--annotate takes one video: a stream has no pictures")
    order = Order(exercise, model, annotate)
    _exercises(order)
    findings = list(_findings(sources, order, workers))
    failed = [finding.error for finding in findings if finding.error]
    if len(failed) == len(sources) == 1:
        raise CoachError(failed[0])
    if json is not None:
        results = [finding.json for finding in findings]
        console.write_json(json, results[0] if len(sources) == 1 else results)
    if json != "-":
        _print(sources, findings)
    for error in failed:
        console.ERR.print(error, markup=False)
    if any(finding.interrupted for finding in findings):
        raise KeyboardInterrupt
    if failed:
        raise typer.Exit(2)


def _print(sources: list[str], findings: list[Finding]) -> None:
    for source, finding in zip(sources, findings, strict=False):
        if len(sources) > 1 and not finding.error:
            console.OUT.print(f"{source}", markup=False, style="bold")
        for line in finding.lines:
            console.OUT.print(line, markup=False)
