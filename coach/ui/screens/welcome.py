"""The first start: what this is, who you are, camera, sound, and what it can and can't judge. All of it can be skipped,
and every answer is kept the moment it is given."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from coach.ui.app import Move, Screen
from coach.ui.desk import Desk
from coach.ui.layout import Box
from coach.ui.painter import Painter
from coach.ui.room import Room, columns
from coach.ui.screens.camera_choice import CameraPanel
from coach.ui.screens.judging import judging
from coach.ui.screens.plan import plan_questions
from coach.ui.screens.sound_check import SoundPanel
from coach.ui.screens.steps import FilledPage, centred, dots

PRIVACY: Final = (
    "Nothing leaves this computer.",
    "No picture is kept unless you ask for it.",
    "You can delete everything with one command; it is in Settings.",
)

NO_DEVICE: Final = (
    "Backcoach is not a medical device. It coaches, counts and reminds.",
    "It can't tell what is wrong with your back. For that, ask a doctor or physical therapist.",
    "If something hurts, stop.",
)


def welcome_page(painter: Painter, desk: Desk, number: int = 0) -> Screen:
    """A welcome page by its number. They replace one another; the last one, or Skip, goes back to what lies below, or
    on to a plan, with `settings.welcomed` kept. Escape goes a page back, and from the first one leaves: then they come
    again next time."""
    return PAGES[number](painter, desk)


class _Welcome(FilledPage):
    """A welcome page: dots and Skip above, Back and Next below, its own things between."""

    number = 0
    title = ""
    on = "Next"
    off = "Skip"

    def __init__(self, painter: Painter, desk: Desk) -> None:
        super().__init__(painter)
        self.desk = desk

    def compose(self, room: Room) -> None:
        """Top row, title, the page's own things, and the row at the foot."""
        low = room.part(room.foot(room.button_height()))
        go = low.button("next", self.on, "primary")
        if self.number:
            low.buttons(low.button("back", "Back", sign="back"), go, shares=(1.0, 2.0))
        else:
            low.buttons(go)
        top = room.take(room.button_height(0.8))
        left, right = columns(top, 1.0, round(room.em("button") * (2 + 0.5 * len(self.off))), gap=room.m.gap)
        dots(room, left, self.number, len(PAGES))
        room.put(room.button("skip", self.off), right)
        room.gap(0.5)
        room.text(self.title, "title", weight="heavy")
        room.gap(1.5)
        self.fill(room)

    def press(self, key: str) -> Move | None:
        """Next, Back, Skip; all others are the page's own."""
        if key not in {"next", "back", "skip"}:
            return self.pressed(key)
        self.leave()
        number = self.number + (1 if key == "next" else -1)
        if key == "skip" or number == len(PAGES):
            self.desk.keep(replace(self.desk.settings, welcomed=True))
            return self.over() if key == "next" else Move("back")
        return Move("replace", welcome_page(self.painter, self.desk, number)) if number >= 0 else Move("back")

    def over(self) -> Move:
        """Where the last page leads."""
        return Move("back")


class HelloPage(_Welcome):
    """What it is, and privacy in three lines."""

    title = "Welcome to Backcoach"
    on = "Let's begin"

    def fill(self, room: Room) -> None:
        """Words only."""

        def say(part: Room) -> None:
            part.text("A coach for your back. It shows you how, counts, and checks your form.", "heading")
            part.gap()
            part.text("It watches through your camera, so you can stay on the mat.", "heading")
            part.gap(3)
            for line in PRIVACY:
                part.gap()
                part.text(line, state="good")

        centred(room, say, 0.35)


class YouPage(_Welcome):
    """Name and units; both may be left as they are."""

    number = 1
    title = "About you"

    def __init__(self, painter: Painter, desk: Desk) -> None:
        super().__init__(painter, desk)
        self._focus = "name"

    def fill(self, room: Room) -> None:
        """An entry and two choices."""
        centred(room, lambda part: about_you(part, self.desk), 0.35)

    def typed(self, key: str, value: str) -> None:
        """The name is kept as it is typed."""
        keep_name(self.desk, value)

    def pressed(self, key: str) -> Move | None:
        """Units."""
        return keep_units(self.desk, key)


