"""Whose key is whose: keys seen before, by the name of who signed, in a small file of the person's own."""

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from coach.core.therapy.signed import Signed
from coach.core.therapy.within import seen
from coach.ports import ExchangeError
from coach.private import make_folder

FORMAT: Final = "backcoach.therapists/1"

MAX_BYTES: Final = 200_000
"""A therapist has less than 200 bytes."""


def same_name(name: str) -> str:
    """A name so that other spaces, capital letters and letters that nobody sees make no other person."""
    return " ".join(seen(unicodedata.normalize("NFKC", " ".join(name.split()))).casefold().split())


class Therapists:
    """The keys that were trusted.

    Args:
        path: the file; neither it nor its folder need exist yet.
        write: writes bytes under a path, whole or not at all.
    """

    def __init__(self, path: Path, write: Callable[[Path, bytes], None]) -> None:
        self._path, self._write = path, write

    def key_of(self, name: str) -> str:
        """The key that this name signed with before; "" where it never did.

        Raises:
            ExchangeError: the file can't be read.
        """
        return str(self._kept().get(same_name(name), {}).get("key", ""))

    def pin(self, signed: Signed) -> None:
        """From now on this key is this name's.

        Raises:
            ExchangeError: the file can't be read. CoachError: it can't be written.
        """
        kept = self._kept()
        if kept.get(same_name(signed.by), {}).get("key") == signed.key:
            return
        kept[same_name(signed.by)] = {"name": signed.by, "key": signed.key, "since": signed.at}
        make_folder(self._path.parent)
        text = json.dumps({"format": FORMAT, "therapists": kept}, indent=2, ensure_ascii=False)
        self._write(self._path, f"{text}\n".encode())

    def _kept(self) -> dict[str, Any]:
        try:
            if self._path.stat().st_size > MAX_BYTES:
                raise ValueError("too large")
            told = json.loads(self._path.read_text(encoding="utf-8"))
            kept = told["therapists"]
            if not isinstance(kept, dict) or not all(isinstance(one, dict) for one in kept.values()):
                raise ValueError("holds no therapists")
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            # Not taken for empty: then any key would pass for a new therapist's.
            raise ExchangeError(
                f"{self._path} is damaged, so that nobody's signature can be told: delete it to begin anew"
            ) from error
        return dict(kept)
