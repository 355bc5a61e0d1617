"""Which of the people before a desk's camera is the sitter, when one looks only every few seconds.

`coach.core.follow` follows somebody through every frame; here seconds lie between two looks, the sitter is nearer to
the camera than whoever passes behind, and a tracker that looks where the sitter was sees bodies in empty chairs. So: a
body that is where the sitter was is the sitter. Any other is looked for afresh, as if nothing were known. Everybody in
the picture is found with the tracker alone, by blanking out one after another: a second model would cost 80 MB.
"""

import math
from dataclasses import dataclass, replace
from typing import Final, Protocol

import numpy as np

from coach.core.body import Landmark
from coach.core.follow import Candidate, candidate, same
from coach.core.pose import Array, Pose
from coach.ports import Frame, Picture

CLOSE_M: Final = 0.15
"""A body whose trunk is within this distance (metres) of the sitter's place is the sitter; estimated: sitters move less
than 0.07 m from look to look in nine of ten, bodies seen in empty chairs were 0.19-0.31 m off. Lower it when an empty
chair is taken for somebody."""

CLOSE_SCALE: Final = 0.18
"""And whose size (logarithm of the scale) is within this; estimated, from the same looks."""

REACH_M: Final = 0.5
"""A body found afresh within this distance (metres) is still the sitter; estimated."""

REACH_SCALE: Final = 0.5
"""And within this change of the logarithm of the scale; estimated: leaning in from 0.7 m to 0.45 m is 0.44, somebody
behind the sitter is at least 0.7 off."""

LATELY_S: Final = 4.5
"""A sitter unseen for longer (seconds) may come back anywhere; estimated."""

KEPT_S: Final = 600.0
"""Whoever was seen beside the sitter, and is much smaller, is not taken for them for so long (seconds) after they left;
estimated. Lower it when somebody who moves far back is not seen."""

SMALL: Final = 0.55
"""Share of the sitter's scale below which somebody is much smaller; estimated."""

LARGE: Final = 1.5
"""Somebody so much larger than the sitter, for `RIVAL_S`, is the sitter; estimated."""

ROUND_S: Final = 30.0
"""Everybody is looked for this often (seconds) while the sitter is thought to be alone; estimated: 0.3 % of a core."""

RIVAL_S: Final = 5.0
"""And this often in company; estimated."""

COMPANY_S: Final = 10.0
"""Others count as there for so long (seconds) after they were found; estimated."""

DENSE_S: Final = 0.3
"""Looks closer together (seconds) are of somebody exercising: no rounds, which would break the tracker's thread."""

MOST_PEOPLE: Final = 3
"""How many people are told apart."""

_MARGIN: Final = 0.12
_CROWN: Final = 1.2
_KEEP_MARGIN: Final = 0.25
_GREY: Final = 128
_SURE: Final = (Landmark.NOSE, Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)
_SCALE_TAU_S: Final = 30.0


