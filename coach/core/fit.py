"""Whom an exercise fits: what it is for, where it is done, and what about a person leaves it out of their plan."""

from dataclasses import dataclass
from typing import Final, Literal

from coach.core.demo import SpecError, Strict

Purpose = Literal["strength", "stretch", "mobility", "lifting"]
Place = Literal["floor", "standing", "chair"]

Condition = Literal[
    "osteoporosis", "pregnant", "bending", "arching", "leg_pain", "knees", "wrists", "shoulders", "hips", "pressure",
    "unsteady",
]  # fmt: skip
"""What may be true of a person: weak bones; pregnant; bending forward hurts; bending backward hurts; pain, tingling or
numbness down a leg that a doctor knows of; sore knees, wrists, shoulders, hips (or a new hip); high blood pressure not
under control; unsteady on the feet, or drowsy from medicines. The words shown for each are in the plan's file."""

LONGEST_WHY: Final = 110
"""Characters; longer is no longer read beside a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion(Strict):
    """Why an exercise is left out for somebody: `why` is a plain sentence about the exercise, not about the person."""

    when: Condition
    why: str
    source: str

    def __post_init__(self) -> None:
        if not 0 < len(self.why) <= LONGEST_WHY or not self.source.strip():
            raise SpecError(f"excludes {self.when}: needs a why of at most {LONGEST_WHY} characters, and a source")
