"""The routine builder's form as values: what was typed, kept as it was, and what is wrong with it by field."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from coach.clinic import measures
from coach.core.demo import SpecError
from coach.core.routine import MOST_ITEMS, Item, Routine
from coach.core.spec import Exercise
from coach.core.therapy.assigned import Assigned, Progress, Stop

ITEM_FIELDS: Final = (
    "sets",
    "reps",
    "pyramid",
    "hold_s",
    "rest_s",
    "side",
    "out_s",
    "back_s",
    "target",
    "limit",
    "note",
)
WHOLE_FIELDS: Final = (
    "name", "summary", "start", "end", "review", "days_a_week", "sessions_a_day", "pain_ceiling", "pain_up",
    "form_slips", "signs", "rule", "after_sessions", "pain_at_most", "notes", "deliver", "address",
)  # fmt: skip

LONGEST: Final = 2_000
"""Characters of one field of the form; what a routine takes is less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One exercise in the form: what was typed, by field; rules that are off."""

    key: str
    exercise: str
    typed: Mapping[str, str] = field(default_factory=dict)
    rules_off: tuple[str, ...] = ()

    def get(self, name: str) -> str:
        """What was typed in a field."""
        return self.typed.get(name, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The whole form."""

    typed: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()

    def get(self, name: str) -> str:
        """What was typed in a field."""
        return self.typed.get(name, "")


Wrong = dict[str, str]
"""What is wrong, by field; of a row's field by "key-field"."""


def read_draft(form: Any) -> Draft:
    """The form as it was sent (a werkzeug MultiDict); rows in the order they stand on the page."""
    keys = [key for key in form.getlist("row") if re.fullmatch(r"[a-z0-9]{1,12}", key)][: MOST_ITEMS + 1]
    rows = tuple(
        Row(
            key=key,
            exercise=form.get(f"{key}-exercise", "")[:60],
            typed={name: form.get(f"{key}-{name}", "")[:LONGEST] for name in ITEM_FIELDS},
            rules_off=tuple(
                rule[:60] for rule in form.getlist(f"{key}-rule") if rule not in form.getlist(f"{key}-rule_on")
            ),
        )
        for key in dict.fromkeys(keys)
    )
    return Draft(typed={name: form.get(name, "")[:LONGEST] for name in WHOLE_FIELDS}, rows=rows)


def draft_of(routine: Routine, today: date, exercises: Mapping[str, Exercise]) -> Draft:
    """A routine as the form shows it; dates are begun anew."""
    assigned = routine.assigned or Assigned(patient="-", start=today)
    stop, progress = assigned.stop, assigned.progress
    typed = {
        "name": routine.name,
        "summary": routine.summary,
        "start": today.isoformat(),
        "days_a_week": str(assigned.days_a_week),
        "sessions_a_day": str(assigned.sessions_a_day),
        "pain_ceiling": str(assigned.pain_ceiling),
        "pain_up": str(stop.pain_up),
        "form_slips": "yes" if stop.form_slips else "",
        "signs": "\n".join(stop.signs),
        "rule": progress.rule,
        "after_sessions": str(progress.after_sessions),
        "pain_at_most": str(progress.pain_at_most),
        "notes": assigned.notes,
        "deliver": "yes" if assigned.deliver else "",
    }
    rows = tuple(_row(f"r{number}", item) for number, item in enumerate(routine.items) if item.exercise in exercises)
    return Draft(typed=typed, rows=rows)


def _row(key: str, item: Item) -> Row:
    out_s, back_s = item.tempo_s or (None, None)
    values = {
        "sets": item.sets, "reps": item.reps, "hold_s": item.hold_s, "rest_s": item.rest_s, "out_s": out_s,
        "back_s": back_s, "target": item.target, "limit": item.limit, "side": item.side, "note": item.note,
    }  # fmt: skip
    typed = {name: plain(value) for name, value in values.items()}
    typed["pyramid"] = ", ".join(map(str, item.pyramid))
    return Row(key=key, exercise=item.exercise, typed=typed, rules_off=item.rules_off)


def plain(value: object) -> str:
    """A value as it stands in a field."""
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def with_exercise(draft: Draft, exercise: Exercise) -> Draft:
    """One exercise more, at its own dose."""
    taken = {row.key for row in draft.rows}
    key = next(f"r{number}" for number in range(100) if f"r{number}" not in taken)
    return replace(draft, rows=(*draft.rows, Row(key=key, exercise=exercise.id)))


def moved(draft: Draft, key: str, by: int) -> Draft:
    """A row one further up (-1) or down (1)."""
    rows = list(draft.rows)
    at = next((number for number, row in enumerate(rows) if row.key == key), None)
    if at is not None and 0 <= at + by < len(rows):
        rows[at], rows[at + by] = rows[at + by], rows[at]
    return replace(draft, rows=tuple(rows))


def without(draft: Draft, key: str) -> Draft:
    """A row less."""
    return replace(draft, rows=tuple(row for row in draft.rows if row.key != key))


