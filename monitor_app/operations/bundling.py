"""Sealed packages: what would leave and for whom, writing one, checking and opening one.

Every file that leaves the app goes through here. Nothing in clear touches the disk.
"""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from monitor_app.bundles import disclosure as airlock
from monitor_app.bundles import opening, readme, scanning, storing
from monitor_app.bundles.container import Entry, Packing, Written
from monitor_app.bundles.disclosure import Disclosure, PreviewRow
from monitor_app.bundles.opening import Opened, Report
from monitor_app.crypto import age, sshsig
from monitor_app.domain.events import BundleMade, Event
from monitor_app.domain.supply import Party
from monitor_app.errors import BadInput, BundleRefused
from monitor_app.operations import casework, membership
from monitor_app.operations.casework import OpenCase
from monitor_app.operations.changes import Changes, Topic, touched
from monitor_app.operations.desk import Desk, OnDesk
from monitor_app.ports import Progress
from monitor_app.text import N_
from monitor_app.vault import events

__all__ = ["Opened", "Party", "PreviewRow", "Report", "Written"]

_DEMO = ("Fieldwork-Demo", "yes")


@dataclass(frozen=True, kw_only=True)
class Request:
    """What a person asks to send: a finding, to which audience, to which keys (`age1…`)."""

    finding_id: str
    audience: Party
    recipients: tuple[str, ...]


@dataclass(frozen=True)
class Preparation:
    """A package before it is written: what would leave, row by row, and what stays and why."""

    request: Request
    bundle_id: str
    disclosure: Disclosure
    rows: tuple[PreviewRow, ...]
    case: OpenCase


@dataclass(frozen=True)
class Export:
    """A package that was written and read back."""

    path: Path
    bundle_id: str
    written: Written


def new_recipient() -> tuple[str, str]:
    """Draw a recipient's key pair (for a recipient without one, and the demo): (identity, recipient)."""
    return age.new_identity()


def prepare(on_desk: OnDesk, request: Request) -> Preparation:
    """Work out what would leave. Raise NotAllowed, BadInput without a recipient, KeyRefused for a bad one."""
    on_desk(membership.demand_coordinator)
    if not request.recipients:
        raise BadInput(
            N_("The package has no recipient."), N_("Paste the recipient's key: it begins with age1.")
        )
    for recipient in request.recipients:
        age.check_recipient(recipient)
    case = on_desk(lambda desk: casework.open_case(desk, on_desk, request.finding_id))
    bundle_id = on_desk(lambda desk: f"case-{desk.ids.new_id()[:12]}")
    report = casework.report_text(case, request.audience)
    date = datetime.fromtimestamp(case.now_ms / 1000, UTC).date().isoformat()
    disclosed = airlock.disclose(case.case, request.audience, bundle_id=bundle_id, date=date, report=report)
    return Preparation(request, bundle_id, disclosed, tuple(airlock.preview(disclosed)), case)


def export(
    on_desk: OnDesk, preparation: Preparation, folder: Path, *, progress: Progress
) -> tuple[Export, Changes]:
    """Check, write, read back, and note it. Raise ExportRefused, DiskFull, PlaceReadOnly, Cancelled."""
    case = preparation.case
    scanning.scan(preparation.disclosure.entries, case.forbidden, expected=preparation.disclosure.expected)
    path = folder / f"{preparation.bundle_id}.zip.age"
    packing = on_desk(lambda desk: _packing(desk, preparation))
    written = storing.write_file(
        preparation.disclosure.entries,
        path,
        packing=packing,
        progress=progress,
        # A package that nobody noted could never be followed by a notice: it gets no name before that.
        before_naming=lambda written: on_desk(lambda desk: _note(desk, preparation, written)),
    )
    return Export(path, preparation.bundle_id, written), touched(Topic.BUNDLES, Topic.SYNC)


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """One file that is to leave: sealed to `recipients`, or without any in clear, for a written `reason`."""

    bundle_id: str
    entry: Entry
    recipients: tuple[str, ...] = ()
    reason: str = ""
    information: tuple[tuple[str, str], ...] = ()


def demand_way_out(recipients: tuple[str, ...], reason: str, *, in_clear: bool) -> None:
    """Raise BadInput without a recipient, or in clear without a reason; KeyRefused for a bad key."""
    if in_clear and not reason.strip():
        raise BadInput(
            N_("Writing in clear needs a reason."),
            N_("Say in a few words why, or seal the file to a recipient's key."),
        )
    if not in_clear and not recipients:
        raise BadInput(
            N_("The package has no recipient."), N_("Paste the recipient's key: it begins with age1.")
        )
    for recipient in () if in_clear else recipients:
        age.check_recipient(recipient)


