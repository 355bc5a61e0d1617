"""A therapist's routine goes to a file, a link and back, whole; mistakes are named by line, and hostile input by a
sentence."""

import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st
from streams import exercise, ids

from coach.adapters.exchange import link, signing
from coach.adapters.exchange.routine_file import (
    document_of,
    parse_routine,
    read_routine,
    signed_routine,
    write_routine,
)
from coach.core.demo import SpecError
from coach.core.routine import Item, Routine
from coach.core.therapy.assigned import Assigned, Deliver, Progress, Stop
from coach.ports import RoutineError

KNOWN = {id_: exercise(id_) for id_ in ids()}
KEY = signing.new_key()
AT = datetime(2026, 11, 30, 9, 5, tzinfo=UTC)
GOOD = """id = "back"
name = "Back"
summary = "For the back."
author = "Kim Lee"

[assigned]
patient = "A-17"
start = 2026-12-01
end = 2026-12-31
days_a_week = 4

[assigned.stop]
signs = [
    "Numb [left] foot",
    'Pain # "below" the knee',
]

[[items]]
exercise = "bird_dog"
sets = 2
note = \"\"\"
Reach long.
sets = 9 [[items]]
\"\"\"

[[items]]
exercise = "glute_bridge"
target = 150
limit = 175
rules_off = ["feet_far"]
"""

# --- Round trips. ---


def _words(most: int, least: int = 0) -> st.SearchStrategy[str]:
    letters = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cf", "Zl", "Zp"))
    return st.text(letters, min_size=least, max_size=most)


@st.composite
def _items(draw: st.DrawFn) -> Item:
    id_ = draw(st.sampled_from(sorted(KNOWN)))
    spec = KNOWN[id_]
    limits = spec.limits
    assert limits
    whole = st.none() | st.integers(*limits.reps)
    aimed = limits.target is not None and draw(st.booleans())
    return Item(
        exercise=id_,
        sets=draw(st.none() | st.integers(*limits.sets)),
        reps=draw(whole),
        hold_s=draw(st.none() | st.floats(*limits.hold_s)) if limits.hold_s else None,
        rest_s=draw(st.none() | st.floats(0, 600)),
        side=draw(st.sampled_from([None, "left", "right"])) if spec.sides != "both" else None,
        tempo_s=draw(st.none() | st.tuples(st.floats(0.5, 30), st.integers(1, 30).map(float))),
        target=draw(st.floats(*limits.target)) if aimed and limits.target else None,
        rules_off=tuple(draw(st.sets(st.sampled_from([rule.id for rule in spec.rules])))) if spec.rules else (),
        note=draw(_words(60)),
    )


@st.composite
def _assigned(draw: st.DrawFn) -> Assigned:
    start = draw(st.dates(date(2020, 1, 1), date(2100, 1, 1)))
    later = st.none() | st.dates(start, date(2110, 1, 1))
    rules = st.sampled_from(["therapist", "offered"])
    return Assigned(
        patient=draw(st.text("ABC 0123-é", min_size=1, max_size=20)),
        start=start,
        end=draw(later),
        review=draw(later),
        days_a_week=draw(st.integers(1, 7)),
        sessions_a_day=draw(st.integers(1, 3)),
        pain_ceiling=draw(st.integers(0, 10)),
        stop=Stop(pain_up=draw(st.integers(1, 10)), form_slips=draw(st.booleans()), signs=("Numb foot",)),
        progress=Progress(rule=draw(rules), after_sessions=draw(st.integers(1, 20))),
        notes=draw(_words(80)),
        version=draw(st.integers(1, 9999)),
        deliver=draw(st.none() | st.just(Deliver(address="https://practice.example", token="t" * 32))),
    )


@st.composite
def _routines(draw: st.DrawFn) -> Routine:
    return Routine(
        id=draw(st.from_regex(r"[a-z][a-z0-9_]{0,60}", fullmatch=True)),
        name="N" + draw(_words(60)),
        summary=draw(_words(100)),
        author=draw(_words(40)),
        sources=tuple(draw(st.lists(_words(30), max_size=3))),
        items=tuple(draw(st.lists(_items(), min_size=1, max_size=8))),
        assigned=draw(st.none() | _assigned()),
    )


