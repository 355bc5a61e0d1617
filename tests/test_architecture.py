"""Imports point one way: core <- ports <- adapters, logic <- ui <- commands <- main; read from the source itself."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from source_tree import MODULES, ROOT, imports, place

PARTS: Final = (
    *("core", "errors", "ports", "paths", "quiet", "private", "orphans", "database", "reading"),
    *("adapters", "ui", "clinic", "commands", "main", "__main__"),
)

ALLOWED: Final = {
    "core": {"core"},
    "errors": set(),
    "ports": {"core", "errors", "ports"},
    "paths": set(),
    "quiet": set(),
    "private": set(),
    "orphans": set(),
    "database": {"core", "private", "database"},
    "reading": {"core", "ports", "reading"},
    "logic": {"core", "ports", "logic"},
    "adapters": {"core", "ports", "quiet", "private", "orphans", "database", "reading"},
    "ui": {"core", "errors", "ports", "ui"},
    "clinic": {"core", "ports", "logic", "ui", "clinic"},
    "commands": {
        "core",
        "errors",
        "ports",
        "paths",
        "private",
        "orphans",
        "logic",
        "adapters",
        "ui",
        "clinic",
        "commands",
    },
    "main": {"errors", "commands"},
    "__main__": {"main"},
}
"""Part of the project: the parts it may import. "logic" is what runs a session or an analysis: every other module that
lies directly in coach/. "database" is what adapters that keep things in one share."""

FOREIGN: Final = {
    "core": {"numpy"},
    "errors": set(),
    "ports": {"numpy"},
    "paths": {"platformdirs"},
    "quiet": set(),
    "private": set(),
    "orphans": set(),
    "reading": {"pydantic"},
    "logic": {"numpy"},
    "ui": {"numpy", "pygame", "pygame_gui"},
}
"""Part: the packages from elsewhere that it may import; the others may import any."""


def part(module: str) -> str:
    """The part of the project that a module belongs to; the package itself belongs to none."""
    names = module.split(".")
    if len(names) == 1:
        return "package"
    return names[1] if names[1] in PARTS else "logic"


def _own(module: str) -> set[str]:
    return {name for name in imports(MODULES[module]) if name.split(".")[0] == "coach" and name != "coach"}


def _one_adapter(module: str, other: str) -> bool:
    """Whether both are parts of one adapter that has a folder of its own."""
    folder = ".".join(module.split(".")[:3])
    return folder.startswith("coach.adapters.") and other.startswith(f"{folder}.")


@pytest.mark.parametrize("module", sorted(MODULES.keys() - {"coach"}))
def test_a_module_imports_only_what_lies_below_it(module: str) -> None:
    others = {name for name in _own(module) if not _one_adapter(module, name)}
    wrong = {name for name in others if part(name) not in ALLOWED[part(module)]}
    assert wrong == set(), place(MODULES[module])


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_module_imports_only_the_packages_of_its_part(module: str) -> None:
    roots = {name.split(".")[0] for name in imports(MODULES[module])} - set(sys.stdlib_module_names) - {"coach"}
    assert roots <= FOREIGN.get(part(module), roots), place(MODULES[module])


def test_the_package_itself_imports_nothing() -> None:
    assert imports(MODULES["coach"]) <= set(sys.stdlib_module_names)


def test_imports_that_are_read_exist() -> None:
    """Guards the reading itself: every import of the project's own resolves to a file."""
    assert {name for module in MODULES for name in _own(module)} <= MODULES.keys()
    assert "coach.core.body" in _own("coach.core.pose")
    assert "coach.core.geometry" in _own("coach.core.features")


def _cycle(module: str, path: tuple[str, ...], done: set[str]) -> tuple[str, ...]:
    if module in path:
        return (*path[path.index(module) :], module)
    if module in done:
        return ()
    for name in sorted(_own(module) & MODULES.keys()):
        found = _cycle(name, (*path, module), done)
        if found:
            return found
    done.add(module)
    return ()


def test_there_is_no_import_cycle() -> None:
    done: set[str] = set()
    assert [cycle for module in sorted(MODULES) if (cycle := _cycle(module, (), done))] == []


def _run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYGAME_HIDE_SUPPORT_PROMPT": "1"},
        timeout=60,
        check=True,
    )
    return done.stdout + done.stderr


def test_the_core_pulls_in_no_camera_window_or_model() -> None:
    names = sorted(name for name in MODULES if name.startswith("coach.core"))
    loaded = _run(f"import {', '.join(names)}, sys; print(*sorted({{m.split('.')[0] for m in sys.modules}}))").split()
    assert "numpy" in loaded
    assert (
        set(loaded) & {"cv2", "pygame", "mediapipe", "pydantic", "typer", "rich", "sqlalchemy", "matplotlib"} == set()
    )


def test_importing_anything_says_nothing_and_loads_no_model() -> None:
    names = ", ".join(sorted(MODULES.keys() - {"coach.__main__"}))
    assert _run(f"import {names}, sys; print('mediapipe' in sys.modules)").split() == ["False"]


def test_nothing_lies_in_a_drawer_for_anything() -> None:
    """No module named after nothing."""
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}
    assert {Path(path).stem for path in MODULES.values()} & drawers == set()
