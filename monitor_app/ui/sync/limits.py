"""When and how much may travel: by itself or not, records only, megabytes a day and what they cost."""

from monitor_app.operations import budgets
from monitor_app.operations.budgets import Budget, Habits
from monitor_app.text import N_, Message
from monitor_app.ui.jobs import Jobs
from monitor_app.ui.saying import size
from monitor_app.ui.widgets.card import Card
from monitor_app.ui.widgets.fields import LineField, Tick
from monitor_app.ui.widgets.speaking import Words


class LimitsCard(Card):
    """Shows and keeps how this device may sync; what is changed is kept at once."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__(N_("When and how much"), N_("Urgent news always travels, whatever the limit."))
        self._jobs = jobs
        self._shown = Habits()
        self._is_showing = False
        self.automatic = Tick(N_("Sync by itself when the connection or the stick is there"))
        self.records_only = Tick(N_("Records only: photos and other files wait (for an expensive connection)"))
        self.megabytes = LineField(N_("At most so many megabytes a day"), N_("0 is no limit."))
        self.price = LineField(
            N_("What a megabyte costs"), N_("In your own money, such as 0.05. 0 if it is free.")
        )
        self.used = Words("", "strong")
        for tick in (self.automatic, self.records_only):
            tick.toggled.connect(lambda _: self._keep())
            self.add(tick)
        for field in (self.megabytes, self.price):
            field.line.editingFinished.connect(self._keep)
            self.add(field)
        self.add(self.used)

    def show_budget(self, budget: Budget) -> None:
        """Show what is chosen and what today has used; what is being typed stays."""
        self._shown = budget.habits
        self._is_showing = True
        self.automatic.box.setChecked(budget.habits.automatic)
        self.records_only.box.setChecked(budget.habits.records_only)
        self._is_showing = False
        if not self.megabytes.line.hasFocus():
            self.megabytes.put(str(budget.habits.megabytes_a_day))
        if not self.price.line.hasFocus():
            self.price.put(f"{budget.habits.price:g}")
        self.used.say(_used(budget))

    def _keep(self) -> None:
        typed = _number(self.megabytes.text()), _number(self.price.text())
        habits = Habits(
            automatic=self.automatic.is_ticked(),
            records_only=self.records_only.is_ticked(),
            megabytes_a_day=int(typed[0]),
            price=typed[1],
        )
        if habits != self._shown and not self._is_showing:
            self._shown = habits
            self._jobs.write(self, lambda desk: budgets.choose(desk, habits))


def _number(text: str) -> float:
    """Return a number as people write it; -1, which is refused in words, if it is none."""
    try:
        found = float(text.replace(",", ".") or 0)
    except ValueError:
        return -1.0
    return found if 0 <= found < 1e9 else -1.0


def _used(budget: Budget) -> Message:
    used, cost = size(budget.used), f"{budget.cost:.2f}"
    if budget.left is None:
        known = N_("Today: {used}.", used=used)
        return N_("Today: {used}, about {cost}.", used=used, cost=cost) if budget.habits.price else known
    left = size(budget.left)
    if budget.habits.price:
        return N_("Today: {used}, about {cost}; {left} are left.", used=used, cost=cost, left=left)
    return N_("Today: {used}; {left} are left.", used=used, left=left)
