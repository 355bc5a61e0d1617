"""What a person is looking at before they take it: a therapist's routine, and what is known of its sender."""

from dataclasses import dataclass
from typing import Literal

from coach.core.therapy.incoming import Incoming

Signer = Literal["unsigned", "known", "new", "other"]
"""Whose key a routine bears: none, the one taken with this author's name before, one never seen, or another one."""

ScanHelp = Literal["", "dark", "far", "other"]
"""What would help a code to be read: nothing known, more light, held closer, another code: this one is no routine's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A routine that was looked at and not taken yet.

    Attributes:
        signer: whose key it bears. before: the version in use, or None. doubt: why it is not to be taken just so, in a
            sentence; "" where nothing speaks against it.
    """

    incoming: Incoming
    signer: Signer
    before: Incoming | None = None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A routine file that lies in the documents folder: what to show of its name, and where it is."""

    name: str
    path: str
