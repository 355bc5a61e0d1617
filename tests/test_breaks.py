"""The clock of sitting: what counts, when a break is asked for, what a break is."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from coach.core.sitting import breaks, companion
from coach.core.sitting.companion import Command, Drank, MoveSeen, SaidMoved, Snooze
from coach.core.sitting.events import Busy, Withdrawn
from coach.core.sitting.habits import Habits
from coach.core.sitting.look import Look, State, Why
from coach.core.sitting.words import break_notice, water_words
from tests.day_at_desk import Part, Played, minutes, played, scripted, wall

CALM = Habits(still_min=60, posture_alerts=False, kind_word=False)
"""Nothing but breaks."""


def sat(
    *parts: tuple[State, float],
    commands: dict[float, Command] | None = None,
    every_s: float = 5.0,
    habits: Habits = CALM,
    end: bool = True,
) -> Played:
    script = [Part(state, seconds) for state, seconds in parts]
    return played(scripted(script, every_s), habits, commands=commands, end=end)


SITTING = [
    ("sits", [("upright", 600)], 600),
    ("whatever the posture", [("upright", 300), ("slump", 300), ("head_tilt", 100)], 700),
    ("a short while of not knowing", [("upright", 300), ("unknown", 50), ("upright", 300)], 650),
    ("a long while of not knowing", [("upright", 300), ("unknown", 70), ("upright", 300)], 600),
    ("not known at the end", [("upright", 300), ("unknown", 50)], 300),
    ("a short way from the desk", [("upright", 300), ("away", 50), ("upright", 300)], 600),
    ("away and not known is not sitting", [("upright", 300), ("away", 20), ("unknown", 50), ("upright", 300)], 600),
    ("stands to work", [("standing", 1800), ("upright", 300)], 300),
    ("up for a minute", [("upright", 900), ("away", 62), ("upright", 300)], 300),
    ("stood up, then left", [("upright", 900), ("standing", 30), ("away", 32), ("upright", 300)], 300),
    ("twice half a minute is no break", [("upright", 900), ("away", 40), ("upright", 10), ("away", 40)], 910),
    ("nor half a minute, and half a minute unknown", [("upright", 900), ("away", 40), ("unknown", 40)], 900),
]


@pytest.mark.parametrize("every_s", [2.0, 10.0])
@pytest.mark.parametrize(("case", "parts", "sitting_s"), SITTING, ids=[case for case, _, _ in SITTING])
def test_what_counts_as_sitting(
    case: str, parts: Sequence[tuple[State, float]], sitting_s: float, every_s: float
) -> None:
    end = played(scripted([Part(*part) for part in parts], every_s), CALM, end=False)
    assert end.state.clock.sitting_s == pytest.approx(sitting_s, abs=0.0 if every_s == 2 else every_s)


def test_glances_each_half_minute_count_the_time_between_them() -> None:
    assert sat(("upright", 1500), every_s=30.0).state.clock.sitting_s == 1500
    assert sat(("upright", 1500), every_s=91.0).state.clock.sitting_s == 0


WHY: list[tuple[Why, float]] = [("no_baseline", 1200), ("moved", 1200), ("dark", 600), ("hidden", 600), ("camera", 600)]


@pytest.mark.parametrize(("why", "sitting_s"), WHY)
def test_somebody_whose_posture_is_not_known_sits_all_the_same(why: Why, sitting_s: float) -> None:
    looks = [Look(5.0 * n, "upright" if n < 120 else "unknown", 0.0 if n < 120 else 600.0) for n in range(241)]
    came = played([(look.t_s, replace(look, why="" if look.t_s < 600 else why)) for look in looks], CALM)
    assert came.state.clock.sitting_s == sitting_s
    assert came.seconds() == {"upright": 600.0, "unknown": 600.0}


def test_the_reason_of_not_knowing_may_change() -> None:
    looks = [(5.0 * n, Look(5.0 * n, "unknown", 0.0, why="no_baseline" if n < 60 else "dark")) for n in range(121)]
    came = played(looks, CALM, end=False)
    assert came.state.clock.sitting_s == pytest.approx(300, abs=5)


@pytest.mark.parametrize("break_min", [10, 30, 45])
def test_a_break_is_asked_for_in_time_and_withdrawn_once_taken(break_min: int) -> None:
    habits = Habits(break_min=break_min, still_min=60, posture_alerts=False, kind_word=False)
    came = sat(("upright", minutes(break_min) + 30), ("away", 90), ("upright", 60), habits=habits)
    assert came.kinds() == [(break_min * 60, "break")]
    gone_s = [t_s for t_s, event in came.events if isinstance(event, Withdrawn)]
    assert gone_s == [minutes(break_min) + 30 + 60]
    (taken,) = came.kept.breaks
    began_s = minutes(break_min) + 30
    assert (taken.asked, taken.start, taken.end) == (wall(minutes(break_min)), wall(began_s), wall(began_s + 90))
    assert (taken.how, taken.snoozes, taken.verified) == ("chair", 0, True)


def test_it_is_put_off_twice_at_most_and_says_so() -> None:
    put_off = {1810.0: Snooze(), 2150.0: Snooze(), 2500.0: Snooze()}
    came = sat(("upright", 2600), ("standing", 80), ("upright", 10), commands=put_off)
    assert came.kinds() == [(1800, "break"), (2110, "break"), (2450, "break")]
    assert [notice.snooze for _, notice in came.told] == [True, True, False]
    assert "twice" in came.told[-1][1].text
    assert [one.snoozes for one in came.kept.breaks] == [2]


def test_a_snooze_without_a_prompt_does_nothing() -> None:
    came = sat(("upright", 1900), commands={60.0: Snooze()})
    assert came.kinds() == [(1800, "break")]
    assert companion.status(CALM, came.state, came.last).snoozes_left == 2


def test_a_prompt_that_is_not_followed_is_missed_once_and_comes_again_later() -> None:
    came = sat(("upright", minutes(71)))
    assert came.kinds() == [(1800, "break"), (2400 + 900, "break")]
    assert [(one.how, one.asked, one.start) for one in came.kept.breaks] == [
        ("missed", wall(1800), None),
        ("missed", wall(3300), None),
    ]


def test_somebody_who_is_not_there_is_not_asked() -> None:
    """Put off, and just up for half a minute when it comes again: it waits for the chair."""
    came = sat(("upright", 2095), ("away", 40), ("upright", 60), commands={1800.0: Snooze()})
    assert [kind for _, kind in came.kinds()] == ["break", "break"]
    assert came.kinds()[1][0] >= 2095 + 40


MOVES = [
    ("a minute, seen", MoveSeen("standing_extension", 60.0, True), ["move"], 0),
    ("seen, but short", MoveSeen("standing_extension", 45.0, True), [], 1000),
    ("not seen", MoveSeen("standing_extension", 90.0, False), [], 1000),
    ("one's own word", SaidMoved(), ["said"], 0),
    ("water is no break", Drank(), [], 1000),
]


@pytest.mark.parametrize(("case", "asked", "how", "sitting_s"), MOVES, ids=[case for case, *_ in MOVES])
def test_moves_and_words(case: str, asked: Command, how: list[str], sitting_s: float) -> None:
    came = sat(("upright", 1000), commands={1000.0: asked})
    assert [one.how for one in came.kept.breaks] == how
    assert came.state.clock.sitting_s == sitting_s


def test_a_move_answers_the_prompt_and_is_one_break_with_what_the_camera_saw_of_it() -> None:
    done = {1920.0: MoveSeen("march", 90.0, True), 1990.0: SaidMoved(), 1994.0: MoveSeen("march", 60.0, True)}
    came = sat(("upright", 1830), ("standing", 150), ("upright", 60), commands=done)
    (taken,) = came.kept.breaks
    assert (taken.how, taken.exercise, taken.asked, taken.end) == ("move", "march", wall(1800), wall(1920))
    assert taken.start == wall(1830)


def test_getting_up_right_after_sitting_down_is_no_second_break() -> None:
    came = sat(("upright", 900), ("away", 90), ("upright", 30), ("away", 90), ("upright", 30))
    assert [one.start for one in came.kept.breaks] == [wall(900)]


def test_a_break_that_still_lasts_is_in_the_day_and_is_kept_at_the_end() -> None:
    parts: list[tuple[State, float]] = [("upright", 900), ("away", 90)]
    came = sat(*parts, end=False)
    assert came.kept.breaks == ()
    assert [one.end for one in companion.today(came.state, came.last).breaks] == [wall(990)]
    assert [one.end for one in sat(*parts).kept.breaks] == [wall(990)]


def test_sitting_on_through_a_call_misses_nothing() -> None:
    def call(t_s: float) -> Busy:
        return Busy(in_call=2000 < t_s < 5000)

    script = [Part("upright", 5650)]
    came = played(scripted(script, 5.0), CALM, busy=call)
    assert [one.how for one in came.kept.breaks] == ["missed"]
    assert came.events[-1][0] >= 5000
    assert came.kinds() == [(1800, "break")]


@pytest.mark.parametrize(
    ("clock", "t_s", "left_s"),
    [
        (breaks.BreakClock(sitting_s=600), 0, 1200),
        (breaks.BreakClock(sitting_s=2000), 0, 0),
        (breaks.BreakClock(sitting_s=2400, missed_s=2400), 0, 900),
        (breaks.tell(breaks.BreakClock(sitting_s=1800), wall(0)), 50, 0),
        (breaks.snooze(Habits(), breaks.tell(breaks.BreakClock(sitting_s=1800), wall(0)), 40), 100, 240),
    ],
)
def test_how_long_until_a_break(clock: breaks.BreakClock, t_s: float, left_s: float) -> None:
    assert breaks.left_s(Habits(), clock, t_s) == left_s


@pytest.mark.parametrize(
    ("drunk", "target", "text"),
    [(0, 0, ""), (3, 8, "3 of 8 glasses so far."), (8, 8, ""), (0, 1, "0 of 1 glass so far."), (2, 0, "")],
)
def test_water_rides_on_the_break_with_ones_own_target(drunk: int, target: int, text: str) -> None:
    assert water_words(drunk, target)[-len(text) or 99 :] == text
    habits = Habits(still_min=60, posture_alerts=False, kind_word=False, glasses=target)
    came = sat(("upright", 1801), commands={float(60 * n): Drank() for n in range(1, drunk + 1)}, habits=habits)
    assert came.told[0][1].text == break_notice(1800, 0, 2, water_words(drunk, target)).text
    assert len(came.kept.glasses) == drunk
