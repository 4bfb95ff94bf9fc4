"""One organisation that helps: how to reach it large enough to read aloud, and how far to trust it."""

from datetime import UTC, date, datetime, time

from PySide6.QtCore import Qt

from monitor_app.domain.directory import Service
from monitor_app.text import N_
from monitor_app.ui import saying
from monitor_app.ui.models.wordings import HELPS
from monitor_app.ui.translation import tr
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.speaking import Pill, Words


class ServiceCard(Card):
    """Says who helps with what, where, when and in which language; the contact can be copied."""

    def __init__(self, service: Service, today: date) -> None:
        super().__init__(service.name)
        self.service = service
        is_old = service.is_old(today)
        day = saying.day(_noon_ms(service.last_checked))
        checked = N_("Not checked since {day}", day=day) if is_old else N_("Checked on {day}", day=day)
        pills = Flow()
        pills.addWidget(Pill(checked, "warn" if is_old else "ok"))
        for kind in service.help:
            pills.addWidget(Pill(HELPS[kind], "bad" if kind == "emergency" else "neutral"))
        self.rows.addLayout(pills)
        self.contact = Words(N_("Contact: {contact}", contact=service.contact), "strong")
        self.contact.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.contact.setAccessibleName(
            f"{service.name}: {tr(N_('Contact: {contact}', contact=service.contact))}"
        )
        self.add(self.contact)
        if service.hours:
            self.add(Words(N_("Open: {hours}", hours=service.hours)))
        self.add(Words(", ".join(part for part in (service.place, service.country) if part)))
        if service.languages:
            self.add(Words(N_("Speaks: {languages}", languages=", ".join(service.languages))))
        if service.caution:
            self.add(Words(N_("Take care: {caution}", caution=service.caution), "warn-text"))
        told = N_("Checked by {name}; known from: {source}", name=service.checked_by, source=service.source)
        self.add(Words(told, "muted"))


def _noon_ms(day: str) -> int:
    """Return noon of a day: it is the same day in nearly every time zone."""
    return round(datetime.combine(date.fromisoformat(day), time(12), UTC).timestamp() * 1000)
