"""Which session suffers what, and when: drawn from a seed, so that a run can be run again."""

import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

INSIDE: Final = ("camera back", "camera gone", "clock back", "slept")
"""Faults that the session's own process plays: its camera and its clocks are stand-ins."""

BEFORE: Final = ("read-only a while", "read-only to the end", "folder read-only")
"""Faults that are there when the session begins: who has a file open already goes on writing it."""

OUTSIDE: Final = (
    "detector killed", "detector hung", "disk full a while", "disk full to the end", "locked a while",
    "locked to the end", *BEFORE, "killed", "terminated",
)  # fmt: skip
NONE: Final = "none"
KINDS: Final = (NONE, *INSIDE, *OUTSIDE)

ENDS: Final = ("killed", "terminated")
FIRST_S: Final = 0.3
LAST_S: Final = 9.0
LONGEST_S: Final = 3.0

MENU: Final = (("glute_bridge", 3, 1.0), ("bird_dog", 1, 2.0), ("plank", 1, 6.0), ("knee_to_chest", 1, 1.0), ("march", 3, 1.0))
"""Exercise, repetitions, seconds of a hold: short ones, so that much happens in a session."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong, so many real seconds after the session's program was begun (`from_start`) or its first
    set, and for so long."""

    kind: str
    at_s: float
    for_s: float
    from_start: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """One session: its exercises (`MENU`), what goes wrong, how fast its clock goes; `real` with MediaPipe and sound."""

    number: int
    items: tuple[tuple[str, int, float], ...]
    faults: tuple[Fault, ...]
    speed: float = 8.0
    real: bool = False

    @property
    def name(self) -> str:
        """What is told of it in the table."""
        return " + ".join(fault.kind for fault in self.faults) or NONE

    def has(self, *kinds: str) -> bool:
        """Whether one of these is among its faults."""
        return any(fault.kind in kinds for fault in self.faults)

    def as_json(self) -> dict[str, Any]:
        """For the session's process."""
        return asdict(self)

    @classmethod
    def of(cls, found: dict[str, Any]) -> "Plan":
        """From `as_json`."""
        faults = tuple(Fault(**fault) for fault in found.pop("faults"))
        items = tuple((str(id_), int(reps), float(hold_s)) for id_, reps, hold_s in found.pop("items"))
        return cls(items=items, faults=faults, **found)


def plans(count: int, seed: int, real_every: int = 10) -> Iterator[Plan]:
    """So many sessions: each kind of fault in turn, then each with the end of the program or with another on top.

    Every `real_every`th one runs MediaPipe on a film, in its own time, but for those whose fault needs exercises of
    several kinds.
    """
    draw = random.Random(seed)
    for number in range(count):
        kinds = [KINDS[number % len(KINDS)]]
        if number >= len(KINDS):
            kinds.append(draw.choice([kind for kind in KINDS[1:] if _goes_with(kind, kinds[0])]))
        faults = tuple(_fault(kind, draw) for kind in kinds if kind != NONE)
        real = number > 0 and number % real_every == 0
        items = (("glute_bridge", 3, 1.0),) if real else tuple(draw.sample(MENU, 2))
        yield Plan(number, items, faults, 1.0 if real else 8.0, real)


def _goes_with(kind: str, other: str) -> bool:
    """Not the same again, and not two that take the same thing away."""
    return kind.split()[0] != other.split()[0] and not (
        {kind, other} <= {*BEFORE, "disk full a while", "disk full to the end", "locked a while", "locked to the end"}
    )


def _fault(kind: str, draw: random.Random) -> Fault:
    """Ends of the program at any moment from its start on, the rest while exercises are done."""
    from_start = kind in BEFORE or (kind in ENDS and draw.random() < 0.3)
    return Fault(kind, 0.0 if kind in BEFORE else draw.uniform(FIRST_S, LAST_S), draw.uniform(0.5, LONGEST_S), from_start)
