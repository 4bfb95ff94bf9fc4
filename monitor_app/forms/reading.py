"""Reads a compiled questionnaire (XForm XML) into a definition. It must not reach files, network or pyxform."""

from collections.abc import Iterable, Mapping

from monitor_app.errors import Flaw, FormRefused
from monitor_app.forms.binds import Bind, Path, Phrase, Seed
from monitor_app.forms.definition import Action, Form, Repeat, Translation, Unsupported
from monitor_app.forms.dependencies import Circle, Graph, build_graph
from monitor_app.forms.expressions import Expression
from monitor_app.forms.functions import is_known
from monitor_app.forms.nodes import Node, document
from monitor_app.forms.reading_body import Body, BodyReader, functions_used
from monitor_app.forms.reading_lists import find_file, read_file, read_inline, read_itemsets
from monitor_app.forms.reading_model import Troubles, read_actions, read_binds, read_seed
from monitor_app.forms.reading_words import read_translations
from monitor_app.forms.reading_xml import Element, anywhere, attribute, first, inside, parse_xml
from monitor_app.text import N_

LAST_SAVED = "__last-saved"
_HINT = N_("Correct the questionnaire and import it again.")
_NO_PLACE = N_("This repeat has no place in the form's data.")


def read_form(xform: bytes, *, external: Mapping[str, bytes] | None = None) -> Form:
    """Read an XForm. `external` maps file names (`sites.csv`) to content. Raise FormRefused."""
    top = parse_xml(xform)
    model = anywhere(top, "model")
    primary = _primary(model)
    if model is None or primary is None:
        raise FormRefused(N_("This file is no questionnaire."), N_("Choose an XLSForm or an XForm."))
    seed = read_seed(primary)
    troubles = Troubles()
    binds, named = read_binds(model, (_local(seed.name),), troubles)
    body = BodyReader(binds, named, troubles).read(anywhere(top, "body"), (_local(seed.name),))
    actions = read_actions([(model, (_local(seed.name),)), *body.holders], named, troubles)
    translations, default = read_translations(model)
    templates = dict(_templates(seed, ()))
    known = frozenset(_paths(seed, ()))
    _note_functions(binds.values(), body, actions, troubles)
    _note_services(model, translations, troubles)
    _note_homeless(body, known, troubles)
    graph = _graph(binds, body.repeats, known, troubles)
    return Form(
        id=primary.get("id") or _local(seed.name),
        version=attribute(primary, "version") or "",
        title=_title(top),
        root=seed,
        binds=binds,
        items=body.items,
        repeats=body.repeats,
        questions=body.questions,
        graph=graph,
        actions=tuple(actions),
        translations=translations,
        default_language=default,
        instances=_lists(model, external or {}, troubles) | _searched(body, external or {}, troubles),
        templates=_all_templates(seed, templates, body),
        unsupported=tuple(troubles.unsupported),
        namespace=seed.namespace,
        submission=_submission(model),
    )


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _title(top: Element) -> str:
    title = anywhere(top, "title")
    return "".join(str(text) for text in title.itertext()).strip() if title is not None else ""


def _primary(model: Element | None) -> Element | None:
    instance = first(model, "instance") if model is not None else None
    return next(inside(instance), None) if instance is not None else None


def _submission(model: Element) -> dict[str, str]:
    found = first(model, "submission")
    return {str(key): str(value) for key, value in found.items()} if found is not None else {}


def _graph(
    binds: Mapping[Path, Bind], repeats: Mapping[Path, Repeat], known: frozenset[Path], troubles: Troubles
) -> Graph:
    counts = {path: repeat.count for path, repeat in repeats.items() if repeat.count is not None}
    present = [bind for bind in binds.values() if bind.path in known]
    try:
        graph = build_graph(present, counts, known)
    except Circle as circle:
        names = ", ".join("/".join(path[1:]) for path in circle.paths[:10])
        troubles.problems.append(Flaw(N_("These questions wait for each other: {names}.", names=names)))
        graph = Graph((), {}, {})
    if troubles.problems:
        raise FormRefused(N_("This questionnaire has mistakes in its rules."), _HINT, tuple(troubles.problems))
    return graph


def _note_homeless(body: Body, known: frozenset[Path], troubles: Troubles) -> None:
    """Note repeats and questions that have no node to keep answers in."""
    for path in body.repeats:
        if path not in known or len(path) < 2:
            troubles.problems.append(Flaw(_NO_PLACE, question="/".join(path[1:])))
    for path in body.questions:
        if path not in known:
            troubles.unsupported.append(
                Unsupported("/".join(path[1:]), "a question without a place for its answer")
            )


