"""Invitation and reply join a device; everything that does not fit is refused in words."""

import base64

import msgspec
import pytest

from monitor_app.crypto.keys import DeviceKeys
from monitor_app.crypto.primitives import signing_public
from monitor_app.domain.people import Right
from monitor_app.errors import InvitationRefused
from monitor_app.sync import joining
from monitor_app.sync.joining import Invitation
from tests.sync.people import NOW, PROJECT, PROJECT_KEY, coordinator


@pytest.fixture(scope="module")
def chief():
    return coordinator()


@pytest.fixture(scope="module")
def invitation(chief):
    return Invitation(
        project=PROJECT,
        title="Invented",
        roster_public=base64.b64encode(bytes(32)).decode(),
        project_key=base64.b64encode(PROJECT_KEY.secret).decode(),
        roster=1,
        roster_hash="0" * 64,
        inviter="coord",
        inviter_receive=chief.member().receive,
        remote="folder:/stick",
        token="t" * 26,
        expires_ms=NOW + 1000,
    )


@pytest.fixture(scope="module")
def newcomer():
    return DeviceKeys.fresh()


def answered(invitation, keys, *, box="boxaa"):
    return joining.answer(invitation, name="Reed", box=box, keys=keys)


def read(chief, text, invitations, *, used=(), now_ms=NOW):
    return joining.read_reply(
        text, invitations=invitations, used=used, receive_seed=chief.keys.receive_seed, now_ms=now_ms
    )


def test_an_invitation_is_written_and_read(invitation):
    text = joining.write_invitation(invitation)
    assert joining.read_invitation(text, now_ms=NOW) == invitation
    assert max(map(len, text.splitlines())) <= 64


def test_an_invitation_survives_mail(invitation):
    text = joining.write_invitation(invitation).replace("\n", "\r\n")
    assert joining.read_invitation(f"Hello,\r\n{text}\r\nregards", now_ms=NOW) == invitation


def test_an_invitation_does_not_show_in_the_text_of_a_value(invitation):
    assert invitation.project_key not in repr(invitation)


