"""A finding's input made as small as it goes while it still brings to light the same."""

import time
from collections.abc import Iterator

from tests.fuzz.target import Target, found


def shrunk(target: Target, data: bytes, kind: str, seconds: float = 20.0) -> bytes:
    """The shortest and plainest input found in so many seconds that gives a finding of this kind."""
    until_s = time.monotonic() + seconds
    best, better = data, True
    while better:
        better = False
        for smaller in _smaller(best):
            if time.monotonic() > until_s:
                return best
            finding = found(target, smaller)
            if finding is not None and finding.kind == kind:
                best, better = smaller, True
                break
    return best


def _smaller(data: bytes) -> Iterator[bytes]:
    """Inputs a step smaller: without a half, a quarter, ... a byte; then with a byte set to nothing."""
    length = len(data) // 2
    while length >= 1:
        for begin in range(0, len(data), length):
            yield data[:begin] + data[begin + length :]
        length //= 2
    for at, byte in enumerate(data):
        if byte:
            yield data[:at] + b"\0" + data[at + 1 :]
