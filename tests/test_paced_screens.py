"""The pages of what the clock leads, and of a set that was eased off: all in the window at every size."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pygame
import pytest
from guide_fake import FakeGuide, replayed
from page_check import SCALES, SIZES, drawn, problems
from session_cases import FRAME, look, result
from streams import exercise

from coach.core import easing
from coach.core.course import State
from coach.core.gestures import Forming
from coach.core.history import (
    PACED,
    RepDone,
    SessionEnded,
    SessionRecord,
    SessionStarted,
    SetEnded,
    SetRecord,
    SetStarted,
)
from coach.core.progress import trends
from coach.core.report import Cue
from coach.core.routine import Item, Routine, Work, works
from coach.core.setcount import Progress
from coach.ui import set_words
from coach.ui.elements import Button, Drawing, Text
from coach.ui.page import Page
from coach.ui.screens.history_accounts import PACED as PACED_FACT, accounts
from coach.ui.screens.history_trends import trends_of
from coach.ui.screens.session import session_pages
from coach.ui.screens.stage import Look
from tests.session_fakes import MORNING

LED = Progress(paced_s=23.2, complete=2, pacing=True)
EASIER = {"glute_bridge": exercise("pelvic_tilt"), "bird_dog": exercise("double_knee_to_chest")}


@lru_cache(maxsize=1)
def sets() -> tuple[Work, ...]:
    ids = ("glute_bridge", "pelvic_tilt", "bird_dog")
    items = (Item(exercise=ids[0], sets=2), Item(exercise=ids[1], sets=2), Item(exercise=ids[2], sets=1))
    routine = Routine(id="test", name="Test", summary="For the tests of the screens.", items=items)
    return works(routine, {id_: exercise(id_) for id_ in ids})


def at(index: int, **fields: Any) -> State:
    return State(**({"sets": sets(), "index": index, "stage": "doing"} | fields))


def eased(index: int = 0, *, offer: bool = True, **fields: Any) -> State:
    known = EASIER if offer else {}
    return replace(easing.ease(at(index, progress=Progress(complete=4), easier=known))[0], **fields)


def page(state: State, scale: float = 1.0, *, light: bool = False, **known: Any) -> Page:
    given = {"frame": FRAME, "report": replayed("pelvic_tilt", 3.0)} | known
    made = session_pages(FakeGuide(state, **given), look(scale, light=light), Look())
    made.update(0.1)
    return made


def _case(state: State, **known: Any) -> Callable[..., Page]:
    return lambda scale=1.0, light=False: page(state, scale, light=light, **known)


def _waiting() -> dict[str, Any]:
    cue = Cue("x", "Centre yourself: I can't see your shoulders", "framing", 1.0)
    return {"report": replace(replayed("pelvic_tilt", 3.0), armed=False, phase="get_ready", cue=cue)}


BY_HAND: dict[str, Any] = {"camera": "none", "report": None, "frame": None}
CASES = {
    "led": _case(at(2, progress=LED), caption="Halfway.", message="Your record can't be saved just now."),
    "let go": _case(at(2, progress=replace(LED, paced_s=26.0))),
    "waits": _case(at(2, progress=replace(LED, pacing=False)), **_waiting()),
    "nothing yet": _case(at(2), report=None, frame=None, camera="loading"),
    "forming": _case(at(2, progress=LED), forming=Forming("pause", 0.5, ("left",))),
    "paused": _case(at(2, progress=LED, pause="asked")),
    "by hand": _case(at(2, progress=LED), **BY_HAND),
    "by hand, no sound": _case(at(2, progress=LED), **BY_HAND | {"message": "There is no sound device."}),
    "introduced": _case(at(2, stage="intro")),
    "eased": _case(eased()),
    "easier taken": _case(easing.swap(eased())[0]),
    "nothing easier": _case(eased(offer=False)),
    "eased at the last": _case(eased(4)),
    "eased, paused": _case(eased(pause="asked")),
}


@pytest.mark.parametrize("name", CASES)
def test_a_page_fits(name: str) -> None:
    for size in SIZES:
        for scale in SCALES:
            assert problems(CASES[name](scale), size) == [], (size, scale)


@pytest.mark.parametrize("light", [False, True], ids=["dark", "light"])
@pytest.mark.parametrize("name", CASES)
def test_a_page_is_drawn(name: str, light: bool) -> None:
    picture = drawn(CASES[name](1.0, light), (640, 360))
    assert len(np.unique(pygame.surfarray.array2d(picture))) > 8


def _said(shown: Page) -> str:
    elements = shown.elements((1280, 720))
    texts = [each.text for each in elements if isinstance(each, Text | Button)]
    return " | ".join([*texts, *(text.text for each in elements if isinstance(each, Drawing) for text in each.texts)])


@pytest.mark.parametrize("name", ["led", "waits", "by hand"])
def test_every_page_of_it_says_that_nothing_is_judged(name: str) -> None:
    assert set_words.PACED in _said(CASES[name]())


def test_the_introduction_says_it_too() -> None:
    assert set_words.PACED_NOTE in _said(CASES["introduced"]())


def test_the_step_and_its_seconds_are_shown() -> None:
    assert {"Flatten", "2"} <= set(_said(CASES["led"]()).split(" | "))
    assert "Flatten" not in _said(CASES["waits"]())


@pytest.mark.parametrize(
    ("press", "key", "stage", "exercise_id"),
    [
        ("easier", pygame.K_e, "rest", "pelvic_tilt"),
        ("undo", pygame.K_u, "doing", "glute_bridge"),
        ("next", pygame.K_n, "intro", "glute_bridge"),
    ],
)
def test_the_choice_is_a_press_or_a_key(press: str, key: int, stage: str, exercise_id: str) -> None:
    for by_key in (False, True):
        guide = FakeGuide(eased(), frame=FRAME, report=replayed("pelvic_tilt", 3.0))
        shown = session_pages(guide, look(1.0), Look())
        if by_key:
            shown.handle(pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode=""))
        else:
            shown.press(press)
        assert (guide.state.stage, guide.state.work.exercise.id) == (stage, exercise_id)


def test_the_words_of_the_offer_follow_the_choice() -> None:
    assert "Try the pelvic tilt instead" in _said(CASES["eased"]())
    assert "Keep the glute bridge" in _said(CASES["easier taken"]())
    assert "instead" not in _said(CASES["nothing easier"]())


def test_how_much_of_it_is_asked_for_and_what_came_of_it() -> None:
    tilts = [work for work in sets() if work.exercise.kind == "paced"]
    assert set_words.dose(tilts) == "2 sets of 5, 10 s each"
    assert set_words.this_set(tilts[0]) == "5 times, 10 s each"
    assert set_words.facts(result("pelvic_tilt", 10)) == (set_words.PACED,)
    assert set_words.facts(result("plank", 1, eased=True)) == (set_words.EASED,)


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        (Progress(), None),
        (LED, ("Flatten", 2)),
        (replace(LED, paced_s=20.0), ("Flatten", 5)),
        (replace(LED, paced_s=29.9), ("Let go", 1)),
        (replace(LED, pacing=False), None),
    ],
)
def test_the_words_of_a_step(progress: Progress, words: tuple[str, int] | None) -> None:
    led = set_words.pace_words(at(2, progress=progress))
    assert (led and (led[0], led[2])) == words


def test_the_record_says_that_it_was_paced_and_that_a_set_was_eased_off() -> None:
    moment = MORNING
    session = SessionStarted(session="s", at=moment, routine="r", routine_name="R")
    tilt = SetStarted(session="s", set="a", at=moment, exercise="pelvic_tilt", set_no=1, sets=1, reps=5, hold_s=0)
    bridge = SetStarted(session="s", set="b", at=moment, exercise="glute_bridge", set_no=1, sets=2, reps=9, hold_s=3)
    cycle = RepDone(
        set="a", start_s=0, peak_s=10, end_s=10, side=None, complete=True, hold_s=0, range={PACED: (10.0, 10.0)}
    )
    sets_ = (
        SetRecord(started=tilt, ended=SetEnded(set="a", at=moment, end="skipped"), reps=(cycle,)),
        SetRecord(started=bridge, ended=SetEnded(set="b", at=moment, end="eased")),
    )
    record = SessionRecord(started=session, ended=SessionEnded(session="s", at=moment, complete=True), sets=sets_)
    # Also where the exercise's file is gone.
    first, second = accounts(record, {})
    assert (first.done, PACED_FACT in first.facts) == ("1 of 5 repetitions", True)
    assert "You eased off when form slipped." in second.facts
    (trend,) = trends_of(trends([record])["pelvic_tilt"], None)
    assert PACED_FACT in trend.about
