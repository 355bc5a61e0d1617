"""A folder of recordings from start to end: what is done already is left out, what is done is kept at once."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from coach.commands.crew import Crew, Job, digest_of
from coach.commands.finding import Finding, Order
from coach.commands.recordings import Recording, printable
from coach.commands.recordings_kept import Asked, Found, Memory
from coach.ports import CoachError

Told = Callable[[Recording, Finding], object]
"""Hears of every recording as it is done."""

Moved = Callable[[int], object]
"""Hears how many bytes are done."""


class FolderRun:
    """A folder's work.

    Attributes:
        results: by recording, what goes to JSON. looked_at, known: how many were looked at now, and known from before.
        trouble: a sentence each, of those that could not be used. interrupted: by Ctrl-C. stopped: why the rest was
            not begun, else empty.
    """

    def __init__(self, order: Order, asked: Asked, memories: Sequence[Memory]) -> None:
        self._order, self._asked, self._memories = order, asked, memories
        self.results: dict[Recording, Found] = {}
        self.looked_at = self.known = 0
        self.trouble: list[str] = []
        self.interrupted = False
        self.stopped = ""

    def sort_out(self, recordings: Sequence[Recording], *, again: bool, moved: Moved) -> dict[str, list[Recording]]:
        """By content (its digest), those that must be looked at. `again`: all of them."""
        undone: dict[str, list[Recording]] = defaultdict(list)
        read = 0
        for recording in recordings:
            try:
                digest = digest_of(recording.path)
            except OSError as error:
                self._book(recording, {"error": f"{recording.name} cannot be read: {error.strerror or error}"})
            else:
                if again or not self._remembered(recording, digest):
                    undone[digest].append(recording)
            read += recording.size
            moved(read)
        return undone

    def work(self, undone: dict[str, list[Recording]], crew: Crew, told: Told, moved: Moved) -> None:
        """Have the crew look at them, the largest first: a long one begun last would be waited for alone."""
        groups = sorted(undone.items(), key=lambda group: (-group[1][0].size, group[1][0].name))
        jobs = [Job(str(same[0].path), self._order, digest) for digest, same in groups]
        done_bytes = 0

        def done(place: int, finding: Finding) -> None:
            nonlocal done_bytes
            digest, same = groups[place]
            if not finding.interrupted:
                for recording in same:
                    self._take(recording, digest, finding, jobs[place].source)
                    told(recording, finding)
            done_bytes += same[0].size
            moved(done_bytes)

        try:
            crew.work(jobs, done)
        except KeyboardInterrupt:
            self.interrupted = True
        except CoachError as error:
            self.stopped = str(error)

    def _remembered(self, recording: Recording, digest: str) -> bool:
        """Whether it is known; then every memory knows it afterwards."""
        answers = [memory.known(recording, digest) for memory in self._memories]
        found = next((answer for answer in answers if answer is not None), None)
        if found is None:
            return False
        for memory, answer in zip(self._memories, answers, strict=True):
            if answer is None:
                memory.keep(recording, digest, found)
        self.known += 1
        self._book(recording, found)
        return True

    def _take(self, recording: Recording, digest: str, finding: Finding, source: str) -> None:
        found: dict[str, Any] = dict(finding.json or {})
        if "source" in found:
            found["source"] = {key: value for key, value in found["source"].items() if key != "path"}
        found |= {"asked": self._asked.exercise, "versions": dict(self._asked.versions)}
        if finding.error:
            found["error"] = printable(finding.error.replace(source, recording.name))
        if not finding.passing:
            for memory in self._memories:
                memory.keep(recording, digest, found)
        self.looked_at += 1
        self._book(recording, found)

    def _book(self, recording: Recording, found: Found) -> None:
        source = {"path": recording.name} | found.get("source", {})
        self.results[recording] = found | {"source": source, "patient": recording.reference or None}
        if said := found.get("error", ""):
            self.trouble.append(said if recording.name in said else f"{recording.name}: {said}")
