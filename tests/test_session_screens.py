"""The screens of a session at every size and in every state: nothing cut or covered, every key and button works."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import page_check
import pygame
import pytest
from guide_fake import ROUTINE, FakeGuide, replayed, state_of
from page_check import SCALES, SIZES, drawn, painter, problems
from streams import exercise
from ui_samples import FONTS, picture

from coach.core.camera_check import CameraCheck
from coach.core.camera_items import LABELS, Item
from coach.core.gestures import Forming
from coach.core.phrases import HOW_HARD, HOW_IS_PAIN
from coach.core.report import Cue, Report
from coach.core.results import ExerciseResult
from coach.core.routine import Item as Planned
from coach.core.routine import works
from coach.core.setcount import Progress
from coach.core.workout import State
from coach.ports import Frame
from coach.ui.app import Move
from coach.ui.elements import Button, Drawing, Text
from coach.ui.guide import Guide
from coach.ui.page import Page
from coach.ui.painter import Painter
from coach.ui.screens.doing import DoingPage
from coach.ui.screens.results import ResultsPage
from coach.ui.screens.scale import ScalePage
from coach.ui.screens.session import PAGES, session_pages
from coach.ui.screens.stage import Look
from coach.ui.text import figure_height

WIDE = [size for size in SIZES if size[0] >= size[1]]
LONG = "Elbows right under your shoulders"
FRAME = Frame(0.0, picture((1280, 720)))


@lru_cache(maxsize=8)
def look(scale: float, *, light: bool = False) -> Painter:
    return painter(FONTS, scale, light=light)


def shown(guide: FakeGuide, scale: float = 1.0, *, light: bool = False, **known: Any) -> Page:
    return session_pages(guide, look(scale, light=light), Look(**known))


def checked(*bad: str, good_s: float = 0.0) -> CameraCheck:
    fix = "Centre yourself: I can't see your shoulders"
    items = tuple(
        Item(id_, label, "bad" if id_ in bad else "good", fix, fix) if id_ != "level" else Item(id_, label, "waiting")
        for id_, label in LABELS.items()
    )
    return CameraCheck(items, fix if bad else "", "", good_s, False, 15.0)


def cued(text: str = LONG, **changes: Any) -> Report:
    return replace(replayed("glute_bridge", 3.9), cue=Cue("x", text, "fault", 1.0), **changes)


def noted() -> State:
    """A first set with everything that may stand on its page."""
    plan = replace(
        ROUTINE,
        items=(
            Planned(
                exercise="bird_dog",
                pyramid=(6, 4, 2),
                hold_s=8,
                note="Only as far as it is comfortable; keep a folded towel under your left knee, and stop when the leg tingles.",
            ),
        ),
    )
    return State(sets=works(plan, {"bird_dog": exercise("bird_dog")}), stage="intro")


def result(id_: str, done: int, **more: Any) -> ExerciseResult:
    values: dict[str, Any] = {"exercise": exercise(id_), "asked": 24, "done": done, "partial": 0, "asked_s": 0.0}
    return ExerciseResult(**({"hold_s": 0.0, "sets": 2, "sets_done": 2} | values | more))


RESULTS = (
    result(
        "glute_bridge", 24, partial=3, asked_s=72, hold_s=61, best=172.0, before=169.0,
        faults=("Back arched at the top in 11 of 24 repetitions", "Feet too far away in 4 of 24 repetitions"),
    ),
    result("bird_dog", 20, asked_s=192, hold_s=140, sets_done=1, stopped=True),
    result("plank", 3, asked_s=60, hold_s=60, faults=("Hips sagged 14 of 60 s",)),
    result("knee_to_chest", 0, sets_done=0),
    result("double_knee_to_chest", 24, best=61.0),
)  # fmt: skip


def over(count: int) -> FakeGuide:
    return FakeGuide(state_of(stage="over"), results=RESULTS[:count])


def summary(guide: FakeGuide, scale: float = 1.0, *, light: bool = False) -> ResultsPage:
    """The summary, the questions before it passed over."""
    page = shown(guide, scale, light=light)
    while isinstance(page, ScalePage):
        move = page.press("skip")
        assert move is not None
        assert isinstance(move.screen, Page)
        page = move.screen
    assert isinstance(page, ResultsPage)
    return page


def stopped(reason: str = "", pain: int | None = None, **state: Any) -> Callable[..., Page]:
    def make(scale: float, *, light: bool = False) -> Page:
        page = shown(FakeGuide(state_of(**({"stage": "stopped"} | state))), scale, light=light)
        move = page.press(reason) if reason else None
        if move is not None and pain is not None:
            assert isinstance(move.screen, ScalePage)
            move = move.screen.press(f"n{pain}")
        return move.screen if move is not None and isinstance(move.screen, Page) else page

    return make


def page_of(state: State, **known: Any) -> Callable[..., Page]:
    def make(scale: float, *, light: bool = False) -> Page:
        page = shown(FakeGuide(state, **({"frame": FRAME, "report": cued()} | known)), scale, light=light)
        page.update(0.1)
        return page

    return make


BUSY = Progress(complete=10, partial=12, left=5, right=5, hold_s=118.0, rep_hold_s=4.0)
CASES: dict[str, Callable[..., Page]] = {
    "check, nothing yet": page_of(state_of(stage="check"), camera="loading", report=None, frame=None),
    "check, something wrong": page_of(state_of(stage="check"), check=checked("frame", "light")),
    "check, all well": page_of(state_of(stage="check"), check=checked(good_s=1.2)),
    "check, camera gone": page_of(
        state_of(stage="check"), camera="lost", message="The camera 0 stopped; plug it in again, or choose another one."
    ),
    "intro": page_of(state_of(stage="intro", armed_s=1.0)),
    "intro with a note": page_of(noted()),
    "intro, later set": page_of(state_of(set_no=2, stage="intro")),
    "intro by hand": page_of(state_of("plank", stage="intro"), camera="none", report=None, frame=None),
    "intro, later set by hand": page_of(state_of(set_no=2, stage="intro"), camera="none"),
    "intro, camera gone": page_of(
        state_of(stage="intro", pause="camera"), camera="lost", message="The camera is gone."
    ),
    "doing": page_of(
        state_of(progress=BUSY), caption="Keep breathing.", message="Your record can't be saved just now."
    ),
    "doing, no report yet": page_of(state_of(), report=None, frame=None),
    "doing, sides": page_of(
        state_of("bird_dog", progress=BUSY), report=cued(side="right", phase="top", rep_hold_s=7.0)
    ),
    "doing a hold": page_of(state_of("plank", progress=BUSY), report=replayed("plank", 5.0), caption="Halfway."),
    "forming": page_of(state_of(), forming=Forming("next", 0.5, ("left", "right"))),
    "paused": page_of(state_of(pause="asked"), forming=Forming("pause", 0.5, ("left",))),
    "away": page_of(state_of(pause="away")),
    "an hour later": page_of(state_of(pause="gap", progress=BUSY)),
    "camera gone": page_of(state_of(pause="camera"), camera="lost", message="The camera is gone."),
    "by hand": page_of(state_of(progress=BUSY), camera="none", report=None, caption="Keep breathing."),
    "by hand, one side": page_of(
        replace(state_of("bird_dog"), sets=tuple(replace(work, side="left") for work in state_of().sets)), camera="none"
    ),
    "hold by hand": page_of(state_of("plank", progress=BUSY), camera="none", message="There is no sound device."),
    "rest": page_of(state_of(set_no=2, stage="rest", left_s=44.2)),
    "rest, next exercise": page_of(state_of("bird_dog", stage="rest", left_s=600.0)),
    "rest, paused": page_of(state_of("bird_dog", stage="rest", left_s=5.0, pause="asked")),
    "stopped": stopped(),
    "stopped at the check": stopped(stopped_in="check"),
    "stopped, tired": stopped("tired"),
    "stopped at the last": stopped("other", exercise_id="knee_to_chest"),
    "stopped, how bad": stopped("pain"),
    "stopped, some pain": stopped("pain", 3),
    "stopped, much pain": stopped("pain", 8),
    "how hard": lambda scale, light=False: shown(over(5), scale, light=light),
    **{
        f"summary of {count}": (lambda scale, light=False, count=count: summary(over(count), scale, light=light))
        for count in (0, 1, 2, 3, 4, 5)
    },
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", CASES)
def test_nothing_is_cut_or_covered(name: str, size: tuple[int, int]) -> None:
    assert {scale: problems(CASES[name](scale), size) for scale in SCALES} == {scale: [] for scale in SCALES}


@pytest.mark.parametrize("light", [False, True], ids=["dark", "light"])
@pytest.mark.parametrize("name", CASES)
def test_every_page_is_drawn(name: str, light: bool) -> None:
    page = CASES[name](1.0, light=light)
    for size in ((1280, 720), (800, 1280)):
        surface = drawn(page, size)
        assert surface.get_bounding_rect().w > 0


def texts(page: Page, size: tuple[int, int]) -> Iterator[Text]:
    for element in page.elements(size):
        if isinstance(element, Text):
            yield element
        elif isinstance(element, Drawing):
            yield from element.texts


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("size", WIDE, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(
    ("progress", "exercise_id", "number"),
    [(Progress(complete=12, partial=3), "glute_bridge", "12"), (BUSY, "plank", "118")],
)
def test_number_and_cue_are_read_from_the_mat(
    size: tuple[int, int], scale: float, progress: Progress, exercise_id: str, number: str
) -> None:
    page = page_of(state_of(exercise_id, progress=progress))(scale)
    said = {text.text: text for text in texts(page, size)}
    cue = said[LONG]
    fit = page.painter.fonts.fit(cue.text, cue.weight, (cue.box.w, cue.box.h), cue.size_px)

    assert figure_height(said[number].size_px) >= 0.18 * size[1]
    assert fit.size_px >= 0.05 * size[1]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("proportions", [(640, 480), (1280, 720), (720, 1280)])
def test_no_button_hides_the_floor_of_the_picture(size: tuple[int, int], proportions: tuple[int, int]) -> None:
    page = page_of(state_of(), frame=Frame(0.0, picture(proportions)))(1.0)
    assert isinstance(page, DoingPage)
    place = page.layout(size)
    panels = place.panels()

    assert place.picture.bottom <= place.buttons.y
    assert [
        (a, b)
        for number, a in enumerate(panels)
        for b in panels[:number]
        if a.overlaps(b) and place.message not in (a, b)
    ] == []


KEYS: dict[str, list[tuple[str, str, object]]] = {
    "check": [("n", "next", "next"), ("escape", "stop", "stop"), ("", "by hand", "by hand")],
    "intro": [("n", "next", "next"), ("return", "next", "next"), ("x", "stop", "stop"), ("p", "", "pause")],
    "doing": [
        ("space", "pause", "pause"), ("p", "pause", "pause"), ("n", "next", "next"), ("[+]", "plus", "plus"),
        ("=", "plus", "plus"), ("-", "minus", "minus"), ("backspace", "stop", "stop"), ("x", "stop", "stop"),
        ("escape", "stop", "stop"),
    ],
    "rest": [("space", "pause", "pause"), ("n", "next", "next"), ("=", "extend", "extend"), ("escape", "stop", "stop")],
}  # fmt: skip


def guide_at(stage: str) -> FakeGuide:
    return FakeGuide(state_of(stage=stage, left_s=20.0, progress=Progress(complete=2)), frame=FRAME, check=checked())


def key_event(name: str) -> pygame.event.Event:
    return pygame.event.Event(pygame.KEYDOWN, key=pygame.key.key_code(name), mod=0, unicode="")


@pytest.fixture
def _keyboard(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Names of keys are known to the display only."""
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    pygame.display.init()
    yield
    pygame.display.quit()


