"""What a camera check looks at, one thing at a time: is it good, and which words mend it?"""

import math
from dataclasses import dataclass, replace
from statistics import median
from typing import Final, Literal

from coach.core import features, framing
from coach.core.body import Side, joint
from coach.core.form import SIDE_ON_DEG
from coach.core.gate import FRONT_ON_DEG, all_hold
from coach.core.pose import FRAME_MARGIN, Pose
from coach.core.posture import Body
from coach.core.spec import Exercise, Framing

ItemId = Literal["person", "frame", "view", "level", "distance", "light", "rate"]
ItemState = Literal["good", "bad", "waiting"]

NEED_FPS: Final = 12.0
"""Slower, and quick repetitions and short faults are missed; estimated (10 still counts the labelled clips)."""

DARK: Final = 0.15
"""Mean brightness 0..1 below which people are found badly; estimated: usable home videos read 0.23-0.35."""

TILTED_DEG: Final = 12.0
"""A camera is called tilted from here; estimated: what is seen of a level camera reads up to 8 (measured)."""

LEVEL_YAW_DEG: Final = 10.0
"""Turned further than this, a level floor seen from above slopes in the picture; computed for a camera at 1 m."""

LABELS: Final[dict[ItemId, str]] = {
    "person": "You are in the picture",
    "frame": "I see all I need of you",
    "view": "You are side-on",
    "level": "The camera is level",
    "distance": "The distance is right",
    "light": "There is enough light",
    "rate": "The camera is fast enough",
}
FACING: Final = "You face the camera"

NOBODY: Final = "I can't see you"
SIDE_ON: Final = "Turn side-on to the camera"
FACE: Final = "Face the camera"
CLOSER: Final = "Come closer to the camera"
BACK: Final = "Step back a little"
LANDSCAPE: Final = "Turn the camera on its side"
LEVEL: Final = "Level the camera: it is tilted"
LIGHT: Final = "It is too dark: add light"
SLOW_CAMERA: Final = "Add light: the camera is slow"
SLOW_COMPUTER: Final = "Close other programs: the computer is slow"

PARTS: Final = ("head", "shoulders", "elbows", "hands", "hips", "knees", "feet")
MOVES: Final = ("", "Step back: ", "Centre yourself: ", "Tilt the camera up: ", "Tilt the camera down: ")

FIXES: Final[tuple[str, ...]] = (
    *(NOBODY, SIDE_ON, FACE, CLOSER, BACK, LANDSCAPE, LEVEL, LIGHT, SLOW_CAMERA, SLOW_COMPUTER),
    *(f"{move}I can't see your {part}" for part in PARTS for move in MOVES),
)
"""Every fix as it is spoken."""

WHOLE: Final = Framing(joints=("ear", "shoulder", "hip", "knee", "ankle"), view="any")
"""What must be seen while no exercise is chosen yet."""

_HEADWARD: Final = {"ear": 0.4, "wrist": 1.1}
_FOOTWARD: Final = {"knee": 0.85, "ankle": 1.7, "heel": 1.75, "foot_index": 1.9}
"""How far joints lie beyond shoulder and hip of somebody stretched out, trunk lengths; usual body proportions."""


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the list.

    Attributes:
        label: what is so when it is good. state: "waiting" where nothing is known; it holds up nothing.
        fix: what mends it, spoken. shown: the same, with its number. Both empty unless bad.
        value: share of joints seen, yaw or tilt in degrees, trunk length in picture heights, brightness 0..1, pictures
            a second; nan where unknown.
    """

    id: ItemId
    label: str
    state: ItemState
    fix: str = ""
    shown: str = ""
    value: float = math.nan


def _judged(id_: ItemId, good: bool | None, fix: str = "", shown: str = "", value: float = math.nan) -> Item:
    if good is None or good:
        return Item(id_, LABELS[id_], "waiting" if good is None else "good", value=value)
    return Item(id_, LABELS[id_], "bad", fix, shown or fix, value)


def person(body: Body | None) -> Item:
    """Somebody is found."""
    return _judged("person", body is not None, NOBODY)


def frame(spec: Framing, pose: Pose | None, body: Body | None) -> Item:
    """Every joint that is needed is seen, on the near side; else the last one missing is named."""
    if pose is None or body is None:
        return _judged("frame", None)
    hidden = [name for name in spec.joints if math.isnan(body.at(name, body.near).real)]
    fix = _move(spec, pose, body.near, hidden) + framing.wish(replace(spec, view="any"), body) if hidden else ""
    return _judged("frame", not hidden, fix, value=framing.tracking(spec, body))


def _move(spec: Framing, pose: Pose, near: Side, hidden: list[str]) -> str:
    """What brings hidden joints into the picture, by where the model guesses them; "" when they only are covered."""
    needed = pose.points[[joint(name, near) for name in spec.joints], :2]
    lost = pose.points[[joint(name, near) for name in hidden], :2]
    beyond = (*-lost.min(axis=0), *(lost.max(axis=0) - 1.0))
    room = (*(1.0 - needed.max(axis=0)), *needed.min(axis=0))
    edges = [edge for edge in range(4) if beyond[edge] > FRAME_MARGIN]
    if len(edges) == 1 and room[edges[0]] > beyond[edges[0]] + FRAME_MARGIN:
        return MOVES[(2, 3, 2, 4)[edges[0]]]
    return MOVES[1] if edges else MOVES[0]


def in_posture(exercise: Exercise | None, body: Body) -> bool:
    """Whether the trunk lies as in the exercise: somebody who still stands there is not told to turn."""
    if exercise is None:
        return False
    bands = [band for band in exercise.gate.keep if band.feature == "trunk_tilt_deg"]
    return all_hold(bands, {"trunk_tilt_deg": body.orientation.trunk_tilt_deg})


def view(spec: Framing, body: Body | None, was_good: bool) -> tuple[Item, ...]:
    """Seen from where the exercise asks. `body` is None while it does not lie in the exercise's posture yet."""
    if spec.view == "any":
        return ()
    slack_deg = 5.0 if was_good else 0.0
    yaw_deg = body.orientation.yaw_deg if body else math.nan
    if spec.view == "side":
        good = None if math.isnan(yaw_deg) else yaw_deg <= SIDE_ON_DEG + slack_deg
        return (_judged("view", good, SIDE_ON, value=yaw_deg),)
    good = None if math.isnan(yaw_deg) else yaw_deg >= FRONT_ON_DEG - slack_deg
    return (replace(_judged("view", good, FACE, value=yaw_deg), label=FACING),)


