"""What was found in recordings, kept as each is done: in a file of lines, or in the practice's database."""

import hashlib
import json
import os
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final, Protocol

from coach.adapters.only_one import claim
from coach.adapters.pose_model import MODEL_VARIABLE, find_model
from coach.commands import house
from coach.commands.crew import digest_of
from coach.commands.finding import Order
from coach.commands.recordings import Recording
from coach.core.therapy.practice import Audited, Recording as Kept
from coach.errors import ClinicError, ExerciseError, OutputError
from coach.ports.clinic import Records

FORMAT: Final = "backcoach.recording/1"

ACCOUNT: Final = "coach analyze"
"""Who is named in the practice's log: whoever works at this machine, without signing in."""

MAX_LINE: Final = 50_000_000
"""Bytes of one line taken; a day's repetitions are a few hundred thousand. Estimated."""

_HEAD: Final = f'{{"format": "{FORMAT}", '.encode()

Found = dict[str, Any]
"""The object of design section 7 without its path; with `asked` and `versions`, and `error` where there was trouble."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What makes two looks at the same content the same: the exercise asked for, and what counts and judges."""

    exercise: str
    versions: Mapping[str, str]

    def answered_by(self, found: Mapping[str, Any]) -> bool:
        """Whether something found is an answer to this."""
        return found.get("asked") == self.exercise and found.get("versions") == self.versions


def asked(order: Order) -> Asked:
    """What an order asks, by this machine's versions and by the content of files of one's own.

    Raises:
        ModelError, ExerciseError: such a file can't be read.
    """
    versions, exercise = house.versions(), order.exercise
    if order.model or os.environ.get(MODEL_VARIABLE):
        versions["model"] = find_model(Path(order.model) if order.model else None).sha256[:12]
    if exercise.endswith(".toml"):
        try:
            versions["exercise"] = digest_of(Path(exercise))[:12]
        except OSError as error:
            raise ExerciseError(f"{exercise}: {error.strerror or error}") from error
        exercise = Path(exercise).stem
    return Asked(exercise, versions)


class Memory(Protocol):
    """Remembers what was found. What is kept is kept whole, and stays when the program is killed the next moment."""

    def known(self, recording: Recording, digest: str) -> Found | None:
        """What was found before in a file of this content, as it was asked now; None where nothing was."""
        ...

    def keep(self, recording: Recording, digest: str, found: Found) -> None:
        """Raises OutputError or ClinicError where it can't be kept."""
        ...

    def close(self) -> None: ...


class LinesFile:
    """A file of JSON lines, one a recording, each on the disk before the next is begun.

    A last line that was cut off by a power failure is dropped. One program at a time may work with the file.

    Raises:
        OutputError: the file can't be read or written, is something else, or another program works with it.
    """

    def __init__(self, path: Path, asked: Asked) -> None:
        self._path, self._asked = path, asked
        self._known: dict[str, Found] = {}
        try:
            if path.exists() and not path.is_file():
                raise OutputError(f"{path} cannot be written: it is not a file")
            # It names recordings, and so people: for its owner alone, where it is new.
            path.touch(mode=0o600)
            self._file = path.open("a+b", buffering=0)
        except OSError as error:
            raise OutputError(f"{path} cannot be written: {error.strerror or error}") from error
        # Beside the file, not itself: some systems let nobody read what is claimed.
        self._claim = claim(path.with_name(f".{path.name}.lock"))
        if self._claim is None:
            self._file.close()
            raise OutputError(f"another program is just now working with {path}")
        self._read()

    def known(self, recording: Recording, digest: str) -> Found | None:
        """By content alone: the same file under another name is the same recording."""
        return self._known.get(digest)

    def keep(self, recording: Recording, digest: str, found: Found) -> None:
        """Add a line."""
        line = {"format": FORMAT, "digest": digest, "path": recording.name, "patient": recording.reference or None}
        whole = json.dumps(line | {"found": found}, ensure_ascii=False).encode() + b"\n"
        try:
            if self._file.write(whole) != len(whole):
                raise OSError(0, "the disk is full")
            os.fsync(self._file.fileno())
        except OSError as error:
            raise OutputError(f"{self._path} cannot be written: {error.strerror or error}") from error
        self._known[digest] = found

    def close(self) -> None:
        """Let others have the file."""
        self._file.close()
        if self._claim is not None:
            self._claim.release()

    def _read(self) -> None:
        try:
            # Read to the end before anything is cut off: a file that is something else is left as it is.
            with self._path.open("rb") as lines:
                whole = sum(self._learn(number, line) for number, line in enumerate(_lines(lines), 1))
        except OutputError:
            self.close()
            raise
        self._file.truncate(whole)

    def _learn(self, number: int, line: bytes) -> int:
        """Take in a line; its length where it is whole, 0 where it was cut off."""
        strange = OutputError(f"{self._path} is not a file of recordings that were done: line {number}")
        if not line.endswith(b"\n"):
            if not _HEAD.startswith(line[: len(_HEAD)]):
                raise strange
            return 0
        try:
            row = json.loads(line)
            format_, digest, found = row["format"], row["digest"], row["found"]
        except (ValueError, RecursionError, KeyError, TypeError) as error:
            raise strange from error
        if format_ != FORMAT or not isinstance(digest, str) or not isinstance(found, dict):
            raise strange
        if self._asked.answered_by(found):
            self._known[digest] = found
        return len(line)


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    while line := file.readline(MAX_LINE):
        yield line


