"""Deliveries by a patient's program: the right token and no other, once and again, whole or not at all."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import practice_samples as sample
import pytest
from clinic_site import Site, open_site

from coach.clinic.api import MOST, MOST_WRONG
from coach.clinic.guard import MOST_BYTES, digest_of
from coach.core.therapy.results import Results

TOKEN = "a-token-of-the-patients-program"


@pytest.fixture
def site(tmp_path: Path, database: str | None) -> Iterator[Site]:
    with open_site(tmp_path, database) as site:
        site.records.set_token("p6", digest_of(TOKEN))
        yield site


WHOM = sample.PEOPLE[5][0]


def results(**more: Any) -> Results:
    """Two weeks of the patient without sessions so far."""
    made = sample.results_of(WHOM, sample.sessions_of(WHOM, sample.Course(weeks=2, seed=9)))
    return replace(made, **more)


def send(site: Site, content: bytes, token: str = TOKEN) -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return site.app.test_client().post("/api/results", data=content, headers=headers)


def test_a_delivery_is_kept_once(site: Site) -> None:
    content = site.results_file(results())
    first, again = send(site, content), send(site, content)
    count = len(results().sessions)
    assert first.status_code == again.status_code == 200
    assert first.json["new"] == count
    assert first.json["digest"] == again.json["digest"]
    assert len(site.records.sessions("p6")) == count
    assert len(site.records.deliveries("p6")) == 1
    # The same sessions and one more, as a program sends them the next day.
    later = replace(results().sessions[-1], session="one-more")
    third = send(site, site.results_file(results(sessions=(*results().sessions, later))))
    assert (third.json["new"], third.json["known"]) == (1, count)


@pytest.mark.parametrize("token", ["", "wrong-token-wrong-token", "short", "x" * 500, "' OR '1'='1' -- ---------"])
def test_a_wrong_token_is_turned_away(site: Site, token: str) -> None:
    answer = send(site, site.results_file(results()), token)
    assert answer.status_code == 401
    assert "error" in answer.json
    assert site.records.sessions("p6") == []


@pytest.mark.parametrize("authorization", ["Basic eDp5", "Bearer", f"Token {TOKEN}", f"Bearer\t{TOKEN}"])
def test_another_way_to_show_a_token_is_none(site: Site, authorization: str) -> None:
    answer = site.app.test_client().post("/api/results", data=b"{}", headers={"Authorization": authorization})
    assert answer.status_code == 401


def test_another_patients_reference_is_refused(site: Site) -> None:
    answer = send(site, site.results_file(results(patient="K-1042")))
    assert answer.status_code == 403
    assert site.records.sessions("p6") == []


def test_another_patients_session_is_refused_and_nothing_kept(site: Site) -> None:
    stolen = site.records.sessions("p1")[0]
    before = site.records.sessions("p1")
    answer = send(site, site.results_file(results(sessions=(*results().sessions, replace(stolen, minutes=1.0)))))
    assert answer.status_code == 409
    assert site.records.sessions("p6") == []
    assert site.records.sessions("p1") == before


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"\xff\xfe", b'{"a":' * 5000, b"null", b'{"format":"backcoach.sealed/1"}', b"NaN"],
)
def test_what_is_no_results_file_gets_422(site: Site, content: bytes) -> None:
    answer = send(site, content)
    assert answer.status_code == 422
    assert answer.json["error"].endswith(".")


def test_too_large_is_refused_before_it_is_read(site: Site) -> None:
    assert send(site, b" " * (MOST_BYTES + 1)).status_code == 413


def test_a_changed_file_is_refused(site: Site) -> None:
    key = site.tools.exchange.new_signing_key()
    content = site.results_file(results(), key)
    assert send(site, content.replace(b'"effort": 5', b'"effort": 1')).status_code == 422
    assert send(site, content).status_code == 200
    assert site.records.deliveries("p6")[0].signed == "new"


def test_a_sealed_delivery_is_opened(site: Site) -> None:
    from coach.adapters.exchange import sealing

    site.browser("anna").get("/account")
    account = site.records.account("anna")
    assert account is not None
    assert account.seal_key.startswith("hpke:")
    assert send(site, sealing.seal(site.results_file(results()), account.seal_key)).status_code == 200
    other = sealing.public_of(sealing.new_key())
    assert send(site, sealing.seal(site.results_file(results()), other)).status_code == 422


def test_an_archived_patients_token_is_none(site: Site) -> None:
    site.records.put_patient(replace(WHOM, archived=True))
    assert send(site, site.results_file(results())).status_code == 401


def test_a_token_that_was_taken_back_is_none(site: Site) -> None:
    assert site.browser("ben").post("/patients/p6/delivery/stop").status_code == 302
    assert send(site, site.results_file(results())).status_code == 401


def test_too_many_deliveries_wait(site: Site) -> None:
    codes = [send(site, b"{}").status_code for _ in range(MOST + 1)]
    assert codes == [422] * MOST + [429]
    site.clock.go(minutes=11)
    assert send(site, site.results_file(results())).status_code == 200


def test_too_many_wrong_tokens_wait_and_say_nothing_of_right_ones(site: Site) -> None:
    codes = [send(site, b"{}", f"wrong-token-number-{number}").status_code for number in range(MOST_WRONG + 1)]
    assert codes == [401] * MOST_WRONG + [429]
    assert send(site, site.results_file(results())).status_code == 429


def test_cookies_open_nothing_there_and_tokens_nothing_else(site: Site) -> None:
    lead = site.browser("lead")
    assert lead.client.post("/api/results", data=site.results_file(results())).status_code == 401
    headers = {"Authorization": f"Bearer {TOKEN}"}
    assert site.app.test_client().get("/patients/p6", headers=headers).status_code == 302


def test_health_says_nothing_of_anybody(site: Site) -> None:
    assert site.app.test_client().get("/health").json == {"ok": True}
