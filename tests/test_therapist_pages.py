"""The pages of what comes from a therapist and goes back: laid out at every size, in both looks."""

import pytest
from around_pages import words
from desk_walk import paint
from page_check import SCALES, SIZES, drawn, problems
from therapist_pages import PAGES

from tests.test_screens_around import FORBIDDEN


@pytest.mark.parametrize("name", PAGES)
def test_everything_fits_at_every_size(name: str) -> None:
    for scale in SCALES:
        page = PAGES[name](paint(scale))
        assert {size: found for size in SIZES if (found := problems(page, size))} == {}, f"type at {scale}"


@pytest.mark.parametrize("name", PAGES)
def test_it_draws_in_dark_and_light(name: str) -> None:
    dark, light = (drawn(PAGES[name](paint(light=light)), (640, 360)) for light in (False, True))
    assert dark.get_at((2, 2)) != light.get_at((2, 2))


@pytest.mark.parametrize("name", PAGES)
def test_words_promise_nothing(name: str) -> None:
    assert [text for text in words(PAGES[name](paint())) if FORBIDDEN.search(text)] == []
