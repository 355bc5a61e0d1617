"""Everything that can be chosen, on five pages behind tabs. Every change is kept and applies at once."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from coach.core.settings import Settings
from coach.ui.app import Move, Screen
from coach.ui.desk import Desk
from coach.ui.painter import Painter
from coach.ui.room import Room
from coach.ui.screens.camera_choice import CameraPanel
from coach.ui.screens.judging import JudgingPage
from coach.ui.screens.sound_check import SoundPanel
from coach.ui.screens.steps import FilledPage, back, centred, foot_note
from coach.ui.screens.therapist import TherapistPage
from coach.ui.screens.welcome import PRIVACY, about_you, keep_name, keep_units
from coach.ui.signs import Sign

TEXT_SIZES: Final = (("Small", 0.85), ("Normal", 1.0), ("Large", 1.2), ("Largest", 1.4))
"""Words and share of the usual size."""

TABS: Final = ("You", "Camera", "Sound", "Look", "Privacy")

DELETE: Final = "coach delete-my-data"


def settings_page(
    painter: Painter, desk: Desk, restyle: Callable[[], None], data_dir: Path | None = None, tab: str = "You"
) -> Screen:
    """The settings, open at a tab.

    Args:
        restyle: told when text size or look changed.
        data_dir: where the data lies, or None where that is not known.
    """
    return _PAGES[tab](painter, desk, restyle, data_dir)


class SettingsPage(FilledPage):
    """One page of the settings; the others are behind tabs."""

    tab = ""

    def __init__(self, painter: Painter, desk: Desk, restyle: Callable[[], None], data_dir: Path | None = None) -> None:
        super().__init__(painter)
        self.desk, self.restyle, self.data_dir = desk, restyle, data_dir

    def compose(self, room: Room) -> None:
        """Tabs, the page's own things, Back."""
        back(room)
        if self.desk.message:
            foot_note(room, self.desk.message, state="idle")
        room.text("Settings", "title", weight="heavy")
        room.gap()
        tabs = [room.button(f"tab {tab}", tab, "choice", on=tab == self.tab) for tab in TABS]
        for row in (tabs,) if room.wide else (tabs[:3], tabs[3:]):
            room.buttons(*row)
            room.gap()
        room.gap()
        self.fill(room)

    def press(self, key: str) -> Move | None:
        """Tabs and Back; all others are the page's own."""
        what, _, tab = key.partition(" ")
        if key == "back":
            self.leave()
            return Move("back")
        if what != "tab":
            return self.pressed(key) or Move("stay")
        if tab == self.tab:
            return Move("stay")
        self.leave()
        return Move("replace", settings_page(self.painter, self.desk, self.restyle, self.data_dir, tab))

    def keep(self, settings: Settings, *, restyle: bool = False) -> None:
        """Keep settings; `restyle` where they change how things look."""
        self.desk.keep(settings)
        if restyle:
            self.restyle()

    def switch(self, room: Room, key: str, words: str, note: str, *, on: bool) -> None:
        """Something that is on or off."""
        sign: Sign | None = None if on else "cross"
        button = room.button(key, words, "choice", on=on, sign=sign, note=f"{'On' if on else 'Off'}: {note}")
        room.buttons(button, height=room.button_height(1.9))


class YouTab(SettingsPage):
    """Name and units, and the way to what comes from a therapist."""

    tab = "You"

    def fill(self, room: Room) -> None:
        """As on the welcome page."""
        low = room.part(room.foot(room.button_height()))
        low.buttons(low.button("therapist", "Your therapist", sign="person"))
        centred(room, lambda part: about_you(part, self.desk), 0.3)

    def typed(self, key: str, value: str) -> None:
        """The name is kept as it is typed."""
        keep_name(self.desk, value)

    def pressed(self, key: str) -> Move | None:
        """Units, or the therapist."""
        if key == "therapist":
            return Move("push", TherapistPage(self.painter, self.desk))
        return keep_units(self.desk, key)


class CameraTab(SettingsPage):
    """Camera, its picture, and whether the picture is shown in a session."""

    tab = "Camera"

    def __init__(self, painter: Painter, desk: Desk, restyle: Callable[[], None], data_dir: Path | None = None) -> None:
        super().__init__(painter, desk, restyle, data_dir)
        self._panel = CameraPanel(desk, advises=False)

    def fill(self, room: Room) -> None:
        """Choices and picture above, the switch below."""
        low = room.part(room.foot(room.button_height(1.9)))
        on = self.desk.settings.skeleton_only
        self.switch(low, "skeleton", "Skeleton only", "the camera picture is hidden in a session" if on else
                    "you see yourself in a session", on=on)  # fmt: skip
        self._panel.fill(room, room.left)

    def update(self, dt_s: float) -> Move | None:
        """The picture lives."""
        self._panel.update(dt_s)
        return None

    def pressed(self, key: str) -> Move | None:
        """A camera, or the switch."""
        if key == "skeleton":
            self.keep(replace(self.desk.settings, skeleton_only=not self.desk.settings.skeleton_only))
        else:
            self._panel.press(key)
        return Move("stay")

    def leave(self) -> None:
        """The camera's lamp goes out."""
        self._panel.close()


