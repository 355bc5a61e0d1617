"""The pages on which results files are dropped, and the questions some of them raise."""

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach.clinic.here import own, page, patient_here, tools
from coach.clinic.patients import created
from coach.clinic.taking import MOST_FILES, Outcome, take, unpack
from coach.core.therapy.practice import Patient
from coach.ports import ExchangeError

Answer = Response | tuple[str, int]


def take_files() -> Answer:
    """Files dropped on the overview: each finds its patient by the reference in it."""
    return _taken(None)


def take_files_of(id_: str) -> Answer:
    """Files dropped on a patient's page."""
    return _taken(patient_here(id_))


def _taken(patient: Patient | None) -> Answer:
    files = [file for file in request.files.getlist("files") if file.filename]
    if not files:
        flash("No file was chosen.")
        return redirect(url_for("patient", id_=patient.id) if patient else url_for("overview"))
    outcomes = [take(file.read(), str(file.filename), patient) for file in files[:MOST_FILES]]
    late = [
        Outcome(kind="refused", name=str(file.filename)[:80], said=f"Not looked at: at most {MOST_FILES} at once.")
        for file in files[MOST_FILES:]
    ]
    return _shown([*outcomes, *late], patient)


def _shown(outcomes: list[Outcome], patient: Patient | None) -> Answer:
    alone = outcomes[0] if len(outcomes) == 1 else None
    if alone is not None and alone.kind in ("taken", "known") and alone.patient is not None:
        flash(f"{alone.name}: {alone.said}")
        return redirect(url_for("patient", id_=alone.patient.id))
    asked = any(outcome.kind == "who" for outcome in outcomes)
    choices = tools().records.patients(own()) if asked else []
    status = 422 if all(outcome.kind == "refused" for outcome in outcomes) else 200
    return page("taken.html", status, outcomes=outcomes, patient=patient, choices=choices)


def take_held() -> Answer:
    """A file that raised a question, sent again with the answer: whose it is, or that its key is fine."""
    name = request.form.get("name", "")[:80]
    try:
        content = unpack(request.form.get("held", ""))
    except ExchangeError as error:
        return _shown([Outcome(kind="refused", name=name or "the file", said=f"Not taken: {error}.")], None)
    if request.form.get("patient") == "new":
        reference = request.form.get("reference", "")
        patient, wrong = created(reference, request.form.get("new_name", ""))
        if patient is None:
            said = f"Not taken: {' '.join(wrong.values())}"
            return _shown([Outcome(kind="refused", name=name, said=said)], None)
    else:
        patient = patient_here(request.form.get("patient", "")) if request.form.get("patient") else abort(400)
    sure, chosen = bool(request.form.get("sure")), bool(request.form.get("chosen"))
    return _shown([take(content, name, patient, sure=sure, chosen=chosen)], patient)
