"""`coach record`: landmarks of a source into a stream file; no pictures are kept."""

from pathlib import Path
from typing import Annotated

import typer

from coach import analysis
from coach.adapters.files import check_target
from coach.adapters.store import write_stream
from coach.analysis import Stopwatch
from coach.commands import console, wiring
from coach.core.pose import Pose
from coach.ports import CoachError, OutputError, SourceError

KEPT = "what was recorded until then is kept"


def record(
    source: Annotated[str, typer.Argument(help="Camera number, video, picture or folder of pictures.")],
    out: Annotated[Path, typer.Argument(help="The .npz file to write.")],
    seconds: Annotated[float | None, typer.Option(min=0.1, help="Stop after so many seconds.")] = None,
    model: Annotated[str | None, typer.Option(help="Another pose model bundle (.task).")] = None,
) -> None:
    """Record landmarks (no pictures). Ctrl-C stops, and keeps what was recorded."""
    if not wiring.is_stream(out.name):
        raise OutputError(f"the stream must be named *.npz, not {out.name}")
    if wiring.is_stream(source):
        raise SourceError(f"{source} is already a recorded stream")
    check_target(out)
    samples: list[tuple[float, Pose | None]] = []
    trouble: CoachError | KeyboardInterrupt | None = None
    with wiring.open_camera(source) as camera, wiring.open_detector(model, wiring.mode_for(camera.info)) as detector:
        info = camera.info
        meta = {
            "source": Path(info.path).name,
            "fps": info.fps,
            "detector": detector.detector_name,
            "model_sha256": detector.model_sha256,
        }
        with console.progress(f"recording {out.name}", seconds or info.duration_s) as bar:
            try:
                for sample in analysis.detected(camera, detector, Stopwatch()):
                    samples.append((sample.t_s, sample.pose))
                    bar.at(sample.t_s)
                    if seconds is not None and sample.t_s >= seconds:
                        break
            except (CoachError, KeyboardInterrupt) as error:
                trouble = error
    _keep(out, samples, (info.width, info.height), meta, trouble)


def _keep(
    out: Path,
    samples: list[tuple[float, Pose | None]],
    size: tuple[int, int],
    meta: dict[str, object],
    trouble: CoachError | KeyboardInterrupt | None,
) -> None:
    """Write what was recorded, then let be known what ended it."""
    if not samples:
        raise trouble or SourceError(f"{meta['source']} gave no picture to record")
    write_stream(out, samples, size, meta)
    seen = sum(pose is not None for _, pose in samples)
    console.OUT.print(f"{out}: {len(samples)} moments, somebody seen in {seen}", markup=False)
    if isinstance(trouble, KeyboardInterrupt):
        raise KeyboardInterrupt(KEPT) from trouble
    if trouble is not None:
        raise trouble
