"""When form slips for good: a set is ended kindly, and something easier is offered. Pure.

Source: the reference's automatic stop (2.0c, rule 8; estimated there): form that has collapsed for more than 3 s in a
hold, or the same fault coming again in three repetitions running. Only rules that stop the hold count: the others are
about pace and set-up.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from coach.core.report import Fault, Rep, Report
from coach.core.spec import Exercise

COLLAPSED_S: Final = 3.0
"""A stopping rule broken for longer than this in a hold means that it is over, seconds; reference 2.0c-8. Raise it when
people are stopped who would have found back."""

HELD_S: Final = 1.0
"""Before this much of a hold was in good form nothing has collapsed: somebody is still finding the position, seconds;
estimated."""

RUNNING: Final = 3
"""The same fault again in so many repetitions running; reference 2.0c-8. Raise it when people feel nagged."""


@dataclass(frozen=True, slots=True)
class LetupState:
    """Attributes:
    seen: rules broken in a repetition of this set so far.
    again: rule: in how many repetitions running it was broken again, after it had been seen before.
    """

    seen: frozenset[str] = frozenset()
    again: Mapping[str, int] | None = None


def step(exercise: Exercise, state: LetupState, report: Report, spans: tuple[float, float]) -> tuple[LetupState, bool]:
    """Take in a report of the set under way.

    Args:
        spans: seconds in good form of the hold being filled, 0 between two holds; and seconds since the set began.

    Returns:
        State, and whether it is time to let up.
    """
    stopping = frozenset(rule.id for rule in exercise.rules if rule.stops_hold)
    if exercise.kind == "hold":
        held_s, doing_s = spans
        return state, held_s >= HELD_S and doing_s > COLLAPSED_S and _collapsed(stopping, report.faults)
    for rep in (item for item in report.finished if isinstance(item, Rep)):
        state = _after(state, stopping.intersection(rep.faults))
    return state, max((state.again or {}).values(), default=0) >= RUNNING


def _collapsed(stopping: frozenset[str], faults: Sequence[Fault]) -> bool:
    return any(fault.id in stopping and fault.end_s - fault.start_s > COLLAPSED_S for fault in faults)


def _after(state: LetupState, broken: frozenset[str]) -> LetupState:
    """One more repetition; a clean one begins the row anew, yet what was seen stays seen."""
    before = state.again or {}
    again = {rule: before.get(rule, 0) + 1 for rule in broken & state.seen}
    return replace(state, seen=state.seen | broken, again=again)


def easier_of(
    exercises: Mapping[str, Exercise], suits: Callable[[Exercise], bool] = lambda exercise: True
) -> dict[str, Exercise]:
    """The easier exercise to offer in place of each, by the id of the harder one: the first its file names that suits
    the person. What only a therapist may give is never offered."""
    fit = {id_ for id_, exercise in exercises.items() if not exercise.gated and suits(exercise)}
    named = {id_: next((other for other in one.easier if other in fit), None) for id_, one in exercises.items()}
    return {id_: exercises[other] for id_, other in named.items() if other is not None}
