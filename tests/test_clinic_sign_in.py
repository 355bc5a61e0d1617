"""Signing in to the therapist's pages: who gets in, for how long, and what a guesser meets."""

from collections.abc import Iterator
from pathlib import Path

import practice_samples as sample
import pytest
from clinic_site import SETUP, Browser, Site, open_site

from coach.clinic import passwords
from coach.clinic.signing_in import MOST_FAILURES, MOST_OF_CLIENT, WRONG


@pytest.fixture
def site(tmp_path: Path, database: str | None) -> Iterator[Site]:
    with open_site(tmp_path, database) as site:
        yield site


def _is_in(browser: Browser) -> bool:
    return browser.get("/").status_code == 200


def test_the_right_password_lets_in_and_signing_out_ends_it(site: Site) -> None:
    browser = site.browser("anna")
    kept = browser.client.get_cookie("backcoach")
    assert _is_in(browser)
    assert browser.post("/sign-out").status_code == 302
    assert not _is_in(browser)
    # Whoever copied the cookie is out too.
    assert kept is not None
    browser.client.set_cookie("backcoach", kept.value)
    assert not _is_in(browser)


@pytest.mark.parametrize("email", ["anna@practice.org", "nobody@practice.org", "", "ANNA@practice.org", "' OR 1=1 --"])
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(site: Site, email: str) -> None:
    answer = site.browser().post("/sign-in", {"email": email, "password": "wrong password"})
    assert answer.status_code == 401
    assert WRONG in answer.text.replace("&#39;", "'")


