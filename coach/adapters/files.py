"""Writing files so that nothing half-written is ever left under the name that was asked for."""

import contextlib
import errno
import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from coach.ports import OutputError
from coach.private import make_folder


def atomic_write(path: Path, content: bytes | Callable[[IO[bytes]], object], *, private: bool = False) -> None:
    """Write `content` (bytes, or a function that writes them into an open file) under `path`, whole or not at all.

    A device or pipe (/dev/stdout) is written into, never replaced. `private` lets nobody but the user read it.

    Raises:
        OutputError: the folder is missing, there is no permission, or the disk is full.
    """
    if _is_device(path):
        try:
            with path.open("wb") as file:
                _put(file, content)
        except OSError as error:
            raise OutputError(_sentence(path, error)) from error
        return
    with replacing(path, private=private) as temporary, temporary.open("wb") as file:
        _put(file, content)


def private_write(path: Path, content: bytes) -> None:
    """Write bytes under `path`, whole or not at all, for nobody but the user to read; a folder that is missing is made
    so too.

    Raises:
        OutputError: there is no permission, or the disk is full.
    """
    try:
        make_folder(path.parent)
    except OSError as error:
        raise OutputError(_sentence(path, error)) from error
    atomic_write(path, content, private=True)


def check_target(path: Path) -> None:
    """See, before long work is begun, whether a file could be written under `path`.

    Raises:
        OutputError: the folder is missing, there is no permission, or `path` is a folder.
    """
    if not _is_device(path):
        _temporary(path).unlink()


def _put(file: IO[bytes], content: bytes | Callable[[IO[bytes]], object]) -> None:
    if isinstance(content, bytes):
        file.write(content)
    else:
        content(file)


def _mode(path: Path) -> int:
    """What kind of thing stands under `path`; 0 where nothing does."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return 0
    except OSError as error:
        raise OutputError(_sentence(path, error)) from error


def _is_device(path: Path) -> bool:
    mode = _mode(path)
    return bool(mode) and not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


@contextmanager
def replacing(path: Path, *, private: bool = False) -> Iterator[Path]:
    """Give a temporary path in the same folder and with the same suffix; on success it becomes `path`.

    For writers that want a path of their own (a video writer). After an error or Ctrl-C the temporary file is gone
    and what stood under `path` before still stands there. A link stays, and what it points to is replaced. `private`
    lets nobody but the user read it.

    Raises:
        OutputError: the folder is missing, there is no permission, or the disk is full; also for an OSError of that
            kind raised inside the block about this file.
    """
    if _is_device(path):
        raise OutputError(f"{path} cannot be written: it is a device, not a file.")
    target = path.resolve() if path.is_symlink() else path
    temporary = _temporary(target, private=private)
    try:
        yield temporary
        _flush(temporary)
        temporary.replace(target)
    except OSError as error:
        if error.filename is not None and not _about(error, temporary, target):
            raise
        raise OutputError(_sentence(path, error)) from error
    finally:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()


def _temporary(path: Path, *, private: bool = False) -> Path:
    if stat.S_ISDIR(_mode(path)):
        raise OutputError(f"{path} cannot be written: it is a folder.")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.stem[:40]}-", suffix=path.suffix, dir=path.parent)
    except OSError as error:
        raise OutputError(_sentence(path, error)) from error
    os.close(handle)
    temporary = Path(name)
    if private:
        return temporary
    # mkstemp makes it private; a result is as readable as any other file the user makes.
    umask = os.umask(0)
    os.umask(umask)
    temporary.chmod(0o666 & ~umask)
    return temporary


def _flush(temporary: Path) -> None:
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())


def _about(error: OSError, *paths: Path) -> bool:
    names = (error.filename, error.filename2)
    return any(str(path) in names or path in names for path in paths)


def _sentence(path: Path, error: OSError) -> str:
    causes = {
        errno.ENOENT: f"the folder {path.parent} does not exist",
        errno.ENOTDIR: f"{path.parent} is not a folder",
        errno.EACCES: "there is no permission",
        errno.EPERM: "there is no permission",
        errno.EROFS: "the disk is read-only",
        errno.ENOSPC: "the disk is full",
        errno.EDQUOT: "the disk quota is used up",
        errno.ENAMETOOLONG: "the name is too long",
    }
    cause = causes.get(error.errno or 0, error.strerror or str(error))
    return f"{path} cannot be written: {cause}."
