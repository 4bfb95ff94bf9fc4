"""Types of pyxform's errors."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

class ErrorCode(Enum): ...

class PyXFormError(Exception):
    code: ErrorCode | None
    context: Mapping[str, Any]

class ValidationError(PyXFormError): ...
class PyXFormReadError(PyXFormError): ...
