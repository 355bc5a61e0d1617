"""What a practice keeps: therapists, patients, what was assigned, what came back, and who did what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from coach.core.therapy.results import CeilingTold, SessionDone

Role = Literal["lead", "therapist", "reader"]
"""lead: everything, accounts and the audit log too. therapist: their own patients. reader: looks at all patients and
changes nothing."""

SignedBy = Literal["unsigned", "known", "new", "changed"]
"""Of a file that came in: without a signature; signed by the key this patient used before; signed by a key not seen
before; signed, but its content was changed afterwards (such a file is refused)."""

NeedKind = Literal["safety", "stopped_for_pain", "pain_up", "pain_high", "under_performed", "no_session", "review"]
"""Why a patient asks for a look, most pressing first: a safety answer of yes not followed by "checked"; a session
stopped for pain; pain up by 2 over a session or to the next morning; pain above the ceiling, or going on
above it; three under-performed sessions running; no session in 3 days (counted only while a routine is due); the day of
review is here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who signs in. `id` is a name nobody else has; `public_key` signs their routines, `seal_key` is what
    results are sealed to ("" until made)."""

    id: str
    name: str
    email: str
    role: Role
    active: bool = True
    public_key: str = ""
    seal_key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """A patient. `reference` is what their files name them by, alone in the practice; `therapist` is the id
    of an account."""

    id: str
    reference: str
    name: str
    therapist: str
    created_at: datetime
    archived: bool = False
    problem: str = ""
    goals: str = ""
    precautions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A routine as it was given out: `text` is the whole file (TOML), signed or not. The newest one is in force."""

    id: str
    patient: str
    routine: str
    name: str
    version: int
    digest: str
    text: str
    at: datetime
    by: str
    start: date
    end: date | None
    review: date | None
    days_a_week: int
    sessions_a_day: int
    pain_ceiling: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """How often a routine that was given before was asked for, from when to when."""

    start: date
    end: date | None
    days_a_week: int
    sessions_a_day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A results file that came in, by hand or by itself. `digest` is of its document: the same one twice is one."""

    id: str
    patient: str
    digest: str
    at: datetime
    by: str
    signed: SignedBy
    key: str
    sessions_new: int
    sessions_known: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A therapist's words about a patient."""

    id: str
    patient: str
    at: datetime
    by: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """Who did what, when, to whose data; `what` is an id such as "patient.read", `detail` names no health data."""

    at: datetime
    account: str
    what: str
    patient: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A recorded video of a patient, as the engine saw it. `digest` is of the file; `found` is the object that
    `coach analyze --json` writes, without its path."""

    id: str
    patient: str
    name: str
    digest: str
    at: datetime
    exercise: str
    found: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Why a patient asks for a look, in one plain sentence of facts, and since when."""

    kind: NeedKind
    text: str
    since: datetime | date


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A patient in the overview.

    Attributes:
        needs: most pressing first; empty where nothing asks for a look.
        last: when the last session was. done, due: sessions of the last 14 days, and how many were asked for.
        pain: last pain told after a session (else before it), 0..10.
    """

    patient: Patient
    therapist_name: str
    assignment: Assignment | None
    needs: tuple[Need, ...]
    last: datetime | None
    done: int
    due: int
    pain: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recent:
    """What the overview is made of, of one patient: the newest assignment, the sessions of the last weeks without their
    exercises' details, the safety answers. `earlier`: where the newest did not hold in
    all these weeks, the routines given before it, newest first. `shares`: how much of each session was done of what was
    asked, 0..1, by its name; None where it tells of no exercise. A session that is not in it tells itself."""

    patient: Patient
    therapist_name: str
    assignment: Assignment | None
    sessions: tuple[SessionDone, ...]
    safety: tuple[tuple[datetime, str], ...]
    last: datetime | None
    earlier: tuple[Term | Assignment, ...] = ()
    ceiling_answers: tuple[CeilingTold, ...] = ()
    shares: Mapping[str, float | None] = field(default_factory=dict)

    @property
    def given(self) -> tuple[Term | Assignment, ...]:
        """The routines that were given, newest first."""
        return self.earlier if self.assignment is None else (self.assignment, *self.earlier)
