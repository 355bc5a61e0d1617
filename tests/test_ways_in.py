"""The ways into a session from the command line: while exercise is locked there is none."""

from typing import Any

import pytest
from session_cases import look

from coach.commands.window import Front
from coach.core.settings import Settings
from coach.ports import CoachError
from coach.ui.screens.questions import LockedPage
from tests.test_desk import Setting


def begun() -> Any:
    raise CoachError("a session was begun")


def front(*, locked: bool) -> Front:
    made = Front.__new__(Front)
    made._desk, made._painter = Setting(Settings(locked=locked)).desk, look(1.0)
    return made


@pytest.mark.parametrize("ask", [True, False])
def test_no_session_begins_while_exercise_is_locked(ask: bool) -> None:
    move = front(locked=True).straight(begun, ask=ask).update(0.1)
    assert move is not None
    assert isinstance(move.screen, LockedPage)


def test_recordings_need_no_questions() -> None:
    with pytest.raises(CoachError, match="a session was begun"):
        front(locked=False).straight(begun, ask=False).update(0.1)
