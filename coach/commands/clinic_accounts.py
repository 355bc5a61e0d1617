"""`coach clinic accounts`: who may sign in to the pages."""

import uuid
from typing import Annotated, Final, get_args

import typer

from coach.commands import console
from coach.commands.clinic_parts import BaseAddress, ClinicFolder, opened
from coach.core.therapy.practice import Account, Role
from coach.ports import ClinicError

app = typer.Typer(
    help="Who may sign in: list, add, reset-password.", rich_markup_mode=None, no_args_is_help=True
)  # fmt: skip

ROLES: Final[tuple[Role, ...]] = get_args(Role)

Email = Annotated[str, typer.Argument(metavar="EMAIL", help="The address it signs in with.")]


@app.command("list")
def list_accounts(data: ClinicFolder = None, database: BaseAddress = None) -> None:
    """Show every account: name, e-mail address, role."""
    with opened(data, database) as practice:
        found = practice.records.accounts()
        for account in found:
            state = "" if account.active else ", out of use"
            console.OUT.print(f"{account.name} <{account.email}>: {account.role}{state}", markup=False)
        if not found:
            console.OUT.print("There is no account yet. coach clinic prints a link that makes the first.", markup=False)


@app.command("add")
def add(
    email: Email,
    name: Annotated[str, typer.Option(help="Shown to patients on their routine.")],
    role: Annotated[str, typer.Option(help=f"One of {', '.join(ROLES)}.")] = "therapist",
    data: ClinicFolder = None,
    database: BaseAddress = None,
) -> None:
    """Make an account, with a password that is shown once."""
    from coach.clinic import passwords
    from coach.clinic.people import check_person, new_password

    known = next((one for one in ROLES if one == role), None)
    if known is None:
        raise ClinicError(f"a role is one of {', '.join(ROLES)}")
    if wrong := check_person(name, email):
        raise ClinicError(" ".join(wrong.values()))
    with opened(data, database) as practice:
        account = Account(id=uuid.uuid4().hex, name=name.strip(), email=email.strip().casefold(), role=known)
        password = new_password()
        with practice.records.at_once():
            practice.records.put_account(account)
            practice.records.set_password(account.id, passwords.hashed(password))
        practice.write_down("account.new", detail=f"{account.id} {role}")
        console.OUT.print(f"{account.name} signs in with {password}", markup=False)


@app.command("reset-password")
def reset_password(email: Email, data: ClinicFolder = None, database: BaseAddress = None) -> None:
    """Give an account a new password, shown once. It is signed out everywhere."""
    from coach.clinic import passwords
    from coach.clinic.people import new_password

    with opened(data, database) as practice:
        account = practice.records.account_of(email.strip().casefold())
        if account is None:
            raise ClinicError(f"there is no account with the address {email}; coach clinic accounts list shows them")
        password = new_password()
        practice.records.set_password(account.id, passwords.hashed(password))
        practice.records.forget_failures(account.email)
        practice.write_down("account.password", detail=account.id)
        console.OUT.print(f"{account.name} signs in with {password}", markup=False)
