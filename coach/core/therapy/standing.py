"""How far somebody is with an assigned routine: in force or over, days done this week, review near. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from coach.core.history import PainTold, SessionRecord
from coach.core.progress import monday, practised
from coach.core.routine import Routine
from coach.core.therapy.assigned import Assigned

REVIEW_NEAR: Final = timedelta(days=7)
"""A review this near is worth a line. Estimated: a week is what an appointment needs."""

When = Literal["ahead", "in_force", "ended"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Attributes:
    when: its first day is still to come, it is in force, or its last day is over.
    done, of: days of this week (from Monday) on which it was done, and asked for.
    review: day of the review, where that is near; else None.
    """

    when: When
    done: int
    of: int
    review: date | None = None


def when(assigned: Assigned, today: date) -> When:
    """Whether a routine is in force on a day."""
    if today < assigned.start:
        return "ahead"
    return "ended" if assigned.end is not None and today > assigned.end else "in_force"


def standing(routine: str, assigned: Assigned, sessions: Sequence[SessionRecord], today: date) -> Standing:
    """How far somebody is with a routine (its id); a day counts on which something of it was done."""
    first = monday(today)
    days = {
        one.started.at.date()
        for one in sessions
        if one.started.routine == routine and first <= one.started.at.date() <= today and practised(one)
    }
    near = assigned.review is not None and today <= assigned.review <= today + REVIEW_NEAR
    return Standing(
        when=when(assigned, today),
        done=len(days),
        of=assigned.days_a_week,
        review=assigned.review if near else None,
    )


def above(assigned: Assigned, pain: int | None) -> bool:
    """Whether pain 0..10 is above the therapist's ceiling; False where none was told."""
    return pain is not None and pain > assigned.pain_ceiling


def pain_to_tell(assigned: Assigned, pains: Sequence[PainTold]) -> tuple[int, int | None] | None:
    """Pain at STOP or after a session that the therapist should hear of: the worst told, and what it was before (None
    where not told); None where there is nothing to tell. `pains` are those of one session."""
    before = next((one.score for one in reversed(pains) if one.when == "before"), None)
    since = max((one.score for one in pains if one.when in ("stop", "after")), default=None)
    if since is None:
        return None
    up = before is not None and since - before >= assigned.stop.pain_up
    return (since, before) if up or above(assigned, since) else None


def pain_words(routine: Routine, pains: Sequence[PainTold]) -> str:
    """What to tell whoever assigned a routine, in one sentence; "" where there is nothing to tell."""
    told = pain_to_tell(routine.assigned, pains) if routine.assigned is not None else None
    if told is None:
        return ""
    since, before = told
    where = "when you stopped" if not any(one.when == "after" and one.score == since for one in pains) else "afterwards"
    was = f", {before} before" if before is not None else ""
    return f"Tell {name_of(routine)}: your pain was {since} {where}{was}."


def name_of(routine: Routine) -> str:
    """Who assigned a routine, as they are called: "Dana Lee" of "Dana Lee, PT"."""
    return routine.author.partition(",")[0].strip() or "your therapist"
