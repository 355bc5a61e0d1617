"""Before exercise: pain, the safety questions when they are due, when to stop. Nothing here needs a camera."""

from collections.abc import Callable

from coach.core import phrases
from coach.core.safety import Advice, Outcome, pain_advice
from coach.ui.app import Move, Screen
from coach.ui.desk import Desk
from coach.ui.painter import Painter
from coach.ui.room import Room
from coach.ui.screens.ceiling import CeilingPage, SignsPage, has_words
from coach.ui.screens.questions import AdvicePage, LockedPage, ask
from coach.ui.screens.relief import ReliefPage
from coach.ui.screens.scale import ScalePage
from coach.ui.screens.steps import StepPage, centred, foot

MORNING = "How was your back this morning?"


def before_start(painter: Painter, desk: Desk, then: Callable[[], Screen], routine: str = "") -> Screen:
    """The first page that is due before exercise. They replace one another, and `then` replaces the last one; Escape
    goes a page back and from the first one to whatever lay below. While exercise is locked they end at once.

    Args:
        routine: id of what is to be done; of one that a therapist assigned, what they asked for comes too.
    """
    if desk.locked:
        return LockedPage(painter, desk)
    way = _Way(painter, desk, then, routine)
    return way.morning() if desk.morning_due() else way.pain()


class _Way:
    """The way from page to page, and what was told on it.

    The safety questions come before the advice on a high pain score: whoever hurts most must not leave without them.
    """

    def __init__(self, painter: Painter, desk: Desk, then: Callable[[], Screen], routine: str) -> None:
        self._painter, self._desk, self._then, self._routine = painter, desk, then, routine
        self._score = 0
        self._asked = self._clear = False

    def morning(self) -> Screen:
        """How the back was the morning after."""

        def told(score: int) -> Move:
            self._desk.tell_pain("morning", score)
            return Move("replace", self.pain())

        return ScalePage(
            self._painter,
            MORNING,
            told,
            note="It shows how the last session went for you.",
            skip=lambda: Move("replace", self.pain()),
            back=_leave,
        )

    def pain(self) -> Screen:
        """Pain now."""
        return ScalePage(self._painter, phrases.HOW_IS_PAIN, self._told, back=_leave)

    def _told(self, score: int) -> Move:
        # Asked before it is told: whether pain has risen is measured against what was told last time.
        due = self._desk.questions_due(score) and not self._asked
        self._desk.tell_pain("before", score)
        self._score = score
        if due:
            return Move("replace", ask(self._painter, self._desk, self._answered, self._to_pain))
        return self._advise()

    def _to_pain(self) -> Move:
        return Move("replace", self.pain())

    def _answered(self, outcome: Outcome) -> Move:
        self._asked, self._clear = True, outcome == "clear"
        if self._clear:
            return self._advise()
        soon = self._desk.screening().soon
        return Move("replace", AdvicePage(self._painter, soon, ("Not now", _leave), ("Go on gently", self._advise)))

    def _advise(self) -> Move:
        advice = pain_advice(self._desk.screening(), self._score)
        if (asked := self._desk.care.therapist.asks_to_wait(self._routine, self._score)) is not None:
            of = asked, self._score
            return Move("replace", CeilingPage(self._painter, self._desk, of, advice, self._to_rules, self._to_pain))
        if advice.level == "stop":
            return Move("replace", HighPainPage(self._painter, self._desk, advice, self._to_rules, self._to_pain))
        return self._to_rules()

    def _to_rules(self) -> Move:
        screening = self._desk.screening()
        advice = pain_advice(screening, self._score)
        easy = advice.level == "go"
        told = screening.clear if easy and self._clear else advice.text if advice.level != "stop" else ""
        page = StopRulesPage(self._painter, self._desk, told, self._to_signs, self._to_pain, easy=easy)
        return Move("replace", page)

    def _to_signs(self) -> Screen:
        """What the therapist says of it, or straight on."""
        incoming = self._desk.care.therapist.taken.get(self._routine)
        if incoming is None or not has_words(incoming):
            return self._then()
        return SignsPage(self._painter, incoming, self._then, self._to_rules)


def _leave() -> Move:
    return Move("back")


class HighPainPage(StepPage):
    """Advises against exercise now. Going on takes two presses, Relief or Home one; Escape asks for the pain again."""

    escape = "before"

    def __init__(
        self, painter: Painter, desk: Desk, advice: Advice, on: Callable[[], Move], before: Callable[[], Move]
    ) -> None:
        super().__init__(painter)
        self._desk, self._advice, self._on, self._before = desk, advice, on, before
        self._sure = False

    def compose(self, room: Room) -> None:
        """The advice; Relief and Home in one row, going on below it."""
        high = room.button_height()
        low = room.part(room.foot(2 * high + room.m.gap))
        low.buttons(low.button("relief", "Relief", "primary", sign="heart"), low.button("home", "Home", sign="back"))
        low.gap()
        if self._sure:
            # "No" lies where "Go on anyway" lay for most fingers: pressing twice in haste goes nowhere.
            low.buttons(low.button("no", "No, I'll rest"), low.button("yes", "Yes, go on"), shares=(1.5, 1.0))
        else:
            low.buttons(low.button("anyway", "Go on anyway"))

        def words(part: Room) -> None:
            part.text("Today, rest your back", "title", weight="heavy", state="fault")
            part.gap(2)
            part.text(self._advice.text, "heading")
            part.gap(2)
            part.text("Are you sure? You can stop at any moment." if self._sure else " ", tone="muted")

        centred(room, words, 0.4)

    def press(self, key: str) -> Move | None:
        """Going on needs "yes" after "anyway"."""
        if key == "relief":
            return Move("replace", ReliefPage(self.painter, self._desk))
        if key == "home":
            return Move("back")
        if key == "before":
            return self._before()
        if key == "yes" and self._sure:
            return self._on()
        self._sure = key == "anyway"
        return Move("stay")


class StopRulesPage(StepPage):
    """When to stop, in short; the last page before exercise. `told` stands above it: what the answers before mean."""

    def __init__(
        self,
        painter: Painter,
        desk: Desk,
        told: str,
        then: Callable[[], Screen],
        before: Callable[[], Move],
        *,
        easy: bool = True,
    ) -> None:
        super().__init__(painter)
        self._desk, self._told, self._then, self._before = desk, told, then, before
        self._easy = easy

    def compose(self, room: Room) -> None:
        """What the pain score means, the rules, and one large button."""
        go = room.button("go", "I'll stop if it hurts", "primary")
        foot(room, room.button("back", "Back", sign="back"), go, shares=(1.0, 2.6), lines=1.2)

        def words(part: Room) -> None:
            if self._told:
                part.text(self._told, "heading", state="good" if self._easy else "idle")
                part.gap(2.5)
            part.text("When to stop", "title", weight="heavy")
            for rule in self._desk.screening().stop_rules:
                part.gap(1.5)
                part.text(rule.text, state="fault")

        centred(room, words)

    def press(self, key: str) -> Move | None:
        """On to exercise, or back."""
        return self._before() if key == "back" else Move("replace", self._then())
