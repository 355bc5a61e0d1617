"""Every field of an exercise and of a session goes into FHIR and into the tables: a new one is not forgotten."""

from dataclasses import fields

from coach.adapters.clinic_reports import csv_tables
from coach.adapters.fhir import results_out
from coach.core.therapy.results import CeilingTold, ExerciseDone, SessionDone

IN_THE_PROCEDURE = {
    "session", "at", "routine", "routine_name", "routine_version", "minutes", "ended", "stop_reason", "seen",
}  # fmt: skip
"""What the round trip in `test_fhir` shows there."""


def _names(kind: type) -> set[str]:
    return {one.name for one in fields(kind)}


def test_fhir_carries_every_field() -> None:
    exercise = {*results_out.PLAIN, *results_out.AMOUNTS, "exercise", "name", "faults", "stop_reason"}
    assert exercise == _names(ExerciseDone)
    assert {*results_out.PAINS, "effort", "exercises", *IN_THE_PROCEDURE} == _names(SessionDone)
    assert {*results_out.CEILING, "at"} == _names(CeilingTold)


def test_the_tables_carry_every_field() -> None:
    assert {*csv_tables.EXERCISE, "faults"} - {"session", "number"} == _names(ExerciseDone)
    assert {*csv_tables.SESSION, "exercises"} == _names(SessionDone)
    assert {*csv_tables.CEILING} == _names(CeilingTold)
    assert {column for columns in csv_tables.TABLES.values() for column in columns} == csv_tables.MEANINGS.keys()
