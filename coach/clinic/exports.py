"""What is given out of a patient: pages to print, FHIR, CSV, everything; and erasing it all."""

from typing import Final

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach.clinic.builder import usable
from coach.clinic.downloads import download
from coach.clinic.giving import file_name
from coach.clinic.here import names, page, patient_here, tools, write_down
from coach.clinic.tools import Everything
from coach.clinic.trends import in_force
from coach.core.therapy.practice import Patient

INLINE: Final = frozenset({"report", "plain"})
"""Reports that a browser shows, to be printed from there."""

Answer = Response | tuple[str, int]


def report(id_: str, kind: str) -> Answer:
    """A file of a kind about a patient."""
    make = tools().reports.get(kind)
    if make is None:
        abort(404)
    patient = patient_here(id_, f"export.{kind}")
    file = make(everything(patient))
    return download(file.content, file.kind, file_name(patient.reference, file.suffix), inline=kind in INLINE)


def everything(patient: Patient) -> Everything:
    """All that is kept about a patient."""
    records, now = tools().records, tools().now()
    assignments = records.assignments(patient.id)
    current = in_force(assignments, now.date()) or next(iter(assignments), None)
    return Everything(
        patient=patient,
        therapist_name=names().get(patient.therapist, ""),
        assignments=assignments,
        routine=usable(current.text, current.name) if current else None,
        results=records.results(patient.id),
        deliveries=records.deliveries(patient.id),
        notes=records.notes(patient.id),
        recordings=records.recordings(patient.id),
        today=now.date(),
        made_at=now,
    )


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
