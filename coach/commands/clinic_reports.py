"""What can be given out of a patient: pages to print, FHIR, tables, everything."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from coach.clinic.tools import Everything, File, Report
from coach.core.spec import Exercise
from coach.core.therapy.results import Results
from coach.ports.clinic import Records


def reports(records: Records, exercises: Mapping[str, Exercise], fonts: Path) -> dict[str, Report]:
    """The reports by name; `fonts` is the folder of the fonts that PDFs are set in."""

    def report(found: Everything) -> File:
        from coach.adapters.clinic_reports.report_pdf import report_pdf
        from coach.core.therapy.report_page import Patient, report_page

        whom = Patient(reference=found.patient.reference, name=found.patient.name, therapist=found.therapist_name)
        notes, given = [(note.at, note.text) for note in found.notes], found.assignments
        of = found.routine, found.results, found.made_at
        page = report_page(whom, *of, notes=notes, exercises=exercises, given=given)
        return File(suffix="report.pdf", kind="application/pdf", content=report_pdf(page, fonts))

    def plain(found: Everything) -> File:
        from coach.adapters.clinic_reports.patient_pdf import patient_pdf
        from coach.core.therapy.patient_page import patient_page

        page = patient_page(found.patient.name, found.routine, found.results, found.made_at, exercises)
        return File(suffix="for-you.pdf", kind="application/pdf", content=patient_pdf(page, fonts))

    def fhir(found: Everything) -> File:
        from coach.adapters.fhir.bundle import Named, bundle_bytes, to_bundle

        whom = Named(reference=found.patient.reference, name=found.patient.name)
        bundle = to_bundle(whom, found.routine, together(found.results), exercises=exercises)
        return File(suffix="fhir.json", kind="application/fhir+json", content=bundle_bytes(bundle))

    def csv(found: Everything) -> File:
        from coach.adapters.clinic_reports.csv_tables import to_zip

        return File(suffix="tables.zip", kind="application/zip", content=to_zip(found.results))

    def everything(found: Everything) -> File:
        content = records.export(found.patient.id)
        return File(suffix="everything.zip", kind="application/zip", content=content)

    return {"report": report, "plain": plain, "fhir": fhir, "csv": csv, "all": everything}


def together(found: Sequence[Results]) -> Results | None:
    """Results of several routines as one, for what gives out one; None where there are none."""
    if not found:
        return None
    newest = max(found, key=lambda one: one.made_at)
    sessions = {session.session: session for one in found for session in one.sessions}
    return replace(
        newest,
        since=min(one.since for one in found),
        until=max(one.until for one in found),
        sessions=tuple(sorted(sessions.values(), key=lambda session: session.at)),
        safety=tuple(sorted({told for one in found for told in one.safety}, key=lambda told: told.at)),
        ceiling_answers=tuple(
            sorted({told for one in found for told in one.ceiling_answers}, key=lambda told: told.at)
        ),
        changes=tuple(sorted({change for one in found for change in one.changes}, key=lambda change: change.at)),
        signature=None,
    )
