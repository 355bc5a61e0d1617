"""Every page of a session in every state that matters, made from plain values."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from guide_fake import ROUTINE, FakeGuide, replayed, state_of
from page_check import painter
from streams import exercise
from ui_samples import FONTS, picture

from coach.core.camera_check import CameraCheck
from coach.core.camera_items import LABELS, Item
from coach.core.course import State
from coach.core.gestures import Forming
from coach.core.report import Cue, Report
from coach.core.results import ExerciseResult
from coach.core.routine import Item as Planned, works
from coach.core.setcount import Progress
from coach.ports import Frame
from coach.ui.page import Page
from coach.ui.painter import Painter
from coach.ui.screens.results import ResultsPage
from coach.ui.screens.scale import ScalePage
from coach.ui.screens.session import session_pages
from coach.ui.screens.stage import Look

LONG: Final = "Elbows right under your shoulders"
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
                tempo_s=(3, 2.5),
                note="Only as far as it is comfortable; keep a folded towel under your left knee, "
                "and stop when the leg tingles.",
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


def summary(guide: FakeGuide, scale: float = 1.0, *, light: bool = False, **known: Any) -> ResultsPage:
    """The summary, the questions before it passed over."""
    page = shown(guide, scale, light=light, **known)
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
TELL = "Tell Wilhelmina Featherstonehaugh-Cholmondeley: your pain was 10 afterwards, 8 before."


def told(count: int) -> FakeGuide:
    """Over, with something to tell the therapist."""
    return FakeGuide(state_of(stage="over"), results=RESULTS[:count], to_tell=TELL)


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
    "summary, assigned": lambda scale, light=False: summary(told(5), scale, light=light, share=lambda: None),
    **{
        f"summary of {count}": (lambda scale, light=False, count=count: summary(over(count), scale, light=light))
        for count in (0, 1, 2, 3, 4, 5)
    },
}
