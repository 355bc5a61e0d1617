"""Which of the people in the picture is the one being coached: the largest at the start, and nobody else after that.

A tracker that follows one body slides onto whoever steps in front of it. What gives the change away is the scale: the
picture heights a metre of body takes up. It hardly moves while somebody exercises (a few percent), whatever the
posture, and somebody who can hide the person stands nearer to the camera, so theirs is larger.

Two kinds of evidence come in: every frame the one body the tracker holds, and now and then, when the state asks for
it, a survey of everybody in the picture.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from coach.core.body import Landmark
from coach.core.pose import Pose

REACH_M: Final = 0.15
"""How far (metres) the middle of the trunk may be from where it was last, besides `SPEED_M_S`; estimated: one-person
footage (0.3 m in 0.1 s at most) keeps within both. Lower it when somebody else takes over, raise it when a jump is
lost."""

SPEED_M_S: Final = 2.5
"""How far a metre a second more for each second unseen: a brisk walk with room to spare; estimated."""

SCALE_STEP: Final = 0.20
"""Change of the logarithm of the scale from one look to the next that is still the same person, besides `SCALE_RATE`;
estimated: one-person footage stays below 0.19 in 0.1 s, takeovers show 0.2-0.6. Lower it when somebody else takes
over, raise it when a person at a desk is lost on leaning forward."""

SCALE_RATE: Final = 0.5
"""How much more a second unseen: walking straight at the camera from 3 m to 2 m in a second is 0.4; estimated."""

HOME_M: Final = 0.5
"""Within this distance (metres) of their settled place a person is at home; estimated."""

HOME_SCALE: Final = 0.22
"""And within this change of the logarithm of the scale; estimated: exercise moves it by 0.05, a person at a desk by
0.15, somebody stepping in front by 0.25 and more."""

SETTLE_S: Final = 1.0
"""A place held this long (seconds) is a home; estimated."""

HOME_TAU_S: Final = 1.0
"""Time constant (seconds) with which the home follows the person; estimated. Longer, and leaning forward is doubted."""

DOUBT_S: Final = 3.0
"""A body whose scale left the home's is trusted again after this long (seconds) if nobody was found at the home;
estimated. Raise it when somebody standing in front of the person is taken for them."""

LEFT_S: Final = 3.0
"""A home that was left this long (seconds) ago is forgotten; estimated."""

GIVE_UP_S: Final = 4.0
"""Unseen this long (seconds), or as long as they had been followed if that is less, the largest person in the picture
is followed instead; estimated. Raise it when a person who is hidden for long loses their place, lower it when the
coach waits too long for somebody new."""

GLIMPSE_S: Final = 0.5
"""Somebody followed for no time at all is given up after this long (seconds): a flash binds nobody; estimated."""

SURVEY_EVERY_S: Final = 0.5
"""Least time between two surveys (seconds): each costs about one and a half detections."""

_TRUNK: Final = (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.LEFT_HIP, Landmark.RIGHT_HIP)
_SCALED: Final = (*_TRUNK, Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE, Landmark.LEFT_EAR, Landmark.RIGHT_EAR)
_SCALED_ROWS: Final = list(_SCALED)
_MIN_SPREAD_M: Final = 0.05


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody in the picture.

    Attributes:
        x, y: middle of the trunk in picture heights, y down.
        scale: picture heights that a metre of body takes up; positive, larger is nearer to the camera.
    """

    x: float
    y: float
    scale: float


@dataclass(frozen=True, slots=True)
class FollowState:
    """What is known of the followed person.

    Attributes:
        t_s: time of the last step.
        last: the followed person when last accepted, at `last_s`; None before anybody was found.
        first_s: since when they are followed.
        home: the place they keep to since `home_s`; it counts once held for `SETTLE_S`.
        away_s: since when the tracked body is away from a settled home, or None.
        survey_s: time of the last survey.
        asks: evidence of everybody in the picture would help.
    """

    t_s: float = -math.inf
    last: Candidate | None = None
    last_s: float = -math.inf
    first_s: float = -math.inf
    home: Candidate | None = None
    home_s: float = math.inf
    away_s: float | None = None
    survey_s: float = -math.inf
    asks: bool = False

    @property
    def survey_due(self) -> bool:
        """Whether to look for everybody in the picture now: at once where nobody is known, else now and then."""
        return self.asks and (_unknown(self) or self.t_s - self.survey_s >= SURVEY_EVERY_S)


def candidate(pose: Pose) -> Candidate | None:
    """Place and scale of a body, or None where its landmarks do not say (nan, or folded into a point)."""
    # Plain numbers: for so few, arrays take six times as long, and this is asked of every picture.
    image = pose.plane()[_SCALED_ROWS].tolist()
    trunk = image[: len(_TRUNK)]
    x, y = (sum(row[axis] for row in trunk) / len(trunk) for axis in (0, 1))
    spread, spread_m = _spread(image), _spread(pose.world[_SCALED_ROWS, :2].tolist())
    if not (math.isfinite(spread_m) and math.isfinite(spread) and spread > 0 and spread_m >= _MIN_SPREAD_M):
        return None
    return Candidate(x, y, spread / spread_m)


