"""One target in a process of its own, guided by coverage: `python -m tests.fuzz.guided TARGET FOLDER SECONDS`.

libFuzzer changes inputs and keeps those that reach something new in `coach`; nothing else is instrumented. A finding
is written down and the work goes on, so that one of them hides no other.
"""

import hashlib
import sys
from pathlib import Path
from typing import Final

LONGEST: Final = 20_000
"""Bytes of an input: the longest of the program's own exercise files has 13,000."""

MOST_MB: Final = 2048
"""Memory of the process; more is a finding."""

STUCK_S: Final = 120
"""Outside Python no time limit of a target's own helps; libFuzzer's ends the process. By the wall, so generous."""

CORPUS: Final = "corpus"
FINDINGS: Final = "findings"


def name_of(kind: str) -> str:
    """The file name of a finding: alike for the same cause."""
    return hashlib.sha256(kind.encode()).hexdigest()[:12]


def kept(folder: Path, kind: str, told: str, data: bytes) -> None:
    """Write a finding down, or a shorter input of one that is known."""
    path = folder / name_of(kind)
    if path.exists() and path.stat().st_size <= len(data):
        return
    path.write_bytes(data)
    path.with_suffix(".txt").write_text(f"{kind}\n\n{told}", encoding="utf-8", errors="backslashreplace")


def main(name: str, folder: Path, seconds: int) -> None:
    """Work on a target until the time is over; does not come back."""
    import atheris

    with atheris.instrument_imports(include=["coach"]):
        from tests.fuzz import targets

        target = targets.load(name)
    from tests.fuzz.target import found

    corpus, findings = folder / CORPUS, folder / FINDINGS
    for part in (corpus, findings):
        part.mkdir(parents=True, exist_ok=True)
    for seed in target.seeds():
        (corpus / hashlib.sha1(seed).hexdigest()).write_bytes(seed)

    def once(data: bytes) -> None:
        if finding := found(target, data):
            kept(findings, finding.kind, finding.told, data)

    options = (
        f"-max_total_time={seconds}", f"-max_len={LONGEST}", f"-rss_limit_mb={MOST_MB}", f"-timeout={STUCK_S}",
        f"-artifact_prefix={findings}/", "-print_final_stats=1",
    )  # fmt: skip
    atheris.Setup([sys.argv[0], *options, str(corpus)], once)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
