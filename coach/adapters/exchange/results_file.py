"""A results file (*.results.json): written, signed and sealed by the person's program, read by the therapist's.

What is read is checked whole before anything is made of it: size, depth, counts, types, ranges, and who signed it.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any, Final, NoReturn

from coach.adapters.exchange import sealing, signing
from coach.core.therapy.canonical import digest as digest_of
from coach.core.therapy.results import FORMAT, Results
from coach.core.therapy.results_bounds import wrong_in
from coach.core.therapy.signed import Signed
from coach.ports import ExchangeError

SUFFIX: Final = ".results.json"

MAX_BYTES: Final = 20_000_000
"""A year of daily sessions has about 2 MB."""

TOLD: Final = 3
"""So many mistakes are told of; more are read by nobody. Estimated."""


@cache
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Results)


def schema() -> dict[str, Any]:
    """The JSON Schema of a results file."""
    found = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Backcoach results"}
    return found | {key: value for key, value in _adapter().json_schema().items() if key != "title"}


def to_document(results: Results) -> dict[str, Any]:
    """Results as tables, lists, texts and numbers: what JSON knows; what is not known is left out."""
    plain: dict[str, Any] = _adapter().dump_python(results, mode="json", exclude_none=True)
    return plain


def from_document(document: Mapping[str, Any]) -> Results:
    """Results of such a document.

    Raises:
        ExchangeError: it is none; one sentence, with the place of each mistake.
    """
    from pydantic import ValidationError

    if document.get("format") != FORMAT:
        raise ExchangeError(f"the results can't be used: format: is not {FORMAT}")
    try:
        # By way of JSON, because there strictness refuses "3" and true for a number, yet takes a list for a tuple.
        found: Results = _adapter().validate_json(json.dumps(document, allow_nan=False), strict=True)
    except RecursionError as error:
        raise ExchangeError("the results can't be used: they are nested too deeply") from error
    except ValidationError as error:
        _refuse([f"{_where(item['loc'])}: {_cause(item)}" for item in error.errors()], error)
    except ValueError as error:
        raise ExchangeError("the results can't be used: a number is none") from error
    _refuse(list(wrong_in(document)))
    return found


def digest(document: Mapping[str, Any]) -> str:
    """What tells one results document from another, whoever signed it: 64 hexadecimal letters."""
    try:
        return digest_of({key: value for key, value in document.items() if key != "signature"})
    except ValueError as error:
        raise ExchangeError("the results can't be used: they hold something that is no text and no number") from error


def write(results: Results, private: bytes | None, by: str, at: datetime) -> bytes:
    """A results file.

    Args:
        private: key that signs it, None for an unsigned one. by, at: who signs, and when.

    Raises:
        ExchangeError: something in the results has no place in a file.
    """
    document = to_document(replace(results, signature=None))
    _refuse(list(wrong_in(document)))
    digest(document)
    if private is not None:
        document = signing.sign(document, private, by, at)
    return (json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def parse(content: bytes) -> tuple[Results, Signed, str]:
    """What a results file says, who signed it and whether it was changed since, and the digest of its document.

    Raises:
        ExchangeError: it can't be used, or it is sealed; one sentence.
    """
    document = _read(content)
    if document.get("format") == sealing.FORMAT:
        raise ExchangeError("the results are sealed: only the therapist's key opens them")
    results = from_document(document)
    return results, signing.check(document), digest(document)


def _read(content: bytes) -> dict[str, Any]:
    if len(content) > MAX_BYTES:
        raise ExchangeError(f"the results are larger than {MAX_BYTES // 1_000_000} MB: that is no results file")
    try:
        document = json.loads(content.decode("utf-8"), parse_constant=_no_number, object_pairs_hook=_once)
    except UnicodeDecodeError as error:
        raise ExchangeError("the results can't be used: the file is not text in UTF-8") from error
    except RecursionError as error:
        raise ExchangeError("the results can't be used: they are nested too deeply") from error
    except ValueError as error:
        raise ExchangeError(f"the results can't be used: the file is not valid JSON ({error})") from error
    if not isinstance(document, dict):
        raise ExchangeError("the results can't be used: the file holds no results")
    return document


def _no_number(text: str) -> NoReturn:
    raise ExchangeError(f"the results can't be used: a number is {text}, which is none")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A table of a file; a key that stands twice would be read differently by different programs."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ExchangeError("the results can't be used: a key stands twice in one table")
    return found


def _refuse(mistakes: list[str], error: Exception | None = None) -> None:
    if not mistakes:
        return
    more = f"; and {len(mistakes) - TOLD} more" if len(mistakes) > TOLD else ""
    said = "".join(letter if letter.isprintable() else "?" for letter in "; ".join(mistakes[:TOLD]))
    raise ExchangeError(f"the results can't be used: {said}{more}") from error


def _where(location: tuple[str | int, ...]) -> str:
    return "".join(_step(part) for part in location).lstrip(".")[:200] or "file"


def _step(part: str | int) -> str:
    return f"[{part}]" if isinstance(part, int) else f".{part}"


def _cause(item: Any) -> str:
    causes = {"extra_forbidden": "is not known", "unexpected_keyword_argument": "is not known"}
    missing = {"missing", "missing_argument", "missing_keyword_only_argument"}
    said: str = item["msg"]
    return "is missing" if item["type"] in missing else causes.get(item["type"], said[:1].lower() + said[1:])
