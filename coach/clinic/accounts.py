"""The lead's pages: who may sign in, and what was done."""

from dataclasses import replace
from typing import Final

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach.clinic import passwords
from coach.clinic.here import names, new_id, page, tools, viewer, write_down
from coach.clinic.people import ROLES as KINDS, check_person, new_password
from coach.core.therapy.practice import Account
from coach.ports import ClinicError

Answer = Response | tuple[str, int]

ROLES: Final = {
    "lead": "Lead: everything, accounts and the log too",
    "therapist": "Therapist: their own patients",
    "reader": "Reader: looks at all patients, changes nothing",
}


WHAT: Final = {
    "sign_in": "Signed in",
    "sign_in.failed": "Failed to sign in",
    "sign_out": "Signed out",
    "account.first": "Made the first account",
    "account.new": "Made an account",
    "account.change": "Changed an account",
    "account.password": "Changed a password",
    "overview.read": "Looked at the list of patients",
    "log.read": "Looked at this log",
    "patient.new": "Added the patient",
    "patient.read": "Looked at the patient",
    "patient.change": "Changed who the patient is",
    "patient.erase": "Deleted everything",
    "note.new": "Wrote a note",
    "note.drop": "Took a note back",
    "routine.build": "Worked on a routine",
    "routine.assign": "Saved a routine",
    "routine.read": "Looked at a routine",
    "routine.file": "Downloaded a routine",
    "routine.code": "Opened a routine's code",
    "token.end": "Ended delivery by itself",
    "results.take": "Took results in",
    "results.deliver": "Results came in by themselves",
    "deliver.refused": "A delivery was turned away",
    "export.report": "Opened the report",
    "export.plain": "Opened the patient's page to print",
    "export.fhir": "Exported FHIR",
    "export.csv": "Exported tables",
    "export.all": "Exported everything",
    "export.folder": "Exported everything in the terminal",
}
"""What each line of the log says, in words; what is not here is shown by its id."""


def accounts() -> Answer:
    """All accounts, and the form for a new one."""
    if request.method == "GET":
        return _accounts({}, {})
    typed = dict(request.form)
    wrong = check_person(typed.get("name", ""), typed.get("email", ""))
    if typed.get("role") not in KINDS:
        wrong["role"] = "Choose a role."
    if not wrong and tools().records.account_of(typed["email"].strip()):
        wrong["email"] = "Somebody has this address already."
    if wrong:
        return _accounts(typed, wrong, 422)
    try:
        account, password = add(typed["name"], typed["email"], typed["role"])
    except ClinicError as error:
        return _accounts(typed, {"email": str(error)}, 422)
    return _accounts({}, {}, told=(account, password))


def add(name: str, email: str, role: str) -> tuple[Account, str]:
    """A new account with a password made for it, which nobody sees again."""
    account = Account(id=new_id(), name=name.strip(), email=email.strip().casefold(), role=KINDS[role])
    password = new_password()
    with tools().records.at_once():
        tools().records.put_account(account)
        tools().records.set_password(account.id, passwords.hashed(password))
    write_down("account.new", detail=f"{account.id} {role}")
    return account, password


def _accounts(
    typed: dict[str, str], wrong: dict[str, str], status: int = 200, told: tuple[Account, str] | None = None
) -> tuple[str, int]:
    return page(
        "accounts.html", status, accounts=tools().records.accounts(), typed=typed, wrong=wrong, roles=ROLES, told=told
    )


def change_account(id_: str) -> Answer:
    """Another role, out of use or back in use, or a new password."""
    account = tools().records.account(id_)
    if account is None:
        abort(404)
    do = request.form.get("do", "")
    if do == "password":
        password = new_password()
        tools().records.set_password(account.id, passwords.hashed(password))
        tools().records.forget_failures(account.email)
        write_down("account.password", detail=account.id)
        return _accounts({}, {}, told=(account, password))
    changed = _changed(account, do, request.form.get("role", ""))
    if _leaves_no_lead(changed):
        flash("Somebody has to be the lead: make another account one first.")
        return redirect(url_for("accounts"))
    tools().records.put_account(changed)
    write_down("account.change", detail=f"{account.id} {changed.role} {'active' if changed.active else 'off'}")
    flash(f"{account.name}: saved.")
    return redirect(url_for("accounts") if changed.id != viewer().id else url_for("overview"))


def _changed(account: Account, do: str, role: str) -> Account:
    if do in ("off", "on"):
        return replace(account, active=do == "on")
    return replace(account, role=KINDS[role]) if do == "role" and role in KINDS else abort(400)


def _leaves_no_lead(changed: Account) -> bool:
    others = [account for account in tools().records.accounts() if account.id != changed.id]
    return not any(account.active and account.role == "lead" for account in [*others, changed])


def log() -> Answer:
    """The newest lines of the audit log, of one patient where asked."""
    records, asked = tools().records, request.args.get("patient", "")[:40]
    write_down("log.read")
    lines = records.audited(patient=asked, last=300)
    known = {found.id: found.reference for found in records.patients(None) + records.patients(None, archived=True)}
    return page("log.html", what=WHAT, lines=lines, names=names(), references=known, asked=asked)
