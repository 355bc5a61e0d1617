"""k-NN on poses: the nearest examples vote, mirrored or not, and none of the person who is counted."""

import numpy as np
import pytest

from coach.core.pose import Pose
from tests.benchmarks.peer_poses import BY_MEAN, Example, embedded, nearest, votes
from tests.streams import demo_samples, exercise

BRIDGE = [pose for _, pose in demo_samples(exercise("glute_bridge").demo, 10) if pose]


def test_a_pose_reads_the_same_nearer_to_the_camera_and_elsewhere() -> None:
    pose = BRIDGE[0]
    points = pose.points.copy()
    points[:, :3] *= 0.5
    points[:, 0] += 0.2
    assert embedded(Pose(0.0, points, pose.world, pose.size)) == pytest.approx(embedded(pose), abs=1e-4)


def test_a_mirror_image_is_as_near() -> None:
    known = np.stack([embedded(pose) for pose in BRIDGE])
    query = known[:1] * np.array((-1, 1, 1), np.float32)
    assert nearest(query, known)[0, 0] in {i for i in range(len(known)) if np.allclose(known[i], known[0], atol=1e-3)}


def test_the_person_who_is_counted_does_not_vote() -> None:
    known = [Example("anna", "bridge rest", embedded(BRIDGE[0]))] * BY_MEAN
    known += [Example("ben", "bridge target", embedded(BRIDGE[len(BRIDGE) // 3]))] * BY_MEAN
    found = votes([(0.0, BRIDGE[0]), (0.1, None)], "anna", known, ("bridge rest", "bridge target"))
    assert found == {"bridge rest": [0, 0], "bridge target": [10, 0]}
    assert votes([(0.0, BRIDGE[0])], "cleo", known, ("bridge rest",)) == {"bridge rest": [10]}