def _note_functions(binds: Iterable[Bind], body: Body, actions: Iterable[Action], troubles: Troubles) -> None:
    """Note every function that is not known, at the question whose rule, choices or first value calls it."""
    calls: list[tuple[Path, Expression | None]] = [
        (bind.path, expression)
        for bind in binds
        for expression in (bind.relevant, bind.required, bind.readonly, bind.calculate, bind.constraint)
    ]
    calls += [(q.path, q.itemset.nodeset) for q in body.questions.values() if q.itemset is not None]
    calls += [
        (q.path, part) for q in body.questions.values() for part in q.label.parts if not isinstance(part, str)
    ]
    calls += [(repeat.path, repeat.count) for repeat in body.repeats.values()]
    calls += [(action.target, action.value) for action in actions]
    for path, expression in calls:
        if expression is not None and LAST_SAVED in expression.text:
            troubles.note("/".join(path[1:]), "last-saved")
        for name in sorted(functions_used(expression)) if expression else ():
            if not is_known(name):
                troubles.note("/".join(path[1:]), f"{name}()")


def _note_services(model: Element, translations: Iterable[Translation], troubles: Troubles) -> None:
    """Note what needs a server, and pictures and sounds that labels name."""
    if attribute(model, "entities-version"):
        troubles.note("", "entities")
    submission = first(model, "submission")
    if submission is not None and attribute(submission, "base64RsaPublicKey"):
        troubles.note("", "encryption")
    for translation in translations:
        for key, forms in translation.texts.items():
            for name in sorted(_media_in(forms)):
                troubles.note(key.rpartition(":")[0].strip("/").partition("/")[2], f"media {name}")


def _media_in(forms: Mapping[str, Phrase]) -> set[str]:
    told = {form: phrase for form, phrase in forms.items() if form in {"image", "big-image", "audio", "video"}}
    plain = (part for phrase in told.values() for part in phrase.parts if isinstance(part, str))
    return {part.rpartition("/")[2].strip() for part in plain} - {"", "-"}


def _lists(model: Element, external: Mapping[str, bytes], troubles: Troubles) -> dict[str, Node]:
    found: dict[str, Node] = read_itemsets(external["itemsets.csv"]) if "itemsets.csv" in external else {}
    for number, element in enumerate(inside(model, "instance")):
        name = element.get("id")
        if number == 0 or not name:
            continue
        source = element.get("src")
        if not source:
            found[str(name)] = read_inline(element)
            continue
        content = find_file(str(source), external)
        if content is None:
            found[str(name)] = document(Node("root"))
            if not str(source).startswith("jr://instance/last-saved"):
                troubles.unsupported.append(Unsupported(str(name), f"file {str(source).rpartition('/')[2]}"))
        else:
            found[str(name)] = read_file(str(source), content)
    return found


def _searched(body: Body, external: Mapping[str, bytes], troubles: Troubles) -> dict[str, Node]:
    """Return the lists that appearances search in; their names are those of files."""
    found: dict[str, Node] = {}
    for path, question in body.questions.items():
        if question.search is None or question.search.file in found:
            continue
        source = f"jr://file-csv/{question.search.file}.csv"
        content = find_file(source, external)
        if content is None:
            troubles.note("/".join(path[1:]), f"file {question.search.file}.csv")
        found[question.search.file] = document(Node("root")) if content is None else read_file(source, content)
    return found


def _paths(seed: Seed, base: Path) -> Iterable[Path]:
    path = (*base, _local(seed.name))
    yield path
    for child in seed.children:
        yield from _paths(child, path)


def _templates(seed: Seed, base: Path) -> Iterable[tuple[Path, Seed]]:
    path = (*base, _local(seed.name))
    if seed.template:
        yield path, seed
    for child in seed.children:
        yield from _templates(child, path)


def _seed_at(seed: Seed, path: Path) -> Seed | None:
    if not path or _local(seed.name) != path[0]:
        return None
    if len(path) == 1:
        return seed
    for child in sorted(seed.children, key=lambda one: not one.template):
        found = _seed_at(child, path[1:])
        if found is not None:
            return found
    return None


def _all_templates(seed: Seed, marked: Mapping[Path, Seed], body: Body) -> dict[Path, Seed]:
    """Return what a new instance of each repeat looks like: the marked template, else the first one written."""
    found = dict(marked)
    for path in body.repeats:
        if path not in found:
            first_one = _seed_at(seed, path)
            if first_one is not None:
                found[path] = first_one
    return found
