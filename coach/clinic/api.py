"""Where a patient's program delivers by itself: a token instead of a sign-in, JSON instead of pages."""

import threading
from typing import Final

from flask import abort, request

from coach.clinic.guard import digest_of
from coach.clinic.here import client, desk, sentence, tools, write_down
from coach.clinic.taking import Opened, keep, opened
from coach.core.therapy.practice import Patient
from coach.ports import ClinicError, ExchangeError

WINDOW_S: Final = 600.0
MOST: Final = 30
"""Deliveries of one token in ten minutes; a program that was offline for long sends one file. Estimated."""

MOST_WRONG: Final = 20
"""Wrong tokens from one place in ten minutes. Estimated."""

MOST_KEPT: Final = 10_000
"""Places and tokens remembered at once."""

_LOCK: Final = threading.Lock()

Answer = tuple[dict[str, object], int]


def deliver() -> Answer:
    """Results delivered by a patient's program; the same file again changes nothing."""
    patient = _whose()
    try:
        found = opened(request.get_data(cache=False), "the delivery")
    except ExchangeError as error:
        return {"error": sentence(error)}, 422
    if found.results.patient != patient.reference:
        return {"error": "These results are about somebody else than the token."}, 403
    return _kept(found, patient)


def _whose() -> Patient:
    """The patient whose token came along; 401 where it is nobody's, 429 where too many were tried."""
    place = f"wrong {client()}"
    if _count(place, tell=False) >= MOST_WRONG:
        abort(429)
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    patient = None
    if scheme.lower() == "bearer" and 16 <= len(token.strip()) <= 200:
        patient = tools().records.patient_by_token(digest_of(token.strip()))
    if patient is None or patient.archived:
        _count(place)
        write_down("deliver.refused", detail=client(), account="")
        abort(401)
    if _count(patient.id) > MOST:
        abort(429)
    return patient


def _kept(found: Opened, patient: Patient) -> Answer:
    try:
        kept = keep(found, patient, "")
    except ClinicError as error:
        # Where the database is down this raises again, and the program tries later; else it is about these results.
        tools().records.accounts()
        return {"error": sentence(error)}, 409
    write_down("results.deliver", patient.id, f"{kept.sessions_new} new, {kept.sessions_known} known", account="")
    return {"digest": kept.digest, "new": kept.sessions_new, "known": kept.sessions_known}, 200


def _count(key: str, *, tell: bool = True) -> int:
    """How often something was asked within the window, this time included where it is told."""
    now, asked = tools().now().timestamp(), desk().asked
    with _LOCK:
        if len(asked) > MOST_KEPT:
            asked.clear()
        times = [at for at in asked.get(key, ()) if now - at < WINDOW_S]
        asked[key] = [*times, now] if tell else times
        return len(asked[key])


def health() -> Answer:
    """Whether the pages are up and the database answers; nothing else."""
    try:
        tools().records.accounts()
    except ClinicError:
        return {"ok": False}, 503
    return {"ok": True}, 200
