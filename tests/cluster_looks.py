"""What stands in for a look in a cluster's workers, which import it by this name."""

import os
import time
from pathlib import Path

from coach.commands.crew import Job
from coach.commands.finding import Finding


def long_work(job: Job) -> Finding:
    """Stands in for a look that takes long: until it is told that nobody waits for it any more."""
    halted = job.order.halted
    Path(job.source).write_text("begun")
    until = time.monotonic() + 60
    while halted is not None and not halted() and time.monotonic() < until:
        time.sleep(0.01)
    Path(job.source).write_text("halted" if time.monotonic() < until else "to the end")
    return Finding(None, [], interrupted=True)


def died(job: Job) -> Finding:
    """Stands in for a look that ends its process."""
    os._exit(1)
