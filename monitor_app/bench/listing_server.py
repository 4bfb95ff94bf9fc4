"""An object store in memory, which lists a thousand names a page and counts how often it was asked.

Stands in for a store with 10,000 devices, whose filling would take an hour; the client is the real one.
"""

import threading
from collections.abc import Iterable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import parse_qs, urlsplit

PAGE = 1000
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
)
_ONE = (
    "<Contents><Key>{}</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified>"
    "<ETag>&quot;0&quot;</ETag><Size>9000</Size><StorageClass>STANDARD</StorageClass></Contents>"
)


class ListingServer:
    """Lists `names` at `port` of loopback, and holds `objects`. `requests` counts what was asked."""

    def __init__(self, names: Iterable[str], objects: Mapping[str, bytes] | None = None) -> None:
        self.objects = dict(objects or {})
        self.names = sorted({*names, *self.objects})
        self.requests = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.port = self._server.server_address[1]

    def __enter__(self) -> "ListingServer":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def page(self, query: dict[str, list[str]]) -> bytes:
        """Return one page of a listing."""
        prefix = query.get("prefix", [""])[0]
        after = query.get("continuation-token", [""])[0]
        found = [name for name in self.names if name.startswith(prefix) and name > after]
        shown, is_more = found[:PAGE], len(found) > PAGE
        token = f"<NextContinuationToken>{shown[-1]}</NextContinuationToken>" if is_more else ""
        listed = "".join(_ONE.format(name) for name in shown)
        told = f"<IsTruncated>{str(is_more).lower()}</IsTruncated><KeyCount>{len(shown)}</KeyCount>{token}"
        return f"{_HEAD}<Name>team</Name><Prefix>{prefix}</Prefix>{told}{listed}</ListBucketResult>".encode()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        listing = self

        class Handler(BaseHTTPRequestHandler):
            """Answers one request."""

            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                """Answer a listing, or give an object."""
                parts = urlsplit(self.path)
                query = parse_qs(parts.query)
                name = parts.path.lstrip("/").partition("/")[2]
                self._answer(listing.page(query) if "list-type" in query else listing.objects.get(name))

            def do_PUT(self) -> None:
                """Take an object, which no listing shows: nobody looks for it."""
                name = urlsplit(self.path).path.lstrip("/").partition("/")[2]
                listing.objects[name] = self.rfile.read(int(self.headers["Content-Length"]))
                self._answer(b"")

            def _answer(self, content: bytes | None) -> None:
                listing.requests += 1
                self.send_response(404 if content is None else 200)
                self.send_header("Content-Type", "application/xml")
                self.send_header("Content-Length", str(len(content or b"")))
                self.end_headers()
                self.wfile.write(content or b"")

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler
