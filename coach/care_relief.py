"""Relief while the program runs: timed rounds that outlive it, their ends told on whatever page, and the camera check.

Fulfils `coach.ui.relief.Relief`. `tick` is called for every frame of the window, whichever page it shows.
"""

from datetime import datetime
from typing import Final

from coach.care_alert import Alert
from coach.care_ease import EaseCamera
from coach.care_world import CareWorld
from coach.core.care import resting, rounds, thermal
from coach.core.care.moments import elapsed, later
from coach.core.care.phrases import MOVE_A_LITTLE, TAKE_IT_OFF
from coach.core.care.record import HowEnded, RoundBegan, RoundEnded, RoundKind
from coach.core.care.relief import Preset, ReliefWords
from coach.core.care.resting import RestNow
from coach.core.care.rounds import Running
from coach.core.care.thermal import KINDS, Advice, ThermalNow
from coach.ports import CoachError, Feed

STILL_TOLD_S: Final = 30 * 60.0
"""A round that ran out while the program was closed is told of at the start, if it was no longer ago, seconds:
something may still lie on the skin; estimated."""

CHECKED_S: Final = 12 * 3600.0
"""Whoever said "none of these" is not asked again on the way to relief for so long, seconds; estimated."""

CHANGED_S: Final = 600.0
"""A word about a changed clock stays for so long, seconds; estimated."""

UNREAD: Final = "The words for relief have not been read yet."


