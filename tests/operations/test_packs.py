"""Packs: published once, in force on every device, replaced only by newer ones, refused with words."""

import msgspec
import pytest

from monitor_app.crypto.primitives import sha256
from monitor_app.domain.events import PackPublished
from monitor_app.domain.ordering import Stamp
from monitor_app.domain.packs import LARGEST
from monitor_app.domain.people import Right
from monitor_app.errors import BadInput, NotAllowed, PackRefused
from monitor_app.operations import carrying, finding, packs, projects, syncing, travelling
from monitor_app.operations.packs import PROBLEMS, PackKind
from monitor_app.settings import resource_folder
from monitor_app.vault import attachments, awaited, events, outbox, projections
from tests.domain.test_packs import CODE, NORMS, ROW, table
from tests.support.desks import new_desk
from tests.support.fakes import SetClock
from tests.support.worlds import with_form

SECOND = ROW.replace("Night line", "Day desk")


def publish(desk, content=None, kind=PackKind.DIRECTORY):
    """Check a file and publish it, as a coordinator would."""
    checked = packs.check(kind, content or table(ROW), day=packs.today(desk))
    return packs.publish(desk, checked)[0]


@pytest.fixture
def clock():
    return SetClock(1_795_000_000_000)


def names(desk) -> list[str]:
    return [one.name for one in packs.directory(desk).rows]


def offer(desk, content: bytes, *, to: str, **changed):
    """Say an event that no screen would, as a bad or a newer program might."""
    file = attachments.store(desk.vault, [content], name="pack", media_type="text/csv")
    fields = {
        "subject": PackKind.DIRECTORY,
        "device": desk.box,
        "time": desk.stamp(),
        "edition": 9,
        "first": desk.stamp(),
        "by": desk.box,
        "version": "x",
        "title": "",
        "file": file,
    }
    events.append(desk.vault, PackPublished(**{**fields, **changed}), stream=f"{desk.box}/{to}")


class TestInForce:
    def test_before_any_pack_the_program_s_own_norms_hold_and_nobody_helps(self, desk):
        assert packs.code(desk).id == "fieldwork-draft"
        assert packs.norms(desk).id == "hours"
        assert packs.directory(desk).rows == ()

    def test_a_published_pack_holds_at_once_here_and_after_a_sync_there(self, pair):
        publish(pair.coordinator)
        assert names(pair.coordinator) == ["Night line"]
        pair.sync(pair.coordinator)
        pair.sync(pair.monitor)
        assert names(pair.monitor) == ["Night line"]

    def test_everything_that_reads_rules_reads_the_code_in_force(self, pair):
        text = CODE.decode().replace("Fair recruitment", "No fees for a job").replace('"2026-11"', '"2027"', 1)
        publish(pair.coordinator, text.encode(), PackKind.CODE)
        titles = {one.key: one.title for one in finding.provisions(pair.coordinator)}
        assert titles["FR"] == "No fees for a job"
        assert packs.in_force(pair.coordinator, PackKind.CODE).version == "2027"

    def test_a_finding_under_a_rule_that_is_gone_keeps_its_title(self, pair):
        kept, _, rest = CODE.decode().partition('[[provision]]\nkey = "FL"')
        without = kept + "[[provision]]" + rest.partition("[[provision]]")[2]
        publish(pair.coordinator, without.encode(), PackKind.CODE)
        assert "FL" not in {one.key for one in finding.provisions(pair.coordinator)}
        assert finding.rule_title(pair.coordinator, "FL") == "Freely chosen employment"
        assert finding.rule_title(pair.coordinator, "XX") == "XX"

    def test_rows_made_anew_from_the_log_say_the_same(self, pair):
        publish(pair.coordinator)
        pair.exchange()
        before = packs.state(pair.coordinator)
        projections.rebuild(pair.coordinator.vault)
        assert packs.state(pair.coordinator) == before

    def test_a_pack_whose_content_is_lost_falls_back_to_what_holds_else(self, pair):
        publish(pair.coordinator, NORMS.replace(b'"2026-11"', b'"2027"', 1), PackKind.NORMS)
        chunk = events_of(pair.coordinator)[-1].file.chunks[0]
        attachments.delete_chunks(pair.coordinator.vault, [chunk])
        assert packs.norms(pair.coordinator).version == "2026-11"

    def test_a_journey_leaves_the_list_of_who_helps_readable(self, pair):
        publish(pair.coordinator)
        pair.exchange()
        travelling.begin(pair.monitor)
        pair.exchange()
        pair.exchange()
        assert travelling.journey(pair.monitor).is_away
        assert names(pair.monitor) == ["Night line"]


