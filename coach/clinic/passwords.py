"""Passwords: kept as Argon2id, compared in the same time whether or not there is an account."""

import threading
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST: Final = 10
"""Letters of a password. Source: NIST SP 800-63B asks for 8 or more and no rules of kinds; two more is our choice."""

LONGEST: Final = 200
"""Letters; a longer one only costs the server time."""

_HASHER: Final = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=4, hash_len=32, salt_len=16)
"""Argon2id as RFC 9106 recommends second (64 MiB, 3 passes, 4 lanes). Raise memory_cost as servers grow: passwords are
hashed anew when their owners sign in."""

_NOBODYS: Final = "$argon2id$v=19$m=65536,t=3,p=4$c29tZS1zYWx0LWhlcmUhIQ$ZPHDgrDLj2Yd3ZJ5N0oYFBrhm0bJ0wv0Zf1bUOJ8pXk"
"""A hash that no password gives; hashing against it takes as long as against a real one."""

_AT_ONCE: Final = threading.Semaphore(2)
"""Each takes 64 MiB for a moment: more at once would let a crowd of sign-ins use up the memory."""


def wrong_with(password: str) -> str:
    """Why a password can't be taken, "" where it can."""
    if len(password) < SHORTEST:
        return f"A password has at least {SHORTEST} letters."
    return f"A password has at most {LONGEST} letters." if len(password) > LONGEST else ""


def hashed(password: str) -> str:
    """What is kept of a password."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def fits(kept: str, password: str) -> bool:
    """Whether a password is the one that was kept; `kept` "" (nobody's) takes as long and never fits."""
    try:
        with _AT_ONCE:
            return _HASHER.verify(kept or _NOBODYS, password[: LONGEST + 1]) and bool(kept)
    except (VerificationError, InvalidHashError):
        return False


def is_old(kept: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(kept)
