"""The therapist's pages in a real browser: from the first link to results on a patient's page."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import practice_samples as sample
import pytest
from clinic_browser import NEEDS_BROWSER, browsing, downloaded, drop, serving, set_up

from coach.adapters import library
from coach.adapters.exchange import results_file, routine_file, sealing, signing
from coach.core.routine import Routine
from coach.paths import exercises_dir

pytestmark = [pytest.mark.slow, NEEDS_BROWSER]


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Any]:
    """A page of the browser before a practice without an account."""
    with serving(tmp_path) as link, browsing(link) as found:
        yield found


def _build(page: Any) -> None:
    page.click("a:has-text('Build a routine')")
    for exercise in ("plank", "glute_bridge", "bird_dog"):
        page.click(f'button[value="add:{exercise}"]')
    order = _order(page)
    assert order == ["plank", "glute_bridge", "bird_dog"]
    # With the keyboard, then by dragging.
    page.focus('li[data-exercise="glute_bridge"] button[value^=up]')
    page.keyboard.press("Enter")
    assert _order(page) == ["glute_bridge", "plank", "bird_dog"]
    grip, over = (page.locator(f'li[data-exercise="{name}"] [data-grip]') for name in ("bird_dog", "glute_bridge"))
    grip.scroll_into_view_if_needed()
    start = grip.bounding_box()
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    # Rows fold up while one is held.
    page.mouse.move(start["x"] + 8, over.bounding_box()["y"] - 4, steps=12)
    page.mouse.up()
    assert _order(page)[0] == "bird_dog"


def _order(page: Any) -> list[str]:
    found: list[str] = page.eval_on_selector_all("[data-rows] > .item", "all => all.map(one => one.dataset.exercise)")
    return found


def _slide(page: Any) -> None:
    """The target of the bridge by the keyboard; words and figure follow."""
    from playwright.sync_api import expect

    bridge = page.locator('li[data-exercise="glute_bridge"]')
    before = bridge.locator("svg.figure polyline").first.get_attribute("points")
    slider = bridge.locator("[data-slide=target] input[type=range]")
    slider.focus()
    for _ in range(8):
        page.keyboard.press("ArrowLeft")
    expect(bridge.locator("[data-slide=target] output")).to_contain_text("155°")
    page.wait_for_timeout(400)
    assert bridge.locator("svg.figure polyline").first.get_attribute("points") != before
    bridge.locator("[data-limit]").check()
    expect(bridge.locator("[data-slide=limit] output")).to_contain_text("°")


def _saved(page: Any) -> Routine:
    page.fill("#name", "First weeks")
    page.click("text=Sign and save")
    text = downloaded(page, "text=Download the file").read_text(encoding="utf-8")
    incoming = routine_file.parse_routine(text, "it", library.load_all(exercises_dir()), is_named=False)
    assert incoming.signed.state == "valid"
    return incoming.routine


def test_from_the_first_link_to_results(page: Any, tmp_path: Path) -> None:
    set_up(page)
    _build(page)
    _slide(page)
    routine = _saved(page)
    assert routine.assigned is not None
    assert routine.items[0].exercise == "bird_dog"
    bridge = next(item for item in routine.items if item.exercise == "glute_bridge")
    assert (bridge.target, bridge.limit is not None) == (155, True)
    whom = replace(sample.PEOPLE[0][0], reference="K-1")
    results = sample.results_of(whom, sample.sessions_of(whom, sample.Course(weeks=3)))
    content = results_file.write(replace(results, made_at=sample.NOW), signing.new_key(), "Maria", sample.NOW)
    dropped = tmp_path / "maria.results.json"
    dropped.write_bytes(sealing.seal(content, routine.assigned.seal_to))
    page.click(".crumbs a")
    drop(page, dropped)
    page.wait_for_selector("text=new sessions")
    assert page.locator("svg.chart").count() > 3
    _is_tidy(page)


def _is_tidy(page: Any) -> None:
    """Nothing lies beyond the right edge, wide or on a phone."""
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 850})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
