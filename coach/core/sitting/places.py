"""Where head and shoulders are, in body lengths: what movement is measured by."""

import math
from collections.abc import Mapping

Places = tuple[complex, ...]


def places(measures: Mapping[str, float]) -> Places:
    """Shoulders and head, in shoulder widths (front) or trunk lengths (side); () where there are no measures."""
    if "slope_deg" in measures:
        shoulder = complex(measures["shoulder_x"], measures["shoulder_y"]) / measures["shoulder_width"]
        return shoulder, shoulder + complex(measures["offset"], -measures["neck_ratio"])
    if "trunk_deg" in measures:
        shoulder = complex(measures["shoulder_x"], measures["shoulder_y"]) / measures["trunk_length"]
        return shoulder, shoulder + complex(measures["ear_forward"], -measures["ear_up"])
    return ()


def apart(a: Places, b: Places) -> float:
    """The greatest distance between two of the same places; inf for none."""
    return max((abs(x - y) for x, y in zip(a, b, strict=True)), default=math.inf)
