"""`coach analyze`: what was done in a video, picture, folder of pictures, stream, or a folder of recordings."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from coach.adapters.files import check_target
from coach.commands import analyze_folder, console, wiring
from coach.commands.analyzing import analyze_one, looked_for
from coach.commands.crew import Crew, Here, Job
from coach.commands.finding import AUTO, Finding, Order
from coach.commands.recordings import is_folder_of_recordings
from coach.commands.side_by_side import Processes
from coach.commands.splitting import analyze_split
from coach.ports import CoachError, OutputError, SourceError

KEPT = "what was done until then is kept"


def _findings(sources: list[str], order: Order, workers: int) -> tuple[list[Finding], bool]:
    """Findings in the order of the sources, and whether Ctrl-C came; what it left undone has nothing in it."""
    if workers > 1 and len(sources) == 1 and (whole := analyze_split(sources[0], order, workers)):
        return [whole], whole.interrupted
    found = [Finding(None, [], interrupted=True) for _ in sources]
    several = workers > 1 and len(sources) > 1
    # Alone, what is unforeseen is raised: --debug shows where.
    crew: Crew = Processes(workers) if several else Here(lambda job: analyze_one(job.source, job.order))
    jobs = [Job(source, replace(order, bar=not several)) for source in sources]
    with console.progress(f"{len(sources)} sources", len(sources), shown=several) as bar:

        def done(place: int, finding: Finding) -> None:
            found[place] = finding
            bar.at(sum(not each.interrupted for each in found))

        try:
            crew.work(jobs, done)
        except KeyboardInterrupt:
            if all(each.json is None for each in found) and not several:
                raise
            return found, True
    return found, False


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


def _folder_of(sources: list[str], asked: analyze_folder.Asked) -> Path | None:
    """The folder of recordings, where one is given.

    Raises:
        SourceError: it is not given alone, or what only such a folder takes is asked of something else.
    """
    folders = [source for source in sources if is_folder_of_recordings(source)]
    if folders and len(sources) > 1:
        raise SourceError(f"{folders[0]} is a folder of recordings, which is given alone")
    if not folders and (options := asked.for_folders()):
        raise SourceError(f"{options[0]} is for a folder of recordings; {sources[0]} is none, or has none in it")
    return Path(folders[0]) if folders else None


def analyze(
    sources: Annotated[
        list[str],
        typer.Argument(help="Videos, pictures, folders of pictures, .npz streams, or one folder of recordings."),
    ],
    exercise: Annotated[str, typer.Option(help="Exercise id, a .toml file, or auto.")] = AUTO,
    json: Annotated[str | None, typer.Option(metavar="FILE|-", help="Write the result as JSON; - is stdout.")] = None,
    annotate: Annotated[str | None, typer.Option(metavar="OUT.mp4", help="Write the video with what was seen.")] = None,
    workers: Annotated[
        int, typer.Option(min=1, help="Processes at work side by side; a long video is cut into pieces.")
    ] = 1,
    model: Annotated[str | None, typer.Option(help="Another pose model bundle (.task).")] = None,
    clinic: Annotated[
        str | None,
        typer.Option(metavar="FILE|ADDRESS", help="Of a folder: keep what is found in this practice's database."),
    ] = None,
    resume: Annotated[
        str | None, typer.Option(metavar="FILE.jsonl", help="Of a folder: keep what is found here, line by line.")
    ] = None,
    dask: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Of a folder: let the workers of a Dask scheduler look.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Of a folder: look at those that are done once more.")] = False,
) -> None:
    """Count, time and correct what is done in recordings."""
    asked = analyze_folder.Asked(workers, clinic, resume, dask, again)
    folder = _folder_of(sources, asked)
    if folder is not None:
        if annotate is not None:
            raise OutputError("--annotate takes one video file")
        analyze_folder.analyze_folder(folder, Order(exercise, model, bar=False), asked, json)
        return
    _check_targets(sources, json, annotate)
    _analyze_sources(sources, Order(exercise, model, annotate), workers, json)


def _analyze_sources(sources: list[str], order: Order, workers: int, json: str | None) -> None:
    looked_for(order)
    findings, interrupted = _findings(sources, order, workers)
    if len(findings) == 1 and findings[0].json is None and findings[0].error:
        raise CoachError(findings[0].error)
    if json is not None:
        results = [_result(source, finding) for source, finding in zip(sources, findings, strict=True)]
        console.write_json(json, results[0] if len(sources) == 1 else results)
    if json != "-":
        _print(sources, findings)
    failed = [finding.error for finding in findings if finding.error]
    for error in failed:
        console.complain(error)
    if interrupted:
        raise KeyboardInterrupt(KEPT)
    if failed:
        raise typer.Exit(2)


def _result(source: str, finding: Finding) -> dict[str, Any]:
    """What goes to JSON: the object of design section 7, and an `error` where there was trouble."""
    result = {"source": {"path": source}} if finding.json is None else finding.json
    return result | {"error": finding.error} if finding.error else result


def _print(sources: list[str], findings: list[Finding]) -> None:
    for source, finding in zip(sources, findings, strict=True):
        if finding.json is None:
            continue
        if len(sources) > 1:
            console.OUT.print(f"{source}", markup=False, style="bold")
        for line in finding.lines:
            console.OUT.print(line, markup=False)
