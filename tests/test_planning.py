"""A plan from answers: nothing excluded is ever in it, it says why, it fits the minutes, and it is the same again."""

import itertools
from collections.abc import Collection
from pathlib import Path
from typing import Final, get_args

import pytest
from hypothesis import given, settings, strategies as st

from coach import paths
from coach.adapters import library
from coach.core.care import planning
from coach.core.care.plan_guide import PlanGuide
from coach.core.care.planning import Answers, Proposal, answers_of, easier_of, propose, suits
from coach.core.fit import Condition
from coach.core.spec import Exercise
from coach.errors import CareError

EXERCISES: Final[dict[str, Exercise]] = library.load_all(paths.exercises_dir())
PLAN: Final[Path] = paths.assets_dir() / "care" / "plan.toml"
GUIDE: Final[PlanGuide] = library.load_plan_guide(PLAN)
CONDITIONS: Final[tuple[Condition, ...]] = get_args(Condition)
GOALS: Final = tuple(goal.id for goal in GUIDE.goals)
OPTIONS: Final = tuple(GUIDE.options)


def made(*ticked: str) -> Proposal:
    return propose(GUIDE, answers_of(GUIDE, ticked), EXERCISES)


def ids(proposal: Proposal) -> list[str]:
    return [item.exercise for item in proposal.items]


def wrong(answers: Answers, proposal: Proposal) -> list[str]:
    """Everything wrong with a plan, in words."""
    found = [f"{id_} does not suit" for id_ in ids(proposal) if not suits(EXERCISES[id_], answers)]
    found += [f"{id_} is a therapist's" for id_ in ids(proposal) if EXERCISES[id_].gated]
    if not proposal.items:
        return found + ([] if proposal.notes == (GUIDE.words.therapist,) else ["no plan, and no word of a therapist"])
    if not 2 <= len(proposal.items) <= 4 or len(set(ids(proposal))) != len(proposal.items):
        found.append(f"{ids(proposal)}: two to four, each once")
    if proposal.minutes > planning.CEILING[answers.minutes]:
        found.append(f"{proposal.minutes:.1f} minutes are more than asked")
    short = round(proposal.minutes) < min(20, answers.minutes)
    if short != any(note.startswith("This comes to about") for note in proposal.notes):
        found.append(f"{proposal.minutes:.1f} minutes: says so where they are less, and only there")
    hard = [id_ for id_ in ids(proposal) if easier_of(EXERCISES[id_], EXERCISES) and EXERCISES[id_].place == "floor"]
    strong = [id_ for id_ in hard if EXERCISES[id_].purpose == "strength"]
    return found + ([f"two hard ones: {strong}"] if len(strong) > 1 else [])


def combinations(most: int) -> list[frozenset[Condition]]:
    return [frozenset(some) for number in range(most + 1) for some in itertools.combinations(CONDITIONS, number)]


@pytest.mark.parametrize("goal", GOALS)
@pytest.mark.parametrize("floor", [True, False])
def test_every_pair_of_conditions_gives_a_plan_or_says_so(goal: str, floor: bool) -> None:
    for some in combinations(2):
        answers = Answers(goal=goal, floor=floor, conditions=some)
        assert wrong(answers, propose(GUIDE, answers, EXERCISES)) == [], (goal, floor, sorted(some))


@pytest.mark.slow
@pytest.mark.parametrize("goal", GOALS)
def test_every_combination_gives_a_plan_or_says_so(goal: str) -> None:
    for some, floor in itertools.product(combinations(len(CONDITIONS)), (True, False)):
        answers = Answers(goal=goal, floor=floor, conditions=some)
        assert wrong(answers, propose(GUIDE, answers, EXERCISES)) == [], (goal, floor, sorted(some))


@settings(max_examples=30, deadline=None)
@given(st.sets(st.sampled_from(OPTIONS)))
def test_whatever_is_ticked_nothing_excluded_is_in_the_plan(ticked: set[str]) -> None:
    answers = answers_of(GUIDE, ticked)
    proposal = propose(GUIDE, answers, EXERCISES)
    assert wrong(answers, proposal) == []
    assert {one.exercise for one in proposal.left_out}.isdisjoint(ids(proposal))
    assert proposal == propose(GUIDE, answers_of(GUIDE, sorted(ticked)), EXERCISES)


@pytest.mark.parametrize("condition", CONDITIONS)
def test_what_is_ticked_leaves_out_and_says_why(condition: Condition) -> None:
    left = {one.exercise: one.excludes for one in made(condition).left_out}
    of_it = {id_ for id_, one in EXERCISES.items() if not one.gated and any(x.when == condition for x in one.excludes)}
    assert set(left) == of_it != set()
    assert all(one.why and one.source for excludes in left.values() for one in excludes)


