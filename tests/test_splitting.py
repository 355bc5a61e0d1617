"""One long video looked at in pieces: joined in order, looked at again where they do not fit, as one would find it."""

import json
import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from coach.adapters.camera_cv2 import open_source
from coach.adapters.camera_cv2.videos import Video
from coach.analysis import Sample
from coach.commands.crew import Done, Job
from coach.commands.finding import Finding, Looked, Order
from coach.commands.piecework import Part
from coach.commands.side_by_side import Processes
from coach.commands.splitting import Joining, analyze_split
from coach.core import figure, seams
from coach.core.follow import FollowState
from coach.core.pose import Pose
from coach.core.seams import Piece, Seen
from tests.recording_folders import begun
from tests.streams import DATA, MISSING, exercise
from tests.test_commands import demo_stream

ORDER = Order("glute_bridge")
FPS = 10.0
BODY = next(iter(figure.poses(exercise("glute_bridge").demo, 10)))
KNOWN = FollowState(first_s=-1.0)
"""Who is followed in the first piece."""


def _elsewhere(pose: Pose) -> Pose:
    return replace(pose, points=pose.points + np.array([0.4, 0.0, 0.0, 0.0]))


def _all(seconds: float) -> list[Seen]:
    return [(round(number / FPS, 3), BODY) for number in range(round(seconds * FPS))]


@dataclass
class Footage:
    """What a piece of a recording shows; `spoilt` changes what some see."""

    seconds: float
    spoilt: Callable[[Piece, list[Seen]], list[Seen]] = lambda piece, seen: seen
    asked: list[Piece] = field(default_factory=list)

    def look(self, piece: Piece) -> Finding:
        self.asked.append(piece)
        seen = [moment for moment in _all(self.seconds) if piece.from_s <= moment[0] < piece.end_s]
        seen = self.spoilt(piece, seen)
        own = [moment for moment in seen if moment[0] >= piece.start_s]
        lead = [moment for moment in seen if moment[0] < piece.start_s]
        return Finding(None, [], looked=Looked(lead, own, KNOWN, 0.1, 1.0))


@dataclass
class Crowd:
    """Many at work: pieces are done in any order, and what is added meanwhile is looked at next."""

    look: Callable[[Piece], Finding]
    chance: random.Random

    def work(self, jobs: Sequence[Job], done: Done) -> None:
        waiting, known = list(range(len(jobs))), len(jobs)
        while waiting:
            place = waiting.pop(self.chance.randrange(min(3, len(waiting))))
            piece = jobs[place].order.piece
            assert piece is not None
            done(place, self.look(piece))
            waiting[:0] = range(known, len(jobs))
            known = len(jobs)


def _joined(footage: Footage, cut: Sequence[Piece], seed: int = 0) -> tuple[list[Seen], Joining]:
    told: list[Seen] = []

    def take(samples: Sequence[Sample]) -> None:
        told.extend((sample.t_s, sample.pose) for sample in samples)

    joining = Joining("a.mp4", ORDER, cut, take)
    joining.work(Crowd(footage.look, random.Random(seed)))
    return told, joining


@pytest.mark.parametrize("seed", range(5))
def test_pieces_are_joined_in_order_however_they_come(seed: int) -> None:
    footage = Footage(100.0)
    cut = seams.pieces(100.0, 6)
    told, joining = _joined(footage, cut, seed)
    assert told == _all(100.0)
    assert len(footage.asked) == len(cut) == 6
    assert (joining.error, round(joining.watch.pose_s, 6)) == ("", 6.0)


def test_a_piece_that_followed_somebody_else_is_looked_at_again_with_who_was_followed_before() -> None:
    def spoilt(piece: Piece, seen: list[Seen]) -> list[Seen]:
        astray = 30.0 <= piece.start_s < 70.0 and piece.following is None
        return [(t_s, _elsewhere(BODY)) for t_s, _ in seen] if astray else seen

    footage = Footage(100.0, spoilt)
    told, _ = _joined(footage, seams.pieces(100.0, 5))
    assert told == _all(100.0)
    again = [piece for piece in footage.asked if piece.following is not None]
    assert [piece.following for piece in again] == [KNOWN] * len(again)
    assert {piece.start_s for piece in again} >= {40.0, 60.0}


def test_a_piece_that_fits_neither_way_is_looked_at_twice_and_no_more() -> None:
    def spoilt(piece: Piece, seen: list[Seen]) -> list[Seen]:
        return [(t_s, _elsewhere(BODY)) for t_s, _ in seen] if piece.start_s == 20.0 else seen

    footage = Footage(60.0, spoilt)

    def look(piece: Piece) -> Finding:
        finding = footage.look(piece)
        assert finding.looked is not None
        return replace(finding, looked=replace(finding.looked, following=None))

    told: list[Sample] = []
    joining = Joining("a.mp4", ORDER, seams.pieces(60.0, 3), told.extend)
    joining.work(Crowd(look, random.Random(0)))
    assert len(told) == 600
    assert [piece.start_s for piece in footage.asked].count(20.0) == 2


