"""`coach history` and `coach export`: what was kept, and all of it given out."""

import csv
import dataclasses
import io
import json
import math
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.table import Table

from coach import paths
from coach.adapters.files import atomic_write, check_target, private_write
from coach.adapters.history.db import HistoryDb
from coach.adapters.migrations import beside
from coach.adapters.own_files.baselines import BaselinesFile
from coach.adapters.own_files.settings import SettingsFile
from coach.commands import console
from coach.commands.exporting_exchange import exchange_files
from coach.commands.no_history import Nothing, has_more
from coach.commands.own_folder import data_folder
from coach.commands.results_kept import given_back
from coach.core import progress
from coach.core.care.record import FIELDS
from coach.core.history import SessionRecord
from coach.core.settings import Settings, to_plain
from coach.core.sitting.baseline import PostureBaseline
from coach.core.sitting.day import day_of
from coach.core.sitting.look import STATES
from coach.ports import HistoryError, OutputError
from coach.private import make_folder

INNER: Final = ("no", "uid", "at_offset_min")
"""Columns that only the database needs."""
DESK: Final = ("posture_minutes", "posture_breaks", "posture_alerts", "glasses")
CARE: Final = tuple(name for name, _ in FIELDS.values())
"""Tables of the hours at the desk, and of care around the exercises."""

DataFolder = Annotated[Path | None, typer.Option("--data", hidden=True, help="Another folder with a history.")]


@contextmanager
def opened(data: Path | None) -> Iterator[HistoryDb]:
    """The history of a folder (by default the person's own), closed afterwards; what it has to say goes to stderr.

    Raises:
        HistoryError: there is none.
    """
    path = data_folder(data) / paths.HISTORY
    if not is_there(path):
        raise HistoryError(f"there is no history yet in {path.parent}")
    with closing(HistoryDb(path)) as kept:
        yield kept
        if kept.message:
            console.complain(kept.message)


def is_there(path: Path) -> bool:
    """Whether there is a history, or one that waits to be taken into it."""
    return path.is_file() or bool(beside.sides_of(path))


# --- coach history ---


def history(
    last: Annotated[int, typer.Option(min=1, help="Show so many sessions, the newest ones.")] = 20,
    json_out: Annotated[
        str | None, typer.Option("--json", metavar="FILE|-", help="Write all sessions as JSON.")
    ] = None,
    data: DataFolder = None,
) -> None:
    """Show what was done: one line a session, newest first."""
    console.check_json(json_out)
    sessions: list[SessionRecord] = []
    now, at_desk = datetime.now().astimezone(), ""
    if is_there(data_folder(data) / paths.HISTORY):
        with opened(data) as kept:
            sessions, at_desk = kept.sessions(), desk_line(kept, now)
    if json_out is not None:
        console.write_json(json_out, plain(sessions))
    if json_out == "-":
        return
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("when", "routine", "done", "in good form", "pain", "ended"):
        table.add_column(heading, overflow="fold")
    for session in reversed(sessions[-last:]):
        table.add_row(*line(session))
    if sessions:
        console.OUT.print(table, markup=False)
    for sentence in (*progress.sentences(sessions, now.date()), *([at_desk] if at_desk else [])):
        console.OUT.print(sentence, markup=False)


def desk_line(kept: HistoryDb, now: datetime) -> str:
    """The day at the desk in a line, "" where nothing was seen of it. Raises HistoryError."""
    day = day_of(kept.posture(now - timedelta(days=2), now + timedelta(days=1)), now.date())
    if day.sitting_s + day.standing_s < 60:
        return ""
    return f"At the desk today: {day.sitting_s / 60:.0f} min of sitting, {day.standing_s / 60:.0f} min of standing."


def line(session: SessionRecord) -> tuple[str, ...]:
    """A session in a line: when, routine, done of what was asked, seconds held, pain, how it ended."""
    done = sum(map(progress.done, session.sets))
    asked = sum(record.started.reps for record in session.sets)
    held_s = sum(record.hold_s for record in session.sets)
    pains = {pain.when: str(pain.score) for pain in session.pains}
    pain = f"{pains.get('before', '?')} > {pains.get('after', '?')}" if pains.keys() & {"before", "after"} else ""
    return (
        f"{session.started.at:%Y-%m-%d %H:%M}",
        session.started.routine_name,
        f"{done}/{asked}",
        f"{held_s:.0f} s" if held_s else "",
        pain,
        _ending(session),
    )


def _ending(session: SessionRecord) -> str:
    reasons = [record.ended.reason for record in session.sets if record.ended and record.ended.end == "stopped"]
    if reasons:
        return f"stopped: {reasons[-1]}" if reasons[-1] else "stopped"
    if session.ended is None:
        return "broken off"
    return "complete" if session.ended.complete else "ended early"


