"""Results as tables: what goes out comes back, no cell is run as a formula, and no zip does harm."""

import contextlib
import csv
import io
import zipfile
from dataclasses import replace

import pytest
from exchange_values import results, six_weeks, usual
from hypothesis import HealthCheck, Phase, given, settings

from coach.adapters.clinic_reports.csv_tables import MEANINGS, TABLES, from_zip, to_zip
from coach.core.therapy.results import FaultSum, Results
from coach.ports import ExchangeError
from tests.results_samples import full


def _table(content: bytes, name: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as held:
        return list(csv.DictReader(io.StringIO(held.read(name).decode("utf-8-sig"), newline="")))


@settings(max_examples=60, deadline=None, phases=(Phase.explicit, Phase.generate),
          suppress_health_check=[HealthCheck.too_slow])  # fmt: skip
@given(results())
def test_what_goes_out_comes_back(done: Results) -> None:
    assert from_zip(to_zip([done])) == tuple(sorted(done.sessions, key=lambda one: one.at))


def test_the_tables_are_flat_and_say_what_they_hold() -> None:
    content = to_zip([six_weeks(), six_weeks()])
    assert content == to_zip([six_weeks()])
    with zipfile.ZipFile(io.BytesIO(content)) as held:
        assert held.namelist() == [*TABLES, "README.txt"]
        readme = held.read("README.txt").decode()
    assert all(f"  {column}: {MEANINGS[column]}" in readme for columns in TABLES.values() for column in columns)
    rows = {name: _table(content, name) for name in TABLES}
    assert [len(rows[name]) for name in TABLES] == [16, 48, 48, 1]
    assert rows["sessions.csv"][0] | {"seen": ""} == {
        "session": "2026-0000", "at": "2026-09-28T18:00:00+00:00", "routine": "my_back", "effort": "4", "seen": "",
        "routine_name": "Back strong again", "routine_version": "2", "minutes": "19.5", "ended": "complete",
        "pain_before": "5", "pain_after": "4", "pain_stop": "", "pain_next_day": "4", "stop_reason": "",
    }  # fmt: skip
    assert rows["faults.csv"][0]["seconds"] == "4.5"


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", '=HYPERLINK("http://x")'])
def test_no_cell_is_run_as_a_formula(evil: str) -> None:
    one = usual(0, routine_name=evil)
    done = replace(one.exercises[0], name=evil, faults={"x": FaultSum(name=evil, times=1, seconds=1.0)})
    session = replace(one, exercises=(done,))
    content = to_zip([replace(six_weeks(), sessions=(session,))])
    cells = [_table(content, "sessions.csv")[0]["routine_name"], _table(content, "faults.csv")[0]["name"]]
    assert cells == [f"'{evil}"] * 2
    assert from_zip(content) == (session,)


def _zip(**tables: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(to_zip([six_weeks()]))) as good, zipfile.ZipFile(out, "w", 8) as held:
        for name in TABLES:
            held.writestr(name, tables.get(name.partition(".")[0], good.read(name)))
    return out.getvalue()


HEAD = (",".join(TABLES["sessions.csv"]) + "\r\n").encode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no zip of tables"), (b"PK\x03\x04nonsense", "no zip of tables"),
        (b" " * 20_000_001, "larger than 20 MB"), (_zip(sessions=b"0" * 20_000_001), "sessions.csv is larger"),
        (_zip(sessions=b"a,b\r\n1,2\r\n"), "no column session"),
        (_zip(sessions=b"\xff\xfe"), "no table that can be read"),
        (_zip(sessions=HEAD + b"s1,28.9.2026,r,n,0,10,complete,,,,,,,\r\n"), "sessions.csv, line 2: at"),
        (_zip(sessions=HEAD + b"s1,2026-09-28T10:00:00,r,n,0,10,complete,,,,,,,\r\n"), "line 2: at: needs the offset"),
        (_zip(sessions=HEAD + b"s1,2026-09-28T10:00:00+01:00,r,n,0,10,finished,,,,,,,\r\n"), "line 2: ended"),
    ],
)  # fmt: skip
def test_a_zip_that_can_not_be_used_is_refused_in_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(ExchangeError, match=said) as caught:
        from_zip(content)
    assert "\n" not in str(caught.value)


def test_a_zip_without_its_tables_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as held:
        held.writestr("../../evil.csv", "x")
    with pytest.raises(ExchangeError, match=r"has no table sessions\.csv"):
        from_zip(out.getvalue())


def test_a_zip_of_which_one_letter_was_damaged_is_refused_or_read() -> None:
    whole = to_zip([full()])
    refused = 0
    for at in range(30, len(whole), 3):
        with contextlib.suppress(ExchangeError):
            from_zip(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
            continue
        refused += 1
    assert refused
