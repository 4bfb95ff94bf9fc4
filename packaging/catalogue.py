"""Collects every sentence marked with N_() and brings the catalogues in resources/locale up to date.

`python packaging/catalogue.py` writes; with `--check` it only says whether a catalogue is stale (status 1).
It needs Babel, so it runs in the project's own environment. A sentence that is no longer there is dropped.
"""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

REPOSITORY = Path(__file__).resolve().parents[1]
PACKAGE = REPOSITORY / "monitor_app"
LOCALES = REPOSITORY / "resources" / "locale"


def marked() -> Catalog:
    """Return every marked sentence, with the files where it stands (without lines: they move too often)."""
    found = Catalog(project="Fieldwork", fuzzy=False)
    options = {"N_": (1,)}
    for name, _, sentence, comments, _ in extract_from_dir(
        PACKAGE, [("**.py", "python")], keywords=options, comment_tags=("Translators:",)
    ):
        found.add(sentence, locations=[(f"monitor_app/{name}", None)], auto_comments=comments)
    return found


def updated(catalogue: Path, template: Catalog) -> tuple[bytes, bytes]:
    """Return a catalogue as it is and as it should be."""
    before = catalogue.read_bytes()
    now = read_po(io.BytesIO(before), locale=catalogue.parents[1].name)
    now.update(template, no_fuzzy_matching=True, update_creation_date=False)
    now.obsolete.clear()
    return before, written(now)


def written(catalogue: Catalog) -> bytes:
    """Return a catalogue as a file, in an order that does not depend on where sentences stand."""
    file = io.BytesIO()
    write_po(file, catalogue, width=112, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return file.getvalue()


def sentences(content: bytes) -> set[str]:
    """Return the sentences a catalogue file knows, translated or not."""
    return {str(entry.id) for entry in read_po(io.BytesIO(content)) if entry.id}


def stale() -> list[str]:
    """Return the languages whose catalogue lacks a sentence, or holds one that is gone."""
    wanted = {str(entry.id) for entry in marked() if entry.id}
    paths = sorted(LOCALES.glob("*/LC_MESSAGES/monitor_app.po"))
    return [path.parents[1].name for path in paths if sentences(path.read_bytes()) != wanted]


def main(arguments: list[str]) -> int:
    """Bring all catalogues up to date, or only say which are stale."""
    if "--check" in arguments:
        late = stale()
        for language in late:
            print(f"resources/locale/{language} is stale: run python packaging/catalogue.py")
        return 1 if late else 0
    template = marked()
    for path in sorted(LOCALES.glob("*/LC_MESSAGES/monitor_app.po")):
        _, after = updated(path, template)
        path.write_bytes(after)
        open_ones = sum(1 for entry in read_po(io.BytesIO(after)) if entry.id and not entry.string)
        print(f"{path.parents[1].name}: {open_ones} sentences are not translated")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
