"""A questionnaire that went wrong is refused in words or works; it never breaks or holds up the program."""

import os
import re
import time

import pytest

from monitor_app.errors import BadInput, FormRefused
from monitor_app.forms.compiling import compile_form
from monitor_app.forms.filling import Filling
from monitor_app.forms.reading import read_form
from tests.forms.building import context
from tests.forms.mutants import mutant, xform_mutant

COUNT = int(os.environ.get("FUZZED_FORMS", "20"))
FIRST = int(os.environ.get("FUZZED_FORMS_FROM", "0"))
MOST_PAGES = 50
_JARGON = re.compile(r"Traceback|object at 0x|\w+Error\b|NoneType|File \"")


def open_and_look(source: bytes, file_name: str) -> None:
    """Compile a questionnaire, begin a record and look at its pages."""
    compiled = compile_form(source, file_name=file_name, seconds=30)
    form = read_form(compiled.xform, external=compiled.external)
    filling = Filling(form, context=context())
    for language in ("", *form.languages):
        filling.set_language(language)
        for page in (*filling.pages()[:MOST_PAGES], *filling.pages()[-1:]):
            filling.page(page)
        filling.outline()
        filling.problems()
    Filling(form, filling.draft(), context=context()).submission()


def is_useful(error: FormRefused | BadInput) -> bool:
    said = " ".join(map(str, (error.message, error.hint, *getattr(error, "problems", ()))))
    return bool(error.hint) and len(said) > 40 and not _JARGON.search(said)


def refusal(source: bytes, file_name: str) -> FormRefused | BadInput | None:
    """Return how a questionnaire was refused, None if it works. Anything else that is raised is a bug."""
    try:
        open_and_look(source, file_name)
    except (FormRefused, BadInput) as error:
        return error
    return None


@pytest.mark.parametrize("number", range(FIRST, FIRST + COUNT))
def test_a_questionnaire_that_went_wrong_works_or_is_refused_in_words(number):
    refused = refusal(*mutant(number))
    assert refused is None or is_useful(refused), (refused.message, refused.hint, refused.args)


@pytest.mark.parametrize("number", range(FIRST, FIRST + COUNT))
def test_an_xform_that_went_wrong_works_or_is_refused_in_words_without_delay(number):
    started = time.process_time()  # work, not the clock: a busy machine is no hang
    refused = refusal(xform_mutant(number), "mutant.xml")
    assert refused is None or is_useful(refused), (refused.message, refused.hint, refused.args)
    assert time.process_time() - started < 5
