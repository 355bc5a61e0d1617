"""The safety questions: what is asked, when it is due, what follows. All words come from a file; none is a verdict."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from coach.core.demo import SpecError, Strict
from coach.core.history import PainTold, SafetyAnswered

Tier = Literal["emergency", "soon"]
Outcome = Literal["clear", "soon", "emergency"]
Level = Literal["go", "care", "stop"]

PAIN_TOP: Final = 10
"""Pain is told from 0 to this."""

PAIN_RISE: Final = 2
"""So many points more than last time ask the questions anew. Source: a change of about 2 points matters on this scale,
https://pmc.ncbi.nlm.nih.gov/articles/PMC5828378"""

PAIN_HIGH: Final = 6
"""From this score on they are asked every time. Source: pain traffic light, 6-10 is stop."""

ASK_EVERY: Final = timedelta(days=7)
"""They are asked at least this often; estimated."""

HIGH_EVERY: Final = timedelta(days=1)
"""A high score told at any time in a flare-up asks them this often; estimated. Shorten it to ask more often."""

CLOCK_SLACK: Final = timedelta(days=1)
"""An answer from further ahead than this means that the clock went backwards: its age is unknown, so it is asked anew.
Less than this is travel or a clock put right; estimated."""

MOST_QUESTIONS: Final = 5
"""More on one page are no longer read; estimated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Strict):
    """One thing that may be ticked. `source` says where it comes from."""

    id: str
    text: str
    tier: Tier
    source: str

    def __post_init__(self) -> None:
        if not self.text.strip() or not self.source.strip():
            raise SpecError(f"question {self.id}: needs a text and a source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Strict):
    """A page of questions, answered "none of these" with one tap. `lead` stands above them."""

    id: str
    title: str
    lead: str
    questions: tuple[Question, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.questions) <= MOST_QUESTIONS:
            raise SpecError(f"group {self.id}: has one to {MOST_QUESTIONS} questions")


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice(Strict):
    """What a pain score means: `level` up to and with the score `most`, and the sentence for it."""

    level: Level
    most: int
    text: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StopRule(Strict):
    """When to stop whatever the screen says."""

    text: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Help(Strict):
    """What to do after a tick: a title and lines to read one by one."""

    title: str
    lines: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening(Strict):
    """The whole safety screen.

    Attributes:
        title, intro: above the questions. none: the button for "none of these".
        groups: pages of questions.
        clear: said when nothing was ticked; it promises nothing.
        emergency, soon: what to do, by the worst thing ticked.
        unlock: the sentence that unlocks exercise. unlock_note: when to use it.
        pain: advice by pain score, rising. stop_rules: shown before exercise.
    """

    title: str
    intro: str
    none: str
    groups: tuple[Group, ...]
    clear: str
    emergency: Help
    soon: Help
    unlock: str
    unlock_note: str
    pain: tuple[Advice, ...]
    stop_rules: tuple[StopRule, ...]

    def __post_init__(self) -> None:
        ids = [question.id for question in self.questions]
        if len(set(ids)) != len(ids) or len({group.id for group in self.groups}) != len(self.groups):
            raise SpecError("groups: an id stands twice")
        if not any(question.tier == "emergency" for question in self.questions):
            raise SpecError("groups: no question has the tier emergency")
        bounds = [advice.most for advice in self.pain]
        if bounds != sorted(set(bounds)) or bounds[-1:] != [PAIN_TOP]:
            raise SpecError(f"pain: most must rise from row to row and end at {PAIN_TOP}")

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in order."""
        return tuple(question for group in self.groups for question in group.questions)


def outcome(screening: Screening, answers: Collection[str]) -> Outcome:
    """What follows from the ids ticked: the worst of their tiers, "clear" without any.

    Raises:
        ValueError: an id is not among the questions; it is never taken for harmless.
    """
    tiers = {question.id: question.tier for question in screening.questions}
    unknown = sorted(set(answers) - tiers.keys())
    if unknown:
        raise ValueError(f"there is no safety question '{unknown[0]}'")
    found = {tiers[answer] for answer in answers}
    if "emergency" in found:
        return "emergency"
    return "soon" if found else "clear"


def locked(screenings: Sequence[SafetyAnswered]) -> bool:
    """Whether exercise is locked: the last emergency was not followed by "I have been checked".

    `screenings` stand in the order they were given, which the clock may contradict. Answering "none of these" later
    unlocks nothing.
    """
    for screening in reversed(screenings):
        if screening.outcome in {"emergency", "checked"}:
            return screening.outcome == "emergency"
    return False


def due(
    screenings: Sequence[SafetyAnswered],
    pains: Sequence[PainTold],
    pain_now: int | None,
    now: datetime,
    *,
    flare: datetime | None = None,
) -> bool:
    """Whether the questions are to be asked before this session: at first use, weekly, when pain is high or has risen,
    and once in each flare-up.

    Args:
        screenings: earlier answers, in the order given; "checked" counts as one.
        pains: scores told earlier, in the order given, without the one of now. Only those told before a session or at
            any time in a flare-up compare with it: exercise itself may raise the others for a while.
        pain_now: 0 to 10, None when not told.
        now: aware local time; it may lie before earlier answers when the clock was put back.
        flare: when the flare-up was told that is open now, None without one.

    Raises:
        ValueError: `pain_now` is outside 0 to 10.
    """
    if pain_now is not None:
        _check_score(pain_now)
    if not screenings:
        return True
    if _is_old(screenings[-1], now, ASK_EVERY) or (flare is not None and not _since(screenings[-1], flare, now)):
        return True
    return pain_now is not None and (pain_now >= PAIN_HIGH or _has_risen(pains, pain_now))


def due_in_flare(
    screenings: Sequence[SafetyAnswered], pains: Sequence[PainTold], pain_now: int, now: datetime, flare: datetime
) -> bool:
    """Whether they are to be asked with a score told in a flare-up, as in `due`; but a high score that stays high asks
    them once a day only, as it may be told many times.

    Raises:
        ValueError: `pain_now` is outside 0 to 10.
    """
    if not due(screenings, pains, pain_now, now, flare=flare):
        return False
    if _has_risen(pains, pain_now) or due(screenings, pains, None, now, flare=flare):
        return True
    return _is_old(screenings[-1], now, HIGH_EVERY)


def _is_old(answered: SafetyAnswered, now: datetime, longest: timedelta) -> bool:
    """Whether an answer is that old, or its age is unknown as it lies ahead."""
    age = now - answered.at
    return age >= longest or age < -CLOCK_SLACK


def _since(answered: SafetyAnswered, flare: datetime, now: datetime) -> bool:
    """Whether an answer was given since a flare-up was told. Where that lies ahead, the clock was put back, and an
    answer of the last day will do."""
    return answered.at >= flare or (flare > now and not _is_old(answered, now, CLOCK_SLACK))


def _has_risen(pains: Sequence[PainTold], pain_now: int) -> bool:
    last = next((told.score for told in reversed(pains) if told.when in ("before", "flare")), pain_now)
    return pain_now - last >= PAIN_RISE


def pain_advice(screening: Screening, score: int) -> Advice:
    """What a pain score 0 to 10 means for exercise now.

    Raises:
        ValueError: the score is outside 0 to 10.
    """
    _check_score(score)
    return next(advice for advice in screening.pain if score <= advice.most)


def _check_score(score: int) -> None:
    if not 0 <= score <= PAIN_TOP:
        raise ValueError(f"pain lies between 0 and {PAIN_TOP}, got {score}")
