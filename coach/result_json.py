"""What was found in a recording, as the JSON of design section 7."""

import math
from typing import Any

from coach.analysis import Stopwatch
from coach.core import still
from coach.core.framing import view_name
from coach.core.report import Fault, Hold, Rep
from coach.core.spec import Exercise
from coach.core.tally import Tally
from coach.core.therapy.adapt import rule_severity
from coach.ports import SourceInfo


def _number(value: float, digits: int = 3) -> float | None:
    return None if math.isnan(value) else round(value, digits)


def _rep(rep: Rep) -> dict[str, Any]:
    return {
        "start_s": round(rep.start_s, 3),
        "peak_s": round(rep.peak_s, 3),
        "end_s": round(rep.end_s, 3),
        "side": rep.side,
        "complete": rep.complete,
        "range": {name: [round(low, 1), round(high, 1)] for name, (low, high) in rep.range.items()},
        "hold_s": round(rep.hold_s, 2),
        "faults": list(rep.faults),
    }


def _hold(hold: Hold) -> dict[str, Any]:
    return {
        "start_s": round(hold.start_s, 3),
        "end_s": round(hold.end_s, 3),
        "good_s": round(hold.good_s, 2),
        "side": hold.side,
    }


def _fault(fault: Fault) -> dict[str, Any]:
    return {
        "id": fault.id,
        "start_s": round(fault.start_s, 3),
        "end_s": round(fault.end_s, 3),
        "severity": fault.severity,
        "side": fault.side,
    }


def of_source(info: SourceInfo) -> dict[str, Any]:
    """The `source` of design section 7."""
    return {
        "path": info.path,
        "kind": info.kind,
        "fps": round(info.fps, 3),
        "frames": info.frames,
        "duration_s": round(info.duration_s, 3),
        "width": info.width,
        "height": info.height,
    }


def of_recording(info: SourceInfo, tally: Tally | None, watch: Stopwatch, seen: float = 0.0) -> dict[str, Any]:
    """The object of design section 7 for a recording.

    `tally` None: no exercise was recognised; then `seen` is the share 0..1 of the time in which somebody was seen.
    """
    result: dict[str, Any] = {
        "source": of_source(info),
        "exercise": None,
        "counts": {"complete": 0, "partial": 0, "left": 0, "right": 0},
        "reps": [],
        "hold_s": 0.0,
        "holds": [],
        "faults": [],
        "tracking": {"seen": round(seen, 3), "view": "unknown", "yaw_deg": None, "armed_s": 0.0},
        "timing": watch.as_json(),
    }
    if tally is None:
        return result
    counts = tally.counts
    tracking = {
        "seen": round(tally.seen, 3),
        "view": tally.view,
        "yaw_deg": _number(tally.yaw_deg, 1),
        "armed_s": round(tally.armed_s, 2),
    }
    return result | {
        "exercise": tally.exercise.id,
        "counts": {
            "complete": counts.complete,
            "partial": counts.partial,
            "left": counts.left,
            "right": counts.right,
        },
        "reps": [_rep(rep) for rep in tally.reps],
        "hold_s": round(tally.hold_s, 2),
        "holds": [_hold(hold) for hold in tally.holds],
        "faults": [_fault(fault) for fault in sorted(tally.faults, key=lambda fault: fault.start_s)],
        "tracking": tracking,
    }


def of_picture(info: SourceInfo, exercise: Exercise | None, shown: still.Still, watch: Stopwatch) -> dict[str, Any]:
    """The object of design section 7 for a picture: phase and faults of the still, no repetitions, no holds."""
    result = of_recording(info, None, watch)
    faults = [
        {"id": id_, "start_s": 0.0, "end_s": 0.0, "severity": rule_severity(exercise, id_), "side": None}
        for id_ in shown.faults
    ]
    view = {"seen": round(shown.seen, 3), "view": view_name(shown.yaw_deg), "yaw_deg": _number(shown.yaw_deg, 1)}
    return result | {
        "exercise": exercise.id if exercise else None,
        "phase": shown.phase,
        "faults": faults,
        "tracking": view | {"armed_s": 0.0},
    }
