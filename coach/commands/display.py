"""Whether there is a display, said before anything is begun."""

import os
import sys

from coach.errors import OutputError


def has_display() -> bool:
    """Whether a window could be opened. A driver named in SDL_VIDEODRIVER needs no display of ours."""
    if sys.platform.startswith("linux"):
        return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"))
    return True


def need_display() -> None:
    """Say that there is no display before anything is begun, and before the window library says it in its own way.

    With an X display only, that library is kept from trying Wayland too, which would complain on stderr.

    Raises:
        OutputError: there is none.
    """
    if not has_display():
        raise OutputError("No window can be opened, because there is no display here.")
    if sys.platform.startswith("linux") and not os.environ.get("WAYLAND_DISPLAY"):
        os.environ.setdefault("SDL_VIDEODRIVER", "x11")
