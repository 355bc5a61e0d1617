"""What uses the network, and why: the whole list. Every command that is not named here opens no internet socket and
asks for no address; a test runs each of them, watched by the system, and holds this."""

from dataclasses import dataclass
from typing import Final, Literal

Reach = Literal["practice", "here", "given"]
"""How far: to the practice that the person linked; this machine alone; an address that is given on the command line."""


@dataclass(frozen=True, slots=True)
class Use:
    """A use of the network.

    Attributes:
        command: as it is typed after `coach`; "" for coach alone. It stands for its own commands too.
        reach: how far it goes. option: it is needed for it, "" where the command always does it.
        why: one plain sentence for a person, without its end.
    """

    command: str
    reach: Reach
    option: str
    why: str


_LINKED: Final = "results go by themselves to the practice that you linked, if you did"

USES: Final = (
    Use("", "practice", "", _LINKED),
    Use("app", "practice", "", _LINKED),
    Use("session", "practice", "", _LINKED),
    Use("results send", "practice", "", "results go to the practice that you linked, and nowhere else"),
    Use("clinic", "here", "", "serves its pages to this machine alone"),
    Use("clinic", "given", "--host", "serves them at the address you give, behind your own proxy"),
    Use("clinic", "given", "--database", "keeps records in the PostgreSQL database you name"),
    Use("analyze", "given", "--dask", "workers of your cluster look at the recordings; no picture is sent"),
    Use("analyze", "given", "--clinic", "keeps what is found in the PostgreSQL database you name"),
)
"""In the order in which they are told."""


def told() -> list[str]:
    """Every use in a line, those alike together."""
    found: dict[str, list[str]] = {}
    for use in USES:
        found.setdefault(use.why, []).append(" ".join(filter(None, ("coach", use.command, use.option))))
    return [f"{', '.join(commands)}: {why}" for why, commands in found.items()]