def events_of(desk) -> list[PackPublished]:
    """Return the packs a desk knows of, as events, newest first."""
    roots = [root for (root,) in desk.vault.rows("SELECT root FROM pack ORDER BY edition DESC")]
    found = [events.load(desk.vault, root) for root in roots]
    return [event for event in found if isinstance(event, PackPublished)]


class TestVersions:
    def test_a_newer_one_takes_the_place_of_the_one_before(self, pair):
        publish(pair.coordinator)
        publish(pair.coordinator, table(SECOND))
        pair.exchange()
        assert names(pair.coordinator) == names(pair.monitor) == ["Day desk"]

    def test_an_older_one_that_arrives_late_changes_nothing(self, pair):
        publish(pair.coordinator)
        publish(pair.coordinator, table(SECOND))
        pair.exchange()
        late = events_of(pair.coordinator)[-1]
        again = msgspec.structs.replace(late, time=pair.coordinator.stamp(), first=Stamp(0, 0), edition=1)
        events.append(pair.coordinator.vault, again, stream=f"{pair.coordinator.box}/{pair.monitor.box}")
        pair.exchange()
        assert names(pair.monitor) == ["Day desk"]

    def test_a_clock_set_back_by_a_year_does_not_make_a_new_list_old(self, pair, clock):
        publish(pair.coordinator)
        clock.forward(seconds=-365 * 24 * 60 * 60)
        again = packs.check(
            PackKind.DIRECTORY, table(SECOND.replace("2026", "2025")), day=packs.today(pair.coordinator)
        )
        packs.publish(pair.coordinator, again)
        pair.exchange()
        assert names(pair.monitor) == ["Day desk"]

    def test_the_same_content_is_not_published_twice(self, pair):
        publish(pair.coordinator)
        with pytest.raises(BadInput, match="in use already"):
            publish(pair.coordinator)
        assert publish(pair.coordinator, table(SECOND)).edition == 2
        assert publish(pair.coordinator).edition == 3


class TestTravelling:
    def test_the_content_travels_once_whoever_it_is_for(self, pair, tmp_path, clock):
        publish(pair.coordinator)
        pair.sync(pair.coordinator)
        third = newcomer(pair, tmp_path, clock)
        pair.sync(pair.coordinator)
        pair.sync(third)
        assert names(third) == ["Night line"]
        assert len(chunks_sent(pair.coordinator)) == 1
        third.vault.close()

    def test_each_device_s_confirmation_is_shown(self, pair):
        publish(pair.coordinator)
        (told,) = state_of(pair.coordinator).devices
        assert (told.name, told.is_used) == ("Wren", False)
        pair.sync(pair.coordinator)
        pair.exchange()
        (told,) = state_of(pair.coordinator).devices
        assert (told.is_used, told.edition, told.problem) == (True, 1, None)

    def test_the_content_is_looked_after_until_every_device_uses_it_and_again_for_a_newcomer(
        self, pair, tmp_path, clock
    ):
        publish(pair.coordinator)
        states = [content_of(pair.coordinator)]
        pair.sync(pair.coordinator)
        states.append(content_of(pair.coordinator))
        pair.exchange()
        pair.sync(pair.coordinator)
        states.append(content_of(pair.coordinator))
        newcomer(pair, tmp_path, clock).vault.close()
        carrying.pack(pair.coordinator)
        assert [*states, content_of(pair.coordinator)] == [set(), {"sent"}, {"confirmed"}, {"here"}]

    def test_a_second_coordinator_s_receipt_does_not_speak_for_the_monitors(self, pair, tmp_path, clock):
        second = newcomer(pair, tmp_path, clock, rights=(Right.COORDINATOR,))
        publish(pair.coordinator)
        for desk in (pair.coordinator, second, pair.coordinator):
            pair.sync(desk)
        assert content_of(pair.coordinator) == {"sent"}
        assert names(second) == ["Night line"]
        second.vault.close()

    def test_a_confirmation_is_said_once(self, pair):
        publish(pair.coordinator)
        for _ in range(3):
            pair.sync(pair.coordinator)
            pair.sync(pair.monitor)
        count = pair.monitor.vault.row("SELECT count(*) FROM event WHERE stream = ?", pair.monitor.box)
        pair.exchange()
        assert pair.monitor.vault.row("SELECT count(*) FROM event WHERE stream = ?", pair.monitor.box) == count


