"""Bytes made by an earlier program, or by hand from FORMAT.md alone: they open for ever."""

import base64
import zlib

import pytest

from monitor_app.crypto import envelope, keyslots
from monitor_app.crypto import primitives as p
from monitor_app.crypto.padding import pad
from monitor_app.errors import DecryptionFailed

KEYSLOTS_0 = """
eNrt2VlQE0gawHFCogiO4IGKHMEAIkI43GS5EQyCDIjhZrnBIcoRMQEdQgiHEwSFsNysYphwRUM4NICIwdTIDUHCzaI4AkNErjDh
HFCE3aqZBx92H/Zpp7R/Vf30VXVVV3V1P/xtPR1cJf4AvXINH4yLCPoPoBL/BQRiyMmXf05MFXq+fBoXT1QflYD8vtm/F2y7q4Jw
3159brpM8/uQ4NYciS9PyMzty/C7z6PXTU6/sA6bL6K008Zc/zn0WDJUPAsNl7dJdT3X5Reg+nBpMjNkSkaNUXIVVqZPYM8bX0sb
shq7m2Ubct+z1elYMamqmTWayvCNfmlRau1smSiLetN4Bpu3IJu3kQ5/GspFSwAAAPypSEr+RUzlBdWitAXdu1Y7W65jPp+ytiNN
qwvwgqn3YVtYj9GLX+L7DxvFU8/2eSlydKzNaxpRvgIP04vj+PZYi8M2uAVLSGmAlIxSxBUxyytzScnuhY6yt/imXFBng7vhxGRE
1sq3RaIQBzlf/qz6GUVI8IO+mDaTuty6uTOvzzVi+pgGKofVdvTkMH4WO/XgrgEA8OcChZqMJgzbm0kamq6MNgeQTRI/n3KXZe0x
bNeebHS4EuYfKe+/vPPDMstepXZ4q0LV5SNmcPnI4YqdBZ0PTcxoq00sVgu/YxwwTdukCRZLdsFzKH6njSpPkvvLPrG9B6nLuSWR
B47Dwo53lPHqDtaXuej5ceSqiYeN2eMseAt50fcO+lUypGR2H0MQyEPZ3IkwWwx7152lF4Oa6PP/Me/s+KBavxFet6eqkF7n26Ig
w41QaU01GC91u4+i7jY+r0Mkq1btvQPReganE+Z69fHlXRO7PSn9HIR5V8Ij7oV4F+lbtTSxj1YitofSwR2j5CU8krQ/vfYQvp0m
/w5DOzeQoyb4QGwaygjFQcOp9XE4xMqcC9PfUFUSj4nJYBxtK95mnJcnCyYfaqOdKlYcdWnP2JSt+hr/35jTnYmHPzACA7daRfw7
bx/eCGp0ty81YqJSJcpTFlrWTEiRmeHCkLDhYr8YuOfWIf2Rk6bXm4Rub3KGfhJcWOJMP1etXEQuaRa2n1Ql5uXcOpQjIGbToH2i
gu5bg286pfORdDdXhe3Wy9ev2VmTFB5kHUVnnjLgcksIh8j4Y0k+I7k+izQTM8jrIpQwii57depyb5ml6zibFV9wgFdjToIhTfPZ
rg0PsNCTuzKpb6O6DMYOJBemx8cWU9XqSBjmCbsobSnPKNTfA570BJj2MsoLpQk/aH+zIh6sSbYyjKUPprTrhTnJR/L0rYjJPh+/
0/XCkskWN12EtUprA9OGUZjKj8InNTTN0n0ZPoy/iiYXLGu/kY4dtivuqH5paaQv4k2rF676uBA8kuqKrlhPIaLPxoUkloQ3r0d3
es/IIgr5OiU67TfmvtMNnrciOVir1Bb52MNxcjDf5WongezmK23fKvVnSi6R9msJG697qnqTsG5LzZkpepdWS/CP3+wRHdtL5HB5
aGPHcFSl0HZsa/cjD6VaexF29fuzJU0yV+9JC2k2yOv1GrgLgpFfMvMbHGU5AjKUodG2UPVSUy1faQRnYSUuLj7S3aIyHC9SXTkl
PlZKSNRP9jq6HwHpv42SIcpTzaii/VKujfTx43lGhSqsmWg+bCIyDZGoyFWGZ+9xa/fif3uJz38Sy1UM/SG6Fm8Qm5TGyeXDtDz8
CeF8p08bGrf9A3Dpgc1GUq7ezphk0k3tJfKee/s6LZgdEq9Czbo45aO5va3S3Q1TWtJ9G0W3eaiFsEL5nwdmFrQ8jzoMKajT1W2z
ZDOaNNhl66kB1Fk4q+Wnx9mPDOkUh1vdwQd99zJJQdmSl3nWFd7onWcOCXRu57IIoTKAtGPmI96ZRUNxf7Mtrw+dsuVmTzaMJtnY
OasOzpMWQhfR6fbDFI0UTROVXwvCbUe6GViiEtI9Ze+owXKF7ohDTKJ5oDhmbO7KoGL3R7nM5p8VaeU3HwgOCYcIGQXGvVlaytX9
FUjb0OV6NJrp6D6bWzvxQfm8VrDVKmpDxLZx9hhm5ej2xSAP9h03jle+51TJJqjg3yeVZ10aTHV21OPKii13VzCGiwh33YN2fQpF
WDu4M9ZOxBkRFPzjhC86ByQphR1GTLu7w6w0YU8g+d1me85qelOW1qnFnGv4SsczPTfAnwQAAAAAAAAAAPA1CttsWt+uEai3n2DN
Z/+yLkIeuZhea3Fgg2dxMPypXHqE7Wf9Hwb6//8O9H8AAL5SoP+D/g8AwNcJ9H/Q/0H/B/0f9H/Q/wEAAAAAAAAAAID/H3jx1uzQ
kdPeUhRzweT+9jZ+mqU/wiOBVfpj29u1wATLfwFgAvhC
"""
VAULT_KEY_0 = "619804c3df4c3eb27614a2c8da9d04953d7fdceb0482c9012a3aa4cb40a837a5"
SPARE_SEED_0, SECRET_0 = bytes(range(32)), bytes(range(16))


