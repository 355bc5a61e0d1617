"""What `coach doctor` shows of privacy: what uses the network, who can read the data folder, pictures in it, a link."""

import json
import os
from pathlib import Path
from typing import Final

from coach import paths, private
from coach.adapters.delivery.outbox import OutboxFolder
from coach.adapters.doctor import Check
from coach.adapters.files import private_write
from coach.commands import network
from coach.commands.own_folder import pictures, readable

SILENT: Final = "no command opens a connection, but for these:"
MOST: Final = 3
"""Files named, of those found."""


def privacy_checks(folder: Path) -> list[Check]:
    """Checks of a data folder as it is: nothing is mended or made."""
    uses = [Check("network", True, line) for line in (SILENT, *network.told())]
    return [*uses, _practice(folder), _rights(folder), _pictures(folder)]


def _practice(folder: Path) -> Check:
    """Read here and not by `LinkFile`, which puts a damaged one aside."""
    try:
        address = json.loads((folder / paths.DELIVERY).read_bytes())["address"]
    except FileNotFoundError:
        return Check("practice", True, "none is linked: nothing is sent to anybody")
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return Check("practice", None, "the link to your practice can't be read: nothing is sent to anybody")
    waiting = len(OutboxFolder(folder / paths.OUTBOX, private_write).all())
    detail = f"linked: results go to {address}" + (f"; {waiting} waiting" if waiting else "")
    return Check("practice", None, detail, "To end it: coach results unlink")


def _rights(folder: Path) -> Check:
    if not folder.exists():
        return Check("rights", True, "there is no data folder yet; it is made for you alone")
    if os.name != "posix":
        return Check("rights", True, "those of your user profile, which the system keeps closed to other users")
    found = readable(folder)
    if not found:
        return Check("rights", True, f"nobody but you can read {folder}")
    names = _named([path.name for path in found])
    only = "" if private.is_within_reach(folder) else "; only a closed folder above keeps them out"
    return Check("rights", None, f"open to others: {names}{only}", f"Run: chmod -R go-rwx '{folder}'")


def _pictures(folder: Path) -> Check:
    found = [path.relative_to(folder).as_posix() for path in pictures(folder)] if folder.is_dir() else []
    if not found:
        return Check("pictures", True, "no picture and no film in the data folder")
    return Check("pictures", None, f"Backcoach keeps none, yet here is {_named(found)}", f"Look at them in {folder}")


def _named(names: list[str]) -> str:
    more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    return ", ".join(names[:MOST]) + more