def test_unknown_addresses_are_hashed_against_too(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = passwords.fits
    monkeypatch.setattr(passwords, "fits", lambda kept, given: asked.append(kept) or real(kept, given))
    site.browser().sign_in("nobody@practice.org", "wrong password")
    assert asked == [""]
    assert not real("", "wrong password")


def test_an_account_out_of_use_does_not_get_in(site: Site) -> None:
    browser, lead = site.browser("ben"), site.browser("lead")
    lead.post("/accounts/ben", {"do": "off"})
    assert not _is_in(browser)
    assert site.browser().sign_in("ben@practice.org").status_code == 401


def test_five_failures_lock_an_address_until_a_time_that_is_told(site: Site) -> None:
    browser = site.browser()
    for _ in range(MOST_FAILURES):
        assert browser.sign_in("anna@practice.org", "a wrong one").status_code == 401
        site.clock.go(seconds=30)
    answer = browser.sign_in("anna@practice.org")
    assert answer.status_code == 429
    assert "possible again at 09:4" in answer.text
    # Restarts and other servers know it, as it is counted in the database.
    again = Browser(site.make_app().test_client())
    assert again.sign_in("Anna@practice.org ").status_code == 429
    # Somebody else is not locked out by it.
    assert site.browser().sign_in("ben@practice.org").status_code == 302
    site.clock.go(minutes=15)
    assert browser.sign_in("anna@practice.org").status_code == 302
    assert site.records.failures("anna@practice.org", sample.NOW) == 0


def test_many_failures_from_one_place_lock_the_place(site: Site) -> None:
    browser = site.browser()
    for number in range(MOST_OF_CLIENT):
        site.records.tell_failure("from 127.0.0.1", site.clock.now)
        site.records.tell_failure(f"somebody{number}@x.org", site.clock.now)
    assert browser.sign_in("anna@practice.org").status_code == 429
    site.clock.go(minutes=16)
    assert browser.sign_in("anna@practice.org").status_code == 302


def test_a_sign_in_gets_a_new_session(site: Site) -> None:
    """A cookie that somebody planted before is worth nothing afterwards."""
    browser = site.browser()
    browser.get("/sign-in")
    planted = browser.client.get_cookie("backcoach")
    browser.sign_in("anna@practice.org")
    fresh = browser.client.get_cookie("backcoach")
    assert planted is not None
    assert fresh is not None
    assert planted.value != fresh.value
    thief = site.browser()
    thief.client.set_cookie("backcoach", planted.value)
    assert not _is_in(thief)


@pytest.mark.parametrize(
    ("steps", "is_in"),
    [
        ([59] * 5, True),
        ([61], False),
        ([59] * 12 + [13], False),
        ([0], True),
    ],
)
def test_a_sign_in_ends_when_idle_and_after_twelve_hours(site: Site, steps: list[int], is_in: bool) -> None:
    browser = site.browser("anna")
    for minutes in steps[:-1]:
        site.clock.go(minutes=minutes)
        assert _is_in(browser)
    site.clock.go(minutes=steps[-1])
    assert _is_in(browser) is is_in


def test_tokens_and_passwords_are_kept_as_hashes_alone(site: Site) -> None:
    browser = site.browser("anna")
    with browser.client.session_transaction() as session:
        token = session["token"]
    kept = site.kept()
    assert token.encode() not in kept
    assert sample.PASSWORD.encode() not in kept
    assert b"$argon2id$v=19$m=65536,t=3,p=4$" in kept


def test_an_older_hash_is_made_anew_at_sign_in(site: Site) -> None:
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(sample.PASSWORD)
    site.records.set_password("anna", weak)
    assert site.browser().sign_in("anna@practice.org").status_code == 302
    assert not passwords.is_old(site.records.password_of("anna"))


@pytest.mark.parametrize(
    ("ahead", "leads"),
    [
        ("/patients/p1", "/patients/p1"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/\nSet-Cookie: a=b", "/"),
        ("", "/"),
    ],
)
def test_signing_in_leads_nowhere_else(site: Site, ahead: str, leads: str) -> None:
    answer = site.browser().post("/sign-in", {"email": "anna@practice.org", "password": sample.PASSWORD, "next": ahead})
    assert answer.headers["Location"] == leads


def test_a_changed_password_signs_out_other_places(site: Site) -> None:
    here, there = site.browser("anna"), site.browser("anna")
    new = {"now": sample.PASSWORD, "password": "another good one", "again": "another good one"}
    assert here.post("/account", {**new, "now": "wrong"}).status_code == 422
    assert here.post("/account", {**new, "again": "different"}).status_code == 422
    assert here.post("/account", {**new, "password": "short", "again": "short"}).status_code == 422
    assert here.post("/account", new).status_code == 302
    assert _is_in(here)
    assert not _is_in(there)
    assert site.browser().sign_in("anna@practice.org", "another good one").status_code == 302


def test_the_first_account_is_made_by_the_link_once(tmp_path: Path, clinic: Path | str) -> None:
    with open_site(tmp_path, clinic if isinstance(clinic, str) else None, furnished=False) as site:
        browser = Browser(site.app.test_client())
        assert browser.get("/").headers["Location"] == "/no-account"
        assert browser.get("/setup/another-token").status_code == 404
        assert browser.get("/setup/%C3%A9").status_code == 404
        page = browser.get(f"/setup/{SETUP}")
        assert page.status_code == 200
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        form = {"name": "Lena", "email": "lena@practice.org", "password": "a good password", "again": "a good password"}
        bad = browser.client.post(f"/setup/{SETUP}", data={**form, "password": "short", "csrf_token": token})
        assert bad.status_code == 422
        assert browser.client.post(f"/setup/{SETUP}", data={**form, "csrf_token": token}).status_code == 302
        assert _is_in(browser)
        assert [account.role for account in site.records.accounts()] == ["lead"]
        assert browser.get(f"/setup/{SETUP}").status_code == 404


def test_behind_a_proxy_cookies_are_secure_and_the_client_is_known(tmp_path: Path) -> None:
    with open_site(tmp_path, behind_proxy=True) as site:
        seen = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "practice.example"}
        answer = site.app.test_client().get("/sign-in", headers=seen)
        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith("__Host-backcoach=")
        assert all(part in cookie for part in ("Secure", "HttpOnly", "SameSite=Lax"))
        assert "max-age" in answer.headers["Strict-Transport-Security"]
        client = site.app.test_client()
        token = client.get("/sign-in", headers=seen).text.split('name="csrf_token" value="')[1].split('"')[0]
        data = {"email": "anna@practice.org", "password": "wrong password", "csrf_token": token}
        headers = {**seen, "Referer": "https://practice.example/sign-in"}
        cookies = {"base_url": "https://practice.example"}
        client.get("/sign-in", headers=seen, **cookies)
        token = client.get("/sign-in", headers=seen, **cookies).text.split('name="csrf_token" value="')[1].split('"')[0]
        assert (
            client.post("/sign-in", data={**data, "csrf_token": token}, headers=headers, **cookies).status_code == 401
        )
        assert site.records.failures("from 203.0.113.7", sample.NOW) == 1


def test_without_a_proxy_another_name_of_the_server_is_refused(site: Site) -> None:
    """Pages of another site that point their name at this machine see nothing."""
    assert site.app.test_client().get("/sign-in", headers={"Host": "evil.example"}).status_code == 400
    assert site.app.test_client().get("/sign-in", headers={"Host": "localhost:8765"}).status_code == 200
