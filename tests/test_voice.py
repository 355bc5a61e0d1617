"""One voice: what is said first, what cuts in, what comes too late; and what is said of what happens."""

import pytest
from hypothesis import given, strategies as st

from coach.core import phrases, voice
from coach.core.course import State
from coach.core.routine import Item, works
from coach.core.script import introduction, script
from coach.core.setcount import Event
from coach.core.voice import FRESH_S, Kind, Line, VoiceState
from coach.talk import LEAST_READ_S, Talk
from tests import streams
from tests.session_fakes import FakeClock, FakeSound, routine

KINDS: tuple[Kind, ...] = ("alert", "cue", "praise", "count", "mark", "guide")


@pytest.mark.parametrize(
    ("said", "new", "cuts"),
    [
        ("guide", "count", True),
        ("guide", "cue", True),
        ("guide", "guide", False),
        ("count", "cue", True),
        ("count", "count", False),
        ("count", "mark", False),
        ("praise", "cue", True),
        ("mark", "cue", True),
        ("cue", "cue", False),
        ("cue", "count", False),
        ("cue", "alert", True),
        ("alert", "cue", False),
        ("alert", "alert", False),
    ],
)
def test_what_cuts_in_on_what(said: Kind, new: Kind, cuts: bool) -> None:
    state, first = voice.step(VoiceState(), 1.0, speaking=False, new=[Line("a", said, 1.0)])
    assert first is not None
    _, second = voice.step(state, 1.2, speaking=True, new=[Line("b", new, 1.2)])
    assert (second is not None) is cuts


def test_a_count_that_waited_too_long_is_not_said() -> None:
    state, _ = voice.step(VoiceState(), 1.0, speaking=False, new=[Line("Hips up", "cue", 1.0)])
    state, late = voice.step(state, 1.1, speaking=True, new=[Line("five", "count", 1.1)])
    assert late is None
    _, said = voice.step(state, 1.1 + FRESH_S["count"] + 0.1, speaking=False, new=[])
    assert said is None


def test_the_count_is_said_before_last_one_only_when_it_came_first() -> None:
    new = [Line("seven", "count", 1.0), Line("Last one.", "mark", 1.0)]
    _, said = voice.step(VoiceState(), 1.0, speaking=False, new=new)
    assert said is not None
    assert said.text == "Last one.", "of two at once the one that matters more is said"


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.floats(0, 3), st.booleans()), max_size=40))
def test_nothing_is_said_twice_and_nothing_stale(story: list[tuple[Kind, float, bool]]) -> None:
    state, t_s, said = VoiceState(), 0.0, []
    for number, (kind, pause_s, speaking) in enumerate(story):
        t_s += pause_s
        state, line = voice.step(state, t_s, speaking=speaking, new=[Line(str(number), kind, t_s)])
        if line is not None:
            assert t_s - line.t_s <= FRESH_S[line.kind]
            said.append(line.text)
    assert len(said) == len(set(said))


@pytest.mark.parametrize(
    ("n", "words"), [(0, "zero"), (1, "one"), (13, "thirteen"), (20, "twenty"), (21, "twenty-one"), (60, "sixty")]
)
def test_numbers_in_words(n: int, words: str) -> None:
    assert phrases.number(n) == words


@pytest.mark.parametrize("n", [-1, 61])
def test_numbers_without_a_clip_are_refused(n: int) -> None:
    with pytest.raises(ValueError, match="0 to 60"):
        phrases.number(n)


def test_no_phrase_stands_twice() -> None:
    assert len(phrases.ALL) == len(set(phrases.ALL))


def at(**fields: object) -> State:
    item = Item(exercise="bird_dog", sets=2, reps=6, hold_s=6, rest_s=20)
    sets = works(
        routine(item, Item(exercise="plank", hold_s=20)), {i: streams.exercise(i) for i in ("bird_dog", "plank")}
    )
    return State(sets=sets, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("event", "state", "lines", "tone"),
    [
        (Event("rep", 5), at(stage="doing"), ["five"], "rep"),
        (Event("rep", 99), at(stage="doing"), [], "rep"),
        (Event("partial", 1), at(stage="doing"), [phrases.ALMOST], "partial"),
        (Event("paused"), at(stage="doing", pause="asked"), [phrases.PAUSED], "pause"),
        (Event("paused"), at(stage="doing", pause="camera"), [phrases.NO_CAMERA], "trouble"),
        (Event("resumed", 1), at(stage="doing"), [phrases.BACK_AGAIN], "resume"),
        (Event("set_done", 12), at(stage="rest", index=1), [phrases.SET_DONE], "end"),
        (Event("set_done", 12), at(stage="rest", index=2), [phrases.EXERCISE_DONE], "end"),
        (Event("stopped", 3), at(stage="stopped"), [phrases.STOPPED, phrases.WHY], "pause"),
        (Event("stopped"), at(stage="stopped", stopped_in="check"), [], "pause"),
        (Event("set_skipped"), at(stage="intro", index=2), [phrases.SKIPPED], None),
        (Event("set_skipped"), at(stage="over", index=5), [], None),
        (Event("once_more"), at(stage="doing", index=2), [phrases.GO], "start"),
        (Event("entered"), at(stage="over", index=5, ends=("done", "abandoned")), [], None),
        (Event("entered"), at(stage="over", index=5, ends=("stopped", "done")), [phrases.ALL_DONE], None),
        (Event("entered"), at(stage="rest", index=1), [phrases.REST], None),
        (Event("entered"), at(stage="rest", index=2), [phrases.REST, phrases.NEXT_EXERCISE, "Plank"], None),
        (Event("entered"), at(stage="over", index=5), [phrases.ALL_DONE], None),
    ],
)
def test_what_is_said_of_what_happens(event: Event, state: State, lines: list[str], tone: str | None) -> None:
    said = script(event, state, known=True)
    assert ([text for text, _ in said.lines], said.tone) == (lines, tone)


def test_the_first_time_an_exercise_is_explained_in_full_then_in_short() -> None:
    work = at().work
    full, short = introduction(work, full=True), introduction(work, full=False)
    steps = streams.exercise("bird_dog").steps
    assert set(steps) <= set(full)
    assert not set(steps) & set(short)
    assert short[0] == "Bird-dog"
    assert phrases.how_many(6, each_side=True) in short
    assert short[-1] == phrases.GET_INTO_POSITION


def test_a_talk_hands_one_line_at_a_time_to_the_sound() -> None:
    clock = FakeClock()
    sound = FakeSound(clock)
    talk = Talk(sound, clock)
    talk.add([("Rest.", "guide"), ("Next exercise.", "guide")])
    assert sound.texts == ["Rest."]
    assert talk.guiding
    clock.t_s += 2
    talk.tick()
    assert sound.texts == ["Rest.", "Next exercise."]
    talk.drop_guidance()
    assert not talk.guiding
    assert talk.caption == ""


def test_a_caption_stays_long_enough_to_be_read() -> None:
    clock = FakeClock()
    talk = Talk(FakeSound(clock), clock)
    talk.add([("five", "count")])
    clock.t_s += LEAST_READ_S - 0.1
    assert talk.caption == "five"
    clock.t_s += 0.2
    assert talk.caption == ""


def test_without_a_camera_nobody_is_told_to_raise_an_arm() -> None:
    said = script(Event("paused"), at(stage="doing", pause="asked"), known=True, by_hand=True)
    assert (said.lines, said.tone) == ((), "pause")
