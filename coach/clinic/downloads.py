"""Files that a browser keeps rather than shows."""

from urllib.parse import quote

from flask import Response


def download(content: bytes, kind: str, name: str, *, inline: bool = False) -> Response:
    """A file of a kind (MIME) and name; `inline` lets the browser show it."""
    how = "inline" if inline else "attachment"
    answer = Response(content, mimetype=kind)
    answer.headers["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(name)}"
    return answer