def test_one_wrong_letter_is_noticed(invitation):
    lines = joining.write_invitation(invitation).splitlines()
    for number in (1, len(lines) // 2):
        slip = [*lines]
        slip[number] = ("A" if slip[number][9] != "A" else "B").join([slip[number][:9], slip[number][10:]])
        with pytest.raises(InvitationRefused):
            joining.read_invitation("\n".join(slip), now_ms=NOW)


@pytest.mark.parametrize("cut", [0, 30, 100, -30])
def test_a_part_of_an_invitation_is_refused(invitation, cut):
    with pytest.raises(InvitationRefused):
        joining.read_invitation(joining.write_invitation(invitation)[:cut], now_ms=NOW)


def test_a_run_out_invitation_is_refused(invitation):
    with pytest.raises(InvitationRefused, match="run out"):
        joining.read_invitation(joining.write_invitation(invitation), now_ms=NOW + 1001)


def test_an_invitation_to_another_project_is_refused(invitation):
    with pytest.raises(InvitationRefused, match="another project"):
        joining.read_invitation(joining.write_invitation(invitation), now_ms=NOW, project="otherproject")


def test_an_invitation_to_the_same_project_is_read(invitation):
    assert joining.read_invitation(joining.write_invitation(invitation), now_ms=NOW, project=PROJECT)


@pytest.mark.parametrize("change", [{"roster_public": "AAAA"}, {"project_key": "*"}, {"inviter_receive": ""}])
def test_an_invitation_with_keys_nobody_could_use_is_refused(invitation, change):
    text = joining.write_invitation(msgspec.structs.replace(invitation, **change))
    with pytest.raises(InvitationRefused, match="damaged"):
        joining.read_invitation(text, now_ms=NOW)


def test_a_newer_kind_is_refused_kindly(invitation):
    lines = joining.write_invitation(invitation).splitlines()
    content = bytearray(base64.b64decode("".join(lines[1:-1])))
    content[4] = 9
    text = "\n".join([lines[0], base64.b64encode(content).decode(), lines[-1]])
    with pytest.raises(InvitationRefused, match="newer version"):
        joining.read_invitation(text, now_ms=NOW)


def test_the_inviter_reads_the_reply_and_both_see_one_fingerprint(chief, invitation, newcomer):
    reply, text = answered(invitation, newcomer)
    asked, got = read(chief, text, [invitation])
    assert (asked, got) == (invitation, reply)
    assert joining.fingerprint_of(asked, got) == joining.fingerprint_of(invitation, reply)


def test_the_fingerprint_changes_with_either_file(invitation, newcomer):
    reply, _ = answered(invitation, newcomer)
    other_reply, _ = answered(invitation, DeviceKeys.fresh())
    other_invitation = msgspec.structs.replace(
        invitation, roster_public=base64.b64encode(bytes([1] * 32)).decode()
    )
    prints = {
        joining.fingerprint_of(invitation, reply),
        joining.fingerprint_of(invitation, other_reply),
        joining.fingerprint_of(other_invitation, reply),
    }
    assert len(prints) == 3


def test_a_reply_becomes_a_member_with_the_rights_the_inviter_gives(invitation, newcomer):
    reply, _ = answered(invitation, newcomer)
    member = reply.as_member((Right.MONITOR,), since_ms=NOW)
    assert (member.box, member.name, member.rights) == ("boxaa", "Reed", (Right.MONITOR,))


def test_a_reply_shows_nothing_to_others(invitation, newcomer):
    _, text = answered(invitation, newcomer)
    content = base64.b64decode("".join(text.splitlines()[1:-1]))
    assert b"Reed" not in content
    assert b"boxaa" not in content


def test_a_reply_is_good_once(chief, invitation, newcomer):
    _, text = answered(invitation, newcomer)
    with pytest.raises(InvitationRefused, match="already used"):
        read(chief, text, [invitation], used=[invitation.token])


def test_a_late_reply_is_refused(chief, invitation, newcomer):
    _, text = answered(invitation, newcomer)
    with pytest.raises(InvitationRefused, match="run out"):
        read(chief, text, [invitation], now_ms=NOW + 1001)


def test_a_reply_nobody_asked_for_is_refused(chief, invitation, newcomer):
    _, text = answered(invitation, newcomer)
    other = msgspec.structs.replace(invitation, token="u" * 26)
    elsewhere = msgspec.structs.replace(invitation, project="otherproject")
    for invitations in ([], [other], [elsewhere]):
        with pytest.raises(InvitationRefused, match="does not answer"):
            read(chief, text, invitations)


def test_a_reply_to_a_changed_invitation_is_refused(chief, invitation, newcomer):
    forged = msgspec.structs.replace(invitation, remote="folder:/elsewhere")
    _, text = answered(forged, newcomer)
    with pytest.raises(InvitationRefused, match="does not answer"):
        read(chief, text, [invitation])


def test_a_reply_for_somebody_else_is_refused(invitation, newcomer):
    _, text = answered(invitation, newcomer)
    with pytest.raises(InvitationRefused, match="does not answer"):
        read(coordinator("coordb"), text, [invitation])


def test_a_reply_with_a_name_no_place_could_hold_is_refused(chief, invitation, newcomer):
    _, text = answered(invitation, newcomer, box="../x")
    with pytest.raises(InvitationRefused, match="damaged"):
        read(chief, text, [invitation])


def test_an_invitation_is_not_a_reply(chief, invitation):
    with pytest.raises(InvitationRefused, match="not what is asked for"):
        read(chief, joining.write_invitation(invitation), [invitation])


def test_a_reply_with_a_key_its_sender_does_not_hold_is_refused(chief, invitation, newcomer):
    class Borrowed(DeviceKeys, frozen=True, kw_only=True):
        def public(self):
            return msgspec.structs.replace(super().public(), signing=signing_public(bytes(32)))

    borrowed = Borrowed(signing_seed=newcomer.signing_seed, receive_seed=newcomer.receive_seed)
    _, text = answered(invitation, borrowed)
    with pytest.raises(InvitationRefused, match="damaged"):
        read(chief, text, [invitation])


def test_a_damaged_reply_is_refused(chief, invitation, newcomer):
    _, text = answered(invitation, newcomer)
    lines = text.splitlines()
    lines[3] = lines[3][::-1]
    with pytest.raises(InvitationRefused, match="damaged"):
        read(chief, "\n".join(lines), [invitation])
