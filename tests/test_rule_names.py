"""What is said of a fault that the exercise, as it is without a therapist's routine, does not know."""

import pytest

from coach.adapters import library
from coach.commands.words import event_line
from coach.core.report import Fault
from coach.core.therapy.adapt import rule_name, rule_severity
from coach.paths import exercises_dir

BRIDGE = library.load_all(exercises_dir())["glute_bridge"]
KNOWN = BRIDGE.rules[0]


@pytest.mark.parametrize(
    ("id_", "name", "severity"),
    [
        ("past_limit", "Went past the limit", "major"),
        (KNOWN.id, KNOWN.name, KNOWN.severity),
        ("of_an_older_file", "Of an older file", "minor"),
    ],
)
def test_any_fault_has_a_name(id_: str, name: str, severity: str) -> None:
    assert (rule_name(BRIDGE, id_), rule_severity(BRIDGE, id_)) == (name, severity)
    assert name in event_line(BRIDGE, Fault(id_, 1.0, 2.0, KNOWN.severity), 1)


def test_a_limit_is_named_without_its_exercise() -> None:
    assert (rule_name(None, "past_limit"), rule_severity(None, "past_limit")) == ("Went past the limit", "major")
