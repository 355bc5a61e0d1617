"""The way to the practice: one request over HTTPS, to the linked address and to no other.

Certificates are always checked, against those that come with the program and the system's own; a redirect is followed
nowhere; a proxy that the environment names is not used: whoever needs one names it when linking.
"""

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from coach.core.therapy.assigned import is_safe_address
from coach.core.therapy.delivery import Answer, Link
from coach.ports import DeliveryError

PATH: Final = "/api/results"

PIECE: Final = 65_536
"""Bytes sent at a time."""

MOST_SAID: Final = 64_000
"""Bytes of an answer that are read; one has about 120."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited, seconds: for a connection, for a sign of life while sending or receiving, and altogether.
    Estimated; raise them where the line is slow."""

    connect_s: float = 10.0
    silent_s: float = 30.0
    whole_s: float = 300.0


class PracticeHttp:
    """A `Practice` (`coach.ports.delivery`).

    Args:
        patience: how long is waited. clock: seconds that only rise.
    """

    def __init__(self, patience: Patience | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._patience, self._clock = patience or Patience(), clock

    def post(self, link: Link, content: bytes) -> Answer:
        import httpx

        if not is_safe_address(link.deliver.address):
            raise DeliveryError("the practice's address is none that results may go to", again=False)
        try:
            return self._post(httpx, link, content)
        except httpx.TimeoutException as error:
            raise DeliveryError("the practice did not answer in time") from error
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise DeliveryError(_why(error)) from error

    def _post(self, httpx: Any, link: Link, content: bytes) -> Answer:
        timeout = httpx.Timeout(self._patience.silent_s, connect=self._patience.connect_s)
        headers = {
            "authorization": f"Bearer {link.deliver.token}",
            "content-type": "application/json",
            "content-length": str(len(content)),
            "accept": "application/json",
            # What is packed small could unpack without end.
            "accept-encoding": "identity",
        }
        address = link.deliver.address.rstrip("/") + PATH
        options = {"verify": _certificates(httpx), "proxy": link.proxy or None, "timeout": timeout}
        in_time = self._deadline()
        with (
            httpx.Client(trust_env=False, follow_redirects=False, **options) as client,
            client.stream("POST", address, content=_pieces(content, in_time), headers=headers) as back,
        ):
            return Answer(back.status_code, _said(back.iter_raw(), in_time))

    def _deadline(self) -> Callable[[], None]:
        until_s = self._clock() + self._patience.whole_s

        def in_time() -> None:
            if self._clock() > until_s:
                raise DeliveryError("delivering took too long")

        return in_time


def _pieces(content: bytes, in_time: Callable[[], None]) -> Iterator[bytes]:
    for begin in range(0, len(content), PIECE):
        in_time()
        yield content[begin : begin + PIECE]


def _said(pieces: Iterator[bytes], in_time: Callable[[], None]) -> Mapping[str, Any] | None:
    """The table that an answer holds, None where it holds none, or too much."""
    said = b""
    for piece in pieces:
        in_time()
        said += piece
        if len(said) > MOST_SAID:
            return None
    try:
        table = json.loads(said)
    except (ValueError, RecursionError):
        return None
    return table if isinstance(table, dict) else None


def _certificates(httpx: Any) -> Any:
    """Those that come with the program, and the system's own: a practice may have one of its own there."""
    context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()
    return context


def _why(error: Exception) -> str:
    said = re.sub(r"^\[Errno -?\d+\] ", "", str(error))
    if "CERTIFICATE_VERIFY_FAILED" in said:
        return "the practice's certificate can't be trusted, so nothing was sent"
    return f"the practice can't be reached ({' '.join(said.split())[:120] or type(error).__name__})"
