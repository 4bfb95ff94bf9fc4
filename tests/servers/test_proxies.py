"""Through a proxy: it is asked by name, for this computer must not look up where a monitor connects to."""

import msgspec

from monitor_app.remotes.trying import explain
from tests.servers.relays import relaying
from tests.support.fakes import CountingIds

HIDDEN = "abcdef.onion"


def tried(access):
    return explain(access, ids=CountingIds())


def test_webdav_goes_through_socks_by_name(apache):
    with relaying(apache.plain_port) as relay:
        access = apache.access(
            address=f"webdav:http://{HIDDEN}:80/team",
            certificates="",
            proxy=f"socks5h://127.0.0.1:{relay.port}",
        )
        assert tried(access) is None
        assert set(relay.asked) == {HIDDEN}


def test_webdav_goes_through_an_http_proxy(apache):
    with relaying(apache.port) as relay:
        assert tried(apache.access(proxy=f"http://127.0.0.1:{relay.port}")) is None
        assert set(relay.asked) == {f"127.0.0.1:{apache.port}"}


def test_s3_goes_through_socks_by_name(swift):
    with relaying(swift.proxy.port) as relay:
        access = swift.access(address=f"s3:http://{HIDDEN}/team", proxy=f"socks5h://127.0.0.1:{relay.port}")
        assert tried(access) is None
        assert set(relay.asked) == {HIDDEN}


def test_sftp_goes_through_socks_by_name(sshd):
    with relaying(sshd.process.port) as relay:
        access = hidden(sshd, proxy=f"socks5h://127.0.0.1:{relay.port}")
        assert tried(access) is None
        assert set(relay.asked) == {HIDDEN}


def test_sftp_goes_through_an_http_proxy_by_name(sshd):
    with relaying(sshd.process.port) as relay:
        assert tried(hidden(sshd, proxy=f"http://127.0.0.1:{relay.port}")) is None
        assert set(relay.asked) == {f"{HIDDEN}:22"}


def hidden(sshd, **changed):
    access = sshd.access(**changed)
    return msgspec.structs.replace(
        access, address=access.address.replace(f"127.0.0.1:{sshd.process.port}", HIDDEN)
    )


def test_a_proxy_that_is_not_there_is_said(apache):
    assert "proxy" in str(tried(apache.access(proxy="socks5h://127.0.0.1:1")))
