"""`coach results link`, `unlink`, `outbox`, and the delivering half of `send`."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from coach import paths
from coach.adapters.delivery.outbox import OutboxFolder
from coach.adapters.delivery.practice_http import PracticeHttp
from coach.adapters.files import private_write
from coach.adapters.own_files.link import LinkFile
from coach.commands import console, wiring
from coach.commands.history import DataFolder
from coach.commands.own_folder import data_folder
from coach.commands.results_making import Making, taken_in
from coach.core.demo import SpecError
from coach.core.therapy.assigned import Deliver
from coach.core.therapy.delivery import Link, Waiting
from coach.core.therapy.incoming import Incoming
from coach.core.therapy.report_back import in_force
from coach.delivering import Delivering
from coach.ports import DeliveryError, RoutineError

NOT_LINKED: Final = "no practice is linked: coach results link ADDRESS TOKEN does it, once your therapist gave you both"


def delivering(folder: Path, made: Making) -> Delivering:
    """Delivery of a data folder, with the real world behind it."""
    links, outbox = _links(folder), _outbox(folder)
    return Delivering(links, outbox, PracticeHttp(), lambda link: made.for_link(link, _now()), _now)


def linked(folder: Path) -> Link:
    """Where results go. Raises DeliveryError where the person has not said so."""
    links = _links(folder)
    link = links.get()
    if link is None:
        raise DeliveryError(links.message or NOT_LINKED, again=False)
    return link


def send(folder: Path, made: Making) -> None:
    """Queue what there is to tell, and deliver all that waits. Raises DeliveryError where some of it still waits."""
    at_work = delivering(folder, made)
    link, queued = linked(folder), at_work.queue()
    ours = [waiting for waiting in at_work.waiting() if waiting.to == link.deliver.address]
    if not ours:
        console.OUT.print("There is nothing to deliver yet.", markup=False)
        return
    left = [waiting for waiting in at_work.deliver_all() if waiting.to == link.deliver.address]
    if left:
        ids = {waiting.id for waiting in left}
        kept = "they wait, and nothing is lost" if queued is None or queued.id in ids else "some still wait"
        raise DeliveryError(f"{left[-1].why}; {kept} (coach results outbox shows them)", again=not left[-1].held)
    console.OUT.print(f"Delivered to {link.deliver.address}: {_count(ours[-1].sessions)}.", markup=False)


def link(
    address: Annotated[str, typer.Argument(help="The practice's address; begins with https://.")] = "",
    token: Annotated[str, typer.Argument(help="The token that your therapist gave you.")] = "",
    from_routine: Annotated[
        str | None, typer.Option(metavar="ID", help="Take both from a routine that your therapist assigned.")
    ] = None,
    routine: Annotated[str, typer.Option(help="Id of the routine; by default the assigned one in force.")] = "",
    proxy: Annotated[str, typer.Option(help="Address of a proxy to go through; the system's are not used.")] = "",
    data: DataFolder = None,
) -> None:
    """Link your practice: from then on results are delivered by themselves after a session. Off unless you do this."""
    folder = data_folder(data)
    taken, _ = taken_in(folder, wiring.every_exercise())
    if from_routine is not None and (address or token):
        raise DeliveryError("give either an address and a token, or --from-routine, not both", again=False)
    found = _found(taken, from_routine or routine)
    deliver = _given(found) if from_routine is not None else _told(address, token)
    _at_rest(folder).relink(Link(deliver=deliver, routine=found.routine.id, linked_at=_now(), proxy=proxy))
    assigned = found.routine.assigned
    since = f" from {assigned.start:%Y-%m-%d}" if assigned else ""
    console.OUT.print(
        f"Linked. After a session, results of '{found.routine.name}'{since} are delivered to {deliver.address}.",
        "coach results show tells what they hold. coach results unlink ends it.",
        sep="\n",
        markup=False,
    )


def unlink(data: DataFolder = None) -> None:
    """End the link to your practice: nothing is delivered any more, and what waits is taken out of the outbox."""
    folder = data_folder(data)
    at_rest = _at_rest(folder)
    link = at_rest.linked
    if link is None:
        console.OUT.print("No practice is linked.", markup=False)
        return
    count = at_rest.relink(None)
    waited = " What waited is not delivered; your record keeps it all." if count else ""
    console.OUT.print(f"The link to {link.deliver.address} is ended.{waited}", markup=False)


def outbox(data: DataFolder = None) -> None:
    """Show what waits to be delivered: since when, and why."""
    folder = data_folder(data)
    links = _links(folder)
    link, waiting = links.get(), _outbox(folder).all()
    if links.message:
        console.complain(links.message)
    if link is None:
        console.OUT.print("No practice is linked: nothing is delivered by itself.", markup=False)
    else:
        last = f"last on {link.delivered_at:%Y-%m-%d %H:%M}" if link.delivered_at else "nothing yet"
        console.OUT.print(f"Results go to {link.deliver.address}; delivered: {last}.", markup=False)
    for one in waiting:
        console.OUT.print(_line(one), markup=False)
    if not waiting:
        console.OUT.print("Nothing waits.", markup=False)


def _line(one: Waiting) -> str:
    again = "not tried again by itself" if one.held else f"next try {one.next_at:%Y-%m-%d %H:%M}" if one.next_at else ""
    tried = f"{one.tries} {'try' if one.tries == 1 else 'tries'}: {one.why}" if one.tries else "not tried yet"
    count = _count(one.sessions)
    told = [f"waits since {one.queued_at:%Y-%m-%d %H:%M}", tried, *([again] if again else [])]
    return f"{one.since} to {one.until}, {count} for {one.to}: {'; '.join(told)}"


def _count(sessions: int) -> str:
    return f"{sessions} session{'' if sessions == 1 else 's'}"


def _found(taken: dict[str, Incoming], named: str) -> Incoming:
    if named and named not in taken:
        raise RoutineError(f"there is no routine '{named}' from a therapist (there are: {', '.join(taken) or 'none'})")
    found = in_force((one.routine for one in taken.values()), _now().date())
    if not named and found is None:
        raise RoutineError("no routine from a therapist is here: take it first, then link")
    return taken[named or (found.id if found else "")]


def _given(found: Incoming) -> Deliver:
    assigned = found.routine.assigned
    if assigned is None or assigned.deliver is None:
        raise DeliveryError(f"the routine '{found.routine.id}' names no address to deliver to", again=False)
    return assigned.deliver


def _told(address: str, token: str) -> Deliver:
    if not address or not token:
        raise DeliveryError("give the address and the token of your practice, or --from-routine ID", again=False)
    try:
        return Deliver(address=address, token=token)
    except SpecError as error:
        raise DeliveryError(str(error).removeprefix("deliver: "), again=False) from error


def _at_rest(folder: Path) -> Delivering:
    """Delivery of a data folder that has nothing to make."""
    return Delivering(_links(folder), _outbox(folder), PracticeHttp(), lambda link: None, _now)


def _links(folder: Path) -> LinkFile:
    return LinkFile(folder / paths.DELIVERY, private_write)


def _outbox(folder: Path) -> OutboxFolder:
    return OutboxFolder(folder / paths.OUTBOX, private_write)


def _now() -> datetime:
    return datetime.now().astimezone()
