"""Keys as texts: what they are for, and base64 for addresses and file names, without padding."""

import base64
import re
from typing import Final

from coach.ports import ExchangeError

KEY_BYTES: Final = 32
"""Length of every key here, public and private."""

_LETTERS: Final = re.compile(r"[A-Za-z0-9_-]*")


def to_text(raw: bytes) -> str:
    """Bytes as letters."""
    return base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")


def to_bytes(text: str) -> bytes | None:
    """Letters as bytes; None where they are no such letters, or not those that `to_text` writes."""
    if not _LETTERS.fullmatch(text) or len(text) % 4 == 1:
        return None
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    return raw if to_text(raw) == text else None


def public_bytes(key: str, kind: str) -> bytes | None:
    """The bytes of a public key that begins with its kind and a colon; None where it is none."""
    begins, _, letters = key.partition(":")
    raw = to_bytes(letters) if begins == kind else None
    return raw if raw is not None and len(raw) == KEY_BYTES else None


def check_private(private: bytes) -> bytes:
    """A private key as it is.

    Raises:
        ExchangeError: it has another length.
    """
    if len(private) != KEY_BYTES:
        raise ExchangeError("this is no private key of Backcoach: it has another length")
    return private
