"""Signing documents with Ed25519 (RFC 8032), and seeing whether they still say what was signed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from coach.adapters.exchange import keys
from coach.core.therapy.canonical import canonical
from coach.core.therapy.signed import Signed
from coach.ports import ExchangeError

KIND: Final = "ed25519"

PREFIX: Final = b"backcoach 1\n"
"""Stands before what is signed, so that a signature is never good for a text of another kind."""

PARTS: Final = ("by", "key", "at", "value")
"""What a signature says of itself; all but the value is signed too."""

MOST_LETTERS: Final = 200
"""Of a part of a signature."""


def new_key() -> bytes:
    """A new private key, 32 bytes, of the machine's own chance."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_of(private: bytes) -> str:
    """The public key that belongs to a private one: "ed25519:" and 43 letters.

    Raises:
        ExchangeError: that is no private key.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(keys.check_private(private))
    return f"{KIND}:{keys.to_text(key.public_key().public_bytes_raw())}"


def sign(document: Mapping[str, Any], private: bytes, by: str, at: datetime) -> dict[str, Any]:
    """A copy of a document with its signature; one that was there is replaced.

    Args:
        by: the signer's name. at: when; aware.

    Raises:
        ExchangeError: that is no private key, the name is not one line of 1 to 200 characters, or the document holds
            what can't be signed.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if not 0 < len(by) <= MOST_LETTERS or not by.isprintable():
        raise ExchangeError(f"whoever signs has a name of 1 to {MOST_LETTERS} characters in one line")
    key = Ed25519PrivateKey.from_private_bytes(keys.check_private(private))
    told = {"by": by, "key": public_of(private), "at": at.isoformat(timespec="seconds")}
    value = keys.to_text(key.sign(_content(document, told)))
    return {**document, "signature": {**told, "value": value}}


def check(document: Mapping[str, Any]) -> Signed:
    """Whether a document still says what was signed. A signature that is none, such as garbage, counts as changed.

    Raises:
        ExchangeError: the document holds what can't have been signed.
    """
    told = document.get("signature")
    if told is None:
        return Signed("unsigned")
    parts = _parts(told)
    if parts is None:
        return Signed("changed")
    signed = {name: parts[name] for name in PARTS if name != "value"}
    valid = _is_valid(parts["key"], parts["value"], _content(document, signed))
    return Signed("valid" if valid else "changed", **signed)


def _parts(told: Any) -> dict[str, str] | None:
    if not isinstance(told, Mapping) or told.keys() != set(PARTS):
        return None
    parts = dict(told)
    whole = all(isinstance(part, str) and len(part) <= MOST_LETTERS for part in parts.values())
    return parts if whole else None


def _content(document: Mapping[str, Any], signature: Mapping[str, str]) -> bytes:
    try:
        return PREFIX + canonical({**document, "signature": signature})
    except (ValueError, RecursionError) as error:
        raise ExchangeError(f"this can't be signed, nor have been signed: {_plain(error)}") from error


def _plain(error: Exception) -> str:
    return "it is nested too deeply" if isinstance(error, RecursionError) else str(error)


def _is_valid(key: str, value: str, content: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    public, raw = keys.public_bytes(key, KIND), keys.to_bytes(value)
    if public is None or raw is None:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(raw, content)
    except (InvalidSignature, ValueError):
        return False
    return True
