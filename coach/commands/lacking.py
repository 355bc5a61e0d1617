"""Says which libraries of the system are missing, all of them at once, and how to get them."""

from collections.abc import Callable
from typing import Final

from coach.adapters.system_libraries import packages_missing

_NOT_OPENED: Final = "cannot open shared object file"
"""What the loader of Linux says of a library that is not there."""


def sentence_for(packages: list[str]) -> str:
    """What is missing, in one sentence; empty when nothing is."""
    if not packages:
        return ""
    return (
        "Libraries of the system are missing that OpenCV and the pose model need; "
        f"on Debian or Ubuntu run: sudo apt install {' '.join(packages)}"
    )


def what_to_install(error: ImportError, missing: Callable[[], list[str]] = packages_missing) -> str:
    """A sentence for a module that wants a library which is not there; empty when it failed for another reason."""
    library, _, said = str(error).partition(": ")
    if _NOT_OPENED not in said:
        return ""
    return sentence_for(missing()) or f"{library} is missing on this machine; install the package that brings it."
