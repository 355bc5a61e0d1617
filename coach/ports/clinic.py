"""What the therapist's pages need of the world: the practice's records."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from coach.core.therapy.practice import (
    Account,
    Assignment,
    Audited,
    Delivery,
    Note,
    Patient,
    Recent,
    Recording,
)
from coach.core.therapy.results import Results, SessionDone


class Records(Protocol):
    """The practice's records, in SQLite or PostgreSQL. Any thread may call. Every change is whole or not at all.

    Who may do what is decided by the pages, which hand in only what a viewer may see.

    Raises:
        ClinicError: the database can't be used; one plain sentence.
    """

    # --- Accounts and signing in. ---

    def accounts(self) -> list[Account]: ...

    def account(self, id_: str) -> Account | None: ...

    def account_of(self, email: str) -> Account | None:
        """By e-mail address, whatever its case."""
        ...

    def put_account(self, account: Account) -> None:
        """Keep a new account, or a known one (by id) anew. Raises ClinicError where another has its e-mail address."""
        ...

    def password_of(self, account: str) -> str:
        """The hash of an account's password, "" where it has none."""
        ...

    def set_password(self, account: str, hashed: str) -> None:
        """Keep a password's hash; every sign-in of the account ends."""
        ...

    def sealed_keys(self, account: str) -> bytes:
        """The account's private keys as they were kept (sealed by the pages), b"" where there are none."""
        ...

    def set_sealed_keys(self, account: str, sealed: bytes) -> None: ...

    def tell_failure(self, email: str, at: datetime) -> None:
        """A sign-in failed; of addresses that no account has too."""
        ...

    def failures(self, email: str, since: datetime) -> int: ...

    def forget_failures(self, email: str) -> None: ...

    def begin_sign_in(self, token_hash: str, account: str, at: datetime, until: datetime) -> None: ...

    def signed_in(self, token_hash: str, now: datetime, idle_since: datetime) -> Account | None:
        """Whose sign-in it is, None where it has ended, is over, or was idle since before `idle_since`. It is marked as
        used now. An account that is no longer active has none."""
        ...

    def end_sign_in(self, token_hash: str) -> None: ...

    # --- Patients. `therapist` None is all of them, else an account's id. ---

    def patients(self, therapist: str | None, *, archived: bool = False) -> list[Patient]: ...

    def patient(self, id_: str) -> Patient | None: ...

    def patient_of(self, reference: str) -> Patient | None: ...

    def put_patient(self, patient: Patient) -> None:
        """Keep a new patient, or a known one (by id) anew. Raises ClinicError where another has the reference."""
        ...

    def erase(self, patient: str) -> None:
        """Delete everything there is of a patient; the audit log keeps that it was done, by id alone. Without such a
        patient only the database's file is cleaned of traces.

        Raises:
            ClinicError: also where everything was deleted but the file could not be cleaned: erase once more.
        """
        ...

    def export(self, patient: str) -> bytes:
        """Everything there is of a patient: a zip of one JSON file and of a CSV file for each kind of thing."""
        ...

    def set_token(self, patient: str, token_hash: str) -> None:
        """The hash of the token by which the patient's program delivers; "" takes it back."""
        ...

    def patient_by_token(self, token_hash: str) -> Patient | None: ...

    # --- What is assigned, what comes back. ---

    def assign(self, assignment: Assignment) -> None: ...

    def assignments(self, patient: str) -> list[Assignment]:
        """Newest first."""
        ...

    def take_results(self, patient: str, results: Results, delivery: Delivery) -> Delivery:
        """Keep a results file, in one transaction; sessions that are known are kept anew, none twice.

        Returns:
            The delivery with its numbers of new and known sessions; of a digest that is known, the earlier one.

        Raises:
            ClinicError: a session of it is another patient's; nothing is kept then.
        """
        ...

    def deliveries(self, patient: str) -> list[Delivery]:
        """Newest first."""
        ...

    def sessions(self, patient: str, since: date | None = None, until: date | None = None) -> list[SessionDone]:
        """Oldest first."""
        ...

    def results(self, patient: str) -> list[Results]:
        """Everything delivered about a patient, put together: all sessions, safety answers, changes, the newest posture
        totals; as one `Results` for each routine digest."""
        ...

    def safety(self, patient: str) -> list[tuple[datetime, str]]:
        """When a safety question was answered with yes, and what followed; oldest first."""
        ...

    def put_note(self, note: Note) -> None:
        """Keep a note; one without text is taken back."""
        ...

    def notes(self, patient: str) -> list[Note]:
        """Newest first."""
        ...

    def put_recording(self, recording: Recording) -> None:
        """Keep what was found in a recording; the same digest and exercise of a patient takes its place."""
        ...

    def recordings(self, patient: str) -> list[Recording]: ...

    # --- The overview. ---

    def recent(self, therapist: str | None, since: date) -> list[Recent]:
        """Every patient that is not archived, with the sessions since that day, and of whoever had fewer the newest
        three: without their `exercises`, `Recent.shares` tells how much was done of each. The day to ask for is
        `core.therapy.needs.first_day`. Must stay well under 300 ms for 1,000 patients with a year of sessions."""
        ...

    # --- The log. ---

    def audit(self, entry: Audited) -> None: ...

    def audited(self, *, patient: str = "", last: int = 200) -> Sequence[Audited]:
        """Newest first."""
        ...

    def at_once(self) -> AbstractContextManager[None]:
        """What is kept within is kept as one change, or not at all."""
        ...

    def close(self) -> None: ...