@pytest.mark.parametrize(
    ("ticked", "never", "source"),
    [
        ("osteoporosis", {"knee_to_chest", "double_knee_to_chest"}, "mayoclinic"),
        ("pregnant", {"glute_bridge", "knee_to_chest", "pelvic_tilt"}, "ACOG"),
        ("pressure", {"plank", "knee_plank", "side_plank"}, "isometrics"),
        ("shoulders", {"plank", "knee_plank", "side_plank"}, ""),
        ("wrists", {"bird_dog"}, "general practice"),
        ("bending", {"knee_to_chest"}, "getwellen"),
        ("leg_pain", {"knee_to_chest"}, "getwellen"),
        ("unsteady", {"march", "standing_extension", "sit_to_stand"}, "estimated"),
    ],
)
def test_the_fact_base_is_followed(ticked: str, never: set[str], source: str) -> None:
    left = {one.exercise: one.excludes for one in made(ticked).left_out}
    assert never <= set(left)
    assert any(source in one.source for id_ in never for one in left[id_])


def test_a_usual_plan_warms_up_first_and_stretches_last() -> None:
    proposal = made("strong", "minutes_20")
    purposes = [EXERCISES[id_].purpose for id_ in ids(proposal)]
    assert (purposes[0], purposes[1:3], purposes[-1]) == ("mobility", ["strength", "strength"], "stretch")
    assert 20 <= proposal.minutes <= 25
    assert proposal.notes == ()


@pytest.mark.parametrize(
    ("ticked", "low", "high"), [("minutes_10", 8, 12.5), ("minutes_20", 20, 25), ("minutes_30", 20, 30)]
)
def test_minutes_are_those_asked_for(ticked: str, low: float, high: float) -> None:
    assert low <= made("strong", ticked).minutes <= high


@pytest.mark.parametrize("goal", GOALS)
def test_without_the_floor_everything_is_standing_or_on_a_chair(goal: str) -> None:
    proposal = made(goal, "floor_no")
    assert proposal.items
    assert {EXERCISES[id_].place for id_ in ids(proposal)} <= {"standing", "chair"}
    assert not any(EXERCISES[one.exercise].place == "floor" for one in proposal.left_out)


def test_where_next_to_nothing_suits_a_therapist_should_choose() -> None:
    proposal = made("floor_no", "unsteady", "knees", "shoulders")
    assert (proposal.items, proposal.notes) == ((), (GUIDE.words.therapist,))


@pytest.mark.parametrize(
    ("ticked", "answers"),
    [
        ((), Answers(goal="strong")),
        (("looser", "days_5", "minutes_10"), Answers(goal="looser", days=5, minutes=10)),
        (("both_ways",), Answers(goal="strong", conditions=frozenset({"bending", "arching"}))),
        (("neither", "floor_no"), Answers(goal="strong", floor=False)),
        (("gone_since", "knees"), Answers(goal="strong", conditions=frozenset({"knees"}))),
    ],
)
def test_answers_mean(ticked: Collection[str], answers: Answers) -> None:
    assert answers_of(GUIDE, ticked) == answers


def test_an_easier_one_stands_in_for_a_hard_one() -> None:
    goal = GUIDE.goals[0]
    fit = {id_: EXERCISES[id_] for id_ in ("plank", "knee_plank", "side_plank") if id_ in EXERCISES}
    assert planning._work(goal, fit, EXERCISES)[:1] == ["knee_plank"]
    only = {"plank": EXERCISES["plank"], "side_plank": EXERCISES["side_plank"]}
    assert planning._work(goal, only, EXERCISES) == ["plank"]


def test_gentle_moves_are_gentle_and_suit() -> None:
    for some in combinations(1):
        answers = Answers(goal="strong", conditions=some)
        items = planning.gentle(GUIDE.goals[0], answers, EXERCISES)
        assert all(EXERCISES[item.exercise].flare and suits(EXERCISES[item.exercise], answers) for item in items)
        assert len(items) <= 4


def test_a_swap_serves_the_same_end_and_suits() -> None:
    answers = answers_of(GUIDE, ("strong", "wrists"))
    items = propose(GUIDE, answers, EXERCISES).items
    for item in items:
        strong = EXERCISES[item.exercise].purpose in ("strength", "lifting")
        for one in planning.in_place_of(items, item.number, answers, EXERCISES):
            assert suits(one, answers)
            assert one.id not in ids(propose(GUIDE, answers, EXERCISES))
            assert (one.purpose in ("strength", "lifting")) == strong


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "knees"', 'id = "toes"', "nobody is asked about knees"),
        ('id = "goal"', 'id = "aim"', "questions"),
        ("work_most = 2", "work_most = 4", "two to four"),
        ("{minutes} minutes", "minutes", "short says"),
        ('id = "days_3"', 'id = "days_2"', "stands twice"),
    ],
)
def test_a_wrong_file_is_refused_in_words(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(PLAN.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CareError, match=said):
        library.load_plan_guide(path)
