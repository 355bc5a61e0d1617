"""A practice of 200 patients with a year of sessions: the pages' questions are answered soon."""

from typing import Final

import pytest

from coach.adapters.clinic_db.records import SqlRecords
from tests.clinic_year import fill, measured

PATIENTS: Final = 200

SOON_MS: Final = {"recent + standings": 150.0, "one patient's year + trends": 150.0, "take_results, 60 sessions": 300.0}
"""Half of what a page may take, for a fifth of the patients of the benchmark: room for a machine that does more."""


@pytest.mark.slow
def test_a_large_practice_is_looked_through_soon(records: SqlRecords) -> None:
    fill(records, PATIENTS)
    found = {taken.name: taken for taken in measured(records, PATIENTS, times=20)}
    assert found.keys() == SOON_MS.keys()
    assert {name: taken.p50 for name, taken in found.items() if taken.p50 > SOON_MS[name]} == {}