@pytest.mark.usefixtures("_keyboard")
@pytest.mark.parametrize(("stage", "key", "asked"), [(s, k, a) for s, rows in KEYS.items() for k, _, a in rows if k])
def test_keys(stage: str, key: str, asked: object) -> None:
    guide = guide_at(stage)
    page = shown(guide)
    page.draw(pygame.Surface((1280, 720)))

    assert page.handle(key_event(key)) == Move("stay")
    assert guide.asked == [asked]


def click(page: Page, key: str, size: tuple[int, int]) -> Move | None:
    drawn(page, size)
    box = next(e.box for e in page.elements(size) if isinstance(e, Button) and e.key == key)
    down, up = (
        pygame.event.Event(kind, button=pygame.BUTTON_LEFT, pos=box.centre)
        for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP)
    )
    page.handle(down)
    return page.handle(up)


@pytest.mark.parametrize("size", [(1280, 720), (800, 1280)])
@pytest.mark.parametrize(("stage", "button", "asked"), [(s, b, a) for s, rows in KEYS.items() for _, b, a in rows if b])
def test_buttons(stage: str, button: str, asked: object, size: tuple[int, int]) -> None:
    guide = guide_at(stage)
    click(shown(guide), button, size)

    assert guide.asked == [asked]


def test_skip_leaves_the_set_out_and_the_record_says_so() -> None:
    guide = guide_at("intro")
    click(shown(guide), "skip", (1280, 720))

    assert guide.asked == ["next", "next"]
    assert guide.state.ends == ("skipped",)


