"""The key of a practice's server: a file beside the database's folder, in no backup of the database."""

import base64
import contextlib
import os
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from coach.ports import ClinicError
from coach.private import close, make_folder

FILE: Final = "server.key"

_BYTES: Final = 32
_NONCE: Final = 12


class ServerKey:
    """Seals with AES-256-GCM; what it is about must be told again to open it. Signs cookies with a key of its own.

    Args:
        path: of the key file; made, readable by its owner alone, where there is none.

    Raises:
        ClinicError: the file can't be read or made, or is no key.
    """

    def __init__(self, path: Path) -> None:
        try:
            close(path)
            self._secret = _read(path) if path.exists() else _made(path)
        except OSError as error:
            raise ClinicError(f"{path} cannot be read or written: {error.strerror or error}") from error
        self._cipher = AESGCM(self._derived(b"seal"))

    def seal(self, content: bytes, about: str) -> bytes:
        """Content sealed for this server."""
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, content, about.encode())

    def unseal(self, sealed: bytes, about: str) -> bytes:
        """What was sealed. Raises ClinicError where another server's key sealed it, or it was changed."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], about.encode())
        except (InvalidTag, ValueError) as error:
            raise ClinicError(
                f"keys were sealed with another server's key: put that server's file {FILE} in its place"
            ) from error

    def cookie_secret(self) -> bytes:
        """What cookies are signed with."""
        return self._derived(b"cookies")

    def _derived(self, use: bytes) -> bytes:
        return HKDF(algorithm=SHA256(), length=_BYTES, salt=None, info=b"backcoach clinic " + use).derive(self._secret)


def _read(path: Path) -> bytes:
    with contextlib.suppress(ValueError):
        secret = base64.b64decode(path.read_text(encoding="ascii").strip(), validate=True)
        if len(secret) == _BYTES:
            return secret
    raise ClinicError(f"{path} is not a server's key file")


def _made(path: Path) -> bytes:
    """A new key. The file is made for its owner alone from the first moment, and never written over."""
    make_folder(path.parent)
    secret = os.urandom(_BYTES)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path)
    with os.fdopen(handle, "wb") as file:
        file.write(base64.b64encode(secret) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return secret
