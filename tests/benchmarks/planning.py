"""`python -m tests.benchmarks.planning`: for how many combinations of answers there is a plan, and how long it is."""

import itertools
from collections import Counter
from pathlib import Path
from typing import get_args

from coach.adapters import library
from coach.core.care.planning import Answers, propose
from coach.core.fit import Condition

ROOT = Path(__file__).parents[2]
MOST = 3
"""Conditions at once."""
SHORT_MIN = 19.5
"""A plan below this says that it comes to less than twenty minutes."""


def main() -> None:
    """Print the counts."""
    exercises = library.load_all(ROOT / "exercises")
    guide = library.load_plan_guide(ROOT / "assets" / "care" / "plan.toml")
    found: Counter[str] = Counter()
    conditions = [one for count in range(MOST + 1) for one in itertools.combinations(get_args(Condition), count)]
    for goal, floor, true in itertools.product(guide.goals, (True, False), conditions):
        proposal = propose(guide, Answers(goal=goal.id, floor=floor, conditions=frozenset(true)), exercises)
        kind = "plan" if proposal.items else "a therapist should choose"
        short = ", under 20 min" if proposal.items and proposal.minutes < SHORT_MIN else ""
        found[f"{goal.id}: {kind}{short}, {'floor' if floor else 'no floor'}"] += 1
    print(f"{sum(found.values())} combinations of goal, floor and up to {MOST} conditions")
    for name, count in sorted(found.items()):
        print(f"{count:6} {name}")


if __name__ == "__main__":
    main()
