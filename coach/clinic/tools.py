"""What the pages need handed in: records, keys, files, reports. The command joins them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from coach.core.demo import Strict
from coach.core.routine import Routine
from coach.core.spec import Exercise
from coach.core.therapy.incoming import Incoming
from coach.core.therapy.practice import Assignment, Delivery, Note, Patient, Recording
from coach.core.therapy.results import Results
from coach.core.therapy.signed import Signed
from coach.ports.clinic import Records


class Vault(Protocol):
    """The server's own key, which lies beside the database and in no backup of it."""

    def seal(self, content: bytes, about: str) -> bytes:
        """Content sealed for this server; `about` must be told again to open it."""
        ...

    def unseal(self, sealed: bytes, about: str) -> bytes:
        """What was sealed. Raises ClinicError where it was sealed by another server's key, or changed."""
        ...

    def cookie_secret(self) -> bytes:
        """What cookies are signed with."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Exchange:
    """Files between person and therapist. Whatever takes content from outside raises ExchangeError.

    Attributes:
        new_signing_key, new_sealing_key: a private key, new.
        signing_public, sealing_public: the public key of a private one, as text.
        sign: a routine as a file, signed: routine, private key, name of who signs, moment.
        parse_routine: text and name of a routine file. link: of a text, for a message or a code.
        codes: of a link, as SVG; a long one has several.
        sealed_to: the public key that content is sealed to, "" where it isn't sealed.
        unseal: content and private key. parse_results: results, signature, digest.
    """

    new_signing_key: Callable[[], bytes]
    new_sealing_key: Callable[[], bytes]
    signing_public: Callable[[bytes], str]
    sealing_public: Callable[[bytes], str]
    sign: Callable[[Routine, bytes, str, datetime], str]
    parse_routine: Callable[[str, str], Incoming]
    link: Callable[[str], str]
    codes: Callable[[str], list[str]]
    sealed_to: Callable[[bytes], str]
    unseal: Callable[[bytes, bytes], bytes]
    parse_results: Callable[[bytes], tuple[Results, Signed, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class File(Strict):
    """A file to give out: its name's end, its kind, its bytes."""

    suffix: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Everything:
    """All that is kept about one patient, for reports and exports."""

    patient: Patient
    therapist_name: str
    assignments: Sequence[Assignment]
    routine: Routine | None
    results: Sequence[Results]
    deliveries: Sequence[Delivery]
    notes: Sequence[Note]
    recordings: Sequence[Recording]
    today: date
    made_at: datetime


Report = Callable[[Everything], File]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tools:
    """Everything the pages are made with.

    Attributes:
        records: the practice's. vault: the server's key. exchange: files.
        exercises, templates: by id; templates are the bundled routines.
        conditions: words for what leaves an exercise out, by its id.
        reports: what can be given out of a patient, by name ("report", "plain", "fhir", "csv", "all").
        now: aware local time.
    """

    records: Records
    vault: Vault
    exchange: Exchange
    exercises: Mapping[str, Exercise]
    templates: Mapping[str, Routine]
    conditions: Mapping[str, str]
    reports: Mapping[str, Report]
    now: Callable[[], datetime]