class SoundTab(SettingsPage):
    """Volume, mute, captions."""

    tab = "Sound"

    def __init__(self, painter: Painter, desk: Desk, restyle: Callable[[], None], data_dir: Path | None = None) -> None:
        super().__init__(painter, desk, restyle, data_dir)
        self._panel = SoundPanel(desk)

    def fill(self, room: Room) -> None:
        """Volume with its sound check, two switches."""
        settings = self.desk.settings

        def say(part: Room) -> None:
            self._panel.fill(part)
            part.gap(2)
            self.switch(part, "sound", "Voice and tones", "you hear them" if not settings.muted else
                        "all is silent", on=not settings.muted)  # fmt: skip
            part.gap()
            self.switch(part, "captions", "Captions", "what I say is shown as well" if settings.captions else
                        "what I say is only heard", on=settings.captions)  # fmt: skip

        centred(room, say, 0.3)

    def pressed(self, key: str) -> Move | None:
        """Volume, mute, captions."""
        settings = self.desk.settings
        if key == "sound":
            self._panel.keep(settings.volume, muted=not settings.muted)
        elif key == "captions":
            self.keep(replace(settings, captions=not settings.captions))
        else:
            self._panel.press(key)
        return Move("stay")

    def leave(self) -> None:
        """Nobody speaks into the next page."""
        self.desk.sound.hush()


class LookTab(SettingsPage):
    """Text size, dark or light."""

    tab = "Look"

    def fill(self, room: Room) -> None:
        """Two rows of choices."""
        settings = self.desk.settings
        nearest = min((size for _, size in TEXT_SIZES), key=lambda size: abs(size - settings.text_scale))

        def say(part: Room) -> None:
            part.text("Text size", "heading")
            part.gap()
            sizes = [part.button(f"size {n}", words, "choice", on=size == nearest) for words, n, size in _numbered()]
            for at in range(0, len(sizes), 4 if part.wide else 2):
                part.gap(1.0 if at else 0.0)
                part.buttons(*sizes[at : at + (4 if part.wide else 2)])
            part.gap(3)
            part.text("Colours", "heading")
            part.gap()
            part.buttons(
                part.button("dark", "Dark", "choice", on=settings.look == "dark"),
                part.button("light", "Light", "choice", on=settings.look == "light"),
            )

        centred(room, say, 0.3)

    def pressed(self, key: str) -> Move | None:
        """A size or a look."""
        settings = self.desk.settings
        if key in {"dark", "light"}:
            self.keep(replace(settings, look="light" if key == "light" else "dark"), restyle=True)
        elif key.startswith("size "):
            self.keep(replace(settings, text_scale=TEXT_SIZES[int(key[5:])][1]), restyle=True)
        return Move("stay")


def _numbered() -> list[tuple[str, int, float]]:
    return [(words, number, size) for number, (words, size) in enumerate(TEXT_SIZES)]


class PrivacyTab(SettingsPage):
    """What is kept, where it lies, and how to delete it."""

    tab = "Privacy"

    def fill(self, room: Room) -> None:
        """Words, and the way to what it can and can't judge."""

        def say(part: Room) -> None:
            for line in PRIVACY[:2]:
                part.text(line, state="good")
                part.gap()
            part.gap()
            part.text("What is kept: your settings, what you did, and the pain and effort you told.")
            if self.data_dir is not None:
                part.gap()
                part.text(f"It lies in {self.data_dir}")
            part.gap(2)
            part.text("To delete all of it, close this window and type this command:")
            part.gap()
            part.text(DELETE, "heading", weight="heavy", tone="good")
            part.gap(2)
            part.buttons(part.button("judging", "What it can and can't judge"))

        centred(room, say, 0.3)

    def pressed(self, key: str) -> Move | None:
        """One page further."""
        return Move("push", JudgingPage(self.painter))


_PAGES: Final[dict[str, type[SettingsPage]]] = {
    page.tab: page for page in (YouTab, CameraTab, SoundTab, LookTab, PrivacyTab)
}
