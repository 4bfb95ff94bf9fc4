"""What costs much is done once in a process: stretching a passphrase, compiling a questionnaire.

Both are done for real (Argon2id at a legal cost, the compiler in its child); what came of it is remembered. No
vault of a test is guarded by its salt: those of one run share it. Child processes, `tests/crypto` and
`tests/forms` know nothing of this.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from types import ModuleType

import pytest

from monitor_app.crypto import keyslots, second_key
from monitor_app.crypto.keyring import SALT_SIZE, Cost, Slot, SlotKind
from monitor_app.forms.compiling import Compiled
from monitor_app.operations import questionnaires

_SALT = os.urandom(SALT_SIZE)
_CALIBRATION = b"calibration"
"""What the program stretches to measure the machine: always anew."""

_keys: dict[tuple[bytes, Cost, bytes], bytes] = {}
_forms: dict[tuple[object, ...], Compiled] = {}
_stretched, _empty_slot, _random_bytes = keyslots.stretched, keyslots._empty_slot, second_key.random_bytes
_compile_form = questionnaires.compile_form
Replaced = tuple[ModuleType, str, Callable[..., object]]
"""Where something stands, its name, and what to put there."""


@contextmanager
def done_once() -> Iterator[None]:
    """Within, what costs much costs its price once."""
    stretching = _stretching(_stretched_once, _slot_with_our_salt, lambda _: _SALT)
    with _put_in(*stretching, (questionnaires, "compile_form", _compiled_once)):
        yield


@contextmanager
def stretched_each_time() -> Iterator[None]:
    """Within, a passphrase costs what it does in the program."""
    with _put_in(*_stretching(_stretched, _empty_slot, _random_bytes)):
        yield


def _stretching(
    stretched: Callable[..., object], slot: Callable[..., object], drawn: Callable[..., object]
) -> list[Replaced]:
    return [
        (keyslots, "stretched", stretched),
        (second_key, "stretched", stretched),
        (keyslots, "_empty_slot", slot),
        (second_key, "random_bytes", drawn),
    ]


@contextmanager
def _put_in(*replaced: Replaced) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for module, name, function in replaced:
            patch.setattr(module, name, function)
        yield


def _stretched_once(typed: bytes, cost: Cost, salt: bytes) -> bytes:
    key = (typed, cost, salt)
    if typed == _CALIBRATION or key not in _keys:
        _keys[key] = _stretched(typed, cost, salt)
    return _keys[key]


def _slot_with_our_salt(kind: SlotKind, cost: Cost | None) -> Slot:
    slot = _empty_slot(kind, cost)
    return replace(slot, salt=_SALT) if kind is SlotKind.PASSPHRASE else slot


def _compiled_once(
    source: bytes,
    *,
    file_name: str,
    extras: Mapping[str, bytes] | None = None,
    fixes: tuple[str, ...] = (),
    heed: Callable[[], None],
) -> Compiled:
    """Compile, or look it up; a refusal is found out anew each time."""
    heed()
    key = (source, file_name, tuple(sorted((extras or {}).items())), fixes)
    if key not in _forms:
        _forms[key] = _compile_form(source, file_name=file_name, extras=extras, fixes=fixes, heed=heed)
    return _forms[key]
