"""The questionnaires as workbooks and as forms, read once."""

import tomllib
from functools import cache
from typing import Any

import pytest
from pyxform.xls2json_backends import get_xlsform

from monitor_app.forms.compiling import Compiled, convert
from monitor_app.forms.definition import Form
from monitor_app.forms.reading import read_form
from tests.support.places import REPOSITORY

RESOURCES = REPOSITORY / "resources"
FORMS = ("three_questions", "worker_interview", "factory_observation")


@cache
def _workbook(name: str) -> Any:
    return get_xlsform(str(RESOURCES / "forms" / f"{name}.md"))


@cache
def _compiled(name: str) -> Compiled:
    return convert((RESOURCES / "forms" / f"{name}.md").read_bytes(), "md")


@cache
def _form(name: str) -> Form:
    return read_form(_compiled(name).xform)


@pytest.fixture(params=FORMS)
def form_name(request):
    return request.param


@pytest.fixture
def workbook():
    return _workbook


@pytest.fixture
def compiled():
    return _compiled


@pytest.fixture
def form():
    return _form


@pytest.fixture
def norms():
    return lambda name: tomllib.loads((RESOURCES / "norms" / name).read_text(encoding="utf-8"))


@pytest.fixture
def resources():
    return RESOURCES