class Practice:
    """The practice's database: a recording lies with the patient of its reference, under the exercise found in it (""
    for none), and every change is in the log.

    Attributes:
        strangers: references that the practice doesn't know, and of how many recordings ("" for those without one).
    """

    def __init__(self, records: Records, asked: Asked, now: Callable[[], datetime]) -> None:
        self._records, self._asked, self._now = records, asked, now
        self._patients: dict[str, str | None] = {}
        self._kept: dict[tuple[str, str], list[Kept]] = {}
        self.strangers: dict[str, int] = {}

    def known(self, recording: Recording, digest: str) -> Found | None:
        """By content, among the recordings of this patient."""
        patient = self._patient(recording.reference)
        kept = self._kept.get((patient, digest), []) if patient else []
        return next((dict(one.found) for one in kept if self._asked.answered_by(one.found)), None)

    def keep(self, recording: Recording, digest: str, found: Found) -> None:
        """Keep it, where the practice knows the patient, in the place of an earlier answer to the same question."""
        patient = self._patient(recording.reference)
        if patient is None:
            self.strangers[recording.reference] = self.strangers.get(recording.reference, 0) + 1
            return
        kept = self._kept.setdefault((patient, digest), [])
        new = self._row(patient, recording, digest, found)
        old = [one for one in kept if one.found.get("asked") == self._asked.exercise and one.exercise != new.exercise]
        with self._records.at_once():
            for one in old:
                self._records.drop_recording(one)
            self._records.put_recording(new)
            self._records.audit(
                Audited(at=new.at, account=ACCOUNT, what="recording.keep", patient=patient, detail=digest[:12])
            )
        kept[:] = [one for one in kept if one not in old and one.exercise != new.exercise] + [new]

    def close(self) -> None:
        """End the connection."""
        self._records.close()

    def _row(self, patient: str, recording: Recording, digest: str, found: Found) -> Kept:
        exercise = str(found.get("exercise") or "")
        return Kept(
            id=hashlib.sha256(f"{patient}/{digest}/{exercise}".encode()).hexdigest()[:32],
            patient=patient,
            name=recording.name.rpartition("/")[2],
            digest=digest,
            at=self._now(),
            exercise=exercise,
            found=found,
        )

    def _patient(self, reference: str) -> str | None:
        if reference not in self._patients:
            # Some systems write the letters of a folder's name in parts.
            patient = self._records.patient_of(unicodedata.normalize("NFC", reference)) if reference else None
            self._patients[reference] = patient.id if patient else None
            for kept in self._records.recordings(patient.id) if patient else ():
                self._kept.setdefault((kept.patient, kept.digest), []).append(kept)
        return self._patients[reference]


def open_practice(where: str, asked: Asked, now: Callable[[], datetime]) -> Practice:
    """The database of a practice: a file, or an address.

    Raises:
        ClinicError: there is none, or it can't be used.
    """
    from coach.adapters.clinic_db.records import open_records

    if "://" not in where and not Path(where).is_file():
        raise ClinicError(f"there is no practice's database {where}; coach clinic makes one")
    return Practice(open_records(where), asked, now)
