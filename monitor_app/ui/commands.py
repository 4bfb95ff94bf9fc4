"""Every command once: its name, its keys, where it works. Buttons, keys and the help sheet read this table."""

from dataclasses import dataclass
from enum import Enum

from monitor_app.text import N_, Message


class When(Enum):
    """When a command can be given."""

    ALWAYS = "always"
    OPEN = "open"
    """While a vault is open."""
    OFFERED = "offered"
    """While the screen that is shown offers it."""


@dataclass(frozen=True)
class Command:
    """Something a person can ask for by key."""

    id: str
    title: Message
    keys: str
    when: When


COMMANDS: tuple[Command, ...] = (
    Command("lock", N_("Lock now"), "Ctrl+L", When.OPEN),
    Command("cover", N_("Show a clock instead, without locking"), "F9", When.OPEN),
    Command("today", N_("Go to Today"), "Ctrl+T", When.OPEN),
    Command("go", N_("Go to any screen"), "Ctrl+K", When.OPEN),
    Command("new", N_("Start a new interview"), "Ctrl+N", When.OFFERED),
    Command("next_page", N_("Next page"), "Ctrl+Return", When.OFFERED),
    Command("previous_page", N_("Previous page"), "Ctrl+Shift+Return", When.OFFERED),
    Command("next_problem", N_("Next thing to check"), "F8", When.OFFERED),
    Command("go_to_question", N_("Go to a question"), "Ctrl+J", When.OFFERED),
    Command("add_row", N_("Add an entry"), "Ctrl+Shift+N", When.OFFERED),
    Command("toggle_outline", N_("Show or hide the outline"), "Ctrl+Shift+O", When.OFFERED),
    Command("search", N_("Search"), "Ctrl+F", When.OFFERED),
    Command("preferences", N_("Settings"), "Ctrl+,", When.OPEN),
    Command("larger", N_("Larger text"), "Ctrl++", When.ALWAYS),
    Command("smaller", N_("Smaller text"), "Ctrl+-", When.ALWAYS),
    Command("theme", N_("Light or dark"), "Ctrl+Shift+D", When.ALWAYS),
    Command("keys", N_("Show all keys"), "F1", When.ALWAYS),
    Command("close", N_("Close Fieldwork"), "Ctrl+Q", When.ALWAYS),
)
"""All commands; a test forbids two with the same keys."""


def command(id_: str) -> Command:
    """Return a command by its id."""
    return next(one for one in COMMANDS if one.id == id_)
