"""Letting up: a set is ended because form slipped, something easier is offered, and the person decides. Pure."""

from dataclasses import replace
from typing import Final

from coach.core.course import EASED_REST_S, Easing, Moved, State
from coach.core.routine import Item, Routine, Work, works
from coach.core.setcount import Event, Progress
from coach.core.spec import Exercise

_NO_SCORE: Final = Progress()


def ease(state: State) -> Moved:
    """End the set under way, and rest; also after the last set, so that there is time to choose."""
    kept = Easing(
        index=state.index,
        progress=state.progress,
        sets=state.sets,
        offer=state.easier.get(state.work.exercise.id),
    )
    rest_s = max(EASED_REST_S, state.work.rest_s)
    event = Event("eased", state.count)
    state = replace(
        state,
        index=state.index + 1,
        ends=(*state.ends, "eased"),
        stage="rest",
        stage_s=0.0,
        left_s=rest_s,
        armed_s=0.0,
        unseen_s=0.0,
        easing=kept,
    )
    return state, (event, Event("entered"))


def swap(state: State) -> Moved:
    """Take the easier exercise for what is left of the one that was too hard; asked again, keep it as planned."""
    easing = state.offered
    if easing is None or easing.offer is None:
        return state, ()
    if easing.taken:
        return replace(state, sets=easing.sets, easing=replace(easing, taken=False)), (Event("easier", 0),)
    sets = _swapped(easing, easing.offer)
    return replace(state, sets=sets, easing=replace(easing, taken=True)), (Event("easier", 1),)


def _swapped(easing: Easing, offer: Exercise) -> tuple[Work, ...]:
    """The sets with those left of the exercise replaced by as many of the easier one; by one where none is left."""
    hard, after = easing.sets[easing.index], easing.index + 1
    left = [work for work in easing.sets[after:] if work.item == hard.item]
    item = Item(exercise=offer.id, sets=max(1, len(left)), rest_s=hard.rest_s)
    plan = Routine(id=offer.id, name=offer.name, summary=offer.summary, items=(item,))
    made = tuple(replace(work, item=hard.item) for work in works(plan, {offer.id: offer}))
    others = tuple(work for work in easing.sets[after:] if work.item != hard.item)
    return (*easing.sets[:after], *made, *others)


def undo(state: State) -> Moved:
    """Go on with the set that was ended: it begins again where it stood."""
    easing = state.offered
    if easing is None:
        return state, ()
    state = replace(
        state,
        sets=easing.sets,
        index=easing.index,
        ends=state.ends[: easing.index],
        progress=replace(easing.progress, rep_hold_s=0.0, pacing=False, letup=_NO_SCORE.letup),
        stage="doing",
        stage_s=0.0,
        left_s=0.0,
        pause="",
        armed_s=0.0,
        unseen_s=0.0,
        easing=replace(easing, taken=False),
    )
    return state, (Event("undone"), Event("entered"))
