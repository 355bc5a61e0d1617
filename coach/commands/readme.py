"""Parts of the README that a command makes: each stands between two marks."""

from pathlib import Path

from coach.adapters.files import atomic_write
from coach.errors import OutputError


def marks(name: str) -> tuple[str, str]:
    """The lines before and after a part."""
    return f"<!-- {name}: begin -->", f"<!-- {name}: end -->"


def around(readme: Path, name: str) -> tuple[str, str]:
    """What stands before and after a part, its marks included.

    Raises:
        OutputError: the file can't be read, or has no such marks.
    """
    begin, end = marks(name)
    try:
        text = readme.read_text(encoding="utf-8")
    except OSError as error:
        raise OutputError(f"can't read {readme}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise OutputError(f"can't read {readme}: it is not text in UTF-8") from error
    if text.find(begin) < 0 or text.find(end) < text.find(begin):
        raise OutputError(f"{readme} has no place for the table: it needs the lines {begin} and {end}")
    before, rest = text.split(begin, 1)
    return before + begin, end + rest.split(end, 1)[1]


def put(readme: Path, name: str, block: str) -> None:
    """Put a part between its marks. Raises OutputError as `around`, or when the file can't be written."""
    before, after = around(readme, name)
    atomic_write(readme, f"{before}\n\n{block.strip()}\n\n{after}".encode())
