"""People put into pictures: they are where they should be, and company that hides nobody costs nothing."""

import numpy as np
import pytest

from tests.benchmarks.company import measured
from tests.companions import Figure, dog, hung, path, put, widened
from tests.streams import DATA, MISSING

ROOM = np.zeros((120, 160, 3), np.uint8)
WHITE = Figure(np.full((40, 20, 3), 255, np.uint8), np.ones((40, 20), bool))


@pytest.mark.parametrize(
    ("at", "scale", "painted"),
    [((80, 100), 1.0, 800), ((80, 100), 0.5, 200), ((0, 100), 1.0, 400), ((80, 140), 1.0, 400), ((300, 100), 1.0, 0)],
)
def test_a_figure_stands_where_it_is_put_and_is_cut_by_the_edges(
    at: tuple[float, float], scale: float, painted: int
) -> None:
    made = put(ROOM, WHITE, at, scale)
    assert int((made > 0).all(axis=2).sum()) == painted
    assert not ROOM.any()


def test_whoever_stands_behind_is_hidden_by_the_person() -> None:
    person = np.zeros((120, 160), bool)
    person[80:] = True
    assert int((put(ROOM, WHITE, (80, 100), 1.0, person) > 0).all(axis=2).sum()) == 400


@pytest.mark.parametrize(
    ("t_s", "share"),
    [(1.0, None), (2.0, 1.2), (3.0, 0.5), (4.5, 0.5), (6.0, -0.2), (6.5, None), (7.0, -0.2), (11.0, 1.2)],
)
def test_a_path_leads_through_the_picture_stops_and_comes_back(t_s: float, share: float | None) -> None:
    found = path(t_s, begin_s=2.0, crossing_s=2.0, every_s=5.0, pause_s=2.0)
    assert found == (None if share is None else pytest.approx(share))


def test_a_picture_on_the_wall_and_a_room_beside() -> None:
    shown = hung(ROOM, np.full((60, 80, 3), 255, np.uint8), (0.5, 0.1), 0.25)
    assert int((shown == 255).all(axis=2).sum()) == 40 * 30
    assert widened(ROOM, ROOM).shape == (120, 320, 3)
    assert all(figure.mask.any() for figure in dog())


@pytest.mark.slow
@pytest.mark.skipif(not DATA.exists(), reason=MISSING)
def test_company_that_hides_nobody_costs_a_real_plank_nothing() -> None:
    found = measured(["passes behind", "mirror"], None, "real/mmuno_plank")
    assert {item.kind for item in found} >= {"passes behind", "mirror"}
    for item in found:
        assert (item.kind, item.got, item.faults, item.wrong_s) == (item.kind, 0, (), 0.0)
        assert item.hold_off_s < 1.0
