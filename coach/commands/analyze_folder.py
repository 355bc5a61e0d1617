"""`coach analyze FOLDER` of a folder of recordings: told as it is done, kept at once, gone on with after any end."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import typer

from coach.commands import console
from coach.commands.analyzing import looked_for
from coach.commands.crew import Crew, Here
from coach.commands.finding import Finding, Order
from coach.commands.recordings import Found, Recording, find
from coach.commands.recordings_kept import LinesFile, Memory, Practice, asked, open_practice
from coach.commands.recordings_run import FolderRun
from coach.commands.side_by_side import Processes
from coach.ports import CoachError, OutputError

KEPT = "what was done until then is kept"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a folder: who looks (`workers` processes, or the cluster at `dask`), where what is found is kept
    (`clinic`, `resume`), and whether what is done is done `again`."""

    workers: int = 1
    clinic: str | None = None
    resume: str | None = None
    dask: str | None = None
    again: bool = False

    def for_folders(self) -> list[str]:
        """The options given that only a folder of recordings takes."""
        given = {"--clinic": self.clinic, "--resume": self.resume, "--dask": self.dask, "--again": self.again}
        return [option for option, value in given.items() if value]


def analyze_folder(folder: Path, order: Order, wanted: Asked, json: str | None) -> None:
    """Look at every recording of a folder, and say what became of them.

    Raises:
        CoachError: nothing could be begun. KeyboardInterrupt: Ctrl-C. typer.Exit: with 2, where something was amiss.
    """
    _check(wanted, json)
    looked_for(order)
    found = find(folder)
    with ExitStack() as opened:
        crew = opened.enter_context(_crew(wanted, order))
        memories = []
        for memory in _memories(wanted, order):
            opened.callback(memory.close)
            memories.append(memory)
        run = FolderRun(order, asked(order), memories)
        _run(run, found, crew, again=wanted.again, aloud=json != "-")
    if json is not None:
        console.write_json(json, [run.results[one] for one in found.recordings if one in run.results])
    _conclude(run, found, memories, aloud=json != "-")


def _check(wanted: Asked, json: str | None) -> None:
    console.check_json(json)
    if wanted.dask and wanted.workers > 1:
        raise OutputError("--workers is for this machine and --dask for a cluster: give one of them")


def _crew(wanted: Asked, order: Order) -> AbstractContextManager[Crew]:
    if wanted.dask:
        from coach.commands.cluster import open_cluster

        return open_cluster(wanted.dask, order)
    crew: Crew = Processes(wanted.workers) if wanted.workers > 1 else Here()
    return nullcontext(crew)


def _memories(wanted: Asked, order: Order) -> Iterator[Memory]:
    if wanted.resume:
        yield LinesFile(Path(wanted.resume), asked(order))
    if wanted.clinic:
        yield open_practice(wanted.clinic, asked(order), lambda: datetime.now(UTC))


def _run(run: FolderRun, found: Found, crew: Crew, *, again: bool, aloud: bool) -> None:
    """Sort out what is done, and have the rest done. Ctrl-C ends it, and what was done until then stays."""
    size = sum(one.size for one in found.recordings)
    try:
        with console.progress("seeing what is done", size) as bar:
            undone = run.sort_out(found.recordings, again=again, moved=bar.at)
    except KeyboardInterrupt:
        run.interrupted = True
        return
    number = sum(map(len, undone.values()))
    with console.progress(f"{number} recordings", sum(same[0].size for same in undone.values())) as bar:

        def told(recording: Recording, finding: Finding) -> None:
            if aloud and finding.lines:
                with bar.aside():
                    console.OUT.print(recording.name, markup=False, style="bold")
                    for line in finding.lines:
                        console.OUT.print(line, markup=False)

        run.work(undone, crew, told, bar.at)


def _conclude(run: FolderRun, found: Found, memories: Sequence[Memory], *, aloud: bool) -> None:
    trouble = [*found.left_out, *sorted(run.trouble)]
    for memory in memories:
        trouble += _strangers(memory) if isinstance(memory, Practice) else []
    for sentence in trouble:
        console.complain(sentence)
    if aloud:
        console.OUT.print(_sum(run, found), markup=False)
    if run.interrupted:
        raise KeyboardInterrupt(KEPT)
    if run.stopped:
        raise CoachError(run.stopped)
    if trouble:
        raise typer.Exit(2)


def _sum(run: FolderRun, found: Found) -> str:
    left = len(found.recordings) - len(run.results)
    parts = [f"{run.looked_at} looked at", f"{run.known} known from before"]
    parts += [f"{len(run.trouble)} of them with trouble"] if run.trouble else []
    parts += [f"{left} not begun or not ended"] if left else []
    return f"{len(found.recordings)} recordings: {', '.join(parts)}."


def _strangers(practice: Practice) -> Iterator[str]:
    for reference, number in sorted(practice.strangers.items()):
        what = "1 recording is" if number == 1 else f"{number} recordings are"
        if reference:
            yield f"the practice knows no patient {reference}: {what} not in its database"
        else:
            yield f"{what} not in the practice's database: it lies in no patient's folder"
