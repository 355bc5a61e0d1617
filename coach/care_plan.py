"""The plan at work: made of answers, offered as a routine, held back in words. Fulfils `coach.ui.planning.Planning`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from coach.care_world import CareWorld
from coach.core.care import flare, guard, planning
from coach.core.care.guard import Easing, Load
from coach.core.care.plan import GENTLE, MY_PLAN, CurrentPlan, asked, current, routine
from coach.core.care.plan_guide import PlanGuide
from coach.core.care.planning import Answers, Proposal
from coach.core.care.record import CareRecord, PlanMade, PlanStep
from coach.core.routine import Routine
from coach.core.spec import Exercise
from coach.core.therapy.standing import when
from coach.supplies import Record


class PlanDesk:
    """The plan in use and how another one is made. `chosen` is what was chosen by hand in a flare-up, else ""."""

    def __init__(self, world: CareWorld) -> None:
        self._world = world
        self.chosen = self._picked = ""
        self._loads: tuple[Record, date, dict[str, Load]] | None = None
        self._proposed: tuple[tuple[CareRecord, Mapping[str, Exercise], frozenset[str]], Proposal] | None = None

    @property
    def guide(self) -> PlanGuide | None:
        return shelf.plan_guide if (shelf := self._world.shelf) else None

    @property
    def plan(self) -> CurrentPlan | None:
        return current(self._world.care, self._world.exercises)

    @property
    def ticked(self) -> frozenset[str]:
        made = self._made
        return frozenset(made.answers) if made else frozenset()

    @property
    def flare(self) -> bool:
        return flare.is_open(self._world.care)

    def propose(self, ticked: Collection[str]) -> Proposal | None:
        guide, care, exercises = self.guide, self._world.care, self._world.exercises
        if guide is None:
            return None
        of = care, exercises, frozenset(ticked)
        if self._proposed is None or self._proposed[0] != of:
            # Asked for in every drawn frame, and it takes some milliseconds.
            self._proposed = of, self._propose(guide, of[2])
        return self._proposed[1]

    def _propose(self, guide: PlanGuide, ticked: frozenset[str]) -> Proposal:
        answers, before, had = planning.answers_of(guide, ticked), self.plan, self._answers()
        proposal = planning.propose(guide, answers, self._world.exercises)
        if before is None or had is None or had.minutes != answers.minutes:
            return proposal
        return planning.carried(proposal, before.items, self._world.exercises)

    def make(self, ticked: Collection[str]) -> None:
        guide, proposal = self.guide, self.propose(ticked)
        if guide is None or proposal is None:
            return
        answers, id_ = planning.answers_of(guide, ticked), self._world.new_id()
        # The items first: a plan without them must never be the newest one, however the program ends.
        for item in proposal.items:
            self._world.tell(replace(item, plan=id_))
        self._world.tell(
            PlanMade(
                plan=id_,
                at=self._world.now,
                goal=answers.goal,
                days=answers.days,
                floor=answers.floor,
                answers=tuple(sorted(ticked)),
            )
        )
        settings = self._world.settings()
        # Where nothing suits, the answers are kept all the same: they speak against moves elsewhere too.
        if proposal.items and not self._assigned(settings.routine):
            self._world.keep(replace(settings, routine=MY_PLAN))

    def swaps(self, number: int) -> Sequence[Exercise]:
        plan, answers = self.plan, self._answers()
        if plan is None or answers is None or plan.item(number) is None:
            return ()
        return planning.in_place_of(plan.items, number, answers, self._world.exercises)

    def swap(self, number: int, exercise: str) -> None:
        plan = self.plan
        item = plan.item(number) if plan else None
        if item is None or exercise not in self._world.exercises:
            return
        id_, at = self._world.new_id(), self._world.now
        self._world.step(PlanStep(step=id_, at=at, plan=item.plan, number=number, what="exercise",
                                  before=item.exercise, after=exercise, rule="", how="by_hand"))  # fmt: skip

    @property
    def easing(self) -> Easing | None:
        plan, answers, record = self.plan, self._answers(), self._world.record
        ends = record.care.flare_ends
        if plan is None or answers is None or not ends:
            return None
        since = [one.started.routine for one in record.sessions if one.started.at >= ends[-1].at]
        return guard.easing(plan, record.care, since, answers, self._world.exercises)

    def answer_easing(self, *, take: bool) -> None:
        plan, easing = self.plan, self.easing
        if plan is None or easing is None:
            return
        id_, at, number = self._world.new_id(), self._world.now, easing.number
        self._world.step(PlanStep(step=id_, at=at, plan=plan.made.plan, number=number, what=easing.what,
                                  before=easing.before, after=easing.after, rule=easing.rule,
                                  how="taken" if take else "refused"))  # fmt: skip

    def waits(self, routine: str) -> bool:
        found = self._routine(routine) if self.flare else None
        return found is not None and guard.any_waits(found, self._world.exercises)

    def note(self, routine: str) -> str:
        found, guide = self._routine(routine), self.guide
        if found is None or guide is None:
            return ""
        if self.waits(routine):
            return guide.words.waits
        if unsuited := self.unsuited(routine):
            return unsuited
        if self.flare:
            return guide.words.walk if routine == GENTLE else ""
        if routine == MY_PLAN and self.easing is not None:
            return guide.words.eased
        load = self._load(found)
        return guide.words.twice if load.twice else guide.words.same if load.same else ""

    def unsuited(self, routine: str) -> str:
        found, guide, answers = self._routine(routine), self.guide, self._answers()
        if found is None or guide is None or answers is None or found.author:
            return ""
        asked = (self._world.exercises.get(one) for one in dict.fromkeys(item.exercise for item in found.items))
        names = [exercise.name for exercise in asked if exercise and planning.excluded(exercise, answers)]
        # The first will do: the others stand on the plan's own page, and a longer line would be too small to read.
        said = names[0] + (f" and {len(names) - 1} more" if names[1:] else "") if names else ""
        return guide.words.unsuited.replace("{names}", said) if names else ""

    def choose(self, routine: str) -> None:
        self.chosen = routine if self.flare else ""
        self._picked = routine
        self._world.keep(replace(self._world.settings(), routine=routine))

    def routines(self) -> Mapping[str, Routine]:
        """Those that are in no file: the plan in use, and gentle moves while a flare-up is open."""
        plan = self.plan
        found = {MY_PLAN: routine(plan)} if plan else {}
        gentle = self._gentle() if self.flare else None
        return {**found, GENTLE: gentle} if gentle else found

    def first(self, usual: str) -> str:
        """Id of the routine to offer first: gentle moves in a flare-up, unless another one was chosen in it; what was
        chosen since the program began; what a therapist assigned for these days; what was chosen last and is not
        over; the plan; `usual`."""
        own, shelf, chosen = self.routines(), self._world.shelf, self._world.settings().routine
        if GENTLE in own and not (self.chosen and self.chosen == chosen):
            return GENTLE
        known = chosen in own or bool(shelf and chosen in shelf.routines)
        return self._held_first(chosen if known else "") or (MY_PLAN if MY_PLAN in own else usual)

    def _held_first(self, chosen: str) -> str:
        """What was chosen, unless a therapist's routine stands before it or it is one that is over; else ""."""
        if chosen and chosen == self._picked:
            return chosen
        found = shelf.taken.items() if (shelf := self._world.shelf) else ()
        today = self._world.now.date()
        held = {id_: when(one.routine.assigned, today) == "in_force" for id_, one in found if one.routine.assigned}
        if held.get(chosen):
            return chosen
        return next((id_ for id_ in reversed(held) if held[id_]), "" if chosen in held else chosen)

    def suits(self, exercise: Exercise) -> bool:
        """Whether an exercise may be offered to this person; without answers nothing speaks against it but that only
        a therapist may give it."""
        answers = self._answers()
        return not exercise.gated if answers is None else planning.suits(exercise, answers)

    def moves(self) -> Sequence[Exercise]:
        """The guided moves of a break, without those that the answers leave out."""
        return [one for one in self._world.exercises.values() if one.group == "break" and self.suits(one)]

    def fits(self, exercise: Exercise, made: PlanMade) -> bool:
        """Whether an exercise may stand in the plan of somebody with these answers."""
        answers = self._answers_of(made)
        return answers is not None and planning.suits(exercise, answers)

    @property
    def _made(self) -> PlanMade | None:
        """The newest plan, and be there nothing in it: what was answered last holds."""
        plans = self._world.care.plans
        return plans[-1] if plans else None

    def _answers(self) -> Answers | None:
        return self._answers_of(self._made) if self._made else None

    def _answers_of(self, made: PlanMade) -> Answers | None:
        guide = self.guide
        if guide is None:
            return None
        known = planning.answers_of(guide, made.answers)
        return replace(known, floor=made.floor, days=made.days)

    def _gentle(self) -> Routine | None:
        """Easy moves for the person; without answers nothing is known of them that would leave one out."""
        guide, exercises = self.guide, self._world.exercises
        if guide is None:
            return None
        answers = self._answers() or planning.answers_of(guide, ())
        goal = next(goal for goal in guide.goals if goal.id == answers.goal)
        items = planning.gentle(goal, answers, exercises)
        if not items:
            return None
        words = guide.words
        return Routine(id=GENTLE, name=words.gentle_name, summary=words.gentle_summary, items=tuple(map(asked, items)))

    def _routine(self, id_: str) -> Routine | None:
        shelf = self._world.shelf
        return self.routines().get(id_) or (shelf.routines.get(id_) if shelf else None)

    def _assigned(self, id_: str) -> bool:
        """Whether somebody assigned a routine: it stays first choice."""
        shelf = self._world.shelf
        return bool(shelf and id_ in shelf.routines and shelf.routines[id_].author)

    def _load(self, found: Routine) -> Load:
        record, now = self._world.record, self._world.now
        if self._loads is None or self._loads[0] is not record or self._loads[1] != now.date():
            self._loads = record, now.date(), {}
        loads = self._loads[2]
        if found.id not in loads:
            # Asked for in every drawn frame, and the record may be long.
            loads[found.id] = guard.load(found, record.sessions, record.pains, self._world.exercises, now)
        return loads[found.id]
