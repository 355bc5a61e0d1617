"""What a person chose for posture watch."""

from dataclasses import dataclass
from typing import Final, Literal

Sampling = Literal["always", "interval"]

BREAK_MIN: Final = (10, 120)
STILL_MIN: Final = (5, 60)
SNOOZE_MIN: Final = (3, 30)
GLASSES: Final = (0, 20)
"""Least and most of each choice: minutes of sitting to a break, of stillness to a nudge, of a snooze; glasses a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """Choices for the hours at the desk.

    Attributes:
        break_min: minutes of sitting, added up, until a break is asked for. 30: Thorp 2014, and back-spasm advice.
        still_min: minutes without a change of posture until a nudge.
        snooze_min: a prompt that is put off comes back after so many minutes (twice at most).
        glasses: of water a day, the person's own target; 0 is no reminder.
        posture_alerts: tell of a posture that lasts. kind_word: an hourly kind word.
        sound, glow: a notification also sounds, and lights the screen's edge.
        quiet_from, quiet_until: local minutes since midnight between which nothing is told; alike: no quiet hours.
        sampling: "interval" opens the camera for two seconds in each half minute, "always" keeps it open.
        baseline: name of the baseline in use, or "".

    Raises:
        ValueError: a value does not fit.
    """

    break_min: int = 30
    still_min: int = 20
    snooze_min: int = 5
    glasses: int = 0
    posture_alerts: bool = True
    kind_word: bool = True
    sound: bool = False
    glow: bool = False
    quiet_from: int = 0
    quiet_until: int = 0
    sampling: Sampling = "always"
    baseline: str = ""

    def __post_init__(self) -> None:
        ranges = {"break_min": BREAK_MIN, "still_min": STILL_MIN, "snooze_min": SNOOZE_MIN, "glasses": GLASSES}
        ranges |= {"quiet_from": (0, 1439), "quiet_until": (0, 1439)}
        for name, (low, high) in ranges.items():
            value = getattr(self, name)
            if type(value) is not int or not low <= value <= high:
                raise ValueError(f"{name} can't be {value!r}")
        if self.sampling not in ("always", "interval"):
            raise ValueError(f"sampling can't be {self.sampling!r}")
        for name in ("posture_alerts", "kind_word", "sound", "glow"):
            if type(getattr(self, name)) is not bool:
                raise ValueError(f"{name} can't be {getattr(self, name)!r}")
        if not isinstance(self.baseline, str) or len(self.baseline) > 40 or not (self.baseline + " ").isprintable():
            raise ValueError(f"baseline can't be {self.baseline!r}")
