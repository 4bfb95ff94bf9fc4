"""The child's environment holds what this place wants and nothing of the person's own proxies."""

import os
from pathlib import Path

import pytest

from monitor_app.remotes import surroundings
from monitor_app.remotes.access import Access

CERTIFICATE = "-----BEGIN CERTIFICATE-----\nabc\n"


@pytest.fixture
def environment(monkeypatch):
    """A copy, so that what the child would set stays here."""
    copy = dict(os.environ, HTTPS_PROXY="socks5://leaky:1", all_proxy="http://other:1", no_proxy="*")
    copy.pop("SSL_CERT_FILE", None)
    monkeypatch.setattr(surroundings.os, "environ", copy)
    return copy


def proxies(environment):
    return {name: text for name, text in environment.items() if "proxy" in name.lower()}


def test_proxies_of_the_person_do_not_count(environment):
    with surroundings.settled(Access(address="x")):
        assert proxies(environment) == {}


def test_the_proxy_of_the_place_counts(environment):
    with surroundings.settled(Access(address="x", proxy="socks5h://127.0.0.1:9050")):
        assert proxies(environment) == {"ALL_PROXY": "socks5h://127.0.0.1:9050"}


def test_certificates_lie_where_the_library_looks_and_are_gone_afterwards(environment):
    with surroundings.settled(Access(address="x", certificates=CERTIFICATE)):
        path = Path(environment["SSL_CERT_FILE"])
        assert path.read_text("ascii") == CERTIFICATE
        assert os.name == "nt" or path.stat().st_mode & 0o077 == 0
    assert not path.exists()


@pytest.mark.parametrize("wish", [{"proxy": "http://proxy.example:1"}, {"certificates": CERTIFICATE}])
def test_nothing_connects_past_what_was_asked_for(environment, wish):
    access = Access(address="x", **wish)
    with pytest.raises(RuntimeError):
        surroundings.demand_settled(access)
    with surroundings.settled(access):
        surroundings.demand_settled(access)
