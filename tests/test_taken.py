"""Routines taken for real: signed files in a data folder, the version before, hand-made changes, codes and results."""

import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from therapist_pages import waited
from therapist_samples import ASSIGNED, ROUTINE, TODAY

from coach.adapters.exchange import link, qr, results_file, routine_file, sealing, signing
from coach.care_scan import CodeScan
from coach.commands import exchanging, wiring
from coach.commands.house import read_shelf
from coach.commands.own_folder import own_files
from coach.core.routine import works
from coach.core.therapy.results import Results
from coach.ports import CoachError, Frame, Picture

KEY, OTHER = signing.new_key(), signing.new_key()
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)


def text(version: int = 1, key: bytes | None = KEY, name: str = "Hips first") -> str:
    """A routine file, signed unless `key` is None."""
    routine = replace(ROUTINE, name=name, assigned=replace(ASSIGNED, version=version))
    if key is not None:
        routine = routine_file.signed_routine(routine, key, "Dana Lee", AT)
    return routine_file.write_routine(routine)


@pytest.fixture
def inbox(tmp_path: Path) -> exchanging.OwnInbox:
    return exchanging.OwnInbox(tmp_path)


def given(folder: Path, content: str) -> str:
    path = folder / "from_mail.toml"
    path.write_text(content, encoding="utf-8")
    return str(path)


def names(folder: Path) -> list[str]:
    return [one.routine.name for one in read_shelf(folder).taken.values()]


def test_versions_are_taken_and_taken_back_one_after_another(tmp_path: Path, inbox: exchanging.OwnInbox) -> None:
    for version, name in enumerate(("First", "Second", "Third"), start=1):
        inbox.take(inbox.look(given(tmp_path, text(version, name=name))))
    assert names(tmp_path) == ["Third"]
    found = []
    for _ in range(3):
        there = inbox.take_back(ROUTINE.id)
        found.append((there, names(tmp_path)))
    assert found == [(True, ["Second"]), (True, ["First"]), (False, [])]
    undone = sorted(path.name for path in (tmp_path / "routines" / "undone").iterdir())
    assert len(undone) == 3
    with pytest.raises(CoachError, match="can't be undone"):
        inbox.take_back(ROUTINE.id)


@pytest.mark.parametrize(
    ("first", "second", "signers"),
    [(KEY, KEY, ["new", "known"]), (KEY, OTHER, ["new", "other"]), (KEY, None, ["new", "unsigned"]),
     (None, KEY, ["unsigned", "new"])],
    ids=["the same", "another", "none any more", "none before"],
)  # fmt: skip
def test_whose_key_it_is(
    tmp_path: Path, inbox: exchanging.OwnInbox, first: bytes | None, second: bytes | None, signers: list[str]
) -> None:
    told = []
    for version, key in enumerate((first, second), start=1):
        incoming = inbox.look(given(tmp_path, text(version, key)))
        told.append(inbox.signer(incoming))
        inbox.take(incoming)
    assert told == signers


def test_a_routine_changed_by_hand_after_it_was_taken_is_not_used(tmp_path: Path, inbox: exchanging.OwnInbox) -> None:
    path = inbox.take(inbox.look(given(tmp_path, text())))
    path.write_text(path.read_text(encoding="utf-8").replace("reps = 8", "reps = 20"), encoding="utf-8")
    shelf = read_shelf(tmp_path)
    assert ROUTINE.id not in {**shelf.routines, **shelf.taken}
    assert "changed after it was signed" in shelf.trouble


def test_what_was_changed_on_the_way_is_shown_and_not_taken(tmp_path: Path, inbox: exchanging.OwnInbox) -> None:
    incoming = inbox.look(given(tmp_path, text().replace("reps = 8", "reps = 20")))
    assert incoming.signed.state == "changed"
    with pytest.raises(CoachError, match="changed after it was signed"):
        inbox.take(incoming)
    assert names(tmp_path) == []


class Camera:
    """Codes held up one after another, each a little blurred by its size in the picture."""

    def __init__(self, *codes: str) -> None:
        self.pictures = [self._picture(code) for code in codes]
        self.at = 0

    @staticmethod
    def _picture(code: str) -> Picture:
        import cv2

        image = qr.picture_of(qr.png(code))
        assert image is not None
        page = np.full((720, 1280, 3), 180, np.uint8)
        small = cv2.resize(image, (600, 600), interpolation=cv2.INTER_AREA)
        page[60:660, 300:900] = np.atleast_3d(small)
        return page

    def latest_frame(self) -> Frame:
        self.at += 1
        return Frame(float(self.at), self.pictures[min(self.at // 3, len(self.pictures) - 1)])


def test_codes_before_a_camera_give_the_routine(tmp_path: Path, inbox: exchanging.OwnInbox) -> None:
    parts = link.parts_of(link.to_link(text()))
    assert len(parts) > 1
    scan = CodeScan(Camera(*parts), exchanging.read_codes, exchanging.gathering())  # type: ignore[arg-type]
    waited(lambda: bool(scan.text))
    incoming = inbox.look(scan.text)
    assert (incoming.routine.name, incoming.signed.state) == ("Hips first", "valid")


def test_files_in_the_documents_are_found_newest_first(tmp_path: Path) -> None:
    assert exchanging.found_routines(tmp_path / "nowhere") == []
    for name in ("a.routine.toml", "b.txt", "c.routine.toml"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert {path.name for path in exchanging.found_routines(tmp_path)} == {"a.routine.toml", "c.routine.toml"}


def test_results_are_signed_and_sealed(tmp_path: Path) -> None:
    private = sealing.new_key()
    write = exchanging.results_writer(tmp_path, lambda: AT)
    results = Results(made_at=AT, since=TODAY, until=TODAY, patient="A-17", person="Anna")
    plain, sealed = write(results, ""), write(results, sealing.public_of(private))
    told, signed, digest = results_file.parse(sealing.unseal(sealed.content, private))
    assert (told.patient, signed.state, signed.by) == ("A-17", "valid", "Anna")
    assert digest in sealed.digests
    assert results_file.parse(plain.content)[1].key == signed.key
    assert {path.name for path in own_files(tmp_path)} == {"app.key"}


def test_deleting_takes_everything_from_a_therapist(tmp_path: Path, inbox: exchanging.OwnInbox) -> None:
    inbox.take(inbox.look(given(tmp_path, text(1))))
    inbox.take(inbox.look(given(tmp_path, text(2, name="Second"))))
    inbox.take_back(ROUTINE.id)
    for item in own_files(tmp_path):
        item.unlink()
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["from_mail.toml"]
    assert wiring.every_exercise()


def test_no_drawn_frame_waits_for_what_the_therapist_set(tmp_path: Path, inbox: exchanging.OwnInbox) -> None:
    inbox.take(inbox.look(given(tmp_path, text())))
    shelf = read_shelf(tmp_path)
    begun = time.perf_counter()
    works(shelf.taken[ROUTINE.id].routine, shelf.exercises)
    assert time.perf_counter() - begun < 0.05
