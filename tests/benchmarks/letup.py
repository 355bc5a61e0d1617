"""`python -m tests.benchmarks.letup`: in which labelled recordings a session would end a set because form slipped."""

from coach.analysis import Run
from coach.core import letup
from tests.streams import DATA, exercise, ids, labels, stream


def main() -> None:
    """Print each recording in which it happens, with the faults that are labelled in it."""
    rows = [row for row in labels() if row["exercise"] in ids() and (DATA / row["file"]).is_file()]
    fired = 0
    for row in rows:
        spec = exercise(row["exercise"])
        if (at_s := eased_s(row["file"], spec)) is not None:
            fired += 1
            print(f"{at_s:6.1f} s  {row['exercise']:14} {row['file']}  labelled: {row['faults'] or 'nothing'}")
    print(f"{fired} of {len(rows)} labelled recordings")


def eased_s(file: str, spec: object) -> float | None:
    """When the set would be ended, seconds; None where it would not. All of a recording is taken for one set."""
    run, state, began_s = Run(spec), letup.LetupState(), None  # type: ignore[arg-type]
    for t_s, pose in stream(file):
        report = run.step(t_s, pose)
        began_s = t_s if began_s is None and report.armed else began_s
        doing_s = 0.0 if began_s is None else t_s - began_s
        state, is_over = letup.step(run.exercise, state, report, (report.hold_s, doing_s))
        if is_over:
            return t_s
    return None


if __name__ == "__main__":
    main()
