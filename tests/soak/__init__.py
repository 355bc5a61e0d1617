"""Sessions and hours at the desk while things go wrong: nothing lost that was confirmed, memory flat, all released.

`python -m tests.soak` runs all of it; `tests/test_soak.py` a part, among the slow tests.

*Told* is an entry of the record once the picture that shows it was drawn, or the tone for it was played: the session
writes first and speaks afterwards (`Session._apply`), so this is the end of the tick in which the entry was handed
over. *Confirmed* is what the program then promises of it (`HistoryDb`):

- with no message about the record on screen it is on disk, in a transaction of its own, at latest `PROMISE_S` after it
  was told: SQLite waits half a second for another program (`opening.BUSY_S`) before a sentence is shown, the writing
  itself takes milliseconds;
- while a message says "what you do is kept in memory" it is not confirmed; it is again `PROMISE_S` after the message
  is gone;
- when the program was ended in order everything told is confirmed, in the history or in a file beside it that the next
  start takes over; but for what the last message owns up to ("The last N things ... are lost"): those are counted.

On disk means handed to the system (`synchronous=NORMAL` in write-ahead mode): it outlives every end of the program; a
power cut may take the last moments before it. A hold under way is written every two seconds (`keeping.HOLD_EVERY_S`);
a session that was killed is not taken up again, what was done of it stands in the record without an end.
"""

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]

PROMISE_S: Final = 1.0
"""What was told is on disk so many seconds later, unless a message says that it is not."""


def begun(module: str) -> list[str]:
    """What begins a program of this package, after the interpreter's name."""
    return ["-c", f"from tests.soak import {module}; {module}.begin()"]
