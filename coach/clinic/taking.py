"""Results files that come in: unsealed, checked, matched to a patient, kept."""

import base64
import zlib
from dataclasses import dataclass
from typing import Final, Literal

from coach.clinic.here import may_see, new_id, tools, viewer, write_down
from coach.clinic.keys import keys_of, owner_of
from coach.core.therapy.practice import Delivery, Patient, SignedBy
from coach.core.therapy.results import Results
from coach.core.therapy.signed import Signed, fingerprint
from coach.ports import ClinicError, ExchangeError

MOST_BYTES: Final = 20 * 1024 * 1024
"""Of one results file, unpacked too."""

MOST_FILES: Final = 20
"""Of one upload."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Opened:
    """A results file that could be read."""

    name: str
    content: bytes
    results: Results
    signed: Signed
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
    """What became of a file.

    Attributes:
        kind: "taken"; "known" (nothing new in it); "refused"; "who" (whose is it?); "key" (signed otherwise).
        said: one plain sentence or two. held: the file, packed, for the form that asks.
    """

    kind: Literal["taken", "known", "refused", "who", "key"]
    name: str
    said: str
    patient: Patient | None = None
    reference: str = ""
    held: str = ""


def opened(content: bytes, name: str) -> Opened:
    """A file from outside, unsealed and read.

    Raises:
        ExchangeError: it is no results file, was changed after signing, or is sealed to somebody else.
        ClinicError: the keys that open it can't be opened.
    """
    exchange = tools().exchange
    if len(content) > MOST_BYTES:
        raise ExchangeError(f"it is larger than {MOST_BYTES // 1024 // 1024} MB")
    if key := exchange.sealed_to(content):
        owner = owner_of(key)
        if owner is None:
            raise ExchangeError("it is sealed to a key that nobody here has")
        content = exchange.unseal(content, keys_of(owner).unsealing)
    results, signed, digest = exchange.parse_results(content)
    if signed.state == "changed":
        raise ExchangeError("it was changed after it was signed")
    return Opened(name=name, content=content, results=results, signed=signed, digest=digest)


def signature_state(signed: Signed, before: list[Delivery]) -> tuple[SignedBy, bool]:
    """How a file is signed, and whether that is other than this patient's files were signed before."""
    keys = [one.key for one in before if one.key]
    if signed.state == "unsigned":
        return "unsigned", bool(keys)
    return ("known", False) if signed.key in keys else ("new", bool(keys))


def keep(found: Opened, patient: Patient, by: str) -> Delivery:
    """Keep a file about a patient. Raises ClinicError where a session of it is another patient's."""
    before = tools().records.deliveries(patient.id)
    state, _ = signature_state(found.signed, before)
    delivery = Delivery(
        id=new_id(),
        patient=patient.id,
        digest=found.digest,
        at=tools().now(),
        by=by,
        signed=state,
        key=found.signed.key,
        sessions_new=0,
        sessions_known=0,
    )
    return tools().records.take_results(patient.id, found.results, delivery)


def take(content: bytes, name: str, patient: Patient | None, *, sure: bool = False, chosen: bool = False) -> Outcome:
    """One file by hand: about a patient, or about whom it names.

    `sure` takes it whatever key signed it; `chosen`: somebody said whose it is, as nobody has the reference in it.
    """
    shown = name[:80] or "the file"
    try:
        found = opened(content, shown)
        whom = patient or _named(found.results.patient)
        if whom is None:
            said = "Nobody here has this reference. Choose whose results these are."
            return Outcome(kind="who", name=shown, said=said, reference=found.results.patient, held=pack(found.content))
        if patient is not None and _is_of_another(found.results.patient, patient, chosen=chosen):
            return Outcome(kind="refused", name=shown, said=_of_another(found.results.patient, patient))
        return _taken(found, whom, sure=sure)
    except (ExchangeError, ClinicError) as error:
        return Outcome(kind="refused", name=shown, said=f"Not taken: {str(error).rstrip('.')}.")


def _named(reference: str) -> Patient | None:
    patient = tools().records.patient_of(reference) if reference else None
    return patient if patient is not None and may_see(viewer(), patient) else None


def _is_of_another(reference: str, patient: Patient, *, chosen: bool) -> bool:
    if reference in ("", patient.reference):
        return False
    return not chosen or tools().records.patient_of(reference) is not None


def _of_another(reference: str, patient: Patient) -> str:
    return f"Not taken: it says it is about {reference}, and this is the page of {patient.reference}."


def _taken(found: Opened, patient: Patient, *, sure: bool) -> Outcome:
    before = tools().records.deliveries(patient.id)
    state, other = signature_state(found.signed, before)
    is_known = any(one.digest == found.digest for one in before)
    if other and not sure and not is_known:
        said = _asked(state, found.signed)
        return Outcome(kind="key", name=found.name, said=said, patient=patient, held=pack(found.content))
    kept = keep(found, patient, viewer().id)
    write_down("results.take", patient.id, f"{kept.sessions_new} new, {kept.sessions_known} known, {kept.signed}")
    if is_known or not kept.sessions_new:
        return Outcome(kind="known", name=found.name, said="Known already; nothing was kept twice.", patient=patient)
    sessions = f"{kept.sessions_new} new session{'s' if kept.sessions_new > 1 else ''}"
    known = f", {kept.sessions_known} known already" if kept.sessions_known else ""
    return Outcome(kind="taken", name=found.name, said=f"{sessions}{known}. {_told(state, found)}", patient=patient)


def _told(state: SignedBy, found: Opened) -> str:
    return {
        "unsigned": "The file is not signed.",
        "known": "Signed by the same program as before.",
        "new": f"Signed, and its key is remembered for this patient ({fingerprint(found.signed.key)}).",
        "changed": "",
    }[state]


def _asked(state: SignedBy, signed: Signed) -> str:
    if state == "unsigned":
        return "This file is not signed, and earlier ones of this patient were. Ask the patient before you take it."
    return (
        f"This file is signed by another key than before ({fingerprint(signed.key)}). A new computer is one reason. "
        "Ask the patient before you take it."
    )


def pack(content: bytes) -> str:
    """A file as text for a form's hidden field."""
    return base64.b64encode(zlib.compress(content, 6)).decode()


def unpack(held: str) -> bytes:
    """What `pack` packed. Raises ExchangeError where it is something else, or too large."""
    try:
        packed = base64.b64decode(held, validate=True)
        unpacking = zlib.decompressobj()
        content = unpacking.decompress(packed, MOST_BYTES + 1)
    except (ValueError, zlib.error) as error:
        raise ExchangeError("the file came back damaged; choose it again") from error
    if len(content) > MOST_BYTES or not unpacking.eof:
        raise ExchangeError("the file came back damaged; choose it again")
    return content
