"""Zips from elsewhere: what is asked of one before anything in it is unpacked."""

import zipfile
from typing import Final

PACKINGS: Final = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
"""Those that the program itself, and numpy, write. Of others, the zip says how much memory unpacking takes."""


def check_packing(archive: zipfile.ZipFile) -> None:
    """Raises zipfile.BadZipFile where a member is packed otherwise."""
    if any(member.compress_type not in PACKINGS for member in archive.infolist()):
        raise zipfile.BadZipFile("it is packed in a way that is not read here")
