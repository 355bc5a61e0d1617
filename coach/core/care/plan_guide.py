"""What a plan is made of, as its file says it: questions, lists to choose from, sentences. Validated by the reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, get_args

from coach.core.demo import SpecError, Strict
from coach.core.fit import Condition

QuestionId = Literal["goal", "days", "floor", "direction", "true_of_you", "minutes"]

BOTH_WAYS: Final = "both_ways"
FLOOR_NO: Final = "floor_no"

_CONDITIONS: Final = frozenset(get_args(Condition))


@dataclass(frozen=True, slots=True, kw_only=True)
class Option(Strict):
    """One answer. `then` is a sentence said with the plan of whoever ticked it."""

    id: str
    text: str
    note: str = ""
    then: str = ""

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise SpecError(f"option {self.id}: needs a text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Strict):
    """One question on a page of its own. `many`: several answers may be ticked. `why` we ask."""

    id: QuestionId
    many: bool = False
    title: str
    why: str
    source: str
    options: tuple[Option, ...]

    def __post_init__(self) -> None:
        if len(self.options) < 2 or not (self.title.strip() and self.why.strip() and self.source.strip()):
            raise SpecError(f"question {self.id}: needs a title, why it is asked, a source and two options")


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal(Strict):
    """Exercises for a goal, in order of choice, and how many are taken of the work and of the stretches."""

    id: str
    warm: tuple[str, ...]
    work: tuple[str, ...]
    work_most: int
    stretch: tuple[str, ...]
    stretch_most: int
    source: str

    def __post_init__(self) -> None:
        if not (self.warm and self.work and self.stretch and self.source.strip()):
            raise SpecError(f"goal {self.id}: needs warm, work, stretch and a source")
        if not 2 <= 1 + self.work_most + self.stretch_most <= 4:
            raise SpecError(f"goal {self.id}: a plan begins with two to four exercises")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanWords(Strict):
    """What is said of a plan, each one sentence; `short` holds {minutes}, `unsuited` {names}."""

    short: str
    no_strength: str
    therapist: str
    waits: str
    waits_why: str
    gentle_name: str
    gentle_summary: str
    walk: str
    eased: str
    twice: str
    same: str
    unsuited: str
    source: str

    def __post_init__(self) -> None:
        for said, name in ((self.short, "minutes"), (self.unsuited, "names")):
            if f"{{{name}}}" not in said:
                raise SpecError(f"words: {'short' if name == 'minutes' else 'unsuited'} says {{{name}}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanGuide(Strict):
    """The whole file. `sources` are shown with the plan."""

    sources: tuple[str, ...]
    questions: tuple[Question, ...]
    goals: tuple[Goal, ...]
    words: PlanWords

    def __post_init__(self) -> None:
        if [question.id for question in self.questions] != list(get_args(QuestionId)):
            raise SpecError(f"questions: are {', '.join(get_args(QuestionId))}, in this order")
        ids = [option.id for question in self.questions for option in question.options]
        if len(set(ids)) != len(ids):
            raise SpecError("questions: an option stands twice")
        missing = _CONDITIONS - set(ids)
        if missing:
            raise SpecError(f"questions: nobody is asked about {', '.join(sorted(missing))}")
        if [goal.id for goal in self.goals] != [option.id for option in self.question("goal").options]:
            raise SpecError("goals: are those of the question about the goal, in its order")

    def question(self, id_: QuestionId) -> Question:
        """The question of an id."""
        return next(question for question in self.questions if question.id == id_)

    @property
    def options(self) -> Mapping[str, Option]:
        """Every option by its id."""
        found = {option.id: option for question in self.questions for option in question.options}
        return MappingProxyType(found)
