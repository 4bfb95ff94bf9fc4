"""What servers of the web say becomes words; the texts are those that opendal really gave."""

import pytest

from monitor_app import errors
from monitor_app.remotes.refusals_web import from_web

ANSWERED = (
    "Unexpected (permanent) at write => {body}\n\nContext:\n   response: Parts {{ status: {status}, version }}"
)
ON_THE_WAY = "Unexpected (temporary) at list => send http request\n\nSource:\n   client error (Connect): {}"


def answered(status: int, body: str = "") -> errors.RemoteError:
    return from_web(ANSWERED.format(status=status, body=body))


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.RemoteError),
        (401, errors.RemotePasswordRefused),
        (403, errors.RemoteForbidden),
        (404, errors.ObjectMissing),
        (405, errors.RemoteReadOnly),
        (409, errors.RemoteError),
        (413, errors.RemoteFull),
        (429, errors.RemoteUnreachable),
        (500, errors.RemoteUnreachable),
        (503, errors.RemoteUnreachable),
        (507, errors.RemoteFull),
    ],
)
def test_a_status_becomes_a_kind(status, kind):
    assert type(answered(status)) is kind


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("RequestTimeTooSkewed", errors.RemoteClockWrong),
        ("InvalidAccessKeyId", errors.RemotePasswordRefused),
        ("SignatureDoesNotMatch", errors.RemotePasswordRefused),
        ("QuotaExceeded", errors.RemoteFull),
        ("NoSuchBucket", errors.RemotePlaceMissing),
        ("AccessDenied", errors.RemoteForbidden),
    ],
)
def test_what_an_object_store_adds_counts_more_than_its_status(code, kind):
    assert type(answered(403, f'S3Error {{ code: "{code}" }}')) is kind


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("dns error: error resolving DNS: failed to lookup address information", errors.RemoteNameUnknown),
        ("tcp connect error: Connection refused (os error 111)", errors.RemoteUnreachable),
        ("invalid peer certificate: UnknownIssuer", errors.RemoteUntrusted),
        ("invalid peer certificate: NotValidForName", errors.RemoteUntrusted),
        ("received corrupt message of type InvalidContentType", errors.RemoteUntrusted),
        ("tunnel error: unsuccessful", errors.RemoteUnreachable),
        ("connection closed before message completed", errors.RemoteUnreachable),
    ],
)
def test_what_fails_on_the_way_becomes_a_kind(source, kind):
    assert type(from_web(ON_THE_WAY.format(source))) is kind


@pytest.mark.parametrize(
    "reason",
    [
        "certificate expired: verification time 1 (UNIX)",
        "certificate not valid yet: verification time 1",
        "NotValidYet",
    ],
)
def test_a_certificate_out_of_date_points_to_the_clock(reason):
    assert "date" in str(from_web(ON_THE_WAY.format(f"invalid peer certificate: {reason}")))


def test_a_page_of_the_server_cannot_pass_for_a_status():
    assert type(answered(401, "response: Parts { status: 507")) is errors.RemotePasswordRefused


def test_every_refusal_says_what_to_do():
    for status in range(400, 512):
        assert answered(status).hint
