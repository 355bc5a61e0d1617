"""How a real person at a webcam is judged, frame by frame: `python -m tests.benchmarks.sitting`.

The frames are of one person, upright (head turns included) or slumped with the head low; the camera was moved between
takes. They are taken as if they came five a second.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np

from coach.core.pose import Pose
from coach.core.sitting import measures as ms
from coach.core.sitting.baseline import PostureBaseline
from coach.core.sitting.judging import judge
from coach.core.sitting.look import FAULTS, Sample
from coach.core.sitting.measuring import Reading, baseline_of, first_upright, read
from coach.posture_analysis import sat
from tests.streams import DATA

TABLE: Final = DATA / "tables" / "sitting_front_a.npz"
GAP_S: Final = 0.2
FIRST: Final = 30
"""Frames of the first take."""


def load() -> tuple[list[Sample], list[bool]]:
    """The frames, and whether each is labelled slumped."""
    with np.load(TABLE, allow_pickle=False) as table:
        points, labels = table["points"].astype(float), table["label"]
        size = (int(table["size"][0]), int(table["size"][1]))
    nowhere = np.full((33, 3), np.nan)
    poses = [Pose(number * GAP_S, points[number], nowhere, size) for number in range(len(points))]
    return [Sample(pose.t_s, pose) for pose in poses], [bool(label) for label in labels]


def single(samples: Sequence[Sample], baseline: PostureBaseline | None) -> list[str]:
    """Each frame by itself."""
    found = []
    for sample in samples:
        assert sample.pose is not None
        seen = ms.plane(sample.pose, ms.seen_seated(sample.pose))
        found.append(judge(ms.front(seen), baseline, "upright").state or "unknown")
    return found


def watched(samples: Sequence[Sample], baseline: PostureBaseline | None) -> list[str]:
    """As the watch sees them in turn."""
    account = sat(samples, baseline=baseline, find=False)
    return [account.at(sample.t_s) for sample in samples]


def taken(samples: Sequence[Sample]) -> PostureBaseline:
    """A baseline of whatever can be read in some frames."""
    return baseline_of([one for one in (read(sample, None) for sample in samples) if isinstance(one, Reading)])


def line(name: str, found: Sequence[str], labels: Sequence[bool]) -> str:
    """Share right (slumped: any fault), of all frames and of those that were judged."""
    seen = Counter((slumped, state) for slumped, state in zip(labels, found, strict=True))
    right = sum(
        count for (slumped, state), count in seen.items() if (state in FAULTS if slumped else state == "upright")
    )
    judged = sum(count for (_, state), count in seen.items() if state != "unknown")
    share = f"{100 * right / judged:.1f} %" if judged else "-"
    kinds = ", ".join(
        f"{'slumped' if slumped else 'upright'} as {state}: {count}" for (slumped, state), count in sorted(seen.items())
    )
    return f"{name}: {100 * right / len(labels):.1f} % of {len(labels)} frames; of {judged} judged {share} ({kinds})"


def main() -> None:
    """Print all of it."""
    samples, labels = load()
    own = first_upright(samples)
    baselines = {
        "first steady upright seconds": own,
        f"first {FIRST} frames (before the camera was moved)": taken(samples[:FIRST]),
        "no baseline": None,
    }
    for name, baseline in baselines.items():
        print(line(f"{name}, single frames", single(samples, baseline), labels))
        print(line(f"{name}, watched", watched(samples, baseline), labels))


if __name__ == "__main__":
    main()
