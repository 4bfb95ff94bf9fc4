"""OpenStack Swift with its S3 API, all on loopback: a real object store that many clouds run."""

import base64
import contextlib
import email.utils
import getpass
import hmac
import http.client
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from monitor_app.remotes.access import Access
from tests.servers.processes import Process, all_running, free_port

_RINGS = """
import sys
from swift.common.ring import RingBuilder
folder, *ports = sys.argv[1:]
for name, port in zip(("account", "container", "object"), ports):
    ring = RingBuilder(6, 1, 0)
    ring.add_dev(dict(id=0, region=1, zone=1, ip="127.0.0.1", port=int(port), device="disk", weight=1,
                      replication_ip="127.0.0.1", replication_port=int(port)))
    ring.rebalance()
    ring.get_ring().save(f"{folder}/{name}.ring.gz")
"""
_COMMON = """
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
user = {user}
swift_dir = {folder}
devices = {folder}/disks
mount_check = false
log_level = WARNING
log_address = {folder}/no-log
fallocate_reserve = 0
container_update_timeout = 60
conn_timeout = 30
node_timeout = 60
"""
_STORE = """
[pipeline:main]
pipeline = {name}-server
[app:{name}-server]
use = egg:swift#{name}
"""
_PROXY = """
[pipeline:main]
pipeline = catch_errors cache listing_formats bulk s3api tempauth slo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
conn_timeout = 30
node_timeout = 60
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:1
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:bulk]
use = egg:swift#bulk
[filter:slo]
use = egg:swift#slo
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = testing .admin
user_test_reader = reading
"""
_SETTINGS = """
[swift-hash]
swift_hash_path_suffix = invented
swift_hash_path_prefix = invented
[storage-policy:0]
name = gold
default = yes
"""


@dataclass(frozen=True)
class Swift:
    """A running Swift. `proxy` is the process that speaks S3."""

    proxy: Process

    def access(self, bucket: str = "team", *, port: int | None = None, **changed: str) -> Access:
        """Return what opens a bucket of it."""
        address = f"s3:http://127.0.0.1:{port or self.proxy.port}/{bucket}"
        return Access(**{"address": address, "user": "test:tester", "secret": "testing", **changed})

    def make_bucket(self, name: str) -> None:
        """Make a bucket, signed the old way (version 2), which is short."""
        date = email.utils.formatdate(usegmt=True)
        words = f"PUT\n\n\n{date}\n/{name}".encode()
        signature = base64.b64encode(hmac.digest(b"testing", words, "sha1")).decode()
        link = http.client.HTTPConnection("127.0.0.1", self.proxy.port, timeout=60)
        link.request("PUT", f"/{name}", headers={"Date": date, "Authorization": f"AWS test:tester:{signature}"})
        answer = link.getresponse()
        assert answer.status == 200, answer.read()
        link.close()


@contextlib.contextmanager
def running(folder: Path, programs: Path) -> Iterator[Swift]:
    """Run one in `folder`, with programs from the folder `programs`."""
    (folder / "disks" / "disk").mkdir(parents=True)
    ports = {name: free_port() for name in ("account", "container", "object", "proxy")}
    (folder / "swift.conf").write_text(_SETTINGS, "utf-8")
    for name, port in ports.items():
        text = _COMMON.format(port=port, folder=folder, user=getpass.getuser())
        text += _PROXY if name == "proxy" else _STORE.format(name=name)
        (folder / f"{name}.conf").write_text(text, "utf-8")
    stores = [str(port) for name, port in ports.items() if name != "proxy"]
    subprocess.run([programs / "python", "-c", _RINGS, folder, *stores], check=True, capture_output=True)
    processes = [
        Process([str(programs / f"swift-{name}-server"), f"{folder}/{name}.conf"], port, folder / f"{name}.log")
        for name, port in ports.items()
    ]
    with all_running(*processes):
        yield Swift(processes[-1])
