"""A code held up to the camera: read behind the window, put together of several, and what would help told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest
from desk_walk import paint
from therapist_pages import waited
from therapist_samples import FakeInbox, incoming, patient

from coach.care_scan import PATIENCE, CodeScan
from coach.ports import ExchangeError, Frame, Picture
from coach.ui.screens.therapist_code import CodePage


class Shown:
    """A camera before which codes are held; a code is the brightness of its picture."""

    def __init__(self, *codes: int) -> None:
        self.codes, self.at, self.state, self.message, self.closed = codes, 0, "running", "", 0

    def latest_frame(self) -> Frame:
        self.at += 1
        value = self.codes[min(self.at, len(self.codes)) - 1]
        return Frame(float(self.at), np.full((90, 160, 3), value, np.uint8))

    def take_reports(self) -> list[object]:
        return []

    def close(self) -> None:
        self.closed += 1


@dataclass(slots=True)
class FakeGathering:
    """Codes "1/2" and "2/2" make "whole", "whole" is one itself; anything else is no code of ours."""

    got: set[str] = field(default_factory=set)

    @property
    def count(self) -> int:
        return 2 if self.got else 0

    @property
    def missing(self) -> tuple[int, ...]:
        return tuple(n for n in (1, 2) if f"{n}/2" not in self.got) if self.got else ()

    def add(self, text: str) -> str:
        if text in ("1/2", "2/2"):
            self.got.add(text)
        return "whole" if text == "whole" or len(self.got) == 2 else ""


def reads(**known: str) -> Callable[[Picture], Sequence[str]]:
    def read(image: Picture) -> Sequence[str]:
        said = known.get(f"c{image[0, 0, 0]}", "")
        if said == "smeared":
            raise ExchangeError("a smeared code")
        return [said] if said else []

    return read


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coach.care_scan.PAUSE_S", 0.001)


@pytest.mark.parametrize("codes", [(200, 201), (200, 202, 203), (204, 203, 202)])
def test_a_code_is_read_whole_or_in_parts(codes: tuple[int, ...]) -> None:
    read = reads(c201="whole", c202="1/2", c203="2/2", c204="smeared")
    scan = CodeScan(Shown(*codes), read, FakeGathering())  # type: ignore[arg-type]
    waited(lambda: scan.text == "whole")


def test_how_many_of_several_were_read() -> None:
    scan = CodeScan(Shown(202), reads(c202="1/2"), FakeGathering())  # type: ignore[arg-type]
    waited(lambda: scan.parts == (1, 2))
    assert (scan.text, scan.help) == ("", "")
    scan.close()


@pytest.mark.parametrize(("value", "said"), [(20, "dark"), (180, "far"), (99, "other")])
def test_what_would_help(value: int, said: str) -> None:
    feed = Shown(value)
    scan = CodeScan(feed, reads(c99="https://elsewhere.example"), FakeGathering())  # type: ignore[arg-type]
    waited(lambda: scan.help == said)
    assert said == "other" or feed.at >= PATIENCE
    scan.close()


def test_where_no_code_can_be_read_nothing_is_looked_for() -> None:
    scan = CodeScan(Shown(1), reads(), None)  # type: ignore[arg-type]
    assert (scan.text, scan.parts, scan.help) == ("", (0, 0), "")


def test_what_was_read_is_shown_and_the_camera_is_let_go() -> None:
    feed = Shown(201)
    home = patient(
        inbox=FakeInbox(holds={"whole": incoming()}), look=lambda camera: feed, read_codes=reads(c201="whole"),
        gathering=FakeGathering,
    )  # fmt: skip
    page = CodePage(paint(), home.desk)
    waited(lambda: page._scan.text == "whole")
    move = page.update(1 / 60)
    assert move
    assert (move.kind, feed.closed) == ("replace", 1)
    waited(lambda: home.desk.care.therapist.looked is not None)


def test_back_lets_the_camera_go() -> None:
    feed = Shown(1)
    page = CodePage(paint(), patient(look=lambda camera: feed).desk)
    page.press("back")
    assert feed.closed == 1
