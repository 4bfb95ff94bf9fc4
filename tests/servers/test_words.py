"""The test of a connection, on real servers: each thing that is wrong is told in its own words."""

import pytest

from monitor_app import errors
from monitor_app.remotes.access import Access
from monitor_app.remotes.opening import open_remote
from monitor_app.remotes.trying import explain
from tests.servers import certificates
from tests.support.fakes import CountingIds

WEBDAV = {
    "a wrong password": (lambda a: a.access(secret="x"), errors.RemotePasswordRefused),
    "no password": (lambda a: a.access(user=""), errors.RemotePasswordRefused),
    "a folder that is not there": (lambda a: a.access("nope"), errors.RemotePlaceMissing),
    "no right to write": (lambda a: a.access("locked"), errors.RemoteForbidden),
    "a certificate of an unknown authority": (lambda a: a.access(certificates=""), errors.RemoteUntrusted),
    "a certificate of another name": (
        lambda a: a.access(address=f"webdav:https://localhost:{a.port}/team"),
        errors.RemoteUntrusted,
    ),
    "no encryption": (
        lambda a: a.access(address=f"webdav:https://127.0.0.1:{a.plain_port}/team"),
        errors.RemoteUntrusted,
    ),
    "a name nobody knows": (
        lambda a: a.access(address="webdav:https://store.invalid/team"),
        errors.RemoteNameUnknown,
    ),
    "a port where nobody listens": (lambda a: a.access(port=1), errors.RemoteUnreachable),
    "an object store at this address": (
        lambda a: a.access(address=f"s3:https://127.0.0.1:{a.port}/team"),
        errors.RemotePasswordRefused,
    ),
}
S3 = {
    "a wrong secret": (lambda s: s.access(secret="x"), errors.RemotePasswordRefused),
    "an unknown key": (lambda s: s.access(user="test:nobody"), errors.RemotePasswordRefused),
    "no rights": (lambda s: s.access(user="test:reader", secret="reading"), errors.RemoteForbidden),
    "a bucket that is not there": (lambda s: s.access("nope"), errors.RemotePlaceMissing),
    "a wrong region": (lambda s: s.access(region="mars-1"), errors.RemoteError),
}
SFTP = {
    "an unknown server": (lambda s: s.access(host_key="SHA256:other"), errors.RemoteUntrusted),
    "a key that may not come in": (lambda s: s.access(private_key=s.stranger), errors.RemotePasswordRefused),
    "a key that is none": (lambda s: s.access(private_key="x"), errors.RemotePasswordRefused),
    "a wrong password": (lambda s: s.access(private_key="", secret="x"), errors.RemotePasswordRefused),
    "a folder that is not there": (lambda s: s.access("nope"), errors.RemotePlaceMissing),
    "a file in place of the folder": (lambda s: s.access("host.pub"), errors.RemotePlaceMissing),
    "a port where nobody listens": (lambda s: s.access(port=1), errors.RemoteUnreachable),
}


def tried(access):
    return explain(access, ids=CountingIds())


def told(server, case):
    wrong, kind = case
    error = tried(wrong(server))
    assert type(error) is kind
    assert error.hint


@pytest.mark.parametrize("case", WEBDAV)
def test_webdav_tells(apache, case):
    told(apache, WEBDAV[case])


@pytest.mark.parametrize("case", S3)
def test_s3_tells(swift, case):
    told(swift, S3[case])


@pytest.mark.parametrize("case", SFTP)
def test_sftp_tells(sshd, case):
    told(sshd, SFTP[case])


def test_an_unknown_ssh_server_shows_the_fingerprint_to_compare(sshd):
    assert sshd.fingerprint in str(tried(sshd.access(host_key="")))


@pytest.mark.parametrize(("days_from", "days_to"), [(-9, -2), (2, 9)])
def test_a_certificate_that_does_not_hold_today_points_to_the_date(server_folder, days_from, days_to):
    folder = server_folder / f"dated{days_from}"
    folder.mkdir()
    made = certificates.make(folder, days_from=days_from, days_to=days_to)
    with certificates.serving(made) as port:
        access = Access(address=f"webdav:https://127.0.0.1:{port}/team", certificates=made.authority)
        error = tried(access)
    assert "date" in str(error)


@pytest.mark.parametrize("name", ["apache", "swift", "sshd"])
def test_what_works_has_nothing_to_explain_and_leaves_nothing(request, name):
    access = request.getfixturevalue(name).access()
    assert tried(access) is None
    remote = open_remote(access)
    assert remote.names("fld1/t/") == []
    remote.close()
