"""The tests of cryptography itself pay for every passphrase."""

from collections.abc import Iterator

import pytest

from tests.support.once import stretched_each_time


@pytest.fixture(scope="module", autouse=True)
def _nothing_is_remembered() -> Iterator[None]:
    with stretched_each_time():
        yield
