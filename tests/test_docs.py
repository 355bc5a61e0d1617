"""The pages say what the code does: every key, feature and command is named."""

from dataclasses import fields
from pathlib import Path

import pytest

from coach.core import demo, spec
from coach.core.features import FEATURES, TIMINGS

ROOT = Path(__file__).parents[1]
SCHEMA_PAGE = (ROOT / "exercises" / "README.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
PARTS = (
    spec.Band, spec.Gate, spec.Measure, spec.Words, spec.Rep, spec.Hold, spec.Rule, spec.Dose, spec.Framing,
    spec.Exercise, demo.Demo, demo.Keyframe,
)  # fmt: skip


@pytest.mark.parametrize(("part", "key"), [(part.__name__, field.name) for part in PARTS for field in fields(part)])
def test_the_schema_page_names_every_key(part: str, key: str) -> None:
    assert f"`{key}`" in SCHEMA_PAGE or f"[{key}]" in SCHEMA_PAGE or f".{key}]" in SCHEMA_PAGE, f"{part}.{key}"


@pytest.mark.parametrize("name", sorted([*FEATURES, *TIMINGS]))
def test_the_schema_page_explains_every_feature(name: str) -> None:
    assert f"| `{name}` |" in SCHEMA_PAGE


@pytest.mark.parametrize("path", sorted((ROOT / "coach" / "commands").glob("*.py")), ids=lambda path: path.stem)
def test_the_readme_names_every_command(path: Path) -> None:
    commands = {"analyze", "evaluate", "demo", "doctor", "exercises", "record"}
    if path.stem in commands:
        assert f"coach {path.stem}" in README


def test_the_readme_has_a_place_for_the_measured_tables() -> None:
    assert "<!-- evaluation: begin -->" in README
    assert "<!-- evaluation: end -->" in README


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "exercises/README.md"])
def test_pages_exist_and_are_not_empty(page: str) -> None:
    assert len((ROOT / page).read_text(encoding="utf-8")) > 200
