"""What an export gives out besides the record: routines that were taken in, whose keys are known, one's own public
keys."""

import json
from pathlib import Path

from coach.commands.routine_making import KEYS, SEAL_KEY, SIGN_KEY
from coach.ports import ExchangeError


def exchange_files(folder: Path) -> dict[str, str]:
    """Texts by the name that they have in an export; none where nothing was taken in or made.

    A private key stays where it is: an export goes through other hands.

    Raises:
        ExchangeError: a key can't be read.
    """
    found = {path.name: _text(path) for path in sorted((folder / "routines").glob("*.toml"))}
    found |= {f"{path.parent.name}-{path.name}": _text(path) for path in sorted((folder / "routines").glob("*/*.toml"))}
    if (folder / "therapists.json").is_file():
        found["therapists.json"] = _text(folder / "therapists.json")
    if keys := _public(folder / KEYS):
        found["keys.json"] = json.dumps(keys, indent=2) + "\n"
    return found


def _public(folder: Path) -> dict[str, str]:
    if not folder.is_dir():
        return {}
    from coach.adapters.exchange import key_file, sealing, signing

    found = {}
    for name, public_of in ((SIGN_KEY, signing.public_of), (SEAL_KEY, sealing.public_of)):
        private = key_file.load_key(folder / name)
        if private is not None:
            found[name] = public_of(private)
    return found


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise ExchangeError(f"{path} can't be read: {error.strerror or error}") from error
