"""What the therapist's pages draw: figures at a target, charts, weeks, values in words."""

import re
from datetime import date, timedelta
from typing import Any

import practice_samples as sample
import pytest

from coach.adapters import library
from coach.clinic import charts, measures
from coach.clinic.preview import moved, preview_of
from coach.core.features import FEATURES, measure
from coach.core.figure import poses
from coach.core.posture import Body, orient
from coach.core.therapy.adherence import in_force, last_weeks, lately
from coach.core.therapy.trends import trends
from coach.paths import exercises_dir

EXERCISES = library.load_all(exercises_dir())
ENDS = [
    pytest.param(exercise.id, end, id=f"{exercise.id} {end:g}")
    for exercise in EXERCISES.values()
    if exercise.limits and exercise.limits.target and exercise.rep
    for end in exercise.limits.target
]


@pytest.mark.parametrize(("id_", "target"), ENDS)
def test_the_figure_gets_as_far_as_any_target_that_can_be_set(id_: str, target: float) -> None:
    exercise = EXERCISES[id_]
    main = measures.main(exercise)
    assert main is not None
    name = main.feature if main.feature in FEATURES else main.feature.removesuffix("_change")
    shown = list(poses(moved(exercise, target), 20))
    values = [measure(Body(pose, orient(pose.world, None)), {name})[name] for pose in shown]
    values = values if name == main.feature else [value - values[0] for value in values]
    furthest = max(value * main.direction for value in values if value == value) * main.direction
    assert measures.share_of(main, furthest) == pytest.approx(measures.share_of(main, target), abs=0.06)


@pytest.mark.parametrize("id_", sorted(EXERCISES))
def test_every_exercise_has_a_figure_that_stays_in_its_picture(id_: str) -> None:
    shown = preview_of(EXERCISES[id_], None)
    x, y, wide, high = shown.box
    assert 2 < len(shown.frames) <= 121
    assert 0 <= shown.still < len(shown.frames)
    for frame in shown.frames:
        for line in frame["lines"]:
            for across, down in line["points"]:
                assert x <= across <= x + wide
                assert y <= down <= y + high


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (163, "163°, the usual movement (100 %)"),
        (150, "150°, a smaller movement than usual (66 %)"),
        (175, "175°, a larger movement than usual (132 %)"),
    ],
)
def test_a_target_is_told_in_degrees_and_words(target: float, words: str) -> None:
    main = measures.main(EXERCISES["glute_bridge"])
    assert main is not None
    assert measures.in_words(main, target) == words


WHOM = sample.PEOPLE[0][0]
SESSIONS = sample.sessions_of(WHOM, sample.Course())


def _assigned(start: date, version: int = 1, **more: Any) -> Any:
    routine = sample.routine_of(WHOM, start, version, **more)
    return sample.assignment_of(WHOM, routine, "", "x")


def test_weeks_tell_what_was_done_of_what_was_due() -> None:
    today, start = sample.NOW.date(), date(2026, 3, 5)
    found = last_weeks([one for one in SESSIONS if one.at.date() >= start], [_assigned(start)], today)
    assert [week.monday for week in found] == [date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16)]
    # From a Thursday on, four days of seven; then a whole week of four; of this week what was due up to today.
    assert [week.due for week in found] == [2, 4, 2]


def test_a_newer_routine_takes_the_place_of_the_older_from_its_first_day() -> None:
    older, newer = _assigned(date(2026, 1, 1)), _assigned(date(2026, 3, 9), 2, end=date(2026, 3, 11))
    both = [newer, older]
    assert in_force(both, date(2026, 3, 8)) == older
    assert in_force(both, date(2026, 3, 9)) == newer
    assert in_force(both, date(2026, 3, 12)) is None
    assert in_force([], date(2026, 3, 9)) is None


def test_of_somebody_who_stopped_the_last_weeks_are_shown() -> None:
    today = sample.NOW.date()
    assert len(lately(SESSIONS, today)) == len(SESSIONS)
    assert lately(SESSIONS, today + timedelta(days=300)) == list(SESSIONS)
    assert lately([], today) == []


def test_charts_stay_within_their_picture_whatever_is_told() -> None:
    weeks = last_weeks(SESSIONS, [_assigned(date(2026, 1, 5))], sample.NOW.date())
    drawn = [charts.week_bars(weeks), charts.pain(SESSIONS, 5), charts.pain(SESSIONS[:1], None)]
    for trend in trends(SESSIONS):
        drawn += [charts.reach(trend), charts.holds(trend)]
    for chart in drawn:
        if chart is None:
            continue
        for x, y in re.findall(r'c?x="([-\d.]+)" c?y="([-\d.]+)"', chart):
            assert 0 <= float(x) <= charts.WIDE
            assert 0 <= float(y) <= charts.TALL
        assert "nan" not in chart
        assert 'role="img" aria-label="' in chart


def test_nothing_told_draws_nothing() -> None:
    assert charts.pain([], 5) is None
    assert charts.week_bars(last_weeks([], [], sample.NOW.date())).count("<rect") == 1
    assert "0 in form" in charts.split_bar(0, 0, 0, 0)
