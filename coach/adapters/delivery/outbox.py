"""The outbox: one file for each results document that waits, whole or not there, kept until the practice has it."""

import base64
import json
import logging
from collections.abc import Callable
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from coach.core.therapy.delivery import Waiting
from coach.ports import DeliveryError

SUFFIX: Final = ".waiting.json"

MAX_BYTES: Final = 80_000_000
"""A sealed results file of the largest size taken, in letters."""

_LOG: Final = logging.getLogger(__name__)
_MOMENTS: Final = {"queued_at": datetime, "next_at": datetime, "since": date, "until": date}


class OutboxFolder:
    """An `Outbox` (`coach.ports.delivery`) in a folder.

    Args:
        folder: need not exist yet.
        write: writes bytes under a path, whole or not at all, for nobody else to read; makes the folder too.
    """

    def __init__(self, folder: Path, write: Callable[[Path, bytes], None]) -> None:
        self._folder, self._write = folder, write

    def put(self, waiting: Waiting, content: bytes) -> None:
        told = {part.name: _plain(getattr(waiting, part.name)) for part in fields(Waiting)}
        told["content"] = base64.b64encode(content).decode("ascii")
        self._write(self._path(waiting.id), json.dumps(told, indent=1).encode())

    def note(self, waiting: Waiting) -> None:
        content = self.content(waiting.id)
        if content is not None:
            self.put(waiting, content)

    def all(self) -> list[Waiting]:
        found = []
        for path in sorted(self._folder.glob(f"*{SUFFIX}")):
            read = self._read(path)
            if read is not None and read[0].id == path.name.removesuffix(SUFFIX):
                found.append(read[0])
        return sorted(found, key=lambda waiting: (waiting.queued_at, waiting.id))

    def content(self, id_: str) -> bytes | None:
        read = self._read(self._path(id_))
        return None if read is None else read[1]

    def drop(self, id_: str) -> None:
        self._path(id_).unlink(missing_ok=True)

    def _path(self, id_: str) -> Path:
        if not id_ or not id_.replace("-", "").isalnum() or not id_.isascii():
            raise DeliveryError(f"'{id_}' is no name of the outbox", again=False)
        return self._folder / f"{id_}{SUFFIX}"

    def _read(self, path: Path) -> tuple[Waiting, bytes] | None:
        try:
            if path.stat().st_size > MAX_BYTES:
                raise ValueError("too large")
            told = json.loads(path.read_bytes())
            content = base64.b64decode(told.pop("content"), validate=True)
            return _waiting(told), content
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            # Left where it is: what it holds is in the record as well, and is made anew from there.
            _LOG.warning("%s in the outbox can't be read: %s", path.name, error)
            return None


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _waiting(told: dict[str, Any]) -> Waiting:
    """Raises ValueError, TypeError or KeyError where it is none."""
    for name, kind in _MOMENTS.items():
        # Before the first try there is no next one.
        told[name] = None if name == "next_at" and told[name] is None else kind.fromisoformat(told[name])
    waiting = Waiting(**{**told, "digests": tuple(told["digests"])})
    moments = (waiting.queued_at, waiting.next_at or waiting.queued_at)
    if any(moment.tzinfo is None for moment in moments) or not isinstance(waiting.tries, int):
        raise ValueError("its moments have no offset")
    texts = (waiting.id, waiting.to, waiting.why, waiting.newest, *waiting.digests)
    if not all(isinstance(text, str) for text in texts):
        raise ValueError("its texts are none")
    return waiting
