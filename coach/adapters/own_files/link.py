"""The person's link to their practice, in a JSON file that nobody else can read."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from coach.adapters.own_files.json_file import DAMAGE, JsonFile
from coach.core.therapy.assigned import Deliver
from coach.core.therapy.delivery import Link
from coach.ports import DeliveryError

MAX_BYTES: Final = 20_000

DAMAGED: Final = "The link to your practice was damaged and set aside as {name}: link again, nothing is delivered now."
STUCK: Final = "The link to your practice can't be read ({why}): nothing is delivered now."


class LinkFile:
    """A `Links` (`coach.ports.delivery`) in a file.

    Args:
        path: neither it nor its folder need exist yet.
        write: writes bytes under a path, whole or not at all, for nobody else to read.
    """

    def __init__(self, path: Path, write: Callable[[Path, bytes], None]) -> None:
        self._file = JsonFile(path, write, dict, MAX_BYTES)
        self.message = ""

    def get(self) -> Link | None:
        try:
            return _link(self._file.read())
        except FileNotFoundError:
            return None
        except OSError as error:
            self.message = STUCK.format(why=error.strerror or error)
        except (*DAMAGE, KeyError, TypeError, AttributeError):
            aside = self._file.set_aside()
            self.message = DAMAGED.format(name=aside) if aside else STUCK.format(why="it is damaged")
        return None

    def put(self, link: Link) -> None:
        plain = {
            "address": link.deliver.address,
            "token": link.deliver.token,
            "routine": link.routine,
            "linked_at": link.linked_at.isoformat(),
            "delivered_until": link.delivered_until.isoformat() if link.delivered_until else None,
            "delivered_at": link.delivered_at.isoformat() if link.delivered_at else None,
            "delivered_newest": link.delivered_newest,
            "proxy": link.proxy,
        }
        try:
            self._file.write(plain)
        except OSError as error:
            raise DeliveryError(f"the link can't be kept: {error.strerror or error}", again=False) from error

    def drop(self) -> None:
        try:
            self._file.path.unlink(missing_ok=True)
        except OSError as error:
            raise DeliveryError(f"the link can't be taken away: {error.strerror or error}", again=False) from error


def _link(plain: dict[str, Any]) -> Link:
    """Raises ValueError, KeyError or TypeError where it is none."""
    until, at = plain["delivered_until"], plain["delivered_at"]
    linked_at = datetime.fromisoformat(plain["linked_at"])
    delivered_at = None if at is None else datetime.fromisoformat(at)
    if any(moment is not None and moment.tzinfo is None for moment in (linked_at, delivered_at)):
        raise ValueError("a moment has no offset")
    if not all(isinstance(plain[name], str) for name in ("routine", "proxy", "delivered_newest")):
        raise TypeError("a text is none")
    return Link(
        deliver=Deliver(address=plain["address"], token=plain["token"]),
        routine=plain["routine"],
        linked_at=linked_at,
        delivered_until=None if until is None else date.fromisoformat(until),
        delivered_at=delivered_at,
        delivered_newest=plain["delivered_newest"],
        proxy=plain["proxy"],
    )
