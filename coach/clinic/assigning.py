"""From the builder's form to a signed routine file that is kept."""

import re
import secrets
from dataclasses import replace
from typing import Final

from coach.clinic import builder_form as form, guard
from coach.clinic.here import new_id, tools, viewer, write_down
from coach.clinic.keys import keys_of
from coach.core.demo import SpecError
from coach.core.routine import MOST_ITEMS, Item, Routine
from coach.core.therapy.assigned import Assigned, Deliver
from coach.core.therapy.practice import Assignment, Patient
from coach.ports import CoachError

TOKEN_BYTES: Final = 24
"""Of the token by which a patient's program delivers: 192 bits."""


class RefusedError(Exception):
    """The form can't be saved as it is; `wrong` says why, by field."""

    def __init__(self, wrong: form.Wrong) -> None:
        super().__init__("; ".join(wrong.values()))
        self.wrong = wrong


def save(patient: Patient, draft: form.Draft) -> Assignment:
    """Sign and keep a routine for a patient. It is read again as a patient's program will read it.

    Raises:
        RefusedError: something in the form is wrong.
        ClinicError: the database can't be used, or the account's keys can't be opened.
    """
    wrong: form.Wrong = {}
    earlier = tools().records.assignments(patient.id)
    items, token = _items(draft, wrong), secrets.token_urlsafe(TOKEN_BYTES) if draft.get("deliver") else ""
    keys = keys_of(viewer())
    assigned = form.assigned_of(
        draft,
        patient.reference,
        wrong,
        version=max((one.version for one in earlier), default=0) + 1,
        seal_to=keys.seal_to,
        deliver=_deliver(draft, token, wrong),
    )
    routine = _routine(patient, draft, items, wrong)
    if wrong or assigned is None or routine is None:
        raise RefusedError(wrong)
    return _kept(patient, replace(routine, assigned=assigned), token)


def _items(draft: form.Draft, wrong: form.Wrong) -> tuple[Item, ...]:
    exercises = tools().exercises
    rows = [row for row in draft.rows if row.exercise in exercises]
    if not rows:
        wrong["exercises"] = "Add an exercise first."
    if len(rows) > MOST_ITEMS:
        wrong["exercises"] = f"At most {MOST_ITEMS} exercises."
    found = [form.item_of(row, exercises[row.exercise], wrong) for row in rows]
    return tuple(item for item in found if item is not None)


def _deliver(draft: form.Draft, token: str, wrong: form.Wrong) -> Deliver | None:
    if not token:
        return None
    try:
        return Deliver(address=draft.get("address").strip().rstrip("/"), token=token)
    except SpecError:
        wrong["address"] = "Begins with https:// (or http://127.0.0.1, on this machine alone)."
        return None


def _routine(patient: Patient, draft: form.Draft, items: tuple[Item, ...], wrong: form.Wrong) -> Routine | None:
    name, summary = (" ".join(draft.get(part).split()) for part in ("name", "summary"))
    if not 0 < len(name) <= 80:
        wrong["name"] = "A name of 1 to 80 letters."
    if len(summary) > 200:
        wrong["summary"] = "At most 200 letters."
    if wrong:
        return None
    names = ", ".join(tools().exercises[item.exercise].name for item in items)
    return Routine(
        id=f"for_{patient.id[:12]}",
        name=name,
        summary=summary or f"{names}."[:200],
        items=items,
        author=viewer().name,
    )


def _kept(patient: Patient, routine: Routine, token: str) -> Assignment:
    assert routine.assigned is not None
    try:
        incoming = tools().exchange.parse_routine(_signed(routine), "the routine")
    except CoachError as error:
        raise RefusedError({"whole": str(error)}) from error
    assignment = _assignment(patient, routine, routine.assigned, incoming.digest, hidden(incoming.text, token))
    records = tools().records
    with records.at_once():
        records.assign(assignment)
        if token:
            records.set_token(patient.id, guard.digest_of(token))
    write_down("routine.assign", patient.id, f"version {assignment.version}")
    return assignment


def _signed(routine: Routine) -> str:
    account = viewer()
    return tools().exchange.sign(routine, keys_of(account).signing, account.name, tools().now())


def _assignment(patient: Patient, routine: Routine, assigned: Assigned, digest: str, text: str) -> Assignment:
    return Assignment(
        id=new_id(),
        patient=patient.id,
        routine=routine.id,
        name=routine.name,
        version=assigned.version,
        digest=digest,
        text=text,
        at=tools().now(),
        by=viewer().id,
        start=assigned.start,
        end=assigned.end,
        review=assigned.review,
        days_a_week=assigned.days_a_week,
        sessions_a_day=assigned.sessions_a_day,
        pain_ceiling=assigned.pain_ceiling,
    )


_HIDDEN: Final = re.compile(r'^token = "sealed-([0-9a-f]{80,190})"', re.MULTILINE)
"""A line of its own, which no text that was typed can be: those stand in one line, behind their key."""

_ABOUT: Final = "token"


def hidden(text: str, token: str) -> str:
    """A routine file as it is kept: its token sealed, so that a copy of the database delivers nothing."""
    sealed = f"sealed-{tools().vault.seal(token.encode(), _ABOUT).hex()}" if token else ""
    return text.replace(f'token = "{token}"', f'token = "{sealed}"') if token else text


def given_out(assignment: Assignment) -> str:
    """A kept routine file as the patient gets it, byte for byte as it was signed.

    Raises:
        ClinicError: its token was sealed with another server's key.
    """

    def opened(found: re.Match[str]) -> str:
        return f'token = "{tools().vault.unseal(bytes.fromhex(found[1]), _ABOUT).decode()}"'

    return _HIDDEN.sub(opened, assignment.text)
