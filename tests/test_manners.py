"""What is told and when: movement before posture, seldom, only while it is true, nothing while it is quiet."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from coach.core.sitting import manners, words
from coach.core.sitting.events import Busy, Notice, Withdrawn
from coach.core.sitting.habits import Habits
from coach.core.sitting.look import FAULTS, STATES, Look, Note, State, Why
from coach.core.sitting.manners import Hour
from coach.core.sitting.pausing import pause, quiet_of
from tests.day_at_desk import NINE, Part, Played, never, played, scripted, wall

NO_BREAKS = Habits(break_min=120, kind_word=False)


def day(
    *parts: Part, habits: Habits = NO_BREAKS, busy: Callable[[float], Busy] = never, every_s: float = 4.0
) -> Played:
    return played(scripted(parts, every_s), habits, busy=busy)


def still(state: State, seconds: float) -> Part:
    return Part(state, seconds, restless_s=float("inf"))


TOLD = [
    ("moves now and then", [Part("upright", 3000)], []),
    ("sits still", [still("upright", 1300)], [(1200, "still")]),
    ("still on and on", [still("upright", 2500)], [(1200, "still"), (2400, "still")]),
    ("stands still", [still("standing", 1300)], [(1200, "still")]),
    ("away is not still", [still("upright", 600), still("away", 1500)], []),
    ("slumps and never moves: movement first", [still("slump", 1900)], [(1200, "still"), (1800, "posture")]),
    ("slumps late, and moves", [Part("upright", 1300), Part("slump", 60)], [(1330, "posture")]),
    ("slumps early: left alone at first", [Part("upright", 60), Part("slump", 600), Part("upright", 500)], []),
    ("briefly", [Part("upright", 1300), Part("slump", 28), Part("upright", 100)], []),
    ("looks down again and again", [Part("upright", 1300), *[Part("slump", 20), Part("upright", 60)] * 8], []),
    (
        "more than half of five minutes",
        [Part("upright", 1300), *[Part("lean_left", 25), Part("upright", 12)] * 8],
        [(1524, "posture")],
    ),
    (
        "not again within ten minutes",
        [Part("upright", 1300), Part("slump", 60), Part("upright", 60), Part("lean_left", 520)],
        [(1330, "posture"), (1930, "posture")],
    ),
    (
        "a posture waits where stillness is near",
        [Part("upright", 1300), still("slump", 1300)],
        [(1330, "posture"), (2500, "still")],
    ),
]


@pytest.mark.parametrize(("case", "parts", "told"), TOLD, ids=[case for case, _, _ in TOLD])
def test_alerts(case: str, parts: list[Part], told: list[tuple[int, str]]) -> None:
    came = day(*parts)
    assert [kind for _, kind in came.kinds()] == [kind for _, kind in told]
    assert [t_s for t_s, _ in came.kinds()] == pytest.approx([t_s for t_s, _ in told], abs=4.0)
    assert len(came.kept.alerts) == len(told)


@pytest.mark.parametrize("state", sorted(FAULTS))
def test_an_alert_names_what_lasts_and_goes_when_it_is_over(state: State) -> None:
    came = day(Part("upright", 1300), Part(state, 60), Part("upright", 10))
    assert [one.kind for one in came.kept.alerts] == [state]
    assert [t_s for t_s, event in came.events if isinstance(event, Withdrawn)] == [1364]


def test_without_posture_alerts_only_stillness_is_told() -> None:
    came = day(still("slump", 2500), habits=Habits(break_min=120, kind_word=False, posture_alerts=False))
    assert came.kinds() == [(1200, "still"), (2400, "still")]


def test_a_break_outranks_and_stands_alone() -> None:
    came = day(still("slump", 2300), habits=Habits(break_min=20, still_min=20, kind_word=False))
    assert came.kinds() == [(1200, "break"), (1800, "still")]


def moved_looks(until_s: float) -> Iterator[tuple[float, Look]]:
    for t_s in range(0, 3000, 4):
        moved = 1300 <= t_s < until_s
        yield t_s, Look(t_s, "slump", 0.0, why="", moved=moved, still_s=float(t_s % 200))


def test_a_moved_camera_is_asked_about_once_and_nothing_is_told_of_posture_meanwhile() -> None:
    came = played(moved_looks(2000), NO_BREAKS)
    assert came.kinds() == [(1200, "posture"), (1300, "moved"), (2000, "posture"), (2600, "posture")]
    withdrawn = [t_s for t_s, event in came.events if isinstance(event, Withdrawn)]
    assert withdrawn == [2000, 2996]


def busy_until(end_s: float) -> Callable[[float], Busy]:
    return lambda t_s: Busy(in_call=t_s < end_s)


QUIET = [
    ("the break, and nothing else", [still("slump", 2100)], 2000, Habits(kind_word=False), [(2000, "break")]),
    ("stillness, as it is true", [still("slump", 2100)], 2000, NO_BREAKS, [(2000, "still")]),
    ("what is over is not told", [still("slump", 1500), Part("upright", 600)], 2000, NO_BREAKS, []),
]


@pytest.mark.parametrize(("case", "parts", "end_s", "habits", "told"), QUIET, ids=[case for case, *_ in QUIET])
def test_after_a_call_the_most_important_is_told_once(
    case: str, parts: list[Part], end_s: float, habits: Habits, told: list[tuple[int, str]]
) -> None:
    assert day(*parts, habits=habits, busy=busy_until(end_s)).kinds() == told


@pytest.mark.parametrize("busy", [Busy(in_call=True), Busy(full_screen=True), Busy(locked=True)])
def test_nothing_is_told_to_somebody_busy(busy: Busy) -> None:
    came = day(still("slump", 4000), habits=Habits(), busy=lambda _t_s: busy)
    assert came.told == []
    assert (came.seconds() == {}) == busy.locked


@pytest.mark.parametrize(
    ("start", "end", "at", "quiet"),
    [
        (0, 0, "12:00", False),
        (720, 720, "12:00", False),
        (720, 780, "11:59", False),
        (720, 780, "12:00", True),
        (720, 780, "12:59", True),
        (720, 780, "13:00", False),
        (1320, 420, "23:00", True),
        (1320, 420, "00:00", True),
        (1320, 420, "06:59", True),
        (1320, 420, "07:00", False),
        (1320, 420, "21:59", False),
    ],
)
def test_quiet_hours_may_span_midnight(start: int, end: int, at: str, quiet: bool) -> None:
    moment = datetime.fromisoformat(f"2026-11-23T{at}:30+01:00")
    found = quiet_of(Habits(quiet_from=start, quiet_until=end), moment, Busy(), paused=False)
    assert found == ("quiet_hours" if quiet else "")


@pytest.mark.parametrize(
    ("hours", "gone_s", "wall_h", "over"),
    [
        (1, 3599, 1, False),
        (1, 3600, 1, True),
        (1, 60, 5, False),
        (1, 3600, -5, True),
        (15, 60, 15, True),
        (15, 15 * 3600, 3, True),
        (15, 14 * 3600, 14, False),
    ],
)
def test_a_pause_ends_whatever_the_clocks_do(hours: int, gone_s: float, wall_h: float, over: bool) -> None:
    begun = pause(NINE + timedelta(hours=hours), 100.0, NINE)
    assert begun is not None
    at = NINE + timedelta(hours=wall_h) - timedelta(seconds=1 if wall_h == 1 and not over else 0)
    assert begun.over(100.0 + gone_s, at) == over
    assert over or at < begun.ends(100.0 + gone_s, at) <= at + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("hour", "text"),
    [
        (Hour(sitting_s=3600), ""),
        (Hour(sitting_s=3600, shifts=3, upright_s=900), ""),
        (Hour(sitting_s=3600, breaks=1), "In the last hour of sitting you took 1 break."),
        (
            Hour(sitting_s=3600, breaks=2, shifts=9, upright_s=2460),
            "In the last hour of sitting you took 2 breaks, changed your posture 9 times and sat tall for 41 minutes.",
        ),
    ],
)
def test_a_kind_word_says_only_what_is_so(hour: Hour, text: str) -> None:
    assert manners.kind_text(hour) == text


def test_a_kind_word_comes_once_an_hour_of_sitting() -> None:
    came = day(Part("upright", 5000), Part("away", 600), Part("upright", 4000), habits=Habits(break_min=120))
    assert [(t_s, kind) for t_s, kind in came.kinds() if kind == "kind_word"] == [
        (3600, "kind_word"),
        (7800, "kind_word"),
    ]
    nothing_kind = [Part("slump", 4000, restless_s=1100)]
    habits = Habits(break_min=120, posture_alerts=False)
    assert day(*nothing_kind, habits=habits).kinds() == []


def _every_text() -> Iterator[str]:
    yield from (*words.STATE_WORDS.values(), *words.WHY_WORDS.values(), *words.NOTE_WORDS.values())
    yield from (*words.ALERT_WORDS.values(), *words.HOW_WORDS.values(), *words.QUIET_WORDS.values())
    notices = [words.break_notice(1800, n, 2, words.water_words(3, 8)) for n in range(3)]
    notices += [words.still_notice(1200, standing=up) for up in (False, True)]
    notices += [*map(words.posture_notice, sorted(FAULTS)), words.moved_notice()]
    notices += [words.kind_notice(words.kind_words(3600, breaks=2, shifts=9, upright_s=2000))]
    for notice in notices:
        assert len(re.findall(r"[.?!](?: |$)", notice.text)) <= 3 - (notice.kind != "break")
        yield from (notice.title, notice.text)


def test_words_are_plain_and_kind() -> None:
    scolding = r"(?i)\b(bad|wrong|must|should|never|poor|fail\w*|incorrect|pain|heal\w*|cure\w*|treat\w*|straight)\b"
    assert [text for text in _every_text() if re.search(scolding, text) or len(text) > 140] == []


def test_every_word_of_the_watch_has_its_words() -> None:
    assert set(words.STATE_WORDS) == set(STATES)
    assert set(words.WHY_WORDS) == set(Why.__args__)  # type: ignore[attr-defined]
    assert set(words.NOTE_WORDS) == set(Note.__args__)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("notice", "text"),
    [
        (words.still_notice(1200.0), "You have been still for 20 minutes. Shift, stretch, or stand."),
        (words.break_notice(1800.0, 0, 2), "You have sat for 30 minutes: stand up and move a little."),
        (words.break_notice(60.0, 0, 2), "You have sat for 1 minute: stand up and move a little."),
    ],
)
def test_minutes_in_words(notice: Notice, text: str) -> None:
    assert notice.text == text


def test_the_wall_clock_of_the_simulator() -> None:
    assert wall(3600) == NINE + timedelta(hours=1)
