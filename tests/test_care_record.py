"""What is kept of care comes back whole: from the database, after a restart, and with what was told since."""

from datetime import timedelta
from pathlib import Path

import pytest
from care_fakes import AtHome

from coach.core.care.record import (
    ActivityDone,
    CareEntry,
    CareRecord,
    FlareBegan,
    FlareEnded,
    HelpSought,
    PlanItem,
    PlanMade,
    PlanStep,
    RoundBegan,
    RoundEnded,
)
from coach.core.therapy.kept import CeilingAnswered, ResultsShared, RoutineTaken
from tests.test_history_db import EVENING, history, made, path  # noqa: F401 - fixtures

EARLIER = EVENING - timedelta(hours=9, minutes=1)
FLARE = FlareBegan(flare="f", at=EVENING, onset=EARLIER, trigger="lifting")
WALK = ActivityDone(activity="w", at=EARLIER, kind="walk", minutes=12.5)
ALL: tuple[CareEntry, ...] = (
    FLARE,
    FlareEnded(flare="f", at=EVENING),
    HelpSought(flare="f", rung="day_3", at=EVENING, taken_back=True),
    RoundBegan(round="r", at=EVENING, kind="cold", length_s=900),
    RoundEnded(round="r", at=EVENING, how="stopped", lasted_s=61.5),
    WALK,
    PlanMade(plan="p", at=EVENING, goal="strong", days=3, floor=True, answers=("osteoporosis", "knees")),
    PlanItem(plan="p", number=0, exercise="bird_dog", sets=2, reps=6, hold_s=8, rest_s=30),
    PlanStep(
        step="s", at=EVENING, plan="p", number=0, what="reps", before="6", after="8", rule="up_reps", how="refused"
    ),
    RoutineTaken(taken="t", at=EVENING, routine="hips", digest="ab12", version=2, author="Dana Lee", how="taken_back"),
    CeilingAnswered(at=EVENING, routine="hips", pain=7, ceiling=5, how="went_on"),
    ResultsShared(at=EVENING, routine="hips", how="file"),
)


def test_every_entry_comes_back_from_the_database(path: Path) -> None:  # noqa: F811
    with history(path, *ALL) as kept:
        first = kept.care()
    with history(path) as kept:
        again = kept.care()
    assert first == again
    assert tuple(entry for kind in vars_of(again) for entry in kind) == ALL


@pytest.mark.parametrize("entry", ALL, ids=lambda entry: type(entry).__name__)
def test_the_same_again_takes_its_place(entry: CareEntry, path: Path) -> None:  # noqa: F811
    told = CareRecord().with_told(entry).with_told(entry)
    assert [len(kind) for kind in vars_of(told) if kind] == [1]
    with history(path, entry, entry) as kept:
        assert kept.care() == told


def test_what_was_told_is_there_after_a_restart() -> None:
    home = AtHome()
    home.desk.care._world.tell(FLARE)
    home.desk.care._world.tell(WALK)
    before = home.desk.care._world.care
    assert before.flares == (FLARE,)
    assert home.again().desk.care._world.care == before


def vars_of(record: CareRecord) -> list[tuple[CareEntry, ...]]:
    """Each kind of entry."""
    return [getattr(record, name) for name in CareRecord.__dataclass_fields__]