def test_a_repetition_is_added_by_hand() -> None:
    guide = FakeGuide(state_of(), camera="none")
    click(shown(guide), "plus", (1280, 720))

    assert guide.state.count == 1


@pytest.mark.usefixtures("_keyboard")
def test_mute_and_skeleton() -> None:
    muted: list[int] = []
    guide = guide_at("doing")
    page = shown(guide, mute=lambda: muted.append(1))
    bright = np.mean(pygame.surfarray.array3d(drawn(page, (640, 360))))
    page.handle(key_event("m"))
    page.handle(key_event("s"))

    assert muted == [1]
    assert np.mean(pygame.surfarray.array3d(drawn(page, (640, 360)))) < bright * 0.7
    assert guide.asked == []


def test_each_stage_has_its_page_and_gives_way_to_the_next() -> None:
    guide = guide_at("check")
    page: Page = shown(guide)
    seen = []
    for stage in ("check", "intro", "doing", "rest", "intro", "stopped", "over"):
        guide.state = replace(guide.state, stage=stage)
        move = page.update(0.1)
        if move is not None:
            assert move.kind == "replace"
            assert isinstance(move.screen, Page)
            page = move.screen
        seen.append(type(page).__name__)

    assert guide.ticks == 7
    assert seen == ["CheckPage", "IntroPage", "DoingPage", "RestPage", "IntroPage", "StoppedPage", "ResultsPage"]
    assert set(PAGES) == {"check", "intro", "doing", "rest", "stopped", "over"}


