"""What opens a shared place on a server: name, password, keys, fingerprint. What is kept is never shown."""

from PySide6.QtCore import Signal

from monitor_app.operations.connecting import Access
from monitor_app.text import N_
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.fields import LineField
from monitor_app.ui.widgets.secret_field import SecretField
from monitor_app.ui.widgets.speaking import Button, Words


class OpeningCard(Card):
    """Asks for what opens the place. `asked_key` wants a private key file chosen."""

    asked_key = Signal()

    def __init__(self) -> None:
        super().__init__(N_("What opens it"))
        self._has_secret = False
        self.private_key = ""
        self.user = LineField(N_("Name, or id of the access key"))
        self.secret = SecretField(N_("Password, or secret access key"))
        self.kept_secret = Words(N_("A password is kept. Leave the field empty to go on using it."), "muted")
        self.region = LineField(N_("Region"), N_("As it came with the bucket; often us-east-1."))
        self.key = Button(N_("Choose a private key file"))
        self.key.clicked.connect(self.asked_key)
        self.key_words = Words("", "muted")
        self.host_key = LineField(
            N_("Fingerprint of the server"),
            N_("It begins with SHA256:. Leave it empty to be shown the server's, then compare."),
        )
        for widget in (self.user, self.secret, self.kept_secret, self.region):
            self.add(widget)
        self.add(self.key, left=True)
        self.add(self.key_words)
        self.add(self.host_key)

    def show_access(self, access: Access) -> None:
        """Show what is kept; the password stays in the vault."""
        self._has_secret = bool(access.secret)
        self.private_key = access.private_key
        self.user.put(access.user)
        self.secret.line.clear()
        self.region.put(access.region)
        self.host_key.put(access.host_key)

    def show_key(self, text: str) -> None:
        """Use a private key that was read."""
        self.private_key = text
        self.fit("sftp")

    def fit(self, kind: str) -> None:
        """Ask only what this kind of place needs."""
        is_ssh = kind == "sftp"
        self.setVisible(kind != "folder")
        self.user.setVisible(not is_ssh)
        self.region.setVisible(kind == "s3")
        for widget in (self.key, self.key_words, self.host_key):
            widget.setVisible(is_ssh)
        self.key_words.say(
            N_("A private key is chosen; the password unlocks it, if it has one.")
            if self.private_key
            else N_("No private key is chosen: the password is used.")
        )
        self.kept_secret.setVisible(self._has_secret)
