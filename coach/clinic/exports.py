"""What is given out of a patient: pages to print, FHIR, CSV, everything; and erasing it all."""

from typing import Final

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach.clinic.downloads import download
from coach.clinic.giving import file_name
from coach.clinic.here import page, patient_here, tools, write_down
from coach.clinic.tools import Everything, Tools
from coach.core.routine import Routine
from coach.core.therapy.adherence import in_force
from coach.core.therapy.practice import Assignment, Patient
from coach.ports import CoachError

INLINE: Final = frozenset({"report", "plain"})
"""Reports that a browser shows, to be printed from there."""

Answer = Response | tuple[str, int]


def report(id_: str, kind: str) -> Answer:
    """A file of a kind about a patient."""
    make = tools().reports.get(kind)
    if make is None:
        abort(404)
    patient = patient_here(id_, f"export.{kind}")
    file = make(everything(tools(), patient))
    return download(file.content, file.kind, file_name(patient.reference, file.suffix), inline=kind in INLINE)


def everything(found: Tools, patient: Patient) -> Everything:
    """All that is kept about a patient."""
    records, now = found.records, found.now()
    assignments = records.assignments(patient.id)
    current = in_force(assignments, now.date()) or next(iter(assignments), None)
    known = {account.id: account.name for account in records.accounts()}
    return Everything(
        patient=patient,
        therapist_name=known.get(patient.therapist, ""),
        assignments=assignments,
        routine=_routine(found, current),
        results=records.results(patient.id),
        deliveries=records.deliveries(patient.id),
        notes=records.notes(patient.id),
        recordings=records.recordings(patient.id),
        today=now.date(),
        made_at=now,
    )


def _routine(found: Tools, current: Assignment | None) -> Routine | None:
    """A kept routine, read again; None where it can't be read any more."""
    if current is None:
        return None
    try:
        return found.exchange.parse_routine(current.text, current.name).routine
    except CoachError:
        return None


def erase(id_: str) -> Answer:
    """Delete everything about a patient, once their reference was typed."""
    patient = patient_here(id_)
    if request.method == "GET":
        return page("erase.html", patient=patient, wrong="")
    if request.form.get("typed", "").strip() != patient.reference:
        return page("erase.html", 422, patient=patient, wrong="That is not the reference. Nothing was deleted.")
    tools().records.erase(patient.id)
    write_down("patient.erase", patient.id)
    flash("Everything about this patient is deleted. Copies you gave out, and earlier backups, are not.")
    return redirect(url_for("overview"))
