"""The words of posture watch: a sample of the world, and what one is taken for."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

import numpy as np
import numpy.typing as npt

from coach.core.pose import Pose

State = Literal[
    "upright",
    "slump",
    "forward_head",
    "too_close",
    "lean_left",
    "lean_right",
    "head_tilt",
    "standing",
    "away",
    "unknown",
]
"""What somebody does at the desk; left and right are their own."""

STATES: Final[tuple[State, ...]] = get_args(State)
SEATED: Final[frozenset[State]] = frozenset(STATES[:7])
"""States in which somebody is known to sit."""

FAULTS: Final[frozenset[State]] = frozenset(STATES[1:7])
"""States that an alert may be about, when they last."""

View = Literal["front", "side"]

Why = Literal["", "no_baseline", "moved", "dark", "camera", "hidden"]
"""Why a state is unknown: no baseline to compare with, camera or chair was moved, no light, no picture, too little of
the person in the picture. "" for every other state."""

PRESENT: Final[frozenset[Why]] = frozenset(("no_baseline", "moved"))
"""Reasons with which somebody sits there all the same: only how can't be told."""

Note = Literal["trunk_time", "neck_time", "hip_closed", "knee_bent", "knee_open", "feet_off"]
"""What only a side camera sees, told beside the state: trunk or head bent for longer than ISO 11226 allows; hips bent
too far; knees too bent or too open; feet that hang."""


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """What was seen at one moment.

    Attributes:
        t_s: seconds on a clock that never goes back.
        pose: the followed person, or None when nobody was found.
        light: mean brightness of the picture, 0 black to 1 white; nan where not known (streams).
        trouble: why there is no picture, one plain sentence, or "".
        thumbnail: the picture shrunk to (36, 48) lightness (see `scene`), None where there is none. Never kept.
    """

    t_s: float
    pose: Pose | None
    light: float = math.nan
    trouble: str = ""
    thumbnail: npt.NDArray[np.float32] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What a sample is taken for.

    Attributes:
        t_s: of the sample.
        state: now; `since_s` when it began (it is confirmed later than it begins, so this lies before `t_s`).
        why: the reason of `unknown`.
        view: from where the camera looks, None until known.
        notes: see `Note`.
        moved: camera or chair was moved, and the baseline waits to be taken anew.
        undecided: a change is under way: look again soon.
        shifts: changes of posture since the start. still_s: seconds since the last one; 0 while away or unknown.
        measures: every measure by name, nan where not seen.
        pose: the sample's.
    """

    t_s: float
    state: State
    since_s: float
    why: Why = ""
    view: View | None = None
    notes: frozenset[Note] = frozenset()
    moved: bool = False
    undecided: bool = False
    shifts: int = 0
    still_s: float = 0.0
    measures: Mapping[str, float] = field(default_factory=dict)
    pose: Pose | None = None
