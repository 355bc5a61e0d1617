"""The overview, a patient's page, notes, exports, erasing; and words from outside that stay words."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import practice_samples as sample
import pytest
from clinic_site import Browser, Site, open_site

from coach.adapters.fhir.checking import check
from coach.core.therapy.results import FaultSum


@pytest.fixture
def site(tmp_path: Path, database: str | None) -> Iterator[Site]:
    with open_site(tmp_path, database) as site:
        yield site


@pytest.fixture
def lead(site: Site) -> Browser:
    return site.browser("lead")


def rows(text: str) -> list[str]:
    """Names in the overview, in their order."""
    return re.findall(r'<th scope="row"><a href="/patients/\w+">([^<]+)</a>', text)


def test_the_overview_begins_with_who_asks_for_a_look(lead: Browser) -> None:
    text = lead.get("/").text
    assert rows(text)[:3] == ["Aylin Demir", "Jonas Peters", "Peter O&#39;Neill-Featherstonehaugh"]
    assert "3 of 6 ask for a look." in text
    # Each need is a word with a sentence, never a colour alone.
    for word in ("Safety answer", "Stopped for pain", "Pain up", "Less than asked"):
        assert f"<b>{word}</b>" in text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("maria", ["Maria Santos"]),
        ("K-1046", ["K-1046"]),
        ("sitting pain", ["Maria Santos"]),
        ("nobody at all", []),
        ("%", []),
        ("'; DROP TABLE patient; --", []),
    ],
)
def test_the_search_finds_name_reference_and_problem(lead: Browser, asked: str, found: list[str]) -> None:
    assert rows(lead.get("/", query_string={"q": asked}).text) == found


@pytest.mark.parametrize(
    ("kind", "begins", "named"),
    [
        ("report", b"%PDF", "inline; filename*=UTF-8''K-1042-report.pdf"),
        ("plain", b"%PDF", "inline; filename*=UTF-8''K-1042-for-you.pdf"),
        ("fhir", b"{", "attachment; filename*=UTF-8''K-1042-fhir.json"),
        ("csv", b"PK", "attachment; filename*=UTF-8''K-1042-tables.zip"),
        ("all", b"PK", "attachment; filename*=UTF-8''K-1042-everything.zip"),
    ],
)
def test_everything_can_be_given_out(site: Site, lead: Browser, kind: str, begins: bytes, named: str) -> None:
    answer = lead.get(f"/patients/p1/export/{kind}")
    assert answer.status_code == 200
    assert answer.data.startswith(begins)
    assert answer.headers["Content-Disposition"] == named
    assert (f"export.{kind}", "p1") in [(line.what, line.patient) for line in site.records.audited()]
    if kind == "fhir":
        assert check(answer.json or {}) == []
    # Nor does a patient without anything break one.
    assert lead.get(f"/patients/p6/export/{kind}").status_code == 200
    assert lead.get("/patients/p1/export/else").status_code == 404


def test_many_patients_are_shown_by_the_hundred(site: Site, lead: Browser) -> None:
    for number in range(230):
        site.records.put_patient(sample.patient(f"x{number}", f"X-{number:03}", ""))
    first = lead.get("/").text
    assert len(rows(first)) == 100
    assert "Page 1 of 3" in first
    assert rows(first)[0] == "Aylin Demir"
    assert len(rows(lead.get("/?page=3").text)) == 36
    for odd in ("0", "99", "x", "-1", "1e9", "9" * 50):
        assert lead.get("/", query_string={"page": odd}).status_code == 200


def test_a_patients_page_tells_the_weeks(lead: Browser) -> None:
    text = lead.get("/patients/p1").text
    for part in (
        "Low back pain since autumn",
        "Right knee sore",
        "Hips and back",
        "Sessions done of those due, by week.",
        "Pain before, after and the morning after",
        "Glute bridge: best and median range",
        "Plank: seconds held in good form",
        "Hips sagged",
        "Kneels on a cushion now",
        "offered and taken",
        "signed by a new key",
        "Show 12 earlier",
    ):
        assert part in text
    assert lead.get("/patients/p1?all=1").text.count('class="inner"') == 22
    assert "for pain" in lead.get("/patients/p2").text


def test_a_patient_without_anything_has_a_page(lead: Browser) -> None:
    text = lead.get("/patients/p6").text
    assert "Nothing was due yet." in text
    assert "Build a routine" in text


def test_notes_are_kept_and_taken_back_by_their_writer(site: Site, lead: Browser) -> None:
    anna = site.browser("anna")
    assert anna.post("/patients/p1/notes", {"text": "Saw her\r\ntoday"}).status_code == 302
    note = site.records.notes("p1")[0]
    assert note.text == "Saw her\ntoday"
    assert anna.post("/patients/p1/notes/n1/drop").status_code == 302
    lead.post("/patients/p1/notes", {"text": "By the lead"})
    theirs = site.records.notes("p1")[0]
    assert anna.post(f"/patients/p1/notes/{theirs.id}/drop").status_code == 403
    assert lead.post(f"/patients/p1/notes/{note.id}/drop").status_code == 302
    assert [one.text for one in site.records.notes("p1")] == ["By the lead"]
    for text in ("", "   ", "x" * 4001):
        anna.post("/patients/p1/notes", {"text": text})
    assert len(site.records.notes("p1")) == 1
    assert lead.post("/patients/p1/notes/none/drop").status_code == 404


def test_a_patient_is_added_changed_and_archived(site: Site) -> None:
    anna = site.browser("anna")
    answer = anna.post("/patients/new", {"reference": " K-77 ", "name": "New One", "goals": "Walk\r\nfar"})
    made = site.records.patient_of("K-77")
    assert made is not None
    assert answer.headers["Location"] == f"/patients/{made.id}"
    assert (made.therapist, made.goals) == ("anna", "Walk\nfar")
    for typed, said in (
        ({"reference": ""}, "A reference of 1 to 80"),
        ({"reference": "K-1042"}, "Another patient has this reference."),
        ({"reference": "a\tb"}, "in one line"),
        ({"reference": "K-78", "problem": "x" * 1001}, "At most 1,000"),
    ):
        answer = anna.post("/patients/new", typed)
        assert answer.status_code == 422
        assert said in answer.text
    anna.post(f"/patients/{made.id}/edit", {"reference": "K-77", "name": "New One", "archived": "yes"})
    assert "New One" not in anna.get("/").text
    # Handed to somebody else, it is out of sight.
    answer = anna.post(f"/patients/{made.id}/edit", {"reference": "K-77", "name": "", "therapist": "ben"})
    assert answer.headers["Location"] == "/"
    assert anna.get(f"/patients/{made.id}").status_code == 404


def test_erasing_asks_for_the_reference_and_leaves_nothing(site: Site, lead: Browser, tmp_path: Path) -> None:
    assert lead.get("/patients/p1/erase").status_code == 200
    for typed in ("", "K-1043", "k-1042"):
        assert lead.post("/patients/p1/erase", {"typed": typed}).status_code == 422
    assert lead.post("/patients/p1/erase", {"typed": "K-1042"}).status_code == 302
    assert lead.get("/patients/p1").status_code == 404
    assert ("lead", "patient.erase") in [(line.account, line.what) for line in site.records.audited(patient="p1")]
    assert "deleted, p1" in lead.get("/log").text
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.name.startswith("clinic.db"))
    assert b"Maria Santos" not in kept


HOSTILE: Final = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><b>{{7*7}}${7*7}"


def test_words_from_outside_stay_words(site: Site, lead: Browser) -> None:
    lead.post("/patients/p6/edit", {"reference": f"{HOSTILE[:70]}", "name": HOSTILE[:79], "problem": HOSTILE})
    lead.post("/patients/p6/notes", {"text": HOSTILE})
    whom = site.records.patient("p6")
    assert whom is not None
    session = sample.sessions_of(whom, sample.Course(weeks=1))[0]
    done = replace(
        session.exercises[0],
        name=HOSTILE[:60],
        faults={"x": FaultSum(name=HOSTILE[:60], times=1, seconds=1.0)},
        measure="m",
        unit="deg",
    )
    session = replace(session, routine_name=HOSTILE[:60], exercises=(done,))
    results = replace(sample.results_of(whom, (session,)), person=HOSTILE[:60], changes=())
    site.records.take_results("p6", results, sample.delivery_of(whom))
    lead.post("/accounts", {"name": HOSTILE[:79], "email": "x@y.org", "role": "therapist"})
    for path in (
        "/patients/p6",
        "/",
        "/patients/p6/edit",
        "/patients/p6/erase",
        "/accounts",
        "/log",
        "/patients/p6/routine",
    ):
        text = lead.get(path).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "49" not in re.findall(r"\{\{7\*7\}\}|\b49\b", text)


SQL: Final = ("'", "' OR '1'='1", "'; DROP TABLE patients; --", '" OR ""="', "%' --", "\\'", "1; SELECT pg_sleep(5)")


@pytest.mark.parametrize("words", SQL)
def test_sql_in_any_field_is_only_words(site: Site, lead: Browser, words: str) -> None:
    form = {"reference": f"R {words}", "name": words, "problem": words, "goals": words, "precautions": words}
    assert lead.post("/patients/new", {**form, "therapist": words}).status_code == 302
    made = site.records.patient_of(f"R {words}".strip())
    assert made is not None
    assert made.name == words
    lead.post(f"/patients/{made.id}/notes", {"text": words})
    lead.post("/accounts", {"name": words, "email": f"a{words}b@c.org", "role": words})
    lead.post("/accounts/" + "x'--", {"do": words, "role": words})
    site.browser().sign_in(words, words)
    for path in ("/", "/log"):
        assert (
            lead.get(path, query_string={"q": words, "page": words, "who": words, "patient": words}).status_code == 200
        )
    assert lead.get(f"/patients/{made.id}/routines/x' OR 1=1").status_code == 404
    assert len(site.records.patients(None)) == 7
    assert site.records.notes(made.id)[0].text == words


def test_the_lead_keeps_accounts(site: Site, lead: Browser) -> None:
    text = lead.post("/accounts", {"name": "Cora", "email": "Cora@practice.org", "role": "therapist"}).text
    password = re.search(r"<code>([a-z0-9-]{24})</code>", text)
    assert password is not None
    assert site.browser().sign_in("cora@practice.org", password[1]).status_code == 302
    again = lead.post("/accounts", {"name": "Cora", "email": "cora@practice.org", "role": "therapist"})
    assert "Somebody has this address already." in again.text
    cora = site.records.account_of("cora@practice.org")
    assert cora is not None
    assert lead.post(f"/accounts/{cora.id}", {"do": "role", "role": "reader"}).status_code == 302
    assert site.records.account(cora.id) == replace(cora, role="reader")
    assert lead.post(f"/accounts/{cora.id}", {"do": "role", "role": "owner"}).status_code == 400
    # Nobody locks everybody out.
    for change in ({"do": "off"}, {"do": "role", "role": "reader"}):
        lead.post("/accounts/lead", change)
        kept = site.records.account("lead")
        assert kept is not None
        assert (kept.role, kept.active) == ("lead", True)
    assert lead.post("/accounts/nobody", {"do": "off"}).status_code == 404


def test_what_is_asked_in_the_future_changes_nothing(site: Site, lead: Browser) -> None:
    """A page is drawn whatever the clock of a patient's computer said."""
    whom = sample.PEOPLE[5][0]
    session = replace(sample.sessions_of(whom, sample.Course(weeks=1))[0], at=sample.NOW + timedelta(days=400))
    site.records.take_results("p6", sample.results_of(whom, (session,)), sample.delivery_of(whom))
    assert lead.get("/patients/p6").status_code == 200
    assert lead.get("/").status_code == 200
