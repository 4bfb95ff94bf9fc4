"""A questionnaire with every sort of answer, and records of it that are hard on tables."""

from functools import lru_cache
from hashlib import sha256

from monitor_app.domain.events import FormRef
from monitor_app.domain.pseudonyms import pseudonym
from monitor_app.forms.compiling import convert
from monitor_app.forms.reading import read_form
from monitor_app.operations import sealing
from monitor_app.operations.desk import Desk
from monitor_app.vault import forms
from monitor_app.vault.forms import StoredForm
from tests.support.desks import append_record

SURVEY = """
| survey |
| | type | name | label::English (en) | label::العربية (ar) | hint | calculation | identity | sensitive |
| | text | story | What happened? | ماذا حدث؟ |  |  |  |  |
| | integer | people | How many? | كم؟ |  |  |  |  |
| | decimal | hours | Hours |  |  |  |  |  |
| | date | day | Which day? |  |  |  |  |  |
| | select_one yn | paid | Paid? |  |  |  |  |  |
| | select_multiple risk | risks | Which risks? | ما هي المخاطر؟ |  |  |  |  |
| | text | called | What is the person called? |  |  |  | yes |  |
| | integer | mood | How do you feel? |  |  |  |  | screening |
| | calculate | mood_twice |  |  |  | ${mood} * 2 |  |  |
| | calculate | greeting |  |  |  | concat('Dear ', ${called}) |  |  |
| | image | slip | Pay slip |  |  |  |  |  |
| | audio | voice | Voice |  |  |  |  |  |
| | text | same | Hours |  |  |  |  |  |
| | text | blank |  |  | Anything |  |  |  |
| | begin_repeat | week | Week |  |  |  |  |  |
| | text | number | Which week? |  |  |  |  |  |
| | begin_repeat | shift | Shift |  |  |  |  |  |
| | integer | length | Length |  |  |  |  |  |
| | end_repeat |  |  |  |  |  |  |  |
| | end_repeat |  |  |  |  |  |  |  |
| choices |
| | list_name | name | label::English (en) | label::العربية (ar) |
| | yn | yes | Yes | نعم |
| | yn | no | No | لا |
| | risk | heat | Heat | حرارة |
| | risk | noise | Noise, loud | ضوضاء |
| | risk | dust | - | |
| settings |
| | form_title | form_id | version | default_language |
| | Work and pay | work_pay | 7 | English (en) |
"""
STAYING = ("called", "mood", "mood_twice", "greeting")
SECRET = "Maria Kowalska"

HARD = (
    "=HYPERLINK(1)",
    "+49",
    "-x",
    "@SUM(A1)",
    "\tTab",
    "＝cmd",
    "'quoted'",
    'say "no", then; stop',
    "two\nlines",
    "قال العامل إن الأجر ٣٠٠ درهم",
    "工资被扣了",
    " =SUM(1)",
    "https://example.org",
    "007",
    "1e5",
    "_x0041_ and \u00a0 space",
    "plain",
)


@lru_cache(maxsize=1)
def compiled() -> bytes:
    """Compile the questionnaire, once a run."""
    return convert(SURVEY.encode(), "md").xform


def keep_form(desk: Desk) -> FormRef:
    """Keep the questionnaire at a desk."""
    xform = compiled()
    form = read_form(xform)
    digest = sha256(xform).hexdigest()
    stored = StoredForm(digest=digest, id=form.id, version=form.version, title=form.title, xform=xform)
    forms.put(desk.vault, stored)
    return FormRef(id=form.id, version=form.version, digest=digest)


def hard_answers(number: int) -> dict[str, object]:
    """Answers of one record: a hard text, odd numbers, repeats in repeats, some of them empty."""
    return {
        "story": HARD[number % len(HARD)],
        "people": number - 3,
        "hours": number + 0.25,
        "day": f"2026-03-{number % 28 + 1:02}",
        "paid": "yes" if number % 2 else "no",
        "risks": ["heat", "dust"] if number % 3 else ["noise"],
        "mood": 4,
        "mood_twice": 8,
        "greeting": f"Dear {SECRET}",
        "same": "٣٤",
        "week[1]/number": f"W{number}",
        "week[1]/shift[1]/length": 8,
        "week[1]/shift[3]/length": 9,
        "week[3]/number": "last",
    }


def add_records(desk: Desk, count: int, **changed: object) -> list[str]:
    """Append that many records of the questionnaire, each with a sealed identity answer; return their ids."""
    form = keep_form(desk)
    found: list[str] = []
    for number in range(count):
        subject = desk.ids.new_id()
        sealed = sealing.packed({"called": sealing.seal_answer(desk, subject, "called", SECRET)})
        answers = {**hard_answers(number), "meta/instanceID": f"uuid:{subject}"}
        own = {"subject": subject, "answers": answers, "identity": sealed, "pseudonym": pseudonym(b"blue!")}
        fields = {**own, **changed}
        found.append(append_record(desk, form=form, **fields))
    return found
