"""Who may ask for what in the therapist's pages: every route by every role, forged forms, headers, the log."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from clinic_site import Browser, Site, open_site

from coach.clinic.app import ROUTES, Route, make_app
from coach.clinic.guard import HEADERS
from coach.clinic.here import MAY, Access


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, shared_database: str | None) -> Iterator[Site]:
    with open_site(tmp_path_factory.mktemp("practice"), shared_database) as site:
        yield site


@pytest.fixture(scope="module")
def browsers(site: Site) -> dict[str, Browser]:
    return {who: site.browser(who) for who in ("", "lead", "anna", "ben", "reader")}


ROLES: Final = {"lead": "lead", "anna": "therapist", "reader": "reader"}

VALUES: Final = {"id_": "p1", "note": "n1", "assignment": "a1-p1", "kind": "report", "exercise": "plank", "token": "x"}


def path_of(route: Route, **values: str) -> str:
    """A route's address for patient p1."""
    path = route.rule
    for name, value in {**VALUES, **values}.items():
        path = path.replace(f"<{name}>", value)
    return path


def _asks() -> Iterator[tuple[Route, str]]:
    for route in ROUTES:
        for method in route.methods:
            if route.access in MAY:
                yield route, method


ASKS: Final = [pytest.param(route, method, id=f"{method} {route.rule}") for route, method in _asks()]


@pytest.mark.parametrize(("route", "method"), ASKS)
def test_nobody_gets_in_without_signing_in(browsers: dict[str, Browser], route: Route, method: str) -> None:
    answer = browsers[""].client.open(path_of(route), method=method)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize(("route", "method"), ASKS)
def test_a_role_without_the_right_gets_403(browsers: dict[str, Browser], route: Route, method: str, who: str) -> None:
    if ROLES[who] in MAY[route.access]:
        pytest.skip("this role may")
    browser = browsers[who]
    answer = browser.post(path_of(route)) if method == "POST" else browser.get(path_of(route))
    assert answer.status_code == 403


@pytest.mark.parametrize(("route", "method"), ASKS)
def test_a_form_without_its_token_changes_nothing(site: Site, route: Route, method: str) -> None:
    if method != "POST":
        return
    browser = site.browser("lead")
    before = (site.records.accounts(), site.records.patients(None), site.records.notes("p1"))
    for data in ({}, {"csrf_token": "made-up"}):
        answer = browser.client.post(path_of(route, id_="p1"), data=data)
        assert answer.status_code == 400
        assert "Send it again" in answer.text
    assert (site.records.accounts(), site.records.patients(None), site.records.notes("p1")) == before


def test_open_forms_ask_for_their_token_too(site: Site) -> None:
    for path in ("/sign-in", "/setup/x"):
        assert site.app.test_client().post(path, data={"email": "a"}).status_code == 400


OF_A_PATIENT: Final = [
    pytest.param(route, method, id=f"{method} {route.rule}")
    for route, method in _asks()
    if "/patients/<id_>" in route.rule
]


@pytest.mark.parametrize(("route", "method"), OF_A_PATIENT)
@pytest.mark.parametrize("id_", ["p4", "nobody", "p4' OR '1'='1"])
def test_another_therapists_patient_is_not_there(
    browsers: dict[str, Browser], route: Route, method: str, id_: str
) -> None:
    browser, path = browsers["anna"], path_of(route, id_=id_, assignment="a1-p4")
    answer = browser.post(path, {"text": "x"}) if method == "POST" else browser.get(path)
    assert answer.status_code == 404


def test_anothers_routine_is_not_found_through_ones_own_patient(browsers: dict[str, Browser]) -> None:
    for end in ("", "/file", "/code"):
        assert browsers["anna"].get(f"/patients/p1/routines/a1-p4{end}").status_code == 404


def test_readers_see_all_patients_and_therapists_their_own(browsers: dict[str, Browser]) -> None:
    assert browsers["reader"].get("/patients/p4").status_code == 200
    assert "O&#39;Neill" in browsers["reader"].get("/").text
    assert "O&#39;Neill" not in browsers["anna"].get("/").text
    assert "O&#39;Neill" in browsers["ben"].get("/").text
    assert "O&#39;Neill" in browsers["lead"].get("/").text
    assert "O&#39;Neill" not in browsers["lead"].get("/?who=mine").text
    assert "Build a routine" not in browsers["reader"].get("/patients/p6").text


def test_a_route_that_says_nobody_may_lets_nobody_in(site: Site) -> None:
    app = make_app(site.desk)
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    client = Browser(app.test_client())
    assert client.sign_in("lead@practice.org").status_code == 302
    assert client.get("/forgotten").status_code == 403


@pytest.mark.parametrize("path", ["/", "/sign-in", "/nothing-here", "/health", "/patients/p1", "/static/pages.css"])
def test_every_answer_tells_browsers_to_be_careful(browsers: dict[str, Browser], path: str) -> None:
    answer = browsers["lead"].get(path)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    if not path.startswith("/static"):
        assert answer.headers["Cache-Control"] == "no-store"
    answer.close()


@pytest.mark.parametrize(
    "path", ["/", "/patients/p1", "/patients/p1/routine", "/patients/p1/routines/a1-p1", "/accounts"]
)
def test_pages_carry_no_style_or_script_of_their_own(browsers: dict[str, Browser], path: str) -> None:
    text = browsers["lead"].get(path).text
    assert " style=" not in text
    assert "<style" not in text
    assert " onclick=" not in text
    assert "<script>" not in text
    assert "https://" not in text.replace("https://</b>", "")


def test_what_is_read_and_changed_stands_in_the_log(site: Site) -> None:
    site.browser("anna").get("/patients/p2")
    site.browser("anna").post("/patients/p2/notes", {"text": "Saw her"})
    lines = [(line.account, line.what) for line in site.records.audited(patient="p2")]
    assert lines[:2] == [("anna", "note.new"), ("anna", "patient.read")]
    page = site.browser("lead").get("/log?patient=p2").text
    assert "Wrote a note" in page
    assert "Saw her" not in page


def test_access_names_only_known_kinds() -> None:
    known: set[Access] = {"open", "token", "read", "write", "lead"}
    assert {route.access for route in ROUTES} <= known
    assert {route.rule for route in ROUTES if route.access == "token"} == {"/health", "/api/results"}
    assert Path(ROUTES[0].rule).name == "health"
