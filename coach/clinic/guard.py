"""In front of every page: who may ask, and what a browser may do with the answer."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from flask import Flask, Response, abort, flash, g, redirect, request, session, url_for
from flask_wtf.csrf import CSRFError, CSRFProtect  # type: ignore[import-untyped]
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response as AnyResponse

from coach.clinic.here import MAY, Access, desk, page, sentence, tools
from coach.core.therapy.practice import Account
from coach.ports import CoachError

LASTS: Final = timedelta(hours=12)
"""A sign-in ends after this, whatever is done."""

IDLE: Final = timedelta(minutes=60)
"""A sign-in that was not used for so long ends."""

MOST_BYTES: Final = 20 * 1024 * 1024
"""Of one upload; a year of sessions in one results file has about 1 MB."""

HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

_SAID: Final = {
    400: ("That did not work", "The address or form can't be read. Go back and try again."),
    403: ("Not allowed", "Your role lets you look at this, but not change it."),
    404: ("Not found", "There is nothing here, or it is not yours to see."),
    405: ("That did not work", "This address can't be used in that way."),
    413: ("Too large", f"That is more than {MOST_BYTES // 1024 // 1024} MB at once. Nothing was taken in."),
    429: ("Too many tries", "Wait a little, then try again."),
}


def begin(account: Account) -> None:
    """Sign somebody in: a new random token, kept as its hash alone."""
    session.clear()
    session["token"] = secrets.token_urlsafe(32)
    now = tools().now()
    tools().records.begin_sign_in(digest_of(session["token"]), account.id, now, now + LASTS)


def end() -> None:
    """Sign out."""
    if "token" in session:
        tools().records.end_sign_in(digest_of(str(session["token"])))
    session.clear()


def digest_of(token: str) -> str:
    """What is kept of a token: its SHA-256. It is random and long, so no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def stand(app: Flask, access: Mapping[str, Access], csrf: CSRFProtect) -> None:
    """Put the guard in front of an app's routes; a route without an entry lets nobody in."""

    def check() -> AnyResponse | None:
        if request.endpoint is None:
            return None  # no such address: the answer is 404 for anybody
        kind = access.get(request.endpoint, "nobody")
        if kind == "token":
            return None
        g.viewer = _signed_in()
        if kind == "open":
            csrf.protect()
            return None
        if g.viewer is None:
            return _ask_to_sign_in()
        if g.viewer.role not in MAY.get(kind, ()):
            abort(403)
        csrf.protect()
        return None

    app.before_request(check)
    app.after_request(_headers)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _wrong)
    app.register_error_handler(CoachError, _trouble)


def _signed_in() -> Account | None:
    token, now = session.get("token"), tools().now()
    if not isinstance(token, str):
        return None
    return tools().records.signed_in(digest_of(token), now, now - IDLE)


def _ask_to_sign_in() -> AnyResponse:
    if not tools().records.accounts():
        return redirect(url_for("no_account"))
    if "token" in session:
        session.clear()
        flash("You were signed out: sign-ins end after an hour without use, and after 12 hours.")
    ahead = request.full_path.rstrip("?") if request.method == "GET" else ""
    return redirect(url_for("sign_in", next=ahead) if len(ahead) > 1 else url_for("sign_in"))


def _headers(answer: Response) -> Response:
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    if request.endpoint != "static":
        answer.headers["Cache-Control"] = "no-store"
    if request.is_secure:
        answer.headers["Strict-Transport-Security"] = "max-age=31536000"
    return answer


def _forged(error: CSRFError) -> tuple[str, int]:
    said = "This form is out of date, or came from another site. Go back, load the page anew, and send it again."
    return page("error.html", 400, title="Send it again", said=said)


def _wrong(error: HTTPException) -> AnyResponse | tuple[str, int] | tuple[dict[str, str], int]:
    code = error.code or 500
    if code < 400 or isinstance(error, SecurityError):
        # Asked by a name that isn't this server's: no page is made with it.
        return error.get_response()
    title, said = _SAID.get(code, ("That did not work", "Something went wrong here. Nothing was changed."))
    if request.path.startswith("/api/"):
        return {"error": said}, code
    return page("error.html", code, title=title, said=said)


def _trouble(error: CoachError) -> tuple[str, int] | tuple[dict[str, str], int]:
    if request.path.startswith("/api/"):
        return {"error": sentence(error)}, 503
    return page("error.html", 503, title="That did not work", said=sentence(error))


def setup_open(token: str) -> bool:
    """Whether a one-time link may still make the first account."""
    kept = desk().setup_token
    return bool(kept) and secrets.compare_digest(kept.encode(), token.encode()) and not tools().records.accounts()
