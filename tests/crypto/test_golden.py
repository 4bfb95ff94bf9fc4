"""Bytes made by an earlier program, or by hand from FORMAT.md alone: they open for ever."""

import base64
import zlib

import pytest

from monitor_app.crypto import envelope, keyslots
from monitor_app.crypto import primitives as p
from monitor_app.crypto.padding import pad
from monitor_app.errors import DecryptionFailed

KEYSLOTS_0 = """
eNrt2VdU02kawGGaiCI9M0oLXXozkSpdigGGXqRLDwmYgA4QQ1GCIGUoEQQFgUAUQuiCEIyAICC9
OjQVpQiYMJTQRHDP7tkLL3Yv9mbOnpn/c/ue7+K9ec/5zs/MxdKB6d+Yg64j/QPCrv0HrEz/BTOz
Rl0u6AU6ZdFl4HlMLFpqion5X4N/vmA7flOJegSTWlsuO/9rsH8XnumvJ3glORCc9yJyV1u93STk
SzG2O23W4feJWhb4xiorAmSa4nD5jae32NPNj5nBC6cliwihbGWqKNIXreupE4azeVlmwY9cumwF
S6KqXpVPpRR5RA7olZrYGcRzQ+Za9W1yaNw5++ng53AKlAkAAAD+r7Cyak/FTcJ0WTR0tqdeeWO0
43+cUra4YcYkh8FsKELY+EHS57/e/myZZdMpPW5irFKgsJWAXKXJyu80xa8dxEjDAxsbOeR3Le/l
tIO0oXXCCTAe66muSZbFjJYdkdzGE7buE8L5xNlCxHvKqM/4m8rsVTzreKrRP2mRPpSDOzHrHveg
03eZCatcRUM+VIjpvTDd9ZCl/iyVaMj8iNfjHKMP45KjmkjlwarCgmcenedOU8JEu1LUPpQ6PoIk
sGuZK6IxYlWc95jlWsAFqLVhVWTFm3l2F+xoncSlN3E1FKtY+1OJDWkb7nLxNoPYHsosNieuhgWm
vvMUfJwKWjJOuzyGlxz6iu6YyIAHsCISmmICJLbX7IleGmIsSOPojKKzr0uOi8xBmKGPTxWgtpXb
1sppLSTst6Z6rz3icm/8T1+LfHy+ddH77r1/evNaqxOsVJMISWGqSKJ17mhHhWciFoNDJks8o8Eu
3wRU38rq3OhYdJzDT7QNWW3WLb8QI68rbZ4v7JYVQ+fgEwXwQ+jsNNYR+sP+xPG53lO5SgWODueO
uwJvXLcwiTr3JOssNFNejUIhoAQwSEGc+9v77utp2rrMM8WQxYgC7tCFwOEyA4cPpPLYh3zU+ktR
bEo6uSSH5ic2rLInMhPeR7xRm+W7W5gee6skQfJZlDFRxiJC4aRLBOQ378ZBb53hoorCU6g7Cme2
N8br7xpq3CoYT+pWCbEFhVNVDdF33Q/9lK/aYDB6t+0XG4R3xpY1IozJh4uN9WnnS7ky3Isu0j/S
DBrOnLo1aVHSUz1goKlKpy5LFTLc7VHOuGfFQSYLEpFGMcHxBMSr3chetxVuicI+RYJi9801P2X/
L4ZRliaiDcXuMHAAD5vHVrXtEPfBtIJHlVSLsH04bCduf2awahhn47j5KjNJxZdBQNbOcdAFOdF1
FCpUyxoBIS+azX5jr3EWboDRbRi/GhE6Tofmn1pMM1W60SQdYDX09lNmbrM1d90QhrVI+jWtauC8
ZK7w2wA9w42Skp/7O0UnY+li2/IbgqWoeNW7V8/ySjCPJkNOo0EJugl03pMOrQUfxHM0C0XLVyL7
2ObDUyXihSgi4GwOx+6rfVd8+/oab1GE4HciG5Bqt3Cpdff72OScvVCIPtujfelkL++AdJ9Xmicd
3OyM70bdVtjEcORz9eoRe5im4bpv6iqm7g93nepvXpA7NbJfnEyF0EIKQe/GVmhyLmctJ85JFUiZ
ZXFndEiTynZTvBNWweWdbbXZNRoFWMvEfn9+D05i1LVslkCqSaUb9HuLZVwBpXeLLiE6pmRBzJVY
0o1kDXA1q2iCL5hRsj82T+FMLezExr9E0eDr0HTYJFY66by26B8PEWZv+4ts0MJKTkmcU2pblcpv
LaPjL/lsRM+uBY0L9R/yZL56J5RWcfvJkMDiBCrjodZwlpxI9Wilkhl8qwkKJVo7rd5vmP8qYi7n
b8iA7NNJpnbOk+V45ZFoJf4Rca1YkXxbMgklivyMq8jyHU+xs1ahcG8YsFcWTRaj8pyunTiCS5hY
OhXtyMRoos55xSy2946xYAt7NIkWeZPlqYuDPpilg248I70jS05+HX8dSbbWH7z5594/Fpb7vOVU
ET1RwhM+WWirabvVj9OtszUYQxL5+IGqkuxW8oj0X/H+r7XPZRx/nYGtba4/7x16cCmyvXJkD8H3
5Ph1njce5ED3TCBctZtRiXdXY2QhjM9Va8TNXfnA79bCD/9chTP6XqFSqSw9bXZ+/p50EFk2mo3X
t8oVo4Xeexi8Qz3TUMzZtS23bU7l8e5h5WudZ3eVzCG6sBctlUpnpzOIdXZelAZ+JFN8fOjlzQnc
vLki9hcBlBH84JCcFZZp76fQvb/6Pig0ppRJKDNAN5fBBQnrLBuN64x8nw02V+mvVcJqQnGTMJNh
AXfRLOKus3LjjvHuy2jCJot0xKaLYtqVkfTeT6kil8NvHuTYlm4/AcMkrbKO4ttezvNbH0NG5h69
1wsKlcfleQ5XrJja3s4o6djLPzbmSOp+Ch47pG94+2mPVGaALfcldVUzS6a/PG9aXcUktwc2G3kb
4T69rv0YUdpjcfoBArE9rZ43TZsef8zJsZlS56dop6f9LL2PRNIMrZa0iOChK9gxhAqVi5IfjAod
Mvy5zq2k00tOfxsEsXh5LghTY5+LjRcjKWXWbnZcqQ5EbcZEoW+iJZK/0phl12JD1SrmZer5jj/k
4tnIFiGBLST447RHSCtulGkTpvAa44ibYeaR0pmUuxtm5DVq0nmDm5i4Yq+OI1dyJcu4OjZDEk1x
d0AJN7uORrqxr9qcV8e3woRmsTPfi8D3Gpm8Jv444BnLB3F9iSJNCpjUjTyvsVo2NYnh0Ey9UGqH
hsGDAtPIl9sEXxTc6MYwoMMgxeGq9TJFWXfNPX35oGp9Tt47MoU2Giv2keiG8T12XrRu6iQJ1kxR
5FdJ9yMntWJLNaSjWRYaWsBCUlS+VQMu3yTk7C9hejb7jaSaEFvBd/lQGl72E9V7qgxhVmlQsX8X
u1bSyX/hnUn7sNrcssl0wTdS5unES4jrV+Xdrn2We0Prl3mu7Y/EG/+21YurvGEux3U4cKdcWCfl
Rk1YJ0Y9kuH9NVhfPGHcd33mJpm8V/chABebFS1JELmvAQE50fnQ2zhlaVa2rzA5XpGMLmy4J1PI
Zp+jjBjH5syh+LpByS3dOHBgsk3KlCEOgUoJhMtMTMnPENQuLNhreTxlne0N6ujczv55Sf0FNTjq
MecwK8PrGyM3seaks+OaG95pLnsin1bNNJjSdT3aRmMg/GWkduuOoK1P94XSnKDulu6TgkuRyviR
se8+1o0Vu9S2vnmdTL/E/jZnbIqrb8GvRi6GK/pwCZiShMhV2aro4qCDDabhBl0e5/LGWlc71836
8MIuvY+SuJ+u5P6yc/JRZtAZbnuy31TfVQ+XUAezHfkH6ZAju98/VhSydK6cEPEbCsrmEuIVfqEu
EpGVEaHHmjrpf+btQY7ZY3aNSA4T/baFowuf8aIP8aLvgyfyhnzMyVdGtpv5fHbtddbg+jej2LNj
LocZix/U+NHRcTzPdhWys8J+633a4CCgNbq8Gxe+rQVdoIUHV9jVy7RrJw/n1A/J9OcJ1ArByU0P
8lzjZqDel16G0wZUnr200sQvtSJ4+Y8UE09KV2k7tbx7HKJZe6jDw5t/j4L1+HyCP9BBx6xRQJRQ
NkREAX8SAAAAAAAAAAAAAPg7uiKOClHxZ7+j7DFYv6nUlmjqnh3UPDCoSOhV5fJF87mY/dD/WYD+
/78D+j8AAPibAvo/0P+B/g/0f6D/A/0f6P9A/wf6P9D/gf4P9H8AAAAAAAAAAAAAAPy5Aqwu0i4W
CHRCVVEu+6DU5sNk7uCLI672ezZXdGcL0Cv/AJtpJNY=
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
