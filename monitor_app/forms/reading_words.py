"""Reads labels, hints and translations: text with `<output>` inside, or a key into the translations."""

from monitor_app.errors import ExpressionError
from monitor_app.forms.binds import NOTHING, Phrase
from monitor_app.forms.definition import Translation
from monitor_app.forms.expressions import Expression, parse
from monitor_app.forms.reading_xml import Element, attribute, inside, local


def read_phrase(element: Element | None) -> Phrase:
    """Return the words of a label, hint or value element. Raise ExpressionError."""
    if element is None:
        return NOTHING
    ref = attribute(element, "ref")
    if ref:
        return itext_phrase(ref) or Phrase(parts=(parse(ref),))
    return Phrase(parts=_parts(element))


def itext_phrase(ref: str) -> Phrase | None:
    """Return the phrase for `jr:itext(…)`, None if `ref` is something else."""
    ref = ref.strip()
    if ref.startswith("jr:itext(") and ref.endswith(")"):
        return Phrase(itext=parse(ref[len("jr:itext(") : -1]))
    return None


def message_phrase(text: str | None) -> Phrase:
    """Return the words of a constraint or required message."""
    if not text:
        return NOTHING
    return itext_phrase(text) or Phrase(parts=(text,))


def _parts(element: Element) -> tuple[str | Expression, ...]:
    parts: list[str | Expression] = [element.text or ""]
    for child in element:
        if local(child) == "output":
            value = attribute(child, "value") or attribute(child, "ref")
            if value:
                parts.append(parse(value))
        elif local(child):
            parts.append("".join(str(text) for text in child.itertext()))
        parts.append(child.tail or "")
    return _trimmed([part for part in parts if part != ""])


def _trimmed(parts: list[str | Expression]) -> tuple[str | Expression, ...]:
    """Drop the blanks that only indent the file."""
    if parts and isinstance(parts[0], str):
        parts[0] = parts[0].lstrip("\n\t ") if "\n" in parts[0] else parts[0]
    if parts and isinstance(parts[-1], str):
        parts[-1] = parts[-1].rstrip("\n\t ") if "\n" in parts[-1] else parts[-1]
    return tuple(part for part in parts if part != "")


def read_translations(model: Element) -> tuple[tuple[Translation, ...], str]:
    """Return the languages of a form and the default one."""
    found: list[Translation] = []
    default = ""
    for itext in inside(model, "itext"):
        for translation in inside(itext, "translation"):
            language = attribute(translation, "lang") or ""
            if attribute(translation, "default") is not None and not default:
                default = language
            found.append(Translation(language, _texts(translation)))
    return tuple(found), default or (found[0].language if found else "")


def _texts(translation: Element) -> dict[str, dict[str, Phrase]]:
    texts: dict[str, dict[str, Phrase]] = {}
    for text in inside(translation, "text"):
        key = attribute(text, "id") or ""
        texts[key] = {attribute(value, "form") or "": _value(value) for value in inside(text, "value")}
    return texts


def _value(value: Element) -> Phrase:
    try:
        return Phrase(parts=_parts(value))
    except ExpressionError:
        return Phrase(parts=("".join(str(text) for text in value.itertext()),))
