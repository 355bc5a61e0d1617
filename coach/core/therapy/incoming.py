"""A routine that came in from elsewhere, looked at and not yet taken."""

from dataclasses import dataclass

from coach.core.routine import Routine
from coach.core.therapy.signed import Signed


@dataclass(frozen=True, slots=True)
class Incoming:
    """Attributes:
    routine: what it says. signed: who signed it, and whether it was changed since.
    text: the whole file (TOML). digest: of what it says, without the signature.
    """

    routine: Routine
    signed: Signed
    text: str
    digest: str
