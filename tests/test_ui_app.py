"""The window's loop, without a window."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pygame
import pytest
from ui_samples import BRIDGE, FONTS, SUMMARY, THEME, FakeClock, FakeFeed, picture, pose_of, report_of

from coach.core.report import Counts, Report
from coach.ports import Frame, OutputError
from coach.ui.app import ANSWER_S, CALM_STEP_S, FADE_S, FRAME_S, LONGEST_STEP_S, App, Move
from coach.ui.overlay import Overlay
from coach.ui.screens.exercise import ExerciseScreen
from coach.ui.text import Fonts


@pytest.fixture(autouse=True)
def _no_display(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    yield
    pygame.display.quit()


class Slide:
    """A screen that writes down what happens to it and moves when told."""

    def __init__(self, name: str, log: list[str], keys: dict[int, Move] | None = None) -> None:
        self.name, self.log, self.keys = name, log, keys or {}
        self.steps: list[float] = []

    def handle(self, event: pygame.event.Event) -> Move | None:
        return self.keys.get(event.key) if event.type == pygame.KEYDOWN else None

    def update(self, dt_s: float) -> Move | None:
        self.steps.append(dt_s)
        return None

    def draw(self, surface: pygame.Surface) -> None:
        if self.log[-1:] != [self.name]:
            self.log.append(self.name)


def key(code: int) -> Callable[[], object]:
    return lambda: pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=code, mod=0, unicode=""))


def quit_window() -> object:
    return pygame.event.post(pygame.event.Event(pygame.QUIT))


def test_screens_are_stacked_and_escape_goes_back() -> None:
    log: list[str] = []
    third = Slide("third", log)
    second = Slide("second", log, {pygame.K_r: Move("replace", third)})
    first = Slide("first", log, {pygame.K_p: Move("push", second)})
    clock = FakeClock(
        [(0.1, key(pygame.K_p)), (0.2, key(pygame.K_r)), (0.3, key(pygame.K_ESCAPE)), (0.4, key(pygame.K_ESCAPE))]
    )
    App(clock).run(first)

    assert log == ["first", "second", "third", "first"]
    assert not pygame.display.get_init()


def test_closing_the_window_quits_from_anywhere() -> None:
    log: list[str] = []
    first = Slide("first", log, {pygame.K_p: Move("push", Slide("second", log))})
    App(FakeClock([(0.1, key(pygame.K_p)), (0.2, quit_window)])).run(first)

    assert log == ["first", "second"]


def test_frames_are_held_to_60_a_second_and_long_gaps_are_capped() -> None:
    first = Slide("first", [])
    clock = FakeClock()
    clock.at = [(0.2, lambda: setattr(clock, "time_s", clock.time_s + 3600.0)), (3600.5, quit_window)]
    App(clock).run(first)

    steady = [step for step in first.steps[1:] if step < LONGEST_STEP_S]
    assert steady.count(0.0) <= 1, "after the gap one frame is due at once, and no more"
    on_beat = [step for step in steady if step > 0]
    assert on_beat == pytest.approx([FRAME_S] * len(on_beat))
    assert max(first.steps) == LONGEST_STEP_S


class Calm(Slide):
    """A screen that is drawn every `calm_s` seconds and notes when."""

    def __init__(self, clock: FakeClock, calm_s: float, keys: dict[int, Move] | None = None) -> None:
        super().__init__("calm", [], keys)
        self.clock, self.calm_s = clock, calm_s
        self.drawn: list[float] = []
        self.heard: list[float] = []

    def handle(self, event: pygame.event.Event) -> Move | None:
        if event.type == pygame.KEYDOWN:
            self.heard.append(self.clock.time_s)
        return super().handle(event)

    def draw(self, surface: pygame.Surface) -> None:
        self.drawn.append(self.clock.time_s)


def test_a_calm_screen_is_drawn_seldom_and_updated_often() -> None:
    clock = FakeClock([(20.0, quit_window)])
    screen = Calm(clock, 2.0)
    App(clock).run(screen)

    later = [at for at in screen.drawn if at > 1.0]
    assert 8 <= len(later) <= 10
    assert sum(screen.steps) == pytest.approx(20.0, abs=CALM_STEP_S)
    assert max(screen.steps) <= CALM_STEP_S + 1e-6
    assert max(clock.slept) <= ANSWER_S <= 0.05


@pytest.mark.parametrize("after_s", [0.001, 0.2, 1.3])
def test_a_key_wakes_a_calm_screen_within_50_ms(after_s: float) -> None:
    clock = FakeClock([(3.0 + after_s, key(pygame.K_r)), (6.0, quit_window)])
    screen = Calm(clock, 2.0)
    App(clock).run(screen)

    assert screen.heard[0] - (3.0 + after_s) <= 0.05
    assert screen.heard[0] in screen.drawn, "what the key did is drawn at once"


def test_a_calm_screen_that_moves_is_drawn_smoothly_again() -> None:
    clock = FakeClock()
    screen = Calm(clock, 2.0)
    clock.at = [
        (3.0, lambda: setattr(screen, "calm_s", 0.0)),
        (4.0, lambda: setattr(screen, "calm_s", 2.0)),
        (9.0, quit_window),
    ]
    App(clock).run(screen)

    assert len([at for at in screen.drawn if 3.3 < at < 4.0]) >= 40
    assert len([at for at in screen.drawn if at > 4.1]) <= 3


def test_fades_around_a_calm_screen_stay_smooth() -> None:
    clock = FakeClock([(2.1, key(pygame.K_p)), (4.0, key(pygame.K_ESCAPE)), (6.0, quit_window)])
    calm = Calm(clock, 5.0)
    first = Calm(clock, 5.0, {pygame.K_p: Move("push", calm)})
    App(clock).run(first)

    for screen, at in ((calm, 2.1), (first, 4.0)):
        assert len([when for when in screen.drawn if at <= when <= at + FADE_S + 0.05]) >= 10


@pytest.mark.parametrize("code", [pygame.K_f, pygame.K_F11])
@pytest.mark.parametrize(("used", "times"), [(False, 1), (True, 0)])
def test_full_screen_keys_work_where_the_screen_has_no_use_for_them(
    code: int, used: bool, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    toggles: list[int] = []
    monkeypatch.setattr(pygame.display, "toggle_fullscreen", lambda: toggles.append(1))
    reactions = {code: Move("stay")} if used else {}
    App(FakeClock([(0.1, key(code)), (0.2, quit_window)])).run(Slide("first", [], reactions))

    assert toggles == [1] * times


def test_the_sound_device_is_left_alone() -> None:
    App(FakeClock([(0.1, quit_window)])).run(Slide("first", []))

    assert pygame.mixer.get_init() is None


@pytest.mark.parametrize("driver", ["no-such-driver", "x11"])
def test_no_display_is_one_plain_sentence(driver: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", driver)
    monkeypatch.setenv("DISPLAY", ":4711")

    with pytest.raises(OutputError, match=r"^No window can be opened, because there is no display here\.$") as error:
        App(FakeClock()).run(Slide("first", []))
    assert error.value.__cause__ is not None


def test_a_driver_nobody_can_see_is_no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SDL_VIDEODRIVER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pygame.display, "get_driver", lambda: "offscreen")
    monkeypatch.setattr(pygame.display, "init", lambda: None)

    with pytest.raises(OutputError):
        App(FakeClock()).run(Slide("first", []))


def test_the_window_closes_when_a_screen_fails() -> None:
    class Broken(Slide):
        def draw(self, surface: pygame.Surface) -> None:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        App(FakeClock()).run(Broken("broken", []))
    assert not pygame.display.get_init()


def live(feed: FakeFeed, heard: list[Report]) -> ExerciseScreen:
    return ExerciseScreen(feed, BRIDGE, Overlay(THEME, Fonts(FONTS)), heard.append, lambda: SUMMARY)


def reports(*counts: int) -> list[Report]:
    return [report_of(pose_of(), counts=Counts(count)) for count in counts]


def test_a_session_from_loading_to_summary() -> None:
    heard: list[Report] = []
    feed = FakeFeed(
        ("loading", "", []),
        ("running", "", reports(0, 1)),
        ("running", "", reports(2)),
        ("ended", "", reports(3)),
        frame=Frame(0.0, picture()),
    )
    App(FakeClock([(1.0, key(pygame.K_RETURN))])).run(live(feed, heard))

    assert [report.counts.complete for report in heard] == [0, 1, 2, 3]
    assert feed.closed == 1


@pytest.mark.parametrize(("given", "kind"), [([], "back"), (reports(4), "replace")], ids=["nothing yet", "mid-set"])
def test_escape_shows_a_summary_when_there_is_one(given: list[Report], kind: str) -> None:
    heard: list[Report] = []
    feed = FakeFeed(("running", "", given))
    move = live(feed, heard).handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_ESCAPE))

    assert move is not None
    assert move.kind == kind
    assert feed.closed == 1
    assert heard == given


def test_s_hides_the_picture_and_shows_it_again() -> None:
    screen = live(FakeFeed(("running", "", reports(1)), frame=Frame(0.0, picture())), [])
    press, seen = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_s), []
    for _ in range(3):
        screen.update(0.1)
        surface = pygame.Surface((640, 360), 0, 32)
        screen.draw(surface)
        seen.append(np.mean(pygame.surfarray.array3d(surface)))
        screen.handle(press)

    assert seen[1] < seen[0] / 2
    assert seen[2] == seen[0]


@pytest.mark.parametrize(("state", "message"), [("loading", ""), ("failed", ""), ("failed", "The model is missing.")])
@pytest.mark.parametrize("frame", [None, Frame(0.0, picture())], ids=["dark", "picture"])
def test_waiting_and_failing_are_drawn_and_left_by_escape(state: str, message: str, frame: Any) -> None:
    screen = live(FakeFeed((state, message, []), frame=frame), [])
    surface = pygame.Surface((640, 360), 0, 32)
    assert screen.update(0.1) is None
    screen.draw(surface)

    assert surface.get_bounding_rect().w > 0
    move = screen.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_ESCAPE))
    assert move == Move("back")
