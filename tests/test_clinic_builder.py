"""The routine builder: from a form to a signed file, mistakes beside their fields, nothing of it trusted."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import practice_samples as sample
import pytest
from clinic_site import Browser, Site, open_site

from coach.clinic import builder_form as form
from coach.clinic.assigning import given_out
from coach.clinic.guard import digest_of


@pytest.fixture
def site(tmp_path: Path, database: str | None) -> Iterator[Site]:
    with open_site(tmp_path, database) as site:
        yield site


@pytest.fixture
def anna(site: Site) -> Browser:
    return site.browser("anna")


WHOLE = {
    "name": "First weeks", "summary": "", "start": "2026-03-18", "end": "2026-05-13", "review": "2026-04-15",
    "days_a_week": "4", "sessions_a_day": "1", "pain_ceiling": "4", "pain_up": "2", "form_slips": "yes",
    "signs": "Tingling below the knee", "rule": "therapist", "after_sessions": "2", "pain_at_most": "3",
    "notes": "Slowly.\r\nCall me.", "address": "https://practice.example",
}  # fmt: skip

BRIDGE = {
    "row": ["r0"], "r0-exercise": "glute_bridge", "r0-sets": "2", "r0-reps": "12", "r0-hold_s": "4", "r0-target": "155",
    "r0-out_s": "2", "r0-back_s": "3", "r0-note": "Heels down", "r0-rule": ["over_arch", "feet_far"],
    "r0-rule_on": ["over_arch"],
}  # fmt: skip


def save(browser: Browser, **changed: Any) -> Any:
    return browser.post("/patients/p1/routine", {**WHOLE, **BRIDGE, "do": "save", **changed})


def test_what_is_saved_is_signed_and_read_as_the_patients_program_reads_it(site: Site, anna: Browser) -> None:
    answer = save(anna)
    assert answer.status_code == 302
    kept = site.records.assignments("p1")[0]
    incoming = site.tools.exchange.parse_routine(kept.text, "kept")
    routine, assigned = incoming.routine, incoming.routine.assigned
    account = site.records.account("anna")
    assert account is not None
    assert assigned is not None
    assert (incoming.signed.state, incoming.signed.by) == ("valid", "Anna Weber")
    assert incoming.signed.key == account.public_key
    assert kept.digest == incoming.digest
    item = routine.items[0]
    assert (item.sets, item.reps, item.hold_s, item.rest_s) == (2, 12, 4, None)
    assert (item.target, item.limit, item.tempo_s) == (155, None, (2, 3))
    assert (item.rules_off, item.note) == (("feet_far",), "Heels down")
    assert (assigned.patient, assigned.days_a_week, assigned.pain_ceiling) == ("K-1042", 4, 4)
    assert (assigned.version, assigned.seal_to, assigned.deliver) == (2, account.seal_key, None)
    assert assigned.notes == "Slowly.\nCall me."
    assert assigned.stop.signs == ("Tingling below the knee",)


def test_the_usual_target_is_left_to_the_exercise(site: Site, anna: Browser) -> None:
    save(anna, **{"r0-target": "163"})
    kept = site.records.assignments("p1")[0]
    assert site.tools.exchange.parse_routine(kept.text, "kept").routine.items[0].target is None


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("r0-sets", "0", "Between 1 and 6."),
        ("r0-sets", "two", "A number, please."),
        ("r0-sets", "1.5", "A whole number."),
        ("r0-reps", "400", "Between 1 and 20."),
        ("r0-target", "40", "Between"),
        ("r0-target", "nan", "A number, please."),
        ("r0-target", "1e5", "A number, please."),
        ("r0-rest_s", "-5", "Between 0 and 600."),
        ("r0-out_s", "", "Say both"),
        ("r0-pyramid", "6, x", "Repetitions of each set"),
        ("r0-note", "x" * 300, "At most 200 letters."),
        ("name", "  ", "A name of 1 to 80 letters."),
        ("start", "", "Say the first day."),
        ("start", "18.3.2026", "A day such as"),
        ("end", "2026-01-01", "Not before the first day."),
        ("days_a_week", "8", "Between 1 and 7."),
        ("pain_ceiling", "11", "Between 0 and 10."),
        ("notes", "x" * 700, "at most 600"),
        ("signs", "\n".join("abcdefgh"), "at most 6 signs"),
        ("row", [], "Add an exercise first."),
    ],
)
def test_each_mistake_stands_beside_its_field_and_nothing_is_kept(
    site: Site, anna: Browser, field: str, value: Any, said: str
) -> None:
    answer = save(anna, **{field: value})
    assert answer.status_code == 422
    assert said.lower() in answer.text.lower()
    assert "Not saved yet" in answer.text
    assert len(site.records.assignments("p1")) == 1


def test_what_was_typed_stays_when_something_is_wrong(anna: Browser) -> None:
    text = save(anna, **{"r0-sets": "99", "notes": "Typed with care"}).text
    assert "Typed with care" in text
    assert 'value="99"' in text


@pytest.mark.parametrize(
    ("do", "order"),
    [
        ("add:plank", ["glute_bridge", "bird_dog", "plank"]),
        ("add:no_such_exercise", ["glute_bridge", "bird_dog"]),
        ("remove:r0", ["bird_dog"]),
        ("down:r0", ["bird_dog", "glute_bridge"]),
        ("up:r0", ["glute_bridge", "bird_dog"]),
        ("up:r1", ["bird_dog", "glute_bridge"]),
        ("jump:r1", ["glute_bridge", "bird_dog"]),
    ],
)
def test_buttons_change_the_rows_without_a_script(anna: Browser, do: str, order: list[str]) -> None:
    rows = {"row": ["r0", "r1"], "r1-exercise": "bird_dog"}
    text = anna.post("/patients/p1/routine", {**WHOLE, **BRIDGE, **rows, "do": do}).text
    found = [part.split('"')[0] for part in text.split('data-exercise="')[1:]]
    assert found == order


def test_more_than_eight_are_refused(site: Site, anna: Browser) -> None:
    rows: dict[str, Any] = {"row": [f"r{number}" for number in range(9)]}
    rows |= {f"r{number}-exercise": "plank" for number in range(9)}
    assert "At most 8 exercises." in save(anna, **rows).text
    assert len(site.records.assignments("p1")) == 1


def test_delivery_by_itself_has_a_token_that_lies_open_nowhere(site: Site, anna: Browser) -> None:
    assert save(anna, deliver="yes").status_code == 302
    kept = site.records.assignments("p1")[0]
    given = given_out_in(site, kept)
    deliver = site.tools.exchange.parse_routine(given, "given").routine.assigned.deliver  # type: ignore[union-attr]
    assert deliver is not None
    assert deliver.address == "https://practice.example"
    whom = site.records.patient_by_token(digest_of(deliver.token))
    assert whom is not None
    assert whom.id == "p1"
    assert deliver.token not in kept.text
    base = site.kept()
    assert digest_of(deliver.token).encode() in base
    assert deliver.token.encode() not in base
    # What is given out is what was signed.
    assert site.tools.exchange.parse_routine(given, "given").signed.state == "valid"
    assert anna.get(f"/patients/p1/routines/{kept.id}/file").text == given


def test_a_sealed_token_typed_into_a_routine_is_not_opened(site: Site, anna: Browser) -> None:
    save(anna, deliver="yes")
    sealed = re.findall(r"sealed-[0-9a-f]+", site.records.assignments("p1")[0].text)[0]
    for notes in (f"'{sealed}'", f"'sealed-{'a' * 100}'", f"x\ntoken = '{sealed}'"):
        assert save(anna, notes=notes).status_code == 302
        kept = site.records.assignments("p1")[0]
        assert given_out_in(site, kept) == kept.text


def given_out_in(site: Site, kept: Any) -> str:
    with site.app.test_request_context():
        return given_out(kept)


def test_delivery_needs_an_address_with_tls(anna: Browser) -> None:
    answer = save(anna, deliver="yes", address="http://practice.example")
    assert answer.status_code == 422
    assert "Begins with https://" in answer.text


@pytest.mark.parametrize("start", ["template:first_steps", "template:core_pyramid", "routine:a1-p1", ""])
def test_it_begins_with_a_template_or_an_earlier_routine(anna: Browser, start: str) -> None:
    answer = anna.get("/patients/p1/routine", query_string={"from": start})
    assert answer.status_code == 200
    assert ("data-exercise" in answer.text) is bool(start)


@pytest.mark.parametrize("start", ["template:none", "routine:a1-p4", "else:x"])
def test_it_begins_with_nothing_else(anna: Browser, start: str) -> None:
    assert anna.get("/patients/p1/routine", query_string={"from": start}).status_code == 404


def test_every_template_can_be_saved_as_it_is(site: Site) -> None:
    for template in site.tools.templates.values():
        draft, wrong = form.draft_of(template, sample.NOW.date(), site.tools.exercises), form.Wrong()
        for row, item in zip(draft.rows, template.items, strict=True):
            assert form.item_of(row, site.tools.exercises[row.exercise], wrong) == item
        assert wrong == {}


def test_ways_to_give_it(site: Site, anna: Browser) -> None:
    page = anna.get("/patients/p1/routines/a1-p1")
    assert "BACKCOACH:R1/" in page.text
    assert "<svg" in page.text
    assert anna.get("/patients/p1/routines/a1-p1/code").status_code == 200
    answer = anna.get("/patients/p1/routines/a1-p1/file")
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''K-1042-v1.routine.toml"
    reader = site.browser("reader").get("/patients/p1/routines/a1-p1")
    assert reader.status_code == 200
    assert "BACKCOACH:R1/" not in reader.text


def test_the_figure_moves_as_far_as_the_target(anna: Browser) -> None:
    usual, less = (anna.get(f"/figures/glute_bridge?target={target}").json for target in (163, 150))
    assert usual["frames"] != less["frames"]
    assert "smaller movement" in less["words"]
    assert anna.get("/figures/glute_bridge?target=9999").json["words"] == ""
    assert anna.get("/figures/no_such").status_code == 404
