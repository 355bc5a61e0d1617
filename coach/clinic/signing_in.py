"""Signing in and out, the first account, one's own password."""

from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach.clinic import guard, passwords
from coach.clinic.here import client, new_id, page, tools, viewer, write_down
from coach.clinic.keys import keys_of
from coach.clinic.people import check_person
from coach.core.therapy.practice import Account
from coach.core.therapy.signed import fingerprint
from coach.ports import ClinicError

WINDOW: Final = timedelta(minutes=15)
MOST_FAILURES: Final = 5
"""Failed sign-ins of one e-mail address within the window; then it waits."""

MOST_OF_CLIENT: Final = 30
"""Failed sign-ins from one place within the window, of any address; a practice shares one. Estimated."""

WRONG: Final = "E-mail address and password don't go together."

Answer = Response | tuple[str, int]


def sign_in() -> Answer:
    """The page that asks for e-mail address and password, and what becomes of them."""
    if not tools().records.accounts():
        return redirect(url_for("no_account"))
    if request.method == "GET":
        return page("sign_in.html", email="", wrong="", ahead=_ahead(request.args.get("next", "")))
    email, password = _email(request.form.get("email", "")), request.form.get("password", "")
    ahead = _ahead(request.form.get("next", ""))
    if until := locked_until(email):
        said = f"Too many tries. Signing in is possible again at {until:%H:%M}."
        return page("sign_in.html", 429, email=email, wrong=said, ahead=ahead)
    account = _known(email, password)
    if account is None:
        _tell_failure(email)
        return page("sign_in.html", 401, email=email, wrong=WRONG, ahead=ahead)
    tools().records.forget_failures(email)
    guard.end()
    guard.begin(account)
    write_down("sign_in", account=account.id)
    return redirect(ahead or url_for("overview"))


def _known(email: str, password: str) -> Account | None:
    """Whose address and password these are; takes as long where there is no such address."""
    records = tools().records
    account = records.account_of(email) if email else None
    kept = records.password_of(account.id) if account is not None and account.active else ""
    if not passwords.fits(kept, password) or account is None:
        return None
    if passwords.is_old(kept):
        records.set_password(account.id, passwords.hashed(password))
    return account


def _tell_failure(email: str) -> None:
    records, now = tools().records, tools().now()
    records.tell_failure(email, now)
    records.tell_failure(_place(), now)
    account = records.account_of(email)
    write_down("sign_in.failed", account=account.id if account else "", detail=client())


def _place() -> str:
    return f"from {client()}"


def locked_until(email: str) -> datetime | None:
    """When signing in is possible again, None where it is now. Minutes are rounded up."""
    now = tools().now()
    ends = [_ends(key, most, now) for key, most in ((email, MOST_FAILURES), (_place(), MOST_OF_CLIENT))]
    return max((end for end in ends if end is not None), default=None)


def _ends(key: str, most: int, now: datetime) -> datetime | None:
    """When fewer than `most` failures lie within the window again: the `most`-th newest is found minute by minute."""
    failures, minutes = tools().records.failures, int(WINDOW.total_seconds() // 60)
    if failures(key, now - WINDOW) < most:
        return None
    ago = next((ago for ago in range(1, minutes) if failures(key, now - timedelta(minutes=ago)) >= most), minutes)
    return now + timedelta(minutes=minutes - ago + 1, seconds=59)


def _email(given: str) -> str:
    return given.strip()[:200].casefold()


def _ahead(given: str) -> str:
    """Where to go on after signing in: an address of these pages, else ""."""
    parts = urlsplit(given)
    own = given.startswith("/") and not given.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return given if own and given.isprintable() and "\\" not in given else ""


def sign_out() -> Answer:
    """End the sign-in."""
    write_down("sign_out")
    guard.end()
    flash("You are signed out.")
    return redirect(url_for("sign_in"))


def no_account() -> Answer:
    """What to do while there is no account."""
    if tools().records.accounts():
        return redirect(url_for("sign_in"))
    said = "There is no account yet. Open the link that coach clinic printed in the terminal; it makes the first one."
    return page("error.html", 200, title="Almost ready", said=said)


def setup(token: str) -> Answer:
    """The page of the one-time link: makes the first account, a lead's."""
    if not guard.setup_open(token):
        abort(404)
    if request.method == "GET":
        return page("setup.html", token=token, name="", email="", wrong={})
    name, email, password = (
        request.form.get("name", ""),
        request.form.get("email", ""),
        request.form.get("password", ""),
    )
    wrong = check_person(name, email) | ({"password": said} if (said := passwords.wrong_with(password)) else {})
    if not wrong and password != request.form.get("again", ""):
        wrong["again"] = "The two passwords differ."
    if wrong:
        return page("setup.html", 422, token=token, name=name, email=email, wrong=wrong)
    account = Account(id=new_id(), name=name.strip(), email=_email(email), role="lead")
    hashed = passwords.hashed(password)
    # At once: an account without a password would close this page, and let nobody in.
    with tools().records.at_once():
        tools().records.put_account(account)
        tools().records.set_password(account.id, hashed)
    guard.begin(account)
    write_down("account.first", account=account.id)
    return redirect(url_for("overview"))


def account_page() -> Answer:
    """One's own account: the password, and by what patients know one's routines."""
    account, wrong = viewer(), {}
    if request.method == "POST":
        wrong = _change_password(account)
        if not wrong:
            flash("Your password is changed. Other places where you were signed in are signed out.")
            return redirect(url_for("account_page"))
    keys = _fingerprints(account)
    return page("account.html", 422 if wrong else 200, wrong=wrong, keys=keys)


def _change_password(account: Account) -> dict[str, str]:
    now, new = request.form.get("now", ""), request.form.get("password", "")
    if locked_until(account.email):
        return {"now": "Too many tries. Wait a quarter of an hour."}
    if not passwords.fits(tools().records.password_of(account.id), now):
        tools().records.tell_failure(account.email, tools().now())
        return {"now": "That is not your password."}
    if said := passwords.wrong_with(new):
        return {"password": said}
    if new != request.form.get("again", ""):
        return {"again": "The two passwords differ."}
    tools().records.set_password(account.id, passwords.hashed(new))
    write_down("account.password", account=account.id)
    guard.begin(account)
    return {}


def _fingerprints(account: Account) -> str:
    if account.role == "reader":
        return ""
    try:
        return fingerprint(keys_of(account).public)
    except ClinicError:
        return ""
