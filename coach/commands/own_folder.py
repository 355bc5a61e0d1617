"""The person's data folder: what of the program's own lies in it, and that nobody else may read it.

A folder that the program made itself is closed again where somebody opened it. One that was given by name may be
shared on purpose: it is left as it is, and told; the program's own files in it are closed all the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Final

from coach import paths, private
from coach.adapters.migrations import beside
from coach.commands import console

WIDE: Final = (
    "{folder} can be looked into by others on this machine: they see which files there are, but may not read them "
    "(chmod 700 closes it)"
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A kind of file that the program keeps.

    Attributes:
        pattern: its path in the data folder, with *. what: what stands in it, in words.
        exported: whether `coach export` gives out what stands in it.
    """

    pattern: str
    what: str
    exported: bool = True


KEPT: Final = (
    Kept(paths.HISTORY, "the record: sessions, pain, care, hours at the desk"),
    *(Kept(f"{paths.HISTORY}{end}", "what SQLite keeps with it") for end in private.COMPANIONS),
    *(
        Kept(f"history-{kind}-*.db{end}", f"a record beside it: {kind}", exported=kind != "damaged")
        for kind in beside.ASIDE
        for end in ("", *private.COMPANIONS)
    ),
    Kept(paths.SETTINGS, "settings"),
    Kept("settings-damaged-*.json", "settings that could not be read", exported=False),
    Kept(paths.BASELINES, "how you sit when you sit well"),
    Kept("baselines-damaged-*.json", "the same, when it could not be read", exported=False),
    Kept("posture.lock", "which program watches; empty", exported=False),
    Kept(paths.DELIVERY, "the link to your practice; its token is not given out"),
    Kept("delivery-damaged-*.json", "a link that could not be read", exported=False),
    Kept(f"{paths.OUTBOX}/*", "results that wait to be delivered"),
    Kept("keys/*.key", "private keys; an export has the public ones"),
    Kept("routines/*.toml", "routines from a therapist"),
    Kept("routines/*/*.toml", "their earlier versions"),
    Kept("therapists.json", "whose key is whose"),
    # Files that were asked for and lie here where there was no other place: they are given out already.
    Kept("*.results.json", "results for a therapist", exported=False),
    Kept("*.npz", "recorded landmarks", exported=False),
    Kept("streams/*.npz", "recorded landmarks", exported=False),
    Kept("Page for the doctor *.pdf", "a page that was asked for", exported=False),
    Kept("back exercises*.ics", "planned days for a calendar", exported=False),
)
"""Everything of the person's own in a data folder: what is not named here, the program does not write there."""


def own_files(folder: Path) -> list[Path]:
    """Files of the person's own in a data folder, what a killed program left half-written included. Whatever else lies
    there is not named. What a killed program left comes last, the record itself first."""
    patterns = [kept.pattern for kept in KEPT]
    found = (path for pattern in (*patterns, *map(_unfinished, patterns)) for path in sorted(folder.glob(pattern)))
    return list(dict.fromkeys(path for path in found if path.is_file()))


def _unfinished(pattern: str) -> str:
    """How a file is named while it is being written."""
    path = PurePosixPath(pattern)
    names = {".npz": ".stream-????????", ".key": f".{path.name}-*"}
    return str(path.with_name(names.get(path.suffix, f".{path.stem}-????????{path.suffix}")))


def data_folder(data: Path | None, inner: str = "") -> Path:
    """The folder that a command works with, closed to others or told of.

    Args:
        data: given by name; None for the person's own. inner: a folder within that of the person's own.
    """
    folder = data or paths.data_dir() / inner
    if data is None:
        for one in (paths.data_dir(), folder):
            private.close(one.resolve())
    else:
        _tell(folder)
    for path in own_files(folder):
        # A private key that others could read may be known to them: whoever loads it says so.
        if path.suffix != ".key":
            private.close(path)
    return folder


@cache
def _tell(folder: Path) -> None:
    """Once is enough."""
    if private.is_within_reach(folder):
        console.complain(WIDE.format(folder=folder))


def readable(folder: Path) -> list[Path]:
    """What of a data folder others on this machine may read: the folder itself, the program's own files in it."""
    return [path for path in (folder, *own_files(folder)) if private.is_open(path)]


PICTURES: Final = {
    "JPEG": (0, b"\xff\xd8\xff"),
    "PNG": (0, b"\x89PNG\r\n\x1a\n"),
    "GIF": (0, b"GIF8"),
    "BMP": (0, b"BM"),
    "TIFF": (0, b"II*\0"),
    "WebP or AVI": (0, b"RIFF"),
    "MP4 or HEIC": (4, b"ftyp"),
    "Matroska or WebM": (0, b"\x1a\x45\xdf\xa3"),
    "Ogg": (0, b"OggS"),
    "MPEG": (0, b"\0\0\1\xba"),
}
"""Kinds of pictures and films, and what each begins with: where, and the bytes."""


def pictures(folder: Path) -> Iterator[Path]:
    """Pictures and films in a folder and below, told by how they begin; what can't be read is passed over."""
    for path in sorted(folder.rglob("*")):
        try:
            if path.is_symlink() or not path.is_file():
                continue
            with path.open("rb") as file:
                head = file.read(16)
        except OSError:
            continue
        if any(head[at : at + len(magic)] == magic for at, magic in PICTURES.values()):
            yield path
