"""The real clock: a lid that was shut is time that has passed."""

import sys
import time

import pytest

from coach.adapters.clock import MonotonicClock


@pytest.mark.skipif(sys.platform != "linux", reason="Linux names its clocks so")
def test_time_in_which_the_machine_slept_has_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    clocks = {time.CLOCK_BOOTTIME: 3700.0, time.CLOCK_MONOTONIC: 100.0}
    monkeypatch.setattr(time, "clock_gettime", clocks.__getitem__)
    assert MonotonicClock().now_s() == 3700.0
