"""The private keys of an account: made at first need, kept sealed with the server's key."""

import base64
import json
from dataclasses import dataclass, replace

from coach.clinic.here import tools
from coach.core.therapy.practice import Account
from coach.ports import ClinicError


@dataclass(frozen=True, slots=True)
class Keys:
    """Private keys, and the public one that routines are known by."""

    signing: bytes
    unsealing: bytes
    public: str
    seal_to: str


def keys_of(account: Account) -> Keys:
    """An account's keys, made where it has none yet.

    Raises:
        ClinicError: they were sealed by another server's key file.
    """
    records, vault, exchange = tools().records, tools().vault, tools().exchange
    sealed = records.sealed_keys(account.id)
    if sealed:
        return _read(vault.unseal(sealed, account.id))
    made = Keys(signing := exchange.new_signing_key(), unsealing := exchange.new_sealing_key(), "", "")
    made = replace(made, public=exchange.signing_public(signing), seal_to=exchange.sealing_public(unsealing))
    with records.at_once():
        records.set_sealed_keys(account.id, vault.seal(_written(made), account.id))
        records.put_account(replace(account, public_key=made.public, seal_key=made.seal_to))
    return made


def owner_of(seal_key: str) -> Account | None:
    """Whose key something was sealed to."""
    return next((one for one in tools().records.accounts() if seal_key and one.seal_key == seal_key), None)


def _written(keys: Keys) -> bytes:
    parts = {"signing": keys.signing, "unsealing": keys.unsealing}
    plain = {name: base64.b64encode(part).decode() for name, part in parts.items()}
    return json.dumps(plain | {"public": keys.public, "seal_to": keys.seal_to}).encode()


def _read(content: bytes) -> Keys:
    try:
        found = json.loads(content)
        signing, unsealing = (base64.b64decode(found[name]) for name in ("signing", "unsealing"))
        return Keys(signing, unsealing, str(found["public"]), str(found["seal_to"]))
    except (ValueError, KeyError, TypeError) as error:
        raise ClinicError("the account's keys can't be read") from error
