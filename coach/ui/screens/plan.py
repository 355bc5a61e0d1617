"""The plan: what is in it, how much, which days; the plan for answers just given, before it is kept."""

from collections.abc import Callable, Sequence
from typing import Final

import pygame

from coach.core.care.guard import waits
from coach.core.care.planning import Proposal, minutes_of
from coach.core.care.record import PlanItem
from coach.ui.app import Move, Screen
from coach.ui.desk import Desk
from coach.ui.elements import Button
from coach.ui.painter import Painter
from coach.ui.room import Room, columns
from coach.ui.screens.growing import StepOfferPage, StepsPage
from coach.ui.screens.plan_item import PlanItemPage
from coach.ui.screens.plan_left import LeftOutPage
from coach.ui.screens.plan_questions import PlanQuestionPage
from coach.ui.screens.plan_words import days_words, easing_words, item_note, minutes_words, source_words
from coach.ui.screens.planned_days import PlannedDaysPage
from coach.ui.screens.steps import StepPage, back, centred, foot, foot_note

Start = Callable[[], Screen] | None
"""Begins the plan; None where the page leads back to one that does."""

STEP: Final = "A step for your plan"
NONE: Final = "A few questions, and you have a plan of your own."


def plan_page(painter: Painter, desk: Desk, start: Start) -> Screen:
    """The plan in use, or the questions that make one."""
    return PlanPage(painter, desk, start) if desk.care.plan.plan else plan_questions(painter, desk, start)


def plan_questions(painter: Painter, desk: Desk, start: Start) -> Screen:
    """The questions, then the plan for the answers."""

    def done(ticked: frozenset[str]) -> Screen:
        return NewPlanPage(painter, desk, ticked, start)

    return PlanQuestionPage(painter, desk, done)


