"""What a worker took back: whether a record may still be used, and by whom. Binds at once.

A yes that was taken back does not come back with a later version; whoever changes their mind is heard anew.
"""

from collections.abc import Iterable

from monitor_app.domain.events import ConsentWithdrawn, RecordFinished
from monitor_app.domain.supply import Party


def may_leave(record: RecordFinished, withdrawn: Iterable[ConsentWithdrawn], audience: Party | None) -> bool:
    """Say whether what was taken back still lets a record leave for an audience.

    `audience` None is a table or file that anybody may come to hold: then every withdrawal binds.
    Whether there was a yes at all is another question, which the airlock asks.
    """
    return not any(covers(one, record.subject, audience) for one in withdrawn)


def may_be_used(record_id: str, withdrawn: Iterable[ConsentWithdrawn]) -> bool:
    """Say whether a record may still be counted and support a finding: unless everything was taken back."""
    return not any(one.subject == record_id and not one.uses for one in withdrawn)


def covers(one: ConsentWithdrawn, record_id: str, audience: Party | None) -> bool:
    """Say whether a withdrawal is about this record and this audience."""
    return one.subject == record_id and (not one.uses or audience is None or audience in one.uses)
