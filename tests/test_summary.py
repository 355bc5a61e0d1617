"""The page for a doctor: its facts and words, one sheet whatever was kept, names in any letters, and the command."""

import io
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace

import pytest
from care_fakes import AtHome
from reportlab.pdfgen.canvas import Canvas

from coach import main, paths
from coach.adapters.clinic_reports.doctor_pdf import FOOT, Sheet, doctor_pdf
from coach.adapters.clinic_reports.sheet import WRITE_IT, left_out, name_line, printable, wrapped
from coach.adapters.history.db import HistoryDb
from coach.core.care import doctor_words as words
from coach.core.care.doctor_page import Answered, DoctorPage, Rounds, Stopped
from coach.core.care.record import FlareEnded, RoundBegan, RoundEnded
from coach.core.history import Entry, PainTold, SafetyAnswered
from coach.core.settings import Settings
from coach.core.sitting.record import PostureMinute, PostureRecord
from coach.ports import OutputError

FONTS = paths.assets_dir() / "fonts"
AT = datetime(2026, 11, 22, 9, 0, tzinfo=timezone(timedelta(hours=1)))
LONG = "Supervised-lumbopelvic-stabilisation " * 9

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _fonts() -> None:
    """The fonts are known to what measures text."""
    doctor_pdf(DoctorPage(made=AT, name="", since=AT, until=AT), FONTS)


def _home(days: int = 4) -> AtHome:
    """A flare-up of some days, with pain, ticks, rounds and a visit."""
    home = AtHome(settings=Settings(welcomed=True, name="Anna"))
    flare, tell = home.desk.care.flare, home.desk.care.flare._world.tell
    flare.begin("now", "lifting")
    flare.tell(7)
    home.desk.answer(["night_pain", "fever"])
    for number in range(2):
        tell(RoundBegan(round=str(number), at=home.calendar.at, kind="cold", length_s=900))
        tell(RoundEnded(round=str(number), at=home.calendar.at, how="done", lasted_s=900))
    tell(RoundBegan(round="runs", at=home.calendar.at, kind="warm", length_s=900))
    for score in range(days):
        home.passes(days=1)
        home.desk.tell_pain("morning", 6 - score % 6)
    flare.saw_somebody()
    return home


def test_its_facts_come_from_the_record() -> None:
    page = _home().desk.care.flare.page()
    assert (page.name, page.day, page.trigger) == ("Anna", 5, "lifting or carrying")
    assert [told.score for told in page.scores] == [7, 6, 5, 4, 3]
    assert [told.score for told in page.of("morning")] == [6, 5, 4, 3]
    assert [(one.kind, one.count, one.minutes) for one in page.relief] == [("cold", 2, 30.0)]
    assert [one.outcome for one in page.answers] == ["soon"]
    assert [text.split()[0] for text in page.answers[0].ticked] == ["Fever,", "Much"], "in the order of the questions"
    assert len(page.spots) == 5
    assert page.seen


def test_its_words_tell_dates_in_full_and_the_newest_first() -> None:
    page = _home().desk.care.flare.page()
    said = "\n".join(
        [*words.head_lines(page), *words.pain_lines(page)]
        + [line for section in words.sections(page) for line in (section.title, *section.lines)]
    ).replace("\u00a0", " ")
    assert "It began on Sunday 22 November 2026, after lifting or carrying." in said
    assert "Day 5 today; it is not over." in said
    assert "Worst: 7 of 10 (22 Nov, 09:00)." in said
    assert "In the morning: 6 on 23 Nov, 5 on 24 Nov, 4 on 25 Nov, 3 on 26 Nov." in said
    assert "Sunday 22 November 2026, 09:00: to be checked soon (Fever" in said
    assert "Cold: twice" in said or "Cold: 2 times, 30 minutes in all." in said
    assert "No exercise in this time." in said
    said += " ".join(words.FOOT)
    assert re.findall(r"(?i)diagnos|\btreat|\bcures?\b|reliev\w+|clinically|\bsafe to\b", said) == []


def test_one_that_is_over_and_none_at_all() -> None:
    home = _home()
    home.desk.care.flare.over()
    home.passes(days=20)
    assert words.head_lines(home.desk.care.flare.page())[1].startswith("It was over on Thursday 26")
    none = AtHome()
    none.desk.tell_pain("morning", 4)
    page = none.desk.care.flare.page()
    assert (words.head_lines(page), page.scores[0].score, len(page.spots)) == ((words.NO_FLARE,), 4, 1)
    assert (page.until.date() - page.since.date()).days == 14


def test_hours_of_sitting_are_the_mean_of_watched_days() -> None:
    minutes = [AT + timedelta(minutes=n) for n in range(120)]
    record = PostureRecord(minutes=tuple(PostureMinute(at=at, seconds={"upright": 60.0}) for at in minutes))
    home = AtHome(posture=SimpleNamespace(posture=lambda since, until: record))
    home.desk.care.flare.begin("now", "")
    home.passes(days=2)
    page = home.desk.care.flare.page()
    assert (page.sitting_h, page.sitting_days) == (2.0, 1)
    assert words.sections(page)[-1].lines == (
        "About 2.0 hours a day, seen by the computer's camera (mean of 1 watched day).",
    )


# --- One sheet, always. ---