@settings(max_examples=60, deadline=None)
@given(_routines(), st.booleans())
def test_what_is_written_is_read_again_as_it_was(routine: Routine, is_signed: bool) -> None:
    if is_signed:
        routine = signed_routine(routine, KEY, "Kim", AT)
    written = write_routine(routine, KNOWN)
    found = parse_routine(written, f"{routine.id}.routine.toml", KNOWN)
    assert found.routine == routine
    assert found.signed.state == ("valid" if is_signed else "unsigned")
    assert write_routine(found.routine, KNOWN) == written
    linked = parse_routine(link.from_link(link.to_link(written)), "link", KNOWN, is_named=False)
    assert (linked.routine, linked.digest, linked.signed) == (routine, found.digest, found.signed)


def test_the_same_routine_written_otherwise_has_the_same_digest_and_signature(tmp_path: Path) -> None:
    found = parse_routine(GOOD, "back.routine.toml", KNOWN)
    spelled = GOOD.replace("days_a_week = 4", "sessions_a_day = 1 # as ever\ndays_a_week = 4").replace("150", "150.0")
    assert parse_routine(spelled, "back.routine.toml", KNOWN).digest == found.digest
    signed = signed_routine(found.routine, KEY, "Kim Lee", AT)
    path = tmp_path / "back.routine.toml"
    path.write_text(write_routine(signed, KNOWN) + "# a remark\n", encoding="utf-8")
    assert read_routine(path, KNOWN).signed.state == "valid"
    assert read_routine(path, KNOWN).digest == found.digest
    path.write_text(write_routine(signed, KNOWN).replace("175", "178"), encoding="utf-8")
    assert read_routine(path, KNOWN).signed.state == "changed"


def test_a_written_routine_says_units_and_ranges() -> None:
    text = write_routine(parse_routine(GOOD, "back.routine.toml", KNOWN).routine, KNOWN)
    for line in (
        'exercise = "glute_bridge"  # Glute bridge', "target = 150  # degrees, 145 to 172", "sets = 2  # 1 to 6",
        "days_a_week = 4  # 1 to 7", "pain_ceiling = 5  # pain 0 to 10 above which a session waits",
    ):  # fmt: skip
        assert line in text
    assert text.index("[assigned]") < text.index("[[items]]")


def test_the_document_leaves_out_what_goes_without_saying() -> None:
    document = document_of(parse_routine(GOOD, "back.routine.toml", KNOWN).routine)
    assert document["assigned"].keys() == {"patient", "start", "end", "days_a_week", "stop"}
    assert document["items"][1] == {
        "exercise": "glute_bridge", "target": 150, "limit": 175, "rules_off": ["feet_far"],
    }  # fmt: skip


# --- Mistakes: file, line, key, and what is allowed. ---

