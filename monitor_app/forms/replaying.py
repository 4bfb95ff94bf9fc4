"""Fills in one form step by step and tells its state after each; a refused answer is not kept here."""

from collections.abc import Callable, Mapping
from typing import Any

from monitor_app.forms.actions import ActingRecord
from monitor_app.forms.checking import check_answer, first_trouble
from monitor_app.forms.choices import Chooser
from monitor_app.forms.context import Context
from monitor_app.forms.nodes import Node
from monitor_app.forms.protocol import milliseconds
from monitor_app.forms.reading import read_form
from monitor_app.forms.tree import find
from monitor_app.forms.views import Status
from monitor_app.forms.wording import Speaker

Step = Mapping[str, Any]
State = list[list[str | None]]


def replay(request: Mapping[str, Any], read_file: Callable[[str], bytes]) -> dict[str, Any]:
    """Return the states. Raise FormRefused where the form cannot be loaded."""
    files = {str(uri): read_file(str(name)) for uri, name in (request.get("resources") or {}).items()}
    form = read_form(read_file(request["form"]), external=files)
    context = Context(
        now_ms=milliseconds(request.get("now")), zone=request.get("tz") or "UTC", seed=str(request["id"])
    )
    player = _Player(ActingRecord(form, context))
    initial = state_of(player.record)
    counted = ["/" + "/".join(p) for p, r in form.repeats.items() if r.count is not None]
    return {"initial": initial, "counted_repeats": counted, "steps": [player.play(s) for s in request["steps"]]}


class _Player:
    def __init__(self, record: ActingRecord) -> None:
        self.record = record
        self.speaker = Speaker(record, "")
        self.chooser = Chooser(record, self.speaker)
        record.world.find_text = lambda key: self.speaker.itext(key, record.root)
        record.world.name_choice = self.chooser.name
        record.begin()

    def play(self, step: Step) -> dict[str, Any]:
        """Do one step; return the state and what the step asks for."""
        actions: dict[str, Callable[[Step], dict[str, Any]]] = {
            "answer": self._answer,
            "newRepeat": self._new_repeat,
            "removeRepeat": self._remove_repeat,
            "choicesOf": self._choices,
            "answerOf": self._answer_of,
            "setLanguage": self._language,
            "validate": self._validate,
        }
        action = actions.get(step.get("op", ""))
        more = action(step) if action else {}
        return {"state": state_of(self.record), **more}

    def _answer(self, step: Step) -> dict[str, Any]:
        node = find(self.record.top, step["ref"])
        if node is None:
            return {"result": "MISSING"}
        text = str(step.get("value") if step.get("value") is not None else "")
        text = self.chooser.in_order(node, text)
        status = check_answer(self.record, node, text)
        if status is Status.OK:
            self.record.answer(node, text)
        return {"result": status.value}

    def _new_repeat(self, step: Step) -> dict[str, Any]:
        parent_ref, _, last = step["ref"].rpartition("/")
        parent = find(self.record.top, parent_ref)
        if parent is None:
            return {}
        name, _, number = last.rstrip("]").partition("[")
        path = (*parent.path, name.rpartition(":")[2])
        if path in self.record.form.templates:
            wanted = int(number) if number.isdecimal() else len(parent.named(path[-1])) + 1
            while len(parent.named(path[-1])) < wanted:
                self.record.add_instance(parent, path)
        return {}

    def _remove_repeat(self, step: Step) -> dict[str, Any]:
        node = find(self.record.top, step["ref"])
        if node is not None:
            self.record.remove_instance(node)
        return {}

    def _choices(self, step: Step) -> dict[str, Any]:
        node = find(self.record.top, step["ref"])
        question = self.record.form.questions.get(node.path) if node is not None else None
        if node is None or question is None:
            return {"choices": []}
        return {"choices": [[offer.value, offer.label] for offer in self.chooser.offers(question, node)]}

    def _answer_of(self, step: Step) -> dict[str, Any]:
        node = find(self.record.top, step["ref"])
        return {"value": node.text() if node is not None and node.relevant else None}

    def _language(self, step: Step) -> dict[str, Any]:
        self.speaker.speak(step["lang"])
        self.record.rename()
        return {}

    def _validate(self, _: Step) -> dict[str, Any]:
        trouble = first_trouble(self.record)
        if trouble is None:
            return {"outcome": "OK", "ref": None}
        node, status = trouble
        return {"outcome": status.value, "ref": _ref(node)}


def _ref(node: Node) -> str:
    return "/" + "/".join(f"{name}[{place}]" for name, place in node.located())


def state_of(record: ActingRecord) -> State:
    """Return path, value and flags of every node, in document order."""
    found: State = []

    def visit(node: Node, path: str) -> None:
        flags = ("" if node.relevant else "H") + ("R" if node.required else "") + ("L" if node.readonly else "")
        elements = node.elements()
        found.append([path, None if elements else node.value, flags])
        places: dict[str, int] = {}
        for child in elements:
            places[child.local] = places.get(child.local, 0) + 1
            visit(child, f"{path}/{child.name}[{places[child.local]}]")

    visit(record.root, f"/{record.root.name}[1]")
    return found