def test_another_set_is_another_page() -> None:
    guide = guide_at("intro")
    page = shown(guide)
    guide.state = replace(guide.state, index=1)

    assert getattr(page.update(0.1), "kind", "") == "replace"


@pytest.mark.usefixtures("_keyboard")
def test_escape_stops_and_a_second_one_ends_in_the_summary() -> None:
    guide = guide_at("doing")
    guide.results = RESULTS[:2]
    page = shown(guide)
    for _ in range(2):
        assert page.handle(key_event("escape")) == Move("stay")
        move = page.update(0.1)
        assert move is not None
        assert isinstance(move.screen, Page)
        page = move.screen

    assert guide.asked == ["stop", "end"]
    assert isinstance(page, ScalePage)
    for expected in (ScalePage, ResultsPage):
        move = page.handle(key_event("escape"))
        assert move is not None
        assert isinstance(move.screen, expected)
        page = move.screen
    assert page.handle(key_event("escape")) is None, "the app goes back"


def test_pain_is_asked_for_and_finishing_comes_first() -> None:
    guide = FakeGuide(state_of(stage="stopped"))
    page = shown(guide).press("pain")
    assert page is not None
    assert isinstance(page.screen, ScalePage)
    advice = page.screen.press("n7")
    assert advice is not None
    assert isinstance(advice.screen, Page)
    primary = [e.key for e in advice.screen.elements((1280, 720)) if isinstance(e, Button) and e.kind == "primary"]
    advice.screen.press("end")

    assert guide.asked == [("stop", 7), ("end", "pain")]
    assert primary == ["end"]
    assert guide.said[0] == HOW_IS_PAIN


