"""Where the program's own files and the user's data lie."""

from pathlib import Path

import platformdirs

HISTORY = "history.db"
SETTINGS = "settings.json"
BASELINES = "baselines.json"
"""Names of record, settings and sitting baselines in the data folder."""
DELIVERY = "delivery.json"
OUTBOX = "outbox"
KEYS = "keys"
ROUTINES = "routines"
"""Names there of the link to a practice, of what waits to be delivered, of keys, of routines from a therapist."""

_PACKAGE = Path(__file__).resolve().parent


def exercises_dir() -> Path:
    """Folder of the bundled exercise files."""
    return _bundled("exercises")


def assets_dir() -> Path:
    """Folder of the bundled fonts, sounds, voice clips and demonstrations."""
    return _bundled("assets")


def data_dir() -> Path:
    """Folder of the user's own data. It need not exist yet: whoever writes there makes it."""
    return Path(platformdirs.user_data_dir("backcoach", appauthor=False))


def documents_dir() -> Path:
    """Folder of the user's documents, where files lie that they asked for by a press."""
    return Path(platformdirs.user_documents_dir())


def _bundled(name: str) -> Path:
    """The wheel carries the folder inside the package; in a checkout it lies beside the package."""
    installed = _PACKAGE / "_data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name
