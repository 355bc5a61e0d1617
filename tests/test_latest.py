"""The mailbox with one slot."""

import threading
import time

from coach.adapters.latest import Latest


def test_the_newest_wins_and_the_rest_is_counted() -> None:
    box: Latest[int] = Latest()
    for number in range(5):
        assert box.put(number)
    assert box.take() == 4
    assert box.take() is None
    assert box.dropped == 4


def test_a_taker_waits_for_an_item() -> None:
    box: Latest[str] = Latest()
    threading.Timer(0.05, box.put, ["late"]).start()
    assert box.take(timeout_s=5) == "late"


def test_a_taker_gives_up_after_its_time() -> None:
    box: Latest[str] = Latest()
    start = time.monotonic()
    assert box.take(timeout_s=0.05) is None
    assert time.monotonic() - start >= 0.05


def test_closing_wakes_a_taker_and_refuses_more() -> None:
    box: Latest[str] = Latest()
    threading.Timer(0.05, box.close).start()
    assert box.take(timeout_s=5) is None
    assert box.closed
    assert not box.put("too late")


def test_a_slow_taker_sees_rising_items_and_never_a_queue() -> None:
    box: Latest[int] = Latest()
    seen: list[int] = []

    def take() -> None:
        while (item := box.take(timeout_s=1)) is not None:
            seen.append(item)
            time.sleep(0.001)

    reader = threading.Thread(target=take)
    reader.start()
    for number in range(2000):
        box.put(number)
    box.close()
    reader.join(5)
    assert seen == sorted(set(seen))
    assert len(seen) + box.dropped == 2000
    assert seen[-1] == 1999
