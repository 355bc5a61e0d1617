"""The first thing to see: today's plan and one large Start; everything else is one step away."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NotRequired, TypedDict

import pygame

from coach.core import progress
from coach.core.care.plan import GENTLE, MY_PLAN
from coach.core.history import SessionRecord
from coach.ui.app import Move, Screen
from coach.ui.desk import Desk, Plan
from coach.ui.elements import Button
from coach.ui.layout import Box
from coach.ui.page import Page
from coach.ui.painter import Painter
from coach.ui.room import Room, columns, rows
from coach.ui.screens.home_words import listed, plan_facts, week_words
from coach.ui.screens.plan import STEP, plan_page
from coach.ui.screens.plan_flare import WaitsPage
from coach.ui.screens.questions import LockedPage
from coach.ui.screens.relief import ReliefPage
from coach.ui.screens.relief_rest import RestPage
from coach.ui.screens.safety import before_start
from coach.ui.screens.settings import settings_page
from coach.ui.screens.steps import StepPage, centred
from coach.ui.screens.therapist import STEP as ROUTINE_STEP, TherapistPage, dropped
from coach.ui.screens.therapist_words import signed_words
from coach.ui.screens.thermal import ThermalPage
from coach.ui.screens.welcome import welcome_page
from coach.ui.theme import State


class Rooms(TypedDict):
    """Screens of others that lead off from home. `start` takes the id of a plan; without `posture` or `week` there is
    no such button."""

    start: Callable[[str], Screen]
    history: Callable[[], Screen]
    posture: NotRequired[Callable[[], Screen]]
    week: NotRequired[Callable[[], Screen]]


class HomePage(Page):
    """Home.

    Args:
        rooms: where Start, History and Posture watch lead.
        restyle: told when text size or look changed; the painter is to wear the new theme then.
        data_dir: where the person's data lies, for the settings to name.
    """

    def __init__(
        self,
        painter: Painter,
        desk: Desk,
        rooms: Rooms,
        *,
        restyle: Callable[[], None] = lambda: None,
        data_dir: Path | None = None,
    ) -> None:
        super().__init__(painter)
        self._desk, self._rooms, self._restyle, self._data_dir = desk, rooms, restyle, data_dir
        self._welcomed = False
        self._plans: Sequence[Plan] = ()
        self._read: Sequence[SessionRecord] | None = None
        self._week = ""

    def update(self, dt_s: float) -> Move | None:
        """Look at the desk once a frame; on the very first start the welcome pages come before anything is drawn."""
        self._look()
        if self._welcomed or self._desk.settings.welcomed:
            return None
        self._welcomed = True
        return Move("push", welcome_page(self.painter, self._desk))

    def _look(self) -> None:
        self._plans = self._desk.plans()
        sessions = self._desk.sessions()
        if self._desk.ready and sessions is not self._read:
            self._read = sessions
            self._week = " ".join(progress.sentences(sessions, self._desk.today)[:2])

    def compose(self, room: Room) -> None:
        """Greeting and week, a flare-up, today's plan, and the ways off."""
        if not self._plans:
            self._look()
        self._ways(room)
        room.text(self._desk.greeting(), "title", weight="heavy")
        room.gap(0.5)
        # One line of news at most beside trouble: a flare-up is what matters most.
        room.text(self._desk.care.flare.line or self._week or " ", tone="muted")
        if self._desk.message:
            room.gap(0.5)
            room.text(self._desk.message, "label", state="idle")
        room.gap(1.2)
        self._strip(room)
        self._card(room, room.left)

    def _strip(self, room: Room) -> None:
        """A round of cold or warmth that runs: how long still, and the way to it."""
        if running := self._desk.care.relief.strip:
            room.buttons(room.button("round", running, sign="heart"))
            room.gap()

    def _ways(self, room: Room) -> None:
        ways = [room.button("relief", "Relief", sign="heart", shortcut=pygame.K_r)]
        if "posture" in self._rooms:
            ways.insert(0, room.button("posture", "Posture watch", sign="chair"))
        if "week" in self._rooms:
            ways.append(room.button("week", "This week", sign="tick", shortcut=pygame.K_w))
        ways.append(room.button("therapist", "Therapist", sign="person", shortcut=pygame.K_t))
        ways += [room.button("history", "History", sign="chart"), room.button("settings", "Settings", sign="gear")]
        across = len(ways) if room.wide else 2
        lines = [ways[at : at + across] for at in range(0, len(ways), across)]
        high = room.button_height(1.3)
        low = room.part(room.foot(len(lines) * high + (len(lines) - 1) * room.m.gap))
        for number, line in enumerate(lines):
            low.gap(1.0 if number else 0.0)
            shares = [0.6 + 0.1 * len(button.text) for button in line] if room.wide else [1.0] * len(line)
            low.buttons(*line, height=high, shares=shares)

    def _card(self, room: Room, box: Box) -> None:
        card = room.plate(box)
        chosen = self._buttons(room)
        high = [card.button_height(2.4 if number == 0 else 1.1) for number in range(len(chosen))]
        heights = sum(high) + card.m.gap * max(0, len(high) - 1)
        if card.wide:
            words, buttons = columns(card.left, 1.7, 1.0, gap=card.m.pad * 2)
        else:
            words, buttons = rows(card.left, 1.0, max(1, heights), gap=card.m.gap)
        centred(card.part(words), self._about)
        side = card.part(buttons)
        side.take(max(0, (buttons.h - heights) // 2))
        for number, button in enumerate(chosen):
            side.gap(1.0 if number else 0.0)
            side.buttons(button, height=high[number])

    def _buttons(self, room: Room) -> list[Button]:
        if self._desk.locked:
            return [room.button("locked", "What to do now", "primary")]
        if not self._plans:
            return []
        start = replace(room.button("start", "Start", "primary", sign="play"), size_px=room.em("title"))
        mine = "See your plan" if self._desk.care.plan.plan else "Make your plan"
        others = [room.button("other", "Another plan")] if len(self._plans) > 1 else []
        return [start, room.button("plan", mine, shortcut=pygame.K_p), *others]

    def _about(self, room: Room) -> None:
        """The words on the card."""
        if self._desk.locked:
            room.text("Exercise is locked for now", "title", weight="heavy", state="fault")
            room.gap(1.5)
            room.text("You ticked something that should be checked by a doctor first.", "heading")
            return
        if not self._plans:
            waiting = "Reading your plans ..." if not self._desk.ready else "There is no plan here yet."
            room.text(waiting, "heading", tone="muted")
            return
        plan = self._plans[0]
        room.text(self._whose(plan), tone="muted")
        room.gap(0.5)
        room.text(plan.name, "title", weight="heavy")
        room.gap()
        room.text(plan_facts(plan, self._desk.today) + ".")
        self._assigned(room, plan)
        room.gap()
        room.text(listed(plan.exercises), tone="muted")
        care = self._desk.care
        grows = care.growth if plan.id == MY_PLAN else care.therapist.growing(plan.id)
        stepped = "" if grows is None or grows.offer is None else f"{STEP if plan.id == MY_PLAN else ROUTINE_STEP}."
        if note := care.plan.note(plan.id) or stepped:
            room.gap()
            room.text(note, state="idle")

    def _assigned(self, room: Room, plan: Plan) -> None:
        """Of a therapist's routine: how far in the week, and who signed it."""
        therapist = self._desk.care.therapist
        standing, incoming = therapist.standing(plan.id), therapist.taken.get(plan.id)
        if standing is None or incoming is None:
            return
        whole: State = "good" if standing.when == "in_force" and standing.done >= standing.of else "idle"
        room.text(week_words(standing, self._desk.today), weight="heavy", state=whole)
        said, state = signed_words(incoming.signed)
        room.gap(0.5)
        room.text(said, "label", tone="muted", state=state)

    def _whose(self, plan: Plan) -> str:
        if plan.author:
            return f"From {plan.author}"
        return "Today's exercises" if plan.id == MY_PLAN else "Today's plan"

    def press(self, key: str) -> Move | None:
        """Every button leads to a screen from which back comes home."""
        makers: dict[str, Callable[[], Screen]] = {
            "start": self._start,
            "other": lambda: PlansPage(self.painter, self._desk),
            "plan": lambda: plan_page(self.painter, self._desk, lambda: self._begin(MY_PLAN)),
            "locked": lambda: LockedPage(self.painter, self._desk),
            "round": self._round,
            "relief": lambda: ReliefPage(self.painter, self._desk),
            "settings": lambda: settings_page(self.painter, self._desk, self._restyle, self._data_dir),
            "history": self._rooms["history"],
            "therapist": lambda: TherapistPage(self.painter, self._desk),
        }
        if "posture" in self._rooms:
            makers["posture"] = self._rooms["posture"]
        if "week" in self._rooms:
            makers["week"] = self._rooms["week"]
        return Move("push", makers[key]())

    def handle(self, event: pygame.event.Event) -> Move | None:
        """A file that is dropped onto the window is looked at; all else is as on any page."""
        if event.type == pygame.DROPFILE:
            return dropped(self.painter, self._desk, event.file)
        return super().handle(event)

    def _round(self) -> Screen:
        """What the strip tells of, at once: what lies on the skin comes before a rest, as in its words."""
        relief = self._desk.care.relief
        rest = relief.rest
        if relief.thermal.stage != "over" and rest is not None and (rest.due or relief.thermal.stage != "running"):
            return RestPage(self.painter, self._desk)
        return ThermalPage(self.painter, self._desk)

    def _start(self) -> Screen:
        return self._begin(self._plans[0].id)

    def _begin(self, plan: str) -> Screen:
        """What comes before a plan; in a flare-up, one that would better wait says so first."""

        def on(chosen: str = plan) -> Screen:
            return before_start(self.painter, self._desk, lambda: self._rooms["start"](chosen), chosen)

        if self._desk.locked or not self._desk.care.plan.waits(plan):
            return on()
        gentle = any(offered.id == GENTLE for offered in self._desk.plans())
        return WaitsPage(self.painter, self._desk, on, (lambda: on(GENTLE)) if gentle else None)


class PlansPage(StepPage):
    """Other plans; the one that is pressed becomes today's."""

    def __init__(self, painter: Painter, desk: Desk, first: int = 0) -> None:
        super().__init__(painter)
        self._desk, self._first, self._most = desk, first, 6

    def compose(self, room: Room) -> None:
        """Six plans in a wide window, four in a tall one; more are a page on."""
        plans = self._desk.plans()
        self._most, across = (6, 2) if room.wide else (4, 1)
        most = self._most
        shown = plans[self._first : self._first + most]
        foot = [room.button("back", "Back", sign="back")]
        if self._first + most < len(plans):
            foot.append(room.button(f"more {self._first + most}", "More plans", sign="next"))
        low = room.part(room.foot(room.button_height()))
        for button, cell in zip(foot, columns(low.box, 1.0, 1.0, gap=low.m.gap), strict=False):
            low.put(button, cell)
        room.text("Choose a plan", "title", weight="heavy")
        room.gap(1.5)
        high = min(room.button_height(3.0), (room.left.h - room.m.gap * (most // across)) // (most // across))
        for at in range(0, len(shown), across):
            cells = columns(room.take(max(high, room.button_height(1.9))), *(1.0,) * across, gap=room.m.gap)
            room.gap()
            for plan, cell in zip(shown[at : at + across], cells, strict=False):
                care = self._desk.care.plan
                minded = care.waits(plan.id) or care.unsuited(plan.id)
                note = care.note(plan.id) if minded else self._facts(plan)
                on = plan.id == plans[0].id
                room.put(room.button(f"plan {plan.id}", plan.name, "choice", on=on, note=note), cell)

    def _facts(self, plan: Plan) -> str:
        standing = self._desk.care.therapist.standing(plan.id)
        if standing is not None and standing.when != "in_force":
            return f"From {plan.author}: {'has ended' if standing.when == 'ended' else 'begins later'}"
        return plan_facts(plan, self._desk.today)

    def press(self, key: str) -> Move | None:
        """A plan is kept as today's, and home shows it."""
        what, _, name = key.partition(" ")
        if what == "more":
            return Move("replace", PlansPage(self.painter, self._desk, int(name)))
        if what == "back":
            before = PlansPage(self.painter, self._desk, max(0, self._first - self._most))
            return Move("replace", before) if self._first else Move("back")
        self._desk.care.plan.choose(name)
        return Move("back")
