"""The project's own source, read as text and trees for the tests of its shape."""

import ast
from functools import lru_cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
SOURCES: Final = tuple(sorted((ROOT / "coach").rglob("*.py")))
TESTS: Final = tuple(sorted((ROOT / "tests").glob("*.py")))

Function = ast.FunctionDef | ast.AsyncFunctionDef


@lru_cache(maxsize=1024)
def tree(path: Path) -> ast.Module:
    """Syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def place(path: Path, node: ast.stmt | ast.expr | ast.excepthandler | None = None) -> str:
    """Where something stands, for a message."""
    return path.relative_to(ROOT).as_posix() + (f":{node.lineno}" if node else "")


def functions(path: Path) -> list[Function]:
    """Every function of a file, nested ones too."""
    return [node for node in ast.walk(tree(path)) if isinstance(node, Function)]


def module_name(path: Path) -> str:
    """Dotted name of a source file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES: Final = {module_name(path): path for path in SOURCES}


@lru_cache(maxsize=1024)
def imports(path: Path) -> set[str]:
    """Dotted names of the modules a file imports, at once or later; `from coach.core import pose` is coach.core.pose"""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(path, node)
            inner = {f"{base}.{alias.name}" for alias in node.names}
            found |= {name for name in inner if name in MODULES} | ({base} if not inner <= MODULES.keys() else set())
    return found


def _absolute(path: Path, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = path.relative_to(ROOT).parts[: -node.level]
    return ".".join((*package, *((node.module,) if node.module else ())))
