"""Whatever was kept, what goes back adds up, and every number in it is one."""

import math
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings, strategies as st

from coach.adapters.exchange import results_file
from coach.core.history import SetRecord
from coach.core.therapy.canonical import canonical
from tests.results_samples import a_set, hold, rep
from tests.test_report_back import ASKED, SAGGED, results, session

NUMBERS = st.floats(-5, 400) | st.just(math.nan)
REPS = st.builds(
    rep, complete=st.booleans(), side=st.sampled_from([None, "left", "right"]), angle=NUMBERS, start_s=NUMBERS,
    peak_s=NUMBERS, end_s=NUMBERS, hold_s=NUMBERS, faults=st.sampled_from([(), ("over_arch",)]),
)  # fmt: skip


@st.composite
def sets(draw: st.DrawFn) -> SetRecord:
    """Any set, with numbers that are none among them."""
    id_ = draw(st.sampled_from(["glute_bridge", "plank", "bird_dog", "gone"]))
    asked = {
        "set_no": draw(st.integers(1, 3)),
        "sets": draw(st.integers(1, 3)),
        "side": draw(st.sampled_from([None, "left"])),
    }
    found = a_set(id_, end=draw(st.sampled_from(["done", "stopped", None])), hold_s=draw(st.floats(0, 60)), **asked)
    holds = draw(st.lists(st.builds(hold, NUMBERS, NUMBERS, NUMBERS), max_size=3))
    faults = draw(st.lists(st.builds(replace, st.just(SAGGED), start_s=NUMBERS, end_s=NUMBERS), max_size=2))
    parts: dict[str, Any] = {"reps": draw(st.lists(REPS, max_size=5)), "holds": holds, "faults": faults}
    return replace(found, corrected=draw(st.integers(-3, 3)), **{name: tuple(kept) for name, kept in parts.items()})


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(sets(), min_size=1, max_size=4), st.booleans())
def test_sums_add_up_and_every_number_is_one(kept: list[SetRecord], known: bool) -> None:
    found = results(session(*kept), known=ASKED if known else None)
    document = results_file.to_document(found)
    assert canonical(document)
    assert results_file.from_document(document) == found
    done = found.sessions[0].exercises
    counted = [r for s in kept for r in s.reps if s.started.side is None or r.side in (None, s.started.side)]
    holding = [h for s in kept for h in s.holds if h.good_s > 0]
    assert sum(e.correct + e.faulty + e.partial for e in done) == len(counted) + len(holding)
    assert sum(e.corrected for e in done) == sum(s.corrected for s in kept)
    assert all(e.left + e.right <= e.correct + e.faulty for e in done)
    assert sum(e.sets_done for e in done) == sum(s.ended is not None and s.ended.end == "done" for s in kept)
    assert len({(e.exercise, e.side) for e in done}) == len(done)
