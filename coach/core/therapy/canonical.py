"""One way to write a document of tables, lists, texts and numbers as bytes, so that it can be signed and told apart."""

import hashlib
import json
import math
from collections.abc import Mapping
from datetime import date
from typing import Any


def canonical(document: Mapping[str, Any]) -> bytes:
    """A document as bytes: keys sorted, no spaces, whole numbers without a point, days and moments as ISO 8601.

    Two files that say the same (TOML or JSON, other comments, other order of keys) give the same bytes.

    Raises:
        ValueError: a value is none of that kind, or a number is not finite.
    """
    text = json.dumps(_plain(document), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8", errors="strict")


def digest(document: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical bytes, as 64 hexadecimal letters."""
    return hashlib.sha256(canonical(document)).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise ValueError("keys are texts")
        return {key: _plain(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError("a number is not finite")
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    if value is None or isinstance(value, str | bool | int):
        return value
    raise ValueError(f"{type(value).__name__} has no place in a document")
