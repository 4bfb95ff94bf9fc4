"""`monitor-app bench [NAME…] [--scale S] [--json]`: runs benchmarks and prints each figure against its bar."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping

from monitor_app.bench import answers, bundle, forms, store, sync, unlock, window
from monitor_app.bench.measuring import Measure, Result

PROGRAMS: Mapping[str, Callable[[float], Iterator[Result]]] = {
    "store": store.measure,
    "unlock": unlock.measure,
    "forms": forms.measure,
    "window": window.measure,
    "bundle": bundle.measure,
    "sync": sync.measure,
    "answers": answers.measure,
}
"""Each by its name; it is handed the scale: 1 is the size that the bars are meant for."""


def run(names: list[str], *, as_json: bool, scale: float = 1.0) -> int:
    """Run these benchmarks, or all; return the exit status: 0 done, 2 for a name that is none."""
    unknown = [name for name in names if name not in PROGRAMS]
    if unknown or not 0 < scale <= 1:
        print(f"Choose among: {' '.join(PROGRAMS)}. The scale is above 0 and at most 1.", file=sys.stderr)
        return 2
    results = [_told(result, as_json=as_json) for name in names or PROGRAMS for result in PROGRAMS[name](scale)]
    if as_json:
        print(
            json.dumps({"scale": scale, "results": [plain(result) for result in results]}, ensure_ascii=False)
        )
    return 0


def plain(result: Result) -> dict[str, object]:
    """Return a result as it stands in JSON."""
    if not isinstance(result, Measure):
        return {"name": result.name, "skipped": result.why}
    return {
        "name": result.name,
        "what": result.what,
        "value": round(result.value, 4),
        "unit": result.unit,
        "bar": result.bar,
        "ok": result.is_ok,
    }


def line(result: Result) -> str:
    """Return a result as one line of a table."""
    if not isinstance(result, Measure):
        return f"{result.name:<8} skipped: {result.why}"
    figure = f"{result.value:.3g} {result.unit}"
    told = f"{result.name:<8} {result.what:<62} {figure:>10}"
    if result.bar is None:
        return told
    return f"{told}   bar {result.bar:.3g} {result.unit:<4} {'ok' if result.is_ok else 'OVER'}"


def _told(result: Result, *, as_json: bool) -> Result:
    """Say a figure as soon as it is known: the whole takes minutes."""
    if not as_json:
        print(line(result), flush=True)
    return result
