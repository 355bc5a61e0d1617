"""What relief says aloud. Each has a recorded clip; what stands here is what is heard, word for word."""

from collections.abc import Mapping
from typing import Final

TAKE_IT_OFF: Final = "Time to take it off."
MOVE_A_LITTLE: Final = "Time to move a little: stand up and walk a few steps."
BREATHE_IN: Final = "Breathe in"
BREATHE_OUT: Final = "Breathe out"
BREATHING_DONE: Final = "That was it. Breathe as you like now."
AT_EASE: Final = "That's it. Rest like this."

EASE_CUES: Final[Mapping[str, str]] = {
    "lie_on_back": "Lie on your back",
    "lie_on_side": "Lie on your side",
    "lie_down": "Lie down",
    "bend_knees": "Bend your knees",
    "prop_knees": "Put pillows under your knees",
    "feet_closer": "Bring your feet a little closer",
    "feet_away": "Move your feet away a little",
    "feet_down": "Let your feet come down",
    "raise_body": "Raise your upper body a little",
    "lean_back": "Lean back a little more",
    "draw_up": "Draw your knees up",
}
"""Id, as the positions name it, and what is said: at most six words."""

ALL: Final[tuple[str, ...]] = (
    TAKE_IT_OFF,
    MOVE_A_LITTLE,
    BREATHE_IN,
    BREATHE_OUT,
    BREATHING_DONE,
    AT_EASE,
    *EASE_CUES.values(),
)
"""Every line above, for whoever records them."""
