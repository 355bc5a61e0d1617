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
DISKS: Final = ("disk full a while", "disk full to the end")
TAKING: Final = (*BEFORE, *DISKS, "locked a while", "locked to the end")
"""Faults that take the disk away: one of them a session."""

FIRST_S: Final = 2.0
LAST_S: Final = 30.0
"""After the first set begins, seconds of the session's own clock: about as long as exercises are done."""
START_S: Final = (0.3, 12.0)
"""After the program begins, real seconds: while it loads, and the first exercise."""
LONGEST_S: Final = 3.0
SPEED: Final = 6.0
KILLS: Final = 5
"""Of two faults one is the program's end by SIGKILL so many times as often as another."""

MENU: Final = (
    ("glute_bridge", 3, 1.0), ("bird_dog", 1, 2.0), ("plank", 1, 6.0), ("knee_to_chest", 1, 1.0), ("march", 3, 1.0)
)  # fmt: skip
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
    """One session: its exercises (`MENU`), what goes wrong, how fast its clock goes; `real`: MediaPipe and sound."""

    number: int
    items: tuple[tuple[str, int, float], ...]
    faults: tuple[Fault, ...]
    speed: float = SPEED
    real: bool = False

    @property
    def name(self) -> str:
        """What is told of it in the table."""
        return " + ".join(fault.kind for fault in self.faults) or NONE

    def has(self, *kinds: str) -> bool:
        """Whether one of these is among its faults."""
        return any(fault.kind in kinds for fault in self.faults)

    @property
    def touches_disk(self) -> bool:
        """Whether something is in the way of writing."""
        return self.has(*TAKING)

    def as_json(self) -> dict[str, Any]:
        """For the session's process."""
        return asdict(self)

    @classmethod
    def of(cls, found: dict[str, Any]) -> "Plan":
        """From `as_json`."""
        faults = tuple(Fault(**fault) for fault in found.pop("faults"))
        items = tuple((str(id_), int(reps), float(hold_s)) for id_, reps, hold_s in found.pop("items"))
        return cls(items=items, faults=faults, **found)


def plans(count: int, seed: int, *, own_disk: bool, real_every: int = 10) -> Iterator[Plan]:
    """So many sessions: each kind of fault in turn, then each with another one on top.

    Args:
        own_disk: whether there is a disk that can be filled. real_every: so many sessions have one among them that runs
            MediaPipe on a film, with sound, in its own time.
    """
    draw = random.Random(seed)
    known = [kind for kind in KINDS if own_disk or kind not in DISKS]
    for number in range(count):
        kinds = [known[number % len(known)]]
        if number >= len(known):
            others = [kind for kind in known[1:] if _goes_with(kind, kinds[0])]
            kinds += draw.choices(others, [KILLS if kind == "killed" else 1 for kind in others])
        real = number % real_every == real_every - 1
        speed = 1.0 if real else SPEED
        faults = tuple(_fault(kind, speed, draw) for kind in kinds if kind != NONE)
        yield Plan(number, (MENU[0],) if real else tuple(draw.sample(MENU, 2)), faults, speed, real)


def _goes_with(kind: str, other: str) -> bool:
    """Not the same again, and not two that take the same thing away."""
    alike = kind.split(maxsplit=1)[0] == other.split(maxsplit=1)[0]
    return not alike and not (kind in TAKING and other in TAKING) and not (kind in ENDS and other in ENDS)


def _fault(kind: str, speed: float, draw: random.Random) -> Fault:
    """Ends of the program at any moment from its start on, the rest while exercises are done."""
    if kind in BEFORE:
        return Fault(kind, 0.0, draw.uniform(6.0, 12.0), from_start=True)
    if kind in ENDS and draw.random() < 0.4:
        return Fault(kind, draw.uniform(*START_S), 0.0, from_start=True)
    return Fault(kind, draw.uniform(FIRST_S, LAST_S) / speed, draw.uniform(0.5, LONGEST_S))
