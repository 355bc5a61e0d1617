"""A patient's page, the overview and the printed report tell the same of sessions done and due, and of exercises."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import practice_samples as sample
import pytest
from clinic_site import Site, open_site

from coach.clinic.exports import everything
from coach.core.therapy.needs import first_day, standings
from coach.core.therapy.report_page import Patient, ReportPage, report_page
from coach.core.therapy.results import CeilingTold
from coach.core.therapy.trends import trends

WHOM = sample.PEOPLE[0][0]
TWICE = date(2026, 3, 13)
"""From this Friday on another routine holds, asked for twice a day."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with open_site(tmp_path) as site:
        # On a Sunday the last fourteen days are two weeks of the calendar.
        site.clock.go(days=4)
        routine = sample.routine_of(WHOM, TWICE, 2, sessions_a_day=2)
        site.records.assign(sample.assignment_of(WHOM, routine, "", "second"))
        yield site


def _report(site: Site) -> ReportPage:
    found = everything(site.tools, WHOM)
    return report_page(Patient(reference="K"), found.routine, found.results, found.made_at, given=found.assignments)


def test_sessions_done_and_due(site: Site) -> None:
    browser, now = site.browser("lead"), site.clock()
    text = browser.get(f"/patients/{WHOM.id}").text
    chart = re.search(r"Sessions done of those due, by week\. ([^\"]+)\"", text)
    assert chart is not None
    shown = [tuple(map(int, week.groups())) for week in re.finditer(r": (\d+) of (\d+)", chart[1])]
    report = _report(site)
    assert shown == [(week.done, week.due) for week in report.weeks]
    # Four days of 4 a week, three of twice that; then twice that.
    assert [due for _, due in shown][-3:] == [4, 6, 8]
    totals = re.search(r'<b class="amount">(\d+)</b> of (\d+) sessions in', text)
    assert totals is not None
    assert (int(totals[1]), int(totals[2])) == (report.sessions, report.due)
    (standing,) = [
        one for one in standings(site.records.recent(None, first_day(now)), now) if one.patient.id == WHOM.id
    ]
    assert (standing.done, standing.due) == tuple(map(sum, zip(*shown[-2:], strict=True)))
    assert f"{standing.done} of {standing.due}" in re.sub(r"<[^>]+>", "", browser.get("/?q=K-1042").text)


def test_who_has_no_session_is_told_by_the_routine_in_force(site: Site) -> None:
    now = site.clock()
    # Given, but it begins in a week only: the one before it is asked for until then.
    later = sample.assignment_of(WHOM, sample.routine_of(WHOM, now.date() + timedelta(days=7), 3), "", "third")
    site.records.assign(replace(later, at=now))
    (recent,) = [one for one in site.records.recent(None, first_day(now)) if one.patient.id == WHOM.id]
    assert [one.start for one in recent.given] == [later.start, TWICE, TWICE - timedelta(days=51)]
    assert [need.kind for need in standings([recent], now)[0].needs] == ["no_session"]


def test_exercises(site: Site) -> None:
    sessions = site.records.sessions(WHOM.id)
    rows = {row.name: row for row in _report(site).rows}
    for trend in trends(sessions):
        row = rows[trend.name]
        assert (row.asked, row.correct, row.faulty, row.partial, row.sessions) == (
            *(trend.asked, trend.correct, trend.faulty, trend.partial),
            trend.sessions,
        )
        assert [fault[2] for fault in row.faults] == [fault.seconds for fault in trend.faults]


def test_who_went_on_above_the_ceiling(site: Site) -> None:
    at = site.clock() - timedelta(days=1)
    answers = (
        CeilingTold(at=at, pain=7, ceiling=5, how="went_on"),
        CeilingTold(at=at - timedelta(days=1), pain=6, ceiling=5, how="waited"),
    )
    results = replace(sample.results_of(WHOM, tuple(site.records.sessions(WHOM.id)[-1:])), ceiling_answers=answers)
    site.records.take_results(WHOM.id, results, replace(sample.delivery_of(WHOM), id="v2", digest="second"))
    said = f"Went on at pain 7 on {at.day} March; the ceiling is 5."
    text = site.browser("lead").get(f"/patients/{WHOM.id}").text
    for words in ("went on at pain 7 above 5", "waited: pain 6 above 5", said):
        assert words in text
    (recent,) = [one for one in site.records.recent(None, first_day(site.clock())) if one.patient.id == WHOM.id]
    assert said in [need.text for need in standings([recent], site.clock())[0].needs]