class Tracker(Protocol):
    """A pose model that holds one body from call to call, and looks for one when it holds none."""

    def track(self, image: Picture, t_ms: int, t_s: float) -> Pose | None:
        """The body it holds. `t_ms` must rise. Raises ModelError."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Sitter:
    """What is known of the sitter.

    Attributes:
        last: where they were at `last_s`; None before anybody was found. scale: their usual one.
        others: people beside them, at `company_s`. survey_s: when everybody was last looked for.
        rival_s: since when somebody is much larger, or None.
    """

    last: Candidate | None = None
    last_s: float = -math.inf
    scale: float = 0.0
    others: int = 0
    company_s: float = -math.inf
    survey_s: float = -math.inf
    rival_s: float | None = None


def choose(sitter: Sitter, people: list[Candidate], t_s: float) -> tuple[Sitter, int | None]:
    """Which of the people found afresh is the sitter, or None where none of them is."""
    if not people:
        return replace(sitter, rival_s=None), None
    largest = max(range(len(people)), key=lambda index: people[index].scale)
    last = sitter.last
    if last is None or t_s - sitter.last_s > KEPT_S:
        return sitter, largest
    if t_s - sitter.last_s <= LATELY_S:
        nearest = min(range(len(people)), key=lambda index: sum(_apart(last, people[index])))
        if _within(last, people[nearest], REACH_M, REACH_SCALE):
            return _against_rival(sitter, people, nearest, largest, t_s)
    sitter = replace(sitter, rival_s=None)
    company = t_s - sitter.company_s <= KEPT_S
    if company and people[largest].scale < SMALL * sitter.scale:
        return sitter, None
    return sitter, largest


def accept(sitter: Sitter, seen: Candidate, t_s: float) -> Sitter:
    """The sitter is here; their usual scale follows them slowly."""
    if sitter.last is None or t_s - sitter.last_s > KEPT_S:
        scale = seen.scale
    else:
        share = 1.0 - math.exp(-max(0.0, t_s - sitter.last_s) / _SCALE_TAU_S)
        scale = sitter.scale * (seen.scale / sitter.scale) ** share
    return replace(sitter, last=seen, last_s=t_s, scale=scale)


class SitterDetector:
    """A `PoseDetector` for looks that are seconds apart, on one tracker. It also follows through dense frames."""

    def __init__(self, tracker: Tracker) -> None:
        self._tracker = tracker
        self._sitter = Sitter()
        self._start_s: float | None = None
        self._last_s = -math.inf
        self._last_ms = -1
        self._held = False

    def detect(self, frame: Frame) -> Pose | None:
        """Pose of the sitter, or None when nobody is found or it is not them.

        Raises:
            ModelError: the model failed.
            ValueError: time did not rise, or the picture is not (height, width, 3) uint8.
        """
        _check(frame, self._last_s)
        gap_s, self._last_s = frame.t_s - self._last_s, frame.t_s
        held = self._held
        tracked = self._track(frame.image, frame.t_s)
        place = None if tracked is None else candidate(tracked)
        if place is None and not held:
            return None  # it has just looked for anybody
        everybody = self._round_due(frame.t_s, gap_s)
        if tracked is not None and place is not None and not everybody and self._is_close(place, frame.t_s):
            return self._accepted(tracked, place, frame.t_s)
        return self._found_afresh(frame, everybody)

    def close(self) -> None:
        """Free the model. May be called twice."""
        self._tracker.close()

    def _is_close(self, place: Candidate, t_s: float) -> bool:
        last = self._sitter.last
        lately = t_s - self._sitter.last_s <= LATELY_S
        return last is not None and lately and _within(last, place, CLOSE_M, CLOSE_SCALE)

    def _round_due(self, t_s: float, gap_s: float) -> bool:
        sitter = self._sitter
        if t_s - sitter.last_s > LATELY_S:
            return True
        wary = sitter.rival_s is not None or t_s - sitter.company_s <= COMPANY_S
        return gap_s >= DENSE_S and t_s - sitter.survey_s >= (RIVAL_S if wary else ROUND_S)

    def _found_afresh(self, frame: Frame, everybody: bool) -> Pose | None:
        company = frame.t_s - self._sitter.company_s <= COMPANY_S
        people = self._people(frame, MOST_PEOPLE if everybody or company else 1)
        if everybody or company:
            others = len(people) - 1
            self._sitter = replace(self._sitter, survey_s=frame.t_s)
            if others > 0:
                self._sitter = replace(self._sitter, others=others, company_s=frame.t_s)
        self._sitter, index = choose(self._sitter, [place for _, place in people], frame.t_s)
        if index is None:
            return None
        pose, place = people[index]
        if len(people) > 1:
            self._track(_blank(frame.image), frame.t_s)
            self._track(_only(frame.image, pose), frame.t_s)
        return self._accepted(pose, place, frame.t_s)

    def _people(self, frame: Frame, most: int) -> list[tuple[Pose, Candidate]]:
        """Up to so many bodies, each found afresh in the picture without those before."""
        found: list[tuple[Pose, Candidate]] = []
        image = frame.image
        while len(found) < most:
            self._track(_blank(image), frame.t_s)
            pose = self._track(image, frame.t_s)
            place = None if pose is None else candidate(pose)
            if pose is None or place is None or any(same(place, other) for _, other in found):
                break
            # A knee or a sleeve left over from the one before is nobody.
            if found and pose.seen()[list(_SURE)].sum() < len(_SURE):
                break
            found.append((pose, place))
            image = _without(image, pose)
        return found

    def _accepted(self, pose: Pose, place: Candidate, t_s: float) -> Pose:
        self._sitter = accept(self._sitter, place, t_s)
        company = t_s - self._sitter.company_s <= COMPANY_S
        return replace(pose, others=self._sitter.others) if company else pose

    def _track(self, image: Picture, t_s: float) -> Pose | None:
        """The model wants whole, rising milliseconds."""
        if self._start_s is None:
            self._start_s = t_s
        self._last_ms = max(self._last_ms + 1, round((t_s - self._start_s) * 1000))
        pose = self._tracker.track(image, self._last_ms, t_s)
        self._held = pose is not None
        return pose


def _against_rival(
    sitter: Sitter, people: list[Candidate], index: int, largest: int, t_s: float
) -> tuple[Sitter, int | None]:
    """Somebody much nearer to the camera for a while has taken the seat; whoever leans in for a moment has not."""
    if people[largest].scale < LARGE * people[index].scale:
        return replace(sitter, rival_s=None), index
    if sitter.rival_s is None:
        return replace(sitter, rival_s=t_s), index
    if t_s - sitter.rival_s < RIVAL_S:
        return sitter, index
    return replace(sitter, rival_s=None), largest


def _apart(a: Candidate, b: Candidate) -> tuple[float, float]:
    """Metres between two sightings, by the first one's scale, and the change of the logarithm of the scale."""
    return math.hypot(a.x - b.x, a.y - b.y) / a.scale, abs(math.log(a.scale / b.scale))