def camera_tilt_deg(exercise: Exercise | None, pose: Pose | None, body: Body | None) -> float:
    """Tilt of the camera as far as the body tells: by somebody standing straight, or by what rests on the floor."""
    if pose is None or body is None:
        return math.nan
    straight = all(body.angle(name, body.near) > 160 for name in ("hip_angle", "knee_angle"))
    up = body.mid("shoulder") - body.mid("ankle")
    if body.orientation.trunk_tilt_deg < 25 and straight:
        aside = abs(body.mid("hip").real * pose.size[1] / pose.size[0] - 0.5)
        return math.degrees(math.atan2(up.real, -up.imag)) if aside <= 0.25 else math.nan
    if exercise is None or body.orientation.yaw_deg > LEVEL_YAW_DEG:
        return math.nan
    feet, head = (body.at(part, body.near) for part in exercise.demo.floor)
    along = (head - feet) * math.copysign(1.0, (head - feet).real)
    # A line shorter than this, or of a body in motion, tells more of the body than of the floor.
    if not abs(along) >= 1.2 * body.trunk or not all_hold(exercise.gate.start, features.measure(body)):
        return math.nan
    return math.degrees(math.atan2(along.imag, along.real))


def level(samples: tuple[tuple[float, float], ...]) -> Item:
    """The camera stands level, by the median of (time, tilt) lately; unknown more often than not."""
    known = [tilt for _, tilt in samples if not math.isnan(tilt)]
    tilt_deg = median(known) if len(known) >= 5 else math.nan
    good = None if math.isnan(tilt_deg) else abs(tilt_deg) <= TILTED_DEG
    return _judged(
        "level", good, LEVEL, f"The camera is tilted by about {abs(tilt_deg):.0f} degrees: level it", tilt_deg
    )


def distance(spec: Framing, pose: Pose | None, body: Body | None, posed: bool) -> Item:
    """Near enough to judge; and somebody still upright far enough to fit in when lying stretched out."""
    if pose is None or body is None or math.isnan(body.trunk):
        return _judged("distance", None)
    if body.trunk < framing.SMALL:
        return _judged("distance", False, CLOSER, value=body.trunk)
    lengths = 1.0 + sum(
        max((way.get(name, 0.0) for name in spec.joints), default=0.0) for way in (_HEADWARD, _FOOTWARD)
    )
    width, height = pose.size
    fits = posed or body.orientation.trunk_tilt_deg > 45 or body.trunk * lengths <= width / height
    return _judged("distance", fits, BACK if width >= height else LANDSCAPE, value=body.trunk)


def light(brightness: float | None, was_good: bool) -> Item:
    """Mean brightness 0..1 is enough; None and nan are unknown."""
    if brightness is None or math.isnan(brightness):
        return _judged("light", None)
    return _judged("light", brightness >= DARK + (0.0 if was_good else 0.02), LIGHT, value=brightness)


def rate(fps: float, camera_fps: float | None, was_good: bool) -> Item:
    """Pictures a second are enough. With the camera's own rate a slow computer is told from a slow camera."""
    if math.isnan(fps):
        return _judged("rate", None)
    need = NEED_FPS - (1.0 if was_good else 0.25)
    camera = fps if camera_fps is None else camera_fps
    if camera < need:
        shown = f"Your camera gives {_pictures(camera)} a second: add light"
        return _judged("rate", False, SLOW_CAMERA, shown, camera)
    shown = f"This computer manages {_pictures(fps)} a second: close other programs"
    return _judged("rate", fps >= need, SLOW_COMPUTER, shown, fps)


def _pictures(fps: float) -> str:
    # Rounded down: "12 pictures a second" must not be told as too few.
    return "1 picture" if int(fps) == 1 else f"{int(fps)} pictures"
