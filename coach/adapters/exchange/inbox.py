"""Routines that come in as a file, a picture of a code or a link: looked at first, then taken."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, Literal

from coach.adapters.exchange import link, qr, routine_file
from coach.adapters.exchange.therapists import Therapists
from coach.core.care.plan import GENTLE, MY_PLAN
from coach.core.spec import Exercise
from coach.core.therapy.incoming import Incoming
from coach.ports import CoachError, ExchangeError
from coach.private import make_folder
from coach.reading.files import MAX_BYTES
from coach.reading.routines import ENDING

THERAPISTS: Final = "therapists.json"
ROUTINES: Final = "routines"
EARLIER: Final = "earlier"
"""Names in the data folder; earlier versions lie in a folder below the routines, where nobody looks for plans."""

RESERVED: Final = frozenset({MY_PLAN, GENTLE})
"""Ids of the program's own that no file may take."""

Signer = Literal["unsigned", "known", "new", "other"]


class Inbox:
    """Takes routines into a data folder.

    Args:
        folder: the person's data folder; it need not exist yet.
        exercises: those that a routine may name, by id.
        write: writes bytes under a path, whole or not at all; raises CoachError when it can't.
    """

    def __init__(self, folder: Path, exercises: Mapping[str, Exercise], write: Callable[[Path, bytes], None]) -> None:
        self._folder, self._exercises, self._write = folder / ROUTINES, exercises, write
        self._therapists = Therapists(folder / THERAPISTS, write)

    def look(self, source: str | bytes) -> Incoming:
        """What a file, a picture with a code, or a link holds; nothing is kept.

        Args:
            source: a path, a link, or the content of a file.

        Raises:
            ExchangeError, RoutineError: it can't be used; one plain sentence.
        """
        if isinstance(source, str) and link.is_link(source):
            return self._linked(source, "link")
        name = Path(source).name if isinstance(source, str) else "file"
        content = qr.content_of(Path(source)) if isinstance(source, str) else source
        if qr.is_picture(content):
            return self._pictured(content, name)
        if len(content) > MAX_BYTES:
            raise ExchangeError(f"{name} is larger than {MAX_BYTES // 1000} kB: that is no routine file")
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ExchangeError(f"{name} is neither a routine file nor a picture") from error
        if link.is_link(text):
            return self._linked(text, name)
        # A mail program or a browser may have named the file anew: its id stands in it.
        return routine_file.parse_routine(text, name, self._exercises, is_named=False)

    def signer(self, incoming: Incoming) -> Signer:
        """Whether the key that signed is known: "known" for these names, "new" with new ones, "other" than who signed
        or the author had before, or than the routine bears whose place it takes.

        Raises:
            ExchangeError: the file of known keys is damaged.
        """
        signed = incoming.signed
        if signed.state == "unsigned":
            return "unsigned"
        names = (self._therapists.key_of(name) for name in (signed.by, incoming.routine.author))
        before = {*names, self._key_in_place(incoming.routine.id)} - {""}
        if not before:
            return "new"
        return "known" if before == {signed.key} else "other"

    def _key_in_place(self, id_: str) -> str:
        """Whose key the routine in use bears; "" where there is none, or it is not signed."""
        current = self.current(id_)
        return current.signed.key if current is not None and current.signed.state == "valid" else ""

    def doubt(self, incoming: Incoming) -> str:
        """Why a routine is not to be taken just so, in a sentence; "" where nothing speaks against it."""
        if incoming.signed.state == "changed":
            return "it was changed after it was signed: ask for it again"
        return self._doubt_of_key(incoming) or self._doubt_of_age(incoming)

    def _doubt_of_key(self, incoming: Incoming) -> str:
        signed, author = incoming.signed, incoming.routine.author
        if signed.state == "unsigned":
            if author and self._therapists.key_of(author):
                return f"it is not signed, and what {author} gave before was: ask them whether it is theirs"
            was = self._key_in_place(incoming.routine.id)
            return "it is not signed, and the one you have is: ask your therapist whether it is theirs" if was else ""
        if self.signer(incoming) != "other":
            return ""
        if self._therapists.key_of(signed.by) in ("", signed.key):
            return f"the routine before was signed by another key, and not {signed.by}'s: ask your therapist first"
        return f"it is signed with another key than {signed.by} had before: ask them whether they have a new one"

    def _doubt_of_age(self, incoming: Incoming) -> str:
        current, here = self.current(incoming.routine.id), incoming.routine.assigned
        before = current.routine.assigned if current is not None else None
        if here is None or before is None or before.version <= here.version:
            return ""
        return f"you have a newer version, number {before.version}, and this is number {here.version}"

    def take(self, incoming: Incoming, *, trust: bool = False) -> Path:
        """Keep a routine. Killed at any moment, either the one of before stands there or this one.

        Args:
            trust: take it although another key signed it than before, or none, or it is an older version; from then on
                that key is known.

        Returns:
            Its file; the earlier version lies in the folder `earlier`.

        Raises:
            ExchangeError: it was changed after signing, is doubtful and not trusted, or its id is the program's own.
            CoachError: it can't be written.
        """
        doubt = self.doubt(incoming)
        if doubt and (incoming.signed.state == "changed" or not trust):
            raise ExchangeError(f"{incoming.routine.name} was not taken: {doubt}")
        if incoming.routine.id in RESERVED:
            raise ExchangeError(f"{incoming.routine.id} is a plan of the program itself: the routine needs another id")
        if incoming.signed.state == "valid":
            self._therapists.pin(incoming.signed)
        target = self._folder / f"{incoming.routine.id}{ENDING}"
        make_folder(self._folder)
        self._set_aside(target, incoming.text.encode())
        self._write(target, incoming.text.encode())
        return target

    def current(self, id_: str) -> Incoming | None:
        """The routine of this id that was taken before; None without one, or where it can't be read any more."""
        path = self._folder / f"{id_}{ENDING}"
        try:
            return routine_file.read_routine(path, self._exercises) if path.is_file() else None
        except CoachError:
            return None

    def _set_aside(self, target: Path, content: bytes) -> None:
        """A copy of what stands there now; none where it is the same."""
        try:
            before = target.read_bytes()
        except FileNotFoundError:
            return
        if before == content:
            return
        folder = self._folder / EARLIER
        make_folder(folder)
        id_, number = target.name.removesuffix(ENDING), 1
        while (aside := folder / f"{id_}-{number}{ENDING}").exists():
            number += 1
        self._write(aside, before)

    def _linked(self, text: str, name: str) -> Incoming:
        found = routine_file.parse_routine(link.from_link(text), name, self._exercises, is_named=False)
        written = routine_file.write_routine(found.routine, self._exercises)
        return routine_file.parse_routine(written, name, self._exercises, is_named=False)

    def _pictured(self, content: bytes, name: str) -> Incoming:
        image = qr.picture_of(content) if len(content) <= qr.MOST_BYTES else None
        if image is None:
            raise ExchangeError(f"{name} is a picture that can't be opened, or is too large")
        gathered = link.Gathering()
        texts = qr.read_all(image)
        whole = next((found for found in map(gathered.add, texts) if found), "")
        if whole:
            return self._linked(whole, name)
        if gathered.count:
            numbers = ", ".join(map(str, gathered.missing))
            raise ExchangeError(f"{name}: of {gathered.count} codes, number {numbers} can't be seen in this picture")
        said = "holds a code, but not of a routine" if texts else "is a picture in which no code can be read"
        raise ExchangeError(f"{name} {said}")
