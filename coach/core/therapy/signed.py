"""Who signed a file, and whether it still says what was signed."""

import base64
import hashlib
from dataclasses import dataclass
from typing import Final, Literal

GROUPS: Final = 4
"""Groups of four letters in a fingerprint: 80 bits, more than anybody can search through for a key that looks alike."""


@dataclass(frozen=True, slots=True)
class Signed:
    """Attributes:
    state: "valid": the content is what `key` signed; it does not say whose key it is. "changed": it is not.
    by, key, at: as the file tells them; "" where it is unsigned, or they are no texts.
    """

    state: Literal["unsigned", "valid", "changed"]
    by: str = ""
    key: str = ""
    at: str = ""


def fingerprint(key: str) -> str:
    """A public key in short, for two people to compare on the phone: 4 groups of 4 letters; "" for no key."""
    if not key:
        return ""
    letters = base64.b32encode(hashlib.sha256(key.encode()).digest()).decode("ascii")
    return " ".join(letters[4 * n : 4 * n + 4] for n in range(GROUPS))
