"""How the coach looks: colours, spacing and type, as values. Nothing here opens a window or a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

Colour = tuple[int, int, int]
"""Red, green, blue, each 0..255."""

State = Literal["good", "fault", "idle", "unseen"]
Weight = Literal["text", "heavy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Colours of one look. A state's colour never stands alone: `marks.draw_mark` gives each its own shape.

    Attributes:
        background: behind everything. panel, panel_alpha (0..255): plates that carry text over the picture.
        text, muted, good, fault, idle: readable on `panel`, whatever the picture below it (contrast >= 7:1).
        stop: fill of what stops or calls for help; neither the colour of a fault nor that of what goes on.
        track: the empty part of a gauge.
        mark_good, mark_fault, mark_idle, mark_unseen: joints and bones, drawn on a picture with `mark_edge` around.
        dim: what the picture is multiplied with (0..255 a channel) while nothing is counted.
        body, body_far, body_shade: the mannequin's near side, far side and shadowed flesh.
        floor, mat, shadow: what it lies on.
    """

    background: Colour
    panel: Colour
    panel_alpha: int
    text: Colour
    muted: Colour
    good: Colour
    fault: Colour
    idle: Colour
    stop: Colour
    track: Colour
    mark_good: Colour
    mark_fault: Colour
    mark_idle: Colour
    mark_unseen: Colour
    mark_edge: Colour
    dim: Colour
    body: Colour
    body_far: Colour
    body_shade: Colour
    floor: Colour
    mat: Colour
    shadow: Colour

    def of_state(self, state: State) -> Colour:
        """Colour of a state on a panel."""
        return {"good": self.good, "fault": self.fault, "idle": self.idle, "unseen": self.muted}[state]

    def mark_of(self, state: State) -> Colour:
        """Colour of a state on the picture."""
        marks: dict[State, Colour] = {
            "good": self.mark_good,
            "fault": self.mark_fault,
            "idle": self.mark_idle,
            "unseen": self.mark_unseen,
        }
        return marks[state]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeScale:
    """Sizes of type as shares of the window's height (0..1), in ems; capitals and figures stand 0.72 em tall.

    Raise a size when it can't be read from the mat, lower it when it hides the person.
    """

    number: float = 0.26
    target: float = 0.095
    cue: float = 0.072
    phase: float = 0.066
    title: float = 0.085
    body: float = 0.052
    label: float = 0.036

    def scaled(self, by: float) -> "TypeScale":
        """Every size but the number's (which fills its panel anyway) times `by`."""
        return TypeScale(
            number=self.number,
            target=self.target,
            cue=self.cue * by,
            phase=self.phase * by,
            title=self.title * by,
            body=self.body * by,
            label=self.label * by,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Spacing:
    """Distances as shares of the window's shorter edge (0..1)."""

    margin: float = 0.028
    gap: float = 0.018
    pad: float = 0.026
    radius: float = 0.024


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Everything a drawing needs to know about the look. `fonts_dir` holds the two font files."""

    palette: Palette
    fonts_dir: Path
    type: TypeScale = TypeScale()
    spacing: Spacing = Spacing()


DARK: Final = Palette(
    background=(5, 7, 11),
    panel=(20, 25, 36),
    panel_alpha=232,
    text=(255, 255, 255),
    muted=(203, 210, 221),
    good=(78, 224, 204),
    fault=(255, 184, 48),
    idle=(203, 210, 221),
    stop=(255, 112, 104),
    track=(66, 75, 92),
    mark_good=(60, 226, 204),
    mark_fault=(255, 170, 20),
    mark_idle=(240, 244, 250),
    mark_unseen=(206, 212, 222),
    mark_edge=(9, 12, 18),
    dim=(92, 94, 100),
    body=(120, 178, 214),
    body_far=(74, 112, 142),
    body_shade=(30, 48, 72),
    floor=(22, 27, 37),
    mat=(40, 49, 66),
    shadow=(4, 6, 10),
)

LIGHT: Final = Palette(
    background=(226, 230, 236),
    panel=(255, 255, 255),
    panel_alpha=234,
    text=(12, 16, 24),
    muted=(52, 60, 74),
    good=(0, 76, 68),
    fault=(112, 48, 0),
    idle=(52, 60, 74),
    stop=(146, 0, 24),
    track=(198, 205, 216),
    mark_good=(60, 226, 204),
    mark_fault=(255, 170, 20),
    mark_idle=(255, 255, 255),
    mark_unseen=(206, 212, 222),
    mark_edge=(9, 12, 18),
    dim=(120, 122, 128),
    body=(88, 150, 190),
    body_far=(142, 176, 202),
    body_shade=(38, 78, 112),
    floor=(231, 235, 240),
    mat=(208, 215, 225),
    shadow=(96, 108, 126),
)

_STATES_DARK: Final[Mapping[str, Colour]] = {
    "upright": (78, 224, 204), "standing": (158, 198, 255), "slump": (226, 150, 70), "forward_head": (240, 212, 110),
    "too_close": (222, 132, 172), "lean_left": (150, 132, 226), "lean_right": (196, 172, 250),
    "head_tilt": (180, 176, 120), "away": (96, 106, 124), "unknown": (70, 79, 96),
}  # fmt: skip
_STATES_LIGHT: Final[Mapping[str, Colour]] = {
    "upright": (0, 122, 108), "standing": (36, 92, 178), "slump": (166, 84, 12), "forward_head": (136, 104, 0),
    "too_close": (164, 58, 112), "lean_left": (92, 70, 178), "lean_right": (128, 92, 196),
    "head_tilt": (98, 96, 42), "away": (140, 149, 164), "unknown": (176, 184, 196),
}  # fmt: skip


def state_colour(palette: Palette, state: str) -> Colour:
    """Colour of a state of sitting (`coach.core.sitting.look.STATES`), for bars, ribbons and silhouettes on a panel.

    None of them warns: what lasts is told in words. Beside each other they are told by place, height or words as well.

    Raises:
        KeyError: there is no such state.
    """
    return (_STATES_DARK if _luminance(palette.panel) < 0.5 else _STATES_LIGHT)[state]


_LINEAR_BELOW: Final = 0.04045


def _luminance(colour: Colour) -> float:
    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= _LINEAR_BELOW else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(channel) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: Colour, b: Colour) -> float:
    """Contrast ratio 1..21 of two colours. Source: WCAG 2.1, success criterion 1.4.6 (enhanced: 7)."""
    lighter, darker = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(a: Colour, b: Colour, share: float) -> Colour:
    """Colour between `a` (share 0) and `b` (share 1)."""
    red, green, blue = (round(x + (y - x) * share) for x, y in zip(a, b, strict=True))
    return red, green, blue
