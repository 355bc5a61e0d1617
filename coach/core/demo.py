"""The demonstration part of an exercise file: keyframes in clinical angles, and what they must count."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Literal

Part = Literal["shoulder", "elbow", "wrist", "hip", "knee", "heel", "foot_index"]


class SpecError(ValueError):
    """An exercise whose parts do not fit together; the text says which part and why."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Strict:
    """Base of all parts: keys that a part does not know are refused."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyframe(Strict):
    """A figure's posture at a time, in clinical angles (180 straight). A pair is (left, right).

    Attributes:
        t: seconds from the start of the demonstration.
        hip, knee: angles in degrees; hip above 180 is arched.
        shoulder: upper arm from the trunk: 0 beside it, 90 straight in front, 180 overhead.
            None lets the arms lie on the floor.
        elbow, neck: angles in degrees; neck above 180 looks up.
        ankle: angle in degrees; None puts a foot that is near the floor flat on it.
        nod: degrees by which the chin is drawn toward the chest, the neck as it is.
        roll: degrees by which the right hip lies lower than the left, for front views.
            On its side: by which its chest is turned to the floor.
        tilt: degrees by which the whole figure is turned, foot end up, around the head end.
        bend: on its side, degrees by which the trunk is bent at the hips, hips to the floor; negative lifts them.
        curl: degrees by which the back is rounded between hips and shoulders; negative lets it sink.
        shrug: share 0..1 of the neck that is lost between the shoulders.
    """

    t: float
    hip: float | tuple[float, float]
    knee: float | tuple[float, float]
    shoulder: float | tuple[float, float] | None = None
    elbow: float | tuple[float, float] = 170.0
    ankle: float | tuple[float, float] | None = None
    neck: float = 175.0
    nod: float = 0.0
    roll: float = 0.0
    tilt: float = 0.0
    bend: float = 0.0
    curl: float = 0.0
    shrug: float = 0.0


MAX_SECONDS: Final = 120.0
"""Nobody watches a longer demonstration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo(Strict):
    """A moving figure: it draws the exercise and is its test.

    Attributes:
        lying: how the figure lies: belly "up" or "down"; on its "left" or "right" side, facing the camera; or "no": it
            stands or sits, facing right.
        floor: the two parts that rest on the floor, foot end first: they turn the figure. The first stays in place.
        reps: complete repetitions expected, left and right where sides are counted apart. hold_s: seconds of hold.
        yaw: turn of the figure away from side-on, degrees; -90 lets somebody upright face the camera.
    """

    lying: Literal["up", "down", "left", "right", "no"]
    floor: tuple[Part, Part]
    keyframes: tuple[Keyframe, ...]
    reps: int = 0
    left: int = 0
    right: int = 0
    partial: int = 0
    hold_s: float = 0.0
    yaw: float = 0.0

    def __post_init__(self) -> None:
        times = [frame.t for frame in self.keyframes]
        if len(times) < 2 or any(b <= a for a, b in itertools.pairwise(times)):
            raise SpecError("demo: needs two keyframes or more, with rising times")
        if not times[0] >= 0 or not times[-1] <= MAX_SECONDS:
            raise SpecError(f"demo: its times lie between 0 and {MAX_SECONDS:g} s")
        if self.floor[0] == self.floor[1]:
            raise SpecError("demo: floor names two different parts")
        if min(self.reps, self.left, self.right, self.partial, self.hold_s) < 0:
            raise SpecError("demo: what it must count starts at 0")
        self._check_frames()

    def _check_frames(self) -> None:
        if self.lying == "no" and any(None in (frame.ankle, frame.shoulder) for frame in self.keyframes):
            raise SpecError("demo: a figure that does not lie needs ankle and shoulder in each keyframe")
        if self.lying in ("left", "right") and any(frame.shoulder is None for frame in self.keyframes):
            raise SpecError("demo: a figure on its side needs shoulder in each keyframe")
