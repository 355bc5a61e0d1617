"""Code systems and codes of what is given out: those of others where one says it, else the program's own."""

from collections.abc import Mapping
from typing import Any, Final

LOINC: Final = "http://loinc.org"
SNOMED: Final = "http://snomed.info/sct"
UCUM: Final = "http://unitsofmeasure.org"

EXERCISE_THERAPY: Final = ("229065009", "Exercise therapy")
"""SNOMED CT; as in the Physical Activity guide of HL7 1.0.0."""
PAIN: Final = ("72514-3", "Pain severity - 0-10 verbal numeric rating [Score] - Reported")
DURATION: Final = ("55411-3", "Exercise duration")
"""LOINC."""

# Names of its own begin with "urn:backcoach:": they need no server, and nobody's host can change what they mean.
OWN: Final = "urn:backcoach:"
CODES: Final = OWN + "codes"
EXERCISE: Final = OWN + "exercise"
FAULT: Final = OWN + "fault"
SITTING: Final = OWN + "sitting"
PATIENT: Final = OWN + "patient"
ROUTINE: Final = OWN + "routine"
SESSION: Final = OWN + "session"
QUESTIONS: Final = OWN + "questionnaire:safety"

EDITION: Final = "1"
"""Of the program's own codes; raise it when a meaning changes."""

MEANINGS: Final[Mapping[str, tuple[str, str]]] = {
    "routine": ("Exercise routine", "A routine of exercises as it was assigned."),
    "results": ("Exercise results", "What was done of routines in a span of days, as facts of sessions."),
    "exercise-done": ("Exercise in a session", "One exercise in one session, all its sets together."),
    "sessions-a-week": ("Days with a session, a week", "On how many days a week the routine is asked for."),
    "range": ("Range asked for", "Value of the exercise's main measure that makes a repetition complete."),
    "paced": ("Led by the clock", "The clock led the exercise; nothing was judged."),
    "sets-asked": ("Sets asked for", "Sets asked for."),
    "sets-done": ("Sets done", "Sets done."),
    "asked": ("Repetitions asked for", "Repetitions, or holds in a hold exercise; both sides together."),
    "correct": ("Correct repetitions", "Complete repetitions without a fault."),
    "faulty": ("Faulty repetitions", "Complete repetitions with a fault."),
    "partial": ("Partial repetitions", "Repetitions that turned back before the target; not counted as done."),
    "left": ("Complete on the left", "Complete repetitions of the left side."),
    "right": ("Complete on the right", "Complete repetitions of the right side."),
    "corrected": ("Corrected by the person", "By how much the person put the count right; below 0 takes away."),
    "hold-asked": ("Hold asked for", "Seconds of hold asked for, all sets together."),
    "hold": ("Hold in form", "Seconds held in good form, all sets together."),
    "measure": ("Main measure", "What the values of range measure; angles are estimates from video."),
    "unit": ("Unit of range", "Unit of the values of range, as the program names it."),
    "target": ("Range asked for", "Target of the main measure."),
    "best": ("Best range", "Best value of the main measure reached; an estimate from video."),
    "median": ("Median range", "Median value of the main measure reached; an estimate from video."),
    "out": ("Time out", "Median seconds to the peak of a repetition."),
    "back": ("Time back", "Median seconds back from the peak."),
    "seen": ("Time seen", "Share of the time in which somebody was seen."),
    "yaw": ("Turn from side-on", "How far the body was turned away from side-on."),
    "fps": ("Pictures a second", "Pictures a second that were looked at."),
    "side": ("Side that worked", "The only side that was asked to work."),
    "easier": ("Easier exercise", "Done in place of a harder one, as form slipped."),
    "stop-reason": ("Reason for stopping", "Why the person stopped the exercise."),
    "fault-seconds": ("Time with a fault", "Seconds in which a fault of form lasted, all together."),
    "fault-times": ("Times of a fault", "How often a fault of form came up."),
    "effort": ("Effort", "How hard the session was, 0 to 10, told by the person."),
    "pain-before": ("Pain before the session", "Told by the person before the session."),
    "pain-after": ("Pain after the session", "Told by the person after the session."),
    "pain-stop": ("Pain on stopping", "Told by the person on stopping because of pain."),
    "pain-next-day": ("Pain on the next day", "Told by the person on the day after the session."),
    "complete": ("Complete", "Every set was done, or left out by choice."),
    "ended_early": ("Ended early", "The person ended the session before its end."),
    "stopped": ("Stopped", "The person pressed STOP."),
    "broken_off": ("Broken off", "The program was ended during the session."),
    "pain": ("Pain", "Stopped because of pain."),
    "tired": ("Tired", "Stopped because of being tired."),
    "other": ("Another reason", "Stopped for another reason."),
    "soon": ("See somebody soon", "A safety question was answered with yes: to be checked soon."),
    "emergency": ("Help at once", "A safety question was answered with yes: to get help at once."),
    "checked": ("Has been checked", "The person says that they have been checked since."),
    "ceiling-answer": (
        "Pain above the ceiling",
        "Pain told before a session was above the therapist's ceiling, and what came of it.",
    ),
    "pain-told": ("Pain told", "Told by the person before the session, 0 to 10."),
    "ceiling": ("Ceiling", "Pain 0 to 10 above which a session waits, set by the therapist."),
    "answer": ("Answer", "waited: no session was begun; went_on: the person went on anyway."),
    "routine-step": ("Step of the routine", "A step that the program offered and the person took, or took back."),
    "exercise": ("Exercise", "Id of the exercise."),
    "what": ("What was changed", "What was changed."),
    "before": ("Before", "As it was before."),
    "after": ("After", "As it is now."),
    "how": ("How it came about", "How the change came about."),
    "posture": ("Hours at the desk", "Posture at the desk, added up; given only where the person ticked it."),
    "days": ("Days", "Days that were watched."),
    "breaks": ("Breaks", "Breaks taken."),
    "shifts": ("Changes of posture", "Changes of posture."),
    "sitting": ("Time in a posture", "Minutes in one posture at the desk."),
}
"""The program's own codes: what each is called, and what it means."""


def coding(system: str, code: str, display: str = "") -> dict[str, Any]:
    """One code; `display` as its system calls it."""
    return {"system": system, "code": code, **({"display": display} if display else {})}


def own(code: str) -> dict[str, Any]:
    """One of the program's own codes."""
    return coding(CODES, code, MEANINGS[code][0])


def code_system() -> dict[str, Any]:
    """The program's own codes as a resource, so that whoever reads a document finds their meaning in it."""
    return {
        "resourceType": "CodeSystem",
        "url": CODES,
        "version": EDITION,
        "name": "BackcoachCodes",
        "title": "Codes of Backcoach",
        "status": "active",
        "publisher": "Backcoach",
        "description": "Codes of an exercise and posture coach for what no common code system names.",
        "caseSensitive": True,
        "content": "complete",
        "concept": [
            {"code": code, "display": display, "definition": meaning} for code, (display, meaning) in MEANINGS.items()
        ],
    }
