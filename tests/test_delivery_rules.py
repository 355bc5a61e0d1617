"""When results are tried again, where they may go, and what an answer means."""

from dataclasses import replace
from datetime import timedelta

import pytest

from coach.core.demo import SpecError
from coach.core.therapy.assigned import Deliver, is_safe_address
from coach.core.therapy.delivery import Answer, Link, Waiting, judge, wait_s
from tests.results_samples import AT, DAY

WAITING = Waiting(
    id="1", to="https://a.example", digests=("d", "s"), since=DAY, until=DAY, sessions=1, newest="n", queued_at=AT
)


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://practice.example", True), ("https://practice.example/back/", True), ("https://10.0.0.2:8443", True),
        ("http://127.0.0.1:8000", True), ("http://localhost", True), ("http://[::1]:80", True),
        ("http://practice.example", False), ("http://127.0.0.1.practice.example", False),
        ("http://localhost@practice.example", False), ("https://a@b.example", False), ("https://", False),
        ("https://b.example?x=1", False), ("https://b.example/#x", False), ("https://b.example\\@c.example", False),
        ("https://b.example:99999", False), ("https://b.example:0", False), ("ftp://b.example", False),
        ("https://b.example/ x", False), ("https://b.example\n", False), ("https://bücher.example", False),
        (f"https://{'b' * 300}", False), ("", False), ("HTTPS://b.example", False), ("https://[::1", False),
    ],
)  # fmt: skip
def test_where_results_may_go(address: str, safe: bool) -> None:
    assert is_safe_address(address) is safe
    if not safe:
        with pytest.raises(SpecError, match="https"):
            Deliver(address=address, token="x" * 20)


def test_waits_double_up_to_six_hours() -> None:
    assert [wait_s(tries) for tries in (0, 1, 2, 3, 9, 10, 10**6)] == [60, 60, 120, 240, 15360, 21600, 21600]


def test_when_it_is_due() -> None:
    failed = WAITING.failed("why", AT, again=True)
    assert (WAITING.due(AT), failed.due(AT), failed.due(AT + timedelta(seconds=60))) == (True, False, True)
    # A clock that was put back by a year, and one that may not be tried again.
    assert failed.due(AT - timedelta(days=365))
    assert not WAITING.failed("why", AT, again=False).due(AT + timedelta(days=365))


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (Answer(200, {"digest": "d"}), "done"), (Answer(201, {"digest": "s", "new": 0}), "done"),
        (Answer(200, {"digest": "x"}), "again"), (Answer(200, {"digest": ["d"]}), "again"),
        (Answer(200, None), "again"),
        (Answer(302, {"digest": "d"}), "again"), (Answer(500, {"digest": "d"}), "again"), (Answer(401, None), "held"),
        (Answer(422, {"digest": "d"}), "held"), (Answer(408, None), "again"), (Answer(100, None), "again"),
    ],
)  # fmt: skip
def test_what_an_answer_means(answer: Answer, verdict: str) -> None:
    found, why = judge(answer, WAITING.digests)
    assert (found, bool(why)) == (verdict, verdict != "done")


def test_what_covers_what() -> None:
    later = replace(WAITING, id="2", until=DAY + timedelta(days=1))
    assert (later.covers(WAITING), WAITING.covers(later)) == (True, False)
    assert not replace(later, to="https://b.example").covers(WAITING)
    assert not replace(later, since=DAY + timedelta(days=1)).covers(WAITING)


def test_a_clock_that_was_ahead_keeps_nothing_back() -> None:
    deliver = Deliver(address="https://a.example", token="x" * 20)
    ahead = Link(deliver=deliver, routine="dana", linked_at=AT, delivered_until=DAY + timedelta(days=9000))
    assert ahead.since(DAY, TODAY) == DAY


TODAY = DAY + timedelta(days=20)


def test_days_are_delivered_again_for_the_morning_after() -> None:
    link = Link(deliver=Deliver(address="https://a.example", token="x" * 20), routine="dana", linked_at=AT)
    assert link.since(DAY, TODAY) == DAY
    known = replace(link, delivered_until=DAY + timedelta(days=10))
    assert (known.since(DAY, TODAY), known.since(DAY + timedelta(days=9), TODAY)) == (
        DAY + timedelta(days=7),
        DAY + timedelta(days=9),
    )
