"""What is printed for a file and for the person themselves: facts, words, one sheet whatever there is, any letters."""

import io
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import combinations
from pathlib import Path

import pytest
from exchange_values import AT, routine, six_weeks, usual
from reading import grade, sentences

from coach import paths
from coach.adapters.clinic_reports.patient_pdf import patient_pdf
from coach.adapters.clinic_reports.report_pdf import report_pdf
from coach.adapters.clinic_reports.sheet import OTHER_LETTERS, Paper, cut, readable, wide
from coach.adapters.library import load_all
from coach.core.routine import Item, Routine
from coach.core.therapy.assigned import Stop
from coach.core.therapy.patient_page import PatientPage, amounts, patient_page
from coach.core.therapy.report_page import Patient, ReportPage, by_week, report_page
from coach.core.therapy.report_rows import asked_words, range_words
from coach.core.therapy.results import FaultSum, Results, SafetyTold

EXERCISES = load_all(paths.exercises_dir())
FONTS = paths.assets_dir() / "fonts"
NOW = AT + timedelta(days=42)
LONG = "Maximiliane-Friederike Wolfeschlegelsteinhausenbergerdorff von und zu Hohenlohe " * 3
NOTE = "Walks well, sleeps better, sits less; wants to garden again in spring. " * 4


def _year() -> Results:
    """Three sessions a week, twelve exercises changing, everything that can be told told often."""
    ids, found = list(EXERCISES), []
    for number in range(156):
        one = usual(number % 18, session=f"y{number}", at=NOW - timedelta(days=364 - number * 7 // 3))
        faults = {f"f{each}": FaultSum(name=f"Something slipped {each}", times=3, seconds=11.0) for each in range(5)}
        more = [
            replace(one.exercises[0], exercise=id_, name=EXERCISES[id_].name, faults=faults)
            for id_ in (ids[(number // 20 + each * 3) % len(ids)] for each in range(3))
        ]
        ended = {"ended": "stopped", "stop_reason": "pain", "pain_stop": 6} if number % 9 == 0 else {}
        found.append(replace(one, exercises=(*one.exercises, *more), **ended))  # type: ignore[arg-type]
    six = six_weeks()
    safety = tuple(SafetyTold(at=NOW - timedelta(days=25 * each), outcome="soon") for each in range(12))
    changes = tuple(replace(six.changes[0], at=NOW - timedelta(days=9 * each)) for each in range(30))
    return replace(six, sessions=tuple(found), safety=safety, changes=changes)


def _full() -> Routine:
    base = routine()
    assert base.assigned
    stop = Stop(signs=("A long sign about numbness in a leg or foot that goes on to the end of the line here.",) * 6)
    return replace(
        base,
        name=LONG,
        items=tuple(Item(exercise=id_, sets=3, reps=10, note=NOTE) for id_ in list(EXERCISES)[:8]),
        assigned=replace(base.assigned, start=date(2025, 11, 10), review=None, stop=stop, notes=NOTE * 2),
    )


CASES: dict[str, tuple[Patient, Routine | None, Sequence[Results], Sequence[tuple[datetime, str]]]] = {
    "empty": (Patient(reference="P-1"), None, (), ()),
    "assigned": (Patient(reference="P-2", name="Ólafur Þór", therapist="Mara Lind"), routine(), (), ()),
    "six weeks": (Patient(reference="P-42", name="Anna Berg", therapist="Mara Lind"), routine(), (six_weeks(),), ()),
    "a year": (Patient(reference="R" * 80, name=LONG, therapist=LONG), _full(), (_year(),), [(AT, NOTE)] * 30),
    "hebrew": (Patient(reference="P-7", name="שרה כהן"), routine(), (six_weeks(),), [(AT, "מרגישה טוב יותר")]),
    "chinese": (Patient(reference="患者-7", name="王小明"), replace(routine(), name="背"), (six_weeks(),), ()),
}  # fmt: skip


def _report(case: str) -> ReportPage:
    who, assigned, found, notes = CASES[case]
    return report_page(who, assigned, found, NOW, notes=notes, exercises=EXERCISES)


def _own(case: str) -> PatientPage:
    who, assigned, found, _ = CASES[case]
    return patient_page(who.name, assigned, found, NOW, EXERCISES)


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("case", CASES)
def test_it_is_one_sheet_whatever_there_is(case: str, paper: Paper) -> None:
    for made in (report_pdf(_report(case), FONTS, paper), patient_pdf(_own(case), FONTS, paper)):
        assert len(re.findall(rb"/Type\s*/Page\b(?!s)", made)) == 1
        assert made.count(b"%%EOF") == 1


@pytest.mark.parametrize("case", CASES)
def test_nothing_is_printed_over_the_foot_or_beyond_the_sheet(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pdftotext = shutil.which("pdftotext")
    if pdftotext is None:
        pytest.skip("pdftotext is not there")
    for made in (report_pdf(_report(case), FONTS), patient_pdf(_own(case), FONTS)):
        done = subprocess.run([pdftotext, "-bbox", "-", "-"], input=made, capture_output=True, check=True, timeout=60)
        places = [tuple(map(float, found)) for found in WORD.findall(done.stdout.decode())]
        assert places
        assert all(left >= 30 and right <= 566 and top >= 20 and low <= 830 for left, top, right, low in places)
        assert [pair for pair in combinations(places, 2) if _covers(*pair)] == []


WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"')


def _covers(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether two words lie on one another: boxes of neighbouring lines touch, but by less than half."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    up = min(one[3], other[3]) - max(one[1], other[1])
    return across > 1 and up > 0.5 * min(one[3] - one[1], other[3] - other[1])


def test_the_report_adds_up() -> None:
    page = _report("six weeks")
    assert (page.sessions, page.due, page.version) == (16, 18, 2)
    assert [(week.done, week.due) for week in page.weeks] == [(3, 3), (2, 3), (3, 3), (2, 3), (3, 3), (3, 3), (0, 0)]
    bridge = page.rows[0]
    assert (bridge.name, bridge.sessions, bridge.asked) == ("Glute bridge", 16, 480)
    assert bridge.correct + bridge.faulty == bridge.done == 448
    assert (bridge.partial, bridge.target, bridge.best) == (32, 165.0, 172.25)
    assert bridge.asked_words == "3 × 10, hold 3 s, rest 45 s"
    assert bridge.faults[0][0] == "Back arched at the top"
    stops, safety, changes, notes = (
        [line.replace("\u00a0", " ") for line in section.lines] for section in page.sections
    )
    assert stops == ["14 Oct 2026: stopped, for pain; pain then 6 of 10."]
    assert [line.partition(": ")[2] for line in safety] == [
        "says that they have been checked since.", "an answer that asks to see somebody soon.",
    ]  # fmt: skip
    assert changes == ["19 Oct 2026: Plank: seconds of each hold from 15 to 20, offered."]
    assert notes == ["None."]
    assert page.versions.startswith("backcoach 0.1.0; model pose_landmarker_full")


def test_what_is_asked_for_begins_and_ends_with_the_routine() -> None:
    assigned = routine().assigned
    assert assigned
    short = replace(assigned, start=date(2026, 9, 30), end=date(2026, 10, 6), review=None, sessions_a_day=2)
    asked = replace(routine(), assigned=short)
    page = report_page(Patient(reference="P"), asked, [], NOW, since=date(2026, 9, 21))
    assert [week.due for week in page.weeks][:4] == [0, 4, 2, 0]


def test_the_same_session_from_two_files_is_one() -> None:
    page = report_page(Patient(reference="P"), routine(), (six_weeks(), six_weeks()), NOW, exercises=EXERCISES)
    assert (page.sessions, len(page.sections[2].lines)) == (16, 1)


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [(None, "deg", "–"), (164.6, "deg", "165°"), (0.854, "ratio", "0.854"), (3.0, "s", "3 s")],
)
def test_ranges_in_words(value: float | None, unit: str, said: str) -> None:
    assert range_words(value, unit) == said


def test_weekly_pain_is_a_mean_of_what_was_told() -> None:
    weeks = by_week(_report("six weeks").pains)
    assert len(weeks) == 6
    assert weeks[0].before == 5


def test_amounts_in_both_voices() -> None:
    item = Item(exercise="bird_dog", pyramid=(6, 4, 2), hold_s=8, rest_s=30)
    assert asked_words(item, EXERCISES["bird_dog"]) == "6–4–2, hold 8 s, rest 30 s"
    said = "3 rounds: 6, 4 and 2 each side. Hold each for 8 seconds. Rest 30 seconds after each round."
    assert amounts(item, EXERCISES["bird_dog"]) == said
    assert amounts(Item(exercise="gone", sets=1, reps=5, tempo_s=(2, 3)), None) == (
        "1 round of 5. 2 seconds there, 3 seconds back."
    )


def test_the_persons_page_tells_facts_and_one_thing_to_work_on() -> None:
    page = _own("six weeks")
    assert page.did[0] == "You did 16 sessions in 6 weeks."
    assert page.well[0].startswith("Glute bridge: you hold it longer.")
    assert page.work_on == "Plank: hips sagged, for about 7 seconds a session. Think of this: hips up a little."
    assert page.pain[0] == "Pain before you began: at first 5 of 10, lately 1 of 10."
    assert page.often == "Do these on 3 days a week."
    assert page.stop[0] == "Stop for this too: Numbness in a leg."
    assert all(item.pose is not None for item in page.items)


@pytest.mark.parametrize("case", ["empty", "assigned", "six weeks"])
def test_the_persons_page_is_read_with_ease(case: str) -> None:
    page = _own(case)
    said = [*page.did, *page.well, page.work_on, *page.pain, page.often, *page.stop, *page.help]
    said += [item.amounts for item in page.items]
    assert grade(said) <= 6.0
    assert [text for text in said for words in sentences(text) if len(words) > 25] == []
    assert not re.search(r"(?i)\b(score of you|grade|adherence|compliance|%|bad|poor|fail)", " ".join(said))


def test_letters_that_the_fonts_lack_are_said_to_be_lacking() -> None:
    report_pdf(_report("empty"), FONTS)
    assert readable("Ólafur Þór, Łódź, Ελένη, Дмитрий, Nguyễn") == "Ólafur Þór, Łódź, Ελένη, Дмитрий, Nguyễn"
    assert readable("王小明") == readable("שלום") == OTHER_LETTERS
    assert readable("Sees Dr. 王 again in a week or two") == "Sees Dr. ? again in a week or two"
    assert wide(cut("W" * 200, 10, 100), 10) <= 100


def test_the_same_page_gives_the_same_bytes() -> None:
    assert report_pdf(_report("six weeks"), FONTS) == report_pdf(_report("six weeks"), FONTS)
    assert patient_pdf(_own("six weeks"), FONTS) == patient_pdf(_own("six weeks"), FONTS)
    assert io.BytesIO(patient_pdf(_own("six weeks"), FONTS)).read(5) == b"%PDF-"


def test_a_year_is_made_at_once(tmp_path: Path) -> None:
    began = datetime.now()
    report_pdf(_report("a year"), FONTS)
    patient_pdf(_own("a year"), FONTS)
    assert datetime.now() - began < timedelta(seconds=20), "about 1.5 s on a slow machine"
