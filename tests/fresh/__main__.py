"""`python -m tests.fresh`: the README's two commands on a machine with nothing but Debian, Python and pip.

Run as root on Debian; `apt-get install debootstrap git` first. What was committed is taken.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from tests.fresh import cases
from tests.fresh.cases import Case
from tests.fresh.root import SUITE, Ended, FreshError, Root, make

CHECKOUT: Final = Path(__file__).parents[2]
SHOWN: Final = 25
"""Lines shown of a command that did not end as it must."""


def main() -> int:
    """Try everything; 0 when all ended as it must."""
    asked = _asked()
    try:
        with tempfile.TemporaryDirectory(prefix="fresh-") as fleeting:
            root = make(asked.root or Path(fleeting), asked.suite)
            failed = [name for name in (_bare(root), *_demos(root, asked.quick), _tests(root, asked.tests)) if name]
    except FreshError as error:
        sys.exit(str(error))
    print(f"not as it must be: {', '.join(failed)}" if failed else "A fresh machine does what the README says.")
    return 1 if failed else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fresh", description=__doc__)
    parser.add_argument("--root", type=Path, help="keep the machine in this folder, and use it again another time")
    parser.add_argument("--suite", default=SUITE, help="release of Debian: bookworm has Python 3.11, trixie 3.13")
    parser.add_argument("--quick", action="store_true", help="only the usual machine, before and after libraries")
    parser.add_argument("--tests", default=cases.QUICK, help="files of tests to run; '' runs all of the quick ones")
    return parser.parse_args()


def _bare(root: Root) -> str:
    """The demo before any library is there; then do what it says."""
    if root.inside("usr/lib").joinpath("fresh-libraries").exists():
        print("  --  libraries are there from another time")
        return ""
    failed, ended = _demo(root, cases.BARE)
    if packages := cases.to_install(ended.written):
        print(f"      installing what it says: {' '.join(packages)}")
        done = root.apt(f"apt-get install -y -qq --no-install-recommends {' '.join(packages)}")
        if done.status:
            return failed or _shown("installing", done)
        root.inside("usr/lib").joinpath("fresh-libraries").touch()
    return failed


def _demos(root: Root, quick: bool) -> list[str]:
    return [_demo(root, case)[0] for case in (cases.CASES[:1] if quick else cases.CASES)]


def _demo(root: Root, case: Case) -> tuple[str, Ended]:
    place = _cloned(root, case)
    demo, _ = cases.commands(cases.README.read_text(encoding="utf-8"))
    told = {"LC_ALL": case.locale} if case.locale else {}
    begun = time.monotonic()
    ended = root.run(demo, home=case.home, before=f'cd "{place}" && {case.before}', **told)
    well = ended.status == case.status and case.said in ended.written and "Traceback" not in ended.written
    print(f"{'  ok' if well else 'FAIL'}  {case.name}  ({time.monotonic() - begun:.0f} s)", flush=True)
    return ("" if well else _shown(case.name, ended)), ended


def _tests(root: Root, selection: str) -> str:
    """The README's second command; what to run of it is told by pytest's own variable, the command stays as it is."""
    _, tests = cases.commands(cases.README.read_text(encoding="utf-8"))
    place = f"{cases.HOME}/{cases.CASES[0].folder}"
    ended = root.run(tests, home=cases.HOME, before=f'cd "{place}" && ', PYTEST_ADDOPTS=f"-rs {selection}")
    for line in ended.written.splitlines():
        if line.startswith("SKIPPED") or " passed" in line:
            print(f"      {line}")
    if cases.tests_passed(ended.status, ended.written):
        print("  ok  the tests")
        return ""
    return _shown("the tests", ended)


def _cloned(root: Root, case: Case) -> str:
    """A clone of what was committed, in a home with nothing else in it."""
    place = f"{cases.HOME}/{case.folder}"
    for folder in (cases.HOME, cases.SHUT):
        root.inside(folder).mkdir(parents=True, exist_ok=True)
    root.inside(cases.SHUT).chmod(0o555)
    if not root.inside(place).exists():
        clone = ["git", "clone", "--quiet", "--depth=1", CHECKOUT.as_uri(), str(root.inside(place))]
        subprocess.run(clone, check=True)
    root.give(cases.HOME)
    return place


def _shown(name: str, ended: Ended) -> str:
    lines = ended.written.splitlines()[-SHOWN:]
    print(f"FAIL  {name}: ended with {ended.status}", *lines, sep="\n      | ", flush=True)
    return name


if __name__ == "__main__":
    sys.exit(main())
