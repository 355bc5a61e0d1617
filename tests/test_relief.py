"""Timed rounds of relief over restarts and clock jumps, told wherever one is; and the look through the camera."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pygame
import pytest
from care_fakes import AtHome
from desk_walk import paint
from relief_fake import at_home
from session_fakes import FakeCalendar
from source_tree import ROOT
from ui_samples import FakeClock, FakeFeed

from coach.adapters.library import load_relief
from coach.care_alert import MOST_REMINDERS, REMIND_S
from coach.care_relief import ReliefDesk
from coach.core.care.phrases import MOVE_A_LITTLE, TAKE_IT_OFF
from coach.core.care.record import FlareBegan, RoundBegan, RoundEnded
from coach.feeds import Step
from coach.ports import CareError, CoachError, Feed
from coach.ui.app import App
from coach.ui.screens.relief_parts import CardsPage

Change = Callable[[AtHome], object]


def _relief(home: AtHome) -> ReliefDesk:
    return home.desk.care.relief


def _ticked(home: AtHome, **span: float) -> AtHome:
    """Time passes, frame by frame: twelve a minute."""
    for _ in range(round(timedelta(**span).total_seconds() / 5)):
        home.passes(seconds=5)
        home.desk.care.tick()
    return home


def _sound(home: AtHome) -> Any:
    return home.desk.sound


def _begun(kind: Any = "cold") -> AtHome:
    home = at_home()
    _relief(home).begin(kind)
    return home


def _ends(home: AtHome) -> list[tuple[str, float]]:
    return [(end.how, end.lasted_s) for end in home.history.of(RoundEnded) if isinstance(end, RoundEnded)]


def test_a_round_runs_ends_and_lets_the_skin_rest() -> None:
    home = _begun()
    assert _relief(home).strip == "Cold: 15 minutes left"
    _ticked(home, minutes=14, seconds=55)
    assert (_relief(home).thermal.stage, _sound(home).texts) == ("running", [])
    _ticked(home, seconds=5)
    assert (_relief(home).thermal.stage, _sound(home).texts, _sound(home).tones) == ("over", [TAKE_IT_OFF], ["end"])
    assert (_ends(home), _relief(home).strip) == ([("done", 900.0)], TAKE_IT_OFF)
    _relief(home).take_off()
    now = _relief(home).thermal
    assert (now.stage, now.left_s, _relief(home).strip) == ("resting", 7200.0, "")
    _relief(home).begin("warm")
    assert _relief(home).thermal.stage == "resting"
    _relief(home).choose("short_rest")
    assert _relief(home).thermal.left_s == 1800.0
    _ticked(home, minutes=30)
    assert _relief(home).thermal.stage == "ready"


def test_it_is_said_again_gently_and_not_for_ever() -> None:
    home = _ticked(_begun(), minutes=15, seconds=REMIND_S - 5)
    assert len(_sound(home).texts) == 1
    _ticked(home, minutes=30)
    assert _sound(home).texts == [TAKE_IT_OFF] * (1 + MOST_REMINDERS)
    assert _sound(home).tones == ["end"] + ["halfway"] * MOST_REMINDERS


def test_who_takes_it_off_is_not_told_again() -> None:
    home = _ticked(_begun(), minutes=15, seconds=65)
    _relief(home).take_off()
    _ticked(home, minutes=10)
    assert len(_sound(home).texts) == 2


@pytest.mark.parametrize(
    ("between", "stage", "left_s", "told", "message"),
    [
        (lambda h: h.passes(minutes=5), "running", 300, 0, False),
        (lambda h: h.passes(minutes=9, seconds=59), "running", 1, 0, False),
        (lambda h: h.passes(minutes=20), "over", 0, 1, False),
        (lambda h: h.passes(hours=1), "resting", 7200 - 50 * 60, 0, False),
        (lambda h: h.wall_jumps(minutes=-4), "running", 840, 0, False),
        (lambda h: h.wall_jumps(hours=-3), "resting", 7200, 0, True),
        (lambda h: h.wall_jumps(days=3), "ready", 0, 0, False),
    ],
)
def test_a_round_survives_a_restart(between: Change, stage: str, left_s: float, told: int, message: bool) -> None:
    home = _ticked(_begun(), minutes=5)
    between(home)
    home.again().desk.care.tick()
    now = _relief(home).thermal
    assert (now.stage, now.left_s, len(_sound(home).texts)) == (stage, left_s, told)
    assert bool(_relief(home).message) == message
    assert len(_ends(home)) == (stage != "running")
    home.again().desk.care.tick()
    assert len(_ends(home)) == (stage != "running")


@pytest.mark.parametrize(
    ("jump", "left_s"), [({"minutes": 5}, 300), ({"hours": 9}, 0), ({"minutes": -5}, 600), ({"days": -9}, 600)]
)
def test_the_wall_clock_ends_a_round_early_at_most(jump: dict[str, float], left_s: float) -> None:
    home = _ticked(_begun(), minutes=5).wall_jumps(**jump)
    home.desk.care.tick()
    assert _relief(home).thermal.left_s == left_s


def test_a_running_round_that_sees_the_clock_set_forward_still_rests_half_an_hour() -> None:
    home = _ticked(_begun(), minutes=15)
    _relief(home).take_off()
    home.wall_jumps(hours=9)
    assert _relief(home).thermal.left_s == 1800


@pytest.mark.parametrize("restart", [False, True])
def test_a_clock_set_back_lets_the_skin_rest_no_longer_than_it_is(restart: bool) -> None:
    home = _ticked(_begun(), minutes=15)
    _relief(home).take_off()
    home.wall_jumps(days=-40)
    if restart:
        home.again().desk.care.tick()
    assert _relief(home).thermal.left_s == 7200
    assert _relief(_ticked(home, hours=2)).thermal.stage == "ready"


def test_only_one_is_on_the_skin() -> None:
    home = _ticked(_begun("cold"), minutes=1)
    _relief(home).begin("warm")
    assert (_relief(home).thermal.kind, _ends(home)) == ("warm", [("stopped", 60.0)])
    home.history.write(RoundBegan(round="b", at=home.calendar.at, kind="cold", length_s=900))
    home.again().desk.care.tick()
    assert (_relief(home).thermal.kind, [how for how, _ in _ends(home)]) == ("cold", ["stopped", "stopped"])


def test_cold_comes_first_in_a_new_flare_up() -> None:
    home = at_home()
    now = home.calendar.at
    home.history.write(FlareBegan(flare="a", at=now, onset=now - timedelta(hours=40)))
    home.again()
    assert _relief(home).advice.kind == "cold"
    assert _relief(home.passes(hours=9)).advice.kind == "warm"


def test_whoever_lies_on_is_told_to_move_every_half_hour() -> None:
    home = at_home()
    _relief(home).begin_rest(1200)
    _ticked(home, minutes=10)
    assert _relief(home).strip == "Resting: move in 10 minutes"
    _ticked(home, minutes=10)
    assert (_sound(home).texts, _relief(home).strip) == ([MOVE_A_LITTLE], "Time to move a little")
    _ticked(home, minutes=30)
    assert _sound(home).texts == [MOVE_A_LITTLE] * 2
    _ticked(home, hours=5)
    assert len(_sound(home).texts) == 4
    assert all(began.length_s <= 1800 for began in home.history.of(RoundBegan) if isinstance(began, RoundBegan))


class TickingCalendar(FakeCalendar):
    """Shows a later moment each time it is asked, as a real clock does."""

    def now(self) -> datetime:
        self.at += timedelta(microseconds=1)
        return self.at


def test_nobody_is_told_for_ever_by_a_clock_that_goes_on() -> None:
    home = at_home()
    home.calendar = TickingCalendar()
    _relief(home.again()).begin_rest(1200)
    _ticked(home, hours=6)
    assert len(_sound(home).texts) == 4


def test_who_is_up_is_left_alone_also_after_a_restart() -> None:
    home = at_home()
    _relief(home).begin_rest(1200)
    _ticked(home, minutes=20)
    _relief(home).up()
    _ticked(home, hours=1)
    assert (_relief(home).rest, len(_sound(home).texts)) == (None, 1)
    _relief(home).begin_rest(1200)
    home.passes(hours=2).again().desk.care.tick()
    assert (_relief(home).rest, _sound(home).texts) == (None, [])


def test_a_rest_and_a_round_run_beside_each_other() -> None:
    home = _begun("warm")
    _relief(home).begin_rest(1200)
    _ticked(home, minutes=16)
    assert (_relief(home).thermal.stage, _relief(home).strip) == ("over", TAKE_IT_OFF)
    rest = _relief(home).rest
    assert rest is not None
    assert rest.left_s == 240


def test_the_short_check_is_passed_for_half_a_day() -> None:
    home = at_home()
    assert not _relief(home).checked
    _relief(home).none_of_these()
    assert (_relief(home).checked, _relief(home.passes(hours=13)).checked) == (True, False)
    assert home.history.entries == []


def test_the_look_asks_for_the_chosen_camera_and_says_why_there_is_none() -> None:
    asked: list[tuple[str, int]] = []

    def opened(camera: str, item: int, step: Step) -> Feed:
        asked.append((camera, item))
        return FakeFeed(("running", "", [step(0.0, None)]))

    home = at_home(open_feed=opened)
    feed = _relief(home).look("side")
    assert (asked, feed.take_reports()[0].phase) == ([("0", 0)], "away")
    with pytest.raises(CoachError, match="no camera"):
        _relief(at_home()).look("side")


def test_before_anything_is_read_nothing_is_asked_of_it() -> None:
    def unread() -> Any:
        raise CoachError("The files can't be read.")

    home = AtHome(read_shelf=unread)
    home.desk.care.tick()
    relief = _relief(home)
    assert (relief.words, relief.strip, relief.rest) == (None, "", None)
    with pytest.raises(CoachError, match="not been read"):
        relief.look("side")


FILE = (ROOT / "assets" / "care" / "relief.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('feature = "knee_reach"', 'feature = "knee_reech"', "knee_reech"),
        ('above = "draw_up"', 'above = "dance"', "needs one of the cues"),
        ("cold_first_h = 48", "cold_first_hours = 48", "known: "),
        ("length_s = 1200\n", "length_s = 1500\n", "at most 1200"),
        ("warm_rest_s = 1800", "warm_rest_s = 600", "never below 1800"),
        ('id = "massage"', 'id = "moving"', "an id of its own"),
    ],
)
def test_a_wrong_file_is_refused_in_one_sentence(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "relief.toml"
    assert old in FILE
    path.write_text(FILE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CareError, match=said):
        load_relief(path)


def test_the_window_ticks_behind_every_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    home = _begun()
    clock = FakeClock([(1.0, lambda: pygame.event.post(pygame.event.Event(pygame.QUIT)))])
    ticks: list[float] = []
    App(clock, tick=lambda: ticks.append(clock.now_s())).run(CardsPage(paint(), home.desk.care.relief.words.cards))
    pygame.display.quit()
    assert 30 <= len(ticks) <= 62
