"""Writes a record's answers as the submission XML that ODK and Kobo take, straight from the answers.

Needs no engine: what is not answered is left out, what the questionnaire does not know is kept. Pure.
"""

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from monitor_app.domain.events import Answer, RecordFinished
from monitor_app.forms.answers import to_text
from monitor_app.forms.binds import Path, Seed
from monitor_app.forms.definition import Form
from monitor_app.reports.spreading import steps

OPENROSA = "http://openrosa.org/xforms"
FIELDWORK = "urn:fieldwork:submission:0"
"""What only this program knows of a record stands in attributes of this name space; others pass them over."""
_XFORMS = "http://www.w3.org/2002/xforms"
_MARKED = re.compile(r'[&<>"\r]')
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})
_NAME = re.compile(r"[^\W\d][\w.\-]*")
_OURS = frozenset({"id", "version", "instanceID", "submissionDate"})


_Tree = dict[str, dict[int, "str | _Tree"]]
"""Elements by name and number: the text of a leaf, or what lies below. Plain dicts, for they are many."""


@dataclass(frozen=True)
class Submission:
    """One record as a submission. `facts` become attributes of our own; `replaces` is the id it corrects."""

    instance_id: str
    answers: Mapping[str, Answer]
    replaces: str = ""
    submitted: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


def instance_of(event: RecordFinished, root: str) -> str:
    """Return the id of one version as a submission: what it was called elsewhere, or its own.

    A version changed here has the same `meta/instanceID` as the one before; it goes out under its root.
    """
    told = event.answers.get("meta/instanceID")
    if event.replaces and "meta/deprecatedID" not in event.answers:
        return f"uuid:{uuid.UUID(root[:32])}"
    return told if isinstance(told, str) and told.strip() else f"uuid:{event.subject}"


def submission(form: Form, one: Submission) -> bytes:
    """Return the XML. Answers are by path, as in a finished record."""
    top = _tree(one)
    space = form.root.namespace if form.root.namespace != _XFORMS else ""
    attributes = {
        name: value for name, value in form.root.attributes if name not in _OURS and name.isidentifier()
    }
    attributes |= {"id": form.id, "version": form.version, "instanceID": one.instance_id}
    attributes |= {"submissionDate": one.submitted}
    attributes |= {f"fw:{name}": value for name, value in one.facts.items()}
    spaces = f' xmlns="{_escaped(space)}"' if space else ""
    spaces += f' xmlns:orx="{OPENROSA}"' + (f' xmlns:fw="{FIELDWORK}"' if one.facts else "")
    name = form.root.name.rpartition(":")[2]
    parts = [f'<?xml version="1.0" encoding="UTF-8"?>\n<{name}{spaces}']
    parts += [f' {key}="{_escaped(value)}"' for key, value in attributes.items() if value]
    parts.append(">")
    _write(parts, top, form.root, in_meta=False)
    parts.append(f"</{name}>\n")
    return "".join(parts).encode()


def _tree(one: Submission) -> _Tree:
    top: _Tree = {}
    for path, answer in one.answers.items():
        _put(top, *steps(path), answer if isinstance(answer, str) else to_text(answer))
    _put(top, ("meta", "instanceID"), (1, 1), one.instance_id)
    if one.replaces:
        _put(top, ("meta", "deprecatedID"), (1, 1), one.replaces)
    return top


def _put(top: _Tree, names: Path, numbers: tuple[int, ...], text: str) -> None:
    """Put a text at its place. Where an answer stands at a group, what lies below counts more."""
    node = top
    for name, number in zip(names[:-1], numbers, strict=False):
        family = node.setdefault(name, {})
        below = family.get(number)
        if not isinstance(below, dict):
            below = family[number] = {}
        node = below
    family = node.setdefault(names[-1], {})
    if not isinstance(family.get(numbers[-1]), dict):
        family[numbers[-1]] = text


def _write(parts: list[str], tree: _Tree, seed: Seed | None, *, in_meta: bool) -> None:
    seeds = {child.name.rpartition(":")[2]: child for child in seed.children} if seed is not None else {}
    for name in filter(_NAME.fullmatch, _ordered(seeds, tree)):
        family = tree[name]
        is_meta = in_meta or name == "meta"
        tag = f"orx:{name}" if is_meta else name
        for number in range(1, max(family) + 1):
            inside = family.get(number, "")
            if isinstance(inside, str):
                parts.append(f"<{tag}>{_escaped(inside)}</{tag}>")
                continue
            parts.append(f"<{tag}>")
            _write(parts, inside, seeds.get(name), in_meta=is_meta)
            parts.append(f"</{tag}>")


def _ordered(seeds: Iterable[str], there: Mapping[str, object]) -> list[str]:
    """Return the names that are there: first as the questionnaire orders them, then what it does not know."""
    known = dict.fromkeys(name for name in seeds if name in there)
    return [*known, *(name for name in there if name not in known)]


def _escaped(text: str) -> str:
    """Return text as XML holds it; signs that XML cannot hold are dropped."""
    if not text.isprintable():
        text = "".join(sign for sign in text if sign in "\t\n\r" or " " <= sign <= "\ud7ff" or sign >= "\ue000")
        text = text.replace("\ufffe", "").replace("\uffff", "")
    return text.translate(_ESCAPES) if _MARKED.search(text) else text
