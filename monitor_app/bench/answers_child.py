"""Writes invented answers as CSV or submissions, sealed; prints rows a second and its own peak memory."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from monitor_app.bench.bundle_child import peak
from monitor_app.bundles.container import Entry, Packing
from monitor_app.bundles.opening import NAMESPACE
from monitor_app.bundles.storing import write_file
from monitor_app.bundles.zipping import zipped
from monitor_app.crypto import age, primitives
from monitor_app.crypto.sshsig import ssh_sign
from monitor_app.domain.events import Answer
from monitor_app.forms.definition import Form
from monitor_app.forms.reading import read_form
from monitor_app.reports.cells import csv_blocks
from monitor_app.reports.spreading import Line, spread
from monitor_app.reports.submissions import Submission, submission
from monitor_app.reports.tables import Layout, plan

QUESTIONS = 300
_KINDS = ("string", "int", "string", "decimal", "date")


class Outcome(msgspec.Struct, frozen=True):
    """Rows in a second of processor time; the peak of memory in bytes at the end, and before it began."""

    a_second: float
    peak: int
    base: int


def main(kind: str, records: int, out: Path) -> Outcome:
    """Write `records` of 300 answers each; `kind` is csv or xml."""
    form = read_form(xform())
    seed = primitives.new_signing_seed()
    _, recipient = age.new_identity()
    packing = Packing(
        bundle_id="answers-aaaaaaaaaaaa",
        recipients=(recipient,),
        sign=lambda message: ssh_sign(seed, message, namespace=NAMESPACE),
        readme="Invented answers, to measure with.",
        date="2026-01-01",
    )
    entry = {"csv": _csv, "xml": _xml}[kind](form, records)
    base, started = peak(), time.process_time()
    write_file([entry], out, packing=packing)
    return Outcome(records / (time.process_time() - started), peak(), base)


def xform() -> bytes:
    """Return a questionnaire of 300 questions in 10 groups."""
    names = [f"g{number % 10}/q{number}" for number in range(QUESTIONS)]
    groups = "".join(
        f"<g{group}>" + "".join(f"<q{n}/>" for n in range(group, QUESTIONS, 10)) + f"</g{group}>"
        for group in range(10)
    )
    binds = "".join(f'<bind nodeset="/data/{name}" type="{_type(n)}"/>' for n, name in enumerate(names))
    inputs = "".join(f'<input ref="/data/{name}"><label>{name}</label></input>' for name in names)
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>B'
        f'</h:title><model><instance><data id="bench" version="1">{groups}<meta><instanceID/></meta></data>'
        f"</instance>{binds}</model></h:head><h:body>{inputs}</h:body></h:html>"
    ).encode()


def _type(number: int) -> str:
    return _KINDS[number % len(_KINDS)]


def _answers(record: int) -> dict[str, Answer]:
    return {f"g{n % 10}/q{n}": _answer(record, n) for n in range(QUESTIONS)}


def _answer(record: int, number: int) -> Answer:
    match _type(number):
        case "int":
            return record + number
        case "decimal":
            return number + 0.5
        case "date":
            return "2026-03-04"
        case _:
            return f"What was said in record {record} to question {number}."


def _csv(form: Form, records: int) -> Entry:
    laid_out = plan([form], layout=Layout(), stays=lambda *_: False, facts=("_uuid",))
    table = laid_out.tables[0]

    def blocks() -> Iterator[bytes]:
        lines = (Line(str(n), _answers(n), (str(n),)) for n in range(records))
        return csv_blocks(table.headers, spread(table, laid_out, lines), byte_order=True)

    return Entry("answers.csv", blocks)


def _xml(form: Form, records: int) -> Entry:
    def files() -> Iterator[tuple[str, list[bytes], int]]:
        for number in range(records):
            content = submission(form, Submission(f"uuid:{number:026}", _answers(number)))
            yield f"instances/bench/uuid{number:026}/submission.xml", [content], len(content)

    return Entry("submissions.zip", lambda: zipped(files()))


if __name__ == "__main__":
    print(msgspec.json.encode(main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))).decode())
