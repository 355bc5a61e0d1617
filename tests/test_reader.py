"""Long words a page at a time: every word is on some page, blocks stay together, and it is leafed by key and wheel."""

from collections.abc import Sequence

import pygame
import pytest
from desk_walk import paint
from page_check import SCALES, SIZES, problems

from coach.ui.app import Move
from coach.ui.elements import Button, Text
from coach.ui.page import Page
from coach.ui.painter import Painter
from coach.ui.reader import Block, Line, Reader
from coach.ui.room import Room
from coach.ui.screens.history_leaves import BEFORE, NEXT

SHORT: Block = [Line("Heading", weight="heavy"), Line("One line.")]
MANY: list[Block] = [
    [Line(f"Block {n}", weight="heavy"), *(Line(f"b{n}w{k} and more") for k in range(4))] for n in range(20)
]
ENDLESS: list[Block] = [[Line(" ".join(f"word{n}" for n in range(600)), state="fault")]]


class Words(Page):
    """A page of nothing but words."""

    def __init__(self, painter: Painter, blocks: Sequence[Block], across: int = 0) -> None:
        super().__init__(painter)
        self.reader, self._blocks, self._across = Reader(), blocks, across

    def compose(self, room: Room) -> None:
        room.text("Title", "title")
        self.reader.fill(room, self._blocks, across=self._across)

    def press(self, key: str) -> Move | None:
        return Move("stay") if self.reader.press(key) else None


def shown(page: Page, size: tuple[int, int]) -> list[str]:
    return [e.text for e in page.elements(size) if isinstance(e, Text)]


def keys(page: Page, size: tuple[int, int]) -> set[str]:
    return {e.key for e in page.elements(size) if isinstance(e, Button)}


def read_through(page: Words, size: tuple[int, int]) -> list[str]:
    found = shown(page, size)
    for _ in range(200):
        if NEXT not in keys(page, size):
            return found
        page.press(NEXT)
        found += shown(page, size)
    raise AssertionError("it never ends")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("blocks", [[SHORT], MANY, ENDLESS])
def test_every_word_is_on_some_page_and_fits(blocks: list[Block], size: tuple[int, int]) -> None:
    for scale in SCALES:
        page = Words(paint(scale), blocks)
        said = set(" ".join(read_through(page, size)).split())
        assert said >= {word for block in blocks for line in block for word in line.text.split()}
        assert problems(page, size) == []


def test_a_block_that_fits_a_column_is_not_parted() -> None:
    size, page = (1280, 720), Words(paint(), MANY)
    while True:
        texts = [e for e in page.elements(size) if isinstance(e, Text) and e.text.startswith(("Block", "b"))]
        for n in range(20):
            mine = [e for e in texts if e.text.startswith((f"b{n}w", f"Block {n}")) and e.text != f"Block {n}0"]
            assert len({e.box.x for e in mine if e.text.startswith(f"b{n}w")}) <= 1
        if NEXT not in keys(page, size):
            break
        page.press(NEXT)


def test_what_fits_has_nothing_to_leaf() -> None:
    assert keys(Words(paint(), [SHORT]), (1280, 720)) == set()


@pytest.mark.parametrize(
    "event",
    [
        pygame.event.Event(pygame.KEYDOWN, key=pygame.K_PAGEDOWN),
        pygame.event.Event(pygame.MOUSEWHEEL, y=-1),
    ],
)
def test_page_keys_and_the_wheel_leaf(event: pygame.event.Event) -> None:
    page = Words(paint(), MANY)
    first = shown(page, (1280, 720))
    assert page.reader.handle(event)
    assert shown(page, (1280, 720)) != first
    assert BEFORE in keys(page, (1280, 720))
    assert not page.reader.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_a))
