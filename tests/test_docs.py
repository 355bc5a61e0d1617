"""The pages say what the code does: every key, feature and command is named."""

import importlib
import inspect
from dataclasses import fields
from pathlib import Path

import pytest
from typer import Typer

from coach.core import demo, pace, spec
from coach.core.features import FEATURES, TIMINGS
from coach.main import COMMANDS

ROOT = Path(__file__).parents[1]
SCHEMA_PAGE = (ROOT / "exercises" / "README.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
PARTS = (
    spec.Band, spec.Gate, spec.Measure, spec.Words, spec.Rep, spec.Hold, spec.Rule, spec.Dose, spec.Framing,
    spec.Exercise, pace.Pace, pace.PaceStep, demo.Demo, demo.Keyframe,
)  # fmt: skip


@pytest.mark.parametrize(("part", "key"), [(part.__name__, field.name) for part in PARTS for field in fields(part)])
def test_the_schema_page_names_every_key(part: str, key: str) -> None:
    assert f"`{key}`" in SCHEMA_PAGE or f"[{key}]" in SCHEMA_PAGE or f".{key}]" in SCHEMA_PAGE, f"{part}.{key}"


@pytest.mark.parametrize("name", sorted([*FEATURES, *TIMINGS]))
def test_the_schema_page_explains_every_feature(name: str) -> None:
    assert f"| `{name}` |" in SCHEMA_PAGE


@pytest.mark.parametrize("name", sorted(COMMANDS.keys() - {"app"}))
def test_the_readme_names_every_command(name: str) -> None:
    assert f"`coach {name}" in README


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_list_of_commands_says_what_each_says_of_itself(name: str) -> None:
    module, _, member = COMMANDS[name].place.partition(":")
    found = getattr(importlib.import_module(f"coach.commands.{module}"), member)
    if isinstance(found, Typer):
        assert found.registered_callback is not None
        found = found.registered_callback.callback
    text = inspect.getdoc(found)
    assert text
    assert COMMANDS[name].text == " ".join(text.split("\n\n")[0].split())


def test_the_readme_has_a_place_for_the_measured_tables() -> None:
    assert "<!-- evaluation: begin -->" in README
    assert "<!-- evaluation: end -->" in README


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "exercises/README.md"])
def test_pages_exist_and_are_not_empty(page: str) -> None:
    assert len((ROOT / page).read_text(encoding="utf-8")) > 200
