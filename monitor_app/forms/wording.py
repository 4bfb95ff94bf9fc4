"""Turns phrases into words in one language, with the record's answers inside. It must not know screens."""

from collections.abc import Mapping

from monitor_app.errors import ExpressionError
from monitor_app.forms.binds import Phrase
from monitor_app.forms.expressions import Expression
from monitor_app.forms.markdown import plain_text, spans_of
from monitor_app.forms.nodes import Node
from monitor_app.forms.record import Record
from monitor_app.forms.values import to_text
from monitor_app.forms.views import Media, Wording


class Speaker:
    """Says what a form says, in the language chosen."""

    def __init__(self, record: Record, language: str) -> None:
        self.record = record
        self.language = ""
        self._texts: Mapping[str, Mapping[str, Phrase]] = {}
        self._default: Mapping[str, Mapping[str, Phrase]] = {}
        self._asking: set[str] = set()
        self.speaks_of_answers = any(
            not isinstance(part, str)
            for translation in record.form.translations
            for key, forms in translation.texts.items()
            if not key.startswith("/")
            for phrase in forms.values()
            for part in phrase.parts
        )
        self.speak(language)

    def speak(self, language: str) -> None:
        """Choose the language; an unknown one means the form's default."""
        tables = {t.language: t.texts for t in self.record.form.translations}
        default = self.record.form.default_language
        self.language = language if language in tables else default
        self.record.world.language = self.language
        self._texts = tables.get(self.language, {})
        self._default = tables.get(default, {})

    def text(self, phrase: Phrase, node: Node, form: str = "") -> str:
        """Return the words of a phrase at a node; `form` is "" or guidance, short, image and so on."""
        if phrase.itext is not None:
            return self.translated(self._say(phrase.itext, node), node, form)
        if form:
            return ""
        return "".join(part if isinstance(part, str) else self._say(part, node) for part in phrase.parts)

    def itext(self, key: str, node: Node) -> str:
        """Return what `jr:itext()` gives; a key without text shows as itself, marked."""
        known = key in self._texts or key in self._default
        return self.translated(key, node) if known else f"[itext:{key}]"

    def translated(self, key: str, node: Node, form: str = "") -> str:
        """Return the text of a key in the translations."""
        forms = self._texts.get(key) or self._default.get(key)
        if forms is None:
            return "" if form else key
        phrase = forms.get(form) if form else forms.get("") or forms.get("long") or forms.get("short")
        if phrase is None or key in self._asking:
            return ""
        self._asking.add(key)
        try:
            return self.text(phrase, node)
        finally:
            self._asking.discard(key)

    def wording(self, phrase: Phrase, node: Node) -> Wording:
        """Return a label with its looks and media."""
        return self.dressed(self.text(phrase, node), self.media(phrase, node))

    def dressed(self, text: str, media: Media) -> Wording:
        """Return text as a wording, marks of emphasis turned into spans."""
        spans = spans_of(text.strip())
        return Wording(plain_text(spans), spans, media)

    def media(self, phrase: Phrase, node: Node) -> Media:
        """Return the file names that go with a label."""
        if phrase.itext is None:
            return Media()
        return self.media_of(self._say(phrase.itext, node), node)

    def media_of(self, key: str, node: Node) -> Media:
        """Return the file names that go with a key of the translations."""
        forms = self._texts.get(key) or self._default.get(key) or {}
        if forms.keys() <= {"", "guidance", "long", "short"}:
            return Media()
        names = {form: self.translated(key, node, form).rpartition("/")[2] for form in forms if form}
        return Media(
            names.get("image", ""), names.get("big-image", ""), names.get("audio", ""), names.get("video", "")
        )

    def _say(self, expression: Expression, node: Node) -> str:

        try:
            return to_text(self.record.value(expression, node), self.record.world.zone)
        except ExpressionError:
            return ""
