"""Accounts, passwords, signing in."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from coach.adapters.clinic_db.base import Base, row_of, values_of
from coach.adapters.clinic_db.tables import ACCOUNTS, AUDIT, FAILURES, SECRETS, SIGN_INS
from coach.core.cells import clean
from coach.core.therapy.practice import Account, Audited
from coach.ports import ClinicError

USED_EVERY: Final = timedelta(seconds=30)
"""How often a sign-in is marked as used; estimated. Shorter writes at every page, longer signs out that much sooner."""

FAILURES_KEPT: Final = timedelta(days=2)
"""How long failed sign-ins are kept; estimated. Longer than any lock-out looks back."""

LONGEST_EMAIL: Final = 320
"""Characters of an e-mail address: 64 before the @ and 255 behind it."""


class People(Base):
    """Who works in the practice, who is signed in, who did what."""

    def accounts(self) -> list[Account]:
        with self._read() as connection:
            return list(values_of(connection, ACCOUNTS))

    def account(self, id_: str) -> Account | None:
        return self._one(ACCOUNTS.table.c.id == clean(id_))

    def account_of(self, email: str) -> Account | None:
        return self._one(ACCOUNTS.table.c.email_folded == _folded(email))

    def _one(self, where: sa.ColumnElement[bool]) -> Account | None:
        with self._read() as connection:
            return next(iter(values_of(connection, ACCOUNTS, where)), None)

    def put_account(self, account: Account) -> None:
        row = row_of(ACCOUNTS, account, email_folded=_folded(account.email))
        with self._write() as connection:
            try:
                connection.execute(self._put(ACCOUNTS.table, ("id",)), row)
            except IntegrityError as error:
                raise ClinicError(f"There is an account with the e-mail address {account.email} already.") from error
            if not account.active:
                _end(connection, SIGN_INS.c.account == account.id)

    def password_of(self, account: str) -> str:
        return str(self._secret(account, SECRETS.c.password) or "")

    def set_password(self, account: str, hashed: str) -> None:
        with self._write() as connection:
            self._keep_secret(connection, account, password=hashed)
            _end(connection, SIGN_INS.c.account == account)

    def sealed_keys(self, account: str) -> bytes:
        return bytes(self._secret(account, SECRETS.c.sealed) or b"")

    def set_sealed_keys(self, account: str, sealed: bytes) -> None:
        with self._write() as connection:
            self._keep_secret(connection, account, sealed=sealed)

    def _secret(self, account: str, column: sa.Column[Any]) -> Any:
        with self._read() as connection:
            return connection.scalar(sa.select(column).where(SECRETS.c.account == clean(account)))

    def _keep_secret(self, connection: sa.Connection, account: str, **given: Any) -> None:
        if connection.scalar(sa.select(ACCOUNTS.table.c.no).where(ACCOUNTS.table.c.id == account)) is None:
            raise ClinicError("There is no such account.")
        put = self._insert(SECRETS).on_conflict_do_update(index_elements=["account"], set_=given)
        connection.execute(put, {"account": account, "password": "", "sealed": b""} | given)

    def tell_failure(self, email: str, at: datetime) -> None:
        with self._write() as connection:
            connection.execute(sa.delete(FAILURES).where(FAILURES.c.at_utc < utc(at) - FAILURES_KEPT))
            connection.execute(sa.insert(FAILURES), {"email_folded": _folded(email), "at_utc": utc(at)})

    def failures(self, email: str, since: datetime) -> int:
        of = FAILURES.c
        counted = sa.select(sa.func.count()).where(of.email_folded == _folded(email), of.at_utc >= utc(since))
        with self._read() as connection:
            return int(connection.scalar(counted) or 0)

    def forget_failures(self, email: str) -> None:
        with self._write() as connection:
            connection.execute(sa.delete(FAILURES).where(FAILURES.c.email_folded == _folded(email)))

    def begin_sign_in(self, token_hash: str, account: str, at: datetime, until: datetime) -> None:
        row = {"token_hash": token_hash, "account": account, "begun": utc(at), "until": utc(until), "used": utc(at)}
        with self._write() as connection:
            _end(connection, SIGN_INS.c.until <= utc(at))
            try:
                connection.execute(sa.insert(SIGN_INS), row)
            except IntegrityError as error:
                raise ClinicError("There is no such account.") from error

    def signed_in(self, token_hash: str, now: datetime, idle_since: datetime) -> Account | None:
        of, mine = SIGN_INS.c, SIGN_INS.c.token_hash == clean(token_hash)
        going = (mine, of.until > utc(now), of.used >= utc(idle_since))
        who = sa.select(of.account, of.used).where(*going)
        with self._read() as connection:
            found = connection.execute(who).first()
            whose = sa.true() if found is None else ACCOUNTS.table.c.id == found.account
            account: Account | None = next(iter(values_of(connection, ACCOUNTS, whose)), None)
        if found is None or account is None or not account.active:
            return None
        if utc(now) - found.used >= USED_EVERY:
            with self._write() as connection:
                connection.execute(sa.update(SIGN_INS).where(mine).values(used=utc(now)))
        return account

    def end_sign_in(self, token_hash: str) -> None:
        with self._write() as connection:
            _end(connection, SIGN_INS.c.token_hash == clean(token_hash))

    def audit(self, entry: Audited) -> None:
        with self._write() as connection:
            connection.execute(sa.insert(AUDIT.table), row_of(AUDIT, entry))

    def audited(self, *, patient: str = "", last: int = 200) -> Sequence[Audited]:
        of = AUDIT.table.c
        picked = sa.select(of.no).where(*([of.patient == clean(patient)] if patient else []))
        newest = picked.order_by(of.no.desc()).limit(last)
        with self._read() as connection:
            return list(values_of(connection, AUDIT, of.no.in_(newest), order=(of.no.desc(),)))


def utc(at: datetime) -> datetime:
    """A moment as a cell takes it."""
    return at.astimezone(UTC).replace(tzinfo=None)


def _folded(email: str) -> str:
    return clean(email).strip().casefold()[:LONGEST_EMAIL]


def _end(connection: sa.Connection, which: sa.ColumnElement[bool]) -> None:
    connection.execute(sa.delete(SIGN_INS).where(which))
