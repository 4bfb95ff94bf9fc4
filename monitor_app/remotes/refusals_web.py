"""What a server of the web can refuse, in plain words. Reads only the text of an error; shows none of it.

A server that lies can make the sentence wrong, nothing else: no step of a sync depends on the kind of an error.
"""

import re
from collections.abc import Callable

from monitor_app.errors import RemoteError, RemoteUnreachable
from monitor_app.remotes import refusals

_STATUS = re.compile(r"response: Parts \{ status: (\d{3})")
_OUT_OF_DATE = re.compile(r"peer certificate: .*(expired|not ?valid ?yet)")
_LATER = frozenset({408, 423, 425, 429})
_BY_CODE: tuple[tuple[tuple[str, ...], Callable[[], RemoteError]], ...] = (
    (("RequestTimeTooSkewed", "RequestExpired"), refusals.clock_wrong),
    (("InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken"), refusals.wrong_password),
    (("QuotaExceeded", "InsufficientStorage", "StorageFull"), refusals.full),
    (("NoSuchBucket",), refusals.no_such_place),
    (("AuthorizationHeaderMalformed", "PermanentRedirect"), refusals.wrong_region),
)
"""What S3 says in its answers, and its status does not."""
_BY_STATUS: dict[int, Callable[[], RemoteError]] = {
    401: refusals.wrong_password,
    403: refusals.forbidden,
    404: refusals.missing,
    405: refusals.read_only,
    407: refusals.proxy_refused,
    410: refusals.missing,
    413: refusals.full,
    501: refusals.strange_answer,
    507: refusals.full,
}


def from_web(text: str) -> RemoteError:
    """Return the words for an error of opendal that came from a server, or from the way there."""
    found = _STATUS.findall(text)
    if not found:
        return _on_the_way(text)
    for codes, words in _BY_CODE:
        if any(code in text for code in codes):
            return words()
    status = int(found[-1])
    if status >= 500 or status in _LATER:
        return _BY_STATUS.get(status, refusals.busy)()
    return _BY_STATUS.get(status, refusals.strange_answer)()


def _on_the_way(text: str) -> RemoteError:
    """Return the words for an error before the server answered anything."""
    lower = text.lower()
    if _OUT_OF_DATE.search(lower):
        return refusals.certificate_out_of_date()
    if "certificate" in lower:
        return refusals.certificate_unknown()
    if "corrupt message" in lower or "invalidcontenttype" in lower:
        return refusals.not_encrypted()
    if "socks" in lower or "proxy" in lower or "tunnel" in lower:
        return refusals.proxy_refused()
    if "dns error" in lower or "failed to lookup" in lower:
        return refusals.name_unknown()
    return _plain(lower)


def _plain(lower: str) -> RemoteError:
    if "notfound (" in lower:
        return refusals.missing()
    if "configinvalid" in lower:
        return refusals.strange_answer()
    return RemoteUnreachable(*refusals.NO_ANSWER)
