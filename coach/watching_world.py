"""The world around posture watch, as it is handed to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from coach.core.sitting.events import Notice
from coach.core.sitting.habits import Habits
from coach.core.sitting.look import View
from coach.core.spec import Exercise
from coach.ports import Calendar, Clock, History
from coach.ports.posture import Baselines, Eye, Notifier, Presence
from coach.watching_day import DayBefore


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchWorld:
    """The world around the watch.

    Attributes:
        eye: sees. Its samples are on `clock`, which also runs while the machine sleeps.
        history: takes the record. before: reads what was kept of this day, in the background.
        moves: the guided moves of a break. keep: keeps changed habits. chime: sounds a notice. come_up: shows the
            watch to somebody who opens a notification.
        view: from where the camera looks, None to find it. interval, baseline: whatever the habits say, close the
            camera between looks, and judge by this baseline. recorded: a recording is watched: its own first steady
            upright seconds serve where there is no baseline. release: called last when the watch is closed.
        due: what was planned for now, or None. paused_until: a pause from before, which still holds; keep_pause:
            keeps a new one.
    """

    eye: Eye
    clock: Clock
    calendar: Calendar
    history: History
    before: DayBefore
    notifier: Notifier
    presence: Presence
    baselines: Baselines
    moves: Callable[[], Sequence[Exercise]]
    keep: Callable[[Habits], None]
    chime: Callable[[Notice], None] = lambda notice: None
    come_up: Callable[[], None] = lambda: None
    view: View | None = None
    interval: bool = False
    baseline: str | None = None
    recorded: bool = False
    release: Callable[[], None] = lambda: None
    due: Callable[[], Notice | None] = lambda: None
    paused_until: datetime | None = None
    keep_pause: Callable[[datetime | None], None] = lambda until: None