def test_where_jumping_leads_astray_all_is_gone_through() -> None:
    def spoilt(piece: Piece, seen: list[Seen]) -> list[Seen]:
        return [(t_s + 0.5, pose) for t_s, pose in seen] if piece.jump and piece.start_s else seen

    footage = Footage(60.0, spoilt)
    told, _ = _joined(footage, seams.pieces(60.0, 3))
    assert told == _all(60.0)
    assert [piece.jump for piece in footage.asked].count(False) == 2


def test_a_file_that_breaks_off_ends_where_it_does_for_one() -> None:
    def spoilt(piece: Piece, seen: list[Seen]) -> list[Seen]:
        """Nothing can be read from 25 s on, but by jumping over the damage."""
        beyond = piece.jump and piece.from_s > 25.0
        return seen if beyond else [moment for moment in seen if moment[0] < 25.0]

    told, _ = _joined(Footage(60.0, spoilt), seams.pieces(60.0, 3))
    assert told == _all(25.0)


def test_nothing_is_joined_after_trouble() -> None:
    footage = Footage(60.0)

    def look(piece: Piece) -> Finding:
        finding = footage.look(piece)
        return replace(finding, error="it broke") if piece.start_s == 20.0 else finding

    told: list[float] = []
    joining = Joining("a.mp4", ORDER, seams.pieces(60.0, 3), lambda samples: told.extend(one.t_s for one in samples))
    joining.work(Crowd(look, random.Random(0)))
    assert joining.error == "it broke"
    assert told[-1] == 39.9


def grows(job: Job) -> Finding:
    """For the worker processes below: the place where a job stands, told back."""
    return Finding({"source": job.source}, [])


def test_processes_look_at_what_is_added_meanwhile_next() -> None:
    jobs, told = [Job(name, ORDER) for name in "abcd"], list[str]()

    def done(place: int, finding: Finding) -> None:
        assert finding.json is not None
        told.append(finding.json["source"])
        if finding.json["source"] == "a":
            jobs.append(Job("a again", ORDER))

    Processes(1, grows).work(jobs, done)
    assert sorted(told) == ["a", "a again", "b", "c", "d"]
    assert told.index("a again") <= 2


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Video:
    """Ten seconds in which every frame is told by its grey."""
    path = tmp_path_factory.mktemp("film") / "a.mp4"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 20.0, (64, 48))
    for number in range(200):
        writer.write(np.full((48, 64, 3), number, np.uint8))
    writer.release()
    camera = open_source(str(path))
    assert isinstance(camera, Video)
    return camera


@pytest.mark.parametrize("jump", [True, False], ids=["jumping", "going through"])
@pytest.mark.parametrize(
    ("start_s", "end_s"), [(0.0, math.inf), (0.0, 1.0), (3.05, 4.0), (9.5, math.inf), (11.0, 12.0)]
)
def test_a_part_of_a_film_is_what_the_whole_shows_there(film: Video, start_s: float, end_s: float, jump: bool) -> None:
    wanted = [frame for frame in film.frames() if start_s <= frame.t_s < end_s]
    found = list(film.part(start_s, end_s, jump=jump))
    assert [frame.t_s for frame in found] == [frame.t_s for frame in wanted]
    assert all(np.array_equal(one.image, other.image) for one, other in zip(found, wanted, strict=True))


def test_a_part_begins_with_its_lead(film: Video) -> None:
    times = [frame.t_s for frame in Part(film, Piece(2.0, 5.0, 6.0)).frames()]
    assert (times[0], times[-1]) == (pytest.approx(2.0), pytest.approx(5.95))


@pytest.mark.parametrize("source", ["a stream", "a short film", "a picture"])
def test_what_is_not_worth_cutting_is_looked_at_whole(source: str, film: Video, tmp_path: Path) -> None:
    picture = tmp_path / "a.png"
    cv2.imwrite(str(picture), np.zeros((48, 64, 3), np.uint8))
    named = {
        "a stream": str(demo_stream(tmp_path / "a.npz", "glute_bridge")),
        "a short film": film.info.path,
        "a picture": str(picture),
    }
    assert analyze_split(named[source], ORDER, 2) is None


def test_a_camera_is_not_opened_to_be_cut() -> None:
    assert analyze_split("0", ORDER, 2) is None


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"no film")
    finding = analyze_split(str(tmp_path / "a.mp4"), ORDER, 2)
    assert finding is not None
    assert "cannot be read as a video" in finding.error


@pytest.mark.slow
@pytest.mark.skipif(not DATA.exists(), reason=MISSING)
@pytest.mark.parametrize("clip", ["b03_bridge_fast"])
def test_real_videos_give_the_same_repetitions(tmp_path: Path, clip: str) -> None:
    found = []
    for workers in (1, 2):
        running = begun("analyze", DATA / "video" / f"{clip}.mp4", "--json", "-", "--workers", workers)
        out, err = running.communicate(timeout=500)
        assert (running.returncode, err) == (0, "")
        found.append(json.loads(out))
    one, two = found
    assert one["counts"] == two["counts"]
    assert one["source"] == two["source"]
    ends = [[rep["end_s"] for rep in result["reps"]] for result in found]
    assert ends[0] == pytest.approx(ends[1], abs=0.2)