SCORES = tuple(PainTold(at=AT + timedelta(hours=7 * n), when="flare", score=n % 11) for n in range(300))
FULL = replace(
    _home().desk.care.flare.page(),
    name=LONG,
    trigger=LONG,
    scores=SCORES,
    answers=tuple(Answered(at=AT, outcome="soon", ticked=(LONG,) * 20) for _ in range(90)),
    seen=tuple(AT + timedelta(days=n) for n in range(40)),
    relief=tuple(Rounds(kind=f"{LONG}{n}", count=9, minutes=900) for n in range(30)),
    sessions=99,
    exercises=(LONG,) * 40,
    stops=tuple(Stopped(at=AT, exercise=LONG, reason="pain") for _ in range(50)),
    sitting_h=9.0,
    sitting_days=30,
)


@pytest.mark.parametrize("page", [FULL, replace(FULL, stops=(), seen=(), answers=()), replace(FULL, flare=None)])
def test_it_is_one_sheet_whatever_was_kept(page: DoctorPage) -> None:
    assert re.search(rb"/Count 1\b", doctor_pdf(page, FONTS))
    sheet = Sheet(Canvas(io.BytesIO()))
    sheet.head(page)
    sheet.curve(page)
    sheet.sections(words.sections(page), FOOT)
    assert sheet.y >= FOOT


@pytest.mark.parametrize(
    ("sections", "room", "fewer"),
    [
        ([[1, 1], [1]], 1000, [0, 0]),
        ([[1] * 9, [1]], 150, [4, 0]),
        ([[4, 4], [4, 4]], 160, [1, 1]),
        ([[4], [4]], 10, [0, 0]),
    ],
)
def test_the_oldest_finds_no_room_and_every_section_keeps_one(
    sections: Sequence[Sequence[int]], room: float, fewer: list[int]
) -> None:
    assert left_out(sections, room) == fewer


def test_rows_are_no_wider_than_the_sheet_and_few() -> None:
    rows = wrapped("x" * 300 + " " + LONG, 9.5)
    assert len(rows) == 4
    assert rows[-1].endswith("\u2026")


# --- Letters. ---


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("", ""),
        ("Anna", "Name: Anna"),
        ("Zażółć Gęślą", "Name: Zażółć Gęślą"),
        ("Дмитрий Иванов", "Name: Дмитрий Иванов"),
        ("Ελένη", "Name: Ελένη"),
        ("Nguyễn Thị", "Name: Nguyễn Thị"),
        ("Anna \U0001f642", "Name: Anna"),
        ("王小明", WRITE_IT),
        ("محمد", WRITE_IT),
        ("Anna 王", WRITE_IT),
        ("\u200b\U0001f642", WRITE_IT),
    ],
)
def test_a_name_prints_or_leaves_a_line_to_write_on(name: str, line: str) -> None:
    assert name_line(name) == line


@pytest.mark.parametrize(
    ("text", "said"),
    [("e\u0301", "é"), ("\u0180x", "?x"), ("a\u2603b", "ab"), ("a \U0001f642 b", "a b"), ("\ufb01t", "fit")],
)
def test_signs_the_fonts_lack_become_no_black_boxes(text: str, said: str) -> None:
    assert printable(text) in {said, text}


def test_without_fonts_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="the fonts for the page can't be read"):
        doctor_pdf(FULL, tmp_path)


# --- The command. ---


def _kept(folder: Path, entries: Sequence[Entry]) -> Path:
    history = HistoryDb(folder / paths.HISTORY)
    for entry in entries:
        history.write(entry)
    history.close()
    return folder


def _run(capfd: Capture, *arguments: object) -> tuple[int, str, str]:
    status = main.run(["summary", *map(str, arguments)])
    out, err = capfd.readouterr()
    return status, out, err


def test_the_command_writes_the_page(capfd: Capture, tmp_path: Path) -> None:
    data = _kept(tmp_path / "data", _home().history.entries)
    out = tmp_path / "page.pdf"
    assert _run(capfd, out, "--data", data) == (0, f"{out}: one page for the doctor\n", "")
    assert out.read_bytes().startswith(b"%PDF")
    status, said, _ = _run(capfd, "--json", "-", "--data", data)
    page = json.loads(said)
    assert (status, page["flare"]["trigger"], page["scores"][0]["score"]) == (0, "lifting", 7)
    assert page["answers"][0]["outcome"] == "soon"
    assert page["relief"] == [{"kind": "cold", "count": 2, "minutes": 30.0}]


def test_the_command_says_what_is_missing(capfd: Capture, tmp_path: Path) -> None:
    data = _kept(tmp_path / "data", [PainTold(at=AT, when="flare", score=3)])
    asks = "coach: say where the page goes: coach summary PAGE.pdf\n"
    assert _run(capfd, "--data", data) == (2, "", asks)
    assert _run(capfd, tmp_path / "no" / "x.pdf", "--data", data)[0] == 2
    assert (
        _run(capfd, tmp_path / "x.docx", "--data", data)[2]
        == "coach: the page is a PDF: write x.pdf in place of x.docx\n"
    )
    assert not (tmp_path / "x.docx").exists()
    status, _, err = _run(capfd, tmp_path / "x.pdf", "--data", tmp_path / "none")
    assert (status, err) == (2, f"coach: there is no history yet in {tmp_path / 'none'}\n")


def test_what_is_told_of_lies_in_the_flare_up() -> None:
    home = _home()
    world = home.desk.care.flare._world
    world.tell(SafetyAnswered(at=AT - timedelta(days=9), outcome="clear"))
    world.tell(FlareEnded(flare=home.desk.care.flare.all[0].id, at=AT + timedelta(days=1)))
    page = home.desk.care.flare.page()
    assert [one.at.date() for one in page.answers] == [date(2026, 11, 22)]
    assert max(told.at for told in page.scores) <= page.until
