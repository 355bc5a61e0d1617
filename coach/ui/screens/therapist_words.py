"""A therapist's routine in words, all of it: from whom, for whom, until when, what is asked, when to stop."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from coach.core.demo import SpecError
from coach.core.routine import Item, Routine, Work, works
from coach.core.spec import Exercise
from coach.core.therapy.assigned import Assigned
from coach.core.therapy.incoming import Incoming
from coach.core.therapy.item_words import limit_words, off_words, target_words, tempo_of
from coach.core.therapy.looked import Looked
from coach.core.therapy.signed import Signed, fingerprint
from coach.ui.reader import Block, Line
from coach.ui.set_words import dose
from coach.ui.theme import State

UNSIGNED: Final = "Not signed: ask your therapist if this is theirs"
CHANGED: Final = "Changed after it was signed: not taken"
NEW_KEY: Final = "First time with this key. You can compare it with your therapist's."
SAME_KEY: Final = "The same key as before."
NOT_JUDGED: Final = "Shown and told back to your therapist, not judged."


def day_words(day: date, *, year: bool = False) -> str:
    """ "4 December", with `year` "4 December 2026"."""
    return f"{day.day} {day:%B %Y}" if year else f"{day.day} {day:%B}"


def signed_words(signed: Signed) -> tuple[str, State]:
    """Who signed a file, in one plain line, and its sign."""
    if signed.state == "valid":
        return f"Signed by {signed.by} (key {fingerprint(signed.key)})", "good"
    return (CHANGED, "fault") if signed.state == "changed" else (UNSIGNED, "idle")


def known_words(looked: Looked) -> tuple[str, State] | None:
    """What is known of the sender, or speaks against it, in one sentence; None where there is nothing to say."""
    if looked.incoming.signed.state == "changed":
        return None
    if said := looked.doubt:
        return f"{said[:1].upper()}{said[1:]}.", "fault"
    if looked.signer == "known":
        return SAME_KEY, "good"
    return (NEW_KEY, "idle") if looked.signer == "new" else None


def about(incoming: Incoming, looked: Looked | None = None) -> list[Block]:
    """Everything but the exercises; `looked` says what is known of the key, before it is taken."""
    routine, assigned = incoming.routine, incoming.routine.assigned
    said, state = signed_words(incoming.signed)
    first = [Line(routine.name, "heading", "heavy"), Line(f"From {routine.author or 'somebody unnamed'}")]
    first.append(Line(said, state=state))
    if looked is not None and (known := known_words(looked)):
        first.append(Line(known[0], state=known[1], weight="heavy" if known[1] == "fault" else "text"))
    found: list[Block] = [first]
    if routine.summary:
        found.append([Line(routine.summary, tone="muted")])
    if assigned is None:
        return found
    found.append(_when(assigned))
    if assigned.notes:
        found.append([Line("A word from your therapist", "label", tone="muted"), Line(assigned.notes)])
    found.append(_stop(assigned))
    found.append([Line(_grows(assigned), tone="muted")])
    if assigned.deliver is not None:
        found.append([Line(f"Results can go to {assigned.deliver.address}, if you say so later.", tone="muted")])
    return found


def _when(assigned: Assigned) -> Block:
    until = f" to {day_words(assigned.end, year=True)}" if assigned.end else ", with no last day"
    times = "" if assigned.sessions_a_day == 1 else f", {assigned.sessions_a_day} times each day"
    days = f"{assigned.days_a_week} day{'' if assigned.days_a_week == 1 else 's'} a week{times}"
    lines = [Line(f"For {assigned.patient}"), Line(f"From {day_words(assigned.start, year=True)}{until}"), Line(days)]
    if assigned.review:
        lines.append(Line(f"Your therapist looks at it again on {day_words(assigned.review, year=True)}"))
    return lines


def _stop(assigned: Assigned) -> Block:
    wait = f"Wait when your pain is above {assigned.pain_ceiling} of 10" if assigned.pain_ceiling < 10 else ""
    lines = [Line("When to stop or wait", "label", tone="muted")]
    lines += [Line(wait, state="fault")] if wait else []
    lines += [Line(sign, state="fault") for sign in assigned.stop.signs]
    up = assigned.stop.pain_up
    lines.append(Line(f"Pain that goes up by {up} point{'' if up == 1 else 's'} is for your therapist", "label"))
    if not assigned.stop.form_slips:
        lines.append(Line("A set goes on when form slips", "label", tone="muted"))
    return lines


def _grows(assigned: Assigned) -> str:
    if assigned.progress.rule == "therapist":
        return "Only your therapist changes it."
    after, pain = assigned.progress.after_sessions, assigned.progress.pain_at_most
    good = f"after {after} good session{'' if after == 1 else 's'} with pain of at most {pain}"
    return f"A small step may be offered {good}. You say yes or no, and your therapist sees it."


def exercise_blocks(routine: Routine, exercises: Mapping[str, Exercise]) -> list[Block]:
    """Every exercise with what is asked of it; one that is not known here is named as the file names it."""
    try:
        sets = works(routine, exercises)
    except SpecError:
        return [[Line(item.exercise.replace("_", " "), weight="heavy")] for item in routine.items]
    return [
        _exercise(number, item, exercises[item.exercise], [work for work in sets if work.item == number])
        for number, item in enumerate(routine.items)
    ]


def _exercise(number: int, item: Item, exercise: Exercise, sets: list[Work]) -> Block:
    rest = f", {sets[0].rest_s:g} s of rest" if sets[0].rest_s and len(sets) > 1 else ""
    lines = [Line(f"{number + 1}. {exercise.name}", weight="heavy"), Line(f"{dose(sets)}{rest}")]
    goes = [words for words in (target_words(exercise, item), limit_words(exercise, item)) if words]
    lines += [Line(words[:1].upper() + words[1:]) for words in goes]
    if tempo := tempo_of(exercise, sets[0].tempo_s):
        lines.append(Line(tempo))
    if off := off_words(exercise, item):
        lines.append(Line(off, tone="muted"))
    if item.note:
        lines.append(Line(item.note, tone="muted"))
    return lines