class _Shown(StepPage):
    """What both pages of a plan share."""

    def __init__(self, painter: Painter, desk: Desk, start: Start) -> None:
        super().__init__(painter)
        self._desk, self._start = desk, start

    def _items(self, room: Room, items: Sequence[PlanItem], waits: Sequence[str] = (), *, press: bool) -> None:
        """Exercises in order: two beside each other in a wide window, four one below the other in a tall one."""
        exercises = self._desk.exercises()
        buttons = [
            room.button(
                f"item {item.number}" if press else f"look {item.number}",
                exercises[item.exercise].name,
                note=waits[at] if waits and waits[at] else item_note(item, exercises, first=at == 0),
            )
            for at, item in enumerate(items)
        ]
        self._grid(room, buttons, 2 if room.wide else 1)

    @staticmethod
    def _grid(room: Room, buttons: Sequence[Button], across: int) -> None:
        lines = max(1, -(-len(buttons) // across))
        least = room.button_height(1.9)
        spare = (room.left.h - (lines - 1) * room.m.gap) // lines
        for at in range(0, len(buttons), across):
            room.gap(1.0 if at else 0.0)
            cells = columns(room.take(max(least, min(spare, round(least * 1.4)))), *(1.0,) * across, gap=room.m.gap)
            for button, cell in zip(buttons[at : at + across], cells, strict=False):
                room.put(button, cell)

    @staticmethod
    def _ways(room: Room, ways: Sequence[Button]) -> None:
        """Side by side; in a tall window two and two, so that the exercises keep their room."""
        across = len(ways) if room.wide else 2
        lines = [ways[at : at + across] for at in range(0, len(ways), across)]
        low = room.part(room.foot(len(lines) * room.button_height() + (len(lines) - 1) * room.m.gap))
        for number, line in enumerate(lines):
            low.gap(1.0 if number else 0.0)
            low.buttons(*line, shares=[0.5 + 0.1 * len(button.text) for button in line] if room.wide else ())

    def _facts(self, minutes: float, days: int) -> str:
        return f"{minutes_words(minutes)}. {days_words(days, self._desk.care.days.reminders.days)}."

    def _sources(self, room: Room) -> None:
        guide = self._desk.care.plan.guide
        if guide is not None:
            foot_note(
                room,
                f"Source: {source_words(guide.sources[0])}. General information, not advice for your case.",
                tone="muted",
            )

    def _left_out(self, proposal: Proposal) -> Screen:
        return LeftOutPage(self.painter, self._desk, proposal.left_out)


class PlanPage(_Shown):
    """The plan in use."""

    def compose(self, room: Room) -> None:
        """Facts, what to mind, the exercises, and the ways on."""
        care = self._desk.care.plan
        plan = care.plan
        if plan is None:
            back(room)
            room.text(NONE, "heading")
            return
        proposal = care.propose(care.ticked)
        ways = [room.button("back", "Back", sign="back"), room.button("change", "Answers"), room.button("days", "Days")]
        if proposal is not None and proposal.left_out:
            ways.append(room.button("left", f"Left out: {len(proposal.left_out)}"))
        if self._desk.care.growth.past:
            ways.append(room.button("past", "Changes"))
        go = room.button("start", "Start", "primary", sign="play", shortcut=pygame.K_s)
        self._ways(room, [*ways, go if self._start else room.button("home", "All right", "primary")])
        self._sources(room)
        room.text("Your plan", "title", weight="heavy")
        room.gap(0.5)
        room.text(self._facts(minutes_of(plan.items, self._desk.exercises()), plan.made.days), tone="muted")
        for note in self._cautions():
            room.gap(0.5)
            room.text(note, "label", state="idle")
        room.gap()
        self._easing(room)
        room.text("Press an exercise to see why it is here, or to swap it.", "label", tone="muted")
        room.gap(0.5)
        self._items(room, plan.items, self._waits(), press=True)

    def _cautions(self) -> list[str]:
        """What those who ticked something should mind."""
        guide, ticked = self._desk.care.plan.guide, self._desk.care.plan.ticked
        options = guide.question("true_of_you").options if guide else ()
        return [option.then for option in options if option.then and option.id in ticked]

    def _waits(self) -> list[str]:
        """For each item, that it waits; "" where it does not."""
        care, exercises = self._desk.care.plan, self._desk.exercises()
        plan, guide = care.plan, care.guide
        if plan is None or guide is None or not care.flare:
            return []
        return [guide.words.waits if waits(exercises[item.exercise]) else "" for item in plan.items]

    def _easing(self, room: Room) -> None:
        care = self._desk.care.plan
        easing, plan, guide = care.easing, care.plan, care.guide
        if easing is None or plan is None or guide is None:
            self._offered(room)
            return
        room.text(guide.words.eased, weight="heavy")
        room.text(easing_words(easing, plan, self._desk.exercises()))
        room.gap(0.5)
        room.buttons(room.button("ease", "Yes, easier", sign="tick"), room.button("keep", "No, as before"))
        room.gap()

    def _offered(self, room: Room) -> None:
        """The change that the rules of progression offer, if any."""
        if (offer := self._desk.care.growth.offer) is not None:
            room.buttons(room.button("step", STEP, sign="plus", note=offer.text), height=room.button_height(1.9))
            room.gap()

    def press(self, key: str) -> Move | None:
        """An exercise, the answers, days, what was left out, a step, or Start."""
        care = self._desk.care.plan
        what, _, number = key.partition(" ")
        if what in ("ease", "keep"):
            care.answer_easing(take=what == "ease")
            return Move("stay")
        if what == "item":
            return Move("push", PlanItemPage(self.painter, self._desk, int(number)))
        if what == "left" and (proposal := care.propose(care.ticked)) is not None:
            return Move("push", self._left_out(proposal))
        if what == "start" and self._start is not None:
            return Move("replace", self._start())
        makers: dict[str, Callable[[], Screen]] = {
            "change": lambda: plan_questions(self.painter, self._desk, self._start),
            "days": lambda: PlannedDaysPage(self.painter, self._desk.care.days),
            "past": lambda: StepsPage(self.painter, self._desk.care.growth),
            "step": lambda: StepOfferPage(self.painter, self._desk.care.growth),
        }
        return Move("push", makers[what]()) if what in makers else Move("back")


class NewPlanPage(_Shown):
    """The plan for answers just given; nothing is kept before "Use this plan"."""

    def __init__(self, painter: Painter, desk: Desk, ticked: frozenset[str], start: Start) -> None:
        super().__init__(painter, desk, start)
        self._ticked = ticked
        self._proposal = desk.care.plan.propose(ticked)

    def compose(self, room: Room) -> None:
        """What would be in it; or, where too little fits, that a therapist should choose."""
        proposal = self._proposal
        if proposal is None or not proposal.items:
            self._none(room)
            return
        ways = [room.button("back", "Back", sign="back")]
        if proposal.left_out:
            ways.append(room.button("left", f"Left out: {len(proposal.left_out)}"))
        foot(room, *ways, room.button("use", "Use this plan", "primary", sign="tick"))
        self._sources(room)
        room.text("A plan for you", "title", weight="heavy")
        room.gap(0.5)
        room.text(self._facts(proposal.minutes, proposal.days), tone="muted")
        for note in proposal.notes:
            room.gap(0.5)
            room.text(note, "label", state="idle")
        room.gap(1.5)
        self._items(room, proposal.items, press=False)

    def _none(self, room: Room) -> None:
        ways = [room.button("back", "Back to the questions", sign="back")]
        if self._proposal is not None and self._proposal.left_out:
            ways.append(room.button("left", "See what was left out"))
        foot(room, *ways, room.button("home", "All right", "primary"))
        notes = self._proposal.notes if self._proposal else (NONE,)

        def say(part: Room) -> None:
            part.text("Please ask a therapist", "title", weight="heavy")
            for note in notes:
                part.gap(1.5)
                part.text(note, "heading")

        centred(room, say, 0.4)

    def press(self, key: str) -> Move | None:
        """Keep it, look at what was left out, or go back to the last question."""
        care = self._desk.care.plan
        what, _, number = key.partition(" ")
        if what == "use":
            care.make(self._ticked)
            return Move("replace", PlanPage(self.painter, self._desk, self._start))
        if what == "left" and self._proposal is not None:
            return Move("push", self._left_out(self._proposal))
        if what == "look" and self._proposal is not None:
            return Move("push", PlanItemPage(self.painter, self._desk, int(number), self._proposal.items))
        if what == "home":
            # Nothing suits: the answers hold, and a plan that does not fit them any more is out of use.
            care.make(self._ticked)
            return Move("back")
        guide = care.guide
        last = len(guide.questions) - 1 if guide else 0
        again = PlanQuestionPage(self.painter, self._desk, self._again, last, self._ticked)
        return Move("replace", again)

    def _again(self, ticked: frozenset[str]) -> Screen:
        return NewPlanPage(self.painter, self._desk, ticked, self._start)