def test_the_keyslots_of_version_0_still_open():
    image = zlib.decompress(base64.b64decode("".join(KEYSLOTS_0.split())))
    opened = [
        keyslots.open_with_passphrase(image, "golden passphrase"),
        keyslots.open_with_recovery(image, SECRET_0),
        keyslots.open_with_escrow(image, SPARE_SEED_0),
    ]
    assert [one.vault_key.hex() for one in opened] == [VAULT_KEY_0] * 3


SEEDS = [bytes([number]) * 32 for number in range(4)]
HEAD = b"FWEN\x00" + bytes(16) + b"\x04"


def by_hand(keys: list[bytes], body_key: bytes) -> bytes:
    """Write an envelope as FORMAT.md §6 says, with a key for each recipient."""
    context = p.lp(b"c")
    slots = b"".join(sorted(map(slot_by_hand, SEEDS, keys)))
    bound = b"fieldwork/envelope-body/v0" + HEAD + p.sha256(slots) + context
    return HEAD + slots + p.seal(body_key, pad(b"payload"), context=bound)


def slot_by_hand(seed: bytes, key: bytes) -> bytes:
    public = p.receive_public(seed)
    hint = p.sha256(b"fieldwork/envelope-hint/v0" + bytes(16) + public)[:4]
    info = b"fieldwork/envelope-slot/v0" + HEAD + p.lp(b"c")
    return hint + p.hpke_seal(public, key, info=info)


def test_an_envelope_made_by_hand_from_the_format_opens():
    key = p.new_key()
    sealed = by_hand([key] * 4, key)
    for seed in SEEDS:
        assert envelope.unseal(sealed, receive_seed=seed, context=b"c") == b"payload"


def test_recipients_cannot_be_given_different_keys_to_one_text():
    key, other = p.new_key(), p.new_key()
    sealed = by_hand([key, other, key, key], key)
    assert envelope.unseal(sealed, receive_seed=SEEDS[0], context=b"c") == b"payload"
    with pytest.raises(DecryptionFailed):
        envelope.unseal(sealed, receive_seed=SEEDS[1], context=b"c")
