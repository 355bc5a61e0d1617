"""The words of the live screen: what a report says, for one exercise, in as few words as can be read from the mat."""

import math
from dataclasses import dataclass
from typing import Final

from coach.core.report import Cue, Report
from coach.ui.theme import State
from coach.ui.views import ExerciseView

_UNSPOKEN: Final = ("away", "get_ready")
_TENTHS_UP_TO: Final = 1000
"""Tenths of seconds are shown below this many of them (100 s); estimated: four figures crowd the panel."""


@dataclass(frozen=True, slots=True)
class CountWords:
    """The words of the big number: "12" ".4" "/ 30 s" "+2 partial"; empty ones are not drawn."""

    number: str
    decimals: str = ""
    target: str = ""
    extra: str = ""


def count_words(report: Report | None, view: ExerciseView) -> CountWords:
    """What the number panel says. A hold shows seconds in good form, cut (never rounded up) to tenths below 100 s."""
    partial = report.counts.partial if report else 0
    extra = f"+{partial} partial" if partial else ""
    if view.kind == "reps":
        target = f"/ {view.target_reps}" if view.target_reps else ""
        return CountWords(str(report.counts.complete if report else 0), "", target, extra)
    tenths = math.floor((report.hold_s if report else 0.0) * 10 + 1e-6)
    target = f"/ {view.target_s:g} s" if view.target_s else "s"
    decimals = f".{tenths % 10}" if tenths < _TENTHS_UP_TO else ""
    return CountWords(str(tenths // 10), decimals, target, extra)


def phase_words(report: Report, view: ExerciseView) -> str:
    """The phase as read, with the seconds held where a repetition asks for a hold; empty with nothing to say."""
    word = view.phase_words.get(report.phase, "" if report.phase in _UNSPOKEN else _read(report.phase))
    if view.rep_hold_s and report.rep_hold_s > 0 and report.armed:
        held = f"{math.floor(report.rep_hold_s)} / {view.rep_hold_s:g} s"
        return f"{word} {held}".strip()
    return word


def cue_words(report: Report | None, view: ExerciseView, message: str) -> tuple[str, State]:
    """The one sentence to show and its state: trouble first, then the cue, then how to begin."""
    if message:
        return message, "idle"
    if report is None:
        return "", "idle"
    return told(report, view.ready_words)


def told(report: Report, ready_words: str) -> tuple[str, State]:
    """The cue to show and its state, or how to begin while nothing is counted."""
    if report.cue is not None:
        return report.cue.text, _cue_state(report.cue)
    return ("", "idle") if report.armed else (ready_words, "idle")


def standing(report: Report | None) -> State:
    """The state of the whole: idle while nothing is counted, fault while a rule is broken, else good."""
    if report is None or not report.armed:
        return "idle"
    return "fault" if report.faults else "good"


def _read(phase: str) -> str:
    return phase.replace("_", " ").capitalize()


def _cue_state(cue: Cue) -> State:
    states: dict[str, State] = {"fault": "fault", "praise": "good", "framing": "idle"}
    return states[cue.kind]
