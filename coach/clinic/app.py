"""All addresses of the pages, in one table, and the app made of it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from flask import Flask
from flask_wtf.csrf import CSRFProtect  # type: ignore[import-untyped]
from werkzeug.middleware.proxy_fix import ProxyFix

from coach.clinic import (
    accounts,
    api,
    builder,
    exports,
    giving,
    guard,
    importing,
    measures,
    overview,
    patients,
    signing_in,
)  # fmt: skip
from coach.clinic.here import Access, Desk

LOCAL: Final = ["127.0.0.1", "localhost", "[::1]"]
"""Names by which a server on this machine is asked; any other is somebody who misleads the browser."""


class Route(NamedTuple):
    """An address: its rule, the view's name, what answers, who may ask, and how."""

    rule: str
    name: str
    view: Callable[..., Any]
    access: Access
    methods: tuple[str, ...] = ("GET",)


_FORM: Final = ("GET", "POST")
_SEND: Final = ("POST",)

ROUTES: Final = (
    Route("/health", "health", api.health, "token"),
    Route("/api/results", "deliver", api.deliver, "token", _SEND),
    Route("/sign-in", "sign_in", signing_in.sign_in, "open", _FORM),
    Route("/no-account", "no_account", signing_in.no_account, "open"),
    Route("/setup/<token>", "setup", signing_in.setup, "open", _FORM),
    Route("/sign-out", "sign_out", signing_in.sign_out, "read", _SEND),
    Route("/account", "account_page", signing_in.account_page, "read", _FORM),
    Route("/", "overview", overview.overview, "read"),
    Route("/figures/<exercise>", "figure", builder.figure, "read"),
    Route("/patients/new", "new_patient", patients.new_patient, "write", _FORM),
    Route("/patients/<id_>", "patient", patients.patient, "read"),
    Route("/patients/<id_>/edit", "edit_patient", patients.edit_patient, "write", _FORM),
    Route("/patients/<id_>/notes", "add_note", patients.add_note, "write", _SEND),
    Route("/patients/<id_>/notes/<note>/drop", "drop_note", patients.drop_note, "write", _SEND),
    Route("/patients/<id_>/routine", "builder", builder.builder, "write", _FORM),
    Route("/patients/<id_>/routines/<assignment>", "give", giving.give, "read"),
    Route("/patients/<id_>/routines/<assignment>/file", "give_file", giving.give_file, "write"),
    Route("/patients/<id_>/routines/<assignment>/code", "give_code", giving.give_code, "write"),
    Route("/patients/<id_>/delivery/stop", "stop_delivery", giving.stop_delivery, "write", _SEND),
    Route("/results", "take_files", importing.take_files, "write", _SEND),
    Route("/results/held", "take_held", importing.take_held, "write", _SEND),
    Route("/patients/<id_>/results", "take_files_of", importing.take_files_of, "write", _SEND),
    Route("/patients/<id_>/export/<kind>", "report", exports.report, "read"),
    Route("/patients/<id_>/erase", "erase", exports.erase, "write", _FORM),
    Route("/accounts", "accounts", accounts.accounts, "lead", _FORM),
    Route("/accounts/<id_>", "change_account", accounts.change_account, "lead", _SEND),
    Route("/log", "log", accounts.log, "lead"),
)


def make_app(desk: Desk, *, behind_proxy: bool = False) -> Flask:
    """The pages as an app for a WSGI server.

    Args:
        behind_proxy: a proxy stands in front of it, ends TLS, and says who asked, how, and by which name.
    """
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=desk.tools.vault.cookie_secret(),
        SESSION_COOKIE_NAME="__Host-backcoach" if behind_proxy else "backcoach",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=behind_proxy,
        MAX_CONTENT_LENGTH=guard.MOST_BYTES,
        MAX_FORM_MEMORY_SIZE=guard.MOST_BYTES,
        MAX_FORM_PARTS=2_000,
        TRUSTED_HOSTS=None if behind_proxy else LOCAL,
        # A form is good for as long as the sign-in; `guard` asks before every view.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=False,
    )
    app.extensions["clinic"] = desk
    csrf = CSRFProtect(app)
    for route in ROUTES:
        app.add_url_rule(route.rule, route.name, route.view, methods=list(route.methods))
    guard.stand(app, {"static": "token", **{route.name: route.access for route in ROUTES}}, csrf)
    _words(app)
    if behind_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    return app


def _words(app: Flask) -> None:
    """How days, moments and amounts are written on every page."""
    app.jinja_env.filters.update(day=day, moment=moment, shown=measures.shown, seconds=seconds)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def day(value: date | datetime | None) -> str:
    """Such as 3 Mar 2026."""
    return f"{value.day} {value:%b %Y}" if value else ""


def moment(value: datetime | None) -> str:
    """Such as 3 Mar 2026, 18:05, in this machine's time."""
    if value is None:
        return ""
    local = value.astimezone()
    return f"{local.day} {local:%b %Y, %H:%M}"


def seconds(value: float) -> str:
    """Such as 9 s, or 2 min 5 s."""
    whole = round(value)
    return f"{whole} s" if whole < 100 else f"{whole // 60} min {whole % 60} s"
