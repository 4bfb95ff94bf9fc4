"""The kept tables as they are today, for reading; a test builds them by migrations and compares."""

TABLES: dict[str, str] = {
    "event": "id stream number root hash header public signature verified",
    "body": "id root content",
    "draft": "id record_kind form_digest language site pseudonym replaces place photos started_ms changed_ms",
    "draft_answer": "draft path value sealed",
    "draft_audit": "id draft path at_ms",
    "draft_known": "draft rule holds",
    "draft_before": "draft content",
    "key": "name content",
    "setting": "key value",
    "roster": "version signed",
    "person": "box name",
    "form": "added digest id version title published xform lists",
    "attachment": "id ref",
    "outbox": "id name priority content chunk size stream first last state tries",
    "packed": "stream number",
    "peer": "place mark",
    "segment_key": "name writer content_key",
    "held_back": "name writer reason sentence since_ms",
    "tally": "name row_count total",
    "erased": "root subject device by_root ms",
    "doomed": "what name",
    "unjudged": "root refused",
    "sending": "name day sent_ms",
    "awaited": "chunk kind box is_here",
}
"""Columns by table, in order."""