def newcomer(pair, folder, clock, **given):
    """Let a third device join; return its desk."""
    third = new_desk(folder / "third", clock=clock)
    invitation, _ = projects.invite(pair.coordinator)
    joining, _ = projects.join(third, invitation, name="Tern")
    projects.accept(pair.coordinator, projects.read_reply(pair.coordinator, joining.reply), **given)
    return third


def content_of(desk) -> set[str]:
    """Return how far the parts of files have come."""
    return {item.state for item in outbox.items(desk.vault, offset=0, limit=500) if item.chunk}


def chunks_sent(desk) -> set[str]:
    return {item.chunk for item in outbox.items(desk.vault, offset=0, limit=500) if item.chunk}


def state_of(desk, kind=PackKind.DIRECTORY):
    return next(one for one in packs.state(desk) if one.in_force.kind is kind)


class TestRefused:
    @pytest.mark.parametrize(
        ("content", "changed", "problem"),
        [
            (b"no table at all", {}, "unusable"),
            (table(ROW.replace("Heron", "")), {}, "unusable"),
            (table(SECOND), {"format": 1}, "too_new"),
            (b"x" * (LARGEST + 1), {}, "too_large"),
        ],
    )
    def test_what_cannot_be_used_changes_nothing_and_is_told(self, pair, content, changed, problem):
        publish(pair.coordinator)
        pair.sync(pair.coordinator)
        offer(pair.coordinator, content, to=pair.monitor.box, **changed)
        pair.sync(pair.coordinator)
        pair.exchange()
        assert names(pair.monitor) == ["Night line"]
        (told,) = state_of(pair.coordinator).devices
        assert told.problem == PROBLEMS[problem]

    def test_a_file_larger_than_any_pack_is_not_even_fetched(self, pair):
        offer(pair.coordinator, b"x" * (LARGEST + 1), to=pair.monitor.box)
        pair.sync(pair.coordinator)
        pair.sync(pair.monitor)
        assert awaited.count_wanted(pair.monitor.vault) == 0

    def test_a_pack_by_somebody_who_is_no_coordinator_is_held_back(self, pair):
        publish(pair.coordinator)
        pair.exchange()
        offer(pair.monitor, table(SECOND), to=pair.coordinator.box)
        pair.exchange()
        assert names(pair.coordinator) == ["Night line"]

    def test_a_monitor_cannot_publish(self, pair):
        with pytest.raises(NotAllowed):
            publish(pair.monitor)

    def test_outside_a_project_nothing_is_published(self, desk):
        with pytest.raises(NotAllowed, match="no project"):
            publish(desk)

    def test_a_day_that_has_not_come_is_named_by_its_row(self, desk):
        with pytest.raises(PackRefused) as refusal:
            packs.check(
                PackKind.DIRECTORY, table(ROW, ROW.replace("2026-10", "2027-10")), day=packs.today(desk)
            )
        assert [str(one) for one in refusal.value.problems] == [
            "Row 3, column last_checked: This day has not come yet."
        ]


def test_a_questionnaire_is_sealed_once_for_all_devices(pair, tmp_path, clock):
    form = with_form(pair.coordinator, "three_questions")
    syncing.publish(pair.coordinator, form.digest)
    third = newcomer(pair, tmp_path, clock)
    pair.sync(pair.coordinator)
    assert len(chunks_sent(pair.coordinator)) == 1
    third.vault.close()


def test_the_content_is_the_file_byte_for_byte(pair):
    content = resource_folder("norms", "hours.toml").read_bytes() + b"# looked up again\n"
    assert publish(pair.coordinator, content, PackKind.NORMS).sha256 == sha256(content).hex()
