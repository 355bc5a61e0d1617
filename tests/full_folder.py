"""A data folder with every kind of thing that is kept, each text and number of it a mark that is found again."""

import itertools
import struct
import types
from dataclasses import fields, replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from coach.adapters import files
from coach.adapters.delivery.outbox import OutboxFolder
from coach.adapters.exchange import key_file, results_file, routine_file, signing
from coach.adapters.exchange.inbox import Inbox
from coach.adapters.exchange.taken import take_back
from coach.adapters.files import private_write
from coach.adapters.history.db import HistoryDb
from coach.adapters.history.kinds import KINDS
from coach.adapters.own_files.baselines import BaselinesFile
from coach.adapters.own_files.link import LinkFile
from coach.adapters.own_files.settings import SettingsFile
from coach.commands.wiring import every_exercise
from coach.core.care.reminding import Reminders
from coach.core.settings import Settings
from coach.core.sitting.baseline import PostureBaseline
from coach.core.sitting.measures import FRONT
from coach.core.sitting.record import PostureMinute
from coach.core.therapy.assigned import Deliver
from coach.core.therapy.delivery import Link, Waiting
from tests.clinic_samples import RESULTS
from tests.therapist_samples import ASSIGNED, ROUTINE

AT: Final = datetime(2026, 11, 20, 9, 30, tzinfo=timezone(timedelta(hours=1)))
TOKEN: Final = "zqtokenzqtokenzqtoken"
COMMON: Final = {"session": "zqsession", "set": "zqset"}
"""What others belong to, so that none of them is a stray."""


class Marks:
    """Gives marks, and knows them: texts and numbers as they lie in a database."""

    def __init__(self) -> None:
        self._count = itertools.count(1)
        self.texts: set[str] = set()
        self.numbers: set[float] = set()

    def text(self) -> str:
        """A text that stands nowhere else."""
        found = f"zq{next(self._count):04d}mark"
        self.texts.add(found)
        return found

    def number(self) -> float:
        """A number that stands nowhere else."""
        found = 0.1234567 + next(self._count) / 10_000
        self.numbers.add(found)
        return found

    @property
    def bytes(self) -> dict[bytes, str]:
        """How each may lie in a file, and what it is."""
        found = {text.encode(): text for text in self.texts | set(COMMON.values())}
        found |= {struct.pack(">d", number): str(number) for number in self.numbers}
        return found | {repr(number).encode(): str(number) for number in self.numbers}

    def entry(self, kind: type[Any]) -> Any:
        """A value of a kind, every field of it filled."""
        hints = get_type_hints(kind)
        return kind(**{item.name: COMMON.get(item.name) or self.value(hints[item.name]) for item in fields(kind)})

    def minute(self) -> PostureMinute:
        """A minute at the desk, which is kept to the thousandth of a second."""
        upright, unknown, untold_s = 17.317, 28.419, 9.713
        self.numbers |= {upright, unknown, untold_s}
        return PostureMinute(at=AT, seconds={"upright": upright, "unknown": unknown}, untold_s=untold_s)

    def value(self, hint: Any) -> Any:
        """A value of a type."""
        origin, inner = get_origin(hint), get_args(hint)
        if origin in (Union, types.UnionType):
            return self.value(next(one for one in inner if one is not types.NoneType))
        if origin is Literal:
            return next(one for one in inner if one)
        if origin is tuple:
            several = inner[:1] if inner[1:] == (Ellipsis,) else inner
            return tuple(self.value(one) for one in several)
        if origin is not None:
            return {self.text() if inner[0] is str else self.value(inner[0]): self.value(inner[1])}
        simple = {str: self.text, float: self.number, int: lambda: 1, bool: lambda: True}
        return simple[hint]() if hint in simple else {datetime: AT, date: AT.date()}[hint]


def fill(folder: Path) -> Marks:
    """Put every kind of thing in, by the parts that the program itself uses."""
    marks = Marks()
    history = HistoryDb(folder / "history.db")
    for kind in KINDS:
        history.write(marks.minute() if kind.entry is PostureMinute else marks.entry(kind.entry))
    assert history.flush(60)
    history.close()
    SettingsFile(folder / "settings.json", private_write).save(
        Settings(name=marks.text(), routine=marks.text(), reminders=Reminders(days=(0, 3), on=True))
    )
    baseline = PostureBaseline(
        name=marks.text(),
        view="front",
        at=AT,
        medians={name: marks.number() for name in FRONT},
        spreads={name: marks.number() for name in FRONT},
    )
    BaselinesFile(folder / "baselines.json", private_write).keep(baseline)
    _take_routines(folder, marks)
    _link(folder, marks)
    return marks


def _take_routines(folder: Path, marks: Marks) -> None:
    """Three versions of a signed routine: one in use, one earlier, one undone."""
    exercises, private = every_exercise(), signing.new_key()
    inbox = Inbox(folder, exercises, private_write)
    by = marks.text()
    for version in (1, 2, 3):
        told = replace(ASSIGNED, version=version, notes=f"Note {marks.text()}.", patient=marks.text())
        routine = replace(ROUTINE, name=marks.text(), author=by, assigned=told)
        signed = routine_file.signed_routine(routine, private, by, AT)
        path = folder.parent / f"{ROUTINE.id}.routine.toml"
        path.write_text(routine_file.write_routine(signed, exercises))
        inbox.take(inbox.look(str(path)), trust=True)
        path.unlink()
    take_back(folder, ROUTINE.id, private_write)


def _link(folder: Path, marks: Marks) -> None:
    """Keys, the link to a practice, results that wait for it."""
    key = key_file.make_key(folder / "keys" / "app.key", signing.new_key)
    key_file.make_key(folder / "keys" / "signing.key", signing.new_key)
    address = f"https://{marks.text()}.example"
    link = Link(deliver=Deliver(address=address, token=TOKEN), routine=ROUTINE.id, linked_at=AT)
    LinkFile(folder / "delivery.json", private_write).put(link)
    results = replace(RESULTS, person=marks.text())
    waiting = Waiting(
        id="20261120-one", to=address, digests=("d",), since=AT.date(), until=AT.date(), sessions=1,
        newest="n", queued_at=AT,
    )  # fmt: skip
    content = results_file.write(results, key, results.person or "", AT)
    OutboxFolder(folder / "outbox", private_write).put(waiting, content)


def left_by_a_kill(folder: Path, marks: Marks) -> list[Path]:
    """Half-written files, as a program leaves them that is killed in the middle."""
    targets = ("settings.json", "baselines.json", "delivery.json", "therapists.json", "outbox/one.waiting.json",
               "routines/hips_first.routine.toml", "routines/earlier/hips_first-1.routine.toml", "mine.results.json",
               "Page for the doctor 2026-11-20.pdf", "back exercises.ics")  # fmt: skip
    found = []
    for target in targets:
        found.append(files._temporary(folder / target, private=True))
        found[-1].write_text(marks.text())
    for name in ("keys/.app.key-4711", ".stream-ab12cd34"):
        (folder / name).write_text(marks.text())
        found.append(folder / name)
    return found
