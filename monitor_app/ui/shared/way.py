"""The way to a shared place on a server: a proxy, and whose certificates are trusted."""

from PySide6.QtCore import Signal

from monitor_app.text import N_
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.fields import LineField
from monitor_app.ui.widgets.flow import Flow
from monitor_app.ui.widgets.speaking import Button, Words


class WayCard(Card):
    """Asks for proxy and certificates. `asked_certificates` wants a file chosen."""

    asked_certificates = Signal()

    def __init__(self) -> None:
        super().__init__(N_("The way there"), N_("Leave this empty unless somebody told you to fill it in."))
        self.certificates = ""
        self.proxy = LineField(
            N_("Proxy"), N_("Such as socks5h://127.0.0.1:9050 for Tor, or http://proxy.example.org:3128")
        )
        self.certificate = Button(N_("Choose a certificate file"))
        self.certificate.clicked.connect(self.asked_certificates)
        self.no_certificate = Button(N_("Trust the usual authorities again"))
        self.no_certificate.clicked.connect(lambda: self.show_certificates(""))
        self.certificate_words = Words("", "muted")
        self.add(self.proxy)
        self.add(self.certificate_words)
        row = Flow()
        row.addWidget(self.certificate)
        row.addWidget(self.no_certificate)
        self.rows.addLayout(row)
        self._kind = "folder"

    def show_certificates(self, text: str) -> None:
        """Trust these authorities, or the usual ones."""
        self.certificates = text
        self.certificate_words.say(
            N_("A certificate file is used in place of the usual authorities.")
            if text
            else N_("The usual authorities of this computer are trusted.")
        )
        self.fit(self._kind)

    def fit(self, kind: str) -> None:
        """Ask only what this kind of place needs."""
        self._kind = kind
        self.setVisible(kind != "folder")
        for widget in (self.certificate, self.certificate_words):
            widget.setVisible(kind != "sftp")
        self.no_certificate.setVisible(kind != "sftp" and bool(self.certificates))
