"""A routine in words: for whom, how often, what, and who signed it."""

from collections.abc import Iterator, Mapping

from coach.core.routine import Item, Routine, minutes
from coach.core.spec import Exercise
from coach.core.therapy import within
from coach.core.therapy.assigned import Assigned
from coach.core.therapy.incoming import Incoming
from coach.core.therapy.signed import Signed, fingerprint

SIGNERS: Mapping[str, str] = {
    "known": "You know this key: it signed routines of theirs before.",
    "new": "This key is new to you: compare its letters with them before you trust it.",
    "other": "ANOTHER key than they signed with before.",
}


def signed_words(signed: Signed, signer: str = "") -> str:
    """Who signed, and whether it was changed, in one line."""
    if signed.state == "unsigned":
        return "Not signed: nobody can tell who made it, or whether it was changed."
    who = f"{signed.by or 'somebody'}, key {fingerprint(signed.key)}"
    if signed.state == "changed":
        return f"CHANGED after it was signed (by {who}): do not follow it."
    return f"Signed by {who}, on {signed.at[:10]}; unchanged since. {SIGNERS.get(signer, '')}".strip()


def lines(incoming: Incoming, exercises: Mapping[str, Exercise], signer: str = "") -> list[str]:
    """Everything that a routine says."""
    routine = incoming.routine
    return [
        f"{routine.name} ({routine.id})",
        *([routine.summary] if routine.summary else []),
        f"About {minutes(routine, exercises):.0f} minutes. {signed_words(incoming.signed, signer)}",
        *([f"Assigned by {routine.author}."] if routine.author else []),
        *(_assigned(routine.assigned) if routine.assigned else []),
        "",
        *(line for number, item in enumerate(routine.items, 1) for line in _item(number, item, exercises)),
    ]


def _assigned(assigned: Assigned) -> Iterator[str]:
    until = f" to {assigned.end}" if assigned.end else ""
    day = "once a day" if assigned.sessions_a_day == 1 else f"{assigned.sessions_a_day} times a day"
    yield f"For {assigned.patient}, from {assigned.start}{until}: {assigned.days_a_week} days a week, {day}."
    if assigned.review:
        yield f"Looked at again on {assigned.review}. Version {assigned.version}."
    stop, progress = assigned.stop, assigned.progress
    yield f"Pain above {assigned.pain_ceiling} of 10: wait with the session. Up by {stop.pain_up} in one: it is told."
    if stop.signs:
        yield f"Stop for: {'; '.join(stop.signs)}."
    if progress.rule == "offered":
        yield f"A small step may be offered after {progress.after_sessions} good sessions."
    if assigned.notes:
        yield assigned.notes
    if assigned.deliver:
        yield f"Results may be sent to {assigned.deliver.address}, once you have said so."
    if assigned.seal_to:
        yield "Results are sealed: only the therapist can read them."


def _item(number: int, item: Item, exercises: Mapping[str, Exercise]) -> Iterator[str]:
    exercise = exercises[item.exercise]
    yield f"{number}. {exercise.name}: {_dose(item, exercise)}"
    yield from (f"   {line}" for line in _range(item, exercise))
    off = [rule.name.lower() for rule in exercise.rules if rule.id in item.rules_off]
    if off:
        yield f"   Not judged: {', '.join(off)}."
    if item.note:
        yield f"   {item.note}"


def _dose(item: Item, exercise: Exercise) -> str:
    dose = exercise.dose
    what = "holds" if exercise.kind == "hold" else "cycles" if exercise.kind == "paced" else "repetitions"
    each = "" if exercise.sides == "both" else " a side" if item.side is None else f", {item.side} side only"
    if item.pyramid:
        amount = f"sets of {', '.join(map(str, item.pyramid))} {what}{each}"
    else:
        sets, reps = item.sets or dose.sets, item.reps or dose.reps
        amount = f"{sets} {'set' if sets == 1 else 'sets'} of {reps} {what if reps != 1 else what[:-1]}{each}"
    hold_s = dose.hold_s if item.hold_s is None else item.hold_s
    rest_s = dose.rest_s if item.rest_s is None else item.rest_s
    held = f", hold {hold_s:g} s" if hold_s else ""
    tempo = f", {item.tempo_s[0]:g} s out and {item.tempo_s[1]:g} s back" if item.tempo_s else ""
    return f"{amount}{held}{tempo}, rest {rest_s:g} s"


def _range(item: Item, exercise: Exercise) -> Iterator[str]:
    """Target and limit, and what they mean."""
    if exercise.rep is None:
        return
    main = exercise.rep.measures[0]
    unit, own = within.unit_of(main.feature), main.target
    beyond, least = ("above", "or more") if main.direction > 0 else ("below", "or less")
    meaning = _meaning(main.feature)
    if item.target is not None:
        how = "less far" if main.direction * (item.target - own) < 0 else "farther"
        usual = f"{how} than the usual {own:g}" if item.target != own else "as usual"
        yield f"Counts at {item.target:g} {unit} {least} ({usual}): {meaning}."
    if item.limit is not None:
        yield f"Not {beyond} {item.limit:g} {unit}: going past it is told."


def _meaning(feature: str) -> str:
    from coach.core.features import FEATURES

    return FEATURES[feature.removesuffix("_change")].text


def title(routine: Routine) -> str:
    """A routine in a few words."""
    return f"{routine.name} ({routine.id}{f', version {routine.assigned.version}' if routine.assigned else ''})"
