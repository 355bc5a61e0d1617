"""Lying still, and when to move: a first rest, then one after the other, each with a word to get up after it."""

from dataclasses import dataclass

from coach.core.care.record import CareRecord, RoundBegan
from coach.core.care.relief import Resting
from coach.core.sitting.words import plural


@dataclass(frozen=True, slots=True, kw_only=True)
class RestNow:
    """Where the rest stands: seconds left of this one, and of how many. `due`: it is time to move."""

    left_s: float
    length_s: float
    due: bool = False


def in_a_row(care: CareRecord) -> int:
    """How many rests ended one right after the other, the last one included; one that the person ended is the last
    of its row."""
    ends = {end.round: end for end in care.round_ends}
    row, follower = 0, None
    for began in reversed([began for began in care.rounds if began.kind == "rest"]):
        end = ends.get(began.round)
        follows = follower is None or (end is not None and end.at == follower.at)
        if end is None or end.how == "stopped" or not follows:
            break
        row, follower = row + 1, began
    return row


def next_length_s(care: CareRecord, words: Resting) -> float | None:
    """How long the rest that follows lasts, for whoever lies on; None when it has been asked often enough."""
    return words.again_s if in_a_row(care) < words.most else None


def follows(last: RoundBegan, care: CareRecord) -> bool:
    """Whether a rest has ended by its time, so that another one may follow it."""
    return any(end.round == last.round and end.how == "done" for end in care.round_ends)


def minutes_words(seconds: float) -> str:
    """ "12 minutes", "1 minute", "less than a minute": for a line that is read in passing."""
    minutes = round(seconds / 60)
    if seconds < 60:
        return "less than a minute"
    return plural(minutes, "minute", "minutes")
