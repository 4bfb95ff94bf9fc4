"""The form of one finding: rule, factory, words, severity, evidence, ways to buyers. Saves nothing itself."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from monitor_app.domain.events import RecordKind
from monitor_app.domain.findings import Degree, FindingState, Severity, rung, support
from monitor_app.domain.norms import Provision
from monitor_app.operations.browsing import RecordRow
from monitor_app.operations.finding import FindingView, Statement
from monitor_app.operations.observing import SiteRow
from monitor_app.operations.supplying import ChainRow
from monitor_app.text import N_, Message
from monitor_app.ui.jotting import Jotted, Jotting
from monitor_app.ui.models.wordings import DEGREES, FINDING_STATES, RUNGS
from monitor_app.ui.screens.base import Screen
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.chain_list import ChainList
from monitor_app.ui.widgets.evidence_list import EvidenceList
from monitor_app.ui.widgets.fields import ChoiceField, LineField, TextField
from monitor_app.ui.widgets.speaking import Pill, Words

_RULE_MARK = N_("This rule's wording is still to be confirmed by the organisation.")
_SEVERITY: tuple[tuple[str, Message], ...] = tuple((str(one), words) for one, words in DEGREES.items())


class FindingEditor(QWidget):
    """A finding being stated."""

    def __init__(self, screen: Screen) -> None:
        super().__init__()
        self._sites: Sequence[SiteRow] = ()
        self._records: Mapping[str, RecordRow] = {}
        self._chains: Sequence[ChainRow] = ()
        self._provisions: Sequence[Provision] = ()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        self.evidence = EvidenceList()
        self.evidence.changed.connect(self._weigh)
        self.chains = ChainList()
        for card in (
            self._build_what(),
            self._build_severity(),
            self.evidence,
            self._build_weight(),
            self.chains,
        ):
            rows.addWidget(card)
        fields: dict[str, Jotted] = {
            "rule": self.rule,
            "site": self.site,
            "title": self.title,
            "summary": self.summary,
            "scale": self.scale,
            "scope": self.scope,
            "irremediable": self.irremediable,
            "state": self.state,
            "evidence": self.evidence,
            "chains": self.chains,
        }
        self.jotting = Jotting(screen, fields)

    def show_finding(
        self,
        view: FindingView | None,
        sites: Sequence[SiteRow],
        records: Mapping[str, RecordRow],
        chains: Sequence[ChainRow],
    ) -> None:
        """Show a saved finding, or an empty form."""
        self._sites, self._records, self._chains = sites, records, chains
        event = view.event if view else None
        severity = (
            event.severity
            if event
            else Severity(scale=Degree.MEDIUM, scope=Degree.MEDIUM, irremediable=Degree.MEDIUM)
        )
        self.site.offer(
            [(site.id, site.name) for site in sites] or [("", N_("No factory yet: add one under Factories"))]
        )
        self.rule.choose(event.provision if event else "")
        self.site.choose(event.site if event else "")
        self.title.line.setText(event.title if event else "")
        self.summary.area.setPlainText(event.summary if event else "")
        self.scale.choose(str(severity.scale))
        self.scope.choose(str(severity.scope))
        self.irremediable.choose(str(severity.irremediable))
        self.state.choose(str(event.state) if event else str(FindingState.ALLEGED))
        self.evidence.show_links(event.evidence if event else (), records)
        self.chains.tick(event.chains if event else ())
        self._show_rule()
        self._weigh()
        self.show_chains(chains)

    def offer_rules(self, rules: Sequence[Provision], chosen: str) -> None:
        """Offer the rules of the code in force, and the one chosen before if the code does not have it now."""
        self._provisions = rules
        offered: list[tuple[str, Message | str]] = [(one.key, one.title) for one in rules]
        if chosen and chosen not in {one.key for one in rules}:
            offered.append((chosen, N_("{rule}: not in the code of today", rule=chosen)))
        self.rule.offer(offered)

    def show_chains(self, chains: Sequence[ChainRow]) -> None:
        """Show the ways from the chosen factory; what is ticked stays ticked."""
        self.chains.show_chains([one for one in chains if one.site == self.site.value()])

    def statement(self) -> Statement:
        """Return what is stated now."""
        return Statement(
            provision=self.rule.value(),
            site=self.site.value(),
            title=self.title.text(),
            summary=self.summary.text(),
            severity=Severity(
                scale=Degree(self.scale.value()),
                scope=Degree(self.scope.value()),
                irremediable=Degree(self.irremediable.value()),
            ),
            state=FindingState(self.state.value()),
            evidence=self.evidence.links(),
            chains=self.chains.ticked(),
        )

    def _build_what(self) -> Card:
        card = Card(N_("What was breached"))
        self.title = LineField(N_("Title"), N_("One line, without anything that points to one person."))
        self.rule = ChoiceField(N_("Rule"))
        self.rule.box.currentIndexChanged.connect(lambda _: self._show_rule())
        self.rule_words = Words("", "muted")
        self.rule_mark = Words(_RULE_MARK, "warn-text")
        self.site = ChoiceField(N_("Factory"))
        self.summary = TextField(
            N_("What happens there"),
            N_("In your own words. It leaves in sealed packages: no names, no quotations."),
        )
        self.state = ChoiceField(N_("How far it has come"))
        self.state.offer([(str(one), words) for one, words in FINDING_STATES.items()])
        for part in (
            self.title,
            self.rule,
            self.rule_words,
            self.rule_mark,
            self.site,
            self.summary,
            self.state,
        ):
            card.add(part)
        return card

    def _build_severity(self) -> Card:
        card = Card(N_("How severe it is"), N_("Three sides, each judged by itself. They are never added up."))
        self.scale = ChoiceField(N_("How grave is the harm?"))
        self.scope = ChoiceField(N_("How many people does it touch?"))
        self.irremediable = ChoiceField(N_("How hard is it to make good again?"))
        for field in (self.scale, self.scope, self.irremediable):
            field.offer(_SEVERITY)
            card.add(field)
        return card

    def _build_weight(self) -> Card:
        card = Card(N_("How well it is supported"))
        self.rung = Pill()
        self.families, self.observations, self.contradictions = Words(), Words(), Words()
        card.add(self.rung, left=True)
        for words in (self.families, self.observations, self.contradictions):
            card.add(words)
        return card

    def _show_rule(self) -> None:
        rule = next((one for one in self._provisions if one.key == self.rule.value()), None)
        self.rule_words.say(rule.description if rule else "")
        self.rule_mark.setVisible(rule is not None and not rule.confirmed)

    def _weigh(self) -> None:
        seen = frozenset(one.id for one in self._records.values() if one.kind is RecordKind.OBSERVATION)
        counted = support(self.evidence.links(), seen)
        self.rung.show_state(*RUNGS[rung(counted)])
        self.families.say(N_("Independent source families: {count}", count=counted.families))
        self.observations.say(N_("Observations: {count}", count=counted.observations))
        self.contradictions.say(N_("Records that contradict it: {count}", count=counted.contradictions))
