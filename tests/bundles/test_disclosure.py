import csv
import hashlib
import json
from dataclasses import replace

import pytest
from msgspec import structs
from msgspec.structs import replace as replaced

from monitor_app.bundles.case import Release
from monitor_app.bundles.disclosure import disclose, figures, preview
from monitor_app.bundles.scanning import scan
from monitor_app.crypto.bodies import body_root, decode_redacted, values_of
from monitor_app.domain.events import to_leaves
from monitor_app.domain.supply import LinkSource, Party
from tests.bundles.cases import (
    ALL_YES,
    PHOTO_BYTES,
    PLANTED,
    account,
    case,
    chain,
    content,
    note,
    observation,
)
from tests.bundles.conftest import BUNDLE_ID


def made(made_case, audience=Party.LINKED_BUYERS, report=None):
    return disclose(made_case, audience, bundle_id=BUNDLE_ID, date="2026-11-23", report=report)


def many(count, **options):
    return [account(number, **options) for number in range(count)]


def records(disclosure):
    return json.loads(content(disclosure, "records.json"))["records"]


def all_bytes(disclosure):
    return b"".join(block for entry in disclosure.entries for block in entry.open())


def shown(record):
    body = json.dumps(record["body"], separators=(",", ":"), ensure_ascii=False, sort_keys=True).encode()
    return values_of(decode_redacted(body))


@pytest.mark.parametrize("audience", Party)
def test_what_tells_on_a_person_never_leaves(audience):
    leaving = all_bytes(made(case(*many(10, photo=True), observation(99, photo=True)), audience))
    planted = [text for text in PLANTED if audience is not Party.WORKERS or text != "night-shift"]
    for text in [*planted, "box-of-the-coordinator", "IMG_0001", "c2VjcmV0LWtleQ", "person-7", "record-1"]:
        assert text.encode() not in leaving, text


@pytest.mark.parametrize("audience", Party)
def test_every_body_still_verifies_against_its_root(audience):
    disclosure = made(case(*many(10)), audience)
    assert len(records(disclosure)) == 10
    for record in records(disclosure):
        body = json.dumps(record["body"], separators=(",", ":"), ensure_ascii=False, sort_keys=True).encode()
        assert body_root(decode_redacted(body)).hex() == record["root"]


@pytest.mark.parametrize(
    ("audience", "seen"),
    [
        (Party.WORKERS, {"wages/late", "wages/owed", "hours/hr_shift", "consent_uses/agree_share_union"}),
        (Party.EMPLOYER, {"wages/late", "consent_uses/agree_share_employer"}),
        (Party.BRAND, {"wages/late", "wages/owed", "consent_uses/agree_share_brand"}),
        (Party.LINKED_BUYERS, {"wages/late", "wages/owed", "consent_uses/agree_share_buyers"}),
        (Party.PUBLIC, {"wages/late", "consent_uses/agree_share_public"}),
    ],
)
def test_each_audience_sees_the_answers_the_table_gives_it(audience, seen):
    values = shown(records(made(case(*many(10)), audience))[0])
    assert {path.removeprefix("answers/") for path in values if path.startswith("answers/")} == seen


@pytest.mark.parametrize(("audience", "rounded"), [(Party.WORKERS, "2026-W28"), (Party.EMPLOYER, "2026-07")])
def test_dates_are_rounded(audience, rounded):
    assert records(made(case(*many(10)), audience))[0]["blurred"] == {"answers/wages/since": rounded}


def test_an_account_without_consent_is_counted_and_not_shown():
    refusing = account(9, consent={**ALL_YES, "consent_uses/agree_share_buyers": "no"})
    disclosure = made(case(*many(5), refusing))
    assert refusing.root.encode() not in all_bytes(disclosure)
    assert len(disclosure.roots) == 5


def test_an_account_that_was_never_asked_is_not_shown():
    assert made(case(*many(9, consent={}))).roots == ()


def test_one_no_outweighs_a_yes():
    both = {"consent/share_linked_buyers": "no", **ALL_YES}
    assert made(case(*many(9, consent=both))).roots == ()


def test_who_does_not_want_to_be_counted_is_not_counted():
    silent = {**ALL_YES, "consent_uses/agree_aggregate": "no"}
    assert str(figures(case(*many(9, consent=silent)), Party.WORKERS).accounts) == "none"


@pytest.mark.parametrize("audience", [Party.EMPLOYER, Party.PUBLIC])
def test_a_child_is_not_shown_to_the_employer_or_the_public(audience):
    assert made(case(*many(12, consent={**ALL_YES, "consent/adult": "unsure"})), audience).roots == ()


