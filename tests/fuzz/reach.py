"""Which lines of a target's modules its inputs come to: whether what lies behind a parser is reached at all."""

import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from types import CodeType, FrameType, ModuleType
from typing import Any

from tests.fuzz.target import Target, found


def reached(target: Target, inputs: Iterable[bytes]) -> list[tuple[str, int, int]]:
    """Each module that a target is there to reach: lines of its functions that its inputs come to, and all of them."""
    modules = [import_module(name) for name in target.reaches]
    wanted = {str(module.__file__): set(_lines(module)) for module in modules}
    seen: dict[str, set[int]] = {path: set() for path in wanted}

    def local(frame: FrameType, _event: str, _arg: Any) -> Any:
        seen[frame.f_code.co_filename].add(frame.f_lineno)
        return local

    def entered(frame: FrameType, _event: str, _arg: Any) -> Any:
        return local if frame.f_code.co_filename in seen else None

    for data in inputs:
        sys.settrace(entered)
        try:
            found(target, data)
        finally:
            sys.settrace(None)
    return [
        (module.__name__, len(wanted[path] & seen[path]), len(wanted[path]))
        for module in modules
        for path in [str(module.__file__)]
    ]


def _lines(module: ModuleType) -> Iterator[int]:
    """Lines of the functions of a module; what runs when it is loaded is no work of an input's."""
    path = Path(str(module.__file__))
    whole = compile(path.read_text(encoding="utf-8"), str(path), "exec")
    for code in _functions(whole):
        yield from (line for _, _, line in code.co_lines() if line and line != code.co_firstlineno)


def _functions(code: CodeType) -> Iterator[CodeType]:
    for inner in (constant for constant in code.co_consts if isinstance(constant, CodeType)):
        # CO_OPTIMIZED: a function's; the body of a class is none.
        if inner.co_flags & 1:
            yield inner
        yield from _functions(inner)
