"""Work done ahead in a thread: the same things in order, trouble where it belongs, and nothing left running."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given, strategies as st

from coach.ahead import ahead, together


def test_the_same_things_come_in_order() -> None:
    assert list(ahead(iter(range(1000)))) == list(range(1000))


def test_no_more_is_made_than_a_few_ahead() -> None:
    made: list[int] = []

    def counting() -> Iterator[int]:
        for number in range(100):
            made.append(number)
            yield number

    with closing(ahead(counting(), most=3)) as things:
        assert next(things) == 0
        time.sleep(0.2)
        # One taken, three waiting, one in hand.
        assert len(made) <= 5


def test_trouble_comes_after_what_was_made_before_it() -> None:
    def failing() -> Iterator[int]:
        yield 1
        yield 2
        raise KeyError("three")

    taken: list[int] = []
    with pytest.raises(KeyError, match="three"):
        taken.extend(ahead(failing()))
    things = ahead(failing())
    assert [next(things), next(things)] == [1, 2]


@pytest.mark.parametrize("taken", [0, 1, 3], ids=["none", "one", "some"])
def test_stopping_ends_the_thread_and_closes_what_it_went_through(taken: int) -> None:
    before, closed = threading.active_count(), threading.Event()

    def endless() -> Iterator[int]:
        try:
            number = 0
            while True:
                yield (number := number + 1)
        finally:
            closed.set()

    with closing(ahead(endless())) as things:
        for _ in range(taken):
            next(things)
    assert threading.active_count() == before
    assert closed.is_set() or taken == 0


def test_two_go_on_side_by_side() -> None:
    def slow(numbers: Iterator[int]) -> Iterator[int]:
        for number in numbers:
            time.sleep(0.02)
            yield number

    began_s = time.perf_counter()
    with closing(ahead(slow(iter(range(10))))) as first, closing(ahead(slow(first))) as second:
        for _ in slow(second):
            pass
    # One after the other it would be 0.6 s; a busy machine may take its time.
    assert time.perf_counter() - began_s < 0.55


@given(number=st.integers(0, 40), most=st.integers(1, 9), fails=st.booleans())
def test_some_at_a_time_are_the_same_things_and_trouble_comes_after_them(number: int, most: int, fails: bool) -> None:
    def making() -> Iterator[int]:
        yield from range(number)
        if fails:
            raise KeyError("the end")

    taken: list[tuple[int, ...]] = []
    try:
        for some in together(making(), most):
            taken.append(some)
    except KeyError:
        assert fails
    else:
        assert not fails
    assert [thing for some in taken for thing in some] == list(range(number))
    assert all(len(some) == most for some in taken[:-1])
    assert all(0 < len(some) <= most for some in taken)
