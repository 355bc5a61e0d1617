"""What a therapist adds to a routine: for whom, from when, how often, and when to stop."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from coach.core.demo import SpecError, Strict

MOST_WORDS: Final = 600
"""Characters of a note; a longer one is read by nobody. Estimated."""

MOST_SIGNS: Final = 6
"""Signs to stop for; more are remembered by nobody. Estimated."""

PAIN_CEILING: Final = 5
"""Pain 0..10 above which an assigned session waits, unless the therapist says another. Estimated: a session is flagged
from 6 during exercise (clinical.md 5.2, dashboard minimum)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop(Strict):
    """When to stop.

    Attributes:
        pain_up: a session that ends with pain higher by so many points than it began is flagged (2 is the clinically
            important change of the 0-10 scale, PMC5828378).
        form_slips: end a set when form has gone for good.
        signs: the therapist's own, a short sentence each, shown before the first exercise.
    """

    pain_up: int = 2
    form_slips: bool = True
    signs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= self.pain_up <= 10:
            raise SpecError("stop: pain_up lies between 1 and 10")
        if len(self.signs) > MOST_SIGNS or any(not 0 < len(sign) <= 120 for sign in self.signs):
            raise SpecError(f"stop: at most {MOST_SIGNS} signs of 1 to 120 characters")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress(Strict):
    """How the routine grows.

    Attributes:
        rule: "therapist": only the therapist changes it. "offered": the program may offer one small step at a time, by
            its own rules, within the exercise's limits; the person says yes or no, and the therapist sees it.
        after_sessions: sessions done whole and in form before a step is offered.
        pain_at_most: and pain 0..10 in them at most.
    """

    rule: Literal["therapist", "offered"] = "therapist"
    after_sessions: int = 2
    pain_at_most: int = 3

    def __post_init__(self) -> None:
        if not 1 <= self.after_sessions <= 20:
            raise SpecError("progress: after_sessions lies between 1 and 20")
        if not 0 <= self.pain_at_most <= 10:
            raise SpecError("progress: pain_at_most lies between 0 and 10")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliver(Strict):
    """Where results may be delivered by the program itself, once the person has said so.

    Attributes:
        address: of the practice, https (or http on this machine). token: says whose results they are.
    """

    address: str
    token: str

    def __post_init__(self) -> None:
        local = ("http://127.0.0.1", "http://localhost", "http://[::1]")
        if not self.address.startswith(("https://", *local)) or len(self.address) > 300 or not self.address.isascii():
            raise SpecError("deliver: address begins with https://")
        if not 16 <= len(self.token) <= 200 or not self.token.isascii() or not self.token.isprintable():
            raise SpecError("deliver: token has 16 to 200 letters and digits")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned(Strict):
    """Who assigned a routine to whom, and how it is to be kept.

    Attributes:
        patient: the therapist's own reference; need not be a name.
        start, end, review: first and last day, and the day to look at it again; None where it has none.
        days_a_week: 1 to 7. sessions_a_day: 1 to 3.
        pain_ceiling: pain 0..10 above which a session waits.
        notes: words for the person. version: counts the therapist's changes, from 1.
        seal_to: public key to which results are sealed ("hpke:" and 43 or more letters), or "".
    """

    patient: str
    start: date
    end: date | None = None
    review: date | None = None
    days_a_week: int = 3
    sessions_a_day: int = 1
    pain_ceiling: int = PAIN_CEILING
    stop: Stop = field(default_factory=Stop)
    progress: Progress = field(default_factory=Progress)
    notes: str = ""
    version: int = 1
    seal_to: str = ""
    deliver: Deliver | None = None

    def __post_init__(self) -> None:
        if not 0 < len(self.patient) <= 80 or not self.patient.isprintable():
            raise SpecError("assigned: patient is a reference of 1 to 80 characters")
        self._check_numbers()
        if len(self.notes) > MOST_WORDS:
            raise SpecError(f"assigned: notes have at most {MOST_WORDS} characters")
        if self.seal_to and not (self.seal_to.startswith("hpke:") and len(self.seal_to) <= 120):
            raise SpecError("assigned: seal_to begins with hpke:")

    def _check_numbers(self) -> None:
        for name, day in (("end", self.end), ("review", self.review)):
            if day is not None and day < self.start:
                raise SpecError(f"assigned: {name} is not before start, {self.start}")
        ranges = {"days_a_week": (1, 7), "sessions_a_day": (1, 3), "pain_ceiling": (0, 10), "version": (1, 9999)}
        for name, (low, high) in ranges.items():
            if not low <= getattr(self, name) <= high:
                raise SpecError(f"assigned: {name} lies between {low} and {high}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature(Strict):
    """Who signed a file: `by` is a name, `key` and `value` are letters of base64, `at` a moment in ISO 8601."""

    by: str
    key: str
    at: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits(Strict):
    """Within what a therapist may set an exercise; each a least and a most. Wider than what a plan grows to by itself.

    Attributes:
        sets, reps, hold_s: doses. target: of the main measure, in its unit, around the exercise's own target; None
            where no target can be set. limit: how far the main measure may be limited; None where it can't be.
        along: features that go with the main measure; what is asked of them follows a target that is set.
    """

    sets: tuple[int, int] = (1, 6)
    reps: tuple[int, int] = (1, 20)
    hold_s: tuple[float, float] | None = None
    target: tuple[float, float] | None = None
    limit: tuple[float, float] | None = None
    along: tuple[str, ...] = ()
    source: str

    def __post_init__(self) -> None:
        for name in ("sets", "reps", "hold_s", "target", "limit"):
            span = getattr(self, name)
            if span is not None and not span[0] < span[1]:
                raise SpecError(f"limits: {name} goes from the least to the most")
        if not self.source.strip():
            raise SpecError("limits: needs a source, or the word estimated")
