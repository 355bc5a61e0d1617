"""Every command in a real process, watched by the system: only those that say so use the network, and only so far."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import typer

from coach import main, paths
from coach.commands import network
from tests.clinic_site import furnished_folder
from tests.full_folder import fill
from tests.test_commands import HEAD, demo_stream, video
from tests.watched import ROOT, WINDOWS, Seen, needs_strace, watched

ROWS: Final = {
    "app": "app --data unlinked",
    "demo": "demo --no-window",
    "session": "session --source a.mp4 --data unlinked",
    "posture": "posture --background --source a.mp4 --data data",
    "history": "history --data data",
    "report": "report --data data",
    "plan show": "plan show --data data",
    "plan days": "plan days mon,thu --data data",
    "plan calendar": "plan calendar out.ics --data data",
    "results show": "results show --routine all --data data",
    "results make": "results make out.results.json --yes --routine all --data data",
    "results open": "results open mine.results.json",
    "results schema": "results schema",
    "results send": "results send --yes --data unlinked",
    "results link": "results link --from-routine hips_first --data data",
    "results unlink": "results unlink --data data",
    "results outbox": "results outbox --data data",
    "activity import": "activity import walks.csv --data data",
    "activity list": "activity list --data data",
    "activity add": "activity add walk 20 --data data",
    "activity undo": "activity undo --data data",
    "summary": "summary out.pdf --data data",
    "export": "export out --data data",
    "delete-my-data": "delete-my-data --yes --data data",
    "fhir export": "fhir export mine.results.json out.json",
    "fhir check": "fhir check bundle.json",
    "fhir import": "fhir import bundle.json out",
    "analyze": "analyze a.mp4 --exercise glute_bridge --json out.json",
    "evaluate": "evaluate labels.csv --quick",
    "record": "record a.mp4 out.npz",
    "replay": "replay a.npz --exercise plank",
    "exercises list": "exercises list",
    "exercises show": "exercises show plank",
    "exercises check": "exercises check plank.toml",
    "exercises preview": "exercises preview plank --out out.png",
    "exercises new": "exercises new mine --folder .",
    "routine new": "routine new hips --from first_steps",
    "routine sign": "routine sign own.routine.toml --data data",
    "routine key": "routine key --data data",
    "routine check": "routine check own.routine.toml",
    "routine show": "routine show own.routine.toml --data data",
    "routine import": "routine import own.routine.toml --trust --data data",
    "routine export": "routine export first_steps --qr out.png --data data",
    "routine schema": "routine schema",
    "voice make": "voice make --assets assets",
    "voice check": "voice check",
    "clinic backup": "clinic backup out.zip --data practice",
    "clinic restore": "clinic restore backup.zip --data restored",
    "clinic export": "clinic export K-1042 out --data practice",
    "clinic erase": "clinic erase K-1042 --yes --data practice",
    "clinic accounts list": "clinic accounts list --data practice",
    "clinic accounts add": "clinic accounts add new@practice.org --name New --data practice",
    "clinic accounts reset-password": "clinic accounts reset-password anna@practice.org --data practice",
    "guide": "guide",
    "doctor": "doctor --data data",
}
"""Every command, and how it is run here: in a folder with what it needs. Of a new one, say it here; and where it uses
the network, in `coach.commands.network`."""

OTHERWISE: Final = {"app": 130, "results send": 2, "voice make": 2}
"""How those end that don't end well here: by Ctrl-C, nobody linked, no voice installed."""

LOOKING: Final = ("session", "posture", "analyze")
"""Those are watched in `test_no_picture_kept`, which takes as long once more."""


def _commands(of: Any, name: str = "") -> Iterator[str]:
    """The name of every command, those within others included."""
    if not hasattr(of, "list_commands"):
        yield name
        return
    context = typer.Context(of)
    for inner in of.list_commands(context):
        yield from _commands(of.get_command(context, inner), f"{name} {inner}".strip())


def test_every_command_is_run_here() -> None:
    assert list(_commands(typer.main.get_command(main.app))) == list(ROWS)


