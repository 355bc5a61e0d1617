"""Whether camera or chair was moved: all stands elsewhere in the picture while the person sits as tall as before.

Somebody who slumps, leans or comes closer changes how head and shoulders stand to each other; a camera that is moved
changes only where they stand in the picture, and how large.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from coach.core.sitting.baseline import PostureBaseline
from coach.core.sitting.places import apart, places

ASIDE: Final = 0.5
LOWER: Final = 0.2
SMALLER: Final = 0.22
"""How far from the baseline everything must stand, shoulder widths (trunk lengths from the side), or natural
logarithm of how much smaller it is; estimated, clinical.md has a shoulder width that jumps by 15 %. Raise them when
asked too often. Larger is no sign: who rolled closer sits too close. Leaning back makes somebody 15-20 % smaller.
"""

SAME_NECK: Final = 0.04
SAME_PITCH: Final = 0.1
SAME_LINE_DEG: Final = 5.0
SAME_TRUNK_DEG: Final = 5.0
"""Within these the person sits as before: neck ratio, pitch, shoulder line, trunk and neck; estimated, twice the
spread of somebody who sits still."""

FOR_S: Final = 4.0
"""How long, seconds; estimated."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Since when everything stands elsewhere, and whether it is believed. It stays so until the baseline is another."""

    since_s: float = math.nan
    told: bool = False


def moved_step(
    state: Moved, t_s: float, now: Mapping[str, float], baseline: PostureBaseline, *, excused: bool
) -> Moved:
    """Follow the measures (of the baseline's view)."""
    if state.told:
        return state
    if not now:
        # Standing, or hidden: what was seen before it says nothing about what is seen after it.
        return replace(state, since_s=math.nan)
    usual = baseline.medians
    if excused or not (_elsewhere(now, usual) and (_same_posture(now, usual) or _tilted(now, usual))):
        return replace(state, since_s=math.nan)
    if math.isnan(state.since_s):
        return replace(state, since_s=t_s)
    return replace(state, told=t_s - state.since_s >= FOR_S)


def shaken_by(state: Moved, now: Mapping[str, float], baseline: PostureBaseline) -> Moved:
    """The room behind was seen to move: so was the camera, if the person stands elsewhere in the picture as well."""
    there, here = places(baseline.medians), places(now)
    return replace(state, told=state.told or apart(there, here) >= SHAKEN) if here and there else state


SHAKEN: Final = 0.1
"""Body lengths that head or shoulders must be elsewhere when the room has moved; estimated: less harms no measure."""


def _elsewhere(now: Mapping[str, float], usual: Mapping[str, float]) -> bool:
    size = "shoulder_width" if "slope_deg" in now else "trunk_length"
    unit = usual[size]
    across = abs(now["shoulder_x"] - usual["shoulder_x"]) / unit
    down = abs(now["shoulder_y"] - usual["shoulder_y"]) / unit
    return across >= ASIDE or down >= LOWER or math.log(unit / now[size]) >= SMALLER


def _same_posture(now: Mapping[str, float], usual: Mapping[str, float]) -> bool:
    if "slope_deg" in now:
        bands = {"neck_ratio": SAME_NECK, "pitch": SAME_PITCH, "slope_deg": SAME_LINE_DEG}
    else:
        bands = {"trunk_deg": SAME_TRUNK_DEG, "neck_deg": SAME_TRUNK_DEG}
    return all(abs(now[name] - usual[name]) <= band for name, band in bands.items())


def _tilted(now: Mapping[str, float], usual: Mapping[str, float]) -> bool:
    """Whether the camera looks from further below (a laptop's lid was opened wider): the neck looks shorter while the
    face tips up. Somebody who slumps is seen from further above."""
    if "slope_deg" not in now:
        return False
    shorter = usual["neck_ratio"] - now["neck_ratio"] >= SAME_NECK
    return shorter and now["pitch"] - usual["pitch"] <= -FROM_BELOW and now["shoulder_y"] > usual["shoulder_y"]


FROM_BELOW: Final = 0.04
"""Pitch (see measures) by which the face must have tipped up; measured 0.05-0.08 when a laptop was moved, and
0.09-0.25 the other way in slumps."""


def put_elsewhere(baseline: PostureBaseline, now: Mapping[str, float]) -> PostureBaseline:
    """The baseline at the new place: the person says that they sit as before."""
    size = ("shoulder_width", "face_size", "eye_distance") if baseline.view == "front" else ("trunk_length", "rise")
    names = ("shoulder_x", "shoulder_y", *size)
    fresh = {name: now[name] for name in names if not math.isnan(now.get(name, math.nan))}
    return replace(baseline, medians={**baseline.medians, **fresh})
