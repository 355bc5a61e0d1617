"""A machine with nothing but Debian, Python and pip: a folder made by debootstrap, in which commands run.

Whoever runs in it is an ordinary user without a display. Mirrors of packages are those of this machine's settings.
"""

import os
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SUITE: Final = "bookworm"
"""Debian 12, with Python 3.11; `trixie` has Python 3.13."""
PACKAGES: Final = ("python3", "python3-pip", "ca-certificates")
USER: Final = 1000
CARRIED: Final = ("PIP_", "UV_", "SSL_CERT_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
"""How names begin of what tells pip and uv where packages are; compared without regard to case."""
MACHINES_OWN: Final = ("PIP_FIND_LINKS", "PIP_CONSTRAINT", "PIP_TARGET", "UV_PROJECT_ENVIRONMENT", "UV_CACHE_DIR")
"""What names folders of this machine alone."""
INDEXES: Final = {"index-url": "PIP_INDEX_URL", "trusted-host": "PIP_TRUSTED_HOST", "proxy": "PIP_PROXY"}
"""Settings in files of pip, and the variables that say the same."""
_CERTIFICATES: Final = Path("etc", "ssl", "certs", "ca-certificates.crt")
_NETWORK: Final = (Path("etc", "resolv.conf"), Path("etc", "hosts"))
_DEVICES: Final = (
    'mount -t tmpfs -o mode=1777 tmpfs "$1/shm" && mount -t devpts -o ptmxmode=0666 devpts "$1/pts" '
    '&& shift && exec "$@"'
)
"""Every running machine has memory to share and terminals; seen by the command alone, and gone with it."""


class FreshError(Exception):
    """The machine can't be made here; one plain sentence."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: exit status, and all that it wrote."""

    status: int
    written: str


@dataclass(frozen=True, slots=True)
class Root:
    """The folder that is a machine; `settings` are what pip and uv are told."""

    folder: Path
    settings: dict[str, str]

    def run(self, command: str, *, home: str, before: str = "", seconds: float = 3600.0, **more: str) -> Ended:
        """Run a command line as the ordinary user, with no more in the environment than is told."""
        told = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": home, **self.settings, **more}
        inside = ["env", "-i", *(f"{name}={value}" for name, value in told.items()), "sh", "-c", before + command]
        chroot = ["chroot", f"--userspec={USER}:{USER}", str(self.folder), *inside]
        apart = ["unshare", "--mount", "--pid", "--fork", f"--mount-proc={self.folder / 'proc'}"]
        return _run([*apart, "sh", "-c", _DEVICES, "sh", str(self.folder / "dev"), *chroot], seconds)

    def apt(self, command: str) -> Ended:
        """Run a line of apt-get as the one who may."""
        line = f"apt-get update -qq && DEBIAN_FRONTEND=noninteractive {command}"
        return _run(["chroot", str(self.folder), "sh", "-c", line], 900.0)

    def inside(self, path: str) -> Path:
        """Where a path of that machine lies on this one."""
        return self.folder / path.lstrip("/")

    def give(self, path: str) -> None:
        """Make all of a folder the ordinary user's."""
        _run(["chown", "-R", f"{USER}:{USER}", str(self.inside(path))], 60.0)


def make(folder: Path, suite: str = SUITE) -> Root:
    """Make the machine in a folder, or take it as it stands there from another time. Raises FreshError."""
    if os.geteuid() != 0 or not shutil.which("debootstrap"):
        raise FreshError("A fresh root is made by the user root with debootstrap: apt-get install debootstrap")
    if not (folder / "usr" / "bin" / "pip3").exists():
        line = ["debootstrap", "--variant=minbase", f"--include={','.join(PACKAGES)}", suite, str(folder), _mirror()]
        made = _run(line, 1800.0)
        if made.status:
            raise FreshError(f"debootstrap failed: {made.written.strip().splitlines()[-1]}")
    # It becomes the root folder, which everybody may enter; a temporary folder is shut to others.
    folder.chmod(0o755)
    for file in (_CERTIFICATES, *_NETWORK):
        if (Path("/") / file).exists():
            shutil.copy(Path("/") / file, folder / file)
    return Root(folder, settings())


def settings() -> dict[str, str]:
    """What tells pip and uv of this machine where packages are, as variables; folders of this machine are left out."""
    found = {}
    for line in _run(["python3", "-m", "pip", "config", "list"], 60.0).written.splitlines():
        name, _, value = line.partition("=")
        kind, _, key = name.rpartition(".")
        if kind in {"global", "install"} and key in INDEXES:
            found[INDEXES[key]] = shlex.split(value)[0]
    told = {name: value for name, value in os.environ.items() if name.upper().startswith(CARRIED)}
    return found | {name: value for name, value in told.items() if name.upper() not in MACHINES_OWN}


def _mirror() -> str:
    """Where apt of this machine has Debian from; what was added to a release lies elsewhere."""
    line = ["apt-get", "indextargets", "--format", "$(ORIGIN) $(CODENAME) $(SITE)", "Created-By: Packages"]
    for known in _run(line, 60.0).written.splitlines():
        origin, _, rest = known.partition(" ")
        codename, _, site = rest.partition(" ")
        if origin == "Debian" and "-" not in codename:
            return site
    raise FreshError("apt of this machine knows no mirror of Debian.")


def _run(command: Sequence[str], seconds: float) -> Ended:
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            errors="replace", timeout=seconds, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        return Ended(124, f"{_text(error.stdout)}\nnot ended after {seconds:.0f} s")
    return Ended(done.returncode, done.stdout)


def _text(written: bytes | str | None) -> str:
    return written.decode(errors="replace") if isinstance(written, bytes) else written or ""
