"""Parts of files left by a sealing that was cut short: found in one session, deleted in a later one.

Only files that such a sealing itself wrote down are looked at, never whatever else lies there. Sealing never
spans two sessions of a vault, so what was not finished in an earlier one never will be.
"""

import msgspec

from monitor_app.domain.events import FileRef, Photo
from monitor_app.vault import attachments, erasing, stored_settings
from monitor_app.vault.vault import Vault

_KEY = "unfinished_sealing"
_PHOTOS = msgspec.json.Decoder(tuple[Photo, ...])
_REF = msgspec.json.Decoder(FileRef)


def sweep(vault: Vault) -> int:
    """Delete what an earlier session left unfinished; return how many parts of files that were."""
    unfinished = attachments.unfinished(vault)
    seen = stored_settings.get(vault, _KEY, {"session": "", "ids": []})
    if not (unfinished or seen["ids"]) or seen["session"] == vault.session:
        return 0
    old = [file_id for file_id in unfinished if file_id in seen["ids"]]
    parts = {part for file_id in old for part in unfinished[file_id]}
    lost = sorted(parts - _named(vault)) if parts else []
    attachments.delete_chunks(vault, lost)
    for file_id in old:
        attachments.finish(vault.folder, file_id)
    left = sorted(set(unfinished).difference(old))
    stored_settings.put(vault, _KEY, {"session": vault.session, "ids": left})
    return len(lost)


def _named(vault: Vault) -> set[str]:
    """Return the parts that a file kept here, or a draft, names."""
    refs = [_REF.decode(ref) for (ref,) in vault.rows("SELECT ref FROM attachment")]
    for (photos,) in vault.rows("SELECT photos FROM draft"):
        refs += erasing.files_of(_PHOTOS.decode(photos))
    return {chunk for ref in refs for chunk in ref.chunks}
