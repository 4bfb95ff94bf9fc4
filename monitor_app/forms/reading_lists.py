"""Reads lists of a form, inline or from files (XML, CSV, GeoJSON), into trees that never change."""

import csv
import json
from collections.abc import Iterable, Mapping
from typing import Any

from monitor_app.errors import FormRefused
from monitor_app.forms.nodes import Node, document, grow
from monitor_app.forms.reading_model import read_seed
from monitor_app.forms.reading_xml import Element, inside, parse_xml
from monitor_app.text import N_

MOST_ROWS = 200_000


def read_inline(element: Element) -> Node:
    """Return the document of an instance that is written in the form."""
    for child in inside(element):
        return document(grow(read_seed(child)))
    return document(Node("root"))


def find_file(source: str, external: Mapping[str, bytes]) -> bytes | None:
    """Return the file that `jr://file-csv/sites.csv` means, by its whole address or its name."""
    if source in external:
        return external[source]
    wanted = source.rpartition("/")[2]
    return next((content for key, content in external.items() if key.rpartition("/")[2] == wanted), None)


def read_file(source: str, content: bytes) -> Node:
    """Return the document of a list file, by its ending. Raise FormRefused."""
    ending = source.lower().rpartition(".")[2]
    if ending == "csv" or source.startswith("jr://file-csv"):
        return document(_from_csv(content, source.rpartition("/")[2]))
    if ending in {"geojson", "json"}:
        return document(_from_geojson(content, source.rpartition("/")[2]))
    return document(grow(read_seed(parse_xml(content))))


def _from_csv(content: bytes, file_name: str) -> Node:
    text = content.decode("utf-8-sig", "replace")
    head = text.partition("\n")[0]
    rows = csv.reader(text.splitlines(), delimiter=";" if head.count(";") > head.count(",") else ",")
    root = Node("root")
    try:
        header = [_cell_name(name) for name in next(rows, [])]
        for number, row in enumerate(rows):
            _check_rows(number, file_name)
            if row:
                root.append(_item(zip(header, row, strict=False)))
    except csv.Error as error:
        raise _unreadable(file_name) from error
    return root


def read_itemsets(content: bytes) -> dict[str, Node]:
    """Return all lists in an `itemsets.csv` by name; `label` in its first language, `label@…` in each."""
    text = content.decode("utf-8-sig", "replace")
    roots: dict[str, Node] = {}
    try:
        rows = csv.reader(text.splitlines())
        titles = next(rows, [])
        header = [_itemset_column(name) for name in titles]
        spoken = {at: name.strip().replace("::", "@") for at, name in enumerate(titles) if "::" in name}
        for number, row in enumerate(rows):
            _check_rows(number, "itemsets.csv")
            cells = dict(reversed(list(zip(header, row, strict=False))))
            cells |= {name: row[at] for at, name in spoken.items() if at < len(row)}
            roots.setdefault(cells.pop("list_name", ""), Node("root")).append(_item(cells.items()))
    except csv.Error as error:
        raise _unreadable("itemsets.csv") from error
    return {name: document(root) for name, root in roots.items()}


def _itemset_column(name: str) -> str:
    return name.strip().partition("::")[0]


def _cell_name(name: str) -> str:
    return name.strip().replace(" ", "_").rpartition(":")[2]


def _item(cells: Iterable[tuple[str, str]]) -> Node:
    item = Node("item")
    for name, value in cells:
        item.append(Node(name, value))
    return item


def _check_rows(number: int, file_name: str) -> None:
    if number >= MOST_ROWS:
        raise FormRefused(
            N_("The list {file} has too many rows.", file=file_name), N_("Leave out rows that nobody needs.")
        )


def _unreadable(file_name: str) -> FormRefused:
    return FormRefused(
        N_("The list {file} cannot be read.", file=file_name), N_("Save the file again and try once more.")
    )


def _from_geojson(content: bytes, file_name: str) -> Node:
    try:
        found: Any = json.loads(content)
        features = found["features"]
        root = Node("root")
        for number, feature in enumerate(features):
            _check_rows(number, file_name)
            root.append(_feature(feature))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _unreadable(file_name) from error
    return root


def _feature(feature: Mapping[str, Any]) -> Node:
    properties: Mapping[str, Any] = feature.get("properties") or {}
    cells = {str(key): _plain(value) for key, value in properties.items()}
    if "id" in feature:
        cells.setdefault("id", _plain(feature["id"]))
    cells["geometry"] = _geometry(feature.get("geometry") or {})
    return _item(cells.items())


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _geometry(geometry: Mapping[str, Any]) -> str:
    places = geometry.get("coordinates") or []
    kind = geometry.get("type")
    if kind == "Point":
        return _point(places)
    if kind == "Polygon":
        places = places[0]
    return "; ".join(_point(place) for place in places)


def _point(place: list[float]) -> str:
    return f"{_plain(place[1])} {_plain(place[0])} 0 0"
