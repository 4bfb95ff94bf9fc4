"""The help pages that come with the program, in the reader's language where there is one."""

from dataclasses import dataclass
from pathlib import Path

from monitor_app.settings import resource_folder

FIRST = "start"
_ORDER = (
    *(
        "start",
        "joining",
        "vault-and-passphrase",
        "backup",
        "interview",
        "consent",
        "taking-back",
        "distress",
        "names-kept-apart",
        "observation-and-photos",
        "questionnaires",
        "packs",
    ),
    *(
        "sync",
        "shared-place",
        "review-and-findings",
        "sealed-package",
        "answers",
        "panic-and-lock",
        "limits",
        "demo",
    ),
)


@dataclass(frozen=True)
class Page:
    """One page of the guide."""

    name: str
    title: str


def pages(language: str = "en") -> list[Page]:
    """Return all pages in order of use."""
    names = {path.stem for path in resource_folder("guide").glob("*.md")}
    known = [name for name in _ORDER if name in names]
    return [Page(name, _title(page(name, language))) for name in (*known, *sorted(names - set(known)))]


def page(name: str, language: str = "en") -> str:
    """Return a page's text; an unknown name gives the first page."""
    known = {path.stem for path in resource_folder("guide").glob("*.md")}
    path = _place(name if name in known else FIRST, language)
    return path.read_text(encoding="utf-8")


def _place(name: str, language: str) -> Path:
    own = resource_folder("guide", language, f"{name}.md")
    return own if own.is_file() else resource_folder("guide", f"{name}.md")


def _title(text: str) -> str:
    return text.partition("\n")[0].lstrip("# ").strip()
