"""Apache with mod_dav, as organisations run it: TLS and a password."""

import base64
import contextlib
import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from monitor_app.remotes.access import Access
from tests.servers import certificates
from tests.servers.certificates import Certificates
from tests.servers.processes import Process, all_running, free_port

PROGRAM = "/usr/sbin/apache2"
_MODULES = (
    *("mpm_event", "authn_core", "authn_file", "authz_core", "authz_user", "auth_basic"),
    *("dav", "dav_fs", "ssl", "socache_shmcb"),
)
_CONFIGURATION = """
ServerRoot /usr/lib/apache2
ServerName 127.0.0.1
DefaultRuntimeDir {folder}
PidFile {folder}/httpd.pid
ErrorLog {folder}/error.log
Mutex file:{folder} default
KeepAlive On
MaxKeepAliveRequests 10000
StartServers 1
ThreadsPerChild 16
MaxRequestWorkers 32
ServerLimit 2
{modules}
Listen 127.0.0.1:{port}
Listen 127.0.0.1:{plain_port}
DocumentRoot {folder}/dav
DavLockDB {folder}/locks
<VirtualHost 127.0.0.1:{port}>
  DocumentRoot {folder}/dav
  SSLEngine on
  SSLCertificateFile {chain}
  SSLCertificateKeyFile {key}
</VirtualHost>
<Directory {folder}/dav>
  Dav On
  AllowOverride None
  AuthType Basic
  AuthName sync
  AuthUserFile {folder}/passwords
  Require valid-user
</Directory>
<Directory {folder}/dav/closed>
  Require user nobody-at-all
</Directory>
<Directory {folder}/dav/locked>
  <LimitExcept GET HEAD OPTIONS PROPFIND>
    Require all denied
  </LimitExcept>
</Directory>
"""


@dataclass(frozen=True)
class Apache:
    """A running Apache. `plain_port` speaks the same without encryption."""

    process: Process
    folder: Path
    certificates: Certificates
    plain_port: int

    @property
    def port(self) -> int:
        return self.process.port

    def access(self, path: str = "team", *, port: int | None = None, **changed: str) -> Access:
        """Return what opens a folder of it."""
        return Access(
            **{
                "address": f"webdav:https://127.0.0.1:{port or self.port}/{path}",
                "user": "monitor",
                "secret": "se cret:ü",
                "certificates": self.certificates.authority,
                **changed,
            }
        )

    def plain(self, path: str = "team", *, port: int | None = None) -> Access:
        """Return what opens a folder of it without encryption, for a proxy that breaks things in between."""
        address = f"webdav:http://127.0.0.1:{port or self.plain_port}/{path}"
        return self.access(address=address, certificates="")


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Apache]:
    """Run one in `folder`, with the empty folders `team`, `closed` and `locked` in it."""
    user = "www-data" if os.geteuid() == 0 else None
    for name in ("team", "closed", "locked"):
        (folder / "dav" / name).mkdir(parents=True)
    made = certificates.make(folder)
    digest = base64.b64encode(hashlib.sha1("se cret:ü".encode()).digest()).decode()
    (folder / "passwords").write_text(f"monitor:{{SHA}}{digest}\n", "utf-8")
    port, plain_port = free_port(), free_port()
    text = _CONFIGURATION.format(
        folder=folder,
        modules="\n".join(f"LoadModule {name}_module modules/mod_{name}.so" for name in _MODULES),
        port=port,
        plain_port=plain_port,
        chain=made.chain,
        key=made.key,
    )
    (folder / "httpd.conf").write_text(text, "utf-8")
    for path in (folder, *folder.rglob("*")):
        shutil.chown(path, user, user) if user else None
    command = [PROGRAM, "-f", str(folder / "httpd.conf"), "-D", "FOREGROUND"]
    process = Process(command, port, folder / "out.log", user)
    with all_running(process):
        yield Apache(process, folder, made, plain_port)
