"""Opens a segment with given keys, written from FORMAT.md alone: imports nothing of the program it checks."""

import base64
import hashlib
import json
import zlib

from cryptography.cobblestone import Cobblestone256Decryptor
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric import ed25519, mlkem, x25519

SLOT = 4 + 1168
SUITE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


def lp(part: bytes) -> bytes:
    return len(part).to_bytes(4, "big") + part


def sha(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def content_key(sealed: bytes, receive_seed: bytes, context: bytes) -> bytes:
    expanded = hashlib.shake_256(receive_seed).digest(96)
    inner, outer = mlkem.MLKEM768PrivateKey.from_seed_bytes(expanded[:64]), expanded[64:]
    private = hpke.MLKEM768X25519PrivateKey(inner, x25519.X25519PrivateKey.from_private_bytes(outer))
    x_public = x25519.X25519PrivateKey.from_private_bytes(outer).public_key().public_bytes_raw()
    public = inner.public_key().public_bytes_raw() + x_public
    hint = sha(b"fieldwork/envelope-hint/v0", sealed[5:21], public)[:4]
    slots = [sealed[22 + i * SLOT : 22 + (i + 1) * SLOT] for i in range(sealed[21])]
    (slot,) = [slot for slot in slots if slot[:4] == hint]
    return SUITE.decrypt(slot[4:], private, info=b"fieldwork/envelope-slot/v0" + sealed[:22] + lp(context))


def payload(sealed: bytes, key: bytes, context: bytes) -> bytes:
    assert sealed[:5] == b"FWEN\0"
    end = 22 + sealed[21] * SLOT
    bound = b"fieldwork/envelope-body/v0" + sealed[:22] + sha(sealed[22:end]) + lp(context)
    decryptor = Cobblestone256Decryptor(key, bound)
    padded = decryptor.update(sealed[end:]) + decryptor.finalize()
    content = padded.rstrip(b"\0")
    assert content[-1:] == b"\x80"
    return content[:-1]


def open_segment(
    sealed: bytes, path: str, project: str, receive_seed: bytes, device_public: bytes
) -> tuple[dict, list[list]]:
    """Return (run, [[number, body]…]) of the segment found under `path`, or fail."""
    parts = path.split("/")
    to = parts[2] if parts[1] == "out" else ""
    box, number, mark = parts[3].split("-")
    assert base64.b32encode(sha(sealed)[:10]).decode().lower() == mark
    place = b"".join(lp(part.encode()) for part in (project, box, to))
    context = b"fieldwork/segment/v0" + place + int(number).to_bytes(8, "big")
    content = payload(sealed, content_key(sealed, receive_seed, context), context)
    assert content[:5] == b"FWSG\0"
    text = zlib.decompress(content[69:])
    device = ed25519.Ed25519PublicKey.from_public_bytes(device_public)
    device.verify(content[5:69], b"fieldwork/segment-signature/v0" + context + sha(text))
    run = json.loads(text)
    rows = [[base64.b64decode(part) for part in row[:3]] + row[3:] for row in run["events"]]
    vouched = len(rows).to_bytes(4, "big") + b"".join(row[1] for row in rows)
    certificate = base64.b64decode(run["certificate"])
    device.verify(certificate[1:], b"fieldwork/certificate/v0" + lp(box.encode()) + vouched)
    events = []
    for header, public, signature, body in rows:
        one_time = ed25519.Ed25519PublicKey.from_public_bytes(public)
        one_time.verify(signature, b"fieldwork/header-signature/v0" + header)
        assert header[:5] + header[5:-72] == b"FWHD\0" + lp(f"{box}/{to}".rstrip("/").encode())
        events.append([int.from_bytes(header[-72:-64], "big"), body])
    return run, events
