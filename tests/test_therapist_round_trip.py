"""The whole way in real programs: a routine is built in a browser, read off the printed code by the person's program,
done from labelled footage, given back sealed, and stands on the patient's page, in the PDF and in FHIR.

With the variable BACKCOACH_SHOTS set to a folder, page and PDF are kept there to be looked at."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
from clinic_browser import NEEDS_BROWSER, browsing, downloaded, drop, serving, set_up
from source_tree import ROOT
from streams import DATA, MISSING

FOOTAGE: Final = DATA / "streams" / "rendered" / "b04_bridge_partial_mix.npz"
QUIET: Final = {"PYGAME_HIDE_SUPPORT_PROMPT": "1"}
COMPLETE, PARTIAL = 5, 3
"""What the labels say of it."""

pytestmark = [
    pytest.mark.slow,
    NEEDS_BROWSER,
    pytest.mark.skipif(not FOOTAGE.is_file(), reason=MISSING),
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no PDF reader here"),
]

SESSION: Final = """
import sys, time
from pathlib import Path
from coach.adapters import clock as clocks
SPEED = 8.0
began = time.monotonic()
clocks.MonotonicClock.now_s = lambda self: began + (time.monotonic() - began) * SPEED
clocks.MonotonicClock.sleep = lambda self, s: time.sleep(max(0.0, s / SPEED))
from coach.commands import house
with house.opened([sys.argv[2]], None, Path(sys.argv[1])) as opened:
    opened.warm_up()
    assert opened.desk.wait_ready(60)
    first = opened.desk.plans()[0]
    opened.desk.tell_pain("before", 2)
    session = opened.desk.begin(first.id)
    until = time.monotonic() + 90
    while session.state.stage != "over" and time.monotonic() < until:
        session.tick()
        time.sleep(0.004)
    session.tell_effort(4)
    session.tell_pain("after", 5)
    print(first.author, session.state.stage)
"""
"""The person's program without its window: what is offered first is begun, pain and effort are told."""


def test_from_the_builder_to_the_page_and_the_report(clinic: Path | str, tmp_path: Path) -> None:
    place = {"folder": clinic.parent} if isinstance(clinic, Path) else {"folder": tmp_path, "database": clinic}
    with serving(**place) as link, browsing(link) as page:  # type: ignore[arg-type]
        set_up(page)
        at_patient = page.url
        codes = _built(page, tmp_path / "code.png")
        results = _done_at_home(codes, tmp_path / "home")
        page.goto(at_patient)
        drop(page, results)
        page.wait_for_selector("text=1 new session")
        page.goto(at_patient)
        _is_shown(page)
        _is_printed(page)
        _is_fhir(page, tmp_path / "fhir")


def _built(page: Any, picture: Path) -> Path:
    """A bridge, twice five, pain above 3 waits; the printed page of its codes, as a picture."""
    page.click("a:has-text('Build a routine')")
    page.click('button[value="add:glute_bridge"]')
    row = page.locator('li[data-exercise="glute_bridge"]')
    row.locator("input[name$=-sets]").fill("1")
    row.locator("input[name$=-reps]").fill("8")
    page.fill("#name", "Bridges first")
    page.fill("#pain_ceiling", "3")
    page.click(".card.stack button.main")
    page.click("text=Page to print")
    page.screenshot(path=picture, full_page=True)
    return picture


def _done_at_home(codes: Path, home: Path) -> Path:
    """Taken in, done, and given back."""
    said = _coach("routine", "import", str(codes), "--data", str(home))
    assert "Lena Moor" in said
    done = _run(["-c", SESSION, str(home), str(FOOTAGE)])
    assert done.split() == ["Lena", "Moor", "over"]
    results = home / "maria.results.json"
    said = _coach("results", "make", str(results), "--yes", "--data", str(home))
    assert "sealed: only Lena Moor can read it" in said
    assert "glute_bridge" not in results.read_text(encoding="utf-8")
    return results


def _keep(name: str, content: bytes) -> None:
    if folder := os.environ.get("BACKCOACH_SHOTS"):
        (Path(folder) / name).write_bytes(content)


def _is_shown(page: Any) -> None:
    _keep("patient.png", page.screenshot(full_page=True))
    text = page.inner_text("main")
    assert "Pain was 2 before" in text
    assert "and 5 after" in text
    table = page.inner_text("table:has-text('Glute bridge')")
    assert f"{COMPLETE}" in table
    assert f"{PARTIAL} partial" in text or f"{PARTIAL}" in table


def _is_printed(page: Any) -> None:
    page.click("summary:has-text('Print and export')")
    address = page.get_attribute("a:has-text('Report for the file')", "href")
    answer = page.request.get(page.url.split("/patients")[0] + address)
    assert answer.headers["content-type"] == "application/pdf"
    _keep("report.pdf", answer.body())
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=answer.body(), capture_output=True, check=True)
    text = done.stdout.decode()
    assert text.count("\f") == 1
    assert {"Maria Santos", "Bridges first", "Glute bridge"} <= {name for name in _NAMES if name in text}


_NAMES: Final = ("Maria Santos", "Bridges first", "Glute bridge")


def _is_fhir(page: Any, folder: Path) -> None:
    folder.mkdir()
    bundle = folder / "bundle.json"
    shutil.copy(downloaded(page, "a:has-text('FHIR R4')"), bundle)
    assert _coach("fhir", "check", str(bundle))
    document = json.loads(bundle.read_text(encoding="utf-8"))
    kinds = [entry["resource"]["resourceType"] for entry in document["entry"]]
    assert {"CarePlan", "ServiceRequest", "Procedure", "Observation"} <= set(kinds)
    counts = {
        part["code"]["coding"][0]["code"]: part.get("valueInteger", part.get("valueQuantity", {}).get("value"))
        for entry in document["entry"]
        for part in entry["resource"].get("component", ())
    }
    assert (counts["correct"] + counts.get("faulty", 0), counts["partial"]) == (COMPLETE, PARTIAL)
    assert _coach("fhir", "import", str(bundle), str(folder / "back"))
    assert sorted(path.suffix for path in (folder / "back").iterdir()) == [".json", ".toml"]


def _coach(*words: str) -> str:
    return _run(["-m", "coach", *words])


def _run(words: list[str]) -> str:
    environment = os.environ | {
        "SDL_VIDEODRIVER": "dummy",
        "SDL_AUDIODRIVER": "dummy",
        "PYTHONPATH": str(ROOT),
        **QUIET,
    }
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
