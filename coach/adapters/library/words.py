"""Files of words and numbers for people: safety, relief, help, plan, growth, tips, the guide."""

from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

from coach.core.care import ease_check
from coach.core.care.growth import Growth
from coach.core.care.plan_guide import PlanGuide
from coach.core.care.relief import ReliefWords
from coach.core.care.seek_help import Ladder
from coach.core.care.tips import Tips
from coach.core.guide import Guide
from coach.core.safety import Screening
from coach.ports import CareError, GuideError, SafetyError
from coach.reading.files import Kind, Wrong, parse, read, refuse_all

_LADDER: Final = Kind(TypeAdapter(Ladder), CareError, "ladder", "a ladder file")
_GROWTH: Final = Kind(TypeAdapter(Growth), CareError, "progression", "a progression file")
_GUIDE: Final = Kind(TypeAdapter(Guide), GuideError, "guide", "a guide")
_PLAN: Final = Kind(TypeAdapter(PlanGuide), CareError, "plan", "a plan file")
_RELIEF: Final = Kind(TypeAdapter(ReliefWords), CareError, "relief", "a relief file")
_TIPS: Final = Kind(TypeAdapter(Tips), CareError, "tips", "a tips file")
_SAFETY: Final = Kind(TypeAdapter(Screening), SafetyError, "safety", "a safety file")


def load_safety(path: Path) -> Screening:
    """The safety questions and what follows from them.

    Raises:
        SafetyError: the file can't be read, or something in it is missing, unknown or contradicts.
    """
    return parse(_SAFETY, read(_SAFETY, path), path)


def load_growth(path: Path) -> Growth:
    """The rules by which a plan grows and shrinks.

    Raises:
        CareError: the file can't be read, or something in it is missing, unknown or contradicts.
    """
    return parse(_GROWTH, read(_GROWTH, path), path)


def load_ladder(path: Path) -> Ladder:
    """When to see somebody about a flare-up.

    Raises:
        CareError: the file can't be read, or something in it is missing, unknown or contradicts.
    """
    return parse(_LADDER, read(_LADDER, path), path)


def load_guide(path: Path) -> Guide:
    """What is advised for bad backs, and where the program does it.

    Raises:
        GuideError: the file can't be read, or something in it is missing, unknown or contradicts.
    """
    return parse(_GUIDE, read(_GUIDE, path), path)


def load_plan_guide(path: Path) -> PlanGuide:
    """What a plan is made of: questions, lists, sentences.

    Raises:
        CareError: the file can't be read, or something in it is missing, unknown or contradicts.
    """
    return parse(_PLAN, read(_PLAN, path), path)


def load_relief(path: Path) -> ReliefWords:
    """What is offered for a sore back now: words, positions, times.

    Raises:
        CareError: the file can't be read, or something in it is missing, unknown or contradicts.
    """
    text = read(_RELIEF, path)
    relief = parse(_RELIEF, text, path)
    unknown = sorted({name for position in relief.positions for name in ease_check.unknown(position)})
    refuse_all(_RELIEF, path, [Wrong(("positions",), f"measure '{name}' is not known") for name in unknown], text)
    return relief


def load_tips(path: Path) -> Tips:
    """The cards of tips. Raises CareError, as `load_relief`."""
    return parse(_TIPS, read(_TIPS, path), path)