def _spread(rows: Sequence[Sequence[float]]) -> float:
    """How far points (x, y) lie from their middle, as the root of the mean square."""
    x, y = (sum(row[axis] for row in rows) / len(rows) for axis in (0, 1))
    # Products, for a power raises where a product only becomes infinite.
    return math.sqrt(sum((row[0] - x) * (row[0] - x) + (row[1] - y) * (row[1] - y) for row in rows) / len(rows))


def step(
    state: FollowState, candidates: Sequence[Candidate], t_s: float, *, everybody: bool = False
) -> tuple[FollowState, int | None]:
    """Which candidate is the followed person, as an index, or None where none of them is or it is not sure.

    `candidates` holds the tracked body alone (or nothing), or with `everybody` all that a survey found. The first
    person is taken from a survey only.

    Raises:
        ValueError: time went backwards.
    """
    if not t_s >= state.t_s:
        raise ValueError(f"time went backwards: {state.t_s} s, then {t_s} s")
    state = replace(state, t_s=t_s, asks=False)
    if everybody:
        return _survey(replace(state, survey_s=t_s), candidates)
    if not candidates:
        return state, None
    if _unknown(state):
        return replace(state, asks=True), None
    state = _track(state, candidates[0])
    return state, (0 if state.last_s == t_s else None)


def same(a: Candidate, b: Candidate) -> bool:
    """Whether two sightings at the same moment are of one body."""
    return _reachable(a, b, 0.0)


def _track(state: FollowState, seen: Candidate) -> FollowState:
    if state.last is None or not _reachable(state.last, seen, state.t_s - state.last_s):
        return replace(state, asks=True)
    home = state.home
    if home is None or not _settled(state) or _at_home(home, seen):
        return _accept(state, seen)
    away_s = state.t_s if state.away_s is None else state.away_s
    state = replace(state, away_s=away_s, asks=True)
    if _log_ratio(home, seen) <= HOME_SCALE:
        left = state.t_s - away_s >= LEFT_S
        state = replace(state, last=seen, last_s=state.t_s)
        return _move(state, seen) if left else state
    # Somebody else may stand in front: silence until it is clear that nobody is left behind them.
    return _move(state, seen) if state.t_s - away_s >= DOUBT_S else state


def _survey(state: FollowState, candidates: Sequence[Candidate]) -> tuple[FollowState, int | None]:
    if not candidates:
        return state, None
    last = state.last
    if last is None or _unknown(state):
        index = max(range(len(candidates)), key=lambda i: candidates[i].scale)
        return _move(replace(state, first_s=state.t_s), candidates[index]), index
    if state.home is not None and _settled(state):
        home = state.home
        index = min(range(len(candidates)), key=lambda i: _distance(home, candidates[i]))
        if _at_home(home, candidates[index]):
            return _accept(state, candidates[index]), index
    index = min(range(len(candidates)), key=lambda i: _distance(last, candidates[i]))
    if not _reachable(last, candidates[index], state.t_s - state.last_s) or _doubted(state, candidates[index]):
        return state, None
    return replace(state, last=candidates[index], last_s=state.t_s), index


def _unknown(state: FollowState) -> bool:
    patience_s = min(GIVE_UP_S, state.last_s - state.first_s + GLIMPSE_S)
    return state.last is None or state.t_s - state.last_s > patience_s


def _doubted(state: FollowState, seen: Candidate) -> bool:
    return state.home is not None and _settled(state) and _log_ratio(state.home, seen) > HOME_SCALE


def _settled(state: FollowState) -> bool:
    return state.away_s is not None or state.t_s - state.home_s >= SETTLE_S


def _accept(state: FollowState, seen: Candidate) -> FollowState:
    """The person is here: their home follows them slowly, or moves at once where none was settled."""
    home = state.home
    if home is None or not _at_home(home, seen):
        return _move(state, seen)
    share = 1.0 - math.exp(-max(0.0, state.t_s - state.last_s) / HOME_TAU_S)
    drawn = Candidate(
        home.x + share * (seen.x - home.x),
        home.y + share * (seen.y - home.y),
        home.scale * (seen.scale / home.scale) ** share,
    )
    return replace(state, last=seen, last_s=state.t_s, home=drawn, away_s=None)


def _move(state: FollowState, seen: Candidate) -> FollowState:
    return replace(state, last=seen, last_s=state.t_s, home=seen, home_s=state.t_s, away_s=None)


def _distance(a: Candidate, b: Candidate) -> float:
    """Metres between two sightings, by the nearer one's scale, and their change of scale as if it were metres."""
    return math.hypot(a.x - b.x, a.y - b.y) / max(a.scale, b.scale) + _log_ratio(a, b)


def _log_ratio(a: Candidate, b: Candidate) -> float:
    return abs(math.log(a.scale / b.scale))


def _at_home(home: Candidate, seen: Candidate) -> bool:
    distance_m = math.hypot(home.x - seen.x, home.y - seen.y) / home.scale
    return distance_m <= HOME_M and _log_ratio(home, seen) <= HOME_SCALE


def _reachable(last: Candidate, seen: Candidate, dt_s: float) -> bool:
    distance_m = math.hypot(last.x - seen.x, last.y - seen.y) / last.scale
    near = distance_m <= REACH_M + SPEED_M_S * dt_s
    return near and _log_ratio(last, seen) <= SCALE_STEP + SCALE_RATE * dt_s
