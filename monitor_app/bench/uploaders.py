"""Others' programs that upload files as they are: raw curl and rclone, for a benchmark to compare with.

What opens the place goes to them by a file, never by an argument.
"""

import hashlib
import hmac
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote, urlsplit

from monitor_app.remotes.access import Access


def curl(kind: str, place: Access, paths: Sequence[Path], folder: Path) -> None:
    """Upload files as they are, four at once, with the real curl; what opens the place goes by a file."""
    lines = ["silent", "fail", "parallel", "parallel-max = 4"]
    for path in paths:
        url = f"{place.address.partition(':')[2].rstrip('/')}/{path.name}"
        url = _presigned(url, place) if kind == "s3" else url
        lines += [f'upload-file = "{path}"', f'url = "{url}"', 'output = "/dev/null"']
    if kind != "s3":
        lines.append(f'user = "{place.user}:{place.secret}"')
    config = folder / "curl.conf"
    config.write_text("\n".join(lines), encoding="utf-8")
    subprocess.run(["curl", "--config", str(config)], check=True, capture_output=True)  # noqa: S607 - as installed


def _presigned(url: str, place: Access) -> str:
    """Return an address that lets its holder store one object for an hour (AWS signature 4, in the query)."""
    parts, now = urlsplit(url), time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    scope = f"{now[:8]}/{place.region}/s3/aws4_request"
    asked = {
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Credential": f"{place.user}/{scope}",
        "X-Amz-Date": now,
        "X-Amz-Expires": "3600",
        "X-Amz-SignedHeaders": "host",
    }
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in sorted(asked.items()))
    request = f"PUT\n{quote(parts.path)}\n{query}\nhost:{parts.netloc}\n\nhost\nUNSIGNED-PAYLOAD"
    to_sign = f"AWS4-HMAC-SHA256\n{now}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    key = f"AWS4{place.secret}".encode()
    for part in (*scope.split("/"), to_sign):
        key = hmac.digest(key, part.encode(), "sha256")
    return f"{url}?{query}&X-Amz-Signature={key.hex()}"


def rclone(kind: str, place: Access, files: Path, folder: Path, turns: Iterator[int]) -> None:
    """Copy a folder of files as they are, four at once, as fast as it can.

    Each turn has a folder of its own, below `rclone` in the place: what is there already would not be copied.
    """
    options = ["--transfers", "4", "--no-traverse", "--no-check-dest", "--webdav-pacer-min-sleep", "1us"]
    to = f"place:{_root(kind, place)}rclone/{next(turns)}"
    _rclone(_settings(kind, place, folder), "copy", *options, str(files), to)


def rclone_away(kind: str, place: Access, folder: Path) -> None:
    """Remove what `rclone` has put there."""
    _rclone(_settings(kind, place, folder), "purge", f"place:{_root(kind, place)}rclone")


def has_rclone() -> bool:
    """Say whether it is installed; nothing here installs it."""
    return shutil.which("rclone") is not None


def _root(kind: str, place: Access) -> str:
    """Return the bucket of an object store; the folder of a web server stands in its address."""
    return f"{urlsplit(place.address.partition(':')[2]).path.strip('/')}/" if kind == "s3" else ""


def _settings(kind: str, place: Access, folder: Path) -> Path:
    """Write the file that opens the place."""
    file = folder / "rclone.conf"
    if file.exists():
        return file
    file.touch(0o600)
    url = place.address.partition(":")[2]
    parts = urlsplit(url)
    lines = ["[place]", f"type = {kind}"]
    if kind == "s3":
        lines += ["provider = Other", f"endpoint = {parts.scheme}://{parts.netloc}", f"region = {place.region}"]
        lines += [f"access_key_id = {place.user}", f"secret_access_key = {place.secret}"]
        lines += ["no_check_bucket = true"]
    else:
        lines += [f"url = {url}", f"user = {place.user}", f"pass = {_obscured(place.secret)}"]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def _obscured(secret: str) -> str:
    done = subprocess.run(
        ["rclone", "obscure", "-"],  # noqa: S607 - whichever is installed
        input=secret.encode(),
        check=True,
        capture_output=True,
    )
    return done.stdout.decode().strip()


def _rclone(settings: Path, *command: str) -> None:
    subprocess.run(
        ["rclone", "--config", str(settings), *command],  # noqa: S607 - whichever is installed
        check=True,
        capture_output=True,
    )