@pytest.mark.parametrize(
    ("audience", "count", "said"),
    [
        (Party.WORKERS, 1, "1"),
        (Party.BRAND, 4, "fewer than 5"),
        (Party.LINKED_BUYERS, 4, "fewer than 5"),
        (Party.LINKED_BUYERS, 5, "5"),
        (Party.EMPLOYER, 9, "fewer than 10"),
        (Party.EMPLOYER, 12, "10 to 19"),
        (Party.PUBLIC, 9, "fewer than 10"),
    ],
)
def test_small_numbers_leave_without_their_number(audience, count, said):
    disclosure = made(case(*many(count)), audience)
    assert json.loads(content(disclosure, "finding.json"))["finding"]["accounts"] == said


@pytest.mark.parametrize("audience", [Party.EMPLOYER, Party.BRAND, Party.LINKED_BUYERS, Party.PUBLIC])
def test_too_few_accounts_stay_but_the_finding_leaves(audience):
    disclosure = made(case(*many(4)), audience)
    assert disclosure.roots == ()
    assert b"Wages are paid late" in content(disclosure, "finding.json")


def test_a_rest_that_could_be_worked_out_is_rounded_away():
    refusing = [account(100 + n, consent={}) for n in range(2)]
    assert str(figures(case(*many(6), *refusing), Party.LINKED_BUYERS).accounts) == "5 or more"


def test_several_accounts_of_one_family_count_once():
    from msgspec.structs import replace

    few = case(*many(6))
    links = tuple(replace(link, family="sisters") for link in few.finding.evidence)
    few = type(few)(finding=replace(few.finding, evidence=links), sources=few.sources)
    assert made(few).roots == ()


def test_a_named_release_lets_one_account_leave():
    one = account(1)
    disclosure = made(
        case(one, releases=[Release(one.root, "She asked for it.", frozenset({"answers/wages/words"}))])
    )
    assert disclosure.roots == (one.root,)
    assert shown(records(disclosure)[0])["answers/wages/words"] == "Line 4, third bench"


def test_a_named_release_opens_neither_identity_nor_a_refusal():
    one = account(1, **{"safe_contact/phone": "PLANTED-PHONE"})
    sealed = frozenset({"answers/safe_contact/phone", "identity", "pseudonym", "photos", "device"})
    leaving = all_bytes(made(case(one, releases=[Release(one.root, "why", sealed)])))
    assert b"PLANTED-PHONE" not in leaving
    assert b"W-4K7QZ-M" not in leaving
    refusing = account(2, consent={})
    assert made(case(refusing, releases=[Release(refusing.root, "why")])).roots == ()


def test_an_observation_needs_no_consent_and_no_company():
    seen = observation(1)
    assert made(case(seen)).roots == (seen.root,)


def test_pictures_leave_as_working_copies_under_made_up_names():
    disclosure = made(case(observation(1, photo=True)))
    assert content(disclosure, "photos/photo-0001.jpg") == PHOTO_BYTES


@pytest.mark.parametrize("audience", [Party.EMPLOYER, Party.PUBLIC])
def test_some_audiences_get_no_pictures(audience):
    disclosure = made(case(observation(1, photo=True)), audience)
    assert not any(entry.path.startswith("photos/") for entry in disclosure.entries)


def test_no_picture_leaves_against_the_workers_word():
    sources = many(5, photo=True, consent={**ALL_YES, "consent_uses/agree_photos": "no"})
    assert not any(entry.path.startswith("photos/") for entry in made(case(*sources)).entries)


def test_the_chain_names_every_step_and_the_contract_number():
    way = json.loads(content(made(case()), "chain.json"))["chains"][0]
    assert [way[step] for step in ("site", "product", "brand", "contract", "buyer", "contract_number")] == [
        "Bright Harbour", "Monitor 24", "Lumo", "Screens for schools", "City of Example", "2024/S 123-456789",
    ]  # fmt: skip
    assert [link["to"] for link in way["links"]] == ["product", "brand", "contract", "buyer"]
    assert {link["status"] for link in way["links"]} == {"verified"}


def test_that_a_worker_named_the_product_is_not_told_outside():
    assert b"worker_statement" not in all_bytes(made(case()))
    assert b"worker_statement" in all_bytes(made(case(), Party.WORKERS))


def test_other_sources_of_a_link_are_named():
    listed = chain(source=LinkSource.PUBLIC_LIST, verified=False)
    way = json.loads(content(made(case(chains=[listed])), "chain.json"))["chains"][0]
    assert (way["links"][0]["source"], way["status"]) == ("public_list", "suspected")


def test_only_chains_of_the_finding_leave():
    assert b"Other" not in all_bytes(made(case(chains=[chain(), chain(subject="chain-2", brand="Other")])))


def test_the_employer_learns_of_no_buyer():
    assert b"City of Example" not in all_bytes(made(case(*many(10)), Party.EMPLOYER))


def test_a_report_that_names_a_buyer_does_not_go_to_the_employer():
    disclosure = made(case(*many(10)), Party.EMPLOYER, report="Bought by the City of Example.")
    assert b"City of Example" not in all_bytes(disclosure)
    assert any("names buyers" in str(row.reason) for row in preview(disclosure))


