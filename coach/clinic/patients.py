"""A patient's page, and what a therapist writes on it."""

from dataclasses import replace
from typing import Any, Final

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from coach.clinic import charts, session_words
from coach.clinic.here import may_see, names, new_id, page, patient_here, tools, viewer, write_down
from coach.clinic.overview import SIGNS
from coach.core.therapy import adherence, results_words
from coach.core.therapy.needs import standings
from coach.core.therapy.practice import Account, Assignment, Note, Patient, Recent, Standing
from coach.core.therapy.results import CeilingTold, PlanChange, PostureTotals, Results, SessionDone
from coach.core.therapy.signed import fingerprint
from coach.core.therapy.trends import trends
from coach.ports import ClinicError

SHOWN: Final = 10
"""Sessions in the table; the rest is behind a link."""

LONGEST: Final = {"reference": 80, "name": 80, "problem": 1_000, "goals": 1_000, "precautions": 1_000}
LONGEST_NOTE: Final = 4_000

Answer = Response | tuple[str, int]


def patient(id_: str) -> Answer:
    """The page of one patient."""
    found, records, now = patient_here(id_, "patient.read"), tools().records, tools().now()
    assignments, sessions = records.assignments(found.id), records.sessions(found.id)
    results = records.results(found.id)
    current = adherence.in_force(assignments, now.date())
    known, answers = names(), _answers(results)
    lately = adherence.lately(sessions, now.date())
    shown = sessions[::-1] if "all" in request.args else sessions[::-1][:SHOWN]
    return page(
        "patient.html",
        patient=found,
        therapist=known.get(found.therapist, "nobody"),
        names=known,
        current=current,
        assignments=assignments,
        standing=_standing(found, known, assignments, sessions, answers),
        signs=SIGNS,
        sessions=shown,
        more=len(sessions) - len(shown),
        trends=trends(lately),
        answers=answers[:8],
        changes=_changes(results),
        posture=_posture(results),
        deliveries=records.deliveries(found.id)[:8],
        notes=records.notes(found.id),
        recordings=records.recordings(found.id),
        fingerprint=fingerprint,
        charts=charts,
        words=session_words,
        told=results_words,
        measure_words=results_words.measure_words,
        exercises=tools().exercises,
        drawn=_drawn(lately, assignments, current),
    )


def _drawn(lately: list[SessionDone], assignments: list[Assignment], current: Assignment | None) -> dict[str, object]:
    weeks = adherence.last_weeks(lately, assignments, tools().now().date())
    return {
        "weeks": charts.week_bars(weeks),
        "done": sum(week.done for week in weeks),
        "due": sum(week.due for week in weeks),
        "count": len(weeks),
        "pain": charts.pain(lately, current.pain_ceiling if current else None),
        "ceiling": current.pain_ceiling if current else None,
    }


def _standing(
    found: Patient,
    known: dict[str, str],
    assignments: list[Assignment],
    sessions: list[SessionDone],
    answers: list[CeilingTold],
) -> Standing:
    recent = Recent(
        patient=found,
        therapist_name=known.get(found.therapist, ""),
        assignment=assignments[0] if assignments else None,
        sessions=tuple(sessions),
        safety=tuple(tools().records.safety(found.id)),
        last=sessions[-1].at if sessions else None,
        earlier=tuple(assignments[1:]),
        ceiling_answers=tuple(answers),
    )
    return standings([recent], tools().now())[0]


def _answers(results: list[Results]) -> list[CeilingTold]:
    """What the person made of pain above the ceiling, newest first."""
    return sorted((one for part in results for one in part.ceiling_answers), key=lambda one: one.at, reverse=True)


def _changes(results: list[Results]) -> list[PlanChange]:
    """What the person changed in the routine, newest first."""
    return sorted((one for part in results for one in part.changes), key=lambda one: one.at, reverse=True)[:12]


def _posture(results: list[Results]) -> PostureTotals | None:
    newest = max((part for part in results if part.posture), key=lambda part: part.made_at, default=None)
    return newest.posture if newest else None


# --- Who the patient is. ---


def new_patient() -> Answer:
    """The form for a new patient, and what becomes of it."""
    if request.method == "GET":
        return page("patient_edit.html", patient=None, typed={}, wrong={}, therapists=therapists())
    found, wrong = created(request.form.get("reference", ""), request.form.get("name", ""), dict(request.form))
    if found is None:
        return page(
            "patient_edit.html", 422, patient=None, typed=dict(request.form), wrong=wrong, therapists=therapists()
        )
    flash(f"{found.name or found.reference} is added. Next: build a routine.")
    return redirect(url_for("patient", id_=found.id))


