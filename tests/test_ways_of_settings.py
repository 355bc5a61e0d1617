"""The first start, settings and relief, walked through by click and key."""

from typing import Any

import pygame
import pytest
from desk_fake import FakeDesk, desk_of
from desk_walk import DATA, NONE, SIZE, Walk

from coach.core import phrases
from coach.core.settings import Settings
from coach.ui.elements import Text

# --- The first start. ---


def test_the_first_start_welcomes_step_by_step() -> None:
    walk = Walk(desk_of(Settings()))
    assert walk.place == "HelloPage"
    walk.click("next").type("Jo\nsef").click("imperial", "next")
    assert (walk.place, walk.desk.settings.name, walk.desk.settings.units) == ("CameraPage", "Josef", "imperial")
    walk.click("camera 2", "next")
    assert (walk.desk.settings.camera, walk.desk.looked) == ("2", ["0", "2"])
    assert [feed.closed for feed in walk.desk.feeds] == [1, 1]
    assert walk.desk.sound.said == [phrases.SOUND_CHECK]
    walk.click("louder", "next", "next")
    assert (walk.desk.settings.volume, walk.desk.settings.welcomed) == (0.9, False)
    assert walk.click("next", "skip").place == "HomePage"
    assert walk.desk.settings.welcomed


@pytest.mark.parametrize("pages", range(5))
def test_the_welcome_can_be_skipped(pages: int) -> None:
    walk = Walk(desk_of(Settings())).click(*("next",) * pages, "skip")
    walk.frame()
    assert (walk.place, walk.desk.settings.welcomed) == ("HomePage", True)
    assert all(feed.closed for feed in walk.desk.feeds)


def test_back_loses_nothing_and_escape_leaves_it_for_next_time() -> None:
    walk = Walk(desk_of(Settings())).click("next").type("Jo").click("next", "back")
    assert (walk.place, walk.desk.settings.name) == ("YouPage", "Jo")
    walk.key(pygame.K_BACKSPACE, pygame.K_ESCAPE, pygame.K_ESCAPE)
    walk.frame()
    assert (walk.place, walk.desk.settings.name, walk.desk.settings.welcomed) == ("HomePage", "J", False)


def test_without_sound_there_are_captions() -> None:
    walk = Walk(desk_of(Settings(captions=False))).click("next", "next", "next", "captions")
    settings = walk.desk.settings
    assert (walk.place, settings.muted, settings.captions) == ("JudgingPage", True, True)


def _said(walk: Walk) -> str:
    return " ".join(e.text for e in walk.at.elements(SIZE) if isinstance(e, Text))


def test_no_camera_is_said_and_one_that_comes_is_seen() -> None:
    walk = Walk(desk_of(Settings(), found=())).click("next", "next")
    assert "all but counting works" in _said(walk)
    walk.desk.found = FakeDesk().found
    walk.frame(1.1)
    assert walk.desk.looked == ["0"]
    walk.desk.feeds[0].steps = [("failed", "The camera is used by another program.", [])]
    assert "used by another program" in _said(walk)
    walk.desk.found = ()
    walk.frame(1.1)
    assert walk.desk.feeds[0].closed == 1
    assert walk.click("next").desk.settings.camera == "0"


# --- Settings. ---


@pytest.mark.parametrize(
    ("clicks", "changes", "restyled"),
    [
        (("imperial",), {"units": "imperial"}, 0),
        (("tab Camera", "camera 2"), {"camera": "2"}, 0),
        (("tab Camera", "skeleton"), {"skeleton_only": True}, 0),
        (("tab Sound", "quieter"), {"volume": 0.7}, 0),
        (("tab Sound", "louder", "louder", "louder"), {"volume": 1.0}, 0),
        (("tab Sound", "sound"), {"muted": True}, 0),
        (("tab Sound", "sound", "again"), {"muted": False}, 0),
        (("tab Sound", "captions"), {"captions": False}, 0),
        (("tab Look", "light"), {"look": "light"}, 1),
        (("tab Look", "size 3"), {"text_scale": 1.4}, 1),
        (("tab Look", "size 3", "size 1"), {"text_scale": 1.0}, 2),
    ],
)
def test_settings_are_kept_at_once(clicks: tuple[str, ...], changes: dict[str, Any], restyled: int) -> None:
    walk = Walk(desk_of()).click("settings", *clicks)
    assert {name: getattr(walk.desk.settings, name) for name in changes} == changes
    assert walk.restyled == restyled
    assert walk.click("back").place == "HomePage"
    assert all(feed.closed for feed in walk.desk.feeds)


def test_the_sound_check_is_heard_at_its_volume() -> None:
    desk = Walk(desk_of()).click("settings", "tab Sound", "quieter").desk
    assert (desk.sound.volumes, desk.sound.said) == ([(0.7, False)], [phrases.SOUND_CHECK])


def test_privacy_names_folder_and_command() -> None:
    walk = Walk(desk_of()).click("settings", "tab Privacy")
    assert str(DATA) in _said(walk)
    assert "coach delete-my-data" in _said(walk)


def test_a_name_is_typed_in_settings() -> None:
    walk = Walk(desk_of(Settings(welcomed=True))).click("settings", "name").type("Jo").key(pygame.K_SPACE)
    assert walk.desk.settings.name == "Jo"


# --- Relief. ---


@pytest.mark.parametrize(
    ("clicks", "place"),
    [
        (("positions", "next", "next", "next", "next", "done"), "ReliefPage"),
        (("positions", "next", "back", "back"), "ReliefPage"),
        (("breathing", "back"), "ReliefPage"),
        (("thermal", "back", "rest", "back", "cards", "back", "ladder", "back", "back"), "HomePage"),
        (("help", *NONE), "AdvicePage"),
        (("help", *NONE, "first"), "ReliefPage"),
        (("help", "on", "on", "on", "fever", "on", "on", "first"), "ReliefPage"),
        (("help", "bladder", "on"), "LockedPage"),
    ],
)
def test_relief_leads_on_and_back(clicks: tuple[str, ...], place: str) -> None:
    assert Walk(desk_of()).click("relief", *clicks).place == place


def test_the_circle_goes_on_from_position_to_position() -> None:
    walk = Walk(desk_of()).click("relief", "positions")
    walk.frame(4.5)
    walk.click("next")
    assert "Breathe out" in [t.text for e in walk.at.elements(SIZE) for t in getattr(e, "texts", ())]
