"""The baseline in use."""

from sitter import Sitter, looks, samples
from watching_fakes import FakeBaselines

from coach.core.sitting.baseline import PostureBaseline
from coach.core.sitting.watch import WatchSpec
from coach.watching_baseline import Yardstick


def test_it_is_not_put_where_another_view_sees_somebody() -> None:
    side = PostureBaseline(name="desk", view="side", medians={"shoulder_x": 0.4, "trunk_length": 0.5})
    yard = Yardstick(FakeBaselines({"desk": side}), "desk", None)
    assert not yard.put(looks(WatchSpec(), samples([(5, Sitter())]))[-1])
    assert yard.baseline is side
