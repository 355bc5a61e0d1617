"""A recording of somebody sitting, gone through by posture watch: what `coach posture --json` writes."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.analysis import cut_off
from coach.commands import console, wiring
from coach.core.sitting.look import STATES, Sample, View
from coach.core.sitting.words import ALERT_WORDS, STATE_WORDS
from coach.ports import SourceError, SourceInfo
from coach.posture_analysis import Account, detected, result_json, sat
from coach.result_json import of_source

if TYPE_CHECKING:
    from coach.core.sitting.baseline import PostureBaseline


def analyse(source: str, view: View | None, baseline: "PostureBaseline | None", model: str | None, json: str) -> bool:
    """Go through a recording, write the JSON, and unless it goes to stdout, say it in words. Whether it was whole.

    Raises:
        SourceError, StreamError, ModelError, OutputError: it can't be used, or not be written.
    """
    console.check_json(json)
    account, info, trouble = _account(source, view, baseline, model)
    console.write_json(json, {"source": of_source(info)} | result_json(account))
    if json != "-":
        for line in lines(account):
            console.OUT.print(line, markup=False)
    if not trouble and account.view is None:
        trouble = f"{source}: nobody was seen in it"
    if trouble:
        console.complain(trouble)
    return not trouble


def _account(
    source: str, view: View | None, baseline: "PostureBaseline | None", model: str | None
) -> tuple[Account, SourceInfo, str]:
    if wiring.is_stream(source):
        from coach.adapters.store import StreamFile

        stream = StreamFile(Path(source))
        samples = (Sample(t_s, pose) for t_s, pose in stream.poses())
        with console.progress(Path(source).name, stream.info.duration_s) as bar:
            return sat(_shown(samples, bar), baseline=baseline, view=view), stream.info, ""
    with wiring.open_camera(source) as camera:
        info = camera.info
        if info.kind != "video":
            raise SourceError(f"{source} can't be gone through: give a video or a landmark stream")
        name, length_s = Path(source).name, info.duration_s
        with wiring.open_detector(model, "video") as detector, console.progress(name, length_s) as bar:
            account = sat(_shown(detected(camera, detector), bar), baseline=baseline, view=view)
    if not account.segments:
        raise SourceError(f"{source} can't be used: no picture could be read from it")
    return account, info, cut_off(info, 0, account.segments[-1].end_s)


def _shown(samples: Iterable[Sample], bar: console.Bar) -> Iterator[Sample]:
    for sample in samples:
        bar.at(sample.t_s)
        yield sample


def lines(account: Account) -> list[str]:
    """An account in words."""
    baseline = account.baseline
    found = [
        "No steady upright seconds were found to compare with."
        if baseline is None
        else f"Compared with {baseline.name or 'the first steady upright seconds'} ({baseline.view} view)."
    ]
    totals: dict[Any, float] = dict(account.totals)
    found += [f"{STATE_WORDS[state]}: {minutes(totals[state])}" for state in STATES if state in totals]
    found.append(f"Changes of posture: {account.shifts}")
    found += [f"{alert.t_s:.0f} s: {ALERT_WORDS[alert.kind]}" for alert in account.alerts]
    found += [
        f"Break from {one.start_s:.0f} to {one.end_s:.0f} s{', seen' if one.verified else ''}" for one in account.breaks
    ]
    return found


def minutes(seconds: float) -> str:
    """ "12 min 5 s"."""
    whole = round(seconds)
    return f"{whole // 60} min {whole % 60} s" if whole >= 60 else f"{whole} s"
