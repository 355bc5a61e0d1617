"""The safety questions: the words, when they are due, and what follows."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from coach.adapters import library
from coach.core.history import PainTold, PainWhen, SafetyAnswered
from coach.core.safety import due, due_in_flare, locked, outcome, pain_advice
from coach.ports import CoachError, SafetyError

FILE = Path(__file__).parents[1] / "assets" / "safety.toml"
TEXT = FILE.read_text(encoding="utf-8")
SCREENING = library.load_safety(FILE)
NOW = datetime(2024, 6, 10, 8, 0, tzinfo=timezone(timedelta(hours=2)))


def _answered(days: float, what: str) -> SafetyAnswered:
    return SafetyAnswered(at=NOW - timedelta(days=days), outcome=what)  # type: ignore[arg-type]


def _pain(score: int, when: PainWhen = "before", days: float = 1) -> PainTold:
    return PainTold(at=NOW - timedelta(days=days), when=when, score=score)


YESTERDAY = [_answered(1, "clear")]


@pytest.mark.parametrize(
    ("screenings", "pains", "pain_now", "expected"),
    [
        pytest.param([], [], None, True, id="first use"),
        pytest.param([], [], 0, True, id="first use without pain"),
        pytest.param(YESTERDAY, [], 0, False, id="asked yesterday"),
        pytest.param(YESTERDAY, [], None, False, id="pain not told"),
        pytest.param([_answered(6.99, "soon")], [], 0, False, id="nearly a week"),
        pytest.param([_answered(7, "clear")], [], None, True, id="a week"),
        pytest.param([_answered(40, "clear"), _answered(2, "checked")], [], 0, False, id="checked counts"),
        pytest.param([_answered(-0.5, "clear")], [], 0, False, id="clock back by hours: travel"),
        pytest.param([_answered(-400, "clear")], [], 0, True, id="clock back by a year"),
        pytest.param(YESTERDAY, [_pain(2)], 3, False, id="up by one"),
        pytest.param(YESTERDAY, [_pain(2)], 4, True, id="up by two"),
        pytest.param(YESTERDAY, [_pain(1, days=9), _pain(3)], 4, False, id="against the last, not the first"),
        pytest.param(YESTERDAY, [_pain(4)], 1, False, id="down"),
        pytest.param(YESTERDAY, [_pain(3), _pain(0, "after")], 3, False, id="after exercise compares with nothing"),
        pytest.param(YESTERDAY, [_pain(3), _pain(0, "morning")], 3, False, id="in the morning neither"),
        pytest.param(YESTERDAY, [_pain(3), _pain(5, "stop")], 5, True, id="a stop hides no rise"),
        pytest.param(YESTERDAY, [_pain(0, "stop")], 5, False, id="nothing to compare with"),
        pytest.param(YESTERDAY, [], 6, True, id="six"),
        pytest.param(YESTERDAY, [_pain(6)], 6, True, id="six again"),
        pytest.param(YESTERDAY, [_pain(9)], 5, False, id="five, coming down"),
        pytest.param(YESTERDAY, [_pain(1, days=-30)], 3, True, id="scores of a clock that ran ahead still compare"),
    ],
)
def test_when_the_questions_are_due(
    screenings: Sequence[SafetyAnswered], pains: Sequence[PainTold], pain_now: int | None, expected: bool
) -> None:
    assert due(screenings, pains, pain_now, NOW) is expected


FLARE = NOW - timedelta(hours=2)


@pytest.mark.parametrize(
    ("screenings", "pains", "pain_now", "before", "within"),
    [
        pytest.param([], [], 0, True, True, id="never asked"),
        pytest.param(YESTERDAY, [], 0, True, True, id="not since it began"),
        pytest.param([_answered(0.05, "clear")], [], 3, False, False, id="since it began"),
        pytest.param([_answered(0.05, "clear")], [_pain(2, "flare")], 3, False, False, id="up by one"),
        pytest.param([_answered(0.05, "clear")], [_pain(2, "flare")], 4, True, True, id="up by two"),
        pytest.param([_answered(0.05, "clear")], [_pain(7, "flare")], 7, True, False, id="high, asked today"),
        pytest.param([_answered(0.05, "clear")], [_pain(5, "flare")], 7, True, True, id="high, and risen"),
    ],
)
def test_when_they_are_due_in_a_flare_up(
    screenings: Sequence[SafetyAnswered], pains: Sequence[PainTold], pain_now: int, before: bool, within: bool
) -> None:
    assert due(screenings, pains, pain_now, NOW, flare=FLARE) is before
    assert due_in_flare(screenings, pains, pain_now, NOW, FLARE) is within


@pytest.mark.parametrize(
    ("days", "score", "expected"), [(0.9, 7, False), (1.1, 7, True), (6.9, 3, False), (7, 3, True)]
)
def test_a_high_score_asks_once_a_day_and_any_score_once_a_week(days: float, score: int, expected: bool) -> None:
    long_ago = NOW - timedelta(days=20)
    pains = [_pain(score, "flare")]
    assert due_in_flare([_answered(days, "clear")], pains, score, NOW, long_ago) is expected


@pytest.mark.parametrize(("answered", "expected"), [(0.5, False), (1.5, True)])
def test_a_flare_up_told_by_a_clock_that_ran_ahead(answered: float, expected: bool) -> None:
    """Its moment lies ahead, so "since then" means nothing: an answer of the last day will do."""
    assert due([_answered(answered, "clear")], [], 0, NOW, flare=NOW + timedelta(days=30)) is expected


def test_time_zones_do_not_matter() -> None:
    told = SafetyAnswered(
        at=(NOW - timedelta(days=6, hours=23)).astimezone(timezone(-timedelta(hours=9))), outcome="clear"
    )
    assert not due([told], [], 0, NOW)


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ("", False),
        ("clear", False),
        ("soon", False),
        ("emergency", True),
        ("emergency checked", False),
        ("emergency clear", True),
        ("emergency soon clear", True),
        ("emergency checked clear", False),
        ("emergency checked emergency", True),
        ("checked emergency", True),
        ("checked", False),
    ],
)
def test_only_having_been_checked_unlocks(outcomes: str, expected: bool) -> None:
    assert locked([_answered(0, what) for what in outcomes.split()]) is expected


def test_the_clock_unlocks_nothing() -> None:
    assert locked([_answered(0, "checked"), _answered(50, "emergency")])


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ((), "clear"),
        (("fever",), "soon"),
        (("fever", "night_pain"), "soon"),
        (("bladder",), "emergency"),
        (("fever", "both_legs"), "emergency"),
    ],
)
def test_the_worst_answer_decides(answers: tuple[str, ...], expected: str) -> None:
    assert outcome(SCREENING, answers) == expected


@pytest.mark.parametrize("question", SCREENING.questions, ids=lambda question: question.id)
def test_every_question_leads_to_its_own_advice(question: object) -> None:
    assert outcome(SCREENING, {question.id}) == question.tier  # type: ignore[attr-defined]


def test_an_unknown_answer_is_not_taken_for_harmless() -> None:
    with pytest.raises(ValueError, match="no safety question 'blader'"):
        outcome(SCREENING, ["blader"])


@pytest.mark.parametrize(
    ("score", "level"), [(0, "go"), (3, "go"), (4, "care"), (5, "care"), (6, "stop"), (10, "stop")]
)
def test_the_traffic_light(score: int, level: str) -> None:
    assert pain_advice(SCREENING, score).level == level


@pytest.mark.parametrize("score", [-1, 11])
def test_pain_goes_from_0_to_10(score: int) -> None:
    with pytest.raises(ValueError, match="between 0 and 10"):
        pain_advice(SCREENING, score)
    with pytest.raises(ValueError, match="between 0 and 10"):
        due([], [], score, NOW)


# --- The words. ---

EMERGENCIES = {
    "saddle_numbness", "bladder", "bowel", "sexual_function", "both_legs", "weakness", "one_side_numb", "balance",
    "chest_pain", "injury",
}  # fmt: skip
SOON = {
    "one_leg_tingling", "small_injury", "shape", "fever", "weight_loss", "night_pain", "hardly_walk", "cancer", "bones",
    "immune", "age",
}  # fmt: skip


def test_every_red_flag_is_asked() -> None:
    assert {question.id for question in SCREENING.questions if question.tier == "emergency"} == EMERGENCIES
    assert {question.id for question in SCREENING.questions if question.tier == "soon"} == SOON


def test_it_is_asked_in_few_pages_and_short_words() -> None:
    assert len(SCREENING.groups) <= 5
    assert all(3 <= len(group.questions) <= 5 for group in SCREENING.groups)
    assert all(len(question.text.split()) <= 18 for question in SCREENING.questions)
    assert all(len(group.lead) <= 90 for group in SCREENING.groups)
    assert "between your legs or around your bottom" in TEXT
    assert "not knowing when your bladder is full" in TEXT


def test_it_names_no_illness_and_promises_nothing() -> None:
    said = re.sub(r"(?m)^(source|#).*$", "", TEXT)
    assert re.findall(r"(?i)diagnos|cauda|hernia|\btreat|\bcures?\b|you are safe|safe to|you have no\b", said) == []


def test_help_is_not_the_number_of_one_country() -> None:
    said = " ".join(SCREENING.emergency.lines)
    assert "112, 999 or 911, or your local emergency number" in said
    assert SCREENING.unlock == "I have been checked"
    assert SCREENING.none == "None of these"


def test_everything_has_its_source() -> None:
    parts = (*SCREENING.questions, *SCREENING.pain, *SCREENING.stop_rules, SCREENING.emergency, SCREENING.soon)
    assert all(part.source.strip() for part in parts)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('tier = "soon"', 'tier = "late"', r"groups\[1\]\.questions\[4\]\.tier"),
        ('id = "bowel"', 'id = "bladder"', "an id stands twice"),
        ('lead = "Is any', 'led = "Is any', r"groups\[0\]\.led: unknown key 'led'; known: id, lead, questions, title"),
        ("most = 5", "most = 2", "must rise"),
        ("most = 10", "most = 9", "end at 10"),
        ('tier = "emergency"', "", r"groups\[0\]\.questions\[0\]\.tier: is missing"),
        ("unlock = ", "unlok = ", "unlock: is missing"),
        ("[emergency]", "[emergency", "is not valid TOML"),
    ],
)
def test_a_wrong_file_is_refused_in_one_sentence(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    assert old in TEXT
    path = tmp_path / "safety.toml"
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SafetyError, match=sentence) as caught:
        library.load_safety(path)
    assert str(caught.value).startswith("safety.toml")
    assert "\n" not in str(caught.value)


def test_a_page_holds_no_more_than_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "safety.toml"
    many = '\n[[groups]]\nid = "x"\ntitle = "X"\nlead = "Y"\n' + "".join(
        f'[[groups.questions]]\nid = "q{n}"\ntext = "a"\ntier = "soon"\nsource = "estimated"\n' for n in range(6)
    )
    path.write_text(TEXT + many, encoding="utf-8")
    with pytest.raises(SafetyError, match="group x: has one to 5 questions"):
        library.load_safety(path)


def test_a_missing_file_is_a_safety_error(tmp_path: Path) -> None:
    with pytest.raises(SafetyError, match="can't read the safety file"):
        library.load_safety(tmp_path / "none.toml")
    assert issubclass(SafetyError, CoachError)
