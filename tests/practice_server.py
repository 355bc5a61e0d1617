"""A practice's server on this machine, for tests: it takes results as the real one does, or fails as it is told."""

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from coach.adapters.exchange import results_file

TOKEN: Final = "a-token-of-the-practice"


@dataclass
class Server:
    """Attributes:
    manner: how it answers: "well", a status, or a way to fail. got: what came in, whole. sessions: ids it has.
    ask: the headers and paths that came. came: is set when something came. go_on: what hangs, hangs until then.
    """

    manner: Any = "well"
    address: str = ""
    elsewhere: str = ""
    got: list[bytes] = field(default_factory=list)
    sessions: set[str] = field(default_factory=set)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    came: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    def take(self, content: bytes) -> dict[str, Any]:
        """Keep results; what is known already is none that is new."""
        results, _, digest = results_file.parse(content)
        ids = {session.session for session in results.sessions}
        new = len(ids - self.sessions)
        self.sessions |= ids
        self.got.append(content)
        return {"digest": digest, "new": new, "known": len(ids) - new}


@contextmanager
def serving(manner: Any = "well", tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server that runs meanwhile."""
    told = Server(manner)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["content-length"]))
            told.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            _answer(self, told, content)

        def log_message(self, format: str, *arguments: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    told.address = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield told
    finally:
        told.go_on.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _answer(handler: BaseHTTPRequestHandler, told: Server, content: bytes) -> None:
    manner = told.manner
    if manner == "takes and hangs":
        told.take(content)
    told.came.set()
    if manner in ("hangs", "takes and hangs"):
        told.go_on.wait(20)
        return
    status = manner if isinstance(manner, int) else 302 if manner == "sends elsewhere" else 200
    said = told.take(content) if status == 200 else {"error": "no"}
    if manner == "says another digest":
        said["digest"] = "0" * 64
    body = json.dumps(said).encode() if manner != "says nonsense" else b"<html>welcome</html>"
    handler.send_response(status)
    handler.send_header("content-type", "application/json")
    if manner != "goes on and on":
        handler.send_header("content-length", str(len(body)))
    if manner == "sends elsewhere":
        handler.send_header("location", told.elsewhere)
    handler.end_headers()
    handler.wfile.write(body[:20] if manner == "is cut off" else body if manner != "goes on and on" else body * 2000)