class ReliefDesk:
    """Warm and cold, rest, breathing's voice and the look at a position, over one world."""

    def __init__(self, world: CareWorld) -> None:
        self._world = world
        self._running: dict[str, Running] = {}
        self._known: tuple[object, object] = ((), ())
        self._alert = Alert(world)
        self._ended_s: dict[str, float] = {}
        self._preset = ""
        self._move_due = False
        self._checked_s: float | None = None
        self._changed_s: float | None = None
        self._camera = EaseCamera(world)

    @property
    def words(self) -> ReliefWords | None:
        """What the file says; None until it has been read."""
        return self._world.shelf.relief if self._world.shelf else None

    @property
    def now(self) -> datetime:
        """Aware local time."""
        return self._world.now

    @property
    def message(self) -> str:
        """One plain sentence for a while after a round was ended because the clock was changed, else ""."""
        fresh = self._changed_s is not None and self._world.now_s - self._changed_s < CHANGED_S
        return self._asked().warm_cold.changed if fresh else ""

    # --- One page of signs before all else. ---

    @property
    def checked(self) -> bool:
        """Whether "none of these" was said on the way to relief not long ago."""
        return self._checked_s is not None and self._world.now_s - self._checked_s < CHECKED_S

    def none_of_these(self) -> None:
        """No sign of the short check is there. It answers none of the safety questions: those stay due."""
        self._checked_s = self._world.now_s

    # --- Warm and cold. ---

    @property
    def advice(self) -> Advice:
        """What the ladder offers first, by the flare-up that is open."""
        words = self._asked()
        return thermal.advised(thermal.open_onset(self._world.care), self._world.now, words.warm_cold)

    @property
    def preset(self) -> Preset:
        """The choice of lengths: the one pressed, else that of the last round."""
        words = self._asked().warm_cold
        chosen = next((one for one in words.presets if one.id == self._preset), None)
        return chosen or thermal.preset_after(rounds.last_over(self._world.care, KINDS), words)

    def choose(self, preset: str) -> None:
        """Take another choice of lengths."""
        self._preset = preset

    @property
    def thermal(self) -> ThermalNow:
        """Where warm and cold stand."""
        now, running = self._world.now, self._one(KINDS)
        if running is not None:
            return self._thermal_runs(running)
        over = rounds.last_over(self._world.care, KINDS)
        kind = over.round.kind if over else None
        if self._alert.about is not None:
            return ThermalNow(stage="over", kind=self._alert.about.kind)
        ended_s = self._ended_s.get(over.round.round) if over else None
        since_s = None if ended_s is None else self._world.now_s - ended_s
        left_s = thermal.rest_left_s(over, self.preset, now, since_s)
        if left_s <= 0 or kind is None:
            return ThermalNow(stage="ready")
        share = left_s / self.preset.rest_s(kind)
        return ThermalNow(stage="resting", kind=kind, left_s=left_s, share=share, until=later(now, left_s))

    def _thermal_runs(self, running: Running) -> ThermalNow:
        began, now = running.round, self._world.now
        left_s = running.left_s(now, self._world.now_s)
        until = later(now, left_s)
        return ThermalNow(
            stage="running",
            kind=began.kind,
            left_s=left_s,
            share=left_s / began.length_s,
            until=until,
            then=later(until, self.preset.rest_s(began.kind)),
        )

    def begin(self, kind: RoundKind) -> None:
        """Begin a round of something cold or warm, in place of one that runs. While the skin rests there is none."""
        if self.thermal.stage == "resting":
            return
        self.take_off()
        self._begin(kind, self.preset.length_s)

    def take_off(self) -> None:
        """It was taken off: the round ends, or what reminded of it is silent."""
        self._changed_s = None
        self._alert.end()
        if (running := self._one(KINDS)) is not None:
            self._end(running, "stopped")

    # --- Lying, and moving. ---

    @property
    def rest(self) -> RestNow | None:
        """The rest in a position; None while nobody rests and nobody is due to move."""
        running = self._one(("rest",))
        if running is None:
            return RestNow(left_s=0.0, length_s=0.0, due=True) if self._move_due else None
        left_s = running.left_s(self._world.now, self._world.now_s)
        return RestNow(left_s=left_s, length_s=running.round.length_s, due=self._move_due)

    def begin_rest(self, length_s: float) -> None:
        """Lie down for so long, seconds; then it is time to move."""
        self.up()
        self._begin("rest", length_s)

    def up(self) -> None:
        """The person got up, or wants no more of it."""
        self._move_due, self._changed_s = False, None
        if (running := self._one(("rest",))) is not None:
            self._end(running, "stopped")

    # --- What every page shows. ---

    @property
    def strip(self) -> str:
        """One short line about what runs, for any page; "" while nothing does."""
        now, rest = self.thermal if self.words else ThermalNow(stage="ready"), self.rest
        if now.stage == "over":
            return TAKE_IT_OFF
        if rest is not None and rest.due:
            return "Time to move a little"
        if now.stage == "running":
            return f"{'Cold' if now.kind == 'cold' else 'Warm'}: {resting.minutes_words(now.left_s)} left"
        return f"Resting: move in {resting.minutes_words(rest.left_s)}" if rest else self.message

    def say(self, text: str) -> None:
        """Say a line."""
        self._world.supplies.sound.say(text)

    def hush(self) -> None:
        """Stop speaking."""
        self._world.supplies.sound.hush()

    def look(self, position: str) -> Feed:
        """The camera, with a report of how somebody lies in a position; closed by whoever asked.

        Raises:
            CoachError: there is no camera, or nothing has been read yet.
        """
        return self._camera.look(self._asked().position(position))

    def close(self) -> None:
        """Close the camera, if it is open. What runs goes on with the next start."""
        self._camera.close()

    # --- Time. ---

    def tick(self) -> None:
        """Go on: once for every frame, whichever page is shown."""
        if self.words is None:
            return
        self._pick_up()
        for running in list(self._running.values()):
            if running.left_s(self._world.now, self._world.now_s) <= 0:
                self._run_out(running)
        self._alert.tick()

    def _asked(self) -> ReliefWords:
        if self.words is None:
            raise CoachError(UNREAD)
        return self.words

    def _one(self, kinds: tuple[RoundKind, ...]) -> Running | None:
        return next((running for running in self._running.values() if running.round.kind in kinds), None)

    def _begin(self, kind: RoundKind, length_s: float, at: datetime | None = None) -> None:
        began = RoundBegan(round=self._world.new_id(), at=at or self._world.now, kind=kind, length_s=length_s)
        self._running[began.round] = Running(round=began, since_s=self._world.now_s)
        self._world.tell(began)

    def _end(self, running: Running, how: HowEnded) -> datetime:
        """Write the end down, and give its moment; the rest of the skin counts from it."""
        began, at = running.round, self._world.now
        lasted_s = min(began.length_s, running.gone_s(at, self._world.now_s))
        self._running.pop(began.round, None)
        self._ended_s[began.round] = self._world.now_s
        self._world.tell(RoundEnded(round=began.round, at=at, how=how, lasted_s=lasted_s))
        return at

    def _run_out(self, running: Running) -> None:
        at = self._end(running, "done")
        if running.round.kind != "rest":
            self._alert.begin(running.round)
            return
        self._move_due = True
        self._alert.sound("end", MOVE_A_LITTLE)
        if (length_s := resting.next_length_s(self._world.care, self._asked().resting)) is not None:
            # The very moment: asked again, the clock shows a later one, and the two would be no row.
            self._begin("rest", length_s, at)

    def _pick_up(self) -> None:
        """Rounds that the record holds and nobody minds yet: those of before a restart."""
        care = self._world.care
        if care.rounds is self._known[0] and care.round_ends is self._known[1]:
            return
        found = [began for began in rounds.open_rounds(care) if began.round not in self._running]
        newest = {began.kind == "rest": began.round for began in found}
        for began in found:
            self._take_in(began, newest=began.round in newest.values())
        self._known = self._world.care.rounds, self._world.care.round_ends
        self._time_rest()

    def _time_rest(self) -> None:
        """From here on the rising clock times the skin's rest too: the one on the wall may be set back."""
        over = rounds.last_over(self._world.care, KINDS)
        if over is not None and over.round.round not in self._ended_s:
            gone_s = max(0.0, elapsed(over.ended.at, self._world.now).total_seconds())
            self._ended_s[over.round.round] = self._world.now_s - gone_s

    def _take_in(self, began: RoundBegan, *, newest: bool) -> None:
        now = self._world.now
        running = rounds.picked_up(began, now, self._world.now_s)
        if running is None:
            self._changed_s = self._world.now_s
            self._close(began, "stopped")
        elif running.left_s(now, self._world.now_s) > 0:
            if newest and self._one((began.kind,) if began.kind == "rest" else KINDS) is None:
                self._running[began.round] = running
            else:
                self._close(began, "stopped")
        else:
            self._close(began, "done")
            self._tell_late(began, elapsed(rounds.planned_end(began), now).total_seconds())

    def _close(self, began: RoundBegan, how: HowEnded) -> None:
        """End a round of before: at its planned end where that is past, else now; as if it had gone on for all of it,
        which makes the skin rest."""
        at = min(self._world.now, rounds.planned_end(began), key=datetime.timestamp)
        self._world.tell(RoundEnded(round=began.round, at=at, how=how, lasted_s=began.length_s))

    def _tell_late(self, began: RoundBegan, late_s: float) -> None:
        if late_s > STILL_TOLD_S:
            return
        if began.kind == "rest":
            self._move_due = True
        else:
            self._alert.begin(began)