def test_what_uses_the_network_is_a_command() -> None:
    known = {name for row in ROWS for name in (row, row.split(" ")[0])}
    assert {use.command for use in network.USES} - known == {""}


def test_the_readme_names_every_use_of_the_network() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8").split("## Privacy\n")[1].split("\n## ")[0]
    told = " ".join(text.split())
    named = [" ".join(filter(None, ("coach", use.command, use.option))) for use in network.USES]
    assert [one for one in named if f"`{one}`" not in told and one != "coach clinic --host"] == []
    assert "`--host`" in told


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with something for every command."""
    folder = tmp_path_factory.mktemp("stocked")
    fill(folder / "data")
    shutil.copytree(folder / "data", folder / "unlinked")
    (folder / "unlinked" / "delivery.json").unlink()
    furnished_folder(folder / "practice")
    video(folder / "a.mp4", 20)
    shutil.copy(paths.exercises_dir() / "plank.toml", folder)
    demo_stream(folder / "a.npz", "plank")
    (folder / "labels.csv").write_text(f"{HEAD}a.npz,plank,side,,,,,,,,,,1,,\n")
    (folder / "walks.csv").write_text("date,minutes,type\n2026-11-20,15,walk\n")
    for words in (
        ("routine", "new", "own", "--from", "first_steps", "--author", "Dana", "--folder", str(folder)),
        (
            "results",
            "make",
            str(folder / "mine.results.json"),
            "--yes",
            "--routine",
            "all",
            "--data",
            str(folder / "data"),
        ),
        ("fhir", "export", str(folder / "mine.results.json"), str(folder / "bundle.json")),
        ("clinic", "backup", str(folder / "backup.zip"), "--data", str(folder / "practice")),
    ):
        assert main.run(words) == 0
    return folder


@pytest.fixture
def here(stocked: Path, tmp_path: Path) -> Path:
    shutil.copytree(stocked, tmp_path, dirs_exist_ok=True)
    return tmp_path


GROUPS: Final = {
    first: [name for name in ROWS if name.split(" ")[0] == first]
    for first in dict.fromkeys(name.split(" ")[0] for name in ROWS)
    if first not in LOOKING
}
"""Commands with commands of their own run one after the other in one process; every other has one to itself."""

_ONE_AFTER_THE_OTHER: Final = """
import contextlib, json, sys
from pathlib import Path
from coach import main
ended = {}
for name, words in json.loads(sys.argv[1]).items():
    with contextlib.suppress(OSError):
        open(f"/now/{name}")  # noted by who watches
    ended[name] = main.run(words.split(" "))
Path("ended.json").write_text(json.dumps(ended))
"""


def _of_each(seen: Seen) -> dict[str, list[str]]:
    """What several commands asked of the network, by the command; "" before the first."""
    found: dict[str, list[str]] = {"": []}
    asked = set(seen.internet)
    for line in seen.lines:
        if mark := re.search(r'"/now/([^"]+)"', line):
            found[mark[1]] = []
        elif line in asked:
            found[list(found)[-1]].append(line)
    return {name: lines for name, lines in found.items() if lines}


@needs_strace
@pytest.mark.slow
@pytest.mark.parametrize("group", GROUPS)
def test_a_command_opens_no_internet_socket_and_looks_up_no_name(here: Path, group: str) -> None:
    names = GROUPS[group]
    if len(names) > 1:
        rows = {name: ROWS[name] for name in names}
        seen = watched(here, "-c", _ONE_AFTER_THE_OTHER, json.dumps(rows))
        ended = json.loads((here / "ended.json").read_text())
    else:
        ends = (lambda trace: "history.db" in trace) if group == "app" else None
        seen = watched(here, "-m", "coach", *ROWS[group].split(" "), ends=ends, then_s=2, **WINDOWS)
        ended = {group: seen.status}
    assert _of_each(seen) == {}
    assert ended == {name: OTHERWISE.get(name, 0) for name in names}, seen.err
    assert "Traceback" not in seen.err