class _Reader:
    """Reads typed fields as numbers and days, and gathers what is wrong."""

    def __init__(self, get: Callable[[str], str], wrong: Wrong, before: str = "") -> None:
        self._get, self._wrong, self._before = get, wrong, before

    def whole(self, name: str, low: float, high: float) -> int | None:
        found = self.number(name, low, high)
        if found is not None and not found.is_integer():
            self._wrong[self._before + name] = "A whole number."
            return None
        return None if found is None else int(found)

    def number(self, name: str, low: float, high: float) -> float | None:
        text = self._get(name).strip().replace(",", ".")
        if not text:
            return None
        if not re.fullmatch(r"-?\d{1,6}(\.\d{1,6})?", text):
            self._wrong[self._before + name] = "A number, please."
            return None
        value = float(text)
        if not low <= value <= high:
            self._wrong[self._before + name] = f"Between {low:g} and {high:g}."
            return None
        return value

    def day(self, name: str) -> date | None:
        text = self._get(name).strip()
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self._wrong[self._before + name] = "A day such as 2026-03-01."
            return None


def item_of(row: Row, exercise: Exercise, wrong: Wrong) -> Item | None:
    """A row as an item, None where something is wrong with it."""
    read, before = _Reader(row.get, wrong, f"{row.key}-"), len(wrong)
    limits, main = exercise.limits, measures.main(exercise)
    hold = (limits and limits.hold_s) or (1, 600)
    pyramid = _pyramid(row, wrong)
    target = _own(read, "target", limits.target if limits else None)
    given: dict[str, Any] = {
        "sets": None if pyramid else read.whole("sets", *(limits.sets if limits else (1, 6))),
        "reps": None if pyramid else read.whole("reps", *(limits.reps if limits else (1, 20))),
        "hold_s": read.number("hold_s", *hold),
        "rest_s": read.number("rest_s", 0, 600),
        "target": None if main is not None and target == main.target else target,
        "limit": _own(read, "limit", limits.limit if limits else None),
    }
    out_s, back_s = read.number("out_s", 0.5, 30), read.number("back_s", 0.5, 30)
    if (out_s is None) != (back_s is None):
        wrong.setdefault(f"{row.key}-out_s", "Say both: seconds out and seconds back.")
    if len(row.get("note")) > 200:
        wrong[f"{row.key}-note"] = "At most 200 letters."
    if len(wrong) > before:
        return None
    try:
        return Item(
            exercise=row.exercise,
            pyramid=pyramid,
            side=row.get("side") or None,  # type: ignore[arg-type]  # checked by the reader of files
            tempo_s=None if out_s is None or back_s is None else (out_s, back_s),
            rules_off=tuple(rule.id for rule in exercise.rules if rule.id in row.rules_off),
            note=" ".join(row.get("note").split()),
            **given,
        )
    except SpecError as error:
        wrong[row.key] = _said(error)
        return None


def _own(read: _Reader, name: str, span: Sequence[float] | None) -> float | None:
    return read.number(name, span[0], span[1]) if span is not None else None


def _pyramid(row: Row, wrong: Wrong) -> tuple[int, ...]:
    parts = re.findall(r"[^\s,;-]+", row.get("pyramid"))
    if any(not re.fullmatch(r"\d{1,2}", part) or not 1 <= int(part) <= 20 for part in parts) or len(parts) > 6:
        wrong[f"{row.key}-pyramid"] = "Repetitions of each set, such as 6, 4, 2."
        return ()
    return tuple(map(int, parts))


def _said(error: Exception) -> str:
    """A mistake without the place it is told with in a file."""
    return re.sub(r"^[\w ]{1,60}: ", "", str(error)).capitalize() + "."


def assigned_of(draft: Draft, patient: str, wrong: Wrong, **more: Any) -> Assigned | None:
    """The part for the whole routine, None where something is wrong with it."""
    read, before = _Reader(draft.get, wrong), len(wrong)
    start, end, review = (read.day(name) for name in ("start", "end", "review"))
    if start is None:
        wrong.setdefault("start", "Say the first day.")
    for name, day in (("end", end), ("review", review)):
        if day is not None and start is not None and day < start:
            wrong[name] = "Not before the first day."
    numbers = {
        name: read.whole(name, low, high)
        for name, low, high in (
            ("days_a_week", 1, 7), ("sessions_a_day", 1, 3), ("pain_ceiling", 0, 10), ("pain_up", 1, 10),
            ("after_sessions", 1, 20), ("pain_at_most", 0, 10),
        )
    }  # fmt: skip
    for name, value in numbers.items():
        if value is None:
            wrong.setdefault(name, "A number, please.")
    if len(wrong) > before or start is None:
        return None
    own: dict[str, Any] = {name: numbers[name] for name in ("days_a_week", "sessions_a_day", "pain_ceiling")}
    return _guarded(
        wrong,
        lambda: Assigned(
            patient=patient,
            start=start,
            end=end,
            review=review,
            notes=draft.get("notes").replace("\r\n", "\n").strip(),
            stop=_stop(draft, numbers["pain_up"] or 2),
            progress=_progress(draft, numbers["after_sessions"] or 2, numbers["pain_at_most"] or 0),
            **own,
            **more,
        ),
    )


def _guarded(wrong: Wrong, make: Callable[[], Assigned]) -> Assigned | None:
    try:
        return make()
    except SpecError as error:
        where = next((name for name in ("notes", "signs", "address") if name in str(error)), "whole")
        wrong["address" if "deliver" in str(error) else where] = _said(error)
        return None


def _stop(draft: Draft, pain_up: int) -> Stop:
    signs = tuple(" ".join(line.split()) for line in draft.get("signs").splitlines() if line.strip())
    return Stop(pain_up=pain_up, form_slips=bool(draft.get("form_slips")), signs=signs)


def _progress(draft: Draft, after: int, pain: int) -> Progress:
    offered = draft.get("rule") == "offered"
    return Progress(rule="offered" if offered else "therapist", after_sessions=after, pain_at_most=pain)
