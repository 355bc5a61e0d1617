"""The guide: every piece of advice of the fact base, and the files that answer it."""

import re
from pathlib import Path
from typing import Final

import pytest

from coach.adapters.library import load_guide
from coach.commands import guide, readme as page
from coach.core.guide import Row
from coach.ports import GuideError, OutputError

ROOT: Final = Path(__file__).parents[1]
FACTS: Final = ROOT.parent / "shared" / "reference" / "clinical.md"
GUIDE: Final = load_guide(ROOT / "assets" / "guide.toml")


@pytest.mark.parametrize("row", GUIDE.rows, ids=lambda row: str(row.number))
def test_what_answers_a_piece_of_advice_is_there(row: Row) -> None:
    assert [file for file in row.files if not (ROOT / file).is_file()] == []


def test_every_piece_of_advice_is_answered() -> None:
    if not FACTS.is_file():
        pytest.skip(f"there is no {FACTS.name} beside the checkout")
    chapters = re.split(r"^## ", FACTS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    asked = [
        [int(number) for number in re.findall(r"^\| (\d+) \|", chapter, flags=re.MULTILINE)]
        for chapter in chapters
        if re.match(r"1\.[1-6] ", chapter)
    ]
    assert [[row.number for row in chapter.rows] for chapter in GUIDE.chapters] == asked


def test_the_readme_shows_the_guide_as_it_is() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    begin, end = page.marks(guide.NAME)
    assert text.split(begin)[1].split(end)[0].strip() == guide.block(GUIDE)


def test_a_page_without_a_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("nothing\n", encoding="utf-8")
    with pytest.raises(OutputError, match="has no place for the table"):
        page.put(tmp_path / "a.md", guide.NAME, "x")


def test_only_the_part_between_the_marks_is_changed(tmp_path: Path) -> None:
    begin, end = page.marks("x")
    path = tmp_path / "a.md"
    path.write_text(f"before\n{begin}\nold\n{end}\nafter {end}\n", encoding="utf-8")
    page.put(path, "x", "new")
    page.put(path, "x", "newer")
    assert path.read_text(encoding="utf-8") == f"before\n{begin}\n\nnewer\n\n{end}\nafter {end}\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[chapters]]\ntitle = "a"\nrows = []\nmore = 1\n', "unknown key 'more'"),
        (
            '[[chapters]]\ntitle = "a"\n[[chapters.rows]]\nnumber = 2\nasks = "a"\ndoes = "b"\nfiles = ["c"]\n',
            "1, 2, 3",
        ),
        ('[[chapters]]\ntitle = "a"\n[[chapters.rows]]\nnumber = 1\nasks = "a"\ndoes = "b"\nfiles = []\n', "row 1"),
    ],
)
def test_a_wrong_guide_is_refused_in_words(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "guide.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GuideError, match=said):
        load_guide(path)
