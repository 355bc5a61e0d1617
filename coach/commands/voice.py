"""`coach voice`: make and check the recorded voice and the tones, which are part of the program. For developers."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Final, Protocol

import typer

from coach import paths, tones, voice_lines
from coach.adapters import voice_clips, voice_render
from coach.adapters.files import atomic_write
from coach.adapters.voice_clips import Clip
from coach.commands import console, wiring

app = typer.Typer(
    help="The recorded voice: make, check.", rich_markup_mode=None, invoke_without_command=True, add_completion=False
)

MOST_BYTES: Final = 12_000_000
"""All clips together."""

LONGEST_S: Final = 12.0
"""Nobody on the floor listens to a longer one."""

CLOSE_S: Final = 0.01
"""The index gives seconds to the thousandth."""

TAKES: Final = 4
"""The voice speaks a little differently each time; so often a line is tried until nothing is wrong with it."""

_Folder = Annotated[Path | None, typer.Option(help="Folder of the assets; without it, the program's own.")]


class Speaker(Protocol):
    """Speaks a line into samples of a rate (Hz)."""

    rate: int

    def speak(self, text: str) -> voice_render.Samples: ...


@app.callback()
def _help(context: typer.Context) -> None:
    """The recorded voice: make, check."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def _lines() -> tuple[str, ...]:
    return voice_lines.every_line(wiring.every_exercise().values())


@app.command("make")
def make(
    all_: Annotated[bool, typer.Option("--all", help="Render every line anew, not only what is missing.")] = False,
    assets: _Folder = None,
) -> None:
    """Render what is missing of the voice and the tones, and remove what is no longer said."""
    folder = assets or paths.assets_dir()
    voice, sounds = folder / "voice", folder / "sounds"
    for part in (voice, sounds):
        part.mkdir(parents=True, exist_ok=True)
    _make_tones(sounds)
    lines = _lines()
    clips = voice_clips.read_index(voice) if (voice / voice_clips.INDEX).is_file() else {}
    wanted = lines if all_ else voice_clips.missing(lines, clips)
    if wanted:
        clips = render(voice, wanted, clips, voice_render.Voice())
    gone = prune(voice, clips, lines)
    size = sum(path.stat().st_size for path in voice.glob(f"*{voice_clips.SUFFIX}"))
    console.OUT.print(
        f"{voice}: {len(wanted)} rendered, {gone} removed, {len(set(lines))} lines, {size / 1e6:.1f} MB", markup=False
    )


def _make_tones(folder: Path) -> None:
    for tone in tones.TONES:
        atomic_write(folder / f"{tone}.wav", tones.wav(tone))


def render(folder: Path, wanted: Sequence[str], clips: Mapping[str, Clip], speaker: Speaker) -> dict[str, Clip]:
    """Render lines into a folder and add them to its index; what is done by then is kept when it is interrupted.

    Raises:
        RenderError: a line can't be rendered. OutputError: the folder can't be written.
    """
    done = dict(clips)
    try:
        with console.progress("speaking", len(wanted)) as bar:
            for number, line in enumerate(wanted, 1):
                clip = _best_take(line, speaker)
                path = folder / voice_clips.file_name(line)
                atomic_write(path, clip.content)
                done[line] = Clip(path, clip.level.seconds)
                bar.at(number)
    finally:
        atomic_write(folder / voice_clips.INDEX, voice_clips.index_text(done).encode())
    return done


def _best_take(line: str, speaker: Speaker) -> voice_render.Encoded:
    takes: list[voice_render.Encoded] = []
    for _ in range(TAKES):
        takes.append(voice_render.encode(speaker.speak(line), speaker.rate))
        if not voice_render.faults(line, takes[-1].level):
            break
    return min(takes, key=lambda take: len(voice_render.faults(line, take.level)))


def prune(folder: Path, clips: Mapping[str, Clip], lines: Sequence[str]) -> int:
    """Remove clips that belong to no line, from the folder and from its index; how many files went."""
    unwanted = voice_clips.orphans(folder, clips, lines)
    kept = {line: clips[line] for line in lines if line in clips}
    atomic_write(folder / voice_clips.INDEX, voice_clips.index_text(kept).encode())
    for path in unwanted:
        path.unlink()
    return len(unwanted)


@app.command("check")
def check(assets: _Folder = None) -> None:
    """Name every line that has no clip, and every clip that is not needed or does not sound as it should."""
    folder = (assets or paths.assets_dir()) / "voice"
    lines = _lines()
    clips = voice_clips.read_index(folder)
    lacking = voice_clips.missing(lines, clips)
    wrong = [f"missing: {line}" for line in lacking]
    wrong += [f"belongs to no line: {path.name}" for path in voice_clips.orphans(folder, clips, lines)]
    wrong += [f"no longer said, but in the index: {text}" for text in clips.keys() - set(lines)]
    there = {line: clips[line] for line in lines if line not in lacking}
    wrong += _mistimed(there)
    if voice_render.can_measure():
        wrong += _unsound(there)
    else:
        console.complain("how the clips sound was not checked: that needs the dependency group 'voice'")
    size = sum(path.stat().st_size for path in folder.glob(f"*{voice_clips.SUFFIX}"))
    if size > MOST_BYTES:
        wrong.append(f"too large: {size / 1e6:.1f} MB in all, at most {MOST_BYTES / 1e6:.0f}")
    for sentence in wrong:
        console.ERR.print(sentence, markup=False)
    total_s = sum(clip.seconds for clip in clips.values())
    console.OUT.print(f"{folder}: {len(lines)} lines, {total_s:.0f} s, {size / 1e6:.1f} MB", markup=False)
    if wrong:
        raise typer.Exit(2)


def _mistimed(clips: Mapping[str, Clip]) -> list[str]:
    """Clips that last too long, or not as long as the index says."""
    wrong = []
    for line, clip in clips.items():
        try:
            seconds = voice_clips.ogg_seconds(clip.path)
        except voice_clips.ClipsError as error:
            wrong.append(f"{error} ({line})")
            continue
        if seconds > LONGEST_S:
            wrong.append(f"longer than anybody listens: {line}")
        if abs(seconds - clip.seconds) > CLOSE_S:
            wrong.append(f"not as long as the index says: {line}")
    return wrong


def _unsound(clips: Mapping[str, Clip]) -> list[str]:
    """What is wrong with how clips sound, one sentence a clip."""
    wrong = []
    with console.progress("listening", len(clips)) as bar:
        for number, (line, clip) in enumerate(clips.items(), 1):
            found = voice_render.faults(line, voice_render.measure(clip.path.read_bytes()))
            wrong += [f"{', '.join(found)}: {line}"] if found else []
            bar.at(number)
    return wrong
