"""What is tried on a fresh machine: the README's own two commands, by people with unusual machines."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

README: Final = Path(__file__).parents[2] / "README.md"
HOME: Final = "/".join(("", "home", "somebody"))
SHUT: Final = "/".join(("", "srv", "shut"))
"""A home where nothing can be written."""
COUNTED: Final = "repetitions 5, partial 1"
"""What `coach demo` counts in the bundled film."""
QUICK: Final = (
    "tests/test_lacking.py tests/test_exercises.py tests/test_labelled_streams.py tests/test_clinic_records.py"
)
"""Files of tests for a quick proof: some skip on a fresh machine, for want of footage and of PostgreSQL."""
_BLOCK: Final = re.compile(r"^```\n(python3 -m pip .*)\n```$", re.MULTILINE)
_TO_INSTALL: Final = re.compile(r"sudo apt install ([a-z0-9.+ -]+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Case:
    """One attempt at `coach demo`.

    Attributes:
        name: what is unusual.
        folder: where the clone lies, below the home.
        home: where the person's home is.
        before: what the shell is told first.
        status: how it must end.
        said: what must be written.
        locale: LC_ALL of the person, empty for none.
    """

    name: str
    folder: str = "backcoach"
    home: str = HOME
    before: str = ""
    status: int = 0
    said: str = COUNTED
    locale: str = ""


BARE: Final = Case("libraries of the system are missing", status=2, said="run: sudo apt install lib")
CASES: Final = (
    Case("nothing unusual"),
    Case("a folder with spaces, a ' and letters of other languages", folder="Anna's Rücken, übung/back coach"),
    Case("no language set (LC_ALL=C)", folder="plain", locale="C"),
    Case("files for the person alone (umask 077)", folder="masked", before="umask 077; "),
    Case("a home that can't be written", folder="shut", home=SHUT, before="export UV_CACHE_DIR=.uv/cache; "),
)


def commands(page: str) -> tuple[str, str]:
    """The two commands of the README: the demo and the tests."""
    demo, tests = _BLOCK.findall(page)
    return demo, tests


def to_install(written: str) -> list[str]:
    """The packages that a sentence of Backcoach says to install; none when it says nothing of the kind."""
    found = _TO_INSTALL.search(written)
    return found.group(1).split() if found else []


def tests_passed(status: int, written: str) -> bool:
    """Whether tests ran, and none failed."""
    return status == 0 and re.search(r"^\d+ passed", written, re.MULTILINE) is not None
