"""What the relief pages say: plain facts with their sources, nothing promised, no medicines."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One page: a title, sentences to read one by one, and where they come from."""

    title: str
    lines: tuple[str, ...]
    source: str


POSITIONS: Final = (
    Leaf(
        title="On your back, knees bent",
        lines=("Lie on your back.", "Bend your knees and put your feet flat on the floor.", "Let your arms lie loose."),
        source="articles by SAPNA and the Neuroscience Group",
    ),
    Leaf(
        title="On your back, pillows under your knees",
        lines=("Lie on your back.", "Put one or two pillows under your knees.", "Let your legs hang heavy on them."),
        source="New York Bone & Joint; How to Relieve Back Muscle Spasms",
    ),
    Leaf(
        title="In bed, a little raised",
        lines=("Raise your upper body a little with pillows.", "Put another pillow under your knees."),
        source="New York Bone & Joint",
    ),
    Leaf(
        title="In a reclining chair",
        lines=("Lean back.", "Let the chair hold your legs, with your knees a little bent."),
        source="New York Bone & Joint",
    ),
    Leaf(
        title="Curled up on your side",
        lines=("Lie on the side you like better.", "Draw your knees up as far as is comfortable."),
        source="How to Relieve Back Muscle Spasms",
    ),
)
"""Positions of ease, in the order in which they are offered."""

WARM_COLD: Final = Leaf(
    title="Warm or cold",
    lines=(
        "Some people like warmth, some like cold. Choose what feels better.",
        "At most 20 minutes at a time.",
        "Then let your skin rest: one hour after warmth, two hours after cold.",
        "Wrap it in a cloth, never on bare skin. Don't fall asleep on it.",
        "Not where your skin is numb or sore.",
        "In the first two days many choose cold, then warmth. There is some evidence for warmth, too little for cold.",
    ),
    source="Cochrane review CD004750; articles by SAPNA and New York Bone & Joint; breaks and skin: estimated",
)

MOVING: Final = Leaf(
    title="Keep moving a little",
    lines=(
        "A short rest in an easy position is fine.",
        "Long rest in bed is not advised: get up and walk a few steps when you can.",
        "Change your position often, before it begins to nag.",
        "Leave out what clearly makes it worse, for now.",
        "Go back to your usual day bit by bit.",
    ),
    source="NICE guideline NG59: keep active; articles by the Neuroscience Group and Health.com",
)

LADDER: Final = (
    ("Any time", "You are worried, it gets worse, or it moves to another part of the body: ask a doctor."),
    ("Day 3", "It is still 7 of 10 or more, or no better with rest at home: ask a doctor."),
    ("Day 7", "It is not clearly better: see a doctor."),
    ("Day 14", "It is still there: see a doctor."),
    ("6 weeks", "It is not gone, or it keeps coming back: talk about it with a doctor or physical therapist."),
)
"""When to see a doctor, by how long it has lasted. Days 3, 7, 14 and 42 join what five articles say."""

LADDER_SOURCE: Final = "articles on back spasms, which differ; the days are estimated"

BREATHING: Final = (
    "Let your belly rise as you breathe in.",
    "Let go as you breathe out.",
    "If it makes you dizzy, breathe as you like.",
)
