"""Receipts for many devices are written and sealed together: each alone would wait for the disk."""

import random

from monitor_app.bench.sync_world import Device, box_of, coordinator
from monitor_app.crypto.primitives import Receiver
from monitor_app.operations import carrying, confirming, membership
from monitor_app.operations.receiving import VaultIncoming
from monitor_app.sync.segment import open_segment, recipients_of
from monitor_app.vault import outbox

DEVICES = 20


def test_receipts_for_many_devices_wait_for_the_disk_together(tmp_path):
    devices = [Device(box_of(number)) for number in range(DEVICES)]
    desk = coordinator(tmp_path / "vault", devices)
    confirming.settle(desk)
    known = membership.people_now(desk)
    receive = [Receiver(seed) for seed in membership.receive_seeds(desk)]
    sealed = [one.sealed(known, recipients_of(known), random.Random(1)) for one in devices]
    opened = [open_segment(one.sealed, name=one.name, roster=known, receive=receive) for one in sealed]
    VaultIncoming(lambda work: work(desk)).accept(opened)
    waited: list[str] = []
    desk.vault.db.conn.set_trace_callback(lambda sql: waited.append(sql) if sql == "COMMIT" else None)
    before = outbox.summary(desk.vault).waiting
    assert confirming.settle(desk) == DEVICES
    carrying.pack(desk)
    assert outbox.summary(desk.vault).waiting == before + DEVICES
    assert len(waited) < DEVICES / 2
    desk.vault.close()
