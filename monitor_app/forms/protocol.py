"""How moments and numbers stand in the JSON of the conformance protocol."""

import math
from datetime import UTC, datetime


def milliseconds(text: str | None) -> int:
    """Return an ISO moment as milliseconds since 1970, 0 if there is none."""
    if not text:
        return 0
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)


def json_number(number: float) -> float | str:
    """Return a number as JSON can carry it."""
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    return number