@pytest.mark.parametrize(("reason", "told"), [("tired", "tired"), ("other", "other")])
def test_going_on_after_a_stop(reason: str, told: str) -> None:
    guide = FakeGuide(state_of(stage="stopped"))
    page = shown(guide)
    page.press(reason)
    click(page, "on", (1280, 720))

    assert guide.asked == [("on", told)]
    assert guide.state.work.exercise.id == "bird_dog"


def test_leaving_before_anything_began_goes_straight_back() -> None:
    guide = guide_at("check")
    page = shown(guide)
    click(page, "stop", (1280, 720))
    move = page.update(0.1)
    assert move is not None
    assert isinstance(move.screen, Page)
    click(move.screen, "end", (1280, 720))

    assert move.screen.update(0.1) == Move("back")


def test_effort_and_pain_are_told_and_the_summary_leaves() -> None:
    guide = over(3)
    page = shown(guide)
    for score in (6, 2):
        move = page.press(f"n{score}")
        assert move is not None
        assert isinstance(move.screen, Page)
        page = move.screen

    assert guide.asked == [("effort", 6), ("after", 2)]
    assert guide.said == [HOW_HARD, HOW_IS_PAIN]
    assert page.press("done") == Move("back")


def test_pain_told_at_the_stop_is_not_asked_for_again() -> None:
    guide = FakeGuide(state_of(stage="stopped"), results=RESULTS[:2])
    move = shown(guide).press("pain")
    for key in ("n4", "end"):
        assert move is not None
        assert isinstance(move.screen, Page)
        page, move = move.screen, move.screen.press(key)
    effort = page.update(0.1)
    assert effort is not None
    assert isinstance(effort.screen, ScalePage)
    after = effort.screen.press("n5")

    assert after is not None
    assert isinstance(after.screen, ResultsPage)


def test_every_exercise_of_the_summary_can_be_seen() -> None:
    for size in ((1280, 720), (800, 1280)):
        page = summary(over(5))
        names = set()
        for _ in range(2):
            drawn(page, size)
            names |= {text.text for text in texts(page, size)}
            page.press("more")
        assert {each.exercise.name for each in RESULTS} <= names
    assert "Reached 172\u00b0, last time 169\u00b0" in names


def test_the_guide_is_what_the_screens_say_it_is() -> None:
    guide: Guide = FakeGuide(state_of())
    assert guide.camera == "running"


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_drawing_is_quick(name: str) -> None:
    """Loose, for slow machines: a frame at 60 a second has 16 ms; the figure of each page is printed."""
    page, surface = CASES[name](1.0), pygame.Surface((1280, 720), 0, 32)
    for _ in range(20):
        page.update(0.1)
        page.draw(surface)
    began_s = time.perf_counter()
    for _ in range(60):
        page.update(1 / 60)
        page.draw(surface)
    ms = (time.perf_counter() - began_s) / 60 * 1000
    print(f"{name}: {ms:.1f} ms")
    assert ms < 25
    assert page_check.SIZES
