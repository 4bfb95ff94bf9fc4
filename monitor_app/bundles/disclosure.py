"""The airlock: from a finding and what it rests on, makes the files one audience may have.

No consent, no content: such records are only counted. Counts below the threshold leave without their number.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from monitor_app.bundles.airlock import Rule, Sort, blurred, may_show_photos, rule
from monitor_app.bundles.case import Case, Disclosure, Figures, Item, Release, Source
from monitor_app.bundles.choosing import Chosen, choose, figures, paths, shown_leaves, sort_in, visible_chains
from monitor_app.bundles.container import Entry
from monitor_app.bundles.custody import custody_lines, package_line
from monitor_app.bundles.describing import CRATE, chain_json, counts, crate_json, finding_facts
from monitor_app.bundles.previewing import PreviewRow, preview
from monitor_app.bundles.sheets import chained_lines, csv_text, json_exact, json_text
from monitor_app.domain.events import Photo, RecordFinished, RecordKind
from monitor_app.domain.findings import EvidenceLink
from monitor_app.domain.supply import Party
from monitor_app.text import N_, Message

__all__ = [
    "Case",
    "Disclosure",
    "Figures",
    "Item",
    "PreviewRow",
    "Release",
    "Source",
    "disclose",
    "figures",
    "preview",
    "visible_chains",
]

_EVIDENCE = ("label", "kind", "supports", "standing", "period", "root")


def disclose(
    case: Case, audience: Party, *, bundle_id: str, date: str, report: str | None = None
) -> Disclosure:
    """Make the files for an audience. `date` is today (ISO day); `report` the text of report.txt."""
    return _Desk(case, audience, bundle_id, date).disclosure(report)


@dataclass(frozen=True)
class _Shown:
    """A record that leaves, under its number in this bundle."""

    label: str
    link: EvidenceLink
    source: Source
    leaves: frozenset[str]


class _Desk:
    """One disclosure being put together."""

    def __init__(self, case: Case, audience: Party, bundle_id: str, date: str) -> None:
        self._case, self._audience, self._bundle_id, self._date = case, audience, bundle_id, date
        self._rule = rule(audience)
        self._chosen: Chosen = choose(case, audience)
        self._figures = figures(case, audience)
        self._shown = list(self._labelled())
        self._photos = [
            (one, photo)
            for one in self._shown
            if self._rule.photos and all(map(may_show_photos, one.source.agreements))
            for photo in one.source.record.photos
            if photo.is_picture and photo.working.id in one.source.photos
        ]
        self._chains = visible_chains(case, audience)

    def disclosure(self, report: str | None) -> Disclosure:
        items = [self._finding(), self._finding_table(), self._evidence_table(), self._records()]
        items += [self._chain()] if self._chains else []
        items += [*self._photo_items(), self._custody()]
        items += self._report(report) if report else []
        items.append(self._crate(items))
        return Disclosure(
            self._audience,
            (*items, *self._kept_here()),
            tuple(one.source.root for one in self._shown),
            self._figures,
            tuple(text for chain in self._chains for text in (chain.contract_number, chain.contract) if text),
        )

    def _report(self, report: str) -> list[Item]:
        """Let the report leave, unless it names buyers to an audience that may not know them."""
        named = (text for chain in self._case.chains for text in (chain.buyer, chain.contract_number))
        if not self._rule.chain and any(text and text in report for text in named):
            return [
                Item("", N_("The report"), None, 0, 1, N_("It names buyers, which this audience may not know."))
            ]
        return [_text("report.txt", N_("The finding for reading"), report.encode())]

    def _labelled(self) -> Iterator[_Shown]:
        numbers = dict.fromkeys(RecordKind, 0)
        words = {RecordKind.INTERVIEW: "account", RecordKind.OBSERVATION: "observation"}
        for link, source in self._chosen.shown:
            kind = source.record.record_kind
            numbers[kind] += 1
            leaves = shown_leaves(self._case, source, self._audience)
            yield _Shown(f"{words[kind]} {numbers[kind]}", link, source, leaves)

    def _finding(self) -> Item:
        content = {
            "version": 0,
            "bundle": self._bundle_id,
            "audience": self._audience,
            "date": self._date,
            "finding": finding_facts(self._case, self._figures),
        }
        return _text("finding.json", N_("The finding"), json_text(content))

    def _finding_table(self) -> Item:
        facts = finding_facts(self._case, self._figures)
        content = csv_text(list(facts), [[str(value) for value in facts.values()]])
        return _text("finding.csv", N_("The finding as a table"), content)

    def _evidence_table(self) -> Item:
        rows: list[tuple[str, ...]] = [
            (
                one.label,
                one.source.record.record_kind,
                "yes" if one.link.supports else "no",
                one.link.standing,
                self._period(one.source.record.finished_ms),
                one.source.root,
            )
            for one in self._shown
        ]
        rows.append((f"independent accounts: {self._figures.accounts}", "", "", "", "", ""))
        return _text("evidence.csv", N_("What the finding rests on"), csv_text(_EVIDENCE, rows))

    def _records(self) -> Item:
        content = {
            "version": 0,
            "records": [self._record(one) for one in self._shown],
            "counts": counts(self._figures),
        }
        shown = sum(len(one.leaves) for one in self._shown)
        hidden = sum(len(paths(one.source)) for one in self._shown) - shown
        what = N_("Records, answer by answer; hidden answers leave only their seal")
        return _text("records.json", what, json_exact(content), shown, hidden)

    def _record(self, one: _Shown) -> dict[str, object]:
        return {
            "label": one.label,
            "kind": one.source.record.record_kind,
            "root": one.source.root,
            "period": self._period(one.source.record.finished_ms),
            "blurred": _blurred_dates(one.source, self._rule),
            "body": msgspec.Raw(one.source.redact(one.leaves)),
        }

    def _chain(self) -> Item:
        content = chain_json(self._chains, self._case.sites, self._audience)
        return _text("chain.json", N_("The way to those who can act"), content)

    def _photo_items(self) -> Iterator[Item]:
        for number, (one, photo) in enumerate(self._photos, start=1):
            path = f"photos/photo-{number:04}.jpg"
            opened = one.source.photos[photo.working.id]
            what = N_("Picture, copy without metadata, from {label}", label=one.label)
            yield Item(path, what, Entry(path, opened, photo.working.size))

    def _custody(self) -> Item:
        records: list[tuple[str, RecordFinished]] = [
            (one.source.root, one.source.record) for one in self._shown
        ]
        photos: list[tuple[RecordFinished, Photo]] = [(one.source.record, photo) for one, photo in self._photos]
        lines = custody_lines(records, photos, self._case.custody, blur=self._rule.blur)
        content = chained_lines([*lines, package_line(self._bundle_id, self._date)])
        return _text("custody.jsonl", N_("What was done with the evidence"), content)

    def _crate(self, items: list[Item]) -> Item:
        parts = [(item.path, str(item.what)) for item in items if item.entry]
        content = crate_json(self._bundle_id, self._audience, self._date, parts)
        return _text(CRATE, N_("What each file is, for archives"), content)

    def _kept_here(self) -> Iterator[Item]:
        case, chosen, photos = (
            self._case,
            self._chosen,
            sum(photo.is_picture for one in self._shown for photo in one.source.record.photos),
        )
        few = N_(
            "Too few agreed for any of them to be hidden among the others. The finding leaves without them."
        )
        rows = (
            (
                len(chosen.refused),
                N_("Records"),
                N_("Without a yes for this audience they are only counted."),
            ),
            (len(chosen.too_few), N_("Records"), few),
            (chosen.missing, N_("Records"), N_("These are not on this device.")),
            (
                photos - len(self._photos),
                N_("Pictures"),
                N_("This audience gets no pictures, or the worker said no."),
            ),
            (len(case.finding.chains) - len(self._chains), N_("Links to buyers"), N_("Not for this audience.")),
        )
        yield from (Item("", what, None, 0, count, reason) for count, what, reason in rows if count)

    def _period(self, when: int | str) -> str:
        return blurred(when, self._rule.blur)


def _text(path: str, what: Message, content: bytes, shown: int = 0, hidden: int = 0) -> Item:
    return Item(path, what, Entry(path, lambda: [content], len(content)), shown, hidden)


def _blurred_dates(source: Source, rules: Rule) -> dict[str, str]:
    answers = {path: source.record.answers.get(path.partition("/")[2]) for path in paths(source)}
    return {
        path: rounded
        for path, answer in answers.items()
        if sort_in(source, path) is Sort.DATE
        and isinstance(answer, str)
        and (rounded := blurred(answer, rules.blur))
    }
