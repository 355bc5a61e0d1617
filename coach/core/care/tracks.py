"""A recorded track: how long somebody was on the move in it, and how fast. Pure."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

GAP_S: Final = 120.0
"""Points further apart, seconds, have nothing known between them: the recording was paused; estimated. Raise it when
minutes of a phone that records seldom are missing."""
WINDOW_S: Final = 15.0
"""Speed is taken over so many seconds at least: a receiver that lies still seems to move from second to second;
estimated. Raise it when stops count, lower it when short stretches are missing."""
STILL_M_S: Final = 0.35
"""Slower is a stop, metres a second (1.3 km/h); estimated. Lower it when a very slow walk counts too little."""
FAST_M_S: Final = 20.0
"""Faster is a jump of the receiver or a car, metres a second (72 km/h); estimated."""

WALK_M_S: Final = 2.2
"""Up to this mean speed a track without a name of its own is a walk (8 km/h); above `CYCLE_M_S` (14 km/h) it is a
bicycle; between them a run; estimated."""
CYCLE_M_S: Final = 3.9

_EARTH_M: Final = 6_371_000.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of a track: seconds, and degrees north and east."""

    t_s: float
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Moved:
    """Seconds on the move, and metres in them."""

    seconds: float = 0.0
    metres: float = 0.0

    @property
    def speed_m_s(self) -> float:
        """Mean speed; nan without a move."""
        return self.metres / self.seconds if self.seconds > 0 else math.nan

    @property
    def kind(self) -> str:
        """What a track of that speed probably was."""
        if math.isnan(self.speed_m_s) or self.speed_m_s < WALK_M_S:
            return "walk"
        return "cycle" if self.speed_m_s > CYCLE_M_S else "run"


def distance_m(a: Spot, b: Spot) -> float:
    """Metres between two spots, along the earth."""
    north, east = math.radians(b.lat - a.lat), math.radians(b.lon - a.lon)
    part = math.sin(north / 2) ** 2
    part += math.cos(math.radians(a.lat)) * math.cos(math.radians(b.lat)) * math.sin(east / 2) ** 2
    return 2 * _EARTH_M * math.asin(math.sqrt(min(1.0, part)))


def moved(segments: Iterable[Sequence[Spot]]) -> Moved:
    """Time on the move in a track's segments; stops, gaps and jumps are left out, and so are points whose time does
    not rise."""
    seconds = metres = 0.0
    for spots in segments:
        for start, end in (window for run in _runs(spots) for window in _windows(run)):
            long_s, far_m = end.t_s - start.t_s, distance_m(start, end)
            if STILL_M_S <= far_m / long_s <= FAST_M_S:
                seconds, metres = seconds + long_s, metres + far_m
    return Moved(seconds, metres)


def _runs(spots: Iterable[Spot]) -> Iterator[list[Spot]]:
    """Spots without a gap between them, their times rising."""
    run: list[Spot] = []
    for spot in spots:
        if run and spot.t_s <= run[-1].t_s:
            continue
        if run and spot.t_s - run[-1].t_s > GAP_S:
            yield run
            run = []
        run.append(spot)
    yield run


def _windows(run: Sequence[Spot]) -> Iterator[tuple[Spot, Spot]]:
    """Stretches of a run, each just long enough to tell a speed; the last may be shorter."""
    start = run[0] if run else None
    for spot in run:
        if start is not None and spot.t_s - start.t_s >= WINDOW_S:
            yield start, spot
            start = spot
    if start is not None and run[-1].t_s > start.t_s:
        yield start, run[-1]