def _within(a: Candidate, b: Candidate, metres: float, ratio: float) -> bool:
    apart_m, change = _apart(a, b)
    return apart_m <= metres and change <= ratio


def _check(frame: Frame, last_s: float) -> None:
    if not (math.isfinite(frame.t_s) and frame.t_s > last_s):
        raise ValueError(f"time went backwards: {last_s} s, then {frame.t_s} s")
    image = frame.image
    if image.dtype != np.uint8 or image.shape[2:] != (3,) or image.size == 0:
        raise ValueError(f"a picture must be (height, width, 3) uint8, got {image.shape} {image.dtype}")


def _blank(image: Picture) -> Picture:
    return np.full_like(image, _GREY)


def _box(image: Picture, points: Array, margin: float) -> tuple[slice, slice]:
    """Rows and columns of landmarks as far as they are in the picture, with a margin (share of the larger side)."""
    height, width = image.shape[:2]
    xy = np.clip(points[:, :2], 0.0, 1.0) * (width, height)
    low, high = xy.min(axis=0), xy.max(axis=0)
    room = margin * float((high - low).max())
    left, top = np.clip(low - room, 0, (width, height)).astype(int)
    right, bottom = np.clip(high + room, 0, (width, height)).astype(int)
    return slice(top, bottom), slice(left, right)


def _only(image: Picture, pose: Pose) -> Picture:
    box = _box(image, pose.points, _KEEP_MARGIN)
    masked = _blank(image)
    masked[box] = image[box]
    return masked


def _without(image: Picture, pose: Pose) -> Picture:
    seen = pose.seen()
    nose, *shoulders = pose.points[list(_SURE)]
    # No landmark marks the top of the head, and hair and forehead alone pass for somebody.
    crown = nose + _CROWN * (nose - np.mean(shoulders, axis=0))
    points = np.vstack((pose.points[seen] if seen.any() else pose.points, crown))
    masked = image.copy()
    masked[_box(image, points, _MARGIN)] = _GREY
    return masked
