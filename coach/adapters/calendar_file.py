"""The planned days as a calendar file (.ics) that every calendar program reads."""

from datetime import UTC, datetime, timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event

from coach.core.care.reminding import Reminders, coming

BYDAY: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def calendar_file(reminders: Reminders, plan: str, title: str, text: str, minutes: float, now: datetime) -> bytes:
    """One event, weekly on the planned days, with a reminder at its time where the person wants one.

    Its time has no zone: 18:00 stays 18:00 when the clocks change, and wherever the person is.

    Args:
        plan: id of the event; a newer file of the same id takes the place of the older in the calendar.
        title, text: what the event says. minutes: how long it takes.
        now: aware local time.

    Raises:
        ValueError: no day is planned.
    """
    first = coming(reminders, now.date(), done=False)
    if first is None:
        raise ValueError("no day is planned")
    start = datetime(first.year, first.month, first.day, reminders.at_min // 60, reminders.at_min % 60)
    event = Event()
    event.add("uid", f"{plan}@backcoach")
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", int(now.timestamp() // 60))
    event.add("summary", title)
    event.add("description", text)
    event.add("dtstart", start)
    event.add("duration", timedelta(minutes=max(1, round(minutes))))
    event.add("rrule", {"freq": "weekly", "byday": [BYDAY[day] for day in reminders.days]})
    if reminders.on:
        event.add_component(_alarm(title))
    calendar = Calendar()
    calendar.add("prodid", "-//Backcoach//plan//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made


def _alarm(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(0))
    return alarm
