"""The roster moves forward only, version by version, under the project's key."""

import base64

import msgspec
import pytest

from monitor_app.crypto.keys import ProjectKey
from monitor_app.crypto.primitives import new_signing_seed, signing_public
from monitor_app.errors import RosterRefused
from monitor_app.sync import roster, roster_log
from monitor_app.sync.names import RosterName, parse
from tests.sync.people import NOW, PROJECT, PROJECT_KEY, ROSTER_SEED, Device, coordinator, roster_of

PUBLIC = signing_public(ROSTER_SEED)


@pytest.fixture(scope="module")
def chief():
    return coordinator()


@pytest.fixture(scope="module")
def first(chief):
    return roster_of(chief)


@pytest.fixture(scope="module")
def second(first):
    return grown(first, "boxaa")


def grown(known, box):
    return roster.sign_roster(roster.add_member(known, Device(box).member(), at_ms=NOW), ROSTER_SEED)


def accepted(known, signed, *, project=PROJECT, public=PUBLIC):
    return roster.accept(known, signed, project=project, root_public=public)


def signed_change(known, **changes):
    return roster.sign_roster(msgspec.structs.replace(known.roster, **changes), ROSTER_SEED).signed


def test_versions_are_accepted_in_order(first, second):
    known = accepted(None, first.signed)
    assert accepted(known, second.signed).roster.version == 2


def test_a_newcomer_starts_at_the_version_that_is_there(second):
    assert accepted(None, second.signed) == second


def test_the_version_we_know_again_changes_nothing(first):
    assert accepted(first, first.signed) is first


def test_an_older_version_is_refused(first, second):
    with pytest.raises(RosterRefused, match="older"):
        accepted(second, first.signed)


def test_another_text_at_the_version_we_know_is_refused(first, second):
    with pytest.raises(RosterRefused, match="Two different"):
        accepted(second, grown(first, "boxbb").signed)


def test_a_version_that_follows_another_history_is_refused(first, second):
    with pytest.raises(RosterRefused, match="does not follow"):
        accepted(second, grown(grown(first, "boxbb"), "boxcc").signed)


def test_a_version_left_out_is_refused(first, second):
    with pytest.raises(RosterRefused, match="missing"):
        accepted(first, grown(second, "boxbb").signed)


def test_another_signature_is_refused(first):
    with pytest.raises(RosterRefused, match="not signed"):
        accepted(None, roster.sign_roster(first.roster, new_signing_seed()).signed)


def test_another_project_is_refused(first):
    with pytest.raises(RosterRefused, match="another project"):
        accepted(None, first.signed, project="otherproject")


@pytest.mark.parametrize("position", [0, 20, -5])
def test_a_flipped_bit_is_refused(first, position):
    changed = bytearray(first.signed)
    changed[position] ^= 1
    with pytest.raises(RosterRefused):
        accepted(None, bytes(changed))


@pytest.mark.parametrize("length", [0, 4, 40])
def test_a_cut_roster_is_refused(first, length):
    with pytest.raises(RosterRefused):
        accepted(None, first.signed[:length])


def test_a_roster_that_loses_a_device_is_refused(second):
    lost = signed_change(second, version=3, previous=second.hash, members=second.roster.members[:1])
    with pytest.raises(RosterRefused, match="changes or loses"):
        accepted(second, lost)


def test_a_roster_that_swaps_a_devices_signature_is_refused(second, chief):
    swapped = (second.roster.members[0], Device("boxaa").member())
    with pytest.raises(RosterRefused, match="changes or loses"):
        accepted(second, signed_change(second, version=3, previous=second.hash, members=swapped))


def test_a_revoked_device_does_not_come_back(second):
    revoked = roster.sign_roster(roster.revoke(second, {"boxaa": 4}, at_ms=NOW + 1), ROSTER_SEED)
    back = signed_change(revoked, version=4, previous=revoked.hash, members=second.roster.members)
    with pytest.raises(RosterRefused, match="changes or loses"):
        accepted(revoked, back)


@pytest.mark.parametrize("change", [{"receive": "AAAA"}, {"signing": "*"}, {"box": "../x"}])
def test_keys_and_names_nobody_could_use_are_refused(first, change):
    members = (*first.roster.members, msgspec.structs.replace(Device("boxaa").member(), **change))
    with pytest.raises(RosterRefused, match="damaged"):
        accepted(None, signed_change(first, members=members))


def test_one_box_twice_is_refused(first):
    members = (*first.roster.members, Device("coord").member())
    with pytest.raises(RosterRefused, match="damaged"):
        accepted(None, signed_change(first, members=members))


def test_a_revoked_device_keeps_its_place_and_loses_its_rights(second):
    member = roster.revoke(second, {"boxaa": 4}, at_ms=NOW + 1).member("boxaa")
    assert (member.is_active, member.last_good) == (False, 4)


def test_a_device_is_not_added_or_revoked_twice(second):
    with pytest.raises(RosterRefused):
        roster.add_member(second, Device("boxaa").member(), at_ms=NOW)
    revoked = roster.sign_roster(roster.revoke(second, {"boxaa": 4}, at_ms=NOW), ROSTER_SEED)
    for known, box in ((revoked, "boxaa"), (second, "stranger")):
        with pytest.raises(RosterRefused):
            roster.revoke(known, {box: 4}, at_ms=NOW)


def test_the_last_coordinator_stays(second):
    with pytest.raises(RosterRefused, match="last coordinator"):
        roster.revoke(second, {"coord": 4}, at_ms=NOW)


def test_a_clock_that_is_behind_does_not_turn_the_roster_back(first):
    assert roster.add_member(first, Device("boxaa").member(), at_ms=5).at_ms == NOW


def in_log(signed):
    path, content = roster_log.seal_for_log(signed, PROJECT_KEY)
    return parse(path), content


def test_in_the_log_it_is_sealed_and_opens_with_the_project_key(second):
    name, content = in_log(second)
    assert roster_log.open_from_log(content, project=PROJECT, name=name, key=PROJECT_KEY)[0] == second.signed
    assert base64.b64decode(second.roster.members[0].signing) not in content
    assert b"boxaa" not in content


def test_an_object_of_the_log_at_another_number_or_project_is_refused(second):
    name, content = in_log(second)
    with pytest.raises(RosterRefused):
        roster_log.open_from_log(content, project=PROJECT, name=RosterName(9, name.mark), key=PROJECT_KEY)
    with pytest.raises(RosterRefused):
        roster_log.open_from_log(content, project="otherproject", name=name, key=PROJECT_KEY)


def test_an_object_of_the_log_must_fit_its_mark(second):
    name, content = in_log(second)
    with pytest.raises(RosterRefused, match="damaged"):
        roster_log.open_from_log(
            content, project=PROJECT, name=RosterName(name.number, "a" * 16), key=PROJECT_KEY
        )


def test_an_altered_object_of_the_log_is_refused(second):
    name, content = in_log(second)
    for changed in (b"", content[:-1], content + b"x"):
        with pytest.raises(RosterRefused):
            roster_log.open_from_log(changed, project=PROJECT, name=name, key=PROJECT_KEY)


def test_a_newer_project_key_is_asked_for(second):
    name, content = in_log(second)
    with pytest.raises(RosterRefused, match="new key"):
        roster_log.open_from_log(
            content, project=PROJECT, name=name, key=ProjectKey(secret=PROJECT_KEY.secret, generation=1)
        )
