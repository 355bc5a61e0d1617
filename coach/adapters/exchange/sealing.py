"""Sealing a file so that only whoever holds a private key can read it: HPKE (RFC 9180)."""

import json
from typing import Any, Final

from coach.adapters.exchange import keys
from coach.ports import ExchangeError

KIND: Final = "hpke"

FORMAT: Final = "backcoach.sealed/1"

MAX_BYTES: Final = 30_000_000
"""A sealed results file of the largest size taken (20 MB) has 27 MB."""

_INFO: Final = b"backcoach sealed 1"
"""Bound to what is sealed, so that it is good for nothing else."""


def new_key() -> bytes:
    """A new private key, 32 bytes, of the machine's own chance."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return X25519PrivateKey.generate().private_bytes_raw()


def public_of(private: bytes) -> str:
    """The public key that belongs to a private one: "hpke:" and 43 letters.

    Raises:
        ExchangeError: that is no private key.
    """
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    key = X25519PrivateKey.from_private_bytes(keys.check_private(private))
    return f"{KIND}:{keys.to_text(key.public_key().public_bytes_raw())}"


def seal(content: bytes, public: str) -> bytes:
    """Seal a content; the JSON text of a sealed file.

    Raises:
        ExchangeError: that is no public key.
    """
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    raw = keys.public_bytes(public, KIND)
    if raw is None:
        raise ExchangeError("this is no key to seal to: one begins with hpke: and has 43 letters after it")
    try:
        sealed = _suite().encrypt(content, X25519PublicKey.from_public_bytes(raw), _INFO)
    except ValueError as error:
        raise ExchangeError("this is no key to seal to: it is one of the few that can't be used") from error
    return json.dumps({"format": FORMAT, "to": public, "content": keys.to_text(sealed)}).encode("ascii")


def is_sealed(content: bytes) -> bool:
    """Whether a file says of itself that it is sealed."""
    return content.lstrip()[:1] == b"{" and FORMAT.encode("ascii") in content[:200]


def unseal(sealed: bytes, private: bytes) -> bytes:
    """The content of a sealed file.

    Raises:
        ExchangeError: it is no sealed file, is cut off or changed, or was sealed to another key.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    to, content = _opened(sealed)
    if to != public_of(private):
        raise ExchangeError("this file is sealed to another key, and only its holder can read it")
    key = X25519PrivateKey.from_private_bytes(private)
    try:
        return bytes(_suite().decrypt(content, key, _INFO))
    except (InvalidTag, ValueError) as error:
        raise ExchangeError("this sealed file can't be opened: it is cut off, or was changed on the way") from error


def _suite() -> Any:
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def _opened(sealed: bytes) -> tuple[str, bytes]:
    """To whom a file is sealed, and what is sealed in it."""
    if len(sealed) > MAX_BYTES:
        raise ExchangeError(f"this is larger than {MAX_BYTES // 1_000_000} MB: that is no sealed file")
    try:
        told = json.loads(sealed)
    except (ValueError, RecursionError) as error:
        raise ExchangeError("this is no sealed file, or it is cut off") from error
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise ExchangeError("this is no sealed file of Backcoach")
    to, letters = told.get("to"), told.get("content")
    content = keys.to_bytes(letters) if isinstance(letters, str) else None
    if not isinstance(to, str) or content is None:
        raise ExchangeError("this sealed file can't be opened: it is cut off, or was changed on the way")
    return to, content
