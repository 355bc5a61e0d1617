"""tmp"""

from dataclasses import dataclass

from coach.core.routine import Routine
from coach.core.therapy.signed import Signed


@dataclass(frozen=True, slots=True)
class Incoming:
    """x"""

    routine: Routine
    signed: Signed
    text: str
    digest: str
