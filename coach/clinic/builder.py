"""The routine builder: choose exercises, set how much and how far, give it a frame, save."""

from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach.clinic import builder_form as form, measures
from coach.clinic.assigning import RefusedError, save
from coach.clinic.here import address, page, patient_here, tools
from coach.clinic.preview import preview_of
from coach.core.demo import SpecError
from coach.core.routine import MOST_ITEMS, Routine, minutes
from coach.core.spec import Exercise
from coach.core.therapy.practice import Patient

ADVISED: Final = (2, 4)
"""Exercises to begin with. Source: https://doi.org/10.1186/s12891-020-03866-2, table 2."""

Answer = Response | tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slider:
    """A slider of the form: from the least to the most, where it stands, and what that is in words."""

    name: str
    label: str
    low: float
    high: float
    step: float
    value: str
    words: str
    usual: float | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shown:
    """A row as it is shown."""

    row: form.Row
    exercise: Exercise
    sliders: tuple[Slider, ...]
    dose: str
    hold: tuple[float, float] | None
    sets: tuple[int, int]
    reps: tuple[int, int]
    shown: Any


def builder(id_: str) -> Answer:
    """The form, for a patient: empty, of a template, or of a routine they had before."""
    patient = patient_here(id_, "routine.build" if request.method == "POST" else "")
    if request.method == "GET":
        return _form(patient, _begun(patient, request.args.get("from", "")), {})
    draft = form.read_draft(request.form)
    do, _, about = request.form.get("do", "").partition(":")
    if do == "save":
        return _saved(patient, draft)
    return _form(patient, _changed(draft, do, about), {})


def _changed(draft: form.Draft, do: str, about: str) -> form.Draft:
    """The form after a button other than Save was pressed."""
    exercise = tools().exercises.get(about)
    if do == "add" and exercise is not None and len(draft.rows) < MOST_ITEMS:
        return form.with_exercise(draft, exercise)
    if do == "remove":
        return form.without(draft, about)
    return form.moved(draft, about, {"up": -1, "down": 1}.get(do, 0))


def _saved(patient: Patient, draft: form.Draft) -> Answer:
    try:
        assignment = save(patient, draft)
    except RefusedError as refused:
        return _form(patient, draft, refused.wrong, 422)
    flash(f"“{assignment.name}” is saved. Now give it to {patient.name or patient.reference}.")
    return redirect(url_for("give", id_=patient.id, assignment=assignment.id))


def _begun(patient: Patient, start: str) -> form.Draft:
    """What the form begins with: "template:ID", "routine:ID of an assignment", else the newest or an empty one."""
    today, exercises = tools().now().date(), tools().exercises
    kind, _, which = start.partition(":")
    if kind == "template" and (routine := tools().templates.get(which)):
        return form.draft_of(routine, today, exercises)
    assignments = tools().records.assignments(patient.id)
    chosen = next((one for one in assignments if kind == "routine" and one.id == which), None)
    if chosen is not None:
        routine = tools().exchange.parse_routine(chosen.text, chosen.name).routine
        return form.draft_of(routine, today, exercises)
    if kind:
        abort(404)
    empty = form.draft_of(next(iter(tools().templates.values())), today, exercises)
    return replace(empty, rows=(), typed={**empty.typed, "name": "", "summary": ""})


def _form(patient: Patient, draft: form.Draft, wrong: form.Wrong, status: int = 200) -> tuple[str, int]:
    exercises = tools().exercises
    rows = [shown_row(row, exercises[row.exercise]) for row in draft.rows if row.exercise in exercises]
    return page(
        "builder.html",
        status,
        patient=patient,
        draft=draft,
        rows=rows,
        wrong=wrong,
        catalogue=catalogue(),
        templates=tools().templates.values(),
        earlier=tools().records.assignments(patient.id)[:10],
        most=MOST_ITEMS,
        advised=ADVISED,
        address=draft.get("address") or address(),
        minutes=_minutes(draft),
        conditions=tools().conditions,
    )


def _minutes(draft: form.Draft) -> int | None:
    """About how long the routine takes, None while it can't be told."""
    exercises, wrong = tools().exercises, form.Wrong()
    items = [form.item_of(row, exercises[row.exercise], wrong) for row in draft.rows if row.exercise in exercises]
    good = tuple(item for item in items if item is not None)
    if not good or len(good) > MOST_ITEMS:
        return None
    try:
        return round(minutes(Routine(id="draft", name="draft", summary="", items=good), exercises))
    except SpecError:
        return None


def catalogue() -> list[Exercise]:
    """Every exercise of the mat, by what it is for and then by name."""
    found = [exercise for exercise in tools().exercises.values() if exercise.group == "mat"]
    return sorted(found, key=lambda exercise: (exercise.gated, exercise.purpose, exercise.name))


def shown_row(row: form.Row, exercise: Exercise) -> Shown:
    """A row with its sliders and its figure."""
    limits = exercise.limits
    sliders = tuple(
        _slider(row, exercise, name, label, span)
        for name, label, span in (
            ("target", "How far", limits.target if limits else None),
            ("limit", "Not beyond", limits.limit if limits else None),
        )
        if span is not None and measures.main(exercise) is not None
    )
    dose = exercise.dose
    usual = f"{dose.sets} × {dose.reps}" + (f", hold {dose.hold_s:g} s" if dose.hold_s else "")
    return Shown(
        row=row,
        exercise=exercise,
        sliders=sliders,
        dose=f"{usual}, rest {dose.rest_s:g} s",
        hold=limits.hold_s if limits else (1, 120) if dose.hold_s else None,
        sets=limits.sets if limits else (1, 6),
        reps=limits.reps if limits else (1, 20),
        shown=preview_of(exercise, _value(row, exercise, "target")),
    )


def _value(row: form.Row, exercise: Exercise, name: Literal["target", "limit"]) -> float | None:
    """A typed value, where it lies within the exercise's limits."""
    span = getattr(exercise.limits, name) if exercise.limits else None
    try:
        value = float(row.get(name))
    except ValueError:
        return None
    return value if span is not None and span[0] <= value <= span[1] else None


def _slider(row: form.Row, exercise: Exercise, name: str, label: str, span: tuple[float, float]) -> Slider:
    main = measures.main(exercise)
    assert main is not None
    usual = main.target if name == "target" else None
    typed = row.get(name)
    try:
        words = measures.in_words(main, float(typed) if typed else main.target)
    except ValueError:
        words = ""
    return Slider(
        name=name,
        label=label,
        low=span[0],
        high=span[1],
        step=measures.step_of(main),
        value=typed or form.plain(usual),
        words=words if typed or usual is not None else "no limit",
        usual=usual,
    )


def figure(exercise: str) -> tuple[dict[str, Any], int]:
    """The figure of an exercise at a target, as lines for the page's script; target or limit in words."""
    found = tools().exercises.get(exercise)
    main = measures.main(found) if found else None
    if found is None:
        abort(404)
    typed = {name: request.args.get(name, "")[:20] for name in ("target", "limit")}
    row = form.Row(key="x", exercise=exercise, typed=typed)
    target, limit = _value(row, found, "target"), _value(row, found, "limit")
    told = target if limit is None else limit
    words = measures.in_words(main, told) if main is not None and told is not None else ""
    if limit is not None:
        return {"words": words}, 200
    return {**preview_of(found, target).plain(), "words": words}, 200
