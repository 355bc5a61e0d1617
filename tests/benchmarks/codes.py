"""How well a webcam reads the QR codes of routines: `python -m tests.benchmarks.codes`.

A rendered code is held before a simulated camera: scaled, turned, seen at an angle, blurred, in uneven light, noisy.
A reading is one frame; a person shows a code for seconds, and one good frame is enough.
"""

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final

import cv2
import numpy as np
import segno

from coach.adapters.exchange import link, qr
from coach.adapters.exchange.routine_file import signed_routine, write_routine
from coach.core.routine import Item, Routine
from coach.core.therapy.assigned import Assigned, Deliver, Stop
from coach.ports import Picture

SIZES: Final = ((640, 480), (1280, 720))
FRAMES: Final = 12
SHARE: Final = 0.7
"""Of the picture's height that the code takes up, as somebody holds it before the camera."""

ITEMS: Final = (
    Item(exercise="glute_bridge", sets=3, reps=10, hold_s=3, target=155, note="Only as high as it is easy."),
    Item(exercise="bird_dog", sets=3, reps=6, hold_s=8, rest_s=45, rules_off=("head_off_line",)),
    Item(exercise="knee_to_chest", sets=2, reps=3, hold_s=20, side="left", limit=85, note="Your right hip can rest."),
    Item(exercise="plank", sets=3, hold_s=20),
    Item(exercise="dead_bug", sets=2, reps=8, tempo_s=(2, 3)),
    Item(exercise="side_plank", sets=2, reps=2, hold_s=10, note="Knees bent to begin with."),
    Item(exercise="hip_hinge", sets=2, reps=10, target=50),
    Item(exercise="cat_cow", sets=1, reps=8),
)


def routine_of(items: int, *, delivers: bool = False) -> Routine:
    """A signed routine as a therapist gives out, of the first so many exercises."""
    deliver = Deliver(address="https://backs.practice.example", token="k3Jd92mfQx7LwP0aTz5VbNc1") if delivers else None
    assigned = Assigned(
        patient="A-1742",
        start=date(2026, 12, 1),
        review=date(2026, 12, 22),
        days_a_week=4,
        stop=Stop(signs=("Numbness in your foot", "Pain that runs below the knee")),
        notes="Begin gently. We look at it together in three weeks.",
        deliver=deliver,
    )
    routine = Routine(
        id="strong_back", name="Strong back", summary="For the weeks after your flare-up.", author="Kim Lee, PT",
        items=ITEMS[:items], assigned=assigned,
    )  # fmt: skip
    return signed_routine(routine, bytes(range(32)), "Kim Lee, PT", datetime(2026, 11, 30, 9, tzinfo=UTC))


def seen(code: Picture, size: tuple[int, int], chance: np.random.Generator, share: float = SHARE) -> Picture:
    """A code as a webcam sees it: one frame."""
    width, height = size
    side = share * height
    half = side / 2
    turn = np.radians(chance.uniform(-12, 12))
    corners = np.array([(-half, -half), (half, -half), (half, half), (-half, half)])
    turned = corners @ np.array([(np.cos(turn), np.sin(turn)), (-np.sin(turn), np.cos(turn))])
    turned += chance.uniform(-0.05, 0.05, (4, 2)) * side
    room = np.maximum(0, np.array([width, height]) - np.ptp(turned, axis=0)) / 2 * 0.8
    turned += np.array([width, height]) / 2 + chance.uniform(-1, 1, 2) * room
    rows, columns = code.shape[:2]
    flat = np.array([(0, 0), (columns, 0), (columns, rows), (0, rows)], np.float32)
    # Drawn twice as fine, then made smaller, as light falls on a sensor.
    matrix = cv2.getPerspectiveTransform(flat, (turned * 2).astype(np.float32))
    fine = cv2.warpPerspective(code, matrix, (width * 2, height * 2), borderValue=150)
    picture = cv2.resize(fine, size, interpolation=cv2.INTER_AREA).astype(np.float64)
    picture = cv2.GaussianBlur(picture, (0, 0), chance.uniform(0.5, 1.1))
    light = np.linspace(chance.uniform(0.6, 0.9), chance.uniform(0.6, 0.9), width)[None, :]
    picture = 25 + picture * light + chance.normal(0, 7, picture.shape)
    return np.clip(picture, 0, 255).astype(np.uint8)


def pictures_of(text: str) -> list[Picture]:
    """Each code of a link, drawn by itself."""
    found = [qr.picture_of(qr.png(part)) for part in link.parts_of(text)]
    return [picture for picture in found if picture is not None]


def share_read(codes: Sequence[Picture], size: tuple[int, int], share: float = SHARE, frames: int = FRAMES) -> float:
    """In which share of frames a code is read, the worst of these."""
    worst = 1.0
    for number, code in enumerate(codes):
        chance = np.random.default_rng(number)
        read = sum(bool(qr.read(seen(code, size, chance, share))) for _ in range(frames))
        worst = min(worst, read / frames)
    return worst


def main() -> None:
    """Print how often each code is read."""
    print("items  delivers  letters  codes  squares  " + "  ".join(f"{w}x{h}" for w, h in SIZES))
    for items in (2, 4, 8):
        for delivers in (False, True):
            text = link.to_link(write_routine(routine_of(items, delivers=delivers)))
            codes = pictures_of(text)
            squares = max(len(code) // qr.SQUARE_PX - 2 * qr.QUIET for code in codes)
            shares = "  ".join(f"{share_read(codes, size):7.0%}" for size in SIZES)
            print(f"{items:5}  {delivers!s:8}  {len(text):7}  {len(codes):5}  {squares:7}  {shares}", flush=True)
    print("letters in one code: how often a frame of it is read")
    letters = link.to_link(write_routine(routine_of(8, delivers=True))) * 3
    for count in (200, 300, 380, 450, 550, 700, 900):
        code = qr.picture_of(whole(letters[:count]))
        told = [
            f"{size[0]}x{size[1]} at {share:.0%} of the height: {share_read([code], size, share):4.0%}"
            for size in SIZES
            for share in (0.5, 0.7)
            if code is not None
        ]
        print(f"{count:5}  " + "   ".join(told), flush=True)


def whole(text: str) -> bytes:
    """A PNG of a text in one code, however fine."""
    out = io.BytesIO()
    segno.make_qr(text, error=qr.LEVEL, boost_error=False).save(out, kind="png", scale=qr.SQUARE_PX, border=qr.QUIET)
    return out.getvalue()


if __name__ == "__main__":
    main()
