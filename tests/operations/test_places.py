"""The shared place: kept with its secrets in the vault, tried out in words, never given away."""

import pytest
from msgspec import structs

from monitor_app.errors import BadInput, Cancelled, RemotePlaceMissing
from monitor_app.operations import connecting, places, projects, syncing
from monitor_app.operations.places import Access
from monitor_app.ports import Silent
from monitor_app.remotes.refusals import host_unknown, no_such_place
from monitor_app.sync import joining
from monitor_app.text import N_
from monitor_app.vault import shared_places
from tests.support.desks import append_record, moved, reopened
from tests.support.fakes import CountingIds

WEB = Access(
    address=" webdav:https://cloud.example.org/team ",
    user="heron ",
    secret=" keeps its spaces ",
    proxy="socks5h://127.0.0.1:9050",
)


def test_a_place_is_kept_with_its_secret_over_locking(desk, tmp_path, clock):
    places.keep(desk, WEB)
    desk.vault.close()
    again = reopened(tmp_path / "vault", clock=clock)
    found = places.access(again)
    again.vault.close()
    assert (found.address, found.user) == ("webdav:https://cloud.example.org/team", "heron")
    assert (found.secret, found.proxy) == (" keeps its spaces ", "socks5h://127.0.0.1:9050")


def test_without_any_the_next_step_is_told(desk):
    assert places.kept(desk) is None
    with pytest.raises(BadInput, match="Set the shared place up"):
        places.access(desk)


@pytest.mark.parametrize(
    "place",
    [
        Access(address="somewhere"),
        Access(address="webdav:http://cloud.example.org/team"),
        Access(address="webdav:https://heron:secret@cloud.example.org/team"),
        Access(address="sftp://"),
        Access(address="webdav:https://cloud.example.org/team", proxy="socks5://127.0.0.1:1"),
        Access(address="webdav:https://cloud.example.org/team", certificates="no"),
    ],
)
def test_what_cannot_be_a_place_is_refused_and_changes_nothing(desk, place):
    places.keep(desk, WEB)
    with pytest.raises(BadInput):
        places.keep(desk, place)
    assert places.access(desk).address == WEB.address.strip()


def test_an_invitation_names_the_place_and_never_what_opens_it(pair):
    places.keep(pair.coordinator, WEB)
    text, _ = projects.invite(pair.coordinator)
    invitation = joining.read_invitation(text, now_ms=pair.coordinator.now(), project="")
    assert invitation.remote == WEB.address.strip()
    assert WEB.secret.strip() not in repr(invitation) + text


def test_who_joined_knows_the_address_and_is_asked_for_the_rest(pair):
    assert places.access(pair.monitor) == Access(address=f"folder:{pair.folder}")


def test_an_old_secret_is_not_sent_to_a_new_address(desk):
    places.keep(desk, WEB)
    moved(desk, "webdav:https://elsewhere.example.org/")
    assert places.access(desk).secret == ""


def test_what_no_receipt_names_goes_to_a_new_place_again(pair, tmp_path):
    append_record(pair.monitor)
    pair.sync(pair.monitor)
    other = tmp_path / "other"
    other.mkdir()
    for desk in (pair.monitor, pair.coordinator):
        places.keep(desk, Access(address=f"folder:{other}"))
    assert syncing.state(pair.monitor).summary.waiting == 1
    pair.exchange()
    assert syncing.state(pair.monitor).summary.sent == 0


def test_no_secret_is_shown_by_accident():
    assert "keeps" not in repr(WEB) + str(connecting.Tried())


class Planned:
    """A trial with a planned end."""

    def __init__(self, error) -> None:
        self.error, self.stopped = error, False

    def __call__(self, access, *, ids):
        return self

    def run(self):
        return self.error

    def stop(self):
        self.stopped = True


def tried(error):
    return connecting.try_out(WEB, ids=CountingIds(), progress=Silent(), make=Planned(error))


def test_a_place_that_works_has_no_error():
    assert tried(None) == connecting.Tried()


def test_an_error_is_handed_on_with_what_to_do():
    found = tried(no_such_place())
    assert isinstance(found.error, RemotePlaceMissing)
    assert found.fingerprint == ""


def test_an_unknown_server_shows_the_fingerprint_to_compare():
    assert tried(host_unknown("SHA256:abc")).fingerprint == "SHA256:abc"


def test_an_address_that_is_none_needs_no_connection():
    found = connecting.try_out(Access(address="x"), ids=CountingIds(), progress=Silent(), make=Planned(None))
    assert isinstance(found.error, BadInput)


def test_a_test_of_a_connection_can_be_stopped():
    class Stopping:
        def step(self, done, total, what=None):
            raise Cancelled(N_("Stopped."))

    trial = Planned(None)
    with pytest.raises(Cancelled):
        connecting.try_out(WEB, ids=CountingIds(), progress=Stopping(), make=trial)
    assert trial.stopped


def test_a_second_place_is_named_after_its_server_or_folder_and_never_twice(desk):
    for address in ("folder:/media/blue/team", "folder:/media/red/team", "sftp://heron@files.example.org/srv"):
        places.add(desk, Access(address=address))
    assert [one.name for one in places.listed(desk)] == ["team", "team 2", "files.example.org"]


def test_a_place_may_be_moved_in_the_order_but_not_over_its_ends(desk):
    ids = [places.add(desk, Access(address=f"folder:/media/{name}"))[0].id for name in "abc"]
    places.move(desk, ids[2], up=True)
    places.move(desk, ids[0], up=True)
    places.move(desk, ids[1], up=False)
    assert [one.name for one in places.listed(desk)] == ["a", "c", "b"]


def test_a_name_or_address_of_another_place_is_refused_and_changes_nothing(desk):
    places.add(desk, Access(address="folder:/media/a"), name="Office")
    second, _ = places.add(desk, Access(address="folder:/media/b"))
    for wrong in (structs.replace(second, name="office"), structs.replace(second, access=places.access(desk))):
        with pytest.raises(BadInput):
            places.change(desk, wrong)
    assert [one.name for one in places.listed(desk)] == ["Office", "b"]


def test_a_place_that_was_removed_meanwhile_cannot_be_changed(desk):
    place, _ = places.add(desk, Access(address="folder:/media/a"))
    places.remove(desk, place.id)
    with pytest.raises(BadInput, match="not on the list any more"):
        places.change(desk, place)


def test_no_secret_of_a_place_is_shown_by_accident(desk):
    place, _ = places.add(desk, WEB)
    assert "keeps" not in repr(place) + repr(shared_places.rows(desk.vault))
