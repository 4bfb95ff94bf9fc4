"""When a shared place is visited: whenever it is there, only when somebody asks, or not at all."""

from monitor_app.operations.places import Place
from monitor_app.text import N_
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.fields import Tick


class WhenCard(Card):
    """Asks whether and when."""

    def __init__(self) -> None:
        super().__init__(N_("When it is used"))
        self.is_on = Tick(N_("Use this place. What it lacks is kept while it is off."), is_ticked=True)
        self.is_automatic = Tick(
            N_("Sync with it by itself when it is there. Otherwise only when you press Sync now."),
            is_ticked=True,
        )
        self.is_on.toggled.connect(self.is_automatic.setEnabled)
        self.add(self.is_on)
        self.add(self.is_automatic)

    def show_place(self, place: Place | None) -> None:
        """Show what is kept of a place; None is a new one."""
        self.is_on.box.setChecked(place is None or place.is_on)
        self.is_automatic.box.setChecked(place is None or place.is_automatic)
