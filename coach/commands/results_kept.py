"""What is kept for giving results back, as an export gives it out: where they go, what waits, by which key they are
signed. Token and private key are left out: whoever has them could speak for the person."""

from pathlib import Path
from typing import Any

from coach import paths
from coach.adapters.delivery.outbox import OutboxFolder
from coach.adapters.files import private_write
from coach.adapters.own_files.link import LinkFile
from coach.ports import ExchangeError


def given_back(folder: Path) -> dict[str, Any]:
    """Of a data folder: link, outbox with the results as they wait there, public key."""
    link = LinkFile(folder / paths.DELIVERY, private_write).get()
    box = OutboxFolder(folder / paths.OUTBOX, private_write)
    return {
        "link": None
        if link is None
        else {
            "address": link.deliver.address,
            "routine": link.routine,
            "linked_at": link.linked_at,
            "delivered_until": link.delivered_until,
            "delivered_at": link.delivered_at,
            "delivered_newest": link.delivered_newest,
            "proxy": link.proxy,
        },
        "outbox": [{"waiting": one, "results": (box.content(one.id) or b"").decode()} for one in box.all()],
        "public_key": _public_key(folder),
    }


def _public_key(folder: Path) -> str:
    from coach.adapters.exchange import key_file, signing

    try:
        private = key_file.load_key(folder / paths.OWN_KEY)
    except ExchangeError as error:
        return str(error)
    return signing.public_of(private) if private is not None else ""
