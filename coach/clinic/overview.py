"""All patients, those who ask for a look first."""

from typing import Final

from flask import request, url_for
from werkzeug.wrappers import Response

from coach.clinic.here import own, page, tools, viewer, write_down
from coach.core.therapy.needs import first_day, standings
from coach.core.therapy.practice import Recent

PAGE: Final = 100
"""Patients of one page."""

SIGNS: Final = {
    "safety": ("alert", "Safety answer"),
    "stopped_for_pain": ("hand", "Stopped for pain"),
    "pain_up": ("up", "Pain up"),
    "pain_high": ("high", "Pain above ceiling"),
    "under_performed": ("low", "Less than asked"),
    "no_session": ("clock", "No session"),
    "review": ("calendar", "Review due"),
}
"""Icon and word of each need; a colour never stands alone."""

Answer = Response | tuple[str, int]


def overview() -> Answer:
    """The first page after signing in."""
    me, now = viewer(), tools().now()
    mine = me.role == "lead" and request.args.get("who", "") == "mine"
    asked = request.args.get("q", "").strip()[:80]
    recent = tools().records.recent(me.id if mine else own(), first_day(now))
    found = standings([one for one in recent if fits(one, asked)], now)
    number = _number(request.args.get("page", "1"), len(found))
    shown = found[PAGE * (number - 1) : PAGE * number]
    write_down("overview.read")
    return page(
        "overview.html",
        standings=shown,
        total=len(found),
        everybody=len(recent),
        needing=sum(bool(standing.needs) for standing in found),
        number=number,
        pages=max(1, -(-len(found) // PAGE)),
        asked=asked,
        mine=mine,
        signs=SIGNS,
        # A hundred addresses made one by one take a tenth of a second.
        to_patient=url_for("patient", id_="-").removesuffix("-"),
    )


def _number(given: str, total: int) -> int:
    """The page asked for, kept within those there are."""
    wanted = int(given) if given.isdecimal() and len(given) < 6 else 1
    return max(1, min(wanted, -(-total // PAGE)))


def fits(one: Recent, asked: str) -> bool:
    """Whether a patient is meant by words typed: each stands in name, reference or problem."""
    told = f"{one.patient.name} {one.patient.reference} {one.patient.problem}".casefold()
    return all(word in told for word in asked.casefold().split())
