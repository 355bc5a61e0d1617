"""Results files dropped on the pages: taken once, refused whole, asked about where something is odd."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import practice_samples as sample
import pytest
from clinic_site import Browser, Site, open_site

from coach.clinic.guard import MOST_BYTES
from coach.core.therapy.results import Results

WHOM = sample.PEOPLE[5][0]


@pytest.fixture
def site(tmp_path: Path, database: str | None) -> Iterator[Site]:
    with open_site(tmp_path, database) as site:
        yield site


@pytest.fixture
def lead(site: Site) -> Browser:
    return site.browser("lead")


def results(seed: int = 9, **more: Any) -> Results:
    made = sample.results_of(WHOM, sample.sessions_of(WHOM, sample.Course(weeks=2, seed=seed)))
    return replace(made, **more)


def held_form(text: str) -> dict[str, str]:
    """The fields of the form by which a page asks about a file."""
    return dict(
        re.findall(r'<input type="hidden" name="(held|name|sure|chosen|patient|reference)" value="([^"]*)"', text)
    )


def test_a_file_finds_its_patient_and_is_known_afterwards(site: Site, lead: Browser) -> None:
    content = site.results_file(results(), site.tools.exchange.new_signing_key())
    assert lead.upload("/results", ("r.results.json", content)).headers["Location"] == "/patients/p6"
    assert "new sessions" in lead.get("/patients/p6").text
    assert len(site.records.sessions("p6")) == len(results().sessions)
    lead.upload("/patients/p6/results", ("r.results.json", content))
    assert "Known already" in lead.get("/patients/p6").text
    assert len(site.records.deliveries("p6")) == 1


def test_several_files_each_have_their_own_answer(site: Site, lead: Browser) -> None:
    good, bad = site.results_file(results()), b"not json"
    answer = lead.upload("/results", ("good.json", good), ("bad.json", bad))
    assert answer.status_code == 200
    assert "new sessions" in answer.text
    assert "Not taken" in answer.text
    assert len(site.records.sessions("p6")) == len(results().sessions)


def test_an_unknown_reference_is_asked_about(site: Site, lead: Browser) -> None:
    content = site.results_file(results(patient="K-unknown"))
    answer = lead.upload("/results", ("r.json", content))
    assert "Choose whose results these are" in answer.text
    assert "Aylin Demir" in answer.text
    fields = held_form(answer.text)
    assert lead.post("/results/held", {**fields, "patient": "p6"}).headers["Location"] == "/patients/p6"
    assert len(site.records.sessions("p6")) == len(results().sessions)


def test_an_unknown_reference_can_be_a_new_patient(site: Site, lead: Browser) -> None:
    answer = lead.upload("/results", ("r.json", site.results_file(results(patient="K-new"))))
    lead.post("/results/held", {**held_form(answer.text), "patient": "new"})
    made = site.records.patient_of("K-new")
    assert made is not None
    assert len(site.records.sessions(made.id)) == len(results().sessions)


def test_anothers_reference_is_refused_on_a_patients_page(site: Site, lead: Browser) -> None:
    answer = lead.upload("/patients/p5/results", ("r.json", site.results_file(results())))
    assert answer.status_code == 422
    assert "it says it is about K-1047" in answer.text
    # Nor can the choice of a patient put it there.
    held = {"held": held_of(site.results_file(results())), "name": "x", "patient": "p5", "chosen": "yes"}
    assert lead.post("/results/held", held).status_code == 422
    assert len(site.records.deliveries("p5")) == 1


def held_of(content: bytes) -> str:
    from coach.clinic.taking import pack

    return pack(content)


def test_a_therapist_takes_in_nothing_of_anothers_patient(site: Site) -> None:
    anna, content = site.browser("anna"), site.results_file(results())
    assert "Nobody here has this reference" in anna.upload("/results", ("r.json", content)).text
    held = {"held": held_of(content), "name": "x", "patient": "p6", "chosen": "yes"}
    assert anna.post("/results/held", held).status_code == 404
    assert site.records.sessions("p6") == []


def test_another_key_and_no_key_are_asked_about(site: Site, lead: Browser) -> None:
    first, other = (site.tools.exchange.new_signing_key() for _ in range(2))
    assert lead.upload("/results", ("1.json", site.results_file(results(1), first))).status_code == 302
    assert lead.upload("/results", ("2.json", site.results_file(results(2), first))).status_code == 302
    for key, said in ((other, "signed by another key"), (None, "is not signed, and earlier ones")):
        content = site.results_file(results(3, person="Somebody" if key else ""), key)
        answer = lead.upload("/results", ("3.json", content))
        assert said in answer.text
        assert len(site.records.deliveries("p6")) == (2 if key else 3)
        lead.post("/results/held", held_form(answer.text))
    assert [one.signed for one in site.records.deliveries("p6")] == ["unsigned", "new", "known", "new"]


def test_a_file_changed_after_signing_is_refused(site: Site, lead: Browser) -> None:
    content = site.results_file(results(), site.tools.exchange.new_signing_key())
    answer = lead.upload("/results", ("r.json", content.replace(b'"seen": 0.9', b'"seen": 0.1')))
    assert answer.status_code == 422
    assert "changed after it was signed" in answer.text
    assert site.records.sessions("p6") == []


def test_sealed_files_are_opened_with_the_therapists_key(site: Site, lead: Browser) -> None:
    from coach.adapters.exchange import sealing

    site.browser("ben").get("/account")
    account = site.records.account("ben")
    assert account is not None
    sealed = sealing.seal(site.results_file(results()), account.seal_key)
    assert lead.upload("/results", ("r.json", sealed)).status_code == 302
    for wrong in (sealed.replace(b'content": "', b'content": "AAAA'), sealed[:-40]):
        assert lead.upload("/results", ("r.json", wrong)).status_code == 422


def test_another_servers_key_file_opens_nothing_and_says_so(site: Site, tmp_path: Path) -> None:
    from coach.adapters.clinic_keys import ServerKey

    site.browser("anna").get("/account")
    site.tools = replace(site.tools, vault=ServerKey(tmp_path / "elsewhere" / "server.key"))
    site.app = site.make_app()
    answer = site.browser("anna").post("/patients/p1/routine", {"do": "save", "row": "r0", "r0-exercise": "plank"})
    assert answer.status_code == 503
    assert "another server" in answer.text


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"\x00" * 1000,
        b"[" * 100_000,
        b'{"format": "backcoach.results/1"}',
        b'{"format": "backcoach.sealed/1", "to": 5, "content": []}',
        b"PK\x03\x04 a zip",
        "\ud800".encode("utf-8", "surrogatepass"),
    ],
)
def test_hostile_files_are_refused_in_one_sentence(lead: Browser, content: bytes) -> None:
    answer = lead.upload("/results", ("x.json", content))
    assert answer.status_code == 422
    assert answer.text.count("Not taken") == 1
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("held", ["", "!!!", "AAAA", "eJwDAAAAAAE="])
def test_a_held_file_that_was_meddled_with_is_refused(lead: Browser, held: str) -> None:
    answer = lead.post("/results/held", {"held": held, "name": "x", "patient": "p6"})
    assert answer.status_code == 422


def test_a_packed_bomb_is_not_unpacked(lead: Browser) -> None:
    held = held_of(b" " * (21 * 1024 * 1024))
    answer = lead.post("/results/held", {"held": held, "name": "x", "patient": "p6"})
    assert answer.status_code == 422


def test_no_file_and_too_large_a_file(lead: Browser) -> None:
    assert lead.upload("/results").headers["Location"] == "/"
    kind = "multipart/form-data; boundary=x"
    assert lead.client.post("/results", data=b" " * (MOST_BYTES + 1), content_type=kind).status_code == 413


@pytest.mark.parametrize("name", ["../../etc/passwd", "..\\..\\x", "<img src=x onerror=alert(1)>", "a\x00b", "x" * 500])
def test_a_files_name_is_only_a_word(site: Site, lead: Browser, tmp_path: Path, name: str) -> None:
    before = sorted(path.name for path in tmp_path.iterdir())
    answer = lead.upload("/results", (name, b"nothing"))
    assert answer.status_code == 422
    assert "<img" not in answer.text
    assert sorted(path.name for path in tmp_path.iterdir()) == before
