"""Files asked for by a press: they take a free name, and another folder where the first takes none."""

from pathlib import Path

import pytest

from coach.adapters.documents import Documents
from coach.adapters.files import atomic_write
from coach.ports import OutputError


def test_a_file_never_takes_the_place_of_another(tmp_path: Path) -> None:
    documents = Documents((tmp_path / "new",), atomic_write)
    kept = [documents.keep("plan.ics", str(n).encode()) for n in range(3)]
    assert [path.name for path in kept] == ["plan.ics", "plan-2.ics", "plan-3.ics"]
    assert [path.read_text() for path in kept] == ["0", "1", "2"]


def test_where_the_documents_take_nothing_it_lies_in_the_next_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    kept = Documents((tmp_path / "file" / "documents", tmp_path / "data"), atomic_write).keep("a.pdf", b"x")
    assert kept == tmp_path / "data" / "a.pdf"


def test_where_none_takes_it_one_sentence_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match=r"^a\.pdf could not be kept: "):
        Documents((tmp_path / "file" / "x",), atomic_write).keep("a.pdf", b"x")
