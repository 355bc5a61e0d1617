"""`python -m tests.benchmarks.wording`: how hard each file's words are to read, and its longest sentence."""

import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from reading import grade, sentences
from shown_words import from_code, from_files


def main() -> None:
    """Print the table, hardest first."""
    texts: dict[str, list[str]] = defaultdict(list)
    for one in (*from_files(), *from_code()):
        if one.place.endswith(".toml") or one.place.startswith(("coach/ui", "coach/core")):
            texts[one.place if one.place.endswith(".toml") else "the screens"].append(one.text)
    rows = [
        (grade(said), max(len(s) for t in said for s in sentences(t)), len(said), place)
        for place, said in texts.items()
    ]
    print("grade  longest  texts  file")
    for hard, longest, count, place in sorted(rows, reverse=True):
        print(f"{hard:5.1f}  {longest:7}  {count:5}  {place}")


if __name__ == "__main__":
    main()
