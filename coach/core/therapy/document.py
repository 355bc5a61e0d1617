"""A routine as a document of tables, lists, texts and numbers: what is signed, sent and told apart. Pure."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any

from coach.core.routine import Routine


def document_of(routine: Routine) -> dict[str, Any]:
    """A routine as a document; what is as it would be if left out is left out.

    So two files that mean the same are the same document. A default that is changed would change what signed files
    mean: give it another key instead.
    """
    document = _plain(routine)
    assert isinstance(document, dict)
    return document


def unsigned(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document without its signature."""
    return {key: value for key, value in document.items() if key != "signature"}


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        named = ((field, getattr(value, field.name)) for field in fields(value))
        return {field.name: _plain(inner) for field, inner in named if not _left_out(field, inner)}
    return [_plain(inner) for inner in value] if isinstance(value, tuple) else value


def _left_out(field: "Field[Any]", value: Any) -> bool:
    if field.default is not MISSING:
        return bool(value == field.default)
    return field.default_factory is not MISSING and bool(value == field.default_factory())
