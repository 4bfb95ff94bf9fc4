"""What a questionnaire may know of the world around it. It must not look at a clock or draw lots itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The moment (ms since 1970 UTC), the IANA time zone, who asks (a pseudonym), a seed for lots.

    `seed` should be the record's own random id: `uuid()`, `random()` and the instance id follow from it.
    `replaces` is the id of the record that this one corrects. `last_saved` is the submission XML of the record
    before, for forms that begin where the last one ended; empty unless who opens the form decides otherwise.
    """

    now_ms: int
    zone: str = "UTC"
    user: str = ""
    seed: str = ""
    record_id: str = ""
    replaces: str = ""
    last_saved: bytes = b""
