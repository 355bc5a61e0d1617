"""Giving a routine to a patient: as a file, as a code on a page to print, as a link."""

import re
from typing import Final

from flask import abort, flash, redirect, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from coach.clinic.assigning import given_out
from coach.clinic.downloads import download
from coach.clinic.here import names, page, patient_here, sentence, tools, write_down
from coach.core.therapy.practice import Assignment, Patient
from coach.core.therapy.signed import fingerprint
from coach.ports import CoachError

Answer = Response | tuple[str, int]

TOML: Final = "application/toml"


def _found(id_: str, assignment: str) -> tuple[Patient, Assignment]:
    patient = patient_here(id_)
    kept = next((one for one in tools().records.assignments(patient.id) if one.id == assignment), None)
    return (patient, kept) if kept is not None else abort(404)


def give(id_: str, assignment: str) -> Answer:
    """The page with every way to hand a routine over."""
    patient, kept = _found(id_, assignment)
    write_down("routine.read", patient.id, f"version {kept.version}")
    text = given_out(kept)
    incoming = tools().exchange.parse_routine(text, kept.name)
    codes, trouble = _codes(text)
    return page(
        "give.html",
        patient=patient,
        assignment=kept,
        routine=incoming.routine,
        exercises=tools().exercises,
        signed=incoming.signed,
        fingerprint=fingerprint(incoming.signed.key),
        by=names().get(kept.by, ""),
        link=tools().exchange.link(text) if not trouble else "",
        codes=codes,
        trouble=trouble,
    )


def _codes(text: str) -> tuple[list[Markup], str]:
    """Pictures of the routine as codes, or why there are none."""
    exchange = tools().exchange
    try:
        # Made here of squares alone; nothing in them was typed.
        return [Markup(code) for code in exchange.codes(exchange.link(text))], ""
    except CoachError as error:
        return [], sentence(error)


def give_file(id_: str, assignment: str) -> Answer:
    """The routine file."""
    patient, kept = _found(id_, assignment)
    write_down("routine.file", patient.id, f"version {kept.version}")
    return download(given_out(kept).encode(), TOML, file_name(patient.reference, f"v{kept.version}.routine.toml"))


def give_code(id_: str, assignment: str) -> Answer:
    """A page to print, with the code and what to do with it."""
    patient, kept = _found(id_, assignment)
    write_down("routine.code", patient.id, f"version {kept.version}")
    codes, trouble = _codes(given_out(kept))
    if trouble:
        flash(trouble)
        return redirect(url_for("give", id_=id_, assignment=assignment))
    routine = tools().exchange.parse_routine(kept.text, kept.name).routine
    return page(
        "code.html", patient=patient, assignment=kept, routine=routine, codes=codes, exercises=tools().exercises
    )


def stop_delivery(id_: str) -> Answer:
    """Take back the token by which the patient's program delivers."""
    patient = patient_here(id_, "token.end")
    tools().records.set_token(patient.id, "")
    flash("Results no longer come in by themselves. The next routine you save can begin it again.")
    return redirect(url_for("patient", id_=patient.id))


def file_name(reference: str, end: str) -> str:
    """A file's name without anything that a file system minds."""
    return f"{re.sub(r'[^A-Za-z0-9._-]+', '-', reference).strip('.-')[:60] or 'patient'}-{end}"
