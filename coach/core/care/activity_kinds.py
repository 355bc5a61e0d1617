"""What phones and watches call walking and the like. Pure."""

import re
from collections.abc import Mapping
from typing import Final

_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "walk": ("walk", "walking", "walks", "hike", "hiking", "nordic", "stroll", "trekking", "treadmill walking"),
    "swim": ("swim", "swimming"),
    "cycle": ("cycle", "cycling", "bike", "biking", "bicycle", "ride", "ebike", "e bike", "spinning"),
    "run": ("run", "running", "jog", "jogging"),
    "other": ("row", "rowing", "elliptical", "crosstrainer", "cross trainer", "aqua", "water aerobics", "dance",
              "dancing", "skating", "ski", "skiing", "stepper", "stair", "stairs", "wheelchair", "tai chi",
              "low impact", "other gentle", "paddling", "kayaking"),
}  # fmt: skip
"""Kind: words that mean it, as phones and watches write them."""

_CODES: Final[Mapping[str, str]] = {
    "1001": "walk", "13001": "walk", "1002": "run", "11007": "cycle", "14001": "swim", "14002": "swim",
    "15002": "other", "15006": "other",
}  # fmt: skip
"""Numbers that one maker's exports have in place of words (walk, hike, run, cycle, pool and open water, rowing,
elliptical); as seen in its published list of exercise types."""


def kind_of(name: str) -> str:
    """The kind that a name or number means, "" where it is none of them (strength, yoga, driving)."""
    if name.strip() in _CODES:
        return _CODES[name.strip()]
    # "HKWorkoutActivityTypeWalking", "Nordic_Walking": words, whatever joins them.
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    said = f" {' '.join(re.findall(r'[a-z]+', spaced.lower()))} "
    for kind, words in _WORDS.items():
        if any(f" {word} " in said for word in words):
            return kind
    return "other" if said.strip() == "other" else ""