def test_a_yes_taken_back_in_a_later_version_keeps_the_earlier_one_here():
    first = account(1, photo=True)
    withdrawn = account(1, consent=dict.fromkeys(ALL_YES, "no")).record
    disclosure = made(case(replace(first, standing=[withdrawn])), Party.WORKERS)
    assert records(disclosure) == []


def test_a_no_to_being_counted_in_a_later_version_counts():
    first = account(1)
    withdrawn = account(1, consent={**ALL_YES, "consent_uses/agree_aggregate": "no"}).record
    assert str(figures(case(replace(first, standing=[withdrawn])), Party.WORKERS).accounts) == "none"


def taken_in(source):
    photo = source.record.photos[0]
    hashes = {"original_sha256": photo.original.sha256, "working_sha256": photo.working.sha256}
    return replaced(note(source), subject=source.record.subject, action="photo_taken_in", detail=hashes)


def actions(disclosure):
    return [json.loads(line)["action"] for line in content(disclosure, "custody.jsonl").splitlines()]


def test_pictures_that_stay_leave_no_hash_in_the_custody_log():
    sources = many(10, photo=True)
    hidden = case(*sources, custody=[taken_in(one) for one in sources])
    leaving = all_bytes(made(hidden, Party.EMPLOYER))
    assert b"a" * 64 not in leaving
    assert b"b" * 64 not in leaving


def test_pictures_that_leave_are_followed_in_the_custody_log():
    source = observation(1, photo=True)
    assert "photo_taken_in" in actions(made(case(source, custody=[taken_in(source)])))


@pytest.mark.parametrize("action", ["identity_opened", "call.13800138000"])
def test_only_what_was_done_with_what_leaves_is_in_the_custody_log(action):
    source = observation(1)
    noted = replaced(note(source), subject=source.record.subject, action=action, detail={"reason": "why"})
    assert action not in actions(made(case(source, custody=[noted])))


def test_each_line_of_the_custody_log_names_the_one_before():
    lines = content(made(case(*many(5))), "custody.jsonl").splitlines()
    previous = "0" * 64
    for number, line in enumerate(lines, start=1):
        assert json.loads(line)["previous"] == previous
        assert json.loads(line)["n"] == number
        previous = hashlib.sha256(line).hexdigest()


def test_the_custody_log_tells_originals_working_copies_and_the_package():
    lines = [
        json.loads(line)
        for line in content(made(case(observation(1, photo=True))), "custody.jsonl").splitlines()
    ]
    copied = next(line for line in lines if line["action"] == "working_copy_made")
    assert (copied["object"], copied["detail"]) == ("a" * 64, {"working": "b" * 64})
    assert lines[-1]["object"] == BUNDLE_ID
    assert {line.get("period", "2026-07") for line in lines} == {"2026-07"}


def test_the_order_of_records_does_not_follow_who_spoke_first():
    disclosure = made(case(*many(6)))
    assert list(disclosure.roots) == sorted(disclosure.roots)


def test_tables_hold_no_formulas():
    spiky = case(observation(1))
    spiky = type(spiky)(finding=structs.replace(spiky.finding, title="=HYPERLINK(1)"), sources=spiky.sources)
    row = list(csv.reader(content(made(spiky), "finding.csv").decode("utf-8-sig").splitlines()))[1]
    assert "'=HYPERLINK(1)" in row


def test_the_archive_description_lists_every_file():
    disclosure = made(case(observation(1, photo=True)), report="The report.")
    graph = json.loads(content(disclosure, "ro-crate-metadata.json"))["@graph"]
    listed = {part["@id"] for part in graph[1]["hasPart"]} | {"ro-crate-metadata.json"}
    assert listed == {entry.path for entry in disclosure.entries}


def test_the_preview_has_a_row_for_every_file_and_for_what_stays():
    refusing = account(9, consent={})
    disclosure = made(case(*many(5), refusing), report="The report.")
    rows = preview(disclosure)
    assert {entry.path for entry in disclosure.entries} < {row.path for row in rows}
    kept = [row for row in rows if row.entry is None and row.path == ""]
    assert [(row.hidden, row.reason is not None) for row in kept] == [(1, True)]
    assert next(row for row in rows if row.path == "report.txt").content == b"The report."


def test_the_preview_tells_how_many_answers_are_shown_and_hidden():
    row = next(row for row in preview(made(case(observation(1)))) if row.path == "records.json")
    assert row.shown == 6
    assert row.shown + row.hidden == len(to_leaves(observation(1).record))


@pytest.mark.parametrize("audience", Party)
def test_what_leaves_passes_the_safety_check(audience):
    disclosure = made(
        case(*many(12, photo=True), observation(50, photo=True)), audience, report="Nothing special."
    )
    scan(disclosure.entries, ["Li Wei", "138 0013 8000"], expected=disclosure.expected)


def test_evidence_that_is_not_here_is_told():
    few = case(observation(1))
    few = type(few)(finding=few.finding, sources=[])
    assert any(row.reason and "not on this device" in str(row.reason) for row in preview(made(few)))
