"""Results on their way to a therapist: shown in full, written where asked, sent only when the person said so."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from desk_walk import paint
from page_check import SCALES, SIZES, problems
from therapist_pages import waited
from therapist_samples import ASSIGNED, ROUTINE, TODAY, done, incoming, patient

from coach.core.therapy.delivery import Answer, Link, Waiting
from coach.core.therapy.kept import ResultsShared
from coach.core.therapy.results import Results
from coach.core.therapy.share import Choice, Written, first_day, last_shared
from coach.delivering import Delivering, Make
from coach.desk import FrontDesk
from coach.ports import CoachError
from coach.ui.elements import Button
from coach.ui.screens.share import SharePage
from coach.ui.screens.share_sending import OFF, ON, SendingPage
from tests.around_pages import words


@dataclass(slots=True)
class FakeLinks:
    """A link in memory."""

    link: Link | None = None
    message: str = ""

    def get(self) -> Link | None:
        return self.link

    def put(self, link: Link) -> None:
        self.link = link

    def drop(self) -> None:
        self.link = None


@dataclass(slots=True)
class FakeOutbox:
    """What waits, in memory."""

    held: dict[str, tuple[Waiting, bytes]] = field(default_factory=dict)

    def put(self, waiting: Waiting, content: bytes) -> None:
        self.held[waiting.id] = (waiting, content)

    def note(self, waiting: Waiting) -> None:
        self.held[waiting.id] = (waiting, self.held[waiting.id][1])

    def all(self) -> list[Waiting]:
        return [waiting for waiting, _ in self.held.values()]

    def content(self, id_: str) -> bytes | None:
        return self.held[id_][1] if id_ in self.held else None

    def drop(self, id_: str) -> None:
        del self.held[id_]


@dataclass(slots=True)
class FakePractice:
    """Takes everything, or nothing."""

    there: bool = True
    got: list[bytes] = field(default_factory=list)

    def post(self, link: Link, content: bytes) -> Answer:
        if not self.there:
            return Answer(503, None)
        self.got.append(content)
        return Answer(200, {"digest": "digest"})


def written(results: Results, seal_to: str) -> Written:
    return Written(f"{len(results.sessions)} {seal_to}".encode(), ("digest",), f"{len(results.sessions)}")


class Shared:
    """Somebody with two sessions of a routine, their documents and their practice."""

    def __init__(self, *, there: bool = True, full: bool = False, sessions: int = 2) -> None:
        self.files: dict[str, bytes] = {}
        self.links, self.outbox, self.practice = FakeLinks(), FakeOutbox(), FakePractice(there)
        self.full = full
        self.home = patient(
            incoming(), results_file=written, document=self._document, links=self.links, delivering=self._delivering
        )
        done(self.home, *(TODAY - timedelta(days=n) for n in (3, 1)[:sessions]))

    def _document(self, name: str, content: bytes) -> Path:
        if self.full:
            raise CoachError("The disk is full.")
        self.files[name] = content
        return Path("documents", name)

    def _delivering(self, make: Make) -> Delivering:
        return Delivering(self.links, self.outbox, self.practice, make, lambda: self.home.calendar.at)

    @property
    def desk(self) -> FrontDesk:
        return self.home.desk

    def page(self, *presses: str) -> SharePage:
        page = SharePage(paint(), self.desk)
        for key in presses:
            self.ready(page)
            page.press(key)
        self.ready(page)
        return page

    def ready(self, page: SharePage) -> None:
        sharing = self.desk.care.sharing
        waited(lambda: sharing.results("", page._choice) is not None or bool(sharing.trouble))

    def sending(self) -> SendingPage:
        self.home.passes(seconds=2)
        return SendingPage(paint(), self.desk, "")

    def settles(self) -> None:
        delivering = self.desk.care.sharing._delivering
        assert delivering
        waited(lambda: not delivering.busy)
        self.home.passes(seconds=2)


def buttons(page: Any) -> set[str]:
    return {each.key for each in page.elements((1280, 720)) if isinstance(each, Button)}


@pytest.mark.parametrize(
    ("presses", "content"),
    [(("save",), f"2 {ASSIGNED.seal_to}"), (("sealed", "save"), "2 "), (("span two_weeks", "save"), None)],
)
def test_the_file_is_written_as_chosen_and_that_is_kept(presses: tuple[str, ...], content: str | None) -> None:
    shared = Shared()
    page = shared.page(*presses)
    ((name, found),) = shared.files.items()
    assert name == f"hips_first-{TODAY}-0900.results.json"
    assert content is None or found.decode() == content
    assert any(name in said for said in words(page))
    assert "save" not in buttons(page)
    (told,) = shared.home.history.of(ResultsShared)
    assert told.routine == ROUTINE.id  # type: ignore[union-attr]


def test_next_time_it_offers_what_is_new_since() -> None:
    shared = Shared()
    shared.page("save")
    shared.home.passes(days=2)
    results = shared.page()._choice.span
    assert results == "new"


def test_nothing_is_given_before_the_press_and_trouble_is_said() -> None:
    shared = Shared(full=True)
    page = shared.page()
    assert not shared.files
    page.press("save")
    assert "The disk is full." in list(words(page))
    assert not shared.home.history.of(ResultsShared)


def test_every_word_of_the_file_is_shown() -> None:
    from coach.core.therapy.results_words import text

    shared = Shared()
    page = shared.page()
    results = shared.desk.care.sharing.results("", page._choice)
    assert results
    said: list[str] = []
    for _ in range(40):
        said += words(page)
        if not page._reader.press("leaf:next") or "leaf:next" not in buttons(page):
            said += words(page)
            break
    shown = set(" ".join(said).split())
    assert set(text(results).split()) - shown == set()


def test_sending_is_off_says_where_to_and_one_press_takes_it_back() -> None:
    shared = Shared()
    page = shared.sending()
    assert {OFF, "They go to Dana Lee at https://clinic.example/backcoach"} <= set(words(page))
    shared.desk.care.sharing.session_over()
    shared.settles()
    assert shared.practice.got == []
    page.press("on")
    shared.settles()
    assert ON in list(words(page))
    assert shared.practice.got == [f"2 {ASSIGNED.seal_to}".encode()]
    page.press("off")
    shared.settles()
    assert (shared.links.link, OFF in list(words(page))) == (None, True)


def test_what_can_not_be_sent_waits_and_is_told() -> None:
    shared = Shared(there=False)
    page = shared.sending()
    page.press("on")
    shared.settles()
    said = list(words(page))
    assert any("2 sessions still to be sent" in line for line in said)
    assert {scale: problems(page, size) for scale in SCALES for size in SIZES if problems(page, size)} == {}
    shared.practice.there = True
    shared.home.passes(minutes=5)
    shared.desk.care.sharing.tick()
    shared.settles()
    assert any("Nothing waits" in line for line in words(page))


def test_the_morning_after_is_sent_too() -> None:
    shared = Shared()
    shared.sending().press("on")
    shared.settles()
    done(shared.home, TODAY)
    shared.desk.tell_pain("morning", 2)
    shared.settles()
    assert len(shared.practice.got) == 2


def test_pages_of_sending_fit() -> None:
    shared = Shared()
    for keys in ((), ("on",)):
        page = shared.sending()
        for key in keys:
            page.press(key)
        shared.settles()
        for scale in SCALES:
            page.painter = paint(scale)
            assert {size: found for size in SIZES if (found := problems(page, size))} == {}


@pytest.mark.parametrize(
    ("span", "last", "days_back"),
    [("all", None, 30), ("two_weeks", None, 13), ("new", 5, 8), ("new", None, 30), ("new", 40, 30)],
)
def test_the_first_day_of_a_span(span: Any, last: int | None, days_back: int) -> None:
    start = TODAY - timedelta(days=30)
    before = None if last is None else TODAY - timedelta(days=last)
    assert first_day(span, start, before, TODAY) == TODAY - timedelta(days=days_back)


def test_last_shared_is_of_the_routine() -> None:
    at = patient().calendar.at
    told = [ResultsShared(at=at, routine="a", how="file"), ResultsShared(at=at, routine="b", how="file")]
    assert last_shared(told, "a") == at.date()
    assert last_shared(told, "c") is None
    assert replace(Choice(), span="new").sealed
