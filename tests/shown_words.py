"""Every text that people read or hear, gathered from data files and source, with the place it stands in."""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]

TOML: Final = ("exercises/*.toml", "exercises/routines/*.toml", "assets/*.toml", "assets/care/*.toml")
PAGES: Final = ("README.md", "exercises/README.md")

NOT_SHOWN: Final = frozenset({
    "id", "source", "sources", "feature", "features", "kind", "sides", "view", "joints", "ranges", "unseen", "severity",
    "phases", "gauge", "working_leg", "lying", "floor", "tier", "level", "group", "easier", "harder", "when", "files",
    "purpose", "place", "exercise", "exercises", "side",
})  # fmt: skip
"""Keys of files whose text is a name or a source, not something that is read aloud or shown as advice."""

SENTENCE: Final = re.compile(r"[A-Za-z']+(?:[ ,;:()\-]+[A-Za-z'{}0-9]+){2,}")
"""Three words and more: something said, rather than a key."""


@dataclass(frozen=True)
class Shown:
    """A text and where it stands."""

    place: str
    text: str


def from_files() -> Iterator[Shown]:
    """Texts of the data files."""
    for path in sorted(path for pattern in TOML for path in ROOT.glob(pattern)):
        place = str(path.relative_to(ROOT))
        with path.open("rb") as file:
            yield from (Shown(place, text) for text in _texts(tomllib.load(file)))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in NOT_SHOWN:
                yield from _texts(item)


def from_code() -> Iterator[Shown]:
    """Sentences in the source: strings that are no docstrings, of three words and more."""
    for path in sorted((ROOT / "coach").glob("**/*.py")):
        place, tree = str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))
        for text in _strings(tree):
            if SENTENCE.search(text):
                yield Shown(place, text)


def _strings(tree: ast.Module) -> Iterator[str]:
    """Plain strings, and those with places to fill in as they stand with "{}" there."""
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else "{}" for part in node.values]
            yield "".join(str(part) for part in parts)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent | inside:
            yield node.value


def from_pages() -> Iterator[Shown]:
    """The pages, without code."""
    for name in PAGES:
        text = (ROOT / name).read_text(encoding="utf-8")
        yield Shown(name, re.sub(r"```.*?```|`[^`]*`|<!--.*?-->", " ", text, flags=re.DOTALL))
