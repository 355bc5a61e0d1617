"""The real `coach clinic` in a process of its own, and a real browser in front of it."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from source_tree import ROOT

CHROMIUM: Final = Path("/usr/bin/chromium")

NEEDS_BROWSER: Final = pytest.mark.skipif(not CHROMIUM.is_file(), reason="no Chromium here")


def free_port() -> int:
    """A port of this machine that nobody listens at just now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def serving(folder: Path, database: str = "") -> Iterator[str]:
    """The link that the first start prints; the pages are there until the end."""
    words = [sys.executable, "-u", "-m", "coach", "clinic", "--no-browser", "--data", str(folder)]
    words += ["--port", str(free_port()), *(["--database", database] if database else [])]
    environment = {name: value for name, value in os.environ.items() if name != "BACKCOACH_DATABASE"}
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stdout is not None
            said = "".join(process.stdout.readline() for _ in range(3))
            found = re.search(r"http://\S+/setup/\S+", said)
            assert found is not None, said
            yield found[0]
        finally:
            process.terminate()


@contextmanager
def browsing(link: str) -> Iterator[Any]:
    """A page of the browser; whatever it complains of fails the test."""
    from playwright.sync_api import sync_playwright

    trouble: list[str] = []
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.on("console", lambda told: trouble.append(told.text) if told.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.goto(link)
        yield page
        browser.close()
    assert trouble == []


def set_up(page: Any) -> None:
    """The first account, and the first patient, K-1."""
    for field, value in (("name", "Lena Moor"), ("email", "lena@practice.org")):
        page.fill(f"#{field}", value)
    page.fill("#password", "a good password")
    page.fill("#again", "a good password")
    page.click("text=Make the account")
    page.click("text=New patient >> nth=0")
    page.fill("#reference", "K-1")
    page.fill("#name", "Maria Santos")
    page.click("text=Add patient")


def drop(page: Any, path: Path) -> None:
    """Drop a file on the page's zone."""
    transfer = page.evaluate_handle(
        """text => { const held = new DataTransfer();
        held.items.add(new File([text], "maria.results.json", { type: "application/json" })); return held; }""",
        path.read_text(encoding="utf-8"),
    )
    page.dispatch_event("[data-drop]", "drop", {"dataTransfer": transfer})


def downloaded(page: Any, press: str) -> Path:
    """The file that a press gives."""
    with page.expect_download() as download:
        page.click(press)
    return Path(download.value.path())