def about_you(room: Room, desk: Desk) -> None:
    """The entry for the name and the choice of units."""
    room.text("What shall I call you?", "heading")
    room.gap()
    room.entry("name", desk.settings.name, "Your name, or leave this empty")
    room.gap(3)
    room.text("Distances in", "heading")
    room.gap()
    units = desk.settings.units
    room.buttons(
        room.button("metric", "Metres", "choice", on=units == "metric"),
        room.button("imperial", "Feet", "choice", on=units == "imperial"),
    )


def keep_name(desk: Desk, value: str) -> None:
    """Keep a name; what can't be printed is left out."""
    desk.keep(replace(desk.settings, name="".join(char for char in value if char.isprintable())))


def keep_units(desk: Desk, key: str) -> Move:
    """Keep "metric" or "imperial"."""
    desk.keep(replace(desk.settings, units="imperial" if key == "imperial" else "metric"))
    return Move("stay")


class CameraPage(_Welcome):
    """Camera and what it sees."""

    number = 2
    title = "Your camera"

    def __init__(self, painter: Painter, desk: Desk) -> None:
        super().__init__(painter, desk)
        self._panel = CameraPanel(desk)

    def fill(self, room: Room) -> None:
        """Choices and picture."""
        box = room.left
        self._panel.fill(room, Box(box.x, box.y, box.w, box.h))

    def update(self, dt_s: float) -> Move | None:
        """The picture lives."""
        self._panel.update(dt_s)
        return None

    def pressed(self, key: str) -> Move | None:
        """A camera."""
        self._panel.press(key)
        return Move("stay")

    def leave(self) -> None:
        """What is seen is what is chosen."""
        self._panel.keep()
        self._panel.close()


class SoundPage(_Welcome):
    """Says a sentence and asks whether it was heard."""

    number = 3
    title = "Can you hear me?"
    on = "Yes, I hear you"

    def __init__(self, painter: Painter, desk: Desk) -> None:
        super().__init__(painter, desk)
        self._panel = SoundPanel(desk)
        self._said = False

    def fill(self, room: Room) -> None:
        """Volume, and the way without sound."""

        def say(part: Room) -> None:
            part.text("I count and guide aloud, so that you need not look.", "heading")
            part.gap(2)
            self._panel.fill(part)
            part.gap(2)
            part.buttons(part.button("captions", "No sound: show captions only", sign="mute"))

        centred(room, say, 0.35)

    def update(self, dt_s: float) -> Move | None:
        """Speak once when the page comes up."""
        if not self._said and not self.desk.settings.muted:
            self._panel.say()
        self._said = True
        return None

    def pressed(self, key: str) -> Move | None:
        """Louder, quieter, again; or captions only, which is an answer and goes on."""
        if key == "captions":
            self._panel.keep(self.desk.settings.volume, muted=True)
            self.desk.keep(replace(self.desk.settings, captions=True))
            return self.press("next")
        self._panel.press(key)
        return Move("stay")

    def leave(self) -> None:
        """Nobody speaks into the next page."""
        self.desk.sound.hush()


class JudgingPage(_Welcome):
    """What it can and can't judge."""

    number = 4
    title = "What it can and can't judge"

    def fill(self, room: Room) -> None:
        """Three lists."""
        centred(room, judging, 0.35)


class LastPage(_Welcome):
    """Not a medical device."""

    number = 5
    title = "Before you begin"
    on = "All right"

    def fill(self, room: Room) -> None:
        """Words only."""

        def say(part: Room) -> None:
            for line in NO_DEVICE:
                part.text(line, "heading")
                part.gap(2)

        centred(room, say, 0.35)


class OfferPage(_Welcome):
    """A plan of one's own, or home."""

    number = 6
    title = "A plan of your own?"
    on = "Make a plan"
    off = "Not now"

    def fill(self, room: Room) -> None:
        """What is asked, and that it can wait."""

        def say(part: Room) -> None:
            part.text("Six short questions: what you would like, how often, and what to leave out.", "heading")
            part.gap(2)
            part.text("You can skip any of them, and change your answers later.", "heading")
            part.gap(2)
            part.text("Your answers stay on this computer.", state="good")

        centred(room, say, 0.35)

    def over(self) -> Move:
        """To the questions, and then home."""
        return Move("replace", plan_questions(self.painter, self.desk, None))


PAGES: Final[tuple[Callable[[Painter, Desk], _Welcome], ...]] = (
    HelloPage,
    YouPage,
    CameraPage,
    SoundPage,
    JudgingPage,
    LastPage,
    OfferPage,
)