def edit_patient(id_: str) -> Answer:
    """The form for a known patient."""
    found = patient_here(id_, "patient.change" if request.method == "POST" else "")
    if request.method == "GET":
        typed = {name: getattr(found, name) for name in LONGEST} | {"therapist": found.therapist}
        return page("patient_edit.html", patient=found, typed=typed, wrong={}, therapists=therapists())
    typed = dict(request.form)
    wrong = check(typed)
    if not wrong:
        changed = _with_texts(found, typed, therapist=_therapist(typed), archived=bool(typed.get("archived")))
        wrong = _put(changed)
    if wrong:
        return page("patient_edit.html", 422, patient=found, typed=typed, wrong=wrong, therapists=therapists())
    flash("Saved.")
    mine = may_see(viewer(), changed)
    return redirect(url_for("patient", id_=found.id) if mine else url_for("overview"))


def created(reference: str, name: str, typed: dict[str, str] | None = None) -> tuple[Patient | None, dict[str, str]]:
    """A new patient, kept; or what is wrong with it, by field."""
    typed = {**(typed or {}), "reference": reference, "name": name}
    wrong = check(typed)
    if wrong:
        return None, wrong
    found = Patient(id=new_id(), therapist=_therapist(typed), created_at=tools().now(), archived=False, **_texts(typed))
    wrong = _put(found)
    if wrong:
        return None, wrong
    write_down("patient.new", found.id)
    return found, {}


def check(typed: dict[str, str]) -> dict[str, str]:
    """What is wrong with what was typed about a patient, by field."""
    wrong = {
        name: f"At most {most:,} letters." for name, most in LONGEST.items() if len(typed.get(name, "").strip()) > most
    }
    reference = typed.get("reference", "").strip()
    if not reference or not reference.isprintable():
        wrong["reference"] = "A reference of 1 to 80 letters in one line; it need not be a name."
    if not typed.get("name", "").strip().isprintable():
        wrong["name"] = "A name in one line."
    return wrong


def _texts(typed: dict[str, str]) -> dict[str, str]:
    return {name: typed.get(name, "").replace("\r\n", "\n").strip() for name in LONGEST}


def _with_texts(found: Patient, typed: dict[str, str], **more: Any) -> Patient:
    return replace(found, **{**_texts(typed), **more})


def _therapist(typed: dict[str, str]) -> str:
    """Whose patient it is: one's own, unless a known therapist is named."""
    wanted = typed.get("therapist", "")
    return wanted if wanted in {account.id for account in therapists()} else viewer().id


def _put(found: Patient) -> dict[str, str]:
    other = tools().records.patient_of(found.reference)
    if other is not None and other.id != found.id:
        return {"reference": "Another patient has this reference."}
    try:
        tools().records.put_patient(found)
    except ClinicError as error:
        return {"reference": f"{error}".rstrip(".") + "."}
    return {}


def therapists() -> list[Account]:
    """Accounts that have patients."""
    return [account for account in tools().records.accounts() if account.active and account.role != "reader"]


# --- Notes. ---


def add_note(id_: str) -> Answer:
    """Keep a note about a patient."""
    found, text = patient_here(id_), request.form.get("text", "").replace("\r\n", "\n").strip()
    if not text:
        flash("The note is empty; nothing was kept.")
    elif len(text) > LONGEST_NOTE:
        flash(f"A note has at most {LONGEST_NOTE:,} letters; this one has {len(text):,}. Nothing was kept.")
    else:
        note = Note(id=new_id(), patient=found.id, at=tools().now(), by=viewer().id, text=text)
        tools().records.put_note(note)
        write_down("note.new", found.id)
    return redirect(url_for("patient", id_=found.id, _anchor="notes"))


def drop_note(id_: str, note: str) -> Answer:
    """Take a note back; a lead may take back anybody's."""
    found = patient_here(id_)
    kept = next((one for one in tools().records.notes(found.id) if one.id == note), None)
    if kept is None:
        abort(404)
    if kept.by != viewer().id and viewer().role != "lead":
        abort(403)
    tools().records.put_note(replace(kept, text=""))
    write_down("note.drop", found.id)
    flash("The note is taken back.")
    return redirect(url_for("patient", id_=found.id, _anchor="notes"))
