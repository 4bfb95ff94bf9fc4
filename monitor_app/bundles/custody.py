"""The custody log of a bundle: what happened to what is shown, without who, when only roughly.

Takes hashes and actions from events; devices and exact times stay here.
"""

from collections.abc import Iterable, Sequence, Set

from monitor_app.bundles.airlock import Blur, blurred
from monitor_app.domain.events import CustodyNoted, Photo, RecordFinished

_TOLD = frozenset({"photo_taken_in"})
"""What is told of all that was noted: an action arrives as free text, an opened identity is ours to know."""
_HASHES = frozenset({"original_sha256", "working_sha256"})
Line = dict[str, object]


def custody_lines(
    shown: Sequence[tuple[str, RecordFinished]],
    photos: Sequence[tuple[RecordFinished, Photo]],
    noted: Iterable[CustodyNoted],
    *,
    blur: Blur,
) -> list[Line]:
    """Return the lines for the records (by root) and photos that are shown, oldest first."""
    lines = [
        _line("record_sealed", root, blurred(record.finished_ms, blur), _before(record))
        for root, record in shown
    ]
    lines += [
        _line(
            "working_copy_made",
            photo.original.sha256,
            blurred(record.finished_ms, blur),
            {"working": photo.working.sha256},
        )
        for record, photo in photos
    ]
    # The hash of a picture that stays would tell whoever finds the picture on a phone who spoke.
    leaving = {file.sha256 for _, photo in photos for file in (photo.original, photo.working)}
    lines += [_noted(event, blur) for event in noted if event.action in _TOLD and _is_about(event, leaving)]
    return sorted(lines, key=lambda line: (str(line["period"]), str(line["action"]), str(line["object"])))


def package_line(bundle_id: str, date: str) -> Line:
    """Return the last line: this package was made."""
    return {"action": "package_made", "object": bundle_id, "date": date, "detail": {}}


def _noted(event: CustodyNoted, blur: Blur) -> Line:
    hashes = {key: value for key, value in event.detail.items() if key in _HASHES}
    return _line(event.action, "", blurred(event.time.ms, blur), hashes)


def _is_about(event: CustodyNoted, leaving: Set[str]) -> bool:
    hashes = {value for key, value in event.detail.items() if key in _HASHES}
    return bool(hashes) and hashes <= leaving


def _before(record: RecordFinished) -> dict[str, str]:
    return {"replaces": record.replaces} if record.replaces else {}


def _line(action: str, thing: str, period: str, detail: dict[str, str]) -> Line:
    return {"action": action, "object": thing, "period": period, "detail": detail}