def send_out(
    on_desk: OnDesk, outgoing: Outgoing, folder: Path, *, note: Callable[[Desk, Written], object]
) -> Export:
    """Write one file that leaves; `note` commits what is said of it before it gets its name.

    Raise BadInput, DiskFull, PlaceReadOnly, Cancelled, BundleRefused; then nothing is left behind.
    """
    in_clear = not outgoing.recipients
    demand_way_out(outgoing.recipients, outgoing.reason, in_clear=in_clear)

    def noted(written: Written) -> None:
        on_desk(lambda desk: note(desk, written))

    if in_clear:
        path = folder / f"{outgoing.bundle_id}.{outgoing.entry.path.rpartition('.')[2]}"
        written = storing.write_clear(outgoing.entry.open(), path, before_naming=noted)
        return Export(path, outgoing.bundle_id, written)
    path = folder / f"{outgoing.bundle_id}.zip.age"
    packing = on_desk(lambda desk: _packing_of(desk, outgoing))
    written = storing.write_file([outgoing.entry], path, packing=packing, before_naming=noted)
    return Export(path, outgoing.bundle_id, written)


def allowed_signers(desk: Desk) -> str:
    """Return the `allowed_signers` file that recipients check our packages with."""
    return "".join(
        sshsig.allowed_signers_line(name, public, namespace=opening.NAMESPACE).rstrip("\n") + "\n"
        for name, public in _signers(desk).items()
    )


def verify(path: Path, identity: str, allowed: str) -> Report:
    """Check a package with the recipient's identity and an `allowed_signers` text."""
    return opening.verify(path, identity.strip(), signers=read_allowed_signers(allowed))


def open_package(path: Path, identity: str, allowed: str, *, is_demo: bool = False) -> Opened:
    """Check and open a package. One from a demo is refused outside a demo."""
    opened = opening.open_bundle(path, identity.strip(), signers=read_allowed_signers(allowed))
    if (_DEMO in opened.report.information) and not is_demo:
        raise BundleRefused(
            N_("This package comes from the demo: its people and factories are invented."),
            N_("Open it in the demo only."),
        )
    return opened


def read_allowed_signers(text: str) -> dict[str, bytes]:
    """Read signers by name from an `allowed_signers` text. Raise BadInput if a line is not one."""
    signers: dict[str, bytes] = {}
    for line in text.splitlines():
        words = line.split()
        if not words or line.startswith("#"):
            continue
        try:
            blob = base64.b64decode(words[words.index("ssh-ed25519") + 1], validate=True)
        except (ValueError, IndexError) as error:
            raise BadInput(
                N_("The list of allowed signers cannot be read."),
                N_("Ask the sender for the file named allowed_signers."),
            ) from error
        signers[words[0]] = blob[-32:]
    return signers


def _packing(desk: Desk, preparation: Preparation) -> Packing:
    request = preparation.request
    information = (("Audience", request.audience.value),)
    return _packed(desk, preparation.bundle_id, request.recipients, information)


def _packing_of(desk: Desk, outgoing: Outgoing) -> Packing:
    return _packed(desk, outgoing.bundle_id, outgoing.recipients, outgoing.information)


def _packed(
    desk: Desk, bundle_id: str, recipients: tuple[str, ...], information: tuple[tuple[str, str], ...]
) -> Packing:
    signer = _signer_name(desk.box)
    seed = membership.device_keys(desk).signing_seed
    return Packing(
        bundle_id=bundle_id,
        recipients=recipients,
        sign=lambda message: sshsig.ssh_sign(seed, message, namespace=opening.NAMESPACE),
        readme=readme.readme(bundle_id, signer=signer, words=desk.words),
        date=datetime.fromtimestamp(desk.now() / 1000, UTC).date().isoformat(),
        information=[*information, _DEMO] if desk.is_demo else information,
    )


def _note(desk: Desk, preparation: Preparation, written: Written) -> None:
    casework.check_wishes(desk, preparation.case)
    event: Event = BundleMade(
        subject=preparation.bundle_id,
        device=desk.box,
        time=desk.stamp(),
        audience=preparation.request.audience,
        recipients=preparation.request.recipients,
        sha256=written.sha256,
        roots=preparation.disclosure.roots,
        finding=preparation.request.finding_id,
    )
    events.append(desk.vault, event, stream=desk.box)


def _signers(desk: Desk) -> Mapping[str, bytes]:
    known = membership.people_now(desk)
    if known is None:
        return {_signer_name(desk.box): membership.device_keys(desk).public().signing}
    return {_signer_name(one.box): base64.b64decode(one.signing) for one in known.coordinators()}


def _signer_name(box: str) -> str:
    """Return how a signer is called outside: by the device's random name, never by a person's."""
    return f"coordinator-{box}"
