"""Reads a submission XML that came from elsewhere into answers by path: no entities, no network, small. Pure.

It must not know vaults. What it refuses, it refuses with a sentence; the text itself is never quoted.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from monitor_app.domain.events import Answer
from monitor_app.errors import BadInput
from monitor_app.forms.answers import from_text
from monitor_app.forms.definition import Form
from monitor_app.forms.reading_xml import Element, attribute, local
from monitor_app.reports.submissions import FIELDWORK
from monitor_app.text import N_, Message

LARGEST = 8 << 20
_DEEPEST = 60
_SEND_AGAIN = N_("Export the submissions again where they come from.")


@dataclass(frozen=True)
class Submitted:
    """What a submission says about itself, and its texts by path of names with their numbers."""

    form_id: str
    version: str
    instance_id: str
    replaces: str
    submitted: str
    texts: tuple[tuple[tuple[tuple[str, int], ...], str], ...] = field(repr=False)
    facts: Mapping[str, str] = field(default_factory=dict)


def read(content: bytes) -> Submitted | None:
    """Return a submission, or None for XML that is something else. Raise BadInput."""
    top = _parse(content)
    form_id = attribute(top, "id") or ""
    if not form_id:
        return None
    if top.get("encrypted") == "yes":
        raise BadInput(
            N_("A submission is encrypted for another program."),
            N_("Decrypt the submissions where they come from, then export them again."),
        )
    texts = tuple(_texts(top, (), 0))
    told = {path[-1][0]: text for path, text in texts if len(path) == 2 and path[0][0] == "meta"}
    return Submitted(
        form_id=form_id,
        version=attribute(top, "version") or "",
        instance_id=(told.get("instanceID") or top.get("instanceID") or "").strip(),
        replaces=told.get("deprecatedID", "").strip(),
        submitted=top.get("submissionDate") or "",
        texts=texts,
        facts={
            str(k).rpartition("}")[2]: str(v) for k, v in top.items() if str(k).startswith(f"{{{FIELDWORK}}}")
        },
    )


def answers(form: Form, one: Submitted) -> dict[str, Answer]:
    """Return the answers as this questionnaire holds them; what it does not know is kept as text."""
    root = form.root.name.rpartition(":")[2]
    found: dict[str, Answer] = {}
    for located, text in one.texts:
        generic = (root, *(name for name, _ in located))
        bind, question = form.binds.get(generic), form.questions.get(generic)
        answer = from_text(text, bind.datatype if bind else "string", question.control if question else "")
        if answer is not None:
            found[_visible(form, root, located)] = answer
    return found


def _visible(form: Form, root: str, located: tuple[tuple[str, int], ...]) -> str:
    """Return the path as records write it: a number at repeats, and where an unknown name comes again."""
    names: tuple[str, ...] = (root,)
    steps: list[str] = []
    for name, number in located:
        names = (*names, name)
        steps.append(f"{name}[{number}]" if names in form.repeats or number > 1 else name)
    return "/".join(steps)


def _texts(
    element: Element, path: tuple[tuple[str, int], ...], depth: int
) -> Iterator[tuple[tuple[tuple[str, int], ...], str]]:
    if depth > _DEEPEST:
        raise _odd(N_("A submission is nested too deeply."))
    numbers: dict[str, int] = {}
    for child in element:
        name = local(child)
        if not name:
            continue
        numbers[name] = numbers.get(name, 0) + 1
        here = (*path, (name, numbers[name]))
        if any(local(below) for below in child):
            yield from _texts(child, here, depth + 1)
        elif text := "".join(str(part) for part in child.itertext()):
            yield here, text


def _parse(content: bytes) -> Element:
    if len(content) > LARGEST:
        raise _odd(N_("A submission is too large."))
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        top: Element = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise _odd(N_("A submission is not well-formed XML.")) from error
    except (LookupError, ValueError) as error:
        raise _odd(N_("A submission is written in an unknown encoding.")) from error
    if top.getroottree().docinfo.doctype:
        raise _odd(N_("A submission declares entities of its own, which none needs."))
    return top


def _odd(message: Message) -> BadInput:
    return BadInput(message, _SEND_AGAIN)