MISTAKES = [
    ("days_a_week = 4", "days_a_wek = 4", 10, ["assigned.days_a_wek: unknown key", "known: days_a_week, deliver"]),
    ("days_a_week = 4", 'days_a_week = "4"', 10, ["assigned.days_a_week", "allowed: a whole number, 1 to 7"]),
    ("days_a_week = 4", "days_a_week = 8", 10, ["assigned.days_a_week", "lies between 1 and 7"]),
    ("start = 2026-12-01", 'start = "soon"', 8, ["assigned.start", "a day, such as 2026-12-01"]),
    ("end = 2026-12-31", "end = 2026-11-30", 9, ["assigned.end", "not before start, 2026-12-01"]),
    ('patient = "A-17"\n', "", 6, ["assigned.patient: is missing; allowed: a reference of 1 to 80"]),
    ("sets = 2", "sets = 7", 20, ["items[0].sets", "allowed: 1 to 6"]),
    ("sets = 2", "sets = two", 20, ["not valid TOML", "line 20"]),
    ("sets = 2", "sets = 2.5", 20, ["items[0].sets", "allowed: a whole number"]),
    ("sets = 2", "tempo_s = [1, 2, 3]", 20, ["items[0].tempo_s", "such as [2, 3]"]),
    ("sets = 2", 'side = "up"', 20, ["items[0].side", '"left" or "right"']),
    ("sets = 2", f"sets = {10**40}", 20, ["items[0].sets", "far too large"]),
    ("sets = 2", f"sets = {'9' * 5000}", 0, ["not valid TOML"]),
    ("sets = 2", "rest_s = nan", 20, ["items[0].rest_s", "a number is nan"]),
    ("sets = 2", "rest_s = -inf", 20, ["items[0].rest_s", "a number is -inf"]),
    ('"glute_bridge"', '"swim"', 27, ["items[1].exercise", "no exercise 'swim'", "known: bird_dog"]),
    ("target = 150", "target = 140", 28, ["items[1].target", "allowed: 145 to 172"]),
    ("limit = 175", "limit = 149", 29, ["items[1].limit", "allowed: 158 to 195"]),
    ("target = 150\nlimit = 175", "target = 165\nlimit = 160", 29, ["items[1].limit", "above the target of 165"]),
    ('["feet_far"]', '["hips_sag"]', 30, ["items[1].rules_off", "no rule 'hips_sag'", "known: over_arch"]),
    ('exercise = "glute_bridge"', 'exercise = "glute_bridge"\nside = "left"', 28, ["items[1].side", "leave it out"]),
    ('exercise = "bird_dog"', 'exercise = "plank"\ntarget = 5', 20, ["items[0].target", "can have no target"]),
    ('"Kim Lee"', '"Kim \\u001b[2J"', 4, ["author: holds control codes"]),
    ('"Back"', '"Ba\\u202eck"', 2, ["name: holds control codes or hidden letters"]),
    ('"Kim Lee"', '"Kim\\u200b Lee"', 4, ["author: holds control codes or hidden letters"]),
    ('"Kim Lee"', '"Kim\\u3164Lee"', 4, ["author: holds control codes or hidden letters"]),
    ('"Back"', '"Two\\nlines"', 2, ["name: holds control codes"]),
    ('"Back"', '""', 2, ["name: is empty"]),
    ('"Back"', f'"{"x" * 121}"', 2, ["name: has 121 characters; allowed: at most 120"]),
    ('id = "back"', 'id = "../back"', 1, ["id: has small letters"]),
    ('id = "back"', f'id = "{"b" * 62}"', 1, ["id: has small letters"]),
    ('id = "back"', 'id = "other"', 1, ["id: is 'other' but the file is named 'back'"]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "said"), MISTAKES)
def test_a_mistake_is_named_by_file_line_key_and_what_is_allowed(
    old: str, new: str, line: int, said: list[str]
) -> None:
    assert old in GOOD
    with pytest.raises(RoutineError) as caught:
        parse_routine(GOOD.replace(old, new, 1), "back.routine.toml", KNOWN)
    sentence = str(caught.value)
    assert sentence.startswith("back.routine.toml")
    assert "\n" not in sentence
    assert not line or f"line {line}" in sentence
    assert [part for part in said if part not in sentence] == []


def test_every_mistake_of_a_file_is_told_at_once() -> None:
    text = GOOD.replace("sets = 2", "sets = 9").replace("target = 150", "target = 100")
    with pytest.raises(RoutineError, match=r"line 20: items\[0\]\.sets.*; line 28: items\[1\]\.target"):
        parse_routine(text, "back.routine.toml", KNOWN)


def test_items_are_checked_when_made_as_well() -> None:
    with pytest.raises(SpecError, match="tempo_s lies between"):
        Item(exercise="plank", tempo_s=(0.1, 2))


@pytest.mark.parametrize("begin", ["[", "  [", "[[", '["=".', '["\u2028".'])
def test_a_heading_without_end_is_refused_at_once(begin: str) -> None:
    deep = "]" * begin.count("[")
    text = f"{begin}{'.'.join('a' * 60_000)}{deep}\n" + "\n".join(f"k{number}=1" for number in range(40_000))
    began_s = time.monotonic()
    with pytest.raises(RoutineError, match="nested too deeply"):
        parse_routine(text, "back.routine.toml", KNOWN)
    assert time.monotonic() - began_s < 2
