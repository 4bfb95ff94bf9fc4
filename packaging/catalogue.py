"""Collects every sentence marked with N_() and brings the catalogues in resources/locale up to date.

`python packaging/catalogue.py` writes; with `--check` it only says what a catalogue lacks or holds in vain
(status 1). It needs Babel, so it runs in the project's own environment. A sentence that is gone is dropped.
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


def marked(package: Path = PACKAGE) -> Catalog:
    """Return every marked sentence, with the files where it stands (without lines: they move too often)."""
    found = Catalog(project="Fieldwork", fuzzy=False)
    options = {"N_": (1,)}
    for name, _, sentence, comments, _ in extract_from_dir(
        package, [("**.py", "python")], keywords=options, comment_tags=("Translators:",)
    ):
        found.add(sentence, locations=[(f"{package.name}/{name}", 0)], auto_comments=comments)
    return found


def catalogues(locales: Path = LOCALES) -> list[Path]:
    """Return the catalogue files of all languages."""
    return sorted(locales.glob("*/LC_MESSAGES/monitor_app.po"))


def updated(catalogue: Path, template: Catalog) -> bytes:
    """Return a catalogue as it should be: all marked sentences, no others, translations kept."""
    now = read_po(io.BytesIO(catalogue.read_bytes()), locale=catalogue.parents[1].name)
    now.update(template, no_fuzzy_matching=True, update_creation_date=False)
    now.obsolete.clear()
    return written(now)


def written(catalogue: Catalog) -> bytes:
    """Return a catalogue as a file, in an order that does not depend on where sentences stand."""
    file = io.BytesIO()
    write_po(file, catalogue, width=112, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return file.getvalue()


def sentences(content: bytes) -> dict[str, str]:
    """Return the sentences a catalogue file knows, with their translation, empty if there is none."""
    return {str(entry.id): str(entry.string) for entry in read_po(io.BytesIO(content)) if entry.id}


def stale(template: Catalog, locales: Path = LOCALES) -> list[str]:
    """Return one line for each sentence that a catalogue lacks, or holds although it is gone."""
    wanted = {str(entry.id) for entry in template if entry.id}
    told = []
    for path in catalogues(locales):
        language, known = path.parents[1].name, set(sentences(path.read_bytes()))
        told += [f"{language} lacks: {sentence}" for sentence in sorted(wanted - known)]
        told += [f"{language} holds in vain: {sentence}" for sentence in sorted(known - wanted)]
    return told


def mend(template: Catalog, locales: Path = LOCALES) -> None:
    """Bring all catalogues up to date, and say how much is left to translate."""
    for path in catalogues(locales):
        content = updated(path, template)
        fresh = path.with_suffix(".new")
        fresh.write_bytes(content)
        fresh.replace(path)
        known = sentences(content)
        left = sum(1 for translation in known.values() if not translation)
        print(f"{path.parents[1].name}: {left} of {len(known)} sentences are not translated")


def main(arguments: list[str]) -> int:
    """Bring all catalogues up to date, or only say what is stale."""
    template = marked()
    if "--check" not in arguments:
        mend(template)
        return 0
    told = stale(template)
    for line in told:
        print(line)
    if told:
        print("Run: python packaging/catalogue.py")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
