"""Turns an exercise and an account into what people read: on screens and on the command line alike."""

from coach.core.report import Fault, Hold, Rep
from coach.core.spec import Exercise
from coach.core.tally import Tally, fault_sentences
from coach.core.therapy.adapt import rule_name
from coach.ui.views import ExerciseView, SummaryRow, SummaryView

ESTIMATES = "Angles are estimates from video; they may be off by 10 degrees or more."


def exercise_view(exercise: Exercise, reps: int | None = None, hold_s: float | None = None) -> ExerciseView:
    """What the live screen shows of an exercise; targets from the dose unless given."""
    words = exercise.rep.words if exercise.rep else exercise.hold.words if exercise.hold else None
    phases = {"rest": words.rest, "out": words.out, "top": words.top, "back": words.back} if words else {}
    phases |= {"hold": words.top} if words else {}
    is_hold = exercise.kind == "hold"
    asked_s = exercise.dose.hold_s if hold_s is None else hold_s
    limb = "side" if is_hold else "leg"
    both_sides = 1 if exercise.sides == "both" else 2
    return ExerciseView(
        name=exercise.name,
        kind="hold" if is_hold else "reps",
        target_reps=None if is_hold else reps or exercise.dose.reps * both_sides,
        target_s=asked_s if is_hold else None,
        rep_hold_s=None if is_hold or not asked_s else asked_s,
        phase_words=phases | {"away": "", "get_ready": ""},
        side_words={} if exercise.sides == "both" else {"left": f"LEFT {limb}", "right": f"RIGHT {limb}"},
    )


def summary_rows(tally: Tally) -> tuple[SummaryRow, ...]:
    """The numbers of an account, the most important first."""
    counts = tally.counts
    held = SummaryRow("seconds held in good form", f"{tally.hold_s:.1f}")
    if tally.exercise.hold:
        return (held, SummaryRow("holds", str(len(tally.holds))))
    rows = [SummaryRow("repetitions", str(counts.complete)), SummaryRow("partial", str(counts.partial))]
    if tally.exercise.sides != "both":
        rows += [SummaryRow("left leg", str(counts.left)), SummaryRow("right leg", str(counts.right))]
    return (*rows, held)


def summary_view(tally: Tally) -> SummaryView:
    """The summary screen of an account."""
    faults = fault_sentences(tally)
    praise = () if faults or not (tally.counts.complete or tally.hold_s) else ("Good form throughout.",)
    return SummaryView(
        title=f"{tally.exercise.name}: done", rows=summary_rows(tally), faults=faults, sentences=(*praise, ESTIMATES)
    )


def summary_lines(tally: Tally) -> list[str]:
    """The same as plain lines."""
    view = summary_view(tally)
    numbers = ", ".join(f"{row.label} {row.value}" for row in view.rows)
    return [f"{tally.exercise.name}: {numbers}", *(f"  {line}" for line in (*view.faults, *view.sentences))]


def event_line(exercise: Exercise, event: Rep | Hold | Fault, number: int) -> str:
    """One thing that just ended, in words; `number` is the repetition's own count."""
    if isinstance(event, Fault):
        name = rule_name(exercise, event.id)
        return f"{event.end_s:7.1f} s  {name} ({event.end_s - event.start_s:.1f} s)"
    if isinstance(event, Hold):
        return f"{event.end_s:7.1f} s  Held {event.good_s:.1f} s in good form"
    side = f", {event.side} leg" if event.side else ""
    if not event.complete:
        return f"{event.end_s:7.1f} s  Partial repetition{side}: turned back before the target"
    return f"{event.end_s:7.1f} s  Repetition {number}{side}, held {event.hold_s:.1f} s"