def plain(value: Any) -> Any:
    """A value as JSON takes it: tables of fields, times as ISO 8601 with their offset, nan as null."""
    if dataclasses.is_dataclass(value):
        return {item.name: plain(getattr(value, item.name)) for item in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    return None if isinstance(value, float) and not math.isfinite(value) else value


# --- coach export ---


def export(
    out: Annotated[Path, typer.Argument(help="A folder for tables (CSV) and JSON, or a file: *.json or *.zip.")],
    force: Annotated[bool, typer.Option("--force", help="Write over files that are there.")] = False,
    data: DataFolder = None,
) -> None:
    """Give out everything that was kept: a CSV file for each table, and one JSON file with all of it."""
    alone = out.suffix.lower() in {".json", ".zip"}
    if alone:
        _check_free([out], force)
        check_target(out)
    folder = data_folder(data)
    baselines = BaselinesFile(folder / paths.BASELINES, private_write)
    settings, trouble = SettingsFile(folder / paths.SETTINGS, private_write).load()
    with _opened_or_empty(data, folder) as kept:
        files = export_files(kept, baselines.all(), settings, exchange_files(folder), given_back(folder))
    if trouble:
        console.complain(trouble)
    if baselines.message:
        console.complain(baselines.message)
    if out.suffix.lower() == ".json":
        atomic_write(out, files["history.json"], private=True)
    elif alone:
        atomic_write(out, _zipped(files), private=True)
    else:
        _write_folder(out, files, force)
    console.OUT.print(f"{out}: {'all' if alone else f'{len(files)} files with all'} that was kept", markup=False)


@contextmanager
def _opened_or_empty(data: Path | None, folder: Path) -> Iterator[HistoryDb | Nothing]:
    """The history; nothing in its place where there is none, and yet something to give out. Raises HistoryError."""
    if not is_there(folder / paths.HISTORY) and has_more(folder):
        yield Nothing()
        return
    with opened(data) as kept:
        yield kept


def export_files(
    kept: HistoryDb | Nothing,
    baselines: Sequence[PostureBaseline] = (),
    settings: Settings | None = None,
    exchanged: Mapping[str, str] | None = None,
    delivery: Mapping[str, Any] | None = None,
) -> dict[str, bytes]:
    """Every file of an export by its name; those `exchanged` stand in the JSON as well. Raises HistoryError."""
    # With the database, and so only when it is open.
    from coach.adapters.history.kinds import columns

    tables = {name: [_local(row) for row in kept.tables().get(name, ())] for name in columns()}
    sessions = kept.sessions()
    names = {session.started.session for session in sessions}
    nested = {
        "sessions": sessions,
        # Those of a session stand in it.
        "pains": [pain for pain in kept.pains() if pain.session not in names],
        "screenings": kept.screenings(),
        **{name: tables[name] for name in ("efforts", "corrections", "strays", *DESK, *CARE)},
        "baselines": baselines,
        "settings": to_plain(settings or Settings()),
        "exchanged": dict(exchanged or {}),
        "delivery": delivery or {},
    }
    text = json.dumps(plain(nested), indent=2, ensure_ascii=False) + "\n"
    heads = {name: [_shown(column) for column in names if _shown(column)] for name, names in columns().items()}
    csvs = {f"{name}.csv": _csv(rows, heads[name]) for name, rows in tables.items()}
    others = {name: content.encode() for name, content in (exchanged or {}).items()}
    return {"history.json": text.encode()} | csvs | others


def _shown(column: str) -> str:
    """A column as an export names it, "" where only the database needs it."""
    return "" if column in INNER else "at" if column == "at_utc" else column


def _local(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with its moment as the clock on the wall showed it, and without what only the database needs."""
    found: dict[str, Any] = {}
    for name, value in row.items():
        if name == "at_utc":
            zone = timezone(timedelta(minutes=row["at_offset_min"]))
            found["at"] = value.replace(tzinfo=UTC).astimezone(zone).isoformat()
        elif _shown(name):
            found[name] = value
    return found


def _every_state(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A minute at the desk with a column for each state, so that two exports can be laid together."""
    seconds = row.get("seconds")
    return row if not isinstance(seconds, dict) else {**row, "seconds": {one: seconds.get(one, 0.0) for one in STATES}}


def _csv(rows: Sequence[Mapping[str, Any]], head: Sequence[str]) -> bytes:
    """A table for a spreadsheet, which tells UTF-8 by the mark at its beginning; an empty one has its head all the
    same."""
    flat = [dict(_cells(_every_state(row))) for row in rows]
    names = dict.fromkeys(name for row in flat for name in row) or dict.fromkeys(head)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, names)
    writer.writeheader()
    writer.writerows(flat)
    return text.getvalue().encode("utf-8-sig")


def _cells(row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Cells of a row; a measure's smallest and largest value become two, a list of words one."""
    for name, value in row.items():
        if isinstance(value, Mapping):
            for inner, item in value.items():
                ends = zip(("min", "max"), item, strict=True) if isinstance(item, list) else [("", item)]
                yield from ((f"{name}.{inner}{end and '.'}{end}", _safe(part)) for end, part in ends)
        else:
            yield name, " ".join(map(str, value)) if isinstance(value, list) else _safe(value)


def _safe(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula gets a mark before it."""
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value


def _zipped(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _check_free(targets: Sequence[Path], force: bool) -> None:
    taken = [target for target in targets if target.exists()]
    if taken and not force:
        raise OutputError(f"{taken[0]} is there already: --force writes over it")


def _write_folder(folder: Path, files: Mapping[str, bytes], force: bool) -> None:
    _check_free([folder / name for name in files], force)
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder} is a file; an export goes into a folder, a .json or a .zip")
    make_folder(folder)
    for name, content in files.items():
        atomic_write(folder / name, content, private=True)
