"""The safety questions: a page a group, and what follows from the answers. All words come from the screening's file."""

from collections.abc import Callable
from typing import Final

from coach.core.safety import Group, Help, Outcome
from coach.ui.app import Move, Screen
from coach.ui.desk import Desk
from coach.ui.page import Page
from coach.ui.painter import Painter
from coach.ui.room import Room
from coach.ui.screens.steps import StepPage, centred, dots, foot
from coach.ui.theme import State

Followed = Callable[[Outcome], Move]
"""Where to go after the questions, "clear" or "soon"; an emergency goes to the locked page by itself."""

UNREAD: Final = Help(
    title="Get medical help now if you have",
    lines=(
        "numbness between your legs or around your bottom, trouble peeing, or no control of your bowels;",
        "new weakness, pain or numbness in both legs, or pain in your chest;",
        "pain after a bad fall or a crash that nobody has checked.",
        "Call 112, 999 or 911, or your local emergency number.",
    ),
    source="the first of the safety questions, for when their file can't be read",
)

_BACK: Final = Move("back")


def ask(painter: Painter, desk: Desk, followed: Followed, leave: Callable[[], Move]) -> Screen:
    """The first page of questions, the locked page while exercise is locked, or what must be known of them where they
    can't be read. `leave` is where Back goes from it."""
    if desk.locked:
        return LockedPage(painter, desk)
    if not desk.ready:
        return AdvicePage(painter, UNREAD, ("Back", leave))
    return QuestionPage(painter, desk, followed, leave)


class QuestionPage(StepPage):
    """One group of questions to tick, with one button for "none of these". Ticks stay when paging back, and nothing is
    answered before the last page, or before an emergency is ticked."""

    def __init__(
        self,
        painter: Painter,
        desk: Desk,
        followed: Followed,
        leave: Callable[[], Move],
        *,
        number: int = 0,
        ticked: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(painter)
        self._desk, self._followed, self._leave = desk, followed, leave
        self._number, self._ticked = number, ticked

    @property
    def _group(self) -> Group:
        return self._desk.screening().groups[self._number]

    @property
    def _here(self) -> frozenset[str]:
        """What is ticked on this page."""
        return self._ticked & {question.id for question in self._group.questions}

    def compose(self, room: Room) -> None:
        """Group, its questions as choices, Back and one large button."""
        screening, group = self._desk.screening(), self._group
        go = room.button("on", "Go on" if self._here else screening.none, "primary")
        foot(room, room.button("back", "Back", sign="back"), go, shares=(1.0, 2.6), lines=1.2)
        dots(room, room.take(room.em("label")), self._number, len(screening.groups))
        room.gap()
        if self._number == 0:
            room.text(screening.intro, "label", tone="muted")
            room.gap()
        room.text(group.title, "heading", weight="heavy")
        room.gap(0.5)
        room.text(group.lead)
        room.gap()
        self._choices(room)

    def _choices(self, room: Room) -> None:
        """Each as high as its words need, ticked or not: nothing moves when it is pressed. What is left over makes all
        of them a little higher."""
        em, questions = room.em("button"), self._group.questions
        inner = max(1, room.box.w - 2 * room.m.pad - em - room.m.gap)
        lines = [len(room.fonts.fit(question.text, "heavy", (inner, 100_000), em).lines) for question in questions]
        spare = room.left.h - sum(room.button_height(number) + room.m.gap for number in lines)
        more = max(0, min(round(0.6 * em), spare // len(lines)))
        for question, number in zip(questions, lines, strict=True):
            button = room.button(question.id, question.text, "choice", on=question.id in self._here)
            room.buttons(button, height=room.button_height(number) + more)
            room.gap()

    def press(self, key: str) -> Move | None:
        """Tick, go on, or back."""
        if key == "back":
            return self._before()
        if key == "on":
            return self._after()
        self._ticked ^= {key}
        return Move("stay")

    def _page(self, number: int) -> Move:
        page = QuestionPage(self.painter, self._desk, self._followed, self._leave, number=number, ticked=self._ticked)
        return Move("replace", page)

    def _before(self) -> Move:
        return self._page(self._number - 1) if self._number else self._leave()

    def _after(self) -> Move:
        """An emergency is answered at once: nobody goes through more pages before they are told to get help."""
        emergencies = {q.id for q in self._desk.screening().questions if q.tier == "emergency"}
        last = self._number + 1 == len(self._desk.screening().groups)
        if not last and not self._here & emergencies:
            return self._page(self._number + 1)
        outcome = self._desk.answer(self._ticked)
        if outcome == "emergency":
            return Move("replace", LockedPage(self.painter, self._desk))
        return self._followed(outcome)


def help_lines(room: Room, told: Help, state: State | None = "fault") -> None:
    """Title and lines of what to do, large."""
    room.text(told.title, "title", weight="heavy", state=state)
    for line in told.lines:
        room.gap(1.6)
        room.text(line, "heading")


class LockedPage(Page):
    """What to do in an emergency, large. Leaving it changes nothing; only "I have been checked" leads on."""

    def __init__(self, painter: Painter, desk: Desk) -> None:
        super().__init__(painter)
        self._desk = desk

    def compose(self, room: Room) -> None:
        """What to do; the way on is small and last."""
        screening = self._desk.screening() if self._desk.ready else None
        told = screening.emergency if screening else UNREAD
        unlock = (room.button("checked", screening.unlock),) if screening else ()
        foot(room, room.button("home", "Back", sign="back"), *unlock)
        centred(room, lambda part: help_lines(part, told), 0.4)

    def press(self, key: str) -> Move | None:
        """Back, or to the question whether they really have been checked."""
        return Move("replace", CheckedPage(self.painter, self._desk)) if key == "checked" else _BACK


class CheckedPage(StepPage):
    """Asks once more before exercise is unlocked; Escape is "not yet"."""

    escape = "not"

    def __init__(self, painter: Painter, desk: Desk) -> None:
        super().__init__(painter)
        self._desk = desk

    def compose(self, room: Room) -> None:
        """The sentence, when to use it, and the choice; "not yet" is what Enter does."""
        screening = self._desk.screening()
        foot(room, room.button("not", "Not yet", "primary"), room.button("yes", f"Yes. {screening.unlock}"))

        def words(part: Room) -> None:
            part.text(screening.unlock, "title", weight="heavy")
            part.gap(2)
            part.text(screening.unlock_note, "heading")

        centred(room, words, 0.4)

    def press(self, key: str) -> Move | None:
        """Only "yes" unlocks."""
        if key != "yes":
            return Move("replace", LockedPage(self.painter, self._desk))
        self._desk.unlock()
        return _BACK


class AdvicePage(Page):
    """A title, some sentences, and two ways on.

    Args:
        first: words of the button that most should press, and where it goes.
        second: the same for the other one, or None.
    """

    def __init__(
        self,
        painter: Painter,
        told: Help,
        first: tuple[str, Callable[[], Move]],
        second: tuple[str, Callable[[], Move]] | None = None,
        *,
        calm: bool = False,
    ) -> None:
        super().__init__(painter)
        self._told, self._ways, self._calm = told, {"first": first} | ({"second": second} if second else {}), calm

    def compose(self, room: Room) -> None:
        """Sentences above, buttons below."""
        ways = self._ways.items()
        foot(room, *(room.button(key, way[0], "primary" if key == "first" else "plain") for key, way in ways))

        centred(room, lambda part: help_lines(part, self._told, None if self._calm else "fault"), 0.4)

    def press(self, key: str) -> Move | None:
        """One of the ways."""
        return self._ways[key][1]()
