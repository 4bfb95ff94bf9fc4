"""README.txt: how a stranger opens and checks a package with standard tools, in the recipient's language."""

from monitor_app.ports import Words


def readme(bundle_id: str, *, signer: str, words: Words) -> str:
    """Return the text; commands are the same in every language."""
    raise NotImplementedError(bundle_id, signer, words)
