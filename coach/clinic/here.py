"""Who asks, with what, about whom: what every page looks up first."""

import secrets
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from flask import abort, current_app, g, render_template, request

from coach.clinic.tools import Tools
from coach.core.therapy.practice import Account, Audited, Patient

Access = Literal["open", "token", "read", "write", "lead"]
"""open: anybody. token: a program that shows a token. read: whoever is signed in. write: lead and therapists. lead: the
lead alone."""

MAY: Final[dict[str, frozenset[str]]] = {
    "read": frozenset({"lead", "therapist", "reader"}),
    "write": frozenset({"lead", "therapist"}),
    "lead": frozenset({"lead"}),
}
"""The roles that an access lets in."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Desk:
    """What lies behind one server's pages.

    Attributes:
        setup_token: opens the page that makes the first account, once.
        asked: when programs asked lately, by whom; seconds.
    """

    tools: Tools
    setup_token: str
    asked: dict[str, list[float]] = field(default_factory=dict)


def desk() -> Desk:
    """What lies behind the pages."""
    found: Desk = current_app.extensions["clinic"]
    return found


def tools() -> Tools:
    """What the pages are made with."""
    return desk().tools


def viewer() -> Account:
    """Who is signed in; 403 where nobody is (the guard has asked before)."""
    account: Account | None = g.get("viewer")
    return account if account is not None else abort(403)


def own() -> str | None:
    """Whose patients the viewer may see: an account's id, None for all."""
    account = viewer()
    return account.id if account.role == "therapist" else None


def may_see(account: Account, patient: Patient) -> bool:
    """Whether somebody may know of a patient at all."""
    return account.role != "therapist" or patient.therapist == account.id


def patient_here(id_: str, what: str = "", detail: str = "") -> Patient:
    """The patient of an address, 404 where there is none for this viewer; `what` is written down in the log."""
    patient = tools().records.patient(id_)
    if patient is None or not may_see(viewer(), patient):
        abort(404)
    if what:
        write_down(what, patient.id, detail)
    return patient


def write_down(what: str, patient: str = "", detail: str = "", account: str | None = None) -> None:
    """One line for the audit log; by whoever is signed in, unless somebody else is named."""
    who = account if account is not None else viewer().id
    tools().records.audit(Audited(at=tools().now(), account=who, what=what, patient=patient, detail=detail[:200]))


def new_id() -> str:
    """A name nobody else has."""
    return secrets.token_hex(12)


def client() -> str:
    """Where the question came from."""
    return request.remote_addr or "unknown"


def names() -> dict[str, str]:
    """Names of accounts by id."""
    return {account.id: account.name for account in tools().records.accounts()}


def page(template: str, /, status: int = 200, **values: Any) -> tuple[str, int]:
    """A page, with what every page shows."""
    account: Account | None = g.get("viewer")
    changes = account is not None and account.role in MAY["write"]
    return render_template(template, viewer=account, may_change=changes, today=tools().now().date(), **values), status


def sentence(error: Exception) -> str:
    """Trouble as a sentence that ends."""
    said = " ".join(str(error).split())
    said = said[:1].upper() + said[1:]
    return said if said.endswith((".", "!", "?")) else f"{said}."


def address() -> str:
    """Where a patient's program reaches this practice, as the browser reached it."""
    return request.host_url.rstrip("/")
